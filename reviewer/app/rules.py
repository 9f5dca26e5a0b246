"""This module holds the use cases of `reviewer rules`: list, test and begin rule pages."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reviewer.detectors import load_detector
from reviewer.engine.pages.harness import Failure, examine_page
from reviewer.engine.pages.pack import read_pages, read_rules
from reviewer.errors import ReviewerError, suggest
from reviewer.model.rule import Rule

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

PAGE = """# {title}

```toml
severity = "medium"          # what it costs if true: high, medium, low
confidence = "medium"        # how often it is true: high, medium, low
status = "preview"           # default, opt-in or preview
since = "0.1"
message = "`{{call}}` is called in production code"
```

One paragraph: what is wrong, why a reviewer should care, what to do instead.

> One question to ask the author?

```scheme python
(call function: (identifier) @call (#eq? @call "breakpoint")) @finding
```

## Flagged

```python
def total(order):
    breakpoint()  # finding
    return order.total
```

## Not flagged

```python
def total(order):
    return order.total
```
"""


@dataclass(frozen=True, slots=True)
class Tested:
    """How many pages and examples were run, and every difference."""

    pages: int
    examples: int
    failures: tuple[Failure, ...]


def list_rules(pages: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return every rule of the pages, ordered by id."""
    return read_rules(pages)


def find_page(pages: Mapping[str, str], rule_id: str) -> str:
    """Return the text of a rule's page. Raises `ReviewerError` with the nearest name when there is none."""
    by_id = {rule.id: rule.origin for rule in read_rules(pages)}
    if rule_id not in by_id:
        hint = "`reviewer rules list` shows every rule."
        raise ReviewerError(f"there is no rule '{rule_id}'{suggest(rule_id, by_id)}.", hint)
    return pages[by_id[rule_id]]


def examine_rules(pages: Mapping[str, str], tell: Callable[[str], None] = lambda _: None) -> Tested:
    """Run every example of every page. `tell` hears the id of each rule before its examples run."""
    read = read_pages(pages)
    failures: list[Failure] = []
    for page in read:
        tell(page.rule.id)
        failures += examine_page(page, load_detector)
    return Tested(len(read), sum(len(page.examples) for page in read), tuple(failures))


def begin_page(rule_id: str, known: Iterable[str]) -> str:
    """Return the text of a new page whose examples pass. Raises `ReviewerError` for a name that is not fit or taken."""
    if not _ID.fullmatch(rule_id):
        raise ReviewerError(f"'{rule_id}' is not fit for a rule.", "Use lower-case words joined by hyphens.")
    if rule_id in known:
        raise ReviewerError(f"there is a rule '{rule_id}' already.", "Choose another name.")
    return PAGE.format(title=rule_id.replace("-", " ").capitalize())
