"""This module holds the roles that syntax nodes play for the rules: functions, handlers, branches, exits.

A role that a language does not have is empty. Names are tree-sitter node kinds of the pinned grammar versions.
"""

from dataclasses import dataclass

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kinds:
    """Node kinds by role for one language."""

    functions: frozenset[str] = NONE
    lambdas: frozenset[str] = NONE
    classes: frozenset[str] = NONE
    comments: frozenset[str] = NONE
    strings: frozenset[str] = NONE
    calls: frozenset[str] = NONE
    tries: frozenset[str] = NONE
    handlers: frozenset[str] = NONE
    ifs: frozenset[str] = NONE
    elifs: frozenset[str] = NONE
    elses: frozenset[str] = NONE
    ternaries: frozenset[str] = NONE
    switches: frozenset[str] = NONE
    arms: frozenset[str] = NONE
    loops: frozenset[str] = NONE
    raises: frozenset[str] = NONE
    returns: frozenset[str] = NONE
    jumps: frozenset[str] = NONE
    blocks: frozenset[str] = NONE
    parameters: frozenset[str] = NONE
    decorators: frozenset[str] = NONE
    asserts: frozenset[str] = NONE
    operators: frozenset[str] = NONE


def name_kinds(**roles: str) -> Kinds:
    """Build the kinds of a language from one space-separated string a role."""
    return Kinds(**{role: frozenset(kinds.split()) for role, kinds in roles.items()})
