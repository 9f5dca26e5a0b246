from decimal import Decimal

import pytest

from shop.carriers import CarrierClient, CarrierError, ExpressQuote, _read_quote


@pytest.fixture
def client():
    return CarrierClient("https://carrier.example", "key")


def test_quote_at_home(client):
    quote = client.quote("DE", 920)
    assert quote is not None
    assert quote.price is not None


def test_quote_for_an_unknown_country(client):
    client.quote("XX", 920)


def test_answer_is_read():
    assert _read_quote({"price": "11.20", "transit_days": "2"}) == ExpressQuote(Decimal("11.20"), 2)


@pytest.mark.parametrize("body", [{}, {"price": "11.20", "transit_days": "soon"}, {"price": "-1", "transit_days": "1"}])
def test_broken_answer_is_refused(body):
    with pytest.raises(CarrierError):
        _read_quote(body)
