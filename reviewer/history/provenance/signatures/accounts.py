"""This module holds how accounts are compared: one bot has a login in each API, and a number that stays the same."""

_NOREPLY = "@users.noreply.github.com"
_NOBODY = frozenset({"test", "invalid", "localhost", "local", "example.com", "example.org", "example.net"})


def normalise_login(login: str) -> str:
    """Return a login in one form: REST appends `[bot]`, the command line puts `app/` before, GraphQL does neither."""
    return login.strip().lower().removeprefix("app/").removesuffix("[bot]")


def parse_noreply(mail: str) -> tuple[int | None, str] | None:
    """Return the number and login in an address that GitHub hands out; None for any other address.

    The login keeps its `[bot]`: a person may be called what a bot is called without it.
    """
    known = mail.strip().lower()
    if not known.endswith(_NOREPLY):
        return None
    number, plus, login = known.removesuffix(_NOREPLY).rpartition("+")
    is_number = bool(plus) and number.isascii() and number.isdigit() and len(number) <= 12
    return int(number) if is_number else None, login


def is_placeholder(mail: str) -> bool:
    """Tell an address that belongs to nobody, as examples and tests use them."""
    domain = mail.lower().rpartition("@")[2].split(".")
    return domain[-1] in _NOBODY or ".".join(domain[-2:]) in _NOBODY
