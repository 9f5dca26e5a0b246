"""This module holds our client of GraphQL: what it answers in part is not lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviewer.adapters.github.collect.wire import Answer, Busy, Wire, read_limit
from reviewer.errors import ReviewerError
from reviewer.ports import Refused
from reviewer.ports.collect import Exhausted

# What asking again does not mend: such a field is null for this token.
_FINAL = frozenset({"FORBIDDEN", "INSUFFICIENT_SCOPES", "NOT_FOUND", "SAML_FAILURE"})


@dataclass(frozen=True, slots=True)
class Fault:
    """An error in an answer: its kind (empty where GitHub gives none), what it says, and the field that is null."""

    kind: str
    said: str
    path: tuple[str | int, ...]

    @property
    def is_final(self) -> bool:
        """Whether asking again does not mend it."""
        return self.kind in _FINAL


@dataclass(frozen=True, slots=True)
class Reply:
    """What GraphQL answered, and what of it failed."""

    data: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()

    def find(self, *path: str, needs: str = "pull-requests: read") -> Any:  # noqa: ANN401 - GitHub's answer
        """Return what stands at a path. Raises `Refused` where it may not be read, `Busy` where it failed."""
        found: Any = self.data
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        if found is not None:
            return found
        for fault in self.faults:
            if fault.kind == "NOT_FOUND":
                raise Refused(f"GitHub said, {fault.said}")
            if fault.is_final:
                raise Refused(f"the token lacks `{needs}`" if "not accessible" in fault.said.lower() else fault.said)
        raise Busy("GitHub answers with errors only")

    def failures(self, *path: str) -> Iterator[tuple[str | int, ...]]:
        """Yield the places below a path that failed and may be asked again."""
        for fault in self.faults:
            if fault.path[: len(path)] == path and not fault.is_final:
                yield fault.path[len(path) :]


def ask(wire: Wire, text: str, variables: Mapping[str, Any]) -> Reply:
    """Ask a question, which must hold `rateLimit{cost remaining resetAt}`. Raises what `Wire.query` does."""
    answer = wire.query(text, variables)
    told = answer.data if isinstance(answer.data, dict) else {}
    faults = tuple(_read_fault(wire, fault) for fault in _list(told.get("errors")))
    _raise_limit(answer, faults)
    data = told.get("data")
    if isinstance(data, dict):
        _charge(wire, data.get("rateLimit"))
        return Reply(data, faults)
    if faults and "data" not in told and not faults[0].said.lower().startswith("something went wrong"):
        # The question itself is refused: an old server may not know a field.
        raise ReviewerError(f"GitHub does not take the question: {faults[0].said}.", "Is the server too old?")
    raise Busy("GitHub answers with errors only")


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _read_fault(wire: Wire, fault: object) -> Fault:
    told = fault if isinstance(fault, dict) else {}
    path = tuple(step for step in _list(told.get("path")) if isinstance(step, str | int))
    said = wire.hide(str(told.get("message", ""))).strip().rstrip(".")[:200]
    return Fault(str(told.get("type", ""))[:40], said, path)


def _raise_limit(answer: Answer, faults: Sequence[Fault]) -> None:
    for fault in faults:
        if fault.kind in ("RATE_LIMITED", "RATE_LIMIT") or "rate limit" in fault.said.lower():
            raise read_limit(answer.headers, fault.said, 429) or Exhausted(seconds=60)


def _charge(wire: Wire, told: object) -> None:
    if not isinstance(told, dict):  # a server without limits
        return
    cost, left, reset = told.get("cost"), told.get("remaining"), read_time(told.get("resetAt"))
    wire.charge(cost if isinstance(cost, int) else 1, left if isinstance(left, int) else None, reset)


def read_time(text: object) -> int:
    """Read a time as GitHub writes it, as seconds since 1970; 0 for what is none."""
    try:
        return int(datetime.fromisoformat(text).timestamp()) if isinstance(text, str) else 0
    except (ValueError, OverflowError):
        return 0
