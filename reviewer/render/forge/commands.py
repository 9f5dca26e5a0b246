"""A job speaks to GitHub by lines of its log; this module holds such lines, and the text that must not be one."""

from reviewer.model.forge import Annotation
from reviewer.render.escape import escape_text

_WORDS = {"notice": "notice", "warning": "warning", "failure": "error"}


def render_commands(annotations: tuple[Annotation, ...], limit: int = 10) -> str:
    """Return the first `limit` annotations as workflow commands, for when no check run may be written."""
    return "".join(f"{_command(annotation)}\n" for annotation in annotations[: max(limit, 0)])


def render_fault(sentence: str) -> str:
    """Return the command by which a job shows on its page why it failed."""
    return f"::error title=reviewer::{_escape_data(sentence)}\n"


def quiet(text: str) -> str:
    """Return text for the log of a job, in which no line is a workflow command."""
    return "\n".join(_quiet_line(escape_text(line)) for line in text.split("\n"))


def _command(note: Annotation) -> str:
    properties = {"file": note.path, "line": str(note.line), "endLine": str(note.end_line), "title": note.title}
    said = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{_WORDS[note.level]} {said}::{_escape_data(note.message)}"


def _quiet_line(line: str) -> str:
    # The runner looks for the first form behind white space only, and for the second anywhere.
    kept = line.lstrip()
    said = f"{line[: len(line) - len(kept)]}\\{kept}" if kept.startswith("::") else line
    return said.replace("##[", "##\\[")


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("##[", "##\\[")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
