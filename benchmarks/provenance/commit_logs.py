"""This module holds how the commits of a clone are read, so that the detector and its peers see the same ones."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from reviewer.model.provenance import CommitText

_FORMAT = "%H%x00%an%x00%ae%x00%cn%x00%ce%x00%at%x00%B%x00"
_END = b"\0\n"


def read_commits(clone: Path, *, since: str = "2025-01-01") -> Iterator[CommitText]:
    """Yield the commits that lead to the head of a clone, newest first, merges and all, from a day on."""
    command = ["git", "-C", str(clone), "log", f"--format={_FORMAT}", f"--since={since}", "--no-color", "HEAD"]
    output = subprocess.run(command, capture_output=True, check=True).stdout
    for record in output.split(_END):
        fields = record.decode("utf-8", "replace").split("\0")
        if len(fields) == 7:
            oid, author, mail, committer, committer_mail, when, message = fields
            yield CommitText(oid, message.strip(), author, mail, "", committer, committer_mail, int(when))


def find_clones(folder: Path) -> dict[str, Path]:
    """Return the clones in a folder by the name of their repository: OWNER+NAME, or OWNER+NAME/repo."""
    found = {}
    for entry in sorted(folder.iterdir()):
        clone = entry / "repo" if (entry / "repo").is_dir() else entry
        if entry.is_dir() and "+" in entry.name:
            found[entry.name.replace("+", "/", 1)] = clone
    return found


def ask_peer(program: str, commits: list[CommitText]) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Return what another detector says of commits: its score, and the names of its rules that spoke.

    The program reads a line of JSON for each commit (Oid, Author, Committer, Message) and writes one (Oid, Score,
    Findings).
    """
    asked = "".join(
        json.dumps({"Oid": c.oid, "Author": c.author_mail, "Committer": c.committer_mail, "Message": c.message}) + "\n"
        for c in commits
    )
    answer = subprocess.run([program], input=asked.encode(), capture_output=True, check=True).stdout
    found = {}
    for line in answer.splitlines():
        said = json.loads(line)
        rules = tuple(sorted({finding["detector"] for finding in said["Findings"] or ()}))
        found[said["Oid"]] = (float(said["Score"]), rules)
    return found
