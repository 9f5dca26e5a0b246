"""This module holds the detector of changes most of whose code the repository says already, in other files."""

from collections import Counter
from collections.abc import Iterator, Sequence

from reviewer.change.changed import ChangedFile
from reviewer.detectors.copies.copied_functions import Body, count_deleted, find_written, has_moved
from reviewer.detectors.copies.said_before import Written, find_said
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.engine.run import READABLE
from reviewer.index.view import View
from reviewer.model.finding import Related

_SHOWN = 5
_MOST_CHANGED = 12


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit, at the file with most repeated lines, for a change of which little is new."""
    files = [f for f in view.files if f.new and f.file_class == "production" and f.new.confidence >= READABLE]
    if sum(len(f.change.added_lines) for f in files) < number_in(options, "lines"):
        return
    deleted = count_deleted(view)
    told = _find_told(view)
    largest = sorted(files, key=lambda f: (-len(f.change.added_lines), f.path))[:_MOST_CHANGED]
    left = {f.path: told.get(f.path, frozenset()) | _find_moved(f, deleted) for f in largest}
    written = find_said(largest, view.base, left)
    lines, said = sum(len(w.lines) for w in written), sum(len(w.said) for w in written)
    if lines >= number_in(options, "lines") and said >= number_in(options, "share") * lines:
        yield _report(written, lines, said)


def _find_moved(file: ChangedFile, deleted: Counter[str]) -> frozenset[int]:
    return frozenset(n for n, text in file.change.added_lines.items() if has_moved([text], deleted))


def _find_told(view: View) -> dict[str, frozenset[int]]:
    """Return the lines of functions that stand elsewhere as they are: other rules speak of them."""
    bodies = list(find_written(view))
    shapes = Counter(body.shape.tokens for body in bodies)
    found: dict[str, frozenset[int]] = {}
    for body in bodies:
        if shapes[body.shape.tokens] > 1 or _is_known(view, body):
            lines = frozenset(range(body.scope.line, body.scope.end_line + 1))
            found[body.path] = found.get(body.path, frozenset()) | lines
    return found


def _is_known(view: View, body: Body) -> bool:
    return bool(view.base.find_bodies(body.shape.hash, body.language))


def _report(written: Sequence[Written], lines: int, said: int) -> Hit:
    ranked = sorted(written, key=lambda w: (-len(w.said), w.file.path))
    sources = Counter(path for w in written for path in w.said.values())
    best = [path for path, _ in sorted(sources.items(), key=lambda item: (-item[1], item[0]))]
    first = ranked[0]
    values = {
        "lines": f"{lines:,}",
        "said": f"{said:,}",
        "share": str(round(100 * said / lines)),
        "files": f"{len(best)} other file{'' if len(best) == 1 else 's'}",
        "source": best[0].rpartition("/")[2],
        "new": _describe_new(first),
    }
    related = tuple(Related(path, 1, 1, "", f"says {sources[path]} of these lines") for path in best[:_SHOWN])
    at = min(first.said)
    return Hit(first.file.path, at, at, values=values, related=related, key="said")


def _describe_new(written: Written) -> str:
    """Return the largest stretches of new lines."""
    stretches: list[list[int]] = []
    for line in written.new:
        if stretches and line - stretches[-1][-1] <= 2:
            stretches[-1].append(line)
        else:
            stretches.append([line])
    largest = sorted(stretches, key=lambda s: (-len(s), s[0]))[:3]
    return ", ".join(f"{s[0]}-{s[-1]}" if len(s) > 1 else str(s[0]) for s in sorted(largest)) or "none"
