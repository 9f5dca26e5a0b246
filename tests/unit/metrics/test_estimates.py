"""Estimates beside numbers that are known from books, or worked out by hand."""

import math
import sys

import pytest

from reviewer.errors import ReviewerError
from reviewer.metrics.estimates.estimate import Estimate
from reviewer.metrics.estimates.limits import Baseline, find_baseline
from reviewer.metrics.estimates.rates import estimate_rate, estimate_rate_ratio
from reviewer.metrics.estimates.shares import estimate_mean, estimate_share, estimate_weighted
from reviewer.metrics.estimates.strata import estimate_stratified
from reviewer.metrics.estimates.survival import divide, estimate_survival


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (0, 10, 0, 0.2775),
        (10, 10, 0.7225, 1),
        (1, 10, 0.0179, 0.4042),
        (15, 50, 0.1910, 0.4375),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_a_share_has_the_interval_of_wilson(hits: int, n: int, low: float, high: float) -> None:
    found = estimate_share(hits, n)

    assert (found.value, found.low, found.high) == pytest.approx((hits / n, low, high), abs=5e-5)


def test_a_share_of_nothing_is_unknown() -> None:
    assert estimate_share(0, 0) == Estimate(None, 0)


def test_equal_weights_make_a_plain_share() -> None:
    found, plain = estimate_weighted(50, 50 * 7, 15 * 7, 50 * 49, 15 * 49), estimate_share(15, 50)

    assert (found.value, found.low, found.high) == pytest.approx((plain.value, plain.low, plain.high))


def test_one_heavy_case_makes_the_interval_wide() -> None:
    heavy = estimate_weighted(20, 1_019, 1_000, 1_000**2 + 19, 1_000**2)

    assert heavy.value == pytest.approx(1_000 / 1_019)
    assert (heavy.low or 0) < 0.25


def test_a_mean_has_its_normal_interval() -> None:
    found = estimate_mean(4, 10.0, 2.0)

    assert (found.value, found.low, found.high) == pytest.approx((10, 10 - 1.96, 10 + 1.96), abs=1e-3)
    assert estimate_mean(1, 10.0, None) == Estimate(10, 1)


@pytest.mark.parametrize(("events", "low", "high"), [(0, 0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)])
def test_a_rate_has_the_exact_interval(events: int, low: float, high: float) -> None:
    found = estimate_rate(events, 2)

    assert (found.value, found.low, found.high, found.n) == pytest.approx((events / 2, low / 2, high / 2, 2), abs=5e-5)


def test_two_rates_are_compared_exactly_given_their_sum() -> None:
    found = estimate_rate_ratio(8, 100, 4, 200)

    # Of 12 events 8: by Clopper and Pearson from 0.3489 to 0.9008.
    bounds = (0.34888 / 0.65112 * 2, 0.90075 / 0.09925 * 2)
    assert (found.value, found.low, found.high, found.n) == pytest.approx((4, *bounds, 12), rel=1e-3)
    assert estimate_rate_ratio(3, 10, 0, 10) == Estimate(None, 3)


def test_a_curve_of_survival_is_that_of_the_book() -> None:
    # Remission under 6-MP (Freireich and others, 1963): the median is 23 weeks, the interval begins at 13.
    reached = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    found = estimate_survival([*reached, *watched], [True] * 9 + [False] * 12, 0.5)

    assert (found.value, found.low, found.high, found.n) == (23, 13, None, 21)


def test_without_an_end_there_is_no_median() -> None:
    assert estimate_survival([1, 2, 3], [False, False, False], 0.5) == Estimate(None, 3)
    assert estimate_survival([], [], 0.5) == Estimate(None, 0)


def test_where_everybody_is_reached_it_is_the_plain_median() -> None:
    assert estimate_survival([1, 2, 3, 4, 5], [True] * 5, 0.5).value == 3


def test_a_ratio_recovers_its_interval_from_both() -> None:
    found = divide(Estimate(8, 30, 4, 16), Estimate(2, 20, 1, 4))

    assert (found.value, found.n) == (4, 20)
    assert found.low == pytest.approx(4 * math.exp(-math.hypot(math.log(2), math.log(2))))
    assert divide(Estimate(8, 30), Estimate(2, 20)) == Estimate(4, 20)
    assert divide(Estimate(0.0, 30), Estimate(2, 20)) == Estimate(None, 20)


def test_strata_keep_size_from_posing_as_a_difference() -> None:
    # In each stratum both arms have the same risk; in sum the first has twice that of the second.
    found = estimate_stratified([(30, 100, 3, 10), (1, 10, 10, 100)])

    assert found.value == pytest.approx(1)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1 < found.high
    assert found.n == 110


def test_one_stratum_is_a_plain_ratio_of_risks() -> None:
    found = estimate_stratified([(20, 100, 10, 100)])
    half = 1.959964 * math.sqrt(1 / 20 - 1 / 100 + 1 / 10 - 1 / 100)

    assert (found.value, found.low) == pytest.approx((2, 2 * math.exp(-half)))


def test_strata_without_an_event_say_nothing() -> None:
    assert estimate_stratified([]) == Estimate(None, 0)
    assert estimate_stratified([(0, 30, 5, 40)]) == Estimate(None, 30)


def test_limits_are_those_of_a_chart_of_single_values() -> None:
    values = [10.0, 12, 11, 9, 10, 12, 13]

    # Steps of 2, 1, 2, 1, 2 and 1: 1.5 on average.
    assert find_baseline(values, is_rolling=False, least=0, most=None) == pytest.approx(
        Baseline(11, 11 - 2.66 * 1.5, 11 + 2.66 * 1.5)
    )
    assert find_baseline([*values, None], is_rolling=True, least=0, most=None) == Baseline(11)
    assert find_baseline(values[:5], is_rolling=False, least=0, most=None) == Baseline()
    assert find_baseline([0.1, 0.9] * 3, is_rolling=False, least=0, most=1) == pytest.approx(Baseline(0.5, 0, 1))


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.stats", None)

    with pytest.raises(ReviewerError, match="needs scipy") as caught:
        estimate_rate(1, 10)
    assert "extra `report`" in caught.value.hint
