"""This module holds how commits of the main line become rows, with what is known of the pull requests behind them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from reviewer.app.collect.rows.values import read_map, read_moment, read_number, read_text
from reviewer.change.late import compile_late
from reviewer.history.messages import Told, read_message
from reviewer.model.facts import MainCommit, Pull
from reviewer.model.provenance import CommitText, LineRange

Json = Mapping[str, Any]
# What a commit says of itself, and what a tool noted of its lines.
Attested = tuple[CommitText, tuple[LineRange, ...]]
_CO_AUTHOR = compile_late(r"(?im)^co-authored-by:[ \t]*(?P<contact>[^<\n]{0,200}<[^>\n]{1,200}>)[ \t]*$")
_MOST_AUTHORS = 100
_LONGEST_SUBJECT = 500
_LONGEST_MESSAGE = 64 * 1024


class Brought:
    """The merged pull requests of a repository, as the main line finds them.

    `subjects` are the first lines of their commits; from `since` on all pull requests are known, if it is not None.
    """

    def __init__(self, pulls: Iterable[Pull], subjects: Mapping[int, Sequence[str]], since: int | None) -> None:
        self.by_number = {pull.number: pull for pull in pulls}
        self.since = since
        self._subjects = subjects
        self._by_commit = {pull.merge_commit: pull for pull in self.by_number.values() if pull.merge_commit}

    def knows(self, when: int | None) -> bool:
        """Tell whether every pull request that was merged at a time is known."""
        return self.since is not None and when is not None and when >= self.since

    def find(self, commit: str) -> Pull | None:
        """Return the pull request whose merge made a commit."""
        return self._by_commit.get(commit)

    def whole(self, row: MainCommit) -> Pull | None:
        """Return the pull request that a commit of the main line is all of."""
        return self.by_number.get(row.number or 0) if row.how in ("merge", "squash") else None

    def subjects(self, pull: Pull) -> Sequence[str]:
        """Return the first lines of the commits of a pull request."""
        return self._subjects.get(pull.number, ())


@dataclass(frozen=True, slots=True)
class _Head:
    """What tells which pull request brought a commit."""

    commit: str
    is_merge: bool
    when: int | None
    subject: str
    pull: int | None


def build_main(
    read: Callable[[], Iterable[Json]],
    texts: Iterable[Sequence[Attested]],
    names: Mapping[str, str],
    brought: Brought,
    bugs: Collection[int],
) -> Iterator[tuple[MainCommit, Sequence[Attested]]]:
    """Yield the rows of the main line, oldest first, each with what it says of itself and what its commits say.

    `read` yields the records of `reviewer collect --git`, oldest first; they are read twice and never held. `texts`
    yields beside each what it says, and behind that what the commits say that it brought. `names` say by what name and
    mail a contact is known, where that is another one.
    """
    origins = place_pulls([_read_head(told) for told in read()], brought)
    for place, (told, listed, (number, how)) in enumerate(zip(read(), texts, origins, strict=True), 1):
        message = read_text(told.get("message"), _LONGEST_MESSAGE) or ""
        # Behind what it brought may be what stood at its place in a history that was written anew.
        said = listed[: 1 + (read_number(told.get("brought")) or 0)]
        row = replace(_build_row(told, message, said, names), place=place, number=number, how=how)
        subjects = [_first_line(text.message) for text, _ in said[1:]]
        yield _finish(row, message, subjects, brought, bugs), said


def finish_main(row: MainCommit, brought: Brought, bugs: Collection[int]) -> MainCommit:
    """Return an imported commit with what its subject says that it is."""
    return _finish(row, row.subject, (), brought, bugs)


def build_merged(pulls: Iterable[Pull], branch: str | None) -> Iterator[MainCommit]:
    """Yield what merged pull requests tell of the main line where no clone was read, oldest first."""
    merged = [pull for pull in pulls if pull.merged is not None and branch in (None, pull.base_ref)]
    ordered = sorted(merged, key=lambda pull: (pull.merged or 0, pull.number))
    yield from (_build_merged_row(place, pull) for place, pull in enumerate(ordered, 1) if pull.merge_commit)


def place_pulls(heads: Sequence[_Head], brought: Brought) -> list[tuple[int | None, str]]:
    """Return for each commit, oldest first, the pull request that brought it, and how."""
    origins = [_find_origin(head, brought) for head in heads]
    for place, head in enumerate(heads):
        pull = brought.find(head.commit)
        subjects = brought.subjects(pull) if pull and not head.is_merge else ()
        # A rebased commit keeps its subject; to that of a squash the forge adds a number.
        if pull and subjects and head.subject == subjects[-1] and head.pull != pull.number:
            for earlier in _find_rebased(heads, place, subjects):
                origins[earlier] = (pull.number, "rebase")
    return _doubt_repeated(origins, brought)


def find_co_authors(message: str) -> tuple[str, ...]:
    """Return who a message names as its further authors."""
    return tuple(" ".join(found["contact"].split()) for found in _CO_AUTHOR.finditer(message))[:_MOST_AUTHORS]


def _read_head(told: Json) -> _Head:
    message = read_text(told.get("message"), _LONGEST_MESSAGE) or ""
    return _Head(
        read_text(told.get("commit")) or "",
        (read_number(told.get("parents")) or 0) > 1,
        read_number(told.get("when")),
        _first_line(message),
        read_message(message).pull,
    )


def _find_origin(head: _Head, brought: Brought) -> tuple[int | None, str]:
    pull = brought.find(head.commit)
    if pull:
        return pull.number, "merge" if head.is_merge else "squash"
    number = head.pull
    if number is not None and brought.knows(head.when) and number not in brought.by_number:
        number = None  # the number of an issue
    if head.is_merge:
        return number, "merge"
    if number is not None:
        return number, "squash"
    return None, "direct" if brought.knows(head.when) else "direct?"


def _find_rebased(heads: Sequence[_Head], last: int, subjects: Sequence[str]) -> Iterator[int]:
    """Yield the places of the commits that a rebase brought; commits that it left out are passed over."""
    place = last
    for subject in reversed(subjects):
        if place >= 0 and heads[place].subject == subject and not heads[place].is_merge:
            yield place
            place -= 1


def _doubt_repeated(origins: list[tuple[int | None, str]], brought: Brought) -> list[tuple[int | None, str]]:
    """Where several commits in a row name one pull request that nobody told of, it may have been rebased."""
    for origin, group in groupby(range(len(origins)), key=lambda place: origins[place]):
        places = list(group)
        is_known = origin[0] in brought.by_number or not origin[1].startswith("squash")
        if len(places) > 1 and not is_known:
            for place in places:
                origins[place] = (origin[0], "rebase?")
    return origins


def _build_row(told: Json, message: str, said: Sequence[Attested], names: Mapping[str, str]) -> MainCommit:
    contacts = [f"{text.author_name} <{text.author_mail}>" for text, _ in said]
    contacts += [other for text, _ in said for other in find_co_authors(text.message)]
    people = list(dict.fromkeys(names.get(contact, contact) for contact in contacts))
    author, mail = split_contact(people[0] if people else "")
    reviewable = read_map(told.get("reviewable"))
    return MainCommit(
        place=0,
        commit=read_text(told.get("commit")) or "",
        committed=read_moment(told.get("when")),
        author=author or None,
        mail=mail or None,
        co_authors=tuple(people[1 : 1 + _MOST_AUTHORS]),
        subject=_first_line(message),
        number=None,
        how=None,
        merged_commits=read_number(told.get("brought")),
        files=read_number(told.get("files")),
        additions=read_number(told.get("additions")),
        deletions=read_number(told.get("deletions")),
        reviewable_additions=read_number(reviewable.get("additions")),
        reviewable_deletions=read_number(reviewable.get("deletions")),
    )


def _finish(
    row: MainCommit, message: str, subjects: Sequence[str], brought: Brought, bugs: Collection[int]
) -> MainCommit:
    pull = brought.whole(row)
    labels, branch = (pull.labels, pull.head_ref or "") if pull else ((), "")
    said = read_message(message, labels=labels, bug_issues=bugs, branch=branch)
    kind, level = _find_kind(said, pull, subjects)
    return replace(
        row,
        kind=kind,
        fix_level=level,
        reverts=said.reverts,
        culprits=said.culprits,
        blamed=said.blamed_pulls,
    )


def _find_kind(said: Told, pull: Pull | None, subjects: Sequence[str]) -> tuple[str, str | None]:
    if pull and pull.kind != "other":
        return pull.kind, pull.fix_level
    if said.kind == "other" and said.pull is None:
        # A merge without words of its own is a fix when most of what it brought is.
        fixes = sum(read_message(subject).kind == "fix" for subject in subjects)
        if fixes * 2 > len(subjects):
            return "fix", "words"
    return said.kind, said.level or None


def _build_merged_row(place: int, pull: Pull) -> MainCommit:
    return MainCommit(
        place=place,
        commit=pull.merge_commit or "",
        committed=pull.merged,
        author=None,
        mail=None,
        co_authors=(),
        subject=pull.title,
        number=pull.number,
        how=None,
        merged_commits=pull.commits_total,
        kind=pull.kind,
        fix_level=pull.fix_level,
        culprits=pull.culprits,
        blamed=pull.blamed,
        files=pull.files,
        additions=pull.additions,
        deletions=pull.deletions,
        reviewable_additions=None,
        reviewable_deletions=None,
        is_automation=pull.provenance == "automation",
        provenance=pull.provenance,
    )


def split_contact(contact: str) -> tuple[str, str]:
    """Return name and mail of `Name <mail>`."""
    name, _, mail = contact.rpartition(" <")
    return name, mail.removesuffix(">")


def _first_line(message: str) -> str:
    return message.partition("\n")[0].strip()[:_LONGEST_SUBJECT]
