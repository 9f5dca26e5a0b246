"""This package holds the rules of who may import whom that a repository declares, read from where teams keep them.

Nothing is executed, and what a settings file does not say in plain literals forbids nothing. Go's `internal` folders
are left to its compiler, which sees every import; ArchUnit's rules are programs, and packwerk's packages know each
other by constants and not by imports: none of them is read.
"""

from collections.abc import Callable, Iterator
from weakref import WeakKeyDictionary

from reviewer.change.late import compile_late
from reviewer.index.layers.contract import Contract, quote
from reviewer.index.layers.dependency_cruiser import read_dependency_cruiser
from reviewer.index.layers.deptrac import read_deptrac
from reviewer.index.layers.eslint_rules import read_eslint
from reviewer.index.layers.import_linter import read_import_linter
from reviewer.index.layers.own_layers import read_own_layers
from reviewer.index.layers.tach import read_tach
from reviewer.index.revision import Index

__all__ = ["Contract", "is_contract_file", "note_empty_layers", "read_contracts"]

_Reader = Callable[[Index, str, bytes], Iterator[Contract]]
_CRUISER = ".dependency-cruiser"
_READERS: dict[str, tuple[_Reader, ...]] = {
    "pyproject.toml": (read_import_linter, read_own_layers),
    "setup.cfg": (read_import_linter,),
    ".importlinter": (read_import_linter,),
    "reviewer.toml": (read_own_layers,),
    "tach.toml": (read_tach,),
    **{f"{_CRUISER}{end}": (read_dependency_cruiser,) for end in (".js", ".cjs", ".mjs", ".json", "rc", ".config.js")},
    **{f".eslintrc{end}": (read_eslint,) for end in ("", ".json", ".js", ".cjs")},
    **{f"eslint.config.{end}": (read_eslint,) for end in ("js", "cjs", "mjs", "ts", "mts", "cts")},
    **dict.fromkeys(("deptrac.yaml", "deptrac.yml", "depfile.yaml", "depfile.yml"), (read_deptrac,)),
}
# The outermost settings files of a kind; a repository with more holds copies or examples.
_MOST_OF_A_KIND = 40
_LONGEST_FILE = 300_000
# Settings that a tool's own tests and manuals show bind nobody.
_SHOWN = compile_late(r"(?:^|/)(?:tests?|__tests__|specs?|docs?|examples?|samples?|fixtures?|node_modules)/")
_READ: "WeakKeyDictionary[Index, tuple[Contract, ...]]" = WeakKeyDictionary()


def read_contracts(index: Index) -> tuple[Contract, ...]:
    """Return what a revision declares, in the order of the files' paths; read once."""
    if index not in _READ:
        _READ[index] = tuple(_read_all(index))
    return _READ[index]


def is_contract_file(path: str) -> bool:
    """Tell by its name whether a file may declare such rules."""
    return path.rpartition("/")[2] in _READERS


def note_empty_layers(index: Index) -> tuple[str, ...]:
    """Return a sentence about every declared layer that no file of the revision is in; it forbids nothing."""
    return tuple(
        f"the layer {quote(name)} in {contract.origin} matches no file"
        for contract in read_contracts(index)
        for name, matches in contract.layers
        if not any(map(matches, index.paths))
    )


def _read_all(index: Index) -> Iterator[Contract]:
    places: dict[str, list[str]] = {}
    for path in index.paths:
        name = path.rpartition("/")[2]
        if name in _READERS and not _SHOWN.search(path):
            places.setdefault(name, []).append(path)
    outermost = (sorted(found, key=lambda p: (p.count("/"), p))[:_MOST_OF_A_KIND] for found in places.values())
    for path in sorted(path for found in outermost for path in found):
        at_root_only = read_own_layers
        data = index.read(path)
        if data is None or len(data) > _LONGEST_FILE or index.file_class(path) in ("fixture", "vendored", "example"):
            continue
        for reader in _READERS[path.rpartition("/")[2]]:
            if reader is not at_root_only or "/" not in path:
                yield from reader(index, path, data)
