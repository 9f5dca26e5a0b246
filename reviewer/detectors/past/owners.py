"""This module holds who is asked to review a file by the repository's CODEOWNERS."""

from collections.abc import Callable, Iterator
from functools import cache

from reviewer.change.patterns import Matches, find_fault, match_patterns
from reviewer.index.revision import Index

# Where GitHub looks, in this order; the first file that is there counts.
# https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
# Nobody reads more lines than these, and no repository needs them.
_MOST_LINES = 3_000

FindOwners = Callable[[str], tuple[str, ...]]


def read_owners(index: Index) -> FindOwners:
    """Return who owns a path by CODEOWNERS: the last line that matches decides, and may name nobody."""
    found = next((place for place in _PLACES if place in index.paths), "")
    data = index.read(found) if found else None
    rows = list(_parse(data.decode("utf-8", "replace"))) if data else []

    @cache
    def owners_of(path: str) -> tuple[str, ...]:
        return next((owners for matches, owners in reversed(rows) if matches(path)), ())

    return owners_of


def _parse(text: str) -> Iterator[tuple[Matches, tuple[str, ...]]]:
    for line in text.splitlines()[:_MOST_LINES]:
        words = _before_comment(line).replace("\\ ", "\0").split()
        # A heading of a section is GitLab's; negations and classes of signs mean nothing here.
        if words and words[0][0] not in "[!^" and "[" not in words[0]:
            pattern = words[0].replace("\0", "\\ ")
            if not find_fault(pattern):
                yield _match(pattern), tuple(words[1:])


def _before_comment(line: str) -> str:
    head, sign, _ = f" {line}".partition(" #")
    return head if sign else line


def _match(pattern: str) -> Matches:
    inside = match_patterns([pattern])
    if not pattern.endswith("/*"):
        return inside
    # `docs/*` means the files of a folder and not those further down.
    return lambda path: inside(path) and not inside(path.rpartition("/")[0])
