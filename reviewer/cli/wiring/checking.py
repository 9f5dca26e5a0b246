"""This module holds what every check of commits is asked with: the shipped pages, today, coverage that lies about."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from reviewer.adapters.files import find_shipped_rules, read_pack
from reviewer.app.check import Request
from reviewer.cli.wiring.coverage import choose_coverage

if TYPE_CHECKING:
    from reviewer.ports import Range


def read_shipped_pages() -> Mapping[str, str]:
    """Return the rule pages that come with the program, by path."""
    return read_pack(find_shipped_rules())


def request_range(
    wanted: "Range",
    pages: Mapping[str, str],
    root: str,
    *,
    trust: Literal["head", "base"] = "head",
    said: tuple[str, ...] = (),
) -> Request:
    """Return the request for a range of a repository with its root, by the clock and what lies there.

    `said` is what a pull request says of the change, its title first.
    """
    return Request(
        wanted=wanted,
        pages=pages,
        today=datetime.now().astimezone().date(),
        trust=trust,
        read_coverage=choose_coverage((), root, off=False),
        said=said,
    )
