"""This module holds the arguments of a tool: what there is to give, as a schema and as a check of what a model gave."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reviewer.app.second.tools.sight import Refused
from reviewer.app.second.tools.writing import show

MOST_GIVEN = 4_000
_LARGEST, _LONGEST = 10_000_000, 1_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a tool: a text or a number from 1 on. `choices` are all there is; `is_optional` may be null."""

    name: str
    kind: Literal["text", "number"]
    about: str
    choices: tuple[str, ...] = ()
    is_optional: bool = False


PATH = Parameter("path", "text", "path of a file in the repository, exactly as it is written in the change")
LINE = Parameter("line", "number", "1-based line of the file as the change leaves it; any line of the function")


def describe_parameters(parameters: Sequence[Parameter]) -> Mapping[str, Any]:
    """Return the JSON Schema of an object with some arguments, all of them required, as strict tools want it."""
    return {
        "type": "object",
        "properties": {parameter.name: _describe(parameter) for parameter in parameters},
        "required": [parameter.name for parameter in parameters],
        "additionalProperties": False,
    }


def _describe(parameter: Parameter) -> dict[str, Any]:
    kind = "string" if parameter.kind == "text" else "integer"
    shape: dict[str, Any] = {"type": [kind, "null"] if parameter.is_optional else kind, "description": parameter.about}
    return {**shape, "enum": list(parameter.choices)} if parameter.choices else shape


def read_arguments(text: str, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Read what a model gave. Raises `Refused` with what is wrong and which arguments there are."""
    fault, given = _parse(text)
    fault = fault or _find_fault(given, parameters)
    if fault:
        wanted = ", ".join(_name(parameter) for parameter in parameters) or "none"
        raise Refused(f"{fault}; arguments: {wanted}")
    return {parameter.name: given.get(parameter.name) for parameter in parameters}


def _parse(text: str) -> tuple[str, dict[str, Any]]:
    if len(text) > MOST_GIVEN:
        return f"more than {MOST_GIVEN:,} characters of arguments", {}
    try:
        given = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return "the arguments are not JSON", {}
    return ("", given) if isinstance(given, dict) else ("the arguments are not a JSON object", {})


def _find_fault(given: Mapping[str, Any], parameters: Sequence[Parameter]) -> str:
    known = {parameter.name for parameter in parameters}
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None:
        return f"there is no argument '{show(unknown, 40)}'"
    return next((fault for parameter in parameters if (fault := _judge(given, parameter))), "")


def _judge(given: Mapping[str, Any], parameter: Parameter) -> str:
    name, value = parameter.name, given.get(parameter.name)
    if value is None:
        is_fine = parameter.is_optional
        return "" if is_fine else f"'{name}' is {'null' if name in given else 'missing'}"
    if parameter.kind == "number":
        is_number = type(value) is int  # a bool is none
        return "" if is_number and 1 <= value <= _LARGEST else f"'{name}' is not a whole number from 1 to {_LARGEST:,}"
    if not isinstance(value, str) or len(value) > _LONGEST:
        return f"'{name}' is not a text of at most {_LONGEST:,} characters"
    if parameter.choices and value not in parameter.choices:
        return f"'{name}' is none of {', '.join(parameter.choices)}"
    return ""


def _name(parameter: Parameter) -> str:
    kind = " or ".join(f'"{choice}"' for choice in parameter.choices) or parameter.kind
    return f"{parameter.name} ({kind}{', may be null' if parameter.is_optional else ''})"
