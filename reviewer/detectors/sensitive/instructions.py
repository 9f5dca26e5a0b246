"""This module holds how much the instructions to coding agents changed, in one hit for all of their files."""

from collections.abc import Iterator

from reviewer.change.sensitive.agents import is_agent_prose
from reviewer.detectors.sensitive.traits import list_names
from reviewer.engine.hit import Hit, Options
from reviewer.index.view import View


def find_instructions(view: View, options: Options) -> Iterator[Hit]:
    """Yield one hit for all instruction files to which the change adds some lines of text."""
    found = []
    for file in view.files:
        added = [line for line, text in file.change.added_lines.items() if text.strip()]
        removed = sum(bool(text.strip()) for text in file.change.deleted_lines.values())
        least = options["instruction_lines"]
        if file.new is not None and is_agent_prose(file.path) and isinstance(least, int) and len(added) >= least:
            found.append((file.path, min(added), f"{file.path} +{len(added)} -{removed}"))
    if found:
        path, line, _ = found[0]
        yield Hit(
            path, line, line, case="agent-instructions", values={"what": list_names(f[2] for f in found)}, key=path
        )
