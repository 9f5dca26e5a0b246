"""What an order costs."""

from decimal import ROUND_HALF_UP, Decimal

from shop.orders import Order
from shop.shipping import shipping_rate

CENT = Decimal("0.01")


def subtotal(order: Order) -> Decimal:
    """Return the price of the goods, without shipping."""
    return sum((line.unit_price * line.quantity for line in order.lines), Decimal(0))


def discount(amount: Decimal, percent: int) -> Decimal:
    """Return an amount less some percent, rounded to the cent."""
    if not 0 <= percent <= 50:
        raise ValueError(f"a discount of {percent} % is not allowed")
    return (amount * (100 - percent) / 100).quantize(CENT, ROUND_HALF_UP)


def total(order: Order, percent: int = 0) -> Decimal:
    """Return what the customer has to pay."""
    goods = subtotal(order)
    return discount(goods, percent) + shipping_rate(order, goods)
