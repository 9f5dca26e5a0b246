"""This module holds what the GitHub Action is given: GitHub's own variables, and an input as `REVIEWER_...` each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.adapters.endpoint.request import OPENAI, make_line
from reviewer.app.second.budget import Budget, parse_budget
from reviewer.errors import ReviewerError, suggest
from reviewer.ports import EndpointFault

_LARGEST_PAYLOAD = 30_000_000
# A job that waits is paid for too, so a second reader has less time than on a desk.
_BUDGET = "120s"


@dataclass(frozen=True, slots=True)
class Runner:
    """Where a step runs: what GitHub says in its own variables. `summary` and `output` are files, empty where none."""

    event: str
    payload: dict[str, Any]
    repository: str
    server: str
    api: str
    graphql: str
    commit: str
    summary: str
    output: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The second reader that is asked for: its model and endpoint, both empty where not said, and what it may spend.

    The key stays in the environment. `replies` is the folder in which answers of the endpoint are kept.
    """

    model: str
    budget: Budget
    base_url: str
    has_key: bool
    replies: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the action is to do, an input of action.yml each; empty paths were not given."""

    mode: str
    token: str
    comment: bool
    when_clean: str
    inline: int
    check: bool
    sarif: bool
    label: str
    fail_on: str
    override_label: str
    drafts: bool
    pull_request: int | None
    folder: str
    cache_dir: str
    bundle: str
    spent: tuple[tuple[str, str], ...]
    second: Asked | None = None


def read_runner(variables: Mapping[str, str]) -> Runner:
    """Read what GitHub says of a step. Raises `ReviewerError` where this is none."""
    return Runner(
        event=_need(variables, "GITHUB_EVENT_NAME"),
        payload=_read_payload(variables.get("GITHUB_EVENT_PATH", "")),
        repository=_need(variables, "GITHUB_REPOSITORY"),
        server=variables.get("GITHUB_SERVER_URL", "") or "https://github.com",
        api=variables.get("GITHUB_API_URL", "") or "https://api.github.com",
        graphql=variables.get("GITHUB_GRAPHQL_URL", "") or "https://api.github.com/graphql",
        commit=variables.get("GITHUB_SHA", ""),
        summary=variables.get("GITHUB_STEP_SUMMARY", ""),
        output=variables.get("GITHUB_OUTPUT", ""),
    )


def read_inputs(variables: Mapping[str, str]) -> Inputs:
    """Read the inputs. Raises `ReviewerError` with every fault at once."""
    given = _Given(variables, [])
    inputs = Inputs(
        mode=given.choose("MODE", ("all", "review", "post")),
        token=given.word("TOKEN"),
        comment=given.switch("COMMENT", default=True),
        when_clean=given.choose("WHEN_CLEAN", ("line", "silent")),
        inline=given.count("INLINE", 3, default=3) or 0,
        check=given.switch("CHECK", default=True),
        sarif=given.switch("SARIF", default=True),
        label=variables.get("REVIEWER_LABEL", ""),
        fail_on=given.word("FAIL_ON") or "never",
        override_label=given.word("OVERRIDE_LABEL"),
        drafts=given.switch("DRAFTS", default=False),
        pull_request=given.count("PULL_REQUEST", 2**31, default=None),
        folder=given.word("REPOSITORY_DIR") or variables.get("GITHUB_WORKSPACE", "") or ".",
        cache_dir=given.word("CACHE_DIR"),
        bundle=given.word("BUNDLE"),
        spent=_read_spent(variables.get("REVIEWER_SPENT", "")),
        second=_read_second(given) if given.switch("SECOND_READER", default=False) else None,
    )
    if given.faults:
        listed = "\n  ".join(given.faults)
        raise ReviewerError(
            f"the inputs of the action are not understood:\n  {listed}", "Correct what stands in `with:`."
        )
    return inputs


@dataclass(frozen=True, slots=True)
class _Given:
    """The variables, and what is wrong with them so far."""

    variables: Mapping[str, str]
    faults: list[str]

    def word(self, name: str) -> str:
        return self.variables.get(f"REVIEWER_{name}", "").strip()

    def choose(self, name: str, choices: tuple[str, ...]) -> str:
        """Read one of some words; the first is the default."""
        word = self.word(name) or choices[0]
        if word not in choices:
            self._blame(name, f"one of {', '.join(choices)}{suggest(word, choices)}")
        return word

    def switch(self, name: str, *, default: bool) -> bool:
        word = self.word(name).lower()
        if word not in ("", "true", "false"):
            self._blame(name, "true or false")
        return default if word not in ("true", "false") else word == "true"

    def count(self, name: str, most: int, *, default: int | None) -> int | None:
        word = self.word(name)
        if not word:
            return default
        if not (word.isascii() and word.isdigit() and len(word) < 12 and int(word) <= most):
            self._blame(name, f"a number up to {most:,}")
            return default
        return int(word)

    def budget(self, name: str, usual: str) -> Budget:
        """Read amounts; what is not said is as `usual` says."""
        word = self.word(name)
        try:
            return parse_budget([usual, word] if word else [usual])
        except ReviewerError:
            self._blame(name, "amounts such as 50k, 90s or 0.25usd, with commas")
            return parse_budget([usual])

    def _blame(self, name: str, wanted: str) -> None:
        self.faults.append(f"`{name.lower().replace('_', '-')}` is '{self.word(name)}': it should be {wanted}")


def open_folder(inputs: Inputs) -> Path:
    """Return the folder of the bundle. Raises `ReviewerError` where none was named."""
    if not inputs.bundle:
        raise ReviewerError("there is no folder for the bundle.", "Set REVIEWER_BUNDLE, as action.yml does.")
    return Path(inputs.bundle)


def _read_second(given: _Given) -> Asked:
    address, key = (given.variables.get(name, "").strip() for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"))
    for name, line in (("openai-base-url", (address or OPENAI, "")), ("openai-api-key", (OPENAI, key))):
        try:
            make_line(*line)
        except EndpointFault as fault:
            # Neither is repeated: the one may have a password in it, and the other is one.
            given.faults.append(f"`{name}`: {fault.why}")
    budget = given.budget("BUDGET", _BUDGET)
    return Asked(given.word("MODEL"), budget, address, bool(key), given.word("REPLIES_DIR"))


def _need(variables: Mapping[str, str], name: str) -> str:
    if not variables.get(name):
        raise ReviewerError(
            f"{name} is not set: this command runs as a step of GitHub Actions.",
            "On your machine use `reviewer check`.",
        )
    return variables[name]


def _read_payload(path: str) -> dict[str, Any]:
    fault = ReviewerError("GITHUB_EVENT_PATH names no event of GitHub.", "Run this as a step of GitHub Actions.")
    try:
        if Path(path).stat().st_size > _LARGEST_PAYLOAD:
            raise fault
        payload = json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError):
        raise fault from None
    if not isinstance(payload, dict):
        raise fault
    return payload


def _read_spent(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [part.partition("=") for part in text.split(";") if "=" in part]
    return tuple((name.strip(), words.strip()) for name, _, words in pairs)
