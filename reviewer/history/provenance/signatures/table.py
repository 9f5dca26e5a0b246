"""This module holds the signature table: the rows that come with the program, and those of a repository's settings."""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from reviewer.history.provenance.signatures.accounts import normalise_login, parse_noreply
from reviewer.history.provenance.signatures.data import read_data
from reviewer.history.provenance.signatures.rows import Row, make_row

if TYPE_CHECKING:
    from reviewer.model.provenance import Where


class Table:
    """Rows by where they look; what is asked for is put in order once.

    `reviewers` and `automation` are logins that settings add to the lists. A table of `only_writers` is read sooner.
    """

    def __init__(
        self,
        signatures: Iterable[Row] = (),
        *,
        reviewers: Iterable[str] = (),
        automation: Iterable[str] = (),
        only_writers: bool = False,
    ) -> None:
        said = read_data("signatures")
        self._own = tuple(signatures)
        self._reviewers = tuple(reviewers)
        self._automation = tuple(automation)
        self._only_writers = only_writers
        self.rows = (*self._own, *_list_rows(said))
        self.names: Mapping[str, str] = {tool: entry["name"] for tool, entry in said["tools"].items()}

    def look(self, *wheres: "Where") -> tuple[Row, ...]:
        """Return the rows that look at some places."""
        return tuple(row for where in wheres for row in self._by_where.get(where, ()))

    def name(self, tool: str) -> str:
        """Return what a tool is called."""
        return self.names.get(tool) or (read_data("readers")["tools"].get(tool) or {}).get("name") or tool

    @cached_property
    def _by_where(self) -> dict["Where", list[Row]]:
        found: dict[Where, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row["where"], []).append(row)
        return found

    @cached_property
    def readers(self) -> tuple[Row, ...]:
        """Rows that name accounts which review."""
        if self._only_writers:
            return ()
        own = [_name_reviewer(login) for login in self._reviewers]
        return (*own, *_list_rows(read_data("readers")))

    @cached_property
    def logins(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows for an account, by its login as `normalise_login` has it."""
        found: dict[str, tuple[Row, ...]] = {}
        for row in (*self.look("login", "reviewer"), *self.readers):
            login = normalise_login(row.get("value", ""))
            found[login] = (*found.get(login, ()), row)
        return found

    @cached_property
    def ids(self) -> Mapping[int, tuple[Row, ...]]:
        """The rows for an account, by its number."""
        found: dict[int, tuple[Row, ...]] = {}
        for row in (*self.look("login", "reviewer", "trailer_mail", "author_mail"), *self.readers):
            number = row.get("id") or (parse_noreply(row.get("value", "")) or (None, ""))[0]
            if number is not None:
                found[number] = (*found.get(number, ()), row)
        return found

    @cached_property
    def automation(self) -> frozenset[str]:
        """The logins of bots that follow a fixed program, in lower case."""
        return frozenset(login.lower() for login in (*read_data("readers")["automation"]["logins"], *self._automation))

    @cached_property
    def bot_patterns(self) -> tuple[str, ...]:
        """How logins of bots look that are in no list."""
        return tuple(read_data("readers")["automation"]["patterns"])

    @cached_property
    def silences(self) -> tuple[tuple[str, str], ...]:
        """What bots write that did not review: kind and pattern."""
        return tuple((entry["kind"], entry["regex"]) for entry in read_data("readers")["silence"]["phrases"])

    @cached_property
    def operator_patterns(self) -> tuple[str, ...]:
        """Lines that name the person who started an agent."""
        return tuple(read_data("readers")["operators"]["patterns"])


@cache
def read_table() -> Table:
    """Return the table that comes with the program."""
    return Table()


def read_sources() -> Mapping[str, str]:
    """Return where rows come from: key and address."""
    return read_data("sources")


def _list_rows(said: Mapping[str, Any]) -> tuple[Row, ...]:
    return tuple(make_row(tool, row) for tool, entry in said["tools"].items() for row in entry["signals"])


def _name_reviewer(login: str) -> Row:
    return Row(tool="reviewer", where="reviewer", implies="ai_review", strength="strong", value=login)
