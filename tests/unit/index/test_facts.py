"""Facts depend on bytes and language alone, and on a version that is raised when they change."""

import hashlib
import json

import pytest

from reviewer.change.syntax.imports import find_imports
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.index.facts import (
    VERSION,
    Blob,
    collect_segment,
    decode_imports,
    decode_units,
    encode_imports,
    encode_units,
)
from tests.unit.change.syntax.test_outline import FILES

# Facts of the files above. When this test fails, the facts have changed: raise VERSION and note the digest here.
KNOWN = (4, "83bc0975d04e0068")


def test_changed_facts_have_a_new_version() -> None:
    blobs = [Blob(path, recognise_language(path) or "", text.encode()) for path, (text, _) in sorted(FILES.items())]
    segment = collect_segment(blobs)
    digest = hashlib.sha256(repr((segment.blobs, sorted(segment.postings))).encode()).hexdigest()[:16]

    assert (VERSION, digest) == KNOWN


def test_units_survive_being_written() -> None:
    segment = collect_segment([Blob("a", "python", b"class A:\n    @x\n    def f(self, b=1): return b\n")])

    units = decode_units(segment.blobs[0][3])

    assert encode_units(units) == segment.blobs[0][3]
    assert [unit.symbol for unit in units] == ["", "A.f", "A"]


@pytest.mark.parametrize("text", [b"", b"{", b"[[1]]", b"[1]", b'{"a": 1}', b"\xff\xfe", b'[["function", 1]]'])
def test_what_nobody_wrote_is_no_outline(text: bytes) -> None:
    with pytest.raises(ValueError, match="no outline"):
        decode_units(text)


def test_imports_survive_being_written() -> None:
    text = b"import os.path as p\ntry:\n    from ..a import *\nexcept ImportError:\n    b = __import__('b')\n"
    text += b"if TYPE_CHECKING:\n    from c import d as e, f\ndef g():\n    import h\n"
    segment = collect_segment([Blob("a", "python", text), Blob("b", "rust", b"mod x;\npub use x::{self, Y};\n")])

    kept = [decode_imports(imports) for *_, imports in segment.blobs]

    assert [encode_imports(imports) for imports in kept] == [imports for *_, imports in segment.blobs]
    assert kept == [find_imports(Source("", text, "python", "production")), kept[1]]
    assert [i.declares for i in kept[1]] == [True, False, False]


ROW = '["a",[["b","c"]],1,1,0,"",0]'
FORGED = ["", "{", "[1]", "[[1]]", '{"a":1}', "[" * 100_000, ROW, f"[{ROW},7]"]
FORGED += [f"[{ROW.replace(old, new, 1)}]" for old, new in (('"a"', "1"), ('"b"', "null"), (",1,1,", ",true,1,"))]
FORGED += [f"[{ROW.replace(old, new, 1)}]" for old, new in (('["b","c"]', '"bcd"'), (",0]", ',"0"]'), (",0]", "]"))]


@pytest.mark.parametrize("text", FORGED, ids=range(len(FORGED)))
def test_what_nobody_wrote_are_no_imports(text: str) -> None:
    with pytest.raises(ValueError, match="no imports"):
        decode_imports(text.encode())


@pytest.mark.parametrize(
    ("language", "data"),
    [
        ("python", b"import x\n" * 20_000),
        ("python", b"(import_module(" * 20_000),
        ("typescript", b"require(" * 20_000),
        ("csharp", b"namespace A {" * 20_000),
    ],
)
def test_imports_of_a_file_have_an_end(language: str, data: bytes) -> None:
    (row,) = collect_segment([Blob("a", language, data)]).blobs

    assert len(decode_imports(row[4])) <= 2000


def test_a_binary_and_a_bundle_have_no_units() -> None:
    bundle = b"!function(){" + b"var a=1,b=2;function c(d){return d+a}" * 2000 + b"}();"
    segment = collect_segment([Blob("a", "python", b"x = 1\0\n"), Blob("b", "javascript", bundle)])

    assert [json.loads(outline) for _, _, _, outline, _ in segment.blobs] == [[], []]
    assert segment.postings == {}


def test_text_of_another_encoding_is_read_as_far_as_it_goes() -> None:
    segment = collect_segment([Blob("a", "python", "def preis(größe):\n    return größe * 5000\n".encode("latin-1"))])

    assert "preis" in [unit.name for unit in decode_units(segment.blobs[0][3])]
