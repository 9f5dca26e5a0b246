"""A name of a report stands for one path of the repository, or for none; nothing is guessed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.adapters.coverage.mapping import Hints, map_names
from reviewer.adapters.coverage.naming import spell

PATHS = frozenset(
    {
        "setup.py",
        "src/index.ts",
        "packages/a/src/index.ts",
        "packages/a/src/only.ts",
        "packages/b/src/index.ts",
        "core/src/main/java/com/acme/Price.java",
        "backend/shop/price.py",
        "backend/shop/__init__.py",
        "backend/tests/shop/__init__.py",
        "go/price/price.go",
        "go/cart/price.go",
    }
)
NO_HINTS = Hints()


@pytest.mark.parametrize(
    ("name", "hints", "path"),
    [
        ("src/index.ts", Hints(place=""), "src/index.ts"),
        ("./src/index.ts", Hints(place=""), "src/index.ts"),
        ("src\\index.ts", Hints(place=""), "src/index.ts"),
        ("src/index.ts", NO_HINTS, None),
        ("packages/a/src/index.ts", NO_HINTS, "packages/a/src/index.ts"),
        ("/home/ci/work/shop/shop/packages/b/src/index.ts", NO_HINTS, "packages/b/src/index.ts"),
        ("D:\\a\\shop\\packages\\b\\src\\index.ts", NO_HINTS, "packages/b/src/index.ts"),
        ("file:///C:/a/shop/packages/b/src/index.ts", NO_HINTS, "packages/b/src/index.ts"),
        ("file:///work/shop/src/index.ts", Hints(top="/work/shop"), "src/index.ts"),
        ("/app/lib/../packages/a/./src/only.ts", NO_HINTS, "packages/a/src/only.ts"),
        ("../../../packages/a/src/only.ts", NO_HINTS, "packages/a/src/only.ts"),
        ("/work/shop/src/index.ts", Hints(top="/work/shop"), "src/index.ts"),
        ("/work/shop/build/lib/backend/shop/price.py", Hints(top="/work/shop"), None),
        ("/work/shopping/src/index.ts", Hints(top="/work/shop"), None),
        ("com/acme/Price.java", NO_HINTS, "core/src/main/java/com/acme/Price.java"),
        ("com/other/Price.java", NO_HINTS, None),
        ("price.py", Hints(roots=("/build/backend/shop",)), "backend/shop/price.py"),
        ("shop/price.py", Hints(roots=("/build/backend", "/build/other")), "backend/shop/price.py"),
        ("example.com/shop/price/price.go", Hints(modules={"example.com/shop": "go"}), "go/price/price.go"),
        ("example.com/shopping/price.go", Hints(modules={"example.com/shop": "go"}), None),
        ("/usr/lib/python3/dist-packages/setup.py", NO_HINTS, None),
        ("/x/site-packages/backend/shop/price.py", NO_HINTS, None),
        ("/x/node_modules/y/packages/a/src/only.ts", NO_HINTS, None),
        ("", NO_HINTS, None),
        ("..", NO_HINTS, None),
        ("/", NO_HINTS, None),
        ("a/" * 5000 + "only.ts", NO_HINTS, None),
    ],
)
def test_a_name_is_laid_over_the_repository(name: str, hints: Hints, path: str | None) -> None:
    assert map_names([name], PATHS, hints).get(name) == path


def test_what_most_names_agree_on_decides_where_an_end_is_shared() -> None:
    names = ["/app/shop/price.py", "/app/shop/__init__.py", "/app/tests/shop/__init__.py"]

    assert map_names(names, PATHS) == dict(
        zip(names, sorted(p for p in PATHS if p.startswith("back")), strict=False)
    ) | {
        "/app/shop/price.py": "backend/shop/price.py",
        "/app/shop/__init__.py": "backend/shop/__init__.py",
        "/app/tests/shop/__init__.py": "backend/tests/shop/__init__.py",
    }


def test_relative_names_start_from_the_folder_of_the_report() -> None:
    names = ["src/index.ts", "src/only.ts"]

    assert map_names(names, PATHS, Hints(place="packages/a/coverage")) == {
        "src/index.ts": "packages/a/src/index.ts",
        "src/only.ts": "packages/a/src/only.ts",
    }
    # The name exists in the folder and above it: nobody can tell which is meant.
    assert map_names(["src/index.ts"], PATHS, Hints(place="packages/a/coverage")) == {}


def test_two_machines_may_have_measured() -> None:
    names = [f"{top}/{path}" for top in ("/home/ci/shop", "D:/a/shop") for path in sorted(PATHS)]

    found = map_names(names, PATHS)

    assert found == {name: name.removeprefix("/home/ci/shop/").removeprefix("D:/a/shop/") for name in names}


# How fast examples are made says nothing about the code, on a machine that is busy.
_unhurried = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
_PART = st.sampled_from(["a", "app", "r", "shop", "src", "lib", "x.py", "y.py", "index.ts"])
_PATH = st.lists(_PART, min_size=1, max_size=4).map("/".join)
_TREE = st.frozensets(_PATH, min_size=1, max_size=12)
_TOP = st.sampled_from(["/app", "/home/ci/work/shop/shop", "/builds/x/y", "C:\\ci\\shop", "/__w/r"])


@_unhurried
@given(_TREE, _TOP)
def test_a_whole_report_of_a_container_is_laid_as_it_was(tree: frozenset[str], top: str) -> None:
    separator = "\\" if "\\" in top else "/"
    names = {f"{top}{separator}{path.replace('/', separator)}": path for path in sorted(tree)}

    found = map_names(names, tree)

    assert all(found[name] == names[name] for name in found)
    assert map_names(names, tree, Hints(top=top)) == names


@_unhurried
@given(_TREE, st.lists(_PATH, max_size=8), st.one_of(_TOP, st.just("")))
def test_only_paths_of_the_repository_come_out_and_share_an_end_with_the_name(
    tree: frozenset[str], others: list[str], top: str
) -> None:
    names = [f"{top}/{other}" if top else other for other in others]

    for name, path in map_names(names, tree).items():
        assert path in tree
        assert path.rpartition("/")[2] == spell(name).parts[-1]


@_unhurried
@given(_TREE, st.lists(_PATH, max_size=8))
def test_the_order_of_names_does_not_matter(tree: frozenset[str], names: list[str]) -> None:
    assert map_names(names, tree) == map_names(names[::-1], tree)


@_unhurried
@given(_PATH, _PATH)
def test_an_end_that_two_paths_share_is_left_open(path: str, folder: str) -> None:
    tree = frozenset({f"one/{path}", f"two/{path}"})

    assert map_names([path], tree) == {}
    assert map_names([f"/app/{folder}/{path}"], tree) == {}
