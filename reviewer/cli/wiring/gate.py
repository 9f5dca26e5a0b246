"""This module holds how the commands are told what stops a change."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reviewer.app.check import Checked
    from reviewer.model.finding import Finding

FailOn = Annotated[
    str,
    typer.Option(
        help="Exit with 1 from this severity on (low, medium, high, never), or for these rules [default: high].",
        metavar="WHAT,...",
    ),
]


def list_breaches(checked: "Checked", fail_on: str, pages: Iterable[str]) -> "tuple[Finding, ...]":
    """Return the findings that stop a change: by what the user named, by the settings, or from high on.

    `pages` are the paths of all rule pages. Raises `ReviewerError` for a word that is no severity and no rule.
    """
    from reviewer.risk.gate import find_breaches, parse_gate

    known = {*checked.rules, *(Path(page).stem for page in pages)}
    return find_breaches(checked.review.findings, parse_gate(fail_on or checked.policy.fail_on or "high", known))
