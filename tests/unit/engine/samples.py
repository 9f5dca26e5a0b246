"""This module holds small changes, rules and detectors, written the way a test reads best."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.engine.hit import Detector, Hit
from reviewer.engine.pages.page import parse_rule
from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change, FileChange, FileClass, Hunk, Revision, Status
from reviewer.model.rule import Rule

NOWHERE = Revision("here", "tree")
PAGE = """\
# A debugger is called

```toml
severity = "medium"
confidence = "high"
since = "0.1"
message = "`{call}` is called in `{symbol}`"
```

It stops the program.

> Is this meant to stop?

```scheme python
(call function: (identifier) @call (#eq? @call "breakpoint")) @finding
```
"""
DETECTED = PAGE[: PAGE.index("```scheme")].replace('since = "0.1"', 'since = "0.1"\ndetector = "sample"')


class Quiet:
    """Surroundings that know nothing."""

    def usual_size(self) -> int | None:
        return None

    def is_restoring(self) -> bool:
        return False

    def is_fix(self) -> bool:
        return False

    def said(self) -> tuple[str, ...]:
        return ()

    def summary(self) -> str:
        return ""

    def past(self) -> None:
        return None

    def usual_function(self, language: str) -> dict[str, int] | None:  # noqa: ARG002 - the protocol's shape
        return None


def make_rule(page: str = PAGE, rule_id: str = "debugger-call") -> Rule:
    return parse_rule(page, rule_id=rule_id, pack="house", origin=f"house/{rule_id}.md")


def make_file(
    old: str | None,
    new: str | None,
    path: str = "src/shop.py",
    *,
    old_path: str | None = None,
    status: Status | None = None,
    file_class: FileClass = "production",
) -> ChangedFile:
    """Build a changed file from the texts of both sides; None is a side that does not exist."""
    kind: Status = "added" if old is None else "deleted" if new is None else "renamed" if old_path else "modified"
    before = None if old is None else old_path or path
    after = None if new is None else path
    hunks = tuple(_find_hunks((old or "").splitlines(), (new or "").splitlines()))
    change = FileChange(status or kind, "text", before, after, 0o100644, 0o100644, "1" * 40, "2" * 40, hunks)
    return ChangedFile(change, make_source(before, old, file_class), make_source(after, new, file_class))


def make_source(path: str | None, text: str | None, file_class: FileClass = "production") -> Source | None:
    if path is None or text is None:
        return None
    return Source(path, text.encode(), recognise_language(path), file_class)


def files_of(files: tuple[ChangedFile, ...]) -> dict[str, bytes]:
    return {file.old.path: file.old.data for file in files if file.old is not None}


def make_view(*files: ChangedFile) -> View:
    ordered = tuple(sorted(files, key=lambda f: f.path))
    return View(
        Change(NOWHERE, NOWHERE, tuple(f.change for f in ordered)), ordered, Quiet(), index_files(files_of(ordered))
    )


def find_calls(name: str) -> Callable[[Source], Iterator[Hit]]:
    """Return a scan that hits every line with a call of a name; the function around it is not part of it."""

    def scan(source: Source) -> Iterator[Hit]:
        for number, line in enumerate(source.lines, 1):
            if f"{name}(" in line and not line.lstrip().startswith("def "):
                yield Hit(source.path, number, number, symbol=source.symbol_at(number))

    return scan


def load_nothing(name: str) -> Detector:
    raise AssertionError(name)


def load_from(detectors: Mapping[str, Detector]) -> Callable[[str], Detector]:
    return lambda name: detectors[name]


def offer(hits: Iterable[Hit]) -> Detector:
    """Return a detector of the whole change that yields these hits."""
    found = tuple(hits)
    return Detector("change", lambda _view, _options: found)


def _find_hunks(old: list[str], new: list[str]) -> Iterator[Hunk]:
    for tag, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Hunk(i + 1 if j > i else i, m + 1 if n > m else m, tuple(old[i:j]), tuple(new[m:n]))
