"""How heavy an order is."""

from shop.orders import Order

PACKAGING_GRAMS = 120


def weigh(order: Order) -> int:
    """Return the weight of an order with its packaging, in grams."""
    return PACKAGING_GRAMS + sum(line.grams * line.quantity for line in order.lines)


def weigh_volumetric(order: Order, litres: int) -> int:
    """Return the larger of the weight and of 200 grams for every litre."""
    return max(weigh(order), 200 * litres)
