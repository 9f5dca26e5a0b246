"""This package holds the numbers of review debt: definitions with queries, estimates, and what follows of them."""

from reviewer.metrics.report import build_report
from reviewer.metrics.request import Ask, Request

__all__ = ["Ask", "Request", "build_report"]
