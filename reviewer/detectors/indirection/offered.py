"""This module holds whether code outside of the repository may use a definition, where its language tells."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.change.syntax.names import text_of
from reviewer.change.syntax.source import Scope, Source
from reviewer.detectors.published.symbols import PublishedSymbols
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

_HELD = frozenset({"private", "internal", "fileprivate", "protected"})
_FALLBACK = frozenset({"csharp", "kotlin", "scala", "swift"})


def is_offered(view: View, scope: Scope, source: Source) -> bool:
    """Tell whether a function or type may be used from outside of the repository; True where nobody can tell."""
    language = source.language or ""
    if language in _OFFERED:
        return _OFFERED[language](view, scope, source)
    if language in _FALLBACK:
        return not any(_HELD & set(modifiers_of(s.node)) for s in (scope, *_owners(scope)))
    return (scope, source) in PublishedSymbols(view.head)


def modifiers_of(node: "Node") -> list[str]:
    """Return the modifiers of a definition, such as `private` and `abstract`, as words."""
    found = [text_of(c) for c in node.children if "modifier" in c.type or c.type in ("abstract", "static", "private")]
    return " ".join(found).split()


def _owners(scope: Scope) -> list[Scope]:
    found: list[Scope] = []
    owner = scope.owner
    while owner is not None:
        found.append(owner)
        owner = owner.owner
    return found


def _is_offered_php(view: View, scope: Scope, source: Source) -> bool:  # noqa: ARG001 - one shape for all languages
    data = view.head.read("composer.json")
    return data is not None and b'"project"' not in data


def _is_offered_ruby(view: View, scope: Scope, source: Source) -> bool:  # noqa: ARG001 - one shape for all languages
    return "config.ru" not in view.head.paths and "config/application.rb" not in view.head.paths


def _is_offered_native(view: View, scope: Scope, source: Source) -> bool:  # noqa: ARG001 - one shape for all languages
    return source.path.endswith((".h", ".hpp", ".hh", ".hxx")) or "include/" in source.path


_OFFERED: dict[str, Callable[[View, Scope, Source], bool]] = {
    "php": _is_offered_php,
    "ruby": _is_offered_ruby,
    "c": _is_offered_native,
    "cpp": _is_offered_native,
}
