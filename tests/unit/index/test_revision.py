"""What one revision of a repository answers, and how a change shifts the answers."""

from collections.abc import Collection

import pytest

from reviewer.index import revision
from reviewer.index.build import index_files
from reviewer.index.facts import Blob, collect_segment
from reviewer.index.memory import MemoryStore
from reviewer.index.overlay import Overlay
from reviewer.index.revision import RevisionIndex
from tests.unit.engine.samples import make_file

SLUG = "def slug(text):\n    return text.strip().lower().replace(' ', '-') + 'elephant'\n"
CART = """\
from pkg.text import slug

LIMIT = 5000


class Cart:
    def path(self):
        return slug(self.name)
"""
NEW = "TOP = 5000\n\ndef use():\n    return slug(1)\n"
FILES = {
    "pkg/text.py": SLUG,
    "pkg/copy.py": SLUG.replace("text", "words"),
    "pkg/cart.py": CART,
    "web/text.ts": "export function slug(text: string) { return text.trim().toLowerCase().replace(' ', '-'); }\n",
    "app.yaml": "entry: pkg.cart\nlimit: 5000\n",
    "vendor/lib.py": "def slug():\n    return 1\n",
}
BASE = index_files({path: text.encode() for path, text in FILES.items()})


def symbols(sites: tuple[revision.Site, ...]) -> list[tuple[str, str]]:
    return [(site.path, site.unit.symbol) for site in sites]


def test_definitions_are_looked_up_in_one_namespace() -> None:
    assert symbols(BASE.find_definitions("slug", "python")) == [("pkg/copy.py", "slug"), ("pkg/text.py", "slug")]
    assert symbols(BASE.find_definitions("slug", "tsx")) == [("web/text.ts", "slug")]
    assert BASE.find_definitions("slug", "go") == ()


def test_mentions_name_the_unit_and_leave_out_what_nobody_wrote_here() -> None:
    assert symbols(BASE.find_mentions("slug", "python")) == [
        ("pkg/cart.py", ""),
        ("pkg/cart.py", "Cart.path"),
        ("pkg/copy.py", "slug"),
        ("pkg/text.py", "slug"),
    ]
    assert [site.path for site in BASE.find_mentions("5000")] == ["app.yaml", "pkg/cart.py"]
    assert BASE.count_mentions("slug") >= 5


def test_bodies_constants_and_similar_functions() -> None:
    (one, other) = BASE.find_bodies(BASE.find_definitions("slug", "python")[0].unit.shape, "python")

    assert (one.path, other.path) == ("pkg/copy.py", "pkg/text.py")
    assert symbols(BASE.find_constants("5_000", "python")) == [("pkg/cart.py", "LIMIT")]
    assert symbols(BASE.find_similar(["strip", "lower", "elephant"], "python", 1)) == [("pkg/copy.py", "slug")]
    assert BASE.find_bodies(0, "python") == ()


def test_a_word_that_stands_everywhere_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revision, "COMMON", 1)

    assert BASE.find_mentions("slug") == ()
    assert BASE.count_mentions("slug") > 1


def test_sources_are_whole_and_made_once() -> None:
    source = BASE.source("pkg/cart.py")

    assert source is BASE.source("pkg/cart.py")
    assert source is not None
    assert (source.language, source.file_class, source.focus) == ("python", "production", None)
    assert BASE.source("nowhere.py") is None
    assert BASE.read("app.yaml") == FILES["app.yaml"].encode()
    assert "vendor/lib.py" in BASE.paths
    assert BASE.file_class("vendor/lib.py") == "vendored"


def test_a_change_shifts_every_answer() -> None:
    head = Overlay(
        BASE,
        [
            make_file(FILES["pkg/copy.py"], None, "pkg/copy.py"),
            make_file(SLUG, SLUG.replace("slug", "make_slug"), "pkg/words.py", old_path="pkg/text.py"),
            make_file(None, NEW, "pkg/new.py"),
        ],
    )

    assert {"pkg/words.py", "pkg/new.py"} <= set(head.paths)
    assert not {"pkg/copy.py", "pkg/text.py"} & set(head.paths)
    assert head.find_definitions("slug", "python") == ()
    assert symbols(head.find_definitions("make_slug", "python")) == [("pkg/words.py", "make_slug")]
    assert symbols(head.find_mentions("slug", "python"))[-1] == ("pkg/new.py", "use")
    assert symbols(head.find_constants("5000", "python")) == [("pkg/cart.py", "LIMIT"), ("pkg/new.py", "TOP")]
    assert (head.read("pkg/text.py"), head.read("pkg/new.py")) == (
        None,
        b"TOP = 5000\n\ndef use():\n    return slug(1)\n",
    )
    assert symbols(head.find_similar(["strip", "lower", "elephant"], "python")) == [("pkg/words.py", "make_slug")]
    source = head.source("pkg/words.py")
    assert source is not None
    assert source.focus is None
    assert head.source("pkg/text.py") is None


def test_nothing_is_listed_or_filled_before_it_is_asked_for() -> None:
    index = RevisionIndex(
        lambda: pytest.fail("was listed"),
        lambda: pytest.fail("was filled"),
        read=lambda paths: dict.fromkeys(paths, b"x"),
        classify=lambda _path, _data: "production",
    )

    assert index.read("a.py") == b"x"


def test_the_files_of_an_answer_are_read_together() -> None:
    asked: list[list[str]] = []

    def read(paths: Collection[str]) -> dict[str, bytes | None]:
        asked.append(list(paths))
        return {path: FILES[path].encode() for path in paths}

    store = MemoryStore()
    blobs = {path: path for path in FILES}
    store.add(collect_segment(Blob(path, "python", FILES[path].encode()) for path in FILES if path.endswith(".py")))
    index = RevisionIndex(lambda: blobs, lambda: store, read=read, classify=lambda _path, _data: "production")

    found = index.find_definitions("slug", "python")
    sources = [index.source(site.path) for site in found]

    assert len(sources) == 3
    assert asked == [["pkg/copy.py", "pkg/text.py", "vendor/lib.py"]]
