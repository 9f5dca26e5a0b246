"""This module holds an estimate: a value, the cases behind it, and the interval of 95 %."""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from reviewer.errors import ReviewerError

# A standard normal value is within this of 0 in 95 of 100 cases.
NORMAL = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value of `n` cases. None is what they cannot tell."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None

    def scale(self, factor: float) -> "Estimate":
        """Return the same in another unit."""
        value, low, high = (None if part is None else part * factor for part in (self.value, self.low, self.high))
        return Estimate(value, self.n, low, high)

    def round(self) -> "Estimate":
        """Return the same without the last digits, which depend on the order in which a database adds up."""
        value, low, high = (
            None if part is None else float(f"{part:.12g}") for part in (self.value, self.low, self.high)
        )
        return Estimate(value, self.n, low, high)


def load_scipy() -> ModuleType:
    """Return `scipy.stats`. Raises `ReviewerError` where it is not installed."""
    try:
        return import_module("scipy.stats")
    except ImportError:
        raise ReviewerError(
            "the report needs scipy, which is not installed.", "Install reviewer with the extra `report`."
        ) from None
