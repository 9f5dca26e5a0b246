"""This module holds the tools by name, and how one is called: whatever a model sends, the answer is a text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reviewer.app.second.tools.arguments import LINE, PATH, Parameter, describe_parameters, read_arguments
from reviewer.app.second.tools.lookups.callees import find_callees
from reviewer.app.second.tools.lookups.callers import find_callers
from reviewer.app.second.tools.lookups.findings import list_findings
from reviewer.app.second.tools.lookups.history import show_history
from reviewer.app.second.tools.lookups.shape import show_shape
from reviewer.app.second.tools.lookups.siblings import describe_siblings
from reviewer.app.second.tools.lookups.similar import find_similar
from reviewer.app.second.tools.lookups.spans import read_span
from reviewer.app.second.tools.lookups.tests import find_tests
from reviewer.app.second.tools.lookups.text import search_text
from reviewer.app.second.tools.lookups.uses import find_uses
from reviewer.app.second.tools.sight import Refused, Sight
from reviewer.app.second.tools.writing import cut_answer, show
from reviewer.ports.endpoint import Tool, ToolCall

_FIRST = Parameter("line", "number", "first line, 1-based")
_LAST = Parameter("end_line", "number", "last line, inclusive")
_SIDE = Parameter("side", "text", "new: as the change leaves it; old: before the change", ("new", "old"))
_NAME = Parameter("name", "text", "a name as code writes it: Order, total, or Order.total")
_TEXT = Parameter("text", "text", "a name, a few words, or part of a path")
_PREFIX = Parameter("path_prefix", "text", "only in paths that start so, such as src/shop/; or null", is_optional=True)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """A tool: what it tells, what it is given, how it is worked out, and how to ask for less."""

    answer: Callable[..., Iterable[str]]
    about: str
    parameters: tuple[Parameter, ...]
    narrower: str

    @property
    def name(self) -> str:
        return self.answer.__name__


_LOOKUPS = (
    _Lookup(
        read_span,
        "Read lines of a file with their numbers: at most 200, and some 8,000 characters. '+' marks lines that the "
        "change added (side new), '-' those it deleted (side old).",
        (PATH, _FIRST, _LAST, _SIDE),
        "ask for fewer lines",
    ),
    _Lookup(
        find_callers,
        "Find who calls the function at a line: production code first, then tests. Found by name and imports.",
        (PATH, LINE),
        "ask search_text with a path_prefix",
    ),
    _Lookup(
        find_callees,
        "Find the functions of the repository that the function at a line calls, with their heads.",
        (PATH, LINE),
        "ask for a smaller function",
    ),
    _Lookup(
        find_uses,
        "Find where a name is defined, which classes extend or implement it, and who uses or mentions it, with counts.",
        (_NAME,),
        "ask search_text with a path_prefix",
    ),
    _Lookup(
        find_similar,
        "Find existing functions that are most like the function at a line: it may have been written before.",
        (PATH, LINE),
        "ask for a smaller function",
    ),
    _Lookup(
        find_tests,
        "Find the tests that reach the function at a line, and whether they check a result.",
        (PATH, LINE),
        "read single tests with read_span",
    ),
    _Lookup(
        show_history,
        "Show the past changes of some lines, newest first: fixes, fixes of fixes, reverts, ages, files changed along.",
        (PATH, _FIRST, _LAST),
        "ask for fewer lines",
    ),
    _Lookup(
        describe_siblings,
        "Show what most functions beside the function at a line do (calls, decorators, error handling), with counts, "
        "and what this one lacks.",
        (PATH, LINE),
        "read single functions with read_span",
    ),
    _Lookup(
        show_shape,
        "Show the package (folder) of a file: what it imports, who imports it, and what the change adds or removes.",
        (PATH,),
        "ask find_uses for one name",
    ),
    _Lookup(
        list_findings,
        "List what the review has found without a model: level, findings with their questions, spans to read first.",
        (),
        "read single places with read_span",
    ),
    _Lookup(
        search_text,
        "Find where words stand, in code, comments and settings, and paths that contain the text: at most 30 places. "
        "Documents are known only where the change touches them.",
        (_TEXT, _PREFIX),
        "give a path_prefix",
    ),
)
_BY_NAME = {lookup.name: lookup for lookup in _LOOKUPS}


def offer_tools() -> tuple[Tool, ...]:
    """Return the tools as a model is told of them."""
    return tuple(Tool(t.name, t.about, describe_parameters(t.parameters)) for t in _LOOKUPS)


def use_tool(sight: Sight, call: ToolCall) -> str:
    """Return the answer of a tool, redacted and bounded. Nothing that a model sends raises."""
    lookup = _BY_NAME.get(call.name)
    if lookup is None:
        return f"there is no tool '{show(call.name, 40)}'; tools: {', '.join(_BY_NAME)}"
    try:
        given = read_arguments(call.arguments, lookup.parameters)
        text = "\n".join(show(sight.redact(line), 600) for line in lookup.answer(sight, **given))
        return cut_answer(sight.redact(text), lookup.narrower)
    except Refused as refused:
        return cut_answer(sight.redact(str(refused)), lookup.narrower)
    except Exception as fault:  # noqa: BLE001 - a fault of ours costs one answer, and never the review
        return f"this could not be looked up: {type(fault).__name__}"
