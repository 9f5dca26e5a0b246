"""This module holds names of JavaScript and TypeScript that are used where they no longer, or not yet, exist."""

from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.change.late import compile_late
from reviewer.change.syntax.bindings.frames import Binding, Frame, Load, Names, resolve

# What browsers, Node and test runners put into every module; a use of one of these needs no binding.
_HOST = compile_late(
    r"(name|status|event|length|top|parent|self|origin|location|history|screen|closed|frames|opener|document|window|"
    r"global|globalThis|process|console|module|exports|require|Buffer|URL|URLSearchParams|fetch|crypto|performance|"
    r"navigator|localStorage|sessionStorage|alert|confirm|prompt|print|open|close|stop|focus|blur|find|scroll\w*|"
    r"set(Timeout|Interval|Immediate)|clear(Timeout|Interval|Immediate)|queueMicrotask|structuredClone|atob|btoa|"
    r"describe|it|test|expect|before\w*|after\w*|vi|jest|cy|chrome|browser|\$|jQuery|_|React|JSX|NodeJS|Bun|Deno|"
    r"inner\w+|outer\w+|page[XY]Offset|external|menubar|toolbar|caches|arguments|undefined|NaN|Infinity|eval|"
    r"[A-Z]\w*(Event|Element|Error|Array|Map|Set|Stream|Observer|Node|List|Request|Response|Reader|Buffer)|"
    r"Array|Object|String|Number|Boolean|Symbol|Promise|Proxy|Reflect|Math|JSON|Date|RegExp|Map|Set|Error|BigInt|"
    r"Intl|Atomics|Function|is(NaN|Finite)|parse(Int|Float)|(en|de)codeURI\w*|escape|unescape|Image|Audio|Blob|File|"
    r"Text\w+coder|Worker|WebSocket|Headers|Request|Response|FormData|Abort\w+|Event|Node|Element|Range|Selection|"
    r"__dirname|__filename|WebAssembly|Iterator|WeakRef|WeakMap|WeakSet|DOMParser|XMLHttpRequest|Notification|Text|"
    r"Option|Comment|Document|Window|Storage|Lock|Path2D|Plugin|Screen|Touch|Table|CSS|CustomEvent|HTML\w+|SVG\w+)$"
)


@dataclass(frozen=True, slots=True)
class Lost:
    """A use of a name that is bound elsewhere: in a block that it stands outside of, or in the old file."""

    case: str
    load: Load
    bound: Binding


def find_outside_uses(names: Names) -> Iterator[Lost]:
    """Yield uses of a `const`, `let` or class outside of the block that declares it, within one function."""
    blocks: dict[str, list[tuple[Frame, Binding]]] = {}
    for frame in names.frames:
        if frame.role == "block":
            for name, bound in frame.bound.items():
                blocks.setdefault(name, []).extend((frame, b) for b in bound if b.role == "plain")
    for load in find_unresolved(names):
        around = _function_frames(load.frame)
        near = [b for frame, b in blocks.get(load.name, ()) if id(_function_of(frame)) in around]
        if near:
            yield Lost("block", load, near[0])


def find_removed(names: Names, before: Names) -> Iterator[Lost]:
    """Yield uses of names that the old file bound for the whole module and the new one nowhere."""
    anywhere = {name for frame in names.frames for name in frame.bound}
    for load in find_unresolved(names):
        old = before.module.bound.get(load.name)
        if old and load.name not in anywhere:
            yield Lost("removed", load, old[0])


def find_unresolved(names: Names) -> Iterator[Load]:
    """Yield uses of names that nothing in sight binds and that no host is known to give."""
    for load in names.loads:
        if not resolve(load) and not _HOST.match(load.name):
            yield load


def _function_of(frame: Frame) -> Frame:
    while frame.role == "block" and frame.outer is not None:
        frame = frame.outer
    return frame


def _function_frames(frame: Frame) -> set[int]:
    """Return the functions around a frame, without the module: a block of the module is far from most functions."""
    found: set[int] = set()
    outer: Frame | None = frame
    while outer is not None:
        if outer.role == "function" or (outer.role == "module" and not found):
            found.add(id(outer))
        outer = outer.outer
    return found
