"""This module holds the command `reviewer action`."""

import os


def action() -> int:
    """Run as a step of GitHub Actions: review what the event is about, and say so on the pull request.

    Everything is read from the environment; action.yml and docs/action.md say what there is.
    """
    from reviewer.cli.action.step import run_step

    return run_step(os.environ)
