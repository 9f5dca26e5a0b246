from decimal import Decimal

import pytest

from shop.pricing import discount, subtotal, total
from tests.samples import make_order


def test_subtotal_is_the_price_of_the_goods():
    assert subtotal(make_order()) == Decimal("47.80")


def test_discount_is_rounded_to_the_cent():
    assert discount(Decimal("9.99"), 15) == Decimal("8.49")


@pytest.mark.parametrize("percent", [-1, 51])
def test_discount_out_of_range_is_refused(percent):
    with pytest.raises(ValueError, match="not allowed"):
        discount(Decimal(10), percent)


def test_total_adds_shipping():
    assert total(make_order()) == Decimal("52.70")
