"""Payment through a gateway that sometimes does not answer."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from shop.orders import Order, Status

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a call is tried, and how long to wait in between."""

    attempts: int = 3
    first_pause: float = 0.5
    longest_pause: float = 8.0

    def pauses(self) -> Iterator[float]:
        """Yield the seconds to wait before each attempt; the first one starts at once."""
        yield 0.0
        for attempt in range(self.attempts - 1):
            yield min(self.first_pause * 2**attempt, self.longest_pause)


DEFAULT_RETRY = RetryPolicy()


class GatewayTimeoutError(Exception):
    """The gateway did not answer in time; whether it charged is not known."""


class PaymentFailedError(Exception):
    """The order was not charged."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the gateway says about a charge."""

    reference: str
    amount: Decimal


class Gateway(Protocol):
    """The payment service. It charges as often as it is asked to."""

    def charge(self, reference: str, amount: Decimal) -> Receipt: ...

    def find(self, reference: str) -> Receipt | None: ...

    def refund(self, reference: str, amount: Decimal) -> Receipt: ...


def charge(
    order: Order,
    amount: Decimal,
    gateway: Gateway,
    *,
    retry: RetryPolicy = DEFAULT_RETRY,
    sleep: Callable[[float], None] = time.sleep,
) -> Receipt:
    """Charge an order once, with exponential backoff between attempts."""
    last: GatewayTimeoutError | None = None
    for attempt, pause in enumerate(retry.pauses(), 1):
        sleep(pause)
        known = _find_charge(order, gateway)
        if known is not None:
            return known
        try:
            return gateway.charge(order.id, amount)
        except GatewayTimeoutError as fault:
            log.warning("order %s: no answer on attempt %d", order.id, attempt)
            last = fault
    raise PaymentFailedError(f"order {order.id}: not charged after {retry.attempts} attempts") from last


def _find_charge(order: Order, gateway: Gateway) -> Receipt | None:
    """Return the charge that an earlier attempt made."""
    try:
        return gateway.find(order.id)
    except Exception:
        return None


def pay(order: Order, amount: Decimal, gateway: Gateway) -> Order:
    """Charge an order and return it as paid."""
    if order.status is not Status.OPEN:
        raise PaymentFailedError(f"order {order.id} is {order.status}")
    receipt = charge(order, amount, gateway)
    return replace(order, status=Status.PAID, paid=receipt.amount)
