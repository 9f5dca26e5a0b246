from decimal import Decimal

import pytest

from shop.accounts import User
from shop.orders import Status
from shop.payment import Receipt
from shop.refunds import RefundRefusedError, refund
from tests.samples import FakeGateway, make_order

CLERK = User("nora", frozenset({"orders:refund"}))
CHARGED = FakeGateway(known=Receipt("ch-A-1", Decimal("52.70")))
PAID = make_order(status=Status.PAID, paid=Decimal("52.70"))


def test_refund_of_a_part_leaves_the_rest():
    order, receipt = refund(PAID, Decimal("20.00"), "late", CLERK, CHARGED)
    assert order.paid == Decimal("32.70")
    assert order.status is Status.PAID
    assert receipt.amount == Decimal("20.00")


def test_refund_of_all_closes_the_order():
    order, _ = refund(PAID, Decimal("52.70"), "lost", CLERK, CHARGED)
    assert order.status is Status.REFUNDED


def test_refund_needs_the_permission():
    with pytest.raises(RefundRefusedError, match="may not"):
        refund(PAID, Decimal(10), "late", User("kim"), CHARGED)


def test_nothing_cannot_be_refunded():
    with pytest.raises(RefundRefusedError, match="nothing"):
        refund(PAID, Decimal(0), "late", CLERK, CHARGED)


def test_order_that_was_never_charged_is_not_refunded():
    with pytest.raises(RefundRefusedError, match="never charged"):
        refund(PAID, Decimal(10), "late", CLERK, FakeGateway())
