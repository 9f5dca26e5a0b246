"""This module holds the detector of changes that are too large to be read with care."""

from collections.abc import Callable, Iterator, Sequence

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import name_scope
from reviewer.change.weight import COUNTED, Weight, weigh_change
from reviewer.detectors.concerns import describe_part, find_parts
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

# git's object id of the empty tree: what the first import of a repository is compared with.
_EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_IDENTIFIER = compile_late(r"[A-Za-z_]\w{3,}")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit, at the largest file, for a change with more to read than the repository is used to."""
    if not view.files or view.change.base.tree == _EMPTY:
        return
    weights = weigh_change(view.files)
    lines = sum(weight.lines for weight in weights)
    many_files = len(weights) > number_in(options, "files") and lines > number_in(options, "lines_of_many_files")
    if not many_files and lines <= number_in(options, "lines"):
        return
    # Asked for only now: the repository has to be measured for it.
    usual = view.around.usual_size()
    if lines <= (usual or 0):
        return
    ranked = sorted(weights, key=lambda w: (-w.lines, w.file.path))
    part = find_first_part(weights) or find_separate_part(view, lines)
    values = {"lines": f"{lines:,}", "files": str(len(weights)), "part": part, "usual": f"{usual or 0:,}"}
    case = ("usual" if usual is not None else "") if part else "whole"
    largest = ranked[0].file
    line = min(largest.change.added_lines, default=1)
    related = tuple(_relate(weight) for weight in ranked[1:6] if weight.lines)
    yield Hit(largest.path, line, line, case=case, values=values, related=related, key="size")


def find_first_part(weights: Sequence[Weight]) -> str:
    """Name the largest folder, or else file, that uses no new name of the rest and so could land before it.

    It must hold a tenth of the lines at least and must leave a tenth for the rest. Empty when there is none.
    """
    for place in (lambda w: w.folder, lambda w: w.file.path):
        found = _find_leaf(weights, place)
        if found:
            return found
    return ""


def find_separate_part(view: View, lines: int) -> str:
    """Name the smallest part that has nothing to do with the rest and holds a tenth of the lines at least.

    Empty when there is none, or when all of the change is one part.
    """
    parts = find_parts(view)
    found = next((part for part in parts if part.own_lines >= lines * 0.1), None)
    return describe_part(found) if found is not None and found is not parts[-1] else ""


def _find_leaf(weights: Sequence[Weight], place: Callable[[Weight], str]) -> str:
    groups: dict[str, list[Weight]] = {}
    for weight in weights:
        groups.setdefault(place(weight), []).append(weight)
    total = sum(weight.lines for weight in weights)
    defined = {where: {name for w in group for name in _new_names(w.file)} for where, group in groups.items()}
    leaves: list[tuple[int, str]] = []
    for where, group in groups.items():
        lines = sum(weight.lines for weight in group)
        others = {name for other, names in defined.items() if other != where for name in names} - defined[where]
        if total * 0.1 <= lines <= total * 0.9 and not others & _used_words(group):
            leaves.append((lines, where))
    if not leaves:
        return ""
    lines, where = max(leaves, key=lambda leaf: (leaf[0], leaf[1]))
    return _describe(where, len(groups[where]), lines)


def _describe(where: str, files: int, lines: int) -> str:
    if where and not where.endswith("/"):
        return f"`{where}` ({lines:,} lines)"
    return f"`{where or './'}` ({files} {'file' if files == 1 else 'files'}, {lines:,} lines)"


def _new_names(file: ChangedFile) -> Iterator[str]:
    """Names of functions and classes that the change defines; those of tests are used by nobody."""
    if file.new is None or file.file_class not in COUNTED:
        return
    for node in (*(scope.node for scope in file.new.functions), *file.new.nodes["classes"]):
        name = name_scope(node).rpartition(".")[2]
        if _IDENTIFIER.fullmatch(name) and node.start_point[0] + 1 in file.change.added_lines:
            yield name


def _used_words(group: Sequence[Weight]) -> set[str]:
    return {word for w in group for text in w.file.change.added_lines.values() for word in _IDENTIFIER.findall(text)}


def _relate(weight: Weight) -> Related:
    line = min(weight.file.change.added_lines, default=1)
    return Related(weight.file.path, line, line, "", f"{weight.lines:,} lines")
