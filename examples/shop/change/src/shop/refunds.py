"""Refunds of paid orders."""

import logging
from dataclasses import replace
from decimal import Decimal

from shop.accounts import User
from shop.orders import Order, ShippingMethod, Status
from shop.payment import Gateway, Receipt
from shop.shipping import express_surcharge

log = logging.getLogger(__name__)

PERMISSION = "orders:refund"


class RefundRefusedError(Exception):
    """The order is not refunded."""


def refund(order: Order, amount: Decimal, reason: str, actor: User, gateway: Gateway) -> tuple[Order, Receipt]:
    """Pay back a part of an order or all of it."""
    _require_permission(actor)
    if order.status not in (Status.PAID, Status.SHIPPED):
        raise RefundRefusedError(f"order {order.id} is {order.status}")
    if amount <= 0:
        raise RefundRefusedError("nothing to refund")
    if gateway.find(order.id) is None:
        raise RefundRefusedError(f"order {order.id} was never charged")
    receipt = gateway.refund(order.id, amount)
    left = order.paid - receipt.amount
    log.info("order %s: %s refunded by %s: %s", order.id, receipt.amount, actor.name, reason)
    return replace(order, paid=left, status=order.status if left else Status.REFUNDED), receipt


def refund_late_express(order: Order, actor: User, gateway: Gateway) -> tuple[Order, Receipt]:
    """Pay back the surcharge of an express order that arrived too late."""
    _require_permission(actor)
    if order.method is not ShippingMethod.EXPRESS:
        raise RefundRefusedError(f"order {order.id} was not sent by express")
    return refund(order, express_surcharge(order, order.paid), "express delivery was late", actor, gateway)


def _require_permission(actor: User) -> None:
    """Raise unless the actor may refund orders."""
    if not actor.may(PERMISSION):
        raise RefundRefusedError(f"{actor.name} may not refund orders")
