from datetime import date
from decimal import Decimal

import pytest

from shop.orders import Line, ShippingMethod
from shop.shipping import (
    ExpressUnavailableError,
    TooHeavyError,
    add_working_days,
    latest_delivery,
    shipping_rate,
    zone_of,
)
from tests.samples import make_order


@pytest.mark.parametrize(("country", "zone"), [("DE", 1), ("FR", 2), ("CH", 3)])
def test_zone_of_country(country, zone):
    assert zone_of(country) == zone


def test_rate_at_home():
    assert shipping_rate(make_order(), Decimal("47.80")) == Decimal("4.90")


def test_rate_is_free_from_eighty():
    assert shipping_rate(make_order(), Decimal(80)) == Decimal(0)


def test_heavy_parcel_costs_more():
    heavy = make_order(lines=(Line("press", 1, Decimal(60), 12_000),))
    assert shipping_rate(heavy, Decimal(60)) == Decimal("9.90")


def test_too_heavy_parcel_is_refused():
    anvil = make_order(lines=(Line("anvil", 1, Decimal(60), 50_000),))
    with pytest.raises(TooHeavyError):
        shipping_rate(anvil, Decimal(60))


def test_latest_delivery_abroad():
    assert latest_delivery(make_order(country="FR")) is not None


def test_express_at_home_adds_the_surcharge():
    order = make_order(method=ShippingMethod.EXPRESS)
    assert shipping_rate(order, Decimal("47.80")) == Decimal("10.90")


def test_express_is_not_free_from_eighty():
    order = make_order(method=ShippingMethod.EXPRESS)
    assert shipping_rate(order, Decimal(80)) == Decimal("6.00")


def test_express_is_not_offered_overseas():
    order = make_order(country="US", method=ShippingMethod.EXPRESS)
    with pytest.raises(ExpressUnavailableError, match="US"):
        shipping_rate(order, Decimal(80))


def test_weekend_is_not_counted():
    assert add_working_days(date(2026, 3, 6), 1) == date(2026, 3, 9)
