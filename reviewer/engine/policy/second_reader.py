"""This module holds the settings of the second reader: what a language model may be shown, and what it costs.

None of them says where a change is sent, with which key, to which model, or that it is sent at all: who writes in a
repository must not make the machines of others send anything anywhere.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from reviewer.engine.policy.strict import Pattern, Strict
from reviewer.model.policy import ReaderPolicy

# What somebody may look for in the settings and what only the command line or the environment says.
ELSEWHERE = {
    "model": "--model",
    "budget": "--budget",
    "endpoint": "OPENAI_BASE_URL",
    "base-url": "OPENAI_BASE_URL",
    "url": "OPENAI_BASE_URL",
    "key": "OPENAI_API_KEY",
    "api-key": "OPENAI_API_KEY",
    "enabled": "--second-reader",
    "status": "--second-reader",
}


def _check_withheld(text: str) -> str:
    if not text.strip() or text[0] in "!#":
        raise ValueError("a pattern of withhold is no empty one, no comment, and takes nothing back")
    return text


Withheld = Annotated[Pattern, AfterValidator(_check_withheld)]
Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]


class PriceSettings(Strict):
    """What the model costs, in dollars for a million tokens; both are said together."""

    tokens_in: Dollars = Field(alias="in", description="Dollars for a million tokens that are sent.")
    tokens_out: Dollars = Field(alias="out", description="Dollars for a million tokens that are answered.")


class SecondReaderSettings(Strict):
    """What a language model may be shown of this repository, and what it costs."""

    paths: list[Pattern] = Field(
        [], description="Only files that match one of these patterns leave the machine; none named: all may."
    )
    withhold: list[Withheld] = Field(
        [], description="Files that never leave the machine, as patterns of .gitignore; `!` cannot take one back."
    )
    price: PriceSettings | None = Field(None, description="What the model costs.")


def merge_second_reader(known: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Lay what a later file says over what is known: `withhold` adds up, the price is replaced whole.

    `paths` are kept from the first file that names some; `find_reader_faults` speaks of others.
    """
    merged = known | {name: value for name, value in said.items() if name == "price"}
    merged["withhold"] = [*known.get("withhold", []), *said.get("withhold", [])]
    merged["paths"] = known.get("paths") or said.get("paths", [])
    return merged


def find_reader_faults(layers: Sequence[SecondReaderSettings | None]) -> list[str]:
    """Say where files name different `paths`: either list laid over the other could let out more than one of them."""
    named = {tuple(layer.paths) for layer in layers if layer is not None and layer.paths}
    said = f"'second-reader.paths' is said differently by {len(named)} files, and one must not widen the other"
    return [f"{said}: say it in one of them, and narrow it by 'second-reader.withhold'"] if len(named) > 1 else []


def read_second_reader(said: SecondReaderSettings | None) -> ReaderPolicy:
    """Return what is decided about the second reader."""
    if said is None:
        return ReaderPolicy()
    price = said.price
    return ReaderPolicy(
        tuple(said.paths),
        tuple(said.withhold),
        price.tokens_in if price else None,
        price.tokens_out if price else None,
    )
