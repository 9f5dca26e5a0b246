"""What a change adds to the graph and takes away; the graph of its head is that of its files."""

import pytest

from reviewer.change.fileclass import classify_path
from reviewer.index.build import index_files
from reviewer.index.graph import graph_of
from reviewer.index.view import View
from reviewer.model.change import Change
from tests.unit.engine.samples import NOWHERE, Quiet, make_file
from tests.unit.index.graph.test_edges import CASES, show

BASE = {
    "app/__init__.py": "",
    "app/a.py": "import app.b\nimport app.c\n",
    "app/b.py": "",
    "app/c.py": "",
    "go.mod": "module m\n",
    "cmd/m.go": 'package m\nimport "m/lib"\n',
    "lib/l.go": "package lib\n",
}
Sides = dict[str, tuple[str | None, str | None, str]]
# What changes: new path to old text, new text and old path; then what is added and what is removed.
CHANGES: dict[str, tuple[Sides, list[str], list[str]]] = {
    "an import more and one less": (
        {"app/a.py": (BASE["app/a.py"], "import app.c\nfrom app import d\n", "app/a.py"), "app/d.py": (None, "", "")},
        ["app/a.py -> app/d.py"],
        ["app/a.py -> app/b.py"],
    ),
    "the same import at another place": (
        {"app/a.py": (BASE["app/a.py"], "x = 1\nfrom app import c, b\n", "app/a.py")},
        [],
        [],
    ),
    "an import that became a deferred one": (
        {"app/a.py": (BASE["app/a.py"], "import app.b\ndef f():\n    import app.c\n", "app/a.py")},
        ["app/a.py -> app/c.py (deferred)"],
        ["app/a.py -> app/c.py"],
    ),
    "both ends moved": (
        {
            "app/sub/__init__.py": (None, "", ""),
            "app/sub/a.py": (BASE["app/a.py"], "import app.sub.b\nimport app.c\n", "app/a.py"),
            "app/sub/b.py": ("", "", "app/b.py"),
        },
        [],
        [],
    ),
    "a file gone": (
        {"app/a.py": (BASE["app/a.py"], None, "app/a.py")},
        [],
        ["app/a.py -> app/b.py", "app/a.py -> app/c.py"],
    ),
    "a package of Go moved": (
        {
            "cmd/m.go": (BASE["cmd/m.go"], 'package m\nimport "m/inner/lib"\n', "cmd/m.go"),
            "inner/lib/l.go": (BASE["lib/l.go"], BASE["lib/l.go"], "lib/l.go"),
        },
        [],
        [],
    ),
}


def view_of(sides: Sides, base: dict[str, str]) -> View:
    files = tuple(
        make_file(old, new, path, old_path=was if was != path else None, file_class=classify_path(path))
        for path, (old, new, was) in sorted(sides.items())
    )
    change = Change(NOWHERE, NOWHERE, tuple(file.change for file in files))
    return View(change, files, Quiet(), index_files({path: text.encode() for path, text in base.items()}))


@pytest.mark.parametrize("name", CHANGES)
def test_edges_that_come_and_go(name: str) -> None:
    sides, added, removed = CHANGES[name]

    delta = view_of(sides, BASE).edge_delta

    assert ([*map(show, delta.added)], [*map(show, delta.removed)]) == (added, removed)


@pytest.mark.parametrize("name", CHANGES)
def test_the_graph_after_a_change_is_that_of_its_files(name: str) -> None:
    sides, _, _ = CHANGES[name]
    left = dict(BASE)
    for was in [was for _, _, was in sides.values() if was]:
        left.pop(was, None)
    left |= {path: new for path, (_, new, _) in sides.items() if new is not None}
    fresh = index_files({path: text.encode() for path, text in left.items()})
    view = view_of(sides, BASE)

    assert view.head_graph.all_edges() == graph_of(fresh).all_edges()


@pytest.mark.parametrize("name", CASES)
def test_a_repository_out_of_nothing_has_the_graph_of_its_files(name: str) -> None:
    files, expected = CASES[name]
    view = view_of({path: (None, text, "") for path, text in files.items()}, {})

    assert [*map(show, view.edge_delta.added)] != [] or not expected
    assert [*map(show, view.head_graph.all_edges())] == expected
