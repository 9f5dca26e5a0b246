"""This module holds which reader looks at which file, and what a file's path says of its part in security."""

import re
from collections.abc import Iterator
from functools import lru_cache

from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.change.sensitive.agents import is_agent_file, read_agent_file
from reviewer.change.sensitive.commands import read_commands, runs_commands
from reviewer.change.sensitive.guards import find_silent, read_guards
from reviewer.change.sensitive.infrastructure import is_infrastructure, read_infrastructure
from reviewer.change.sensitive.migrations import is_migration, read_migration
from reviewer.change.sensitive.trait import Trait
from reviewer.change.sensitive.workflows import is_workflow, read_workflow
from reviewer.change.syntax.source import Source

_ELSEWHERE = frozenset({"fixture", "test", "example", "vendored", "generated", "docs"})
_GUARDED = frozenset({"production", "script", "config"})
_OWNERS = compile_late(r"(^|/)CODEOWNERS$")
_SECURITY = compile_late(
    r"(^|[/_.-])(auth|authn|authz|oauth2?|oidc|saml|sso|login|sessions?|crypto|cryptography|permissions?|rbac|acl|payments?"
    r"|billing|csrf|secrets?|jwt|passwords?)([/_.-]|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def read_traits(source: Source) -> tuple[Trait, ...]:
    """Return every sensitive thing that one side of a file says; nothing for tests, fixtures, examples and docs.

    Sources are what they are, so the last answers are kept: several questions are asked of the same file.
    """
    return tuple(_read_traits(source))


def _read_traits(source: Source) -> Iterator[Trait]:
    if is_agent_file(source.path):
        yield from read_agent_file(source.path, source.lines)
        return
    if source.file_class in _ELSEWHERE:
        return
    if is_workflow(source.path):
        yield from read_workflow(source.path, source.lines)
    if runs_commands(source.path):
        yield from read_commands(source.lines)
    if is_migration(source):
        yield from read_migration(source)
    if is_infrastructure(source.path):
        yield from read_infrastructure(source.path, source.lines)
    if _OWNERS.search(source.path):
        yield from _read_owners(source)
    if source.language and source.file_class in _GUARDED:
        yield from read_guards(source)


def is_security_path(path: str) -> bool:
    """Tell whether a path names code for sign-in, sessions, rights, cryptography or payment."""
    return bool(_SECURITY.search(path))


def is_code_edited(file: ChangedFile) -> bool:
    """Tell whether a change edits code of an existing file, and not only its comments or blank lines."""
    if file.old is None or file.new is None or not file.new.language or file.new.file_class not in _GUARDED:
        return False
    sides = ((file.new, file.change.added_lines), (file.old, file.change.deleted_lines))
    return any(_holds_code(source, lines) for source, lines in sides)


def _holds_code(source: Source, lines: dict[int, str]) -> bool:
    silent = find_silent(source)
    return any(text[: silent.get(number, len(text))].strip() for number, text in lines.items())


def _read_owners(source: Source) -> Iterator[Trait]:
    for number, line in enumerate(source.lines, start=1):
        rule = " ".join(line.split("#")[0].split())
        pattern, *owners = rule.split(" ") if rule else ("",)
        for owner in owners:
            yield Trait("owner-rule", rule, number, f"{pattern} {owner}")
