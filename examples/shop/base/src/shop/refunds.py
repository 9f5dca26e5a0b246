"""Refunds of paid orders."""

import logging
from dataclasses import replace
from decimal import Decimal

from shop.accounts import User
from shop.orders import Order, Status
from shop.payment import Gateway, Receipt

log = logging.getLogger(__name__)


class RefundRefusedError(Exception):
    """The order is not refunded."""


def refund(order: Order, amount: Decimal, reason: str, actor: User, gateway: Gateway) -> tuple[Order, Receipt]:
    """Pay back a part of an order or all of it."""
    if not actor.may("orders:refund"):
        raise RefundRefusedError(f"{actor.name} may not refund orders")
    if order.status not in (Status.PAID, Status.SHIPPED):
        raise RefundRefusedError(f"order {order.id} is {order.status}")
    if amount <= 0:
        raise RefundRefusedError("nothing to refund")
    if amount > order.paid:
        raise RefundRefusedError(f"{amount} is more than the {order.paid} that was paid")
    if gateway.find(order.id) is None:
        raise RefundRefusedError(f"order {order.id} was never charged")
    receipt = gateway.refund(order.id, amount)
    left = order.paid - receipt.amount
    log.info("order %s: %s refunded by %s: %s", order.id, receipt.amount, actor.name, reason)
    return replace(order, paid=left, status=order.status if left else Status.REFUNDED), receipt
