"""This module holds the tool that tells the past of some lines: changes, fixes, chains, ages. It names nobody."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from reviewer.app.second.tools.placing import open_file
from reviewer.app.second.tools.sight import Refused, Sight
from reviewer.app.second.tools.writing import count_of, join_some, note_rest, show
from reviewer.change.late import compile_late
from reviewer.change.syntax.languages import recognise_language
from reviewer.detectors.past.chains import follow_fixes
from reviewer.detectors.past.told import days_ago, plain_subject, short_id
from reviewer.history.past import FileHistory, History, sum_up
from reviewer.history.trace import find_origins, trace_stretch
from reviewer.model.change import FileChange
from reviewer.model.history import PastChange, PastTouch, Touch

Subject = Callable[[PastChange], str]
_MOST_CHANGES, _MOST_ORIGINS, _MOST_COMPANIONS, _DAYS = 12, 4, 5, 90
_MOST_LINES = 2_000
# What names somebody: a mail, a mention, or whose repository a branch came from.
_PEOPLE = compile_late(r"<?[^\s<>@]+@[\w.-]+\.\w+>?|(?<!\w)@[\w-]+| of (?:\w+://|git@|\w+\.\w+[:/])\S+")


def show_history(sight: Sight, *, path: str, line: int, end_line: int) -> Iterator[str]:
    """Yield the changes before this one that touched lines of the new side, and what stood in their place."""
    if end_line < line:
        raise Refused(f"'end_line' ({end_line}) is before 'line' ({line})")
    last = min(end_line, line + _MOST_LINES, len(open_file(sight, path).lines))
    past = sight.view.around.past()
    if recognise_language(path) is None:
        raise Refused("the past is kept for source files alone")
    if past is None:
        raise Refused("the history of this repository is not at hand")
    file = sight.view.by_path.get(path)
    if file is not None and file.change.old_path is None:
        yield f"{path} is new: it has no past"
        return
    own = _as_touch(file.change) if file is not None else None
    touches = past.touches((file.change.old_path if file is not None else None) or path)
    traced = trace_stretch(line, last, (own, *touches) if own else touches)
    before = [touch for touch in traced.touches if touch is not own]
    yield f"{path}:{line}-{last} before this change: {_sum_up(sum_up(before, past.now))}"
    if own in traced.touches and not before:
        yield "this change wrote these lines anew"
    subject = partial(_tell_subject, sight)
    yield from _list_changes(past, before, subject)
    yield from _tell_lines(past, range(line, last + 1), own, touches, subject)
    yield f"the whole file: {_sum_up(sum_up(touches, past.now))}"
    yield from _list_companions(sight, past, touches)


def _as_touch(change: FileChange) -> PastTouch:
    """Return the change under review as if it were the newest one of the past, so that its lines are followed back."""
    rows = tuple((h.old_start, len(h.deleted), h.new_start, len(h.added)) for h in change.hunks)
    return PastTouch(PastChange("", 0, ()), (-1, 0), Touch(change.path, change.old_path or "", 0, 0, rows))


def _sum_up(told: FileHistory) -> str:
    if not told.changes:
        return "no change is known"
    ages = f"the first {told.age:,} days ago, the last {told.idle:,}" if told.age is not None else ""
    fixes = f"{count_of(told.fixes, 'fix').replace('fixs', 'fixes')} ({told.recent_fixes} in the last {_DAYS} days)"
    return f"{count_of(told.changes, 'change')}, {fixes}, {count_of(told.reverts, 'revert')}, {ages}"


def _list_changes(past: History, touches: Sequence[PastTouch], subject: Subject) -> Iterator[str]:
    for touch in touches[:_MOST_CHANGES]:
        change = touch.change
        how = "" if change.kind == "other" else f", {change.kind}"
        pull = f", #{change.pull}" if change.pull and f"#{change.pull}" not in change.subject else ""
        size = f"+{touch.touch.added} -{touch.touch.deleted} in this file, {count_of(change.files, 'file')} in all"
        yield f'{short_id(change)} {days_ago(past, change)}{how}{pull}: "{subject(change)}" ({size})'
    yield from note_rest(len(touches) - _MOST_CHANGES)


def _tell_lines(
    past: History, lines: range, own: PastTouch | None, touches: Sequence[PastTouch], subject: Subject
) -> Iterator[str]:
    """Yield which changes wrote the lines that stand or stood here, and the fixes that these go back to."""
    old = _step_back(lines, own)
    origins = Counter(touch.place for touch in find_origins(old, touches).values())
    by_place = {touch.place: touch.change for touch in touches}
    for place, number in origins.most_common(_MOST_ORIGINS):
        change = by_place[place]
        go = "goes" if number == 1 else "go"
        yield f"{count_of(number, 'line')} here {go} back to {short_id(change)} ({days_ago(past, change)})"
    links = follow_fixes(old, touches, past.now, _DAYS)
    if len(links) > 1:
        chain = " <- ".join(f'{short_id(link.change)} "{subject(link.change)}"' for link in reversed(links))
        yield f"a chain of {len(links)} fixes, each changing what the one before it wrote: {chain}"


def _step_back(lines: range, own: PastTouch | None) -> tuple[int, ...]:
    """Return the lines of the old side that stand or stood where some lines of the new side are."""
    if own is None:
        return tuple(lines)
    found: set[int] = set()
    shift, following = 0, 1
    for old, deleted, new, added in own.touch.stretches:
        begin = new if added else new + 1
        found |= {n + shift for n in lines if following <= n < begin}
        if lines.start <= max(new, begin + added - 1) and begin <= lines.stop:
            found |= set(range(old, old + deleted))
        following = begin + added
        shift = (old if deleted else old + 1) + deleted - following
    return tuple(sorted(found | {n + shift for n in lines if n >= following}))


def _list_companions(sight: Sight, past: History, touches: Sequence[PastTouch]) -> Iterator[str]:
    together = past.store.companions(past.chain, touches).items() if touches else ()
    shown, _ = sight.keep(sorted(together, key=lambda item: (-item[1], item[0])), lambda item: item[0])
    said, _ = join_some([f"{show(path)} ({count} times)" for path, count in shown if count > 1], _MOST_COMPANIONS)
    if said:
        yield f"often changed together with: {said}"


def _tell_subject(sight: Sight, change: PastChange) -> str:
    """Return what a change says of itself, without the names and addresses of people."""
    subject = plain_subject(change)
    for name in (author.partition(" <")[0].strip() for author in change.authors):
        # A single word may be a word of the sentence.
        subject = subject.replace(name, "…") if " " in name else subject
    # Before it is cut: a part of a secret may not be known as one.
    return show(sight.redact(_PEOPLE.sub("…", subject)).strip(), 90)
