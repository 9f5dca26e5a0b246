"""This module holds the detector of imports inside of functions that keep a loop from failing."""

from collections.abc import Iterator

from reviewer.detectors.cycles.closed_loops import find_new_loops
from reviewer.detectors.import_cycle import report_loop
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View


def find_in_change(view: View, options: Options) -> Iterator[Hit]:  # noqa: ARG001 - the shape of a detector
    """Yield every new loop that an added import inside of a function closes over top-level imports."""
    for loop in find_new_loops(view, "deferred"):
        cut = loop.edges[0]
        file = view.by_path.get(cut.source)
        if file is not None and cut.line in file.change.added_lines:
            yield report_loop(loop, cut)
