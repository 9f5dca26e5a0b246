"""This module holds the measure of what the checks cost: how many honest remarks about real changes are shown.

    python benchmarks/second_reader/honest_remarks.py CLONE ...

`honest.toml` says where each remark was made; the lines and what a model is told of them come from the clones.
The halves are for what comes: a phrase may be narrowed on the shaping one. Before there were halves, some phrases were
narrowed on remarks of both.
"""

import argparse
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tasks import HALVES, name_clone

from reviewer.app.second.checking.speech import find_fault, type_plainly
from reviewer.app.second.checking.told import Told
from reviewer.app.second.checking.verdicts import addresses_reader
from reviewer.app.second.privacy.discretion import choose_discretion
from reviewer.model.change import Side
from reviewer.model.policy import ReaderPolicy
from reviewer.model.reading import Quote

HONEST = Path(__file__).parent / "honest.toml"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of a commit, both ends included, on its own side (`new`) or on that of its parent (`old`), and remarks."""

    repository: str
    commit: str
    path: str
    line: int
    end_line: int
    side: Side
    remarks: tuple[str, ...]

    @property
    def half(self) -> str:
        """The half of its commit, chosen as that of a task is."""
        return HALVES[sha256(f"{self.repository}@{self.commit[:12]}".encode()).digest()[0] % 2]


@dataclass(frozen=True, slots=True)
class Heard:
    """A remark with the reason why it is not shown, empty where it is."""

    stretch: Stretch
    remark: str
    fault: str


def main() -> int:
    """Print how many remarks are shown and why others are not; exit with 1 where a stretch is not in its clone."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", nargs="+", type=Path, help="folders OWNER+NAME or OWNER+NAME/repo")
    clones = {name_clone(clone): clone for clone in parser.parse_args().clones}
    heard: list[Heard] = []
    failed = 0
    stretches = list_stretches()
    for missing in sorted({stretch.repository for stretch in stretches} - set(clones)):
        print(f"no clone of {missing}: left out")
    for stretch in stretches:
        if stretch.repository not in clones:
            continue
        try:
            heard += hear(stretch, clones[stretch.repository])
        except (LookupError, subprocess.CalledProcessError) as fault:
            sys.stderr.write(f"{stretch.repository} {stretch.commit[:12]} {stretch.path}: {fault}\n")
            failed += 1
    print("\n".join(tell(heard)))
    return int(failed > 0)


def list_stretches() -> list[Stretch]:
    """Return every stretch with its remarks, in the order of `honest.toml`."""
    rows = tomllib.loads(HONEST.read_text(encoding="utf-8"))["change"]
    return [Stretch(**{**row, "remarks": tuple(row["remarks"])}) for row in rows]


def hear(stretch: Stretch, clone: Path) -> Iterator[Heard]:
    """Yield the remarks about a stretch, checked as if a model had been told its message, its diff and the whole file.

    Raises `LookupError` where the lines are not there, or tell a reader what to decide.
    """
    commit = stretch.commit
    text = _ask_git(clone, "show", f"{commit if stretch.side == 'new' else f'{commit}^'}:{stretch.path}")
    lines = [line.removesuffix("\r") for line in text.split("\n")][stretch.line - 1 : stretch.end_line]
    quoted = "\n".join(lines)
    if len(lines) != stretch.end_line - stretch.line + 1 or addresses_reader(quoted):
        raise LookupError(f"lines {stretch.line} to {stretch.end_line} cannot be quoted")
    message = _ask_git(clone, "show", "--no-patch", "--format=%B", commit)
    told = Told([message, _ask_git(clone, "diff", "--no-ext-diff", "--no-textconv", f"{commit}^", commit), text])
    quote = Quote(stretch.path, stretch.line, stretch.end_line, stretch.side, quoted)
    redact = choose_discretion(ReaderPolicy()).redact
    for remark in stretch.remarks:
        text = type_plainly(remark)
        yield Heard(stretch, remark, find_fault(text, [quote], told, redact))


def tell(heard: Iterable[Heard]) -> Iterator[str]:
    """Yield what is printed: counts of the whole and of its halves, reasons by number, and what is not shown."""
    known = list(heard)
    halves: Mapping[str, list[Heard]] = {half: [h for h in known if h.stretch.half == half] for half in HALVES}
    for name, part in {"all": known, **halves}.items():
        shown = sum(not item.fault for item in part)
        places = {item.stretch for item in part}
        commits = {place.commit for place in places}
        repositories = {place.repository for place in places}
        yield (
            f"{name}: {shown} of {len(part)} remarks are shown ({100 * shown / max(1, len(part)):.0f} %), about "
            f"{len(places)} places of {len(commits)} changes of {len(repositories)} repositories"
        )
    for fault, number in Counter(item.fault for item in known if item.fault).most_common():
        yield f"{number} not shown: {fault}"
    for item in known:
        if item.fault:
            place = f"{item.stretch.repository} {item.stretch.commit[:12]} {item.stretch.path}:{item.stretch.line}"
            yield f"- ({item.stretch.half}) {place}: {item.fault}: {item.remark}"


def _ask_git(clone: Path, *words: str) -> str:
    command = ["git", "-C", str(clone), *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
