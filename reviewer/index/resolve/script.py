"""This module holds where the imports of JavaScript and TypeScript lead."""

from collections.abc import Iterable, Sequence
from functools import cache
from posixpath import dirname

from reviewer.change.late import compile_late
from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.resolution import EXTERNAL, UNKNOWN, NameStatus, Resolution
from reviewer.index.resolve.script_names import OPEN, Exports, read_script_exports
from reviewer.index.resolve.script_settings import ScriptSettings
from reviewer.index.resolve.tree import Tree, join_path
from reviewer.index.revision import Index

_CODE = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_WRITTEN = {".js": (".ts", ".tsx", ".d.ts", ".jsx"), ".jsx": (".tsx",), ".mjs": (".mts", ".d.mts")}
_WRITTEN |= {".cjs": (".cts", ".d.cts"), ".d.ts": (".ts", ".tsx")}
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
_TRIED = (*_CODE, *_DECLARATIONS, ".json", ".node")
_SUFFIX = compile_late(r"\.(?:d\.[mc]?ts|[A-Za-z0-9]+)$")
# What a name may end with that is no file's suffix is legion (`./user.service`); these are files of another kind.
_ASSETS = compile_late(
    r"\.(?:css|scss|sass|less|styl|pcss|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|eot|mp[34]|webm|wasm|node|html?|"
    r"json5?|ya?ml|toml|txt|mdx?|csv|xml|glsl|vert|frag|wgsl|graphql|gql|proto|sql|vue|svelte|astro|hbs|ejs|pug|po)$"
)
_RUNS = compile_late(r"^(?:node|bun|deno|npm|jsr|data|https?|file|virtual|astro|cloudflare|\0)[:]|^[a-z-]+!")
_MOST_STARS = 30


class ScriptImports:
    """Where the imports of the JavaScript and TypeScript files of one revision lead."""

    def __init__(self, index: Index, tree: Tree) -> None:
        self._index, self._tree = index, tree
        self._settings = ScriptSettings(index, tree)
        self.exports = cache(self._read_exports)

    def resolve(self, path: str, imported: Import) -> Resolution:
        """Return what an import in a file leads to."""
        module = imported.module
        if "!" in module or "?" in module or "${" in module or "{" in path or "*" in module:
            return UNKNOWN
        if module.startswith("/") or _RUNS.search(module):
            return EXTERNAL if _RUNS.search(module) else UNKNOWN
        if module in (".", "..") or module.startswith(("./", "../")):
            place = join_path(dirname(path), module)
            return UNKNOWN if place is None else self._lead(place, imported, of_folder=module.endswith(("/", ".")))
        return self._resolve_bare(path, module, imported)

    def _resolve_bare(self, path: str, module: str, imported: Import) -> Resolution:
        mapped = self._settings.map_alias(path, module)
        if mapped:
            found = self._find_among(mapped, imported)
            return found or (UNKNOWN if len(mapped) > 1 else self._lead(mapped[0], imported))
        folder = self._settings.package_folder(module)
        if folder is None:
            return UNKNOWN if module[:1] in "#~" or module.startswith("@/") else EXTERNAL
        unseen = Resolution("found", folder, dict.fromkeys((name for name, _ in imported.names), "unknown"))
        return self._find_among(self._settings.list_given(module), imported) or unseen

    def _lead(self, place: str, imported: Import, *, of_folder: bool = False) -> Resolution:
        found = None if of_folder and not self._tree.is_folder(place) else self._find_among([place], imported)
        if found:
            return found
        if _ASSETS.search(place) or self._tree.may_be_made(_SUFFIX.sub("", place)) or self._tree.may_be_made(place):
            return UNKNOWN
        stem = _SUFFIX.sub("", place.rpartition("/")[2])
        made = len(stem) > 4 and self._settings.mentions(stem, place)
        return UNKNOWN if made or self._is_near(place) else Resolution("missing", place)

    def _find_among(self, places: Iterable[str], imported: Import) -> Resolution | None:
        """Return the first file that some places stand for; it is certain where no two of them hold code."""
        found = list(dict.fromkeys(path for place in places for path in self._spell(place)))
        if not found:
            return None
        names = {name: self._look_for(found[0], name) for name, _ in imported.names}
        return Resolution("found", found[0], names, len([f for f in found if not f.endswith(_DECLARATIONS)]) <= 1)

    def find_inner(self, path: str, module: str) -> str:
        """Return the one file for which the package around a file has a name of its own (`#name`)."""
        found = {self.find(place) for place in self._settings.list_inner(path, module)}
        return found.pop() if len(found) == 1 else ""

    def find_written(self, module: str) -> str:
        """Return the file from which a package of the repository is built, where only what is built is given out."""
        for place in self._settings.list_given(module):
            folder, _, built = place.partition("/dist/" if "/dist/" in place else "/build/")
            found = self.find(f"{folder}/src/{built}") if built else ""
            if found.endswith(_CODE):
                return found
        return ""

    def find(self, place: str) -> str:
        """Return the file that a path without its suffix, or with that of what is built from it, stands for."""
        return next(iter(self._spell(place)), "")

    def _spell(self, place: str) -> list[str]:
        """Return the files that a place may stand for, best first."""
        suffix = next((s for s in (".d.ts", *_WRITTEN) if place.endswith(s)), "")
        stem = place.removesuffix(suffix)
        tried = [place] + [stem + other for other in _WRITTEN.get(suffix, ())] + [place + other for other in _TRIED]
        tried += [f"{place}/index{other}" if place else f"index{other}" for other in _TRIED]
        found = [path for path in tried if path in self._tree.files]
        if found or not self._tree.is_folder(place) or "package.json" not in self._tree.children[place]:
            return found
        return [f"{place}/package.json" if place else "package.json"]

    def _is_near(self, place: str) -> bool:
        """Tell whether there is a file whose name goes on after a dot: one for each platform, or of another kind."""
        folder, _, name = place.rpartition("/")
        stem = _SUFFIX.sub("", name) if name.endswith(_CODE) else name
        names = self._tree.children.get(folder, ())
        return any(n.startswith((f"{name}.", f"{stem}.")) for n in names) or any(
            n.startswith("index.") for n in self._tree.children.get(place, ())
        )

    def _look_for(self, place: str, name: str) -> NameStatus:
        exports = self.export_all(place)
        if name in exports.names:
            return "found"
        return "unknown" if exports.open else "missing"

    def export_all(self, path: str) -> Exports:
        """Return what a file exports, with what its `export *` pass on (all but the default)."""
        names: set[str] = set()
        seen: set[str] = set()
        stack: list[str] = [path]
        while stack:
            current = stack.pop()
            if current in seen:
                continue
            seen.add(current)
            exports = self.exports(current)
            names |= exports.names if current == path else exports.names - {"default"}
            targets = self._starred(current, exports.stars)
            if exports.open or len(seen) > _MOST_STARS or "" in targets:
                return Exports(frozenset(names), open=True)
            stack += targets
        return Exports(frozenset(names))

    def _starred(self, path: str, stars: Sequence[Import]) -> list[str]:
        found = [self.resolve(path, star) for star in stars]
        return [one.path if one.status == "found" and one.path in self._tree.files else "" for one in found]

    def _read_exports(self, path: str) -> Exports:
        if not path.endswith(_CODE) or path.removesuffix(path[-3:]) + ".d.ts" in self._tree.files:
            return OPEN
        source = self._index.source(path)
        return read_script_exports(source) if source is not None else OPEN
