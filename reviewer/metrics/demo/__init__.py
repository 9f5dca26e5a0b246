"""This package holds a synthetic team whose true rates are known: for a first look, and to test the estimates with."""

from reviewer.metrics.demo.team import simulate_team
from reviewer.metrics.demo.truth import Truth

__all__ = ["Truth", "simulate_team"]
