"""This module holds the peers: how each tool is run over a tree, and its clones as pairs of stretches of lines."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

_JSCPD = {"tsx": "tsx"}
_PMD = {"javascript": "ecmascript", "tsx": "typescript"}
_LIMIT_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of a file, 1-based and inclusive."""

    path: str
    first: int
    last: int

    @property
    def lines(self) -> frozenset[int]:
        """The numbers of the lines."""
        return frozenset(range(self.first, self.last + 1))


Pair = tuple[Stretch, Stretch]


@dataclass(frozen=True, slots=True)
class Peer:
    """One tool with one setting. `languages` is empty for any; `run` takes tree, language and a scratch folder.

    One that is `narrow` does not finish over a whole repository and is given the files of originals and copies alone.
    """

    name: str
    languages: tuple[str, ...]
    run: Callable[[Path, str, Path], Sequence[Pair]]
    narrow: bool = False


def find_peers(jscpd: str, pylint: str, pmd: str, pyscn: str) -> list[Peer]:
    """Return the peers whose commands were given, with the settings under which each is measured."""
    found: list[Peer] = []
    if jscpd:
        settings: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
            "jscpd": ((), ()),
            "jscpd --ignore-identifiers --ignore-literals": (("--ignore-identifiers", "--ignore-literals"), ()),
            "jscpd --max-gap-lines 3": (("--max-gap-lines", "3"), ()),
            "jscpd --similarity 0.8": (("--similarity", "0.8"), ("javascript", "typescript", "tsx")),
        }
        for name, (words, languages) in settings.items():
            found.append(Peer(name, languages, _jscpd(jscpd, words)))
    if pylint:
        found.append(Peer("pylint duplicate-code", ("python",), _pylint(pylint)))
    if pmd:
        found.append(Peer("PMD CPD", (), _pmd(pmd, ())))
        words = ("--ignore-identifiers", "--ignore-literals")
        found.append(Peer("PMD CPD --ignore-identifiers --ignore-literals", ("java",), _pmd(pmd, words)))
    if pyscn:
        found.append(Peer("pyscn", ("python",), _pyscn(pyscn), narrow=True))
    return found


def is_reported(pairs: Sequence[Pair], planted: Stretch, original: Stretch) -> bool:
    """Tell whether pairs join the planted function and its original over half of the planted lines, on both sides.

    Several pieces of the same two functions are taken together, which favours the tool.
    """
    here: set[int] = set()
    there: set[int] = set()
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            if one.path == planted.path and other.path == original.path:
                mine, theirs = one.lines & planted.lines, other.lines & original.lines
                if mine and theirs:
                    here |= mine
                    there |= theirs
    return 2 * min(len(here), len(there)) >= len(planted.lines)


def _run(words: Sequence[str], folder: Path) -> str:
    try:
        done = subprocess.run(words, cwd=folder, capture_output=True, check=False, timeout=_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"{words[0]} was stopped after {_LIMIT_SECONDS} s: counted as finding nothing\n")
        return ""
    if done.returncode not in range(64) or (done.returncode and not done.stdout and done.stderr):
        sys.stderr.write(f"{words[0]} ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-300:]}\n")
    return done.stdout.decode("utf-8", "replace")


def _jscpd(command: str, words: Sequence[str]) -> Callable[[Path, str, Path], list[Pair]]:
    def run(tree: Path, language: str, scratch: Path) -> list[Pair]:
        out = scratch / "jscpd"
        report = out / "jscpd-report.json"
        report.unlink(missing_ok=True)
        options = ["-k", "50", "-l", "5", "-r", "json", "-o", str(out), "--no-gitignore", *words]
        _run([command, "--format", _JSCPD.get(language, language), *options, "."], tree)
        if not report.is_file():
            return []
        found = json.loads(report.read_text(encoding="utf-8"))["duplicates"]
        return [(_place(d["firstFile"], tree), _place(d["secondFile"], tree)) for d in found]

    return run


def _place(side: dict[str, object], tree: Path) -> Stretch:
    return Stretch(_below(str(side["name"]), tree), int(str(side["start"])), int(str(side["end"])))


def _below(name: str, tree: Path) -> str:
    path = Path(name)
    return str(path.relative_to(tree)) if path.is_absolute() else name.removeprefix("./")


def _pmd(command: str, words: Sequence[str]) -> Callable[[Path, str, Path], list[Pair]]:
    def run(tree: Path, language: str, scratch: Path) -> list[Pair]:
        options = [
            "--minimum-tokens",
            "50",
            "--format",
            "csv_with_linecount_per_file",
            "--no-fail-on-violation",
            *words,
        ]
        options += ["--no-fail-on-error", "--dir", str(tree)]
        out = _run([command, "cpd", "--language", _PMD.get(language, language), *options], scratch)
        return [pair for row in csv.reader(io.StringIO(out)) for pair in _pmd_row(row, tree)]

    return run


def _pmd_row(row: list[str], tree: Path) -> Iterator[Pair]:
    """tokens, occurrences, then line, line count and path of each."""
    if len(row) < 5 or not row[0].isdigit():
        return
    places = [(row[at + 2], int(row[at]), int(row[at + 1])) for at in range(2, len(row) - 2, 3)]
    yield from combinations([Stretch(_below(path, tree), first, first + n - 1) for path, first, n in places], 2)


def _pylint(command: str) -> Callable[[Path, str, Path], list[Pair]]:
    def run(tree: Path, _language: str, _scratch: Path) -> list[Pair]:
        files = sorted(str(path.relative_to(tree)) for path in tree.rglob("*.py"))
        by_module = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in files}
        words = ["--disable=all", "--enable=duplicate-code", "--output-format=json", "--persistent=n", "--rcfile="]
        out = _run([command, *words, *files], tree)
        pairs: list[Pair] = []
        for message in json.loads(out or "[]"):
            ends = re.findall(r"(?m)^==([\w.\-]+):\[(\d+):(\d+)\]", message["message"])
            # Its ranges count from 0 and end before the last number.
            places = [Stretch(p, int(a) + 1, int(b)) for name, a, b in ends for p in _modules(by_module, name)]
            pairs += combinations(places, 2)
        return pairs

    return run


def _modules(by_module: dict[str, str], name: str) -> Iterator[str]:
    """The files that a module's name may stand for: it lacks the folders that are no packages."""
    yield from (path for module, path in by_module.items() if module == name or module.endswith(f".{name}"))


def _pyscn(command: str) -> Callable[[Path, str, Path], list[Pair]]:
    def run(tree: Path, _language: str, scratch: Path) -> list[Pair]:
        report = scratch / "pyscn.json"
        report.unlink(missing_ok=True)
        _run([command, "analyze", "--json", "--no-open", "--select", "clones", "-o", str(report), "."], tree)
        if not report.is_file():
            return []
        found = json.loads(report.read_text(encoding="utf-8"))["clone"] or {}
        pairs = ((pair["clone1"]["location"], pair["clone2"]["location"]) for pair in found.get("clone_pairs") or ())
        groups = ([c["location"] for c in group["clones"]] for group in found.get("clone_groups") or ())
        both = [*pairs, *(pair for group in groups for pair in combinations(group, 2))]
        return [(_located(a, tree), _located(b, tree)) for a, b in both]

    return run


def _located(place: dict[str, object], tree: Path) -> Stretch:
    return Stretch(_below(str(place["file_path"]), tree), int(str(place["start_line"])), int(str(place["end_line"])))
