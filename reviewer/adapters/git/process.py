"""This module holds the one way in which git is started: hardened environment, flags and time limit."""

import os
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from git.cmd import Git

TIME_LIMIT = 120.0
_OLDEST = (2, 36)
_INSTALL = f"Install git {_OLDEST[0]}.{_OLDEST[1]} or newer and make sure that it is found on PATH."

# None of these may be answered by the reviewed repository, by the user's own settings, or by a caller's environment.
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "0",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SETTINGS = (
    "core.alternateRefsCommand=false",
    f"core.attributesFile={os.devnull}",
    "core.bigFileThreshold=1m",
    "core.editor=false",
    "core.fsmonitor=false",
    "core.fsync=none",
    "core.gitProxy=false",
    f"core.hooksPath={os.devnull}",
    "core.looseCompression=0",
    "core.pager=cat",
    "core.quotePath=false",
    "core.safecrlf=false",
    "core.sshCommand=false",
    "core.untrackedCache=false",
    "credential.helper=",
    "diff.external=",
    "gc.auto=0",
    "gpg.program=false",
    "log.showSignature=false",
    "maintenance.auto=false",
    "protocol.allow=never",
    "submodule.recurse=false",
)
_FLAGS = ("--no-pager", *(part for setting in _SETTINGS for part in ("-c", setting)))
_USER_FILES = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM")
# Where git's own programs and GitPython's choice of git are found is the user's business, and says nothing of a place.
_KEPT = ("GIT_EXEC_PATH", "GIT_PYTHON_")


@dataclass(frozen=True, slots=True)
class Session:
    """Where git runs: a directory, the variables that name the repository, and more `-c` settings.

    `trusts_user` lets git read the user's own configuration files; only the command `config` is run that way.
    """

    directory: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    settings: tuple[str, ...] = ()
    trusts_user: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What git said: its exit status, its standard output, and the first line of its complaint."""

    status: int
    output: bytes
    complaint: str

    @property
    def line(self) -> str:
        """The output as one line of text."""
        return self.output.decode("utf-8", "surrogateescape").strip()


def require_git() -> None:
    """Raise `ReviewerError` when git is missing or too old."""
    answer = run_git(Session(Path.cwd()), ["version"])
    found = re.search(r"(\d+)\.(\d+)", answer.line)
    if found and (int(found[1]), int(found[2])) < _OLDEST:
        raise ReviewerError(f"git {found[0]} is too old.", _INSTALL)


def run_git(
    session: Session,
    arguments: Sequence[str],
    *,
    feed: bytes = b"",
    accept: Collection[int] | None = (0,),
    limit: float = TIME_LIMIT,
) -> Answer:
    """Run one git command to its end. `accept=None` takes any exit status.

    Raises `ReviewerError` for a missing git, another status than the accepted ones, and a run over `limit` seconds.
    """
    git = _load_git_class()(session.directory)
    from git.exc import GitCommandNotFound

    command = _build_command(session, git, arguments)
    try:
        # A file, not a pipe, feeds git: nobody has to write while somebody reads, so nothing can wait for ever.
        with TemporaryFile() as source:
            source.write(feed)
            source.seek(0)
            status, output, error = git.execute(
                command,
                istream=source,
                env=_build_environment(session),
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                kill_after_timeout=None if sys.platform == "win32" else limit,
            )
    except (GitCommandNotFound, PermissionError) as problem:
        raise ReviewerError("git is not installed.", _INSTALL) from problem
    return _check(Answer(status, _as_bytes(output), _first_line(error)), arguments, accept)


def start_git(session: Session, arguments: Sequence[str]) -> "Git.AutoInterrupt":
    """Start a git command that answers questions until its input is closed. Raises `ReviewerError` without a git."""
    git = _load_git_class()(session.directory)
    from git.exc import GitCommandNotFound

    command = _build_command(session, git, arguments)
    try:
        return git.execute(command, istream=PIPE, env=_build_environment(session), as_process=True)
    except (GitCommandNotFound, PermissionError) as problem:
        raise ReviewerError("git is not installed.", _INSTALL) from problem


def _build_command(session: Session, git: "Git", arguments: Sequence[str]) -> list[str]:
    program = str(git.GIT_PYTHON_GIT_EXECUTABLE or "git")
    settings = [part for setting in session.settings for part in ("-c", setting)]
    return [*_shed_variables(session), program, *_FLAGS, *settings, *arguments]


def _load_git_class() -> type["Git"]:
    # GitPython runs `git version` when it is imported, and fails or prints if there is none, unless told to be quiet.
    # The import stands here because it takes a tenth of a second, which `reviewer --help` must not pay.
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    from git.cmd import Git

    return Git


def _build_environment(session: Session) -> dict[str, str]:
    hidden = _USER_FILES if session.trusts_user else ()
    return {name: text for name, text in _ENVIRONMENT.items() if name not in hidden} | dict(session.variables)


def _shed_variables(session: Session) -> list[str]:
    """GitPython hands on all of our environment and can only add to it: `env -u` takes git's variables out again."""
    ours = {*_ENVIRONMENT, *session.variables, *(_USER_FILES if session.trusts_user else ())}
    inherited = [n for n in sorted(os.environ) if n.startswith("GIT_") and not n.startswith(_KEPT) and n not in ours]
    return ["env", *(part for name in inherited for part in ("-u", name))] if inherited else []


def _check(answer: Answer, arguments: Sequence[str], accept: Collection[int] | None) -> Answer:
    if answer.status == 127 and answer.complaint.startswith("env:"):
        raise ReviewerError("git is not installed.", _INSTALL)
    if answer.complaint.startswith("Timeout: "):
        raise ReviewerError(f"`git {arguments[0]}` did not come to an end.", "Try a smaller change, or less history.")
    if accept is not None and answer.status not in accept:
        said = answer.complaint or f"exit status {answer.status}"
        raise ReviewerError(
            f"`git {arguments[0]}` failed: {said}.", "Run `git fsck` to see whether the clone is whole."
        )
    return answer


def _as_bytes(output: str | bytes | None) -> bytes:
    return output if isinstance(output, bytes) else (output or "").encode("utf-8", "surrogateescape")


def _first_line(error: str) -> str:
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith("fatal: ")]
    return (fatal or lines or [""])[0].removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
