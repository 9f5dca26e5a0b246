"""This module holds the use case of `reviewer map`: a picture of a revision, or of what a change does to its shape."""

from collections.abc import Callable
from dataclasses import dataclass

from reviewer.app.checking.policy import find_policy
from reviewer.app.checking.surroundings import Facts, RepositorySurroundings
from reviewer.app.picture.difference import compose_change
from reviewer.app.picture.sides import (
    count_files,
    is_drawn,
    judge_by,
    layer_parts,
    make_shape,
    move_edges,
    part_by,
    part_in,
)
from reviewer.app.picture.whole import compose_whole
from reviewer.app.sources import make_classifier, read_files
from reviewer.change.diff import parse_change
from reviewer.errors import ReviewerError
from reviewer.index.graph import graph_of, levels_of
from reviewer.index.view import View
from reviewer.model.change import Change
from reviewer.model.picture import Level, Picture
from reviewer.ports import Range, Repository

_READ = "It reads the imports of Python, JavaScript, TypeScript, Go, Java, Kotlin, Rust, C#, PHP and Ruby."
_NAMES = {"file": "Files", "package": "Packages", "component": "Components"}


@dataclass(frozen=True, slots=True)
class MapRequest:
    """What to draw: a change where `base` is named, otherwise the whole of `head`."""

    base: str = ""
    head: str = ""
    level: Level = "package"
    show_all: bool = False


def draw_map(
    repository: Repository,
    request: MapRequest,
    tell: Callable[[str], None] = lambda _: None,
    facts: Facts | None = None,
) -> Picture:
    """Return the picture. Raises `ReviewerError` for a revision that is not there, or when there is nothing to draw."""
    draw = _draw_change if request.base else _draw_whole
    return draw(repository, request, tell, facts or Facts())


def _draw_whole(repository: Repository, request: MapRequest, tell: Callable[[str], None], facts: Facts) -> Picture:
    name = request.head or "HEAD"
    revision = repository.resolve(Range(base=name, head=name)).head
    change = Change(revision, revision, ())
    classify = make_classifier(repository, revision, change, find_policy(repository, revision).classes)
    index = RepositorySurroundings(repository, change, facts, classify, tell).index
    files = [path for path in sorted(index.paths) if is_drawn(index, path)]
    if not files:
        raise ReviewerError(f"nothing to draw: {name} has no file in a language whose imports are read.", _READ)
    tell(f"drawing {len(files)} files")
    part_of = part_by(levels_of(index), request.level)
    shape = make_shape(files, graph_of(index).all_edges(), part_of, judge_by(index))
    if request.level == "component" and len(shape.files) < 2:
        raise ReviewerError(f"nothing to draw: {name} is one component.", "Draw its packages: leave --level out.")
    title = f"{_NAMES[request.level]} of {revision.name}"
    layers = layer_parts(index, files, part_of)
    return compose_whole(
        shape.files, shape.bundles, layers, title=title, level=request.level, show_all=request.show_all
    )


def _draw_change(repository: Repository, request: MapRequest, tell: Callable[[str], None], facts: Facts) -> Picture:
    ends = repository.resolve(Range(request.base, request.head))
    change = parse_change(repository.diff(ends.base, ends.head), ends.base, ends.head)
    classify = make_classifier(repository, ends.head, change, find_policy(repository, ends.head).classes)
    files, _ = read_files(repository, change, classify)
    around = RepositorySurroundings(repository, change, facts, classify, tell)
    view = View(change, files, around, around.index)
    changed = [f.path for f in files if is_drawn(view.base if f.new is None else view.head, f.path)]
    if not changed:
        between = f"between {ends.base.name} and {ends.head.name}"
        raise ReviewerError(f"nothing to draw: no file whose imports are read differs {between}.", _READ)
    tell(f"drawing {len(changed)} changed files and what is around them")
    part_of = part_in(view, request.level)
    old, new = (sorted(path for path in side.paths if is_drawn(side, path)) for side in (view.base, view.head))
    moved = {f.change.old_path: f.path for f in files if f.change.status == "renamed"}
    base = make_shape(
        (moved.get(path, path) for path in old), move_edges(view, view.base_graph.all_edges()), part_of, lambda _: ""
    )
    layers = layer_parts(view.head, new, part_of)
    head = make_shape(new, view.head_graph.all_edges(), part_of, judge_by(view.head), layers)
    title = f"{_NAMES[request.level]} that change between {ends.base.name} and {ends.head.name}"
    return compose_change(
        base, head, count_files(changed, part_of), title=title, level=request.level, show_all=request.show_all
    )
