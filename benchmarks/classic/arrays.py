"""This module holds what stands for a numpy array: only those who run these scripts install numpy."""

from typing import Any, TypeAlias

Array: TypeAlias = Any
