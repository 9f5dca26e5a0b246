"""This module holds what a library offers to code outside of the repository: its symbols need no caller inside."""

from pathlib import PurePosixPath

from reviewer.change.late import compile_late
from reviewer.change.settings import read_settings
from reviewer.change.syntax.names import ancestors, text_of
from reviewer.detectors.symbols.new_symbols import NewSymbol
from reviewer.index.view import View

_STAR = compile_late(r"^\s*export\s*\*", 8)
_PYTHON_STAR = compile_late(r"^\s*from\s+\.[\w.]*\s+import\s+\*", 8)
_OFFERS = ("main", "module", "types", "typings", "exports", "browser")
_INDEXES = ("index.ts", "index.tsx", "index.js", "index.mjs", "index.jsx", "mod.ts")


def is_public(view: View, symbol: NewSymbol) -> bool:
    """Tell whether a symbol is offered to, or may be used by, code outside of the repository."""
    language = symbol.source.language or ""
    decide = {"python": _is_public_python, "go": _is_public_go, "java": _is_public_java, "rust": _is_public_rust}
    return decide.get(language, _is_public_script)(view, symbol)


def _is_public_python(view: View, symbol: NewSymbol) -> bool:
    if symbol.name.startswith("_") or symbol.owner.startswith("_"):
        return False
    path = symbol.source.path
    if path.endswith(("/__init__.py", ".pyi")) or "__all__" in symbol.source.data.decode("utf-8", "replace"):
        return True
    home = view.head.source(str(PurePosixPath(path).with_name("__init__.py")))
    if home is not None and _PYTHON_STAR.search(home.data.decode("utf-8", "replace")):
        return True
    if not symbol.owner:
        return False
    return any(site.path.endswith("__init__.py") for site in view.head.find_mentions(symbol.owner, "python"))


def _is_public_go(view: View, symbol: NewSymbol) -> bool:  # noqa: ARG001 - one shape for all languages
    path = f"/{symbol.source.path}"
    if not symbol.name[:1].isupper() or "/internal/" in path or "/cmd/" in path:
        return False
    return b"\npackage main" not in b"\n" + symbol.source.data


def _is_public_java(view: View, symbol: NewSymbol) -> bool:  # noqa: ARG001 - one shape for all languages
    node = symbol.node.parent if symbol.role == "constant" and symbol.node.parent is not None else symbol.node
    head = next((text_of(child) for child in node.children if child.type == "modifiers"), "")
    return (
        "private" not in head.split()
        if symbol.role != "class"
        else {"public", "protected"} & set(head.split()) != set()
    )


def _is_public_rust(view: View, symbol: NewSymbol) -> bool:
    if not symbol.head.lstrip().startswith("pub "):
        return False
    crate = next(
        (str(p) for p in PurePosixPath(symbol.source.path).parents if f"{p}/Cargo.toml" in view.head.paths), ""
    )
    return not crate or f"{crate}/src/lib.rs" in view.head.paths


def _is_public_script(view: View, symbol: NewSymbol) -> bool:
    node = next((n for n in ancestors(symbol.node) if n.type == "export_statement"), None)
    is_default = node is not None and any(child.type == "default" for child in node.children)
    words = symbol.source.data
    if is_default or b"export default " + symbol.name.encode() in words:
        return True
    if node is None and b"export {" not in words and b"exports" not in words:
        return False
    folder = next(
        (p for p in PurePosixPath(symbol.source.path).parents if str(p / "package.json") in view.head.paths), None
    )
    if folder is None or not _is_offered(view, str(folder / "package.json")):
        return False
    return _is_reexported(view, PurePosixPath(symbol.source.path), folder)


def _is_offered(view: View, manifest: str) -> bool:
    """Tell whether a package has an entry that others import."""
    data = view.head.read(manifest)
    if data is None:
        return True
    settings = read_settings(manifest, data.decode("utf-8", "replace").split("\n"))
    return any(setting.path.split(".")[0] in _OFFERS for setting in settings)


def _is_reexported(view: View, path: PurePosixPath, package: PurePosixPath) -> bool:
    """Tell whether an index on the way to the package may pass everything on, or the file is an entry by itself."""
    if path.name in _INDEXES or (view.head.read(str(package / "package.json")) or b"").find(path.stem.encode()) >= 0:
        return True
    folders = [folder for folder in path.parents if folder == package or package in folder.parents]
    for folder in folders[:6]:
        for name in _INDEXES:
            index = view.head.source(str(folder / name))
            if index is not None and _STAR.search(index.data.decode("utf-8", "replace")):
                return True
    return False
