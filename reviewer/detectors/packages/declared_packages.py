"""This module holds how each ecosystem names the package of an import, and finds it in the manifests around."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.change.late import compile_late
from reviewer.change.manifests.mentioned import NPM_LOCKS, PYTHON_LOCKS
from reviewer.change.packages.shipped_modules import find_distribution
from reviewer.change.packages.standard import is_standard
from reviewer.index.declared import Declared
from reviewer.model.change import FileClass

_PYTHON = compile_late(r"[A-Za-z]\w*(?:\.\w+)*")
_NPM = compile_late(r"(@[a-z0-9-][\w.-]*/[\w.-]+|[A-Za-z0-9][\w.-]*)(?=/|$)")
_GO = compile_late(r"[\w-]+(?:\.[\w-]+)+/.+")
_RUST = compile_late(r"[a-z][a-z0-9_]*(?=::|$)")
# Crates whose library has another name, by that name.
_CRATES = {"md5": "md_5", "crypto": "rust_crypto", "sha1": "sha_1", "jsonwebtoken_rs": "jsonwebtoken"}
_BUNDLERS = frozenset(
    {"vite", "rollup", "rolldown", "webpack", "esbuild", "tsup", "tsdown", "parcel", "unbuild", "microbundle", "next"}
    | {"@vercel/ncc", "@rspack/core", "@rsbuild/core", "bun", "nuxt", "astro", "@sveltejs/kit", "react-scripts"}
)


@dataclass(frozen=True, slots=True)
class Question:
    """A package that a file imports: its name, and the module as written."""

    language: str
    package: str
    module: str
    path: str
    file_class: FileClass
    type_only: bool = False

    @property
    def family(self) -> str:
        """The languages that import one another's files."""
        return self.language if self.language in ("python", "go", "rust") else "script"

    @property
    def top(self) -> str:
        """The first part of the name."""
        return re.split(r"[./]|::", self.package)[0]


class Verdict(NamedTuple):
    """What the manifests say of a package that they do not declare for this use: the case, and which were read."""

    case: str
    read: tuple[str, ...]
    where: str = ""


class Ecosystem(NamedTuple):
    """A package manager: how it judges, and how its languages write the import of a package, as a pattern."""

    name: str
    judge: Callable[[Question, Declared], Verdict | None]
    written: Callable[[str], bytes]


def name_package(language: str, module: str) -> str:
    """Return the package that an import asks for, or an empty string for none or one that needs no manifest."""
    bare = module.partition("?")[0]
    if language == "python":
        top = bare.partition(".")[0]
        return top if _PYTHON.fullmatch(bare) and not is_standard("python", top) else ""
    if language == "go":
        return bare if _GO.fullmatch(bare) and not is_standard("go", bare) else ""
    found = (_RUST if language == "rust" else _NPM).match(bare)
    package = found[0] if found else ""
    if not package or ":" in bare or "!" in bare or is_standard(language, package):
        return ""
    return package


def _judge_python(question: Question, declared: Declared) -> Verdict | None:
    above = declared.above(question.path, "python")
    near = {name: group for path in reversed(above) for name, group in declared.names_in(path).items()}
    module = question.module
    found = find_distribution(module, near)
    if found:
        is_dev = near[found] == "dev" and "runtime" in near.values() and question.file_class == "production"
        return Verdict("dev-only", tuple(above), _holder(found, above, declared)) if is_dev else None
    around = declared.around(question.path, "python")
    if not around or any(find_distribution(module, declared.names_in(path)) for path in around):
        return None
    if not any(declared.names_in(path) for path in around):
        return None
    if find_distribution(module, declared.locked(question.path, PYTHON_LOCKS)):
        return Verdict("transitive", tuple(above or around))
    return Verdict("absent", tuple(above or around))


def _judge_npm(question: Question, declared: Declared) -> Verdict | None:
    above = declared.above(question.path, "npm")
    if not above or declared.above(question.path, "deno"):
        return None
    names = {question.package, _types_of(question.package)}
    groups = {path: declared.names_in(path) for path in above}
    holder = next((path for path in above if names & groups[path].keys()), "")
    if holder:
        is_dev = all(groups[p].get(question.package, "dev") == "dev" for p in above)
        # What is bundled is needed for development only.
        is_bundled = any(_BUNDLERS & groups[path].keys() for path in above)
        usual = "runtime" in groups[holder].values() and question.package in groups[holder] and not is_bundled
        plain = usual and question.file_class == "production" and not question.type_only
        return Verdict("dev-only", tuple(above), holder) if is_dev and plain else None
    around = declared.around(question.path, "npm")
    if around is None or any(names & declared.names_in(path).keys() for path in around):
        return None
    if _is_alias(question, declared):
        return None
    locked = declared.locked(question.path, NPM_LOCKS)
    return Verdict("transitive" if question.package in locked else "absent", tuple(above))


def _types_of(package: str) -> str:
    return "@types/" + package.removeprefix("@").replace("/", "__")


def _is_alias(question: Question, declared: Declared) -> bool:
    """Tell whether a setting gives the name, or a part of it, to a folder."""
    parts = question.module.split("/")
    prefixes = "|".join(re.escape("/".join(parts[:n])) for n in range(1, len(parts) + 1))
    named = re.compile(rf"[\"'^]?(?:{prefixes})(?:/?\*|/?[\"'$]|/?\(|:\s)")
    return any(named.search(declared.text(path)) for path in declared.nearest(question.path, "alias"))


def _judge_go(question: Question, declared: Declared) -> Verdict | None:
    above = declared.above(question.path, "go")
    around = declared.around(question.path, "go")
    if not above or around is None:
        return None
    parts = question.package.split("/")
    prefixes = {"/".join(parts[:n]) for n in range(1, len(parts) + 1)}
    if any(prefixes & declared.names_in(path).keys() for path in around):
        return None
    return Verdict("absent", tuple(above[:1]))


def _judge_cargo(question: Question, declared: Declared) -> Verdict | None:
    above = declared.above(question.path, "cargo")
    around = declared.around(question.path, "cargo")
    if not above or around is None:
        return None
    names = {question.package, _CRATES.get(question.package, question.package)}
    names |= {f"rust_{question.package}", f"{question.package}_rs", f"{question.package}_rust"}
    if any(names & declared.names_in(path).keys() for path in around):
        return None
    return Verdict("absent", tuple(above))


def _holder(name: str, paths: list[str], declared: Declared) -> str:
    return next((path for path in paths if name in declared.names_in(path)), "")


def _written_python(package: str) -> bytes:
    return rf"(?m)^\s*(?:from|import)\s[^#\n]{{0,200}}?\b{re.escape(package)}\b".encode()


def _written_npm(package: str) -> bytes:
    return rf"[\"'`]{re.escape(package)}[\"'`/]".encode()


def _written_go(package: str) -> bytes:
    host = "/".join(package.split("/")[:3])
    return rf"\"{re.escape(host)}[\"/]".encode()


def _written_cargo(package: str) -> bytes:
    return rf"\b{re.escape(package)}\b".encode()


_SCRIPT = Ecosystem("npm", _judge_npm, _written_npm)
ECOSYSTEMS = {
    "python": Ecosystem("python", _judge_python, _written_python),
    "javascript": _SCRIPT,
    "typescript": _SCRIPT,
    "tsx": _SCRIPT,
    "go": Ecosystem("go", _judge_go, _written_go),
    "rust": Ecosystem("cargo", _judge_cargo, _written_cargo),
}
