"""This module holds the detector run over clones: what it finds by which sign, and a sample of it to be read.

    python benchmarks/provenance/detect.py CLONES --sample 200 --out sample.csv [--peer PROGRAM] > found.json

CLONES is a folder of clones, one `owner+name` each. The sample is drawn with a fixed seed, so many of every sign that
decided, and has the words of the commit so that somebody can read them; `judged.csv` keeps the verdict without them.
"""

import argparse
import csv
import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from commit_logs import ask_peer, find_clones, read_commits

from reviewer.history.provenance import classify_commit, read_table
from reviewer.model.provenance import CommitText, Verdict

SEED = 20261129
_MACHINES = ("ai_assisted", "ai_authored", "mixed")
# Ways to look, each alone: by where a signal stands.
METHODS = {
    "bot accounts": ("the author's account",),
    "author's mail or name": ("the author's mail", "the author's name"),
    "committer": ("the committer",),
    "mails of trailers": ("the mail of a trailer",),
    "other trailers": ("a trailer",),
    "marks in the message": ("the message", "the subject"),
}


def scan(clone: Path) -> list[tuple[CommitText, Verdict]]:
    """Judge the commits of one clone."""
    table = read_table()
    return [(commit, classify_commit(commit, table)) for commit in read_commits(clone)]


def list_deciding(verdict: Verdict) -> list[tuple[str, str]]:
    """Return tool and place of the signals that say that a machine took part and are not weak."""
    told = ("ai_authored", "ai_assisted", "ai_suggestion_accepted", "declared_ai")
    return [(s.tool, s.where) for s in verdict.signals if s.implies in told and s.strength != "weak"]


def draw_sample(
    judged: dict[str, list[tuple[CommitText, Verdict]]], size: int
) -> list[tuple[str, CommitText, Verdict, tuple[str, str]]]:
    """Draw commits by the sign that decided: the signs in turn, each from anywhere in the clones."""
    by_sign: dict[tuple[str, str], list[tuple[str, CommitText, Verdict]]] = defaultdict(list)
    for name, commits in sorted(judged.items()):
        for commit, verdict in commits:
            if verdict.cls in _MACHINES:
                for sign in set(list_deciding(verdict)):
                    by_sign[sign].append((name, commit, verdict))
    chosen: list[tuple[str, CommitText, Verdict, tuple[str, str]]] = []
    seen: set[str] = set()
    draw = random.Random(SEED)  # noqa: S311 - a sample, no secret
    heaps = {sign: draw.sample(found, len(found)) for sign, found in sorted(by_sign.items())}
    while len(chosen) < size and any(heaps.values()):
        for sign, heap in heaps.items():
            if heap and len(chosen) < size:
                name, commit, verdict = heap.pop()
                if commit.oid not in seen:
                    seen.add(commit.oid)
                    chosen.append((name, commit, verdict, sign))
    return chosen


def count_methods(judged: dict[str, list[tuple[CommitText, Verdict]]]) -> dict[str, int]:
    """Count the commits that each way of looking finds alone, and all of them together."""
    counts: Counter[str] = Counter()
    for commits in judged.values():
        for _, verdict in commits:
            places = {where for _, where in list_deciding(verdict)}
            counts["union"] += bool(places)
            for method, wheres in METHODS.items():
                counts[method] += bool(places & set(wheres))
    return dict(counts)


def compare_peer(program: str, judged: dict[str, list[tuple[CommitText, Verdict]]]) -> dict[str, dict[str, int]]:
    """Count what another detector and this one find of the same commits, by how sure the other is."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, commits in judged.items():
        said = ask_peer(program, [commit for commit, _ in commits])
        for commit, verdict in commits:
            score, rules = said.get(commit.oid, (0.0, ()))
            ours = verdict.cls in _MACHINES
            hard = bool(set(rules) - {"toolmention"})
            for bar, theirs in (("any word", bool(rules)), ("a rule", hard), ("high", score > 70)):
                counts[bar]["both"] += ours and theirs
                counts[bar]["only this"] += ours and not theirs
                counts[bar]["only the other"] += theirs and not ours
            counts[name]["other, any word"] += bool(rules)
            counts[name]["other, a rule"] += hard
    return {name: dict(found) for name, found in counts.items()}


def main() -> None:
    """Write the counts as JSON, and the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--peer", default="")
    parser.add_argument("--leave-out", nargs="*", default=[])
    given = parser.parse_args()
    clones = {name: clone for name, clone in find_clones(given.clones).items() if name not in given.leave_out}
    judged = {name: scan(clone) for name, clone in clones.items()}
    signs = Counter(sign for commits in judged.values() for _, v in commits for sign in set(list_deciding(v)))
    told = {
        "repositories": {name: dict(Counter(v.cls for _, v in commits)) for name, commits in judged.items()},
        "methods": count_methods(judged),
        "signs": {f"{tool}: {where}": count for (tool, where), count in signs.most_common()},
        "peer": compare_peer(given.peer, judged) if given.peer else {},
    }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    if given.out:
        with given.out.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["repository", "commit", "tool", "where", "class", "author", "mail", "message"])
            for name, commit, verdict, (tool, where) in draw_sample(judged, given.sample):
                row = [name, commit.oid[:12], tool, where, verdict.cls, commit.author_name, commit.author_mail]
                writer.writerow([*row, commit.message])


if __name__ == "__main__":
    main()
