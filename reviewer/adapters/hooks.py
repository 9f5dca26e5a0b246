"""This module holds the pre-push hook of a clone: where it lies, what stands in it, and putting it there and away."""

import os
import re
import shlex
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from reviewer.adapters.git.place import Place, find_place
from reviewer.adapters.git.process import Session, run_git
from reviewer.errors import ReviewerError

State = Literal["none", "ours", "changed", "foreign"]
Reach = Literal["clone", "work tree", "user"]

EARLIER = "pre-push.before-reviewer"
# What a team adds to a hook of its own; it lets everybody push who has no reviewer.
TEAM_LINE = '! command -v reviewer >/dev/null || reviewer hook run "$@" || exit 1'

_LARGEST = 100_000
_DIGEST = re.compile(r"(?<=^# Written by `reviewer hook install` \()[0-9a-f]{12}(?=\))", re.MULTILINE)
# `-P` keeps the pushed work tree from being searched for Python modules. A process that cannot start ends with 1 too,
# so `--version` is asked first. Only 1 stops a push.
_SCRIPT = f"""\
#!/bin/sh
# Written by `reviewer hook install` (000000000000); `reviewer hook uninstall` takes it away.
# It reviews what is pushed; `git push --no-verify` pushes without it.
refs=$(cat)
feed() {{ [ -z "$refs" ] || printf '%s\\n' "$refs"; }}
earlier="${{0%/*}}/{EARLIER}"
if [ -x "$earlier" ]; then feed | "$earlier" "$@" || exit; fi
python={{python}}
if "$python" -P -m reviewer --version >/dev/null 2>&1; then
  feed | "$python" -P -m reviewer hook run "$@" >&2
elif reviewer --version >/dev/null 2>&1; then
  feed | reviewer hook run "$@" >&2
else
  echo 'reviewer: not found, neither where it was nor on PATH: the push goes on without a review.' >&2
fi
[ $? -ne 1 ]
"""


@dataclass(frozen=True, slots=True)
class Hook:
    """The place of a pre-push hook, what is there now, and who would run it: this clone, its work tree's users, or all.

    `user`: the folder is named in the user's own settings, so that every repository of theirs runs what is in it.
    """

    path: Path
    state: State
    reach: Reach

    @property
    def earlier(self) -> Path:
        """Where the hook is kept that was there before ours."""
        return self.path.with_name(EARLIER)


def find_hook(directory: str) -> Hook:
    """Find the pre-push hook of a repository, as git does. Raises `ReviewerError` for one that is not ours to touch."""
    place = find_place(directory)
    folder, reach = _find_folder(place)
    path = folder / "pre-push"
    for entry in (path, path.with_name(EARLIER)):
        if entry.is_symlink() or (entry.exists() and not entry.is_file()):
            what = "a symbolic link" if entry.is_symlink() else "no file"
            raise ReviewerError(f"the hook '{entry}' is {what}.", f"Add this line to what it runs: {TEAM_LINE}")
    return Hook(path, _read_state(path), reach)


def install_hook(hook: Hook, python: str) -> bool:
    """Write our hook, and keep an earlier one beside it; return whether anything had to be written.

    `python` is the interpreter that `reviewer` is run with.
    """
    _refuse_changed(hook)
    script = write_script(python)
    if hook.state == "ours" and hook.path.read_bytes() == script:
        return False
    if hook.state == "foreign" and hook.earlier.exists():
        raise ReviewerError(
            f"there are two hooks already: '{hook.path}' and '{hook.earlier}'.", "Put both into one, and try again."
        )
    if hook.state != "none" and not hook.path.stat().st_mode & 0o222:
        raise ReviewerError(
            f"the hook '{hook.path}' is write-protected.", "Make it writable (`chmod u+w`), or add to it."
        )
    moved = hook.state == "foreign"
    try:
        if moved:
            hook.path.rename(hook.earlier)
        write_whole(hook.path, script, mode=0o777)
    except OSError as fault:
        if moved and not hook.path.exists():
            with suppress(OSError):
                hook.earlier.rename(hook.path)
        raise _refuse_writing(hook.path, fault) from None
    return True


def uninstall_hook(hook: Hook) -> bool:
    """Take our hook away and put the earlier one back; return whether there was one of ours."""
    _refuse_changed(hook)
    if hook.state != "ours":
        return False
    try:
        if hook.earlier.exists():
            hook.earlier.replace(hook.path)
        else:
            hook.path.unlink()
    except OSError as fault:
        raise _refuse_writing(hook.path, fault) from None
    return True


def write_script(python: str) -> bytes:
    """Return the hook as it is written: POSIX sh, with a digest of itself that tells whether somebody changed it."""
    return os.fsencode(_sign(_SCRIPT.replace("{python}", shlex.quote(python))))


def write_whole(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file whole or not at all, and follow no link to do so; folders are made. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:  # noqa: PTH123 - by number
            file.write(content)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _find_folder(place: Place) -> tuple[Path, Reach]:
    scope, named = _read_setting(place)
    if not named:
        return place.common_dir / "hooks", "clone"
    folder = place.root / named
    inside = folder.resolve()
    if inside.is_relative_to(place.common_dir):
        return folder, "clone"
    main = place.common_dir.parent if place.common_dir.name == ".git" else None
    if any(tree is not None and inside.is_relative_to(tree) for tree in (place.worktree, main)):
        return folder, "work tree"
    return folder, "clone" if scope in {"local", "worktree"} else "user"


def _read_setting(place: Place) -> tuple[str, str]:
    """Return where `core.hooksPath` is set and what it says, by the user's settings and not by those we give to git."""
    variables = {"GIT_DIR": str(place.git_dir), "GIT_WORK_TREE": str(place.root)}
    session = Session(place.root, variables, trusts_user=True)
    arguments = ["config", "--show-scope", "-z", "--type=path", "--get-all", "core.hooksPath"]
    words = os.fsdecode(run_git(session, arguments, accept=None).output).split("\0")
    said = [pair for pair in zip(words[::2], words[1::2], strict=False) if pair[0] != "command"]
    return said[-1] if said else ("", "")


def _read_state(path: Path) -> State:
    if not path.exists():
        return "none"
    try:
        with path.open("rb") as file:
            text = os.fsdecode(file.read(_LARGEST))
    except OSError as fault:
        raise ReviewerError(f"the hook '{path}' cannot be read: {fault.strerror}.", "Check its rights.") from None
    if not _DIGEST.search(text):
        return "foreign"
    return "ours" if _sign(text) == text else "changed"


def _sign(text: str) -> str:
    blank = _DIGEST.sub("0" * 12, text, count=1)
    return _DIGEST.sub(sha256(os.fsencode(blank)).hexdigest()[:12], blank, count=1)


def _refuse_changed(hook: Hook) -> None:
    if hook.state == "changed":
        raise ReviewerError(
            f"'{hook.path}' was written by reviewer and changed since.",
            f"Move your lines to '{hook.earlier}', which is called first, remove the file, and try again.",
        )


def _refuse_writing(path: Path, fault: OSError) -> ReviewerError:
    return ReviewerError(f"the hook '{path}' cannot be written: {fault.strerror}.", "Check the folder and its rights.")
