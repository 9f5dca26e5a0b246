"""This module holds what a step leaves behind: lines in its log, its outputs and its summary."""

import sys
from collections.abc import Mapping
from pathlib import Path

from reviewer.cli.action.inputs import Runner
from reviewer.render.forge.commands import quiet


def say(sentence: str) -> None:
    """Write a line into the log of the job, which takes some lines for commands: this one never is."""
    sys.stdout.write(quiet(sentence) + "\n")
    sys.stdout.flush()


def write_outputs(runner: Runner, outputs: Mapping[str, str]) -> None:
    """Append outputs of the step; every value is ours and of one line."""
    if runner.output:
        lines = [f"{name}={' '.join(value.split())}\n" for name, value in outputs.items()]
        _append(runner.output, "".join(lines))


def write_summary(runner: Runner, text: str) -> None:
    """Append Markdown to the summary of the step."""
    if runner.summary:
        _append(runner.summary, text)


def _append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(text)
