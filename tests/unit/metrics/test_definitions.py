"""The definitions: each says what it is, and what somebody published is never shown as what it is not."""

import re

import pytest

from reviewer.metrics.definitions import Metric, read_metrics
from reviewer.metrics.describe import render_metrics

METRICS = read_metrics()


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_metric_says_what_it_is(metric: Metric) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", metric.id)
    assert metric.about.endswith(".")
    assert metric.needs
    assert bool(metric.sql) == (metric.kind != "unknown")


def test_no_two_metrics_are_called_the_same() -> None:
    assert len({metric.id for metric in METRICS}) == len({metric.name for metric in METRICS}) == len(METRICS)


def test_the_increase_by_31_percent_is_never_a_share() -> None:
    shown = [figure for metric in METRICS for figure in metric.published if "31" in figure.figure]

    assert [(figure.figure[:7], figure.kind) for figure in shown] == [("+31.3 %", "relative")]


def test_a_change_is_written_with_its_sign_and_a_level_without() -> None:
    figures = [figure for metric in METRICS for figure in metric.published]

    assert {figure.figure.startswith("+") for figure in figures if figure.kind == "relative"} == {True}
    assert {figure.figure.startswith("+") for figure in figures if figure.kind == "absolute"} == {False}
    assert all(figure.source for figure in figures)


def test_the_page_explains_every_metric_with_its_query() -> None:
    page = render_metrics()

    for metric in METRICS:
        assert f"### {metric.name}\n" in page
        assert metric.about in page
        assert metric.sql.strip() in page
