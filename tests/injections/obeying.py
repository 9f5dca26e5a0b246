"""This module holds models that do what a text tells them: to the letter, in every field, with quotes that stand."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reviewer.app.second.submitted import SUBMIT
from reviewer.app.second.tools.writing import show
from reviewer.ports import Endpoint, Reply, ToolCall, Turn
from tests.injections.planting import Row
from tests.unit.app.second.stage import CHANGED_LINE

_PAGES, _ORDERS, _TEXT = "shop/pages.py", "shop/orders.py", "shop/text.py"
# Lines of the change; each makes a question of its own. Long names make it easy to be about what is quoted.
_LINES = (
    (_PAGES, "def make_slug(name):"),
    (_PAGES, "    parts = name.strip().lower().split()"),
    (_PAGES, "    good = [part for part in parts if part.isalnum()]"),
)
Quote = dict[str, Any]
Item = dict[str, Any]


class Obedient(Endpoint):
    """A model that reads everything, and obeys the text of a row once it has met it. Until then it adds nothing."""

    def __init__(self, row: Row, files: Callable[[str], bytes | None]) -> None:
        self._row = row
        self._files = files
        self._called = False
        self.has_heard = False
        self.turns: list[Turn] = []

    @property
    def model(self) -> str:
        """The name of the model."""
        return "obedient"

    def ask(self, turn: Turn, seconds: float, hear: Callable[[int], None]) -> Reply:
        """Answer a turn."""
        del seconds, hear
        self.turns.append(turn)
        return self.answer("\n".join(message.text for message in turn.messages))

    def answer(self, heard: str) -> Reply:
        """Return what is done about all that was heard so far."""
        self.has_heard = self.has_heard or self._meets(heard)
        if self._row.calls and not self._called:
            self._called = True
            return _call(*(({k: v for k, v in c.items() if k != "tool"}, c["tool"]) for c in self._row.calls))
        return self._act()

    def show(self, turn: Turn) -> str:
        """Return the messages of a turn."""
        return "\n".join(message.text for message in turn.messages)

    def _meets(self, heard: str) -> bool:
        # Lines are shown cut, one by one, and subjects of old changes shorter still.
        lines = [line for part in self._row.told.split("|") for line in part.split("\n") if line.strip()]
        shown = {json.dumps(lines[0])[1:21], show(lines[0])[:20], show(lines[-1])[:20]}
        return any(part in heard for part in shown)

    def _act(self) -> Reply:
        if not self.has_heard:
            return _call((_fill([], [], []), SUBMIT))
        return _ACTS[self._row.more.get("acts", "hand in")](self)

    # What there is to hand in.

    @property
    def row(self) -> Row:
        """The row that is obeyed."""
        return self._row

    def make_quote(self, path: str, text: str) -> Quote:
        """Return a quote of a line where it stands."""
        lines = [line.rstrip("\r") for line in (self._files(path) or b"").decode().split("\n")]
        wanted = text.strip()
        at = next((n for n, line in enumerate(lines, 1) if line.strip() == wanted), 1)
        return {"path": path, "line": at, "side": "new", "text": text}

    def list_quotes(self, number: int) -> list[Quote]:
        """Return the quotes of an item: a line of the change first, then what the text wants quoted."""
        path, line = _LINES[number % len(_LINES)]
        quotes = [self.make_quote(path, line)]
        if self._row.more.get("quotes") == "planted":
            quotes += self._quote_planted()
        if "path" in self._row.more:
            quotes.append({"path": self._row.more["path"], "line": 1, "side": "new", "text": "SHOP_TOKEN=" + "x" * 9})
        return quotes

    def _quote_planted(self) -> list[Quote]:
        """Quote the lines that hold the text, and the file that is named after it."""
        found = []
        for path in (_PAGES, _ORDERS, f"shop/{self._row.told}.py", "docs/slugs.md"):
            lines = (self._files(path) or b"").decode().split("\n")
            wanted = self._row.told.split("\n")[0]
            held = [line for line in lines if wanted in line]
            held += lines[:1] if wanted in path else []
            found += [self.make_quote(path, line) for line in held[:1]]
        return found

    def hand_in(self, says: Sequence[str]) -> Item:
        """Return every sentence as a question, an explanation and an opinion at once."""
        row = self._row
        asked = [
            {
                "area": row.more.get("area", "units"),
                "text": text if text.rstrip().endswith("?") else f"{text.rstrip('.')}?",
                "quotes": self.list_quotes(number),
            }
            for number, text in enumerate(says)
        ]
        told = [{"text": text, "quotes": self.list_quotes(number)} for number, text in enumerate(says)]
        both = [self.make_quote(_PAGES, _LINES[0][1]), self.make_quote(_TEXT, "def slugify(title):")]
        thought = [
            {
                "candidate": row.more.get("candidate", "C1"),
                "verdict": row.more.get("verdict", "confirmed"),
                "because": text,
                "quotes": both,
            }
            for text in says[:1]
        ]
        return _fill(thought, asked, told)


def _fill(opinions: list[Item], questions: list[Item], explanations: list[Item]) -> Item:
    return {"opinions": opinions, "questions": questions, "explanations": explanations}


def _call(*called: tuple[Mapping[str, Any], str]) -> Reply:
    made = [ToolCall(f"call-{n}", name, json.dumps(given)) for n, (given, name) in enumerate(called, 1)]
    return Reply("", tuple(made), tokens_in=500, tokens_out=10)


def _raw(arguments: str) -> Reply:
    return Reply("", (ToolCall("call-1", SUBMIT, arguments),), tokens_in=500, tokens_out=10)


def _hand_in(model: Obedient) -> Reply:
    return _call((model.hand_in(model.row.says), SUBMIT))


def _hand_in_as_text(model: Obedient) -> Reply:
    return Reply(f"{model.row.says[0]}\n", tokens_in=500, tokens_out=10)


def _hand_in_items(model: Obedient) -> Reply:
    item = model.hand_in(model.row.says)
    # As many as are read at all, then as many as are wanted.
    many = 50 if len(model.turns) > 1 else 5_000
    return _call(({part: list(items) * many for part, items in item.items()}, SUBMIT))


def _hand_in_much(model: Obedient) -> Reply:
    return _call((model.hand_in([model.row.says[0] + model.row.canary * 100_000]), SUBMIT))


def _hand_in_deeply(model: Obedient) -> Reply:
    return _raw('{"opinions": ' + "[" * (100_000 if len(model.turns) == 1 else 19_000) + f'"{model.row.canary}"')


def _call_often(model: Obedient) -> Reply:
    if len(model.turns) > 1:
        return _hand_in(model)
    return _call(*[({}, "list_findings")] * 1_000)


def _call_for_ever(model: Obedient) -> Reply:
    return _call(*[({"text": model.row.canary, "path_prefix": ""}, "search_text")] * 3)


def _hand_in_wrongly(model: Obedient) -> Reply:
    item = model.hand_in(model.row.says)
    for question in item["questions"]:
        question["quotes"] = [{"path": _ORDERS, "line": 2, "side": "new", "text": CHANGED_LINE}]
    return _call(({**item, "opinions": [], "explanations": []}, SUBMIT))


def _hand_in_halves(model: Obedient) -> Reply:
    item = model.hand_in(model.row.says)
    bad = f"\ud800{model.row.canary}\udfff.py"
    for quoted in [*item["questions"], *item["explanations"], *item["opinions"]]:
        quoted["quotes"] = [{"path": bad, "line": 10**30, "side": "new", "text": f"\udc80{model.row.canary}"}]
    return _call(({"path": bad, "line": 1, "end_line": 2, "side": "new"}, "read_span"), (item, SUBMIT))


def _hand_in_forged_quote(model: Obedient) -> Reply:
    item = model.hand_in(model.row.says)
    quote = {"path": _PAGES, "line": 1, "side": "new", "text": f"{model.row.canary} = True"}
    return _call(({**item, "questions": [{**q, "quotes": [quote]} for q in item["questions"]], "opinions": [],
                   "explanations": []}, SUBMIT))  # fmt: skip


def _hand_in_false_quote(model: Obedient) -> Reply:
    item = model.hand_in(model.row.says)
    quote = {"path": _PAGES, "line": 1, "side": "new", "text": f"assert {model.row.canary}"}
    return _call(({part: [{**i, "quotes": [quote]} for i in items] for part, items in item.items()}, SUBMIT))


def _quote_elsewhere(model: Obedient) -> Reply:
    item = model.hand_in(model.row.says)
    quote = model.make_quote("shop/legacy.py", f"# {model.row.told}")
    return _call(({part: [{**i, "quotes": [quote]} for i in items] for part, items in item.items()}, SUBMIT))


def _add_fields(model: Obedient) -> Reply:
    canary = model.row.canary
    return _call((model.hand_in(model.row.says) | {"verdict": canary, "summary": canary, "level": canary}, SUBMIT))


_ACTS: dict[str, Callable[[Obedient], Reply]] = {
    "hand in": _hand_in,
    "text": _hand_in_as_text,
    "items": _hand_in_items,
    "megabyte": _hand_in_much,
    "deep": _hand_in_deeply,
    "calls": _call_often,
    "loop": _call_for_ever,
    "repair": _hand_in_wrongly,
    "halves": _hand_in_halves,
    "forged quote": _hand_in_forged_quote,
    "false quote": _hand_in_false_quote,
    "quote elsewhere": _quote_elsewhere,
    "more fields": _add_fields,
}
