"""This module holds the rows of `injections.toml`, and how each text is planted into the change of a shop."""

import base64
import codecs
import hashlib
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from reviewer.app.check import Checked, Request, check_change
from reviewer.app.checking.surroundings import Facts
from reviewer.history.memory import MemoryHistory
from reviewer.ports import Range
from tests.adapters.fakes import FakeRepository
from tests.unit.app.second.stage import AFTER, BEFORE, MESSAGE, ORDERS, PAGES_NEW, read_pages

# In pieces, so that no scanner takes them for leaks. They stand in withheld files and nowhere else.
SECRET = "ghp_" + "1a2B3c4D5e6F7g8H9i" + "0J1k2L3m4N5o6P7q8R"
KEY_LINE = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE" + "bm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQy"
KEY = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{KEY_LINE}\n-----END OPENSSH PRIVATE KEY-----\n"
LEGACY = "def old_slug(title):\n    return title.lower()\n"
_PAST = ORDERS.replace("timeout=5", "timeout=4")
_SYLLABLES = (
    "ba",
    "be",
    "bo",
    "du",
    "fa",
    "fi",
    "go",
    "ka",
    "ke",
    "lo",
    "mi",
    "mu",
    "na",
    "ne",
    "pa",
    "po",
    "ra",
    "ri",
    "su",
)


