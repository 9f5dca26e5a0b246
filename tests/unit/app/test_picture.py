"""How a graph becomes a picture: what is folded, what is left out, and what a change is said to do."""

from reviewer.app.picture.bundles import Bundle, Pair, find_loops
from reviewer.app.picture.difference import Shape, compose_change
from reviewer.app.picture.folding import fold_parts
from reviewer.app.picture.labels import label_parts
from reviewer.app.picture.whole import MOST_EDGES, MOST_NODES, compose_whole


def bundle(*pairs: Pair, count: int = 1) -> dict[Pair, Bundle]:
    return {pair: Bundle(count, "import") for pair in sorted(pairs)}


def shape(*pairs: Pair) -> Shape:
    return Shape({end: 1 for pair in pairs for end in pair}, bundle(*pairs))


def test_small_parts_are_counted_to_the_folder_around_them() -> None:
    files = {"src/api": 9, "src/api/v1": 2, "src/core": 8, "src/core/x": 1, "src/core/y": 1, "tools": 1}

    assert fold_parts(files, 3) == {
        "src/api": "src/api",
        "src/api/v1": "src/api",
        "src/core": "src/core",
        "src/core/x": "src/core",
        "src/core/y": "src/core",
        "tools": ".",
    }
    assert fold_parts(files, 99) == {part: part for part in files}


def test_a_repository_of_thousands_of_packages_is_drawn_with_few() -> None:
    files = {f"src/m{at % 40}/p{at}": 1 + at % 7 for at in range(5000)}
    names = sorted(files)
    pairs = [(names[at], names[(at * 31 + 7) % 5000]) for at in range(0, 5000, 3)]

    picture = compose_whole(files, bundle(*pairs), title="", level="package")

    assert len(picture.nodes) <= MOST_NODES
    assert sum(node.files for node in picture.nodes) == sum(files.values())
    assert len(picture.omitted) == 2
    joined = {end for edge in picture.edges for end in (edge.source, edge.target)}
    assert joined | {"… alone"} == {node.id for node in picture.nodes}
    assert len(compose_whole(files, bundle(*pairs), title="", level="package", show_all=True).nodes) == 5000


def test_what_nothing_is_joined_to_is_drawn_as_one() -> None:
    files = {"a": 3, "b": 2, "x/one": 1, "x/two": 1, "y": 4}

    drawn = compose_whole(files, bundle(("a", "b")), title="", level="package")

    assert [(n.id, n.label, n.files) for n in drawn.nodes] == [
        ("a", "a", 3),
        ("b", "b", 2),
        ("… alone", "… 3 joined to nothing", 6),
    ]
    assert len(compose_whole(files, {}, title="", level="package").nodes) == 5


def test_a_fold_makes_no_cycle_and_hides_none() -> None:
    assert find_loops(bundle(("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"))) == {("a", "b"), ("b", "c"), ("c", "a")}
    # A folder and those inside of it are one house.
    assert find_loops(bundle(("a", "a/x"), ("a/x", "a"), (".", "b"), ("b", "."))) == frozenset()
    late = {("a", "b"): Bundle(1, "import"), ("b", "a"): Bundle(1, "deferred")}
    assert find_loops(late) == frozenset()


def test_what_is_new_and_gone_is_told_and_what_is_far_is_left_out() -> None:
    base = shape(("api", "core"), ("core", "db"), ("far", "further"))
    head = shape(("core", "db"), ("db", "api"), ("api", "new"), ("far", "further"))

    picture = compose_change(base, head, {"api": 2}, title="", level="package")

    assert {(e.source, e.target): e.state for e in picture.edges} == {
        ("api", "core"): "removed",
        ("api", "new"): "added",
        ("core", "db"): "kept",
        ("db", "api"): "added",
    }
    assert {n.id: n.state for n in picture.nodes} == {
        "api": "changed",
        "core": "kept",
        "db": "kept",
        "new": "added",
    }


def test_only_a_cycle_that_the_change_closed_is_told() -> None:
    base = shape(("a", "b"), ("x", "y"), ("y", "x"))
    head = shape(("a", "b"), ("b", "a"), ("x", "y"), ("y", "x"))

    picture = compose_change(base, head, {"x": 1}, title="", level="package")

    assert {(e.source, e.target) for e in picture.edges if e.in_cycle} == {("a", "b"), ("b", "a")}
    assert {n.id for n in picture.nodes if n.in_cycle} == {"a", "b"}


def test_the_neighbours_with_the_fewest_imports_are_folded_first() -> None:
    pairs = {(f"user{at:04}", "hub"): Bundle(at, "import") for at in range(1, 500)}
    pairs |= {("hub", f"part{at:02}"): Bundle(1, "import") for at in range(5)}
    side = Shape({end: 1 for pair in pairs for end in pair}, dict(sorted(pairs.items())))

    picture = compose_change(side, side, {"hub": 1}, title="", level="package")

    assert len(picture.nodes) <= MOST_NODES
    assert len(picture.edges) <= MOST_EDGES
    assert {"user0499", "user0498", "hub"} < {node.id for node in picture.nodes}
    rest = {node.id: (node.label, node.files) for node in picture.nodes if node.rest}
    assert rest == {"… importing": ("… 487 more", 487), "… imported": ("… 5 more", 5)}
    assert picture.omitted == (
        "492 packages are folded into those that say how many more they are (--all draws everything)",
    )
    assert len(compose_change(side, side, {"hub": 1}, title="", level="package", show_all=True).nodes) == 505


def test_a_change_of_very_many_packages_is_still_a_picture() -> None:
    head = shape(*((f"p{at}", f"p{at + 1}") for at in range(300)))

    picture = compose_change(Shape({}, {}), head, {f"p{at}": 1 for at in range(300)}, title="", level="package")

    assert len(picture.nodes) <= MOST_NODES
    assert sum(node.rest or 1 for node in picture.nodes) == 301


def test_labels_are_short_and_differ() -> None:
    long = "services/payments/src/main/java/com/acme/payments"
    other = "services/accounts/src/main/java/com/acme/payments"

    assert label_parts([".", "src/api", long]) == {
        ".": "(top folder)",
        "src/api": "src/api",
        long: "…/main/java/com/acme/payments",
    }
    assert len(set(label_parts([long, other]).values())) == 2
