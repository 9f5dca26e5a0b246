"""This module holds the user's settings: the schema of `[tool.reviewer]`, and every fault in it at once."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, model_validator

from reviewer.engine.policy.second_reader import (
    ELSEWHERE,
    PriceSettings,
    SecondReaderSettings,
    find_reader_faults,
    merge_second_reader,
    read_second_reader,
)
from reviewer.engine.policy.strict import Pattern, Strict
from reviewer.errors import ReviewerError, suggest
from reviewer.history.provenance.signatures.rows import find_row_faults
from reviewer.model.change import FileClass
from reviewer.model.finding import Severity, Waiver
from reviewer.model.policy import FileWaiver, LevelPolicy, Policy, ProvenancePolicy, RulePolicy
from reviewer.model.provenance import Sign, Strength, Where
from reviewer.model.rule import Option

Switch = Literal["on", "off"]
PointName = Literal["added", "conditions", "calls", "jumps", "hunks", "is_fix"]
OptionValue = bool | int | float | str | list[str]


class RuleSettings(Strict):
    """What a repository says about one rule."""

    status: Switch | None = Field(None, description="Run the rule or not, whatever its page says.")
    severity: Severity | None = Field(None, description="The severity to report in place of the page's.")
    paths: list[Pattern] = Field([], description="Only files that match one of these patterns (as in .gitignore).")
    exclude: list[Pattern] = Field([], description="No files that match one of these patterns (as in .gitignore).")
    cases: list[str] = Field([], description="Cases of the rule to switch on that are opt-in; its page names them.")
    options: dict[str, OptionValue] = Field({}, description="Thresholds of the rule; its page names them.")


class WaiverSettings(Strict):
    """A finding that somebody accepts, with the reason."""

    rule: str = Field(description="The id of the rule.")
    path: Pattern = Field(description="Which files, as a pattern of .gitignore.")
    reason: str = Field(min_length=3, description="Why this is accepted; it is shown wherever the finding is.")
    symbol: str = Field("", description="Only findings in this function or class (dotted name).")
    until: date | None = Field(None, description="The last day on which the waiver holds.")


class LayerSettings(Strict):
    """One layer of the repository; it may import those after it in the list, and not those before it."""

    name: str = Field(min_length=1, description="What the layer is called in messages.")
    paths: list[Pattern] = Field(min_length=1, description="Its files, as patterns of .gitignore.")


class LevelSettings(Strict):
    """How the level of a change is told: what `reviewer calibrate` prints."""

    medium: int | None = Field(None, description="A change with a higher score is of medium level.")
    high: int | None = Field(None, description="A change with a higher score is of high level.")
    points: dict[PointName, float] = Field({}, description="Points in place of those that come with reviewer.")


class SignatureSettings(Strict):
    """How a tool signs what it wrote or read, where that is in no table yet."""

    tool: str = Field(min_length=1, description="What the tool is called.")
    where: Where = Field(description="Where it signs.")
    implies: Sign = Field(description="What that says.")
    strength: Strength = Field("medium", description="How sure that is; a weak one is told and decides nothing.")
    value: str = Field("", description="The whole mail, login, label or word, or the beginning of a branch.")
    regex: str = Field("", description="A pattern that is searched for in one line, in place of a value.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        faults = list(find_row_faults(self.model_dump(exclude={"tool"}, exclude_defaults=True) | {"strength": "weak"}))
        if faults:
            raise ValueError("; ".join(faults))
        return self


class ProvenanceSettings(Strict):
    """What a repository knows of machines that write and read in it."""

    signatures: list[SignatureSettings] = Field([], description="Signatures beside those of reviewer.")
    reviewers: list[str] = Field([], description="Logins of accounts that review with a model.")
    automation: list[str] = Field([], description="Logins of bots that follow a fixed program.")


def _widen(value: object) -> object:
    return {"status": value} if isinstance(value, str) else value


class Settings(Strict):
    """The table `[tool.reviewer]` of pyproject.toml, or the whole of reviewer.toml."""

    extends: list[str] = Field([], description="Settings files of the repository to read first; this one wins.")
    packs: list[str] = Field([], description="Folders of the repository with rule pages of your own.")
    fail_on: Literal["high", "medium", "low", "never"] | None = Field(
        None, alias="fail-on", description="The lowest severity that makes the command exit with 1."
    )
    exclude: list[Pattern] = Field([], description="Files that are not looked at, as patterns of .gitignore.")
    classes: dict[FileClass, list[Pattern]] = Field({}, description="Patterns of files that are of another class.")
    rules: dict[str, Annotated[RuleSettings, BeforeValidator(_widen)]] = Field(
        {}, description='What is said about single rules; `"on"` and `"off"` are short for a table with a status.'
    )
    waivers: list[WaiverSettings] = Field([], description="Findings that are accepted, with reasons.")
    level: LevelSettings | None = Field(None, description="How the level of a change is told.")
    layers: list[LayerSettings] = Field(
        [], description="The layers from the highest to the lowest; an import upward is a `layer-violation`."
    )
    provenance: ProvenanceSettings | None = Field(None, description="Machines that write and read in this repository.")
    second_reader: SecondReaderSettings | None = Field(
        None, alias="second-reader", description="What a language model may be shown, and what it costs."
    )


def read_settings(table: Mapping[str, Any], origin: str) -> Settings:
    """Read a settings table. Raises `ReviewerError` with every fault, one a line, each with a suggestion."""
    try:
        return Settings.model_validate(table)
    except ValidationError as fault:
        raise _refuse(f"  {origin}: {_word_fault(error)}" for error in fault.errors()) from None


def read_policy(layers: Sequence[Settings], origin: str) -> Policy:
    """Lay settings over each other, later ones on top, and return what they decide together.

    Raises `ReviewerError` where what they say together cannot be meant.
    """
    merged = _merge(layers)
    faults = _find_layer_faults([layer.name for layer in merged.layers])
    faults += find_reader_faults([layer.second_reader for layer in layers])
    if faults:
        raise _refuse(f"  {origin}: {fault}" for fault in faults)
    return Policy(
        packs=tuple(merged.packs),
        fail_on=merged.fail_on,
        exclude=tuple(merged.exclude),
        classes={name: tuple(patterns) for name, patterns in merged.classes.items()},
        rules={name: _read_rule(said) for name, said in merged.rules.items()},
        waivers=tuple(_read_waiver(entry, origin) for entry in merged.waivers),
        level=_read_level(merged.level),
        provenance=_read_provenance(merged.provenance),
        second_reader=read_second_reader(merged.second_reader),
    )


def _refuse(faults: Iterable[str]) -> ReviewerError:
    lines = sorted(faults)
    return ReviewerError(
        f"the settings have {len(lines)} fault(s):\n" + "\n".join(lines),
        "Correct them all; docs/settings.schema.json describes every key.",
    )


def _find_layer_faults(names: Sequence[str]) -> list[str]:
    if len(names) == 1:
        return [f"'layers' has '{names[0]}' alone: a layer forbids nothing without another"]
    counts = Counter(names)
    return [f"'layers' has '{name}' {number} times: name each once" for name, number in counts.items() if number > 1]


def _read_rule(said: RuleSettings) -> RulePolicy:
    options: dict[str, Option] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.options.items()}
    return RulePolicy(
        said.status or "", said.severity, tuple(said.paths), tuple(said.exclude), options, tuple(said.cases)
    )


def _read_level(said: LevelSettings | None) -> LevelPolicy | None:
    if said is None:
        return None
    return LevelPolicy(said.medium, said.high, {str(name): value for name, value in said.points.items()})


def _read_provenance(said: ProvenanceSettings | None) -> ProvenancePolicy:
    if said is None:
        return ProvenancePolicy()
    rows = tuple(row.model_dump(exclude_defaults=True) | {"strength": row.strength} for row in said.signatures)
    return ProvenancePolicy(rows, tuple(said.reviewers), tuple(said.automation))


def _read_waiver(entry: WaiverSettings, origin: str) -> FileWaiver:
    until = entry.until.isoformat() if entry.until else ""
    return FileWaiver(Waiver(entry.rule, entry.reason, until, origin, 0, entry.path), entry.symbol)


def _merge(layers: Sequence[Settings]) -> Settings:
    # Lists add up, those of provenance as well; single values and what is said of one rule are replaced.
    # What may be shown to a second reader has a way of its own.
    merged: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.model_dump(by_alias=True, exclude_unset=True).items():
            if isinstance(value, list):
                merged[key] = [*merged.get(key, []), *value]
            elif key == "provenance":
                known = merged.get(key, {})
                merged[key] = known | {name: [*known.get(name, []), *listed] for name, listed in value.items()}
            elif key == "second-reader":
                merged[key] = merge_second_reader(merged.get(key, {}), value or {})
            elif isinstance(value, dict):
                merged[key] = {**merged.get(key, {}), **value}
            else:
                merged[key] = value
    return Settings.model_validate(merged)


def render_settings_schema() -> str:
    """Return the JSON Schema of the settings, as it is committed in docs."""
    return json.dumps(Settings.model_json_schema(by_alias=True), indent=2, sort_keys=True) + "\n"


def _word_fault(error: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    place = [str(part) for part in error["loc"]]
    where = ".".join(place)
    if error["type"] == "extra_forbidden":
        if place[0] == "second-reader" and place[-1] in ELSEWHERE:
            return f"'{where}' is not for a repository to say: {ELSEWHERE[place[-1]]} says it"
        return f"unknown key '{where}'{suggest(place[-1], _known_keys(place))}"
    if error["type"] == "missing":
        return f"'{where}' is missing"
    chosen = {"classes": FileClass, "where": Where, "implies": Sign, "strength": Strength}
    words: tuple[str, ...] = ("high", "medium", "low", "never", "on", "off")
    known = next((get_args(chosen[part]) for part in place if part in chosen), words)
    hint = suggest(str(error.get("input")), known) if error["type"] == "literal_error" else ""
    told = error["msg"].removeprefix("Value error, ")
    said = told[0].lower() + told[1:]
    return f"{where.removesuffix('.[key]')} = {error.get('input')!r}: {said}{hint}"


def _known_keys(place: list[str]) -> list[str]:
    models: dict[str, type[BaseModel]] = {"rules": RuleSettings, "layers": LayerSettings, "level": LevelSettings}
    models["second-reader"] = PriceSettings if "price" in place[:-1] else SecondReaderSettings
    models["provenance"] = SignatureSettings if "signatures" in place[:-1] else ProvenanceSettings
    model = models.get(place[0], WaiverSettings) if len(place) > 1 else Settings
    return [field.alias or name for name, field in model.model_fields.items()]
