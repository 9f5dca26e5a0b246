"""Locale files are hostile text: one that cannot be read makes every text unknown."""

import pytest

from reviewer.detectors.dangling_wiring import find_in_change
from reviewer.index.build import index_files
from reviewer.index.view import View
from tests.unit.engine.samples import make_file, make_view

OPTIONS = {"files": 40}
KNOWN = b'{"cart": {"title": "Cart", "empty": "Nothing"}}'


def view_with(table: bytes) -> View:
    from dataclasses import replace

    asks = make_file(None, 'export const label = t("cart.total")\n', "web/cart.ts")
    return replace(make_view(asks), base=index_files({"web/locales/en.json": table}))


def test_a_text_without_any_language_is_told() -> None:
    assert [hit.case for hit in find_in_change(view_with(KNOWN), OPTIONS)] == ["text-missing"]


@pytest.mark.parametrize("table", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[1, 2]", b"null"])
def test_a_locale_file_that_cannot_be_read_says_nothing(table: bytes) -> None:
    assert list(find_in_change(view_with(table), OPTIONS)) == []
