from decimal import Decimal

import pytest

from shop.orders import Status
from shop.payment import PaymentFailedError, Receipt, charge, pay
from tests.samples import FakeGateway, make_order


def test_pay_marks_the_order_as_paid():
    paid = pay(make_order(), Decimal("52.70"), FakeGateway())
    assert paid.status is Status.PAID
    assert paid.paid == Decimal("52.70")


def test_paid_order_is_not_charged_again():
    with pytest.raises(PaymentFailedError):
        pay(make_order(status=Status.PAID), Decimal("52.70"), FakeGateway())


def test_charge_tries_again_when_there_is_no_answer():
    gateway = FakeGateway(silent=2)
    receipt = charge(make_order(), Decimal(10), gateway, sleep=lambda _: None)
    assert receipt.reference == "ch-A-1"
    assert len(gateway.calls) == 3


def test_charge_that_arrived_is_not_made_again():
    gateway = FakeGateway(silent=1, known=Receipt("ch-A-1", Decimal(10)))
    assert charge(make_order(), Decimal(10), gateway, sleep=lambda _: None).reference == "ch-A-1"


def test_charge_gives_up_after_three_attempts():
    with pytest.raises(PaymentFailedError, match="no answer after 3 attempts"):
        charge(make_order(), Decimal(10), FakeGateway(silent=5), sleep=lambda _: None)
