"""This module holds the detector of files that everything goes through: large ones that grow, and newly joined ones."""

from collections.abc import Iterator
from dataclasses import replace

from reviewer.change.changed import ChangedFile
from reviewer.detectors.drift.file_sizes import Size, count_smaller, measure_file, measure_files
from reviewer.detectors.drift.hubs import find_new_hubs
from reviewer.engine.hit import Hit, Options, number_in
from reviewer.index.view import View
from reviewer.model.finding import Related

# Below this share of its lines inside of functions a file is a table, a schema or a list of names.
_CODE = 0.5


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield the file among the largest of its language that grows most, and those in which imports newly meet."""
    sizes: dict[str, list[Size]] = {}
    found: list[tuple[int, Hit]] = []
    for file in view.files:
        grown = _measure(view, file, options)
        if grown is None:
            continue
        before, after = grown
        language = file.language or ""
        if language not in sizes:
            sizes[language] = measure_files(view.base, language)
        found += ((after.lines - before.lines, hit) for hit in _judge(file, before, after, sizes[language], options))
    if found:
        yield _name_others([hit for _, hit in sorted(found, key=lambda item: (-item[0], item[1].path))])
    yield from _find_joined(view, options)


def _name_others(hits: list[Hit]) -> Hit:
    """A change grows the files that it is about: the one that grows most is told, the others are named with it."""
    others = (
        Related(h.path, h.line, h.line, "", f"grows too: {h.values['before']} -> {h.values['after']}") for h in hits[1:]
    )
    return replace(hits[0], related=tuple(others))


def _measure(view: View, file: ChangedFile, options: Options) -> tuple[Size, Size] | None:
    """Return the size of a file before and after, where it grew by enough to be ranked."""
    old_path = file.change.old_path
    if file.old is None or file.new is None or old_path is None or file.file_class != "production":
        return None
    if file.change.status == "copied" or len(file.new.lines) < number_in(options, "smallest"):
        return None
    before, after = measure_file(view.base, old_path), measure_file(view.head, file.path)
    if before is None or after is None or after.inside < _CODE * after.lines:
        return None
    more = after.lines - before.lines
    wide = after.functions - before.functions >= number_in(options, "functions")
    if more < number_in(options, "lines") and not (wide and more >= number_in(options, "lines_of_functions")):
        return None
    return (before, after) if more >= number_in(options, "share") * before.lines else None


def _judge(file: ChangedFile, before: Size, after: Size, sizes: list[Size], options: Options) -> Iterator[Hit]:
    if len(sizes) < number_in(options, "files"):
        return
    larger = len(sizes) - count_smaller(sizes, before)
    if larger > min((1 - number_in(options, "percentile")) * len(sizes), number_in(options, "rank")):
        return
    values = {
        "file": file.path.rpartition("/")[2],
        "rank": _rank(larger),
        "files": f"{len(sizes):,}",
        "percent": str(round(100 * (after.lines - before.lines) / max(1, before.lines))),
        "before": f"{before.lines:,}",
        "after": f"{after.lines:,}",
        "functions": f"{before.functions} -> {after.functions}",
    }
    largest = max(file.change.hunks, key=lambda hunk: (len(hunk.added), -hunk.new_start))
    line = next((n for n, text in enumerate(largest.added, largest.new_start) if text.strip()), largest.new_start)
    yield Hit(file.path, line, line, case="grown", values=values, key="growth")


def _find_joined(view: View, options: Options) -> Iterator[Hit]:
    hubs = find_new_hubs(
        view,
        percentile=number_in(options, "percentile_of_imports"),
        fewest=int(number_in(options, "new_imports")),
        least=int(number_in(options, "each_way")),
        files=int(number_in(options, "files")),
    )
    for hub in hubs:
        edges = [e for e in view.edge_delta.added if e.source == hub.path]
        line = min((edge.line for edge in edges), default=1)
        values = {
            "file": hub.path.rpartition("/")[2],
            "imports": str(hub.imports),
            "importers": str(hub.importers),
            "before": str(hub.before),
            "percent": f"{100 * number_in(options, 'percentile_of_imports'):.0f}",
            "files": f"{hub.files:,}",
        }
        yield Hit(hub.path, line, line, case="joined", values=values, key="joined")


def _rank(place: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    end = "th" if place % 100 in (11, 12, 13) else ends.get(place % 10, "th")
    return "largest" if place == 1 else f"{place}{end} largest"
