"""What shipping costs and how long it takes."""

from datetime import date, timedelta
from decimal import Decimal

from shop.orders import Order, ShippingMethod

EU = frozenset({"AT", "BE", "DE", "DK", "ES", "FR", "IT", "NL", "PL", "SE"})
HOME = "DE"
FREE_FROM = Decimal(80)
HEAVIEST_GRAMS = 30_000
PACKAGING_GRAMS = 120

_RATES = {1: Decimal("4.90"), 2: Decimal("9.90"), 3: Decimal("24.90")}
_DAYS = {1: 3, 2: 5, 3: 10}
_EXPRESS_SURCHARGES = {1: Decimal("6.00"), 2: Decimal("14.00")}
_EXPRESS_DAYS = {1: 1, 2: 2}


class TooHeavyError(ValueError):
    """No carrier takes a parcel of this weight."""


class ExpressUnavailableError(ValueError):
    """Express is not offered to this country."""


def weigh(order: Order) -> int:
    """Return the weight of an order with its packaging, in grams."""
    return PACKAGING_GRAMS + sum(line.grams * line.quantity for line in order.lines)


def zone_of(country: str) -> int:
    """Return 1 for home, 2 for the rest of the EU, 3 for the rest of the world."""
    if country == HOME:
        return 1
    return 2 if country in EU else 3


def shipping_rate(order: Order, subtotal: Decimal) -> Decimal:
    """Return what the customer pays for shipping."""
    grams = weigh(order)
    if grams > HEAVIEST_GRAMS:
        raise TooHeavyError(f"{grams} g is more than {HEAVIEST_GRAMS} g")
    zone = zone_of(order.country)
    heavy = Decimal(5) if grams > 10_000 else Decimal(0)
    standard = Decimal(0) if zone == 1 and subtotal >= FREE_FROM else _RATES[zone] + heavy
    return standard + express_surcharge(order)


def express_surcharge(order: Order) -> Decimal:
    """Return what express costs on top of the standard rate; nothing for an order that is not in a hurry."""
    if order.method is not ShippingMethod.EXPRESS:
        return Decimal(0)
    zone = zone_of(order.country)
    if zone not in _EXPRESS_SURCHARGES:
        raise ExpressUnavailableError(f"express is not offered to {order.country}")
    return _EXPRESS_SURCHARGES[zone]


def transit_days(order: Order) -> int:
    """Return how many days an order travels."""
    zone = zone_of(order.country)
    if order.method is ShippingMethod.EXPRESS:
        return _EXPRESS_DAYS[zone]
    return _DAYS[zone]


def latest_delivery(order: Order) -> date:
    """Return the last day on which the order should arrive."""
    days = transit_days(order)
    if order.method is ShippingMethod.EXPRESS:
        latest = add_working_days(order.placed, days)
    else:
        latest = add_working_days(order.placed, days)
    return latest


def add_working_days(start: date, days: int) -> date:
    """Return the day that is some working days after another."""
    # Simplified version: only weekends are left out, public holidays would need a calendar for each country.
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            days -= 1
    return day
