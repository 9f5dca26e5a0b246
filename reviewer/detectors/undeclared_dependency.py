"""This module holds the detection of imports of packages that no manifest declares."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.syntax.imports import Import, find_imports
from reviewer.change.syntax.source import Source
from reviewer.detectors.packages.declared_packages import ECOSYSTEMS, Question, Verdict, name_package
from reviewer.detectors.packages.own_packages import OwnNames
from reviewer.engine.hit import Hit, Options
from reviewer.index.declared import Declared
from reviewer.index.revision import COMMON
from reviewer.index.view import View
from reviewer.model.finding import Related

_CLASSES = frozenset({"production", "script", "test"})
# A package that more files than this mention was there before; nobody needs to look.
_MOST_MENTIONS = 40
# A script that names its own dependencies (PEP 723), and a file that looks for modules elsewhere.
_OWN_WAYS = re.compile(
    rb"(?m)^# /// script\s*$|\bsys\.path\.(?:insert|append|extend)\b|\bsyspath_prepend\b|\bsite\.addsitedir\b"
)
_WORD = compile_late(r"[A-Za-z_$][\w$]*")
# Most imports of more new packages than this are one decision, such as a vendored tree or a new program.
_MOST_PACKAGES = 20


@dataclass(slots=True)
class _Imported:
    """A package that the change imports anew: the first place, and the further ones."""

    file: ChangedFile
    first: Import
    further: list[Related] = field(default_factory=list)


def find_in_change(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the shape of a detector
    """Yield the packages that the change begins to import and that stand in no manifest around."""
    found = _collect(view)
    declared, own = Declared(view.head), OwnNames(view.head)
    if len(found) > _MOST_PACKAGES:
        return
    for (_, package), imported in found.items():
        first, file = imported.first, imported.file
        language = file.language or ""
        question = Question(language, package, first.module, file.path, file.file_class, first.type_only)
        verdict = ECOSYSTEMS[language].judge(question, declared)
        if verdict is None or own.holds(question, named=verdict.case != "dev-only"):
            continue
        if _is_inherited(view, question) or (verdict.case == "absent" and _brings_unknown(view, question)):
            continue
        yield _make_hit(imported, package, verdict)


def _collect(view: View) -> dict[tuple[str, str], _Imported]:
    """Return the packages by ecosystem and name."""
    found: dict[tuple[str, str], _Imported] = {}
    for file in view.files:
        if file.new is None or file.file_class not in _CLASSES or file.language not in ECOSYSTEMS:
            continue
        before = {name_package(file.language, i.module) for i in find_imports(file.old)} if file.old else set()
        for imported in _find_added(file, file.new):
            package = name_package(file.language, imported.module)
            if not package or package in before:
                continue
            key = (ECOSYSTEMS[file.language].name, package)
            kept = found.get(key)
            if kept is None:
                found[key] = _Imported(file, imported)
            elif kept.file is not file:
                kept.further.append(Related(file.path, imported.line, imported.end_line, "", "imported here too"))
    return found


def _find_added(file: ChangedFile, source: Source) -> Iterator[Import]:
    """Yield the imports that run, and that nothing catches, of a source that the change added to."""
    added = file.change.added_lines
    if source.language == "python" and _OWN_WAYS.search(source.data):
        return
    for found in find_imports(source):
        if not any(line in added for line in range(found.line, found.end_line + 1)):
            continue
        if found.level or found.guarded or found.declares or (source.language == "python" and _is_loose(found, source)):
            continue
        yield found


def _is_loose(found: Import, source: Source) -> bool:
    """A test may import inside of its body what it has just written to a folder."""
    return found.type_only or found.dynamic or (found.deferred and source.file_class == "test")


def _is_inherited(view: View, question: Question) -> bool:
    """Tell whether code of the old revision imports the package already, or nobody can tell."""
    word = max(_WORD.findall(question.package), key=len, default="")
    if not word or view.base.count_mentions(word) > COMMON:
        return True
    sites = view.base.find_mentions(word, question.language)
    paths = list(dict.fromkeys(site.path for site in sites))
    if len(paths) > _MOST_MENTIONS:
        return True
    written = ECOSYSTEMS[question.language].written(question.package)
    return any(re.search(written, view.base.read(path) or b"") for path in paths)


def _brings_unknown(view: View, question: Question) -> bool:
    """Tell whether the change declares a package that might ship the module under a name nobody here knows."""
    if question.language != "python":
        return False
    before, after = Declared(view.base), Declared(view.head)
    for file in view.files:
        if file.new is not None and file.path in after.above(question.path, "python"):
            known = before.names_in(file.old.path) if file.old is not None else {}
            if set(after.names_in(file.path)) - set(known):
                return True
    return False


def _make_hit(imported: _Imported, package: str, verdict: Verdict) -> Hit:
    return Hit(
        imported.file.path,
        imported.first.line,
        imported.first.end_line,
        case=verdict.case,
        values={"name": package, "read": _list(verdict.read), "where": verdict.where},
        related=tuple(imported.further[:5]),
        key=f"{package} {verdict.case}",
    )


def _list(paths: tuple[str, ...]) -> str:
    shown = ", ".join(paths[:3])
    return f"{shown} and {len(paths) - 3} more were read" if len(paths) > 3 else f"{shown} {_were(paths)} read"


def _were(paths: tuple[str, ...]) -> str:
    return "was" if len(paths) == 1 else "were"
