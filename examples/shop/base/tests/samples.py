"""Orders and a gateway that the tests share."""

from datetime import date
from decimal import Decimal

from shop.orders import Line, Order
from shop.payment import GatewayTimeoutError, Receipt


def make_order(**changes: object) -> Order:
    """Return an order of two books, 47.80 in all, with some fields changed."""
    fields: dict[str, object] = {
        "id": "A-1",
        "customer": "lena@shop.example",
        "country": "DE",
        "lines": (Line("book", 2, Decimal("23.90"), 400),),
        "placed": date(2026, 3, 2),
    }
    return Order(**{**fields, **changes})  # type: ignore[arg-type]


class FakeGateway:
    """A gateway that does not answer a number of times, and remembers what it did."""

    def __init__(self, silent: int = 0, known: Receipt | None = None) -> None:
        self.silent = silent
        self.known = known
        self.calls: list[tuple[str, Decimal]] = []

    def charge(self, reference: str, amount: Decimal) -> Receipt:
        self.calls.append((reference, amount))
        if len(self.calls) <= self.silent:
            raise GatewayTimeoutError(reference)
        return Receipt(f"ch-{reference}", amount)

    def find(self, reference: str) -> Receipt | None:
        return self.known

    def refund(self, reference: str, amount: Decimal) -> Receipt:
        self.calls.append((reference, amount))
        return Receipt(f"re-{reference}", amount)
