"""This module holds the detector of changes to what decides over access, data and supply: it says what changed."""

from collections.abc import Iterator

from reviewer.change.sensitive.reading import is_code_edited, is_security_path
from reviewer.detectors.sensitive.dependencies import find_dependencies
from reviewer.detectors.sensitive.guards import find_guards
from reviewer.detectors.sensitive.instructions import find_instructions
from reviewer.detectors.sensitive.traits import find_traits
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View


def find_in_change(view: View, options: Options) -> Iterator[Hit]:
    """Yield what a change grants, opens, adds, drops or takes away, one hit for each kind and file."""
    seen: set[str] = set()
    for find in (find_traits, find_guards, find_dependencies, find_instructions):
        for hit in find(view, options):
            seen.add(hit.path)
            yield hit
    for file in view.files:
        if file.path not in seen and is_security_path(file.path) and is_code_edited(file):
            line = min(file.change.added_lines, default=1)
            yield Hit(file.path, line, line, case="security-edited", values={"path": file.path}, key=file.path)
