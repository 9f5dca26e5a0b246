import { useEffect, useState } from "react";

import { saveMethod, type Method, type Quote } from "./api";
import { formatDay, formatPrice } from "./format";

interface Props {
  orderId: string;
  onChoose: (quote: Quote) => void;
}

const LABELS: Record<Method, string> = { standard: "Standard", express: "Express" };

/** Lets the customer choose how the order travels; the cheapest way is chosen at first. */
export function Shipping({ orderId, onChoose }: Props) {
  const [quotes, setQuotes] = useState<Quote[]>([]);
  const [chosen, setChosen] = useState<Method>("standard");

  useEffect(() => {
    void fetch(`/api/orders/${orderId}/quotes`)
      .then((answer) => answer.json() as Promise<Quote[]>)
      .then((found) => setQuotes(found.toSorted((a, b) => Number(a.price) - Number(b.price))));
  }, [orderId]);

  async function choose(quote: Quote) {
    setChosen(quote.method);
    await saveMethod(orderId, quote.method);
    onChoose(quote);
  }

  if (quotes.length === 0) {
    return <p>Calculating shipping…</p>;
  }
  return (
    <fieldset>
      <legend>Shipping</legend>
      {quotes.map((quote) => (
        <label key={quote.method}>
          <input
            type="radio"
            name="method"
            checked={quote.method === chosen}
            onChange={() => void choose(quote)}
          />
          {LABELS[quote.method]}, {formatPrice(quote.price)}, arrives by {formatDay(quote.latest)}
        </label>
      ))}
    </fieldset>
  );
}
