"""This package holds what a query cannot say, one pure function a file, named like the rule page that uses it.

What several of them need, and what one of them has too much of, lies in the rooms below.
"""

import importlib
from typing import get_args

from reviewer.engine.hit import Detector, Given
from reviewer.errors import ReviewerError


def load_detector(name: str) -> Detector:
    """Load the detector that a rule page names.

    A module offers one of `find_in_source(source, options)`, `find_in_file(file, options)` and
    `find_in_change(view, options)`; each yields hits. Raises `ReviewerError` when there is no such detector.
    """
    if not name.isidentifier():
        raise ReviewerError(
            f"'{name}' cannot be the name of a detector.", "Use the name of a module, with underscores."
        )
    try:
        module = importlib.import_module(f"reviewer.detectors.{name}")
    except ModuleNotFoundError as fault:
        if fault.name != f"reviewer.detectors.{name}":
            raise
        raise ReviewerError(f"there is no detector '{name}'.", "Name one of reviewer/detectors.") from None
    for given in get_args(Given):
        if hasattr(module, f"find_in_{given}"):
            return Detector(given, getattr(module, f"find_in_{given}"))
    raise ReviewerError(f"'{name}' is a room of reviewer/detectors and no detector.", "Name one of its modules.")
