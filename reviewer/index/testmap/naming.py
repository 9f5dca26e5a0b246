"""This module holds the files of tests that are named for a file: a place to look, where the text shows no link."""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import recognise_language, share_namespace
from reviewer.change.testing.cases import find_tests
from reviewer.index.revision import Index
from reviewer.model.evidence import TestLink

_AFFIX = compile_late(r"(?i)^(test|tests|spec)[_-]|[._-](test|tests|spec|specs|e2e|cy|unit|integration)$")
_SUFFIX = compile_late(r"(Test|Tests|TestCase|IT|Spec|Specs|Suite)$")
# Asking for the class of every file would take longer than the rest.
_MAY_BE_TEST = compile_late(r"(?i)test|spec|e2e|IT\.|Suite|\.cy\.|\.bats$")
_MOST = 3
_NAMED: "WeakKeyDictionary[Index, dict[str, list[str]]]" = WeakKeyDictionary()


def find_named_files(index: Index, path: str) -> tuple[TestLink, ...]:
    """Return the files of tests that are named for a file, those that stand nearest to it first, at most three."""
    known = _NAMED.get(index)
    if known is None:
        known = _NAMED[index] = _list_named(index)
    language = recognise_language(path) or ""
    found = [p for p in known.get(_stem(path), ()) if p != path and _speaks(p, language)]
    nearest = sorted(found, key=lambda p: (-_count_shared(p, path), p))[:_MOST]
    return tuple(TestLink(p, 1, "", "name", 0) for p in nearest if _has_tests(index, p))


def find_test_files(index: Index) -> Iterator[str]:
    """Yield the files of tests of a revision in a language that is read, one by one as they are asked for."""
    for path in index.paths:
        if _MAY_BE_TEST.search(path) and recognise_language(path) and index.file_class(path) == "test":
            yield path


def _list_named(index: Index) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for path in find_test_files(index):
        named.setdefault(_stem(path), []).append(path)
    return named


def _stem(path: str) -> str:
    """Return what a file is named for: `test_orders.py`, `orders.spec.ts` and `OrdersTest.java` all for `orders`."""
    name = path.rpartition("/")[2].rpartition(".")[0]
    bare = _SUFFIX.sub("", _AFFIX.sub("", _AFFIX.sub("", name))) or name
    return bare.replace("_", "").replace("-", "").replace(".", "").lower()


def _speaks(path: str, language: str) -> bool:
    return share_namespace(recognise_language(path) or "", language)


def _count_shared(one: str, other: str) -> int:
    return len(set(one.split("/")) & set(other.split("/")))


def _has_tests(index: Index, path: str) -> bool:
    source = index.source(path)
    return source is not None and bool(find_tests(source))
