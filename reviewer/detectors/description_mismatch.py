"""This module holds the detector of changes that do something else than their description says."""

from collections.abc import Iterator, Sequence

from reviewer.change.behaviour import ChangedFunction
from reviewer.change.changed import ChangedFile
from reviewer.change.late import compile_late
from reviewer.detectors.saying.claims import Claim, find_claims, find_test_claim, own_words
from reviewer.detectors.saying.defaults import Switched, find_switched, is_mentioned
from reviewer.detectors.saying.names import find_named
from reviewer.detectors.saying.touched import Touched, differs_in_more_than_text
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

_PROGRAM = ("production", "script")
_TEST_LIKE = compile_late(
    r"(?i)tests?(?![a-z])|specs?(?![a-z])|mock|fixture|e2e|bench|eval|snap|stories|conftest|qa/|verif"
)
_TEST_LINE = compile_late(
    r"#\[(?:\w+::)?test\]|#\[cfg\(test\)\]|>>> |\bdef test_|@Test\b|\b(?:it|describe|test)\(|func Test[A-Z]|doctest"
)
_SITE = compile_late(
    r"(?i)(?:^|[/_-])(?:docs?|documentation|website|www|site|marketing|blog|examples?|templates?|readme|help)(?:[/_.-]|$)"
)
_SPEAKS_OF_SETTINGS = compile_late(
    r"(?i)\b(?:defaults?|settings?|tun(?:e|es|ed|ing)|config\w*|constants?|bump\w*|limits?)\b"
)
_MOST_RELATED = 10
_SHORT_NAME = 5
_LETTERS = compile_late(r"[^\W\d_]")


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the claims of a description that the lines of the change speak against."""
    said, summary = view.around.said(), view.around.summary()
    programs = [f for f in view.files if f.file_class in _PROGRAM and f.language is not None]
    if not said or not programs:
        return
    # What one of several commits says of tests may have been undone by the next.
    yield from _check_tests(view, summary or "\n".join(said), programs)
    words = own_words(summary)
    if words:
        yield from _check_whole(view, words, programs)
        yield from _check_names(view, words)
        yield from _check_defaults(view, (words, summary), programs, options)


def _check_tests(view: View, said: str, programs: Sequence[ChangedFile]) -> Iterator[Hit]:
    """Yield a hit where a text says that tests come with the change, and none of its files tests anything."""
    words = find_test_claim(said)
    if not words or any(_is_testing(file) for file in view.files):
        return
    added = [file for file in programs if file.change.added_lines and not _SITE.search(file.path)]
    if added:
        largest = max(added, key=lambda f: (len(f.change.added_lines), f.path))
        yield _hit(largest.path, min(largest.change.added_lines), "tests", {"words": words})


def _is_testing(file: ChangedFile) -> bool:
    """Tell whether a file tests something, or may; also an unread one."""
    if file.file_class in ("test", "fixture") or _TEST_LIKE.search(file.path):
        return True
    return any(_TEST_LINE.search(line[:400]) for line in file.change.added_lines.values())


def _check_whole(view: View, summary: str, programs: Sequence[ChangedFile]) -> Iterator[Hit]:
    for claim in find_claims(summary):
        if claim.kind == "refactoring":
            switched = next((s for file in programs if not _is_testing(file) for s in find_switched(file)), None)
            if switched is not None and not is_mentioned(switched, summary):
                values = {
                    "words": claim.words,
                    "what": f"`{switched.name}` goes from `{switched.old}` to `{switched.new}`",
                }
                yield _hit(switched.path, switched.line, "unchanged", values)
                return
        else:
            altered = [f for f in view.changed_functions if _contradicts(claim, f) and not _is_named(f, summary)]
            if altered:
                yield _tell_altered(claim, altered)
                return


def _contradicts(claim: Claim, function: ChangedFunction) -> bool:
    """Tell whether a changed function is none that the claim allows for."""
    if function.is_new and claim.kind != "typo":
        return False  # nothing that was there before does something else because of it
    if function.file.file_class != "production" or _SITE.search(function.path) or _TEST_LIKE.search(function.path):
        return False
    least = 3 if claim.kind == "typo" else 1
    return differs_in_more_than_text(function, least)


def _is_named(function: ChangedFunction, summary: str) -> bool:
    """Tell whether a text speaks of a function, or of its file."""
    stem = function.path.rpartition("/")[2].partition(".")[0]
    return any(len(name) > _SHORT_NAME and name in summary for name in (function.scope.name, stem))


def _tell_altered(claim: Claim, altered: Sequence[ChangedFunction]) -> Hit:
    first = altered[0]
    line = first.lines[0] if first.lines else first.line
    what = f"`{first.symbol}` does something else" + (f", and {len(altered) - 1} more" if len(altered) > 1 else "")
    related = tuple(Related(f.path, f.line, f.line, "", f"`{f.symbol}` too") for f in altered[1 : _MOST_RELATED + 1])
    return _hit(first.path, line, "unchanged", {"words": claim.words, "what": what}, related)


def _check_names(view: View, summary: str) -> Iterator[Hit]:
    touched = Touched(view.files)
    if not touched.is_whole:
        return
    for named in find_named(summary):
        if not touched.has(named):
            place = touched.first_place
            yield _hit(place[0], place[1], "absent", {"words": named.words, "name": named.name, "verb": named.verb})
            return


def _check_defaults(
    view: View, texts: tuple[str, str], programs: Sequence[ChangedFile], options: Options
) -> Iterator[Hit]:
    """Yield the settings that have another value, where the text is long and says nothing of them."""
    words, summary = texts
    if len(_LETTERS.findall(words)) < number_in(options, "letters") or _SPEAKS_OF_SETTINGS.search(words):
        return
    if sum(len(file.change.added_lines) for file in view.files) < number_in(options, "lines"):
        return
    files = [file for file in programs if file.file_class == "production" and not _is_testing(file)]
    switched = [s for file in files for s in find_switched(file) if not is_mentioned(s, summary)]
    if 0 < len(switched) <= number_in(options, "settings"):
        yield _tell_switched(switched)


def _tell_switched(switched: Sequence[Switched]) -> Hit:
    first = switched[0]
    related = tuple(Related(s.path, s.line, s.line, "", f"`{s.name}`: `{s.old}` to `{s.new}`") for s in switched[1:])
    values = {"name": first.name, "old": first.old, "new": first.new}
    return _hit(first.path, first.line, "default", values, related)


def _hit(path: str, line: int, case: str, values: dict[str, str], related: tuple[Related, ...] = ()) -> Hit:
    return Hit(path, line, line, case=case, values=values, related=related)
