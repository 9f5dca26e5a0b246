"""This package holds the small faults that are planted in changed functions, to see whether a test notices."""

from reviewer.change.testing.mutation.choice import choose_faults
from reviewer.change.testing.mutation.fault import Fault

__all__ = ["Fault", "choose_faults"]
