"""This module holds where Rust's `mod name;` leads."""

from posixpath import basename, dirname

from reviewer.change.syntax.imports import Import
from reviewer.index.resolve.resolution import UNKNOWN, Resolution
from reviewer.index.resolve.tree import Tree, join_path


def find_declared(tree: Tree, path: str, imported: Import) -> Resolution:
    """Return the file of a declared module: beside the file or in the folder that is named like it.

    Inside of another module's braces it may lie deeper, so that any file of the name below the folder is a doubt.
    """
    folder, name = dirname(path), imported.module
    own = join_path(folder, basename(path).removesuffix(".rs")) or ""
    for place in (folder, own):
        for inside in (f"{name}.rs", f"{name}/mod.rs"):
            found = join_path(place, inside)
            if found is not None and found in tree.files:
                return Resolution("found", found)
    wanted = join_path(folder, name) or name
    ends = (f"/{name}.rs", f"/{name}/mod.rs")
    near = any(other.endswith(ends) and other.startswith(f"{folder}/") for other in tree.files)
    if imported.guarded or near or tree.may_be_made(wanted) or not name.isidentifier():
        return UNKNOWN
    return Resolution("missing", wanted)
