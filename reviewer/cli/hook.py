"""This module holds the commands `reviewer hook install | uninstall | run`."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.wiring.gate import FailOn, list_breaches
from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.adapters.git.repository import GitRepository
    from reviewer.adapters.hooks import Hook
    from reviewer.app.check import Checked
    from reviewer.cli.wiring.pushes import Push
    from reviewer.model.finding import Finding

app = typer.Typer(help="Review what is pushed, before it is.", no_args_is_help=True, rich_markup_mode=None)

_MOST = 20
_Repo = Annotated[str, typer.Option(help="A folder of the repository.", metavar="DIR")]


@app.command("install")
def install(
    *,
    repo: _Repo = ".",
    force: Annotated[bool, typer.Option("--force", help="Also where it is not for this clone alone.")] = False,
) -> int:
    """Write a pre-push hook; one that is there already is kept, and called first."""
    from reviewer.adapters.hooks import TEAM_LINE, find_hook

    hook = find_hook(repo)
    if hook.reach != "clone" and not force:
        hint = f"Add this line to your own hook, before what reads its input, or use --force: {TEAM_LINE}"
        raise ReviewerError(f"{describe_reach(hook)}.", hint)
    sys.stdout.write(write_hook(hook) + "\n")
    return 0


@app.command("uninstall")
def uninstall(*, repo: _Repo = ".") -> int:
    """Take the hook away, and put the earlier one back."""
    from reviewer.adapters.hooks import find_hook, uninstall_hook

    hook = find_hook(repo)
    had_earlier = hook.earlier.exists()
    if not uninstall_hook(hook):
        said = f"No hook of reviewer is at {hook.path}: nothing was changed."
    elif had_earlier:
        said = f"The hook is gone, and the earlier one is back: {hook.path}"
    else:
        said = f"The hook is gone: {hook.path}"
    sys.stdout.write(said + "\n")
    return 0


@app.command("run")
def run(
    remote: Annotated[str, typer.Argument(help="The remote that git pushes to.", show_default=False)] = "",
    url: Annotated[str, typer.Argument(help="Its address.", show_default=False)] = "",
    *,
    fail_on: FailOn = "",
) -> int:
    """Review what is pushed, as git's pre-push hook: findings stop the push (1), and nothing else does.

    The refs are read from standard input, or from the environment of the pre-commit framework.
    """
    told = sys.stdin is not None and not sys.stdin.isatty()
    if not told and "PRE_COMMIT" not in os.environ:
        hint = "`reviewer hook install` has git run it; `reviewer check` needs no push."
        raise ReviewerError("`reviewer hook run` is told what is pushed by git.", hint)
    grave: list[Finding] = []
    with _go_on("no review"):
        from reviewer.adapters.git.repository import open_repository
        from reviewer.cli.wiring.pushes import find_pushed, read_pushes

        pushes = read_pushes(sys.stdin.buffer.read() if told else b"", os.environ)
        with open_repository(find_pushed(os.environ)) as repository:
            for push in pushes[:_MOST]:
                with _go_on(f"no review of {_name(push)}"):
                    grave += _review(repository, push, fail_on)
        if pushes[_MOST:]:
            _say(f"{len(pushes) - _MOST} more branches were not looked at: {_MOST} are, at a time.")
    if grave:
        _stop(grave, remote if remote != url else "")
    return int(bool(grave))


def write_hook(hook: "Hook") -> str:
    """Write the hook, and return what was done in a sentence."""
    from reviewer.adapters.hooks import install_hook

    if not install_hook(hook, _find_python()):
        return f"The hook is there already: {hook.path}"
    first = f". An earlier one is called first: {hook.earlier}" if hook.earlier.exists() else ""
    return f"Each push is now reviewed by {hook.path}{first}"


def write_script_here() -> str:
    """Return the text of the hook that this interpreter would write."""
    from reviewer.adapters.hooks import write_script

    return os.fsdecode(write_script(_find_python()))


def describe_reach(hook: "Hook") -> str:
    """Return why a hook would not be for this clone alone."""
    if hook.reach == "work tree":
        return f"git takes its hooks from the work tree (core.hooksPath): '{hook.path}' would be a file of the team"
    return f"your own settings say where hooks lie (core.hooksPath): '{hook.path}' would run in all your repositories"


@contextmanager
def _go_on(what: str) -> Iterator[None]:
    """Say in one line why there is no review: that is no reason to keep somebody from pushing."""
    try:
        yield
    except ReviewerError as fault:
        _say(f"{what}: {' '.join(f'{fault.message} {fault.hint}'.split())} The push goes on.")
    except Exception as fault:  # noqa: BLE001 - a bug of ours must not stop a push either
        _say(f"{what}: a bug of reviewer ({type(fault).__name__}: {fault}). The push goes on.")


def _review(repository: "GitRepository", push: "Push", fail_on: str) -> "list[Finding]":
    """Review what is pushed to one place, show it, and return the findings that stop the push."""
    from reviewer.cli.wiring.checking import read_shipped_pages
    from reviewer.cli.wiring.console import describe_terminal, show_progress
    from reviewer.cli.wiring.pushes import choose_base
    from reviewer.render.text import render_text
    from reviewer.render.verdict import select, state_verdict

    base, compared = choose_base(repository, push)
    pages = read_shipped_pages()
    tell = show_progress()
    try:
        checked = _check(repository, base, push.head, pages, tell)
    finally:
        tell("")
    review = checked.review
    if all(finding.waived for finding in review.findings):
        _say(f"{_name(push)}: {state_verdict(review, select(review, show_all=False))} ({compared})")
        return []
    _say(f"{_name(push)} ({compared})")
    text = render_text(review, terminal=describe_terminal(repository.root))
    ends = (("base", review.change.base), ("head", review.change.head))
    named = " ".join(f"--{side} {end.commit[:12]}" for side, end in ends if end.commit)
    sys.stdout.write(f"\n{text}\nall of it: reviewer check {named} --all\n")
    return list(list_breaches(checked, fail_on, pages))


def _check(
    repository: "GitRepository", base: str, head: str, pages: Mapping[str, str], tell: Callable[[str], None]
) -> "Checked":
    from reviewer.app.check import check_change
    from reviewer.cli.wiring.checking import request_range
    from reviewer.cli.wiring.facts import open_store
    from reviewer.ports import Range

    request = request_range(Range(base, head), pages, repository.root)
    return check_change(repository, request, tell, open_store(repository, None))


def _stop(grave: "list[Finding]", remote: str) -> None:
    from reviewer.render.verdict import count_of, state_severities
    from reviewer.risk.budget import rank

    where = f" to '{remote}'" if remote else ""
    _say(f"the push{where} is stopped by {count_of(len(grave), 'finding')} ({state_severities(grave)}).")
    rule = min(grave, key=rank).rule
    sys.stdout.write(
        f"  To accept one, commit a comment on its line: `reviewer: allow[{rule}] the reason`\n"
        "  To push all the same: `git push --no-verify`\n"
    )


def _find_python() -> str:
    return Path(sys.executable).as_posix()


def _name(push: "Push") -> str:
    return f"'{', '.join(push.names)}'"


def _say(sentence: str) -> None:
    from reviewer.render.escape import escape_text

    sys.stdout.write(f"reviewer: {escape_text(sentence)}\n")
    sys.stdout.flush()
