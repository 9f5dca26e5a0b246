"""Payment through a gateway that sometimes does not answer."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from shop.orders import Order, Status

log = logging.getLogger(__name__)

ATTEMPTS = 3
PAUSE_SECONDS = 0.5


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


def charge(order: Order, amount: Decimal, gateway: Gateway, *, sleep: Callable[[float], None] = time.sleep) -> Receipt:
    """Charge an order, and try again when the gateway neither answers nor knows of the charge."""
    last: GatewayTimeoutError | None = None
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return gateway.charge(order.id, amount)
        except GatewayTimeoutError as fault:
            log.warning("order %s: no answer on attempt %d", order.id, attempt)
            last = fault
            sleep(PAUSE_SECONDS)
            known = gateway.find(order.id)
            if known is not None:
                return known
    raise PaymentFailedError(f"order {order.id}: no answer after {ATTEMPTS} attempts") from last


def pay(order: Order, amount: Decimal, gateway: Gateway) -> Order:
    """Charge an order and return it as paid."""
    if order.status is not Status.OPEN:
        raise PaymentFailedError(f"order {order.id} is {order.status}")
    receipt = charge(order, amount, gateway)
    return replace(order, status=Status.PAID, paid=receipt.amount)
