"""This module holds how `reviewer collect` reads from a disk: a clone, or files that somebody exported."""

import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from reviewer.adapters.git.process import Session, run_git
from reviewer.adapters.git.repository import open_repository
from reviewer.adapters.github.auth import Access
from reviewer.adapters.store import StoredRepository, open_store
from reviewer.adapters.store.files import open_file
from reviewer.app.collect.facts import write_facts
from reviewer.app.collect.git import Gathered, collect_git
from reviewer.app.collect.imports import Imported, import_files
from reviewer.cli.wiring.console import show_bar
from reviewer.errors import ReviewerError
from reviewer.render.escape import escape_text

# `git@host:owner/name.git` or `https://user@host/owner/name`; the user may be a token, and is not looked at.
_REMOTE = re.compile(
    r"(?:\w+://(?:[^@/\s]*@)?(?P<host>[\w.-]+)(?::\d+)?/|(?:[^@/:\s]+@)?(?P<place>[\w.-]+):/?(?!/))"
    r"(?P<name>[\w.-]+(?:/[\w.-]+)+)/?",
    re.ASCII,
)


def collect_from_disk(
    folder: Path | None, names: Sequence[str], clone: str, files: Sequence[Path], variables: Mapping[str, str]
) -> int:
    """Read a clone, files, or both into one repository of the store. Return the exit code."""
    if len(names) > 1:
        raise ReviewerError("a clone and files are of one repository.", "Name one as `OWNER/REPO`.")
    store, opened = open_store(folder), [open_file(path) for path in files]
    if not clone:
        if not names:
            raise ReviewerError("of which repository the files are is not known.", "Name it as `OWNER/REPO`.")
        kept = store.repository(names[0], Access(variables).host)
        with kept.lock():
            _say(kept, import_files(kept, opened))
        return 0
    with open_repository(clone) as repository:
        name, host = _find_remote(repository.root)
        if not (names or name):
            raise ReviewerError("of which repository this is a clone is not known.", "Name it as `OWNER/REPO`.")
        kept = store.repository(names[0] if names else name, host or Access(variables).host)
        with kept.lock():
            show = show_bar(kept.name, "commits")
            branch = repository.default_branch
            places = (f"origin/{branch}", branch) if branch else ()
            head = next((place for place in places if repository.find(place)), "HEAD")
            gathered = collect_git(repository, kept, head=head, tell=show)
            show(0, 0)
            _say(kept, gathered, import_files(kept, opened) if opened else None)
    return 0


def _find_remote(root: str) -> tuple[str, str]:
    """Return name and host of what a clone is a clone of; empty where it does not say."""
    said = run_git(Session(Path(root)), ["config", "--get", "remote.origin.url"], accept=None)
    found = _REMOTE.fullmatch(said.line)
    return (found["name"].removesuffix(".git"), (found["host"] or found["place"]).lower()) if found else ("", "")


def _say(kept: StoredRepository, *outcomes: Gathered | Imported | None) -> None:
    """Write the facts, and say what came of it and what it leaves unknown."""
    manifest = write_facts(kept, int(time.time()))
    told = [_describe(outcome) for outcome in outcomes if outcome]
    lines = [f"{kept.name}: {', '.join(told)}."]
    if manifest.unknown:
        lines.append(f"  What cannot be known of this alone: {', '.join(manifest.unknown)}.")
    sys.stdout.write("".join(f"{escape_text(line)}\n" for line in lines))


def _describe(outcome: Gathered | Imported) -> str:
    if isinstance(outcome, Imported):
        return ", ".join(f"{count:,} records of kind {kind}" for kind, count in sorted(outcome.counts.items()))
    cut = "" if outcome.whole else ", where the clone begins"
    return f"{outcome.read:,} new commits of {outcome.commits:,}{cut}"
