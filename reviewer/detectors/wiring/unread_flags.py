"""This module holds the search for flags of a command line that are declared and never read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.names import arguments_of, callee_of, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.detectors.symbols.literal_places import count_text, find_files
from reviewer.engine.hit import Hit
from reviewer.index.revision import COMMON
from reviewer.index.view import View

if TYPE_CHECKING:
    from tree_sitter import Node

# Whoever hands all options on may read any of them.
_WHOLESALE = compile_late(
    r"\bvars\(|\*\*|__dict__|parse_known_args|getattr\(|_get_kwargs|\.\.\.|Object\.(entries|keys|values)\(|"
    r"viper|BindPFlags|VisitAll|\.Visit\(|Flags\(\)\.AddFlagSet|MarkHidden|MarkDeprecated|JSON\.stringify"
)
_PYTHON = compile_late(r"[\"']--([a-z][a-z0-9]*(?:-[a-z0-9]+)+)[\"']")
_SCRIPT = compile_late(r"[\"'`](?:-\w,? )?--(?!no-)([a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?:[ =][<\[][^\"'`]{1,40})?[\"'`]")
_GO = compile_late(r"\"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\"")
_GO_KINDS = compile_late(r"\.?(Persistent)?Flags\(\)\.(String|Bool|Int|Duration|Float64|StringSlice|StringArray)P?$")


def find_unread_flags(view: View, most: int) -> Iterator[Hit]:
    """Yield the flags that a change declares and no code reads: by attribute, by key or by name."""
    for file in view.files:
        if file.new is None or file.file_class not in ("production", "script"):
            continue
        for node, flag, read_as in _find_flags(file, file.new):
            if read_as and not _is_read(view, read_as, file.path, most) and not _is_wholesale(file.new):
                line = line_of(node)
                yield Hit(file.path, line, line, case="flag-unread", values={"name": flag, "read": read_as}, key=flag)


def _find_flags(file: ChangedFile, source: Source) -> Iterator[tuple["Node", str, str]]:
    """Yield the declarations on added lines: the place, the flag, and the name under which code would read it."""
    for call in source.nodes["calls"]:
        nodes = arguments_of(call)
        if not nodes or line_of(nodes[0]) not in file.change.added_lines:
            continue
        callee, arguments = callee_of(call), [text_of(a) for a in nodes]
        if source.language == "python" and callee.endswith(".add_argument"):
            found = next((m for a in arguments if (m := _PYTHON.fullmatch(a))), None)
            is_named = any(a.startswith(("dest", "help=argparse.SUPPRESS")) or "version" in a for a in arguments)
            if found and not is_named:
                yield nodes[0], f"--{found[1]}", found[1].replace("-", "_")
        elif source.language in ("javascript", "typescript", "tsx") and callee.endswith((".option", ".requiredOption")):
            found = _SCRIPT.fullmatch(arguments[0])
            if found:
                yield nodes[0], f"--{found[1]}", _camel(found[1])
        elif source.language == "go" and _GO_KINDS.search(callee):
            found = _GO.fullmatch(arguments[0])
            if found:
                yield nodes[0], f"--{found[1]}", f'"{found[1]}"'


def _camel(flag: str) -> str:
    first, *rest = flag.split("-")
    return first + "".join(word.capitalize() for word in rest)


def _is_read(view: View, name: str, home: str, most: int) -> bool:
    if not name.startswith('"'):
        return view.head.count_mentions(name) > COMMON or bool(view.head.find_mentions(name))
    paths = find_files(view.head, name.strip('"'), most)
    if paths is None:
        return True
    return sum(count_text(view.head, p, name) for p in {*paths, home} if not p.endswith("_test.go")) > 1


def _is_wholesale(source: Source) -> bool:
    return bool(_WHOLESALE.search(source.data.decode("utf-8", "replace")))
