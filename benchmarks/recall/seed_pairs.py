"""This module holds the planting plan of BigCloneBench's typed pairs, and the repository that holds their first halves.

    python benchmarks/recall/seed_pairs.py DATA_CLONE --each 100 --base pairs.git --out pairs.json
    python benchmarks/recall/measure.py --seeds pairs.json pairs.git --out pairs_results.json

DATA_CLONE is a clone that has `data/raw/TYPE.csv` and `data/raw_neg/TYPE.csv` with the columns FUNCTION_ONE and
FUNCTION_TWO. Every function is used once. WT3 and T4 are left out: most of their labels are wrong (arXiv 2505.04311).
"""

import argparse
import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from placing import Place
from seeds import PAIR_KINDS, Original, Seed, write_seeds
from snippet import Snippet, count_lines, rank

from reviewer.change.syntax.tokens import shape_of

_LEAST_LINES, _LEAST_TOKENS = 6, 50
_WHO = "seed <seed@example.invalid> Thu, 01 Jan 2026 00:00:00 +0000"


def main() -> int:
    """Write the repository and the seeds, and say how many pairs of each type were fit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clone", type=Path)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--base", type=Path, required=True, help="where the bare repository is made")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    used: set[str] = set()
    files: dict[str, str] = {}
    rows: list[tuple[str, Place, Original]] = []
    for kind in (*PAIR_KINDS, "no pair"):
        folders = ("raw", kind) if kind in PAIR_KINDS else ("raw_neg", "MT3")
        for one, two in list(_fit(given.clone, *folders, used))[: given.each]:
            at = len(rows)
            files[f"src/main/java/first/First{at}.java"] = _wrap(f"First{at}", one)
            place, text = f"src/main/java/second/Second{at}.java", _wrap(f"Second{at}", two)
            path, symbol = f"src/main/java/first/First{at}.java", f"First{at}.{_name(one)}"
            original = Original(path, symbol, 2, 1 + one.count("\n"))
            rows.append((kind, Place(place, 0, text, 2, 1 + two.count("\n")), original))
            used |= {one, two}
        sys.stderr.write(f"{kind}: {sum(row[0] == kind for row in rows)} pairs\n")
    revision = _make_repository(given.base, files)
    name = given.base.name
    seeds = [Seed(f"{name}:{p.path}", name, revision, "java", kind, "", p, o) for kind, p, o in rows]
    write_seeds(seeds, given.out)
    return 0


def _fit(clone: Path, folder: str, kind: str, used: set[str]) -> Iterator[tuple[str, str]]:
    """Pairs of at least 6 lines and 50 tokens each that can be read, in an order of their content."""
    command = ["git", "-C", str(clone), "show", f"HEAD:data/{folder}/{kind}.csv"]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8", "replace")
    seen = set(used)
    table = csv.DictReader(io.StringIO(text))
    pairs = [(row["FUNCTION_ONE"].rstrip() + "\n", row["FUNCTION_TWO"].rstrip() + "\n") for row in table]
    for one, two in sorted(set(pairs), key=lambda pair: rank(*pair)):
        if one in seen or two in seen or not all(_is_fit(text) for text in (one, two)):
            continue
        seen |= {one, two}
        yield one, two


def _is_fit(text: str) -> bool:
    big = count_lines(text) >= _LEAST_LINES and len(shape_of(text, "java").tokens) >= _LEAST_TOKENS
    return big and "\r" not in text and Snippet("java", "", text).is_sound and bool(_name(text))


def _name(text: str) -> str:
    root = Snippet("java", "", text).root
    found = next((n for n in root.named_children if n.type == "method_declaration"), None)
    name = found.child_by_field_name("name") if found is not None else None
    return name.text.decode() if name is not None and name.text is not None else ""


def _wrap(name: str, function: str) -> str:
    return f"public class {name} {{\n{function}}}\n"


def _make_repository(folder: Path, files: dict[str, str]) -> str:
    """Write a bare repository with one commit through git's own import, and return the commit."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    parts = [f"commit refs/heads/base\ncommitter {_WHO}\ndata 4\nBase\n".encode()]
    for path, text in files.items():
        data = text.encode()
        parts.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    command = ["git", "-C", str(folder), "fast-import", "--quiet", "--date-format=rfc2822"]
    subprocess.run(command, check=True, input=b"".join(parts))
    subprocess.run(["git", "-C", str(folder), "symbolic-ref", "HEAD", "refs/heads/base"], check=True)
    question = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    return subprocess.run(question, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
