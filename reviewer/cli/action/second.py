"""This module holds how a step of the action lets a second reader add to a review, and when it says why not."""

from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.app.action.trigger import Task
from reviewer.cli.action.inputs import Asked, Inputs, Runner
from reviewer.model.reading import Reading
from reviewer.render.words.second import name_model, state_added, state_end, sum_up

if TYPE_CHECKING:
    from reviewer.app.check import Checked

# A merge group waits for its turn and nobody reads there; what was pushed to the default branch is merged.
_EVENTS = frozenset({"pull_request", "workflow_dispatch"})


def read_words(runner: Runner) -> tuple[str, ...]:
    """Return the title and the text of the pull request that an event is about; nothing where it is about none."""
    pull = runner.payload.get("pull_request")
    words = (pull.get("title"), pull.get("body")) if isinstance(pull, dict) else ()
    return tuple(word for word in words if isinstance(word, str) and word.strip())


def add_second(checked: "Checked", runner: Runner, inputs: Inputs, task: Task, place: Path) -> "Checked | None":
    """Return a review with what a second reader added, or with why it did not; None where it is not asked for.

    A bundle has no reading, so only `mode: all` asks a model, and only where what it says is shown to somebody.
    `place` is where answers are kept, unless the inputs say where.
    """
    asked = inputs.second
    if asked is None or inputs.mode != "all" or task.silent or runner.event not in _EVENTS:
        return None
    # What follows loads pydantic, and the client of the model: not for a run that asks none.
    from reviewer.app.second.reading import attach
    from reviewer.cli.wiring.second import Reader, read_second

    why = _find_obstacle(asked, is_stranger=_is_from_fork(runner))
    if not why:
        folder = Path(asked.replies) if asked.replies else place
        return read_second(checked, Reader(asked.model, asked.budget), folder, lambda _: None)
    return attach(checked, Reading(asked.model, not_done=why))


def state_reading(reading: Reading) -> str:
    """Return a sentence for the log: what a second reader added, and that it did not come to its end, if so."""
    added = sum_up(reading) if reading.not_done else state_added(reading)
    said = "; it ".join(part for part in (added, state_end(reading)) if part)
    return f"Second reader ({name_model(reading)}): {said}."


def _find_obstacle(asked: Asked, *, is_stranger: bool) -> str:
    """Return why no model is asked at all, or nothing; what is not there is no fault of the change."""
    if not asked.has_key and is_stranger:
        return "there is no key, since GitHub gives no secret to a run for a pull request from a fork"
    if not asked.has_key and not asked.base_url:
        return "there is no key: give the input `openai-api-key` a secret"
    if not asked.model and not asked.base_url:
        return "no model is named: set the input `model`"
    return ""


def _is_from_fork(runner: Runner) -> bool:
    """Tell whether a pull request comes from another repository, or from one that is gone."""
    pull = runner.payload.get("pull_request")
    if not isinstance(pull, dict):
        return False
    source = pull["head"].get("repo") or {}
    return str(source.get("full_name", "")).lower() != runner.repository.lower()
