"""This module holds the signs that a symbol has callers nobody can see: frameworks, overrides, dispatch by name."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import ancestors, squeeze, text_of
from reviewer.detectors.symbols.new_symbols import NewSymbol
from reviewer.index.revision import COMMON
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

# Decorators and annotations that leave it to others to call what they stand on.
_PASSIVE = compile_late(
    r"[@#\[\s!]*(staticmethod|classmethod|property|(functools\.)?(cached_property|lru_cache|cache|wraps)|"
    r"(contextlib\.)?(async)?contextmanager|(dataclasses\.)?dataclass|(typing\.)?final|inline|must_use|derive|doc|"
    r"Nullable|NonNull|NotNull|SuppressWarnings|VisibleForTesting|allow\(clippy)\b"
)
_KNOWN = compile_late(
    r"__\w+__|main|init|activate|deactivate|handler|lambda_handler|application|(set|tear)_?([uU]p|[dD]own)\w*|"
    r"pytest_\w+|test_\w*|Test[A-Z]\w*|Benchmark[A-Z]\w*|Fuzz[A-Z]\w*|Example\w*|serialVersionUID|constructor|"
    r"read(Object|Resolve|External)|write(Object|Replace|External)|finalize|to(JSON|String)|inspect|"
    r"component(Did|Will)\w+|shouldComponentUpdate|render|generate(Metadata|StaticParams|Viewport)|middleware|"
    r"get(Server|Static)(SideProps|Props|Paths)|onRequest"
)
_ENTRY_FILES = compile_late(
    r"(^|/)(conftest|admin|models|apps|urls|settings\w*|wsgi|asgi|manage|signals|middleware|celery|hubconf|tasks|"
    r"handlers?|cli|forms|serializers|factories)\.py$|(^|/)(settings|management|templatetags|plugins?)/[^/]+\.py$|"
    r"(^|/)\+?(page|route|layout|template|loading|error|not-found|middleware|instrumentation|handlers?|cli|settings|"
    r"entry[.-]\w+|root|_app|_document|service-?worker|sw)(\.\w+)?\.[cm]?[jt]sx?$|(^|/)(pages|routes|api)/.*\.[jt]sx?$|"
    r"\.examples?\.[cm]?[jt]sx?$|\.d\.[cm]?ts$|\.config\.[cm]?[jt]s$"
)
_SCRIPT = compile_late(r"\bthis\[|Object\.(keys|values|entries)\((this|exports|module\.exports)\b")
_REFLECTION = {
    "python": compile_late(
        r"\bgetattr\((?![^,()]{1,80},\s*[\"'])|\bglobals\(\)|\blocals\(\)|\bvars\(|\bdir\(|__dict__|"
        r"def __getattr__|inspect\.getmembers|__subclasses__|__init_subclass__"
    ),
    "java": compile_late(r"getDeclared(Method|Field)|\.getMethods?\(|MethodHandles"),
    "go": compile_late(r"\breflect\.(TypeOf|ValueOf)|MethodByName"),
    "javascript": _SCRIPT,
    "typescript": _SCRIPT,
    "tsx": _SCRIPT,
}
_LINKED = compile_late(r"//\s?export \w|//go:(linkname|wasmexport)|extern \"C\"")
# Parents that call nothing by name: an instance is made by whoever wants one.
_DATA_PARENTS = compile_late(
    r"\(?(extends)?((\w+\.)?(object|ABC|(Str|Int)?Enum|str|int|Flag|BaseModel|NamedTuple|TypedDict|Protocol|"
    r"Generic\[[^\]]*\]|\w*(Error|Exception)|total=\w+),?)+\)?"
)


def has_hidden_callers(view: View, symbol: NewSymbol) -> bool:
    """Tell whether something out of sight may call a symbol."""
    if _KNOWN.fullmatch(symbol.name) or _ENTRY_FILES.search(symbol.source.path):
        return True
    if any(not _PASSIVE.match(text) for text in symbol.decorators) or _is_linked(symbol):
        return True
    return _may_override(symbol) or _is_reflected(symbol) or _is_dispatched(view, symbol)


def _is_linked(symbol: NewSymbol) -> bool:
    return bool(_LINKED.search(symbol.source.line_text(symbol.line - 1) + symbol.source.line_text(symbol.line)))


def _may_override(symbol: NewSymbol) -> bool:
    """A method of a type with a parent may be called through it, and a class with one may be found by it."""
    if symbol.role == "class":
        return not _DATA_PARENTS.fullmatch(parent := squeeze(_parents_of(symbol.node))) and bool(parent)
    if symbol.role != "method":
        return False
    # Go does not say which interface a type fulfils.
    if symbol.source.language == "go":
        return symbol.name[:1].isupper()
    holder = next((n for n in ancestors(symbol.node) if n.type in symbol.source.kinds.classes), None)
    if holder is None or any(n.type in ("object_creation_expression", "trait_item") for n in ancestors(symbol.node)):
        return True
    parents = squeeze(_parents_of(holder))
    return holder.type in ("interface_declaration", "trait_item") or parents not in ("", "()", "(object)")


def _parents_of(node: "Node") -> str:
    for field in ("superclasses", "superclass", "interfaces", "trait"):
        found = node.child_by_field_name(field)
        if found is not None:
            return text_of(found)
    return next((text_of(child) for child in node.children if child.type == "class_heritage"), "")


def _is_reflected(symbol: NewSymbol) -> bool:
    pattern = _REFLECTION.get(symbol.source.language or "")
    return pattern is not None and bool(pattern.search(symbol.source.data.decode("utf-8", "replace")))


def _is_dispatched(view: View, symbol: NewSymbol) -> bool:
    """Tell whether a piece of the name is a word of its own somewhere, as in `f"visit_{kind}"`."""
    parts = symbol.name.split("_")
    for at in range(1, len(parts)):
        before, after = "_".join(parts[:at]) + "_", "_" + "_".join(parts[at:])
        if any(len(piece) > 2 and _is_word(view, piece) for piece in (before, after)):
            return True
    return False


def _is_word(view: View, piece: str) -> bool:
    # The count holds other revisions too; it only saves the question.
    count = view.head.count_mentions(piece)
    return count > COMMON or bool(count and view.head.find_mentions(piece))
