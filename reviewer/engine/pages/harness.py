"""This module holds the test of rule pages: every example is run as a change, and every difference is named."""

from dataclasses import dataclass, replace
from typing import Literal

from reviewer.engine.hit import Hit, Load
from reviewer.engine.pages.examples import Example, Mark
from reviewer.engine.pages.page import Page
from reviewer.engine.run import find_hits
from reviewer.engine.wording import find_unfilled
from reviewer.errors import ReviewerError
from reviewer.history.past import History
from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change, Revision

Verdict = Literal["Missing", "Noisy", "Broken"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One difference between what a page promises and what its rule does; `line` is the line in the page."""

    rule: str
    page: str
    line: int
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True)
class _Quiet:
    """Surroundings of an example: what it says of itself and of what is usual, and which past it gives its files."""

    usual: dict[str, int]
    restores: bool
    fixes: bool
    history: History | None
    says: tuple[str, ...]

    def usual_size(self) -> int | None:
        return None

    def usual_function(self, language: str) -> dict[str, int] | None:  # noqa: ARG002 - the protocol's shape
        return self.usual or None

    def is_restoring(self) -> bool:
        return self.restores

    def is_fix(self) -> bool:
        return self.fixes

    def said(self) -> tuple[str, ...]:
        return self.says

    def summary(self) -> str:
        return self.says[0] if len(self.says) == 1 else ""

    def past(self) -> History | None:
        return self.history


def examine_page(page: Page, load: Load) -> list[Failure]:
    """Run every example of a page.

    *Missing*: marked, not found. *Noisy*: found, not marked. *Broken*: the example cannot be run.
    """
    failures = _examine_shape(page)
    for example in page.examples:
        try:
            failures += _examine(page, example, load)
        except ReviewerError as fault:
            failures.append(_fail(page, example.line, "Broken", fault.message))
    return failures


def _examine_shape(page: Page) -> list[Failure]:
    sides = {example.flagged for example in page.examples}
    wanted = {True: "## Flagged", False: "## Not flagged"}
    failures = [
        _fail(page, 1, "Broken", f"the page needs an example under '{heading}'")
        for side, heading in wanted.items()
        if side not in sides
    ]
    for example in page.examples:
        if example.flagged != bool(example.marks):
            what = "marks no line with '# finding'" if example.flagged else "marks a finding that must not be flagged"
            failures.append(_fail(page, example.line, "Broken", f"the example {what}"))
    return failures


def _examine(page: Page, example: Example, load: Load) -> list[Failure]:
    rule = replace(page.rule, options={**page.rule.options, **example.options})
    nowhere = Revision("example", "")
    files = {f.path: f.old.data for f in example.files if f.old is not None}
    view = View(
        Change(nowhere, nowhere, tuple(f.change for f in example.files)),
        example.files,
        _Quiet(dict(example.usual), example.restores, example.fixes, example.history, example.says),
        index_files({**example.unchanged, **files}),
    )
    hits = list(find_hits(rule, view, load))
    unfilled = sorted({name for hit in hits for name in find_unfilled(rule, hit)})
    if unfilled:
        return [_fail(page, example.line, "Broken", f"no hit fills the field {{{unfilled[0]}}} of the message")]
    missing = [m for m in example.marks if not any(_agrees(m, hit) for hit in hits)]
    noisy = [hit for hit in hits if not any(_agrees(m, hit) for m in example.marks)]
    return [
        *(_fail(page, example.line, "Missing", f"{m.path}:{m.line} ({m.side}) {m.case}".rstrip()) for m in missing),
        *(_fail(page, example.line, "Noisy", f"{h.path}:{h.line} ({h.side}) {h.case}".rstrip()) for h in noisy),
    ]


def _agrees(mark: Mark, hit: Hit) -> bool:
    same_place = (mark.path, mark.line, mark.side) == (hit.path, hit.line, hit.side)
    return same_place and mark.case in ("", hit.case)


def _fail(page: Page, line: int, verdict: Verdict, text: str) -> Failure:
    return Failure(page.rule.id, page.rule.origin, line, verdict, text)
