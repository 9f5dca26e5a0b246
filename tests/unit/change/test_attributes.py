"""What `.gitattributes` say of a path, as git matches it."""

import pytest

from reviewer.change.attributes import parse_attributes
from reviewer.model.change import FileClass

CASES: list[tuple[str, str, FileClass | None]] = [
    ("*.js linguist-generated", "web/app.js", "generated"),
    ("*.js linguist-generated=true", "web/app.js", "generated"),
    ("*.js text eol=lf linguist-vendored", "web/app.js", "vendored"),
    ("manual/** linguist-documentation", "manual/a/b.html", "docs"),
    ("api/*.go linguist-generated", "api/deep/x.go", None),
    ("/api.go linguist-generated", "deep/api.go", None),
    ("src/**/gen.ts linguist-generated", "src/a/b/gen.ts", "generated"),
    # A pattern that names a directory does not reach into it.
    ("web linguist-vendored", "web/app.js", None),
    ("web/ linguist-vendored", "web/app.js", None),
    ("web/** linguist-vendored", "web/app.js", "vendored"),
    # The last line that matches wins, for each attribute.
    ("*.js linguist-generated\nweb/app.js -linguist-generated", "web/app.js", "production"),
    ("*.js -linguist-generated\nweb/app.js linguist-generated", "web/app.js", "generated"),
    ("*.js linguist-generated\nweb/app.js !linguist-generated", "web/app.js", None),
    # What is denied falls back to the path's own class.
    ("dist/** linguist-generated=false", "dist/app.js", "production"),
    ("dist/** -linguist-generated", "dist/tests/test_app.py", "production"),
    ("tests/** -linguist-generated", "tests/test_app.py", "test"),
    ("vendor/** -linguist-vendored", "vendor/lib.go", "production"),
    ("src/** -linguist-vendored", "src/lib.go", None),
    ("docs/** -linguist-documentation", "docs/site.ts", "production"),
    # What is not a rule for us, or no rule at all.
    ("# *.js linguist-generated", "web/app.js", None),
    ("[attr]made linguist-generated", "made", None),
    ("!*.js linguist-generated", "web/app.js", None),
    ("*.js text", "web/app.js", None),
    ("*.js linguist-language=Java", "web/app.js", None),
    ('"my file.js" linguist-generated', "my file.js", "generated"),
    ("[ linguist-generated", "x.js", None),
]


@pytest.mark.parametrize(("text", "path", "expected"), CASES)
def test_one_file_at_the_root(text: str, path: str, expected: FileClass | None) -> None:
    assert parse_attributes({".gitattributes": text.encode()})(path) == expected


def test_a_deeper_file_wins_and_speaks_for_its_folder_only() -> None:
    classify = parse_attributes(
        {
            "web/.gitattributes": b"/app.js -linguist-generated\n*.css linguist-vendored\n",
            ".gitattributes": b"*.js linguist-generated\r\n",
        }
    )
    assert classify("web/app.js") == "production"
    assert classify("web/lib/app.js") == "generated"
    assert classify("web/lib/app.css") == "vendored"
    assert classify("other/app.css") is None


def test_no_file_says_nothing() -> None:
    assert parse_attributes({})("src/app.js") is None


def test_bytes_that_are_not_text_are_survived() -> None:
    assert parse_attributes({".gitattributes": b"\xff\xfe*.js linguist-generated\n"})("app.py") is None
