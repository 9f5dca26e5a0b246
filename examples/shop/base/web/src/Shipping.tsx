import { useEffect, useState } from "react";

import { findQuote, type Quote } from "./api";
import { formatDay, formatPrice } from "./format";

interface Props {
  orderId: string;
}

/** What shipping costs and when the order arrives. */
export function Shipping({ orderId }: Props) {
  const [quote, setQuote] = useState<Quote>();

  useEffect(() => {
    void findQuote(orderId).then(setQuote);
  }, [orderId]);

  if (quote === undefined) {
    return <p>Calculating shipping…</p>;
  }
  return (
    <p>
      Shipping {formatPrice(quote.price)}, arrives by {formatDay(quote.latest)}
    </p>
  );
}
