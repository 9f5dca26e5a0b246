"""Orders and the lines they are made of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """How far an order has come."""

    OPEN = "open"
    PAID = "paid"
    SHIPPED = "shipped"
    REFUNDED = "refunded"


class ShippingMethod(StrEnum):
    """How an order travels."""

    STANDARD = "standard"
    EXPRESS = "express"


@dataclass(frozen=True, slots=True)
class Line:
    """Some pieces of one article."""

    sku: str
    quantity: int
    unit_price: Decimal
    grams: int


@dataclass(frozen=True, slots=True)
class Order:
    """What a customer wants, where it goes, and what was paid for it."""

    id: str
    customer: str
    country: str
    lines: tuple[Line, ...]
    placed: date
    status: Status = Status.OPEN
    paid: Decimal = Decimal(0)
    method: ShippingMethod = ShippingMethod.STANDARD
