"""This module holds the units that use a target: their code writes its name and can mean it."""

from dataclasses import dataclass

from reviewer.index.revision import COMMON, Index, Site
from reviewer.index.testmap.reading import read_source
from reviewer.index.testmap.sight import Sight
from reviewer.index.testmap.target import Target, is_unit_of
from reviewer.index.testmap.usage import Usage, read_usage

# Nobody reads more users of one name than this to learn which tests reach it.
_MOST_SITES = 120


@dataclass(frozen=True, slots=True)
class User:
    """A unit that uses a target, and the lines on which it does."""

    site: Site
    lines: tuple[int, ...]


def find_users(index: Index, target: Target) -> tuple[list[User], bool]:
    """Return the units that use a target, ordered by place, and whether these are all of them.

    Of too many those in the target's own package come first.
    """
    sites = index.find_mentions(target.name, target.language)
    known = index.count_mentions(target.name) <= COMMON
    sight = Sight(index, target)
    usage = read_usage(index, target, sight.modules)
    seen = [s for s in sites if not _is_itself(s, target) and sight.sees(s)]
    if len(seen) > _MOST_SITES:
        seen.sort(key=lambda site: not sight.is_own(site.path))
    users = [User(site, lines) for site in seen[:_MOST_SITES] if (lines := _find_lines(index, site, usage))]
    return users, known and len(seen) <= _MOST_SITES


def _is_itself(site: Site, target: Target) -> bool:
    return site.path == target.path and is_unit_of(site.unit, target)


def _find_lines(index: Index, site: Site, usage: Usage) -> tuple[int, ...]:
    """Return the lines of a unit that use a target in code: not in a comment, a string or an import."""
    source = index.source(site.path)
    if source is None:
        return ()
    unit, reading = site.unit, read_source(source)
    written = [n for n in reading.find_lines(usage.target.name) if unit.line <= n <= unit.end_line]
    if unit.name == usage.target.name:
        written = written[1:]  # its own head
    if unit.role == "module":
        written = [n for n in written if n not in reading.imports]
        written = _leave_functions(index, site.path, written)
    return tuple(n for n in written if usage.is_in(source, site, n))


def _leave_functions(index: Index, path: str, lines: list[int]) -> list[int]:
    """Return the lines that stand in no function of the file."""
    functions = [unit for unit in index.outline(path) if unit.role == "function"] if lines else ()
    return [n for n in lines if not any(unit.line <= n <= unit.end_line for unit in functions)]