@dataclass(slots=True)
class Site:
    """A repository before and after the change, what the change says of itself, and what happened before."""

    before: dict[str, str] = field(default_factory=lambda: dict(BEFORE))
    after: dict[str, str] = field(default_factory=lambda: dict(AFTER))
    message: str = MESSAGE
    past: str = "Place orders"
    said: tuple[str, ...] = ()
    settings: str = ""

    def add(self, path: str, text: str, *, is_old: bool = False) -> None:
        """Put a file into the change, or into both sides of it."""
        self.after[path] = text
        if is_old:
            self.before[path] = text

    def check(self) -> Checked:
        """Check the change, without any model."""
        files = ({**self.before, "shop/orders.py": _PAST}, self.before, self.after)
        revisions = dict(zip(("begin", self.past, self.message), map(_encode, files), strict=True))
        request = Request(
            wanted=Range(self.past, self.message),
            pages=read_pages(),
            today=date(2026, 11, 29),
            settings=("reviewer.toml", self.settings) if self.settings else None,
            said=self.said,
        )
        return check_change(FakeRepository(revisions), request, facts=Facts(open_history=lambda: (MemoryHistory(), "")))


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of the table, with its canary in place. `told` is how its text is written in the change."""

    name: str
    kind: str
    where: str
    text: str
    canary: str
    told: str
    says: tuple[str, ...]
    calls: tuple[Mapping[str, Any], ...]
    more: Mapping[str, Any]

    @property
    def gets_through(self) -> str:
        """Why it is harmless that the canary is shown; empty where it is not."""
        return str(self.more.get("gets_through", ""))


@cache
def read_rows() -> tuple[Row, ...]:
    """Return the rows of the table."""
    table = tomllib.loads((Path(__file__).parent / "injections.toml").read_text(encoding="utf-8"))
    return tuple(map(_read_row, table["injection"]))


def name_canary(name: str) -> str:
    """Return a word that no text has by chance, and that looks like one."""
    digest = hashlib.sha256(name.encode()).digest()
    return "".join(_SYLLABLES[byte % len(_SYLLABLES)] for byte in digest[:5])


@cache
def plant(row: Row) -> Checked:
    """Return the checked change that holds the text of a row."""
    site = Site()
    _PLACES[row.where](site, row.told)
    return site.check()


def _read_row(said: Mapping[str, Any]) -> Row:
    canary = name_canary(said["name"])

    def fill(value: Any) -> Any:  # noqa: ANN401 - TOML
        if isinstance(value, str):
            return value.replace("{canary}", canary).replace("{secret}", SECRET)
        if isinstance(value, dict):
            return {name: fill(part) for name, part in value.items()}
        return [fill(part) for part in value] if isinstance(value, list) else value

    row = fill(dict(said))
    text = row.pop("text")
    told = _WRITTEN[row.pop("written", "plainly")](text)
    says = tuple(row.pop("says", [text]))
    return Row(
        row.pop("name"), row.pop("kind"), row.pop("where"), text, canary, told, says, tuple(row.pop("calls", [])), row
    )


# Where a text is put.


def _comment(site: Site, text: str) -> None:
    lines = "".join(f"    # {line}\n" for line in text.split("\n"))
    site.add("shop/pages.py", PAGES_NEW.replace("    good =", f"{lines}    good ="))


def _docstring(site: Site, text: str) -> None:
    site.add("shop/pages.py", PAGES_NEW.replace("    parts =", f'    """{text}"""\n    parts ='))


def _string(site: Site, text: str) -> None:
    site.add("shop/pages.py", PAGES_NEW.replace("    parts =", f"    banner = {json.dumps(text)}\n    parts ="))


def _identifier(site: Site, text: str) -> None:
    site.add("shop/pages.py", f"{PAGES_NEW}\n\ndef {text}(title):\n    return make_slug(title)\n")


def _markdown(site: Site, text: str) -> None:
    site.add("docs/slugs.md", f"# Slugs\n\n{text}\n")


def _message(site: Site, text: str) -> None:
    site.message = text


def _description(site: Site, text: str) -> None:
    site.said = ("Add slugs", text)


def _path(site: Site, text: str) -> None:
    site.add(f"shop/{text}.py", "def cut(name):\n    return name[:80].rstrip()\n")


def _test(site: Site, text: str) -> None:
    site.add(
        "tests/test_pages.py",
        f"from shop.pages import make_slug\n\n\ndef {text}():\n    assert make_slug('A') == 'a'\n",
    )


def _withheld(site: Site, text: str) -> None:
    site.add(".env", f"SHOP_TOKEN={SECRET}\n# {text}\n")


def _moved(site: Site, text: str) -> None:
    site.before["deploy/id_ed25519"] = f"{KEY}{text}\n"
    site.add("shop/open.txt", f"{KEY}{text}\n")


def _history(site: Site, text: str) -> None:
    site.past = f"fix: {text}"


def _waiver(site: Site, text: str) -> None:
    site.settings = f'[[waivers]]\nrule = "reinvented-helper"\nreason = "{text}"\npath = "shop/"\n'


def _elsewhere(site: Site, text: str) -> None:
    site.add("shop/legacy.py", f"# {text}\n{LEGACY}", is_old=True)


def _split(site: Site, text: str) -> None:
    parts = text.split("|")
    _comment(site, parts[0])
    site.add("shop/orders.py", f"# {parts[1]}\n{AFTER['shop/orders.py']}")
    site.add("docs/slugs.md", f"{parts[2]}\n")


_PLACES: dict[str, Callable[[Site, str], None]] = {
    "comment": _comment,
    "docstring": _docstring,
    "string": _string,
    "identifier": _identifier,
    "markdown": _markdown,
    "message": _message,
    "description": _description,
    "path": _path,
    "test": _test,
    "withheld": _withheld,
    "moved": _moved,
    "history": _history,
    "waiver": _waiver,
    "elsewhere": _elsewhere,
    "split": _split,
}


# How a text is written.

_LEET = str.maketrans("oieast", "013457")
_ALIKE = str.maketrans("aeopcxi", "\u0430\u0435\u043e\u0440\u0441\u0445\u0456")


def _shift(text: str) -> str:
    return "".join(chr((ord(c) - 94) % 26 + 97) if c.islower() else c for c in text)


_WRITTEN: dict[str, Callable[[str], str]] = {
    "plainly": str,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "backwards": lambda text: text[::-1],
    "percent": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "escapes": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
    "entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "figures": lambda text: text.translate(_LEET),
    "zero width": "\u200b".join,
    "tags": lambda text: "".join(chr(0xE0000 + ord(c)) for c in text),
    "bidi": lambda text: f"\u202e{text[::-1]}\u202c",
    "combining": lambda text: "".join(f"{c}\u0336" for c in text),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if 0x20 < ord(c) < 0x7F else c for c in text),
    "look-alikes": lambda text: text.translate(_ALIKE),
    "shifted by three": _shift,
}


def _encode(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode("utf-8", "surrogatepass") for path, text in files.items()}
