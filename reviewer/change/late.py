"""This module holds regular expressions that are compiled when they are first used: in one run most never are."""

import re
from typing import Any, cast


def compile_late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` would, at the cost of compiling only when a method of it is asked for."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    """Stands in for a pattern; every attribute is fetched from the compiled one once, and kept."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        found = getattr(re.compile(*self._source), name)
        self.__dict__[name] = found
        return found
