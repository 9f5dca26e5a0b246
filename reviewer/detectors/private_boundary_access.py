"""This module holds the detector of code that reaches into the private parts of another package."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, line_of, squeeze, text_of
from reviewer.change.syntax.source import Source
from reviewer.detectors.intent.moved_code import is_moved, join_removed
from reviewer.detectors.symbols.existing_symbol import shorten_path
from reviewer.detectors.symbols.object_origin import find_origin
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.revision import Index
from reviewer.index.view import View
from reviewer.model.finding import Related

if TYPE_CHECKING:
    from tree_sitter import Node

_PRIVATE = compile_late(r"_{1,2}[a-zA-Z]\w*(?<!__)$")
# Fields that a library documents under a name that looks private.
_DOCUMENTED = frozenset(
    {"_meta", "_asdict", "_replace", "_fields", "_make", "_field_defaults", "_value_", "_name_", "_missing_"}
    | {"_mapping", "_exit", "_getframe", "_MEIPASS", "_default_manager", "_base_manager", "_state"}
)
_OWN = frozenset({"self", "cls", "super()", "this", "mcs", "klass", "type(self)", "self.__class__", "other"})
_CAST = compile_late(r"\((?P<object>[\w.$]+)asany\)$")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield every new use of a private attribute that only another top package of the repository defines."""
    removed = join_removed(view)
    for file in view.files:
        source = view.head.source(file.path) if file.new is not None else None
        if source is None or source.root is None or file.file_class != "production":
            continue
        before = Counter(squeeze(text_of(node)) for node, _ in _find_accesses(file.old)) if file.old else Counter()
        found = list(_find_accesses(source))
        now = Counter(squeeze(text_of(node)) for node, _ in found)
        for node, name in found:
            access = squeeze(text_of(node))
            if line_of(node) not in file.change.added_lines or now[access] <= before[access]:
                continue
            if not is_moved(node, removed) and not _was_removed(access, name, removed):
                yield from _judge(node, name, source, view.head, int(number_in(options, "most_owners")))


def _was_removed(access: str, name: str, removed: str) -> bool:
    """Tell whether the change took the same access out elsewhere, whatever the object was called there."""
    if access in removed:
        return True
    return bool(_PRIVATE.match(name)) and compile_late(rf"(?<!self)(?<!cls)\.{name}\b").search(removed) is not None


def _find_accesses(source: Source) -> Iterator[tuple["Node", str]]:
    """Yield outermost accesses of private attributes in Python, and casts to `any` or strings in TypeScript."""
    if source.language not in ("python", "typescript", "tsx") or source.root is None:
        return
    stack = [source.root]
    while stack:
        node = stack.pop()
        name = _name_private(node, source)
        if name:
            yield node, name
        else:
            stack += reversed(node.named_children)


def _name_private(node: "Node", source: Source) -> str:
    if source.language == "python":
        name = text_of(node.child_by_field_name("attribute")) if node.type == "attribute" else ""
        return name if _is_private(name) and not _is_own(node.child_by_field_name("object")) else ""
    if node.type == "member_expression":
        name = text_of(node.child_by_field_name("property"))
        is_cast = _CAST.match(squeeze(text_of(node.child_by_field_name("object")))) is not None
        return name if is_cast else ""
    if node.type == "subscript_expression" and not _is_own(node.child_by_field_name("object")):
        index = node.child_by_field_name("index")
        return text_of(index)[1:-1] if index is not None and index.type == "string" else ""
    return ""


def _is_private(name: str) -> bool:
    return bool(_PRIVATE.match(name)) and name not in _DOCUMENTED


def _is_own(holder: "Node | None") -> bool:
    return squeeze(text_of(holder)) in _OWN


def _judge(node: "Node", name: str, source: Source, index: Index, most: int) -> Iterator[Hit]:
    paths = sorted({site.path for site in index.find_mentions(name, source.language or "")})
    if not paths or len(paths) > most:
        return
    ours = [path for path in paths if index.file_class(path) not in ("test", "fixture")]
    owners = [(path, line) for path in ours if (line := _find_declaration(name, index.source(path)))]
    origin = find_origin(node, source, index)
    if owners and (origin.status == "external" or any(_is_near(path, source.path, index) for path, _ in owners)):
        return
    if origin.status == "found" and (not owners or _is_near(origin.path, source.path, index)):
        return
    if not owners and not _is_foreign(node, index, paths):
        return
    values = {"access": squeeze(text_of(node)), "name": name, "owner": "a library"}
    related: tuple[Related, ...] = ()
    if owners:
        path, line = owners[0]
        symbol = found.symbol_at(line) if (found := index.source(path)) is not None else ""
        values["owner"] = shorten_path(path)
        related = (Related(path, line, line, symbol, "is private there"),)
    at = line_of(node)
    case = "library" if not owners else "cast" if source.language != "python" else "chain" if _is_chain(node) else ""
    yield Hit(source.path, at, at, symbol=source.symbol_at(at), case=case, values=values, related=related)


def _find_declaration(name: str, source: Source | None) -> int:
    """Return the line on which a class or module declares or sets a private name, or 0."""
    if source is None:
        return 0
    if source.language == "python":
        typed = rf"{name}\s*(:[^=\n]{{1,200}})?(=(?!=)|$)"
        pattern = rf"\s*(async\s+)?(def\s+{name}\s*[(\[]|class\s+{name}\b|(self|cls)\.{typed}|{typed})"
    else:
        words = "static|readonly|async|override|get|set|abstract"
        pattern = rf"\s*(constructor\(\s*)?(private|protected)\s+(({words})\s+){{0,4}}{name}\b"
    declared = compile_late(pattern)
    return next((n for n, line in enumerate(source.lines, 1) if name in line and declared.match(line)), 0)


def _is_foreign(node: "Node", index: Index, paths: list[str]) -> bool:
    """Tell whether a private name belongs to a library: nothing here writes it, and it is read, not called for.

    Python only: what TypeScript casts to `any` may be anything.
    """
    if node.type != "attribute" or node.parent is None or node.parent.type in ("assignment", "delete_statement"):
        return False
    name = text_of(node.child_by_field_name("attribute"))
    written = compile_late(rf"\b{name}\s*(:[^=\n]{{1,200}})?=(?!=)|[\"']{name}[\"']|\bimport\b.{{0,200}}\b{name}\b")
    sources = [found for path in paths if (found := index.source(path)) is not None]
    return not any(name in line and written.search(line) for found in sources for line in found.lines)


def _is_near(first: str, second: str, index: Index) -> bool:
    """Tell whether two files are of one top package, or one of them stands right above the other's."""
    if not first.endswith(".py"):
        return first == second
    one, other = f"{_package(first, index)}/", f"{_package(second, index)}/"
    return one.startswith(other) or other.startswith(one)


def _package(path: str, index: Index) -> str:
    """Return the folder of a file's package, as deep as one below its outermost package."""
    parts = path.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        if "/".join((*parts[:depth], "__init__.py")) in index.paths:
            return "/".join(parts[: depth + 1])
    return "/".join(parts)


def _is_chain(node: "Node") -> bool:
    """Tell whether more than one part of a chain of attributes is private."""
    chain = node
    for outer in ancestors(node):
        if outer.type != "attribute":
            break
        chain = outer
    return sum(_is_private(part) for part in squeeze(text_of(chain)).split(".")) > 1
