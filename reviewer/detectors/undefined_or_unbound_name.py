"""This module holds the detector of names that are used where they are not defined, or not on every way."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.bindings.frames import Binding, Load, resolve
from reviewer.change.syntax.bindings.python import read_python_names
from reviewer.change.syntax.bindings.script import read_script_names
from reviewer.change.syntax.names import ancestors, line_of, text_of
from reviewer.change.syntax.source import Source
from reviewer.detectors.symbols.known_names import PYTHON
from reviewer.detectors.symbols.lost_names import Lost, find_outside_uses, find_removed
from reviewer.detectors.symbols.unbound_paths import find_unbound
from reviewer.engine.hit import Hit, Options

_CONDITION = compile_late(r"\b(NameError|UnboundLocalError)\b")


@dataclass(frozen=True, slots=True)
class _Fault:
    case: str
    load: Load
    bound: Binding | None = None


def find_in_file(file: ChangedFile, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the detectors' shape
    """Yield the first use in each function of a name that the change left undefined or unbound there."""
    new, old = file.new, file.old if file.change.status != "copied" else None
    if new is None or new.root is None or new.root.has_error:
        return
    python = new.language == "python"
    if python and not new.path.endswith((".py", ".pyw")):
        return  # build scripts and stubs know names from elsewhere
    read = partial(_find_in_python, new) if python else partial(_find_in_script, new, old)
    faults = list(read())
    if not faults:
        return
    known = _known_before(old, python=python)
    seen: set[tuple[str, str]] = set()
    for fault in faults:
        key = (fault.load.name, new.symbol_at(line_of(fault.load.node)))
        if key not in seen and key not in known:
            seen.add(key)
            yield _make_hit(fault, new, old)


def _known_before(old: Source | None, *, python: bool) -> set[tuple[str, str]]:
    """Return name and place of the faults that the old side had."""
    if old is None or old.root is None:
        return set()
    faults = _find_in_python(old) if python else _find_in_script(old, None)
    return {(f.load.name, old.symbol_at(line_of(f.load.node))) for f in faults}


def _find_in_python(source: Source) -> Iterator[_Fault]:
    names = read_python_names(source.root) if source.root is not None else None
    if names is None or names.opaque:
        return
    for load in names.loads:
        found = resolve(load)
        if not found and load.name not in PYTHON and not _expects_missing(load):
            yield _Fault("", load)
        elif found and _is_for_types_only(load, found) and load.name not in PYTHON and not _expects_missing(load):
            yield _Fault("typing", load, found[0])
    yield from (_Fault(u.case, u.load, u.bound) for u in find_unbound(names))


def _find_in_script(source: Source, old: Source | None) -> Iterator[_Fault]:
    names = read_script_names(source.root) if source.root is not None else None
    if names is None or names.opaque:
        return
    yield from map(_of_lost, find_outside_uses(names))
    if old is not None and old.root is not None:
        yield from map(_of_lost, find_removed(names, read_script_names(old.root)))


def _of_lost(lost: Lost) -> _Fault:
    return _Fault(lost.case, lost.load, lost.bound)


def _is_for_types_only(load: Load, found: tuple[Binding, ...]) -> bool:
    """Tell whether a name that only a type checker imports is used while the program runs."""
    return not (load.typed or load.erased) and all(binding.role == "typing" for binding in found)


def _expects_missing(load: Load) -> bool:
    """Tell whether the code around a use is ready for a missing name."""
    for outer in ancestors(load.node):
        if outer.type == "try_statement":
            handlers = (text_of(c)[:200] for c in outer.named_children if c.type == "except_clause")
            if any(_CONDITION.search(h) for h in handlers):
                return True
    return False


def _make_hit(fault: _Fault, new: Source, old: Source | None) -> Hit:
    node = fault.load.node
    values = {"name": fault.load.name, "line": str(line_of(fault.bound.node)) if fault.bound else ""}
    case = fault.case
    if not case and old is not None and old.root is not None:
        case = "removed" if fault.load.name in read_python_names(old.root).module.bound else ""
    at = line_of(node)
    return Hit(new.path, at, at, symbol=new.symbol_at(at), case=case, values=values)
