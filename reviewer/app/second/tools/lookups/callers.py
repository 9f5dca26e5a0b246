"""This module holds the tool that finds who calls a function."""

from collections.abc import Iterator, Sequence

from reviewer.app.second.tools.placing import head_of, place_function, show_place
from reviewer.app.second.tools.sight import Sight
from reviewer.app.second.tools.writing import count_of, note_rest, note_withheld, show
from reviewer.index.revision import COMMON
from reviewer.index.testmap.placing import is_test_side
from reviewer.index.testmap.target import is_called_unseen, target_of_scope
from reviewer.index.testmap.users import User, find_users

_MOST_CODE, _MOST_TESTS, _MOST_LINES = 25, 8, 3


def find_callers(sight: Sight, *, path: str, line: int) -> Iterator[str]:
    """Yield the units whose code writes the function's name and can mean it, those of production first."""
    source, scope = place_function(sight, path, line)
    head = sight.view.head
    target = target_of_scope(path, scope, source.language or "")
    users, whole = find_users(head, target)
    # The class of a constructor is no caller of it.
    heads = {(site.path, site.unit.line) for site in head.find_definitions(target.name, target.language)}
    users = [user for user in users if not all((user.site.path, line) in heads for line in user.lines)]
    shown, withheld = sight.keep(users, lambda user: user.site.path)
    tests = [user for user in shown if is_test_side(head, user.site)]
    code = [user for user in shown if user not in tests]
    by_class = f" by its class {target.name}" if target.name != scope.name.rpartition(".")[2] else ""
    yield f"{head_of(source, scope)} is called{by_class} from {_count(code)} of code and {_count(tests)} of tests"
    yield from _list_users(sight, code, _MOST_CODE)
    if tests:
        yield "tests:"
        yield from _list_users(sight, tests, _MOST_TESTS)
    yield from note_withheld(withheld)
    if head.count_mentions(target.name) > COMMON:
        yield f"there are more: '{target.name}' is so common a name that only the changed files were looked through"
    elif not whole:
        yield f"there may be more: '{target.name}' is written in too many places to follow them all"
    if not code and is_called_unseen(head, target):
        yield "its class extends or is extended: it may be called through another class, an interface or a framework"
    if not code and whole:
        yield f"find_uses lists whatever mentions {show(target.name)}"


def _count(users: Sequence[User]) -> str:
    return count_of(len(users), "place")


def _list_users(sight: Sight, users: Sequence[User], most: int) -> Iterator[str]:
    for user in users[:most]:
        unit = user.site.unit
        symbol = unit.symbol if unit.role == "function" else ""
        yield show_place(sight, user.site.path, user.lines[0], symbol)
        for line in user.lines[1:_MOST_LINES]:
            yield "  and " + show_place(sight, user.site.path, line)
        yield from (f"  {note}" for note in note_rest(len(user.lines) - _MOST_LINES))
    yield from note_rest(len(users) - most)
