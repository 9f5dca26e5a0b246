"""This module holds the entry point: it runs a command and turns every outcome into an exit code."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewer import __version__
from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    import typer

DONE, FOUND, NO_REVIEW, BUG = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 something found, 2 no review was made, 3 our bug."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["--version"], ["-V"]):
        sys.stdout.write(f"reviewer {__version__}\n")
        return DONE
    _speak_utf8()
    try:
        return _run(given)
    except ReviewerError as fault:
        _complain(fault.message, fault.hint)
        return NO_REVIEW
    except BrokenPipeError:
        # The reader closed the pipe (`| head`): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        _complain("interrupted.", "")
        return NO_REVIEW
    except Exception:  # noqa: BLE001 - the one place where a bug of ours is shown as such
        import traceback

        sys.stderr.write(_quiet(traceback.format_exc()))
        _complain("this is a bug of reviewer, not of your code.", "Please report the lines above and the command.")
        return BUG


def build_app() -> "typer.Typer":
    """Put the commands together."""
    import typer

    from reviewer.cli import check, index, map, rules  # noqa: A004 - the command's name
    from reviewer.cli.action.command import action
    from reviewer.cli.collect import collect
    from reviewer.cli.facts import app as facts_app
    from reviewer.cli.hook import app as hook_app
    from reviewer.cli.init import init
    from reviewer.cli.past import calibrate, history, trace
    from reviewer.cli.provenance import provenance
    from reviewer.cli.report import report

    app = typer.Typer(
        name="reviewer",
        help="Say where a senior must look in a change, and why.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.command("check")(check.check)
    app.command("history")(history.history)
    app.command("trace")(trace.trace)
    app.command("calibrate")(calibrate.calibrate)
    app.command("provenance")(provenance)
    app.command("index")(index.index)
    app.command("map")(map.map_)
    app.command("collect")(collect)
    app.command("report")(report)
    app.command("init")(init)
    app.command("action")(action)
    app.add_typer(facts_app, name="facts")
    app.add_typer(hook_app, name="hook")
    app.add_typer(rules.app, name="rules")
    return app


def _run(given: list[str]) -> int:
    import typer

    try:
        outcome = build_app()(given, standalone_mode=False)
    except typer.TyperException as fault:
        _show(fault)
        return NO_REVIEW
    except SystemExit:
        # Typer ends the process by itself for one reason only: the reader closed the pipe.
        raise BrokenPipeError from None
    except typer.Abort:
        return NO_REVIEW
    sys.stdout.flush()
    return outcome if isinstance(outcome, int) else DONE


def _show(fault: "typer.TyperException") -> None:
    """Say what is wrong with the arguments; what typer raises itself shows the usage as well."""
    if hasattr(fault, "message"):
        fault.message = fault.message.replace("Value error, ", "")  # pydantic's word, not ours
    show = getattr(fault, "show", None)
    if show is None:
        _complain(fault.format_message(), "`reviewer --help` shows what there is.")
    else:
        show()


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says, so that equal input gives equal bytes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _complain(message: str, hint: str) -> None:
    from reviewer.render.escape import escape_text

    lines = [escape_text(line) for line in f"reviewer: {message}".split("\n")]
    sys.stderr.write(_quiet("\n".join([*lines, *([f"  {escape_text(hint)}"] if hint else [])]) + "\n"))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from reviewer.render.forge.commands import render_fault

        sys.stdout.write(render_fault(f"{message} {hint}".strip()))


def _quiet(text: str) -> str:
    """Return text for a terminal; a job's log takes some lines for commands, and whose words they are is not known."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    from reviewer.render.forge.commands import quiet

    return quiet(text)
