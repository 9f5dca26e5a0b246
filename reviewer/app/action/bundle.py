"""A run without rights hands its review to one that has them; this module holds that bundle, and the distrust in it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from reviewer.errors import ReviewerError
from reviewer.model.change import Change, FileChange
from reviewer.model.reading import Explanation, Opinion, Question, Quote, Reading, Usage
from reviewer.model.review import Review

LARGEST = 20_000_000
MOST = 100_000
LARGEST_NUMBER = 2**40
_COMMIT = re.compile(r"(?:[0-9a-f]{40}(?:[0-9a-f]{24})?)?")
# No place outside of the repository.
_PATH = re.compile(r"(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\0]{0,4096}", re.DOTALL)
_FORMS: Mapping[tuple[str, str], re.Pattern[str]] = {
    ("Bundle", "repository"): re.compile(r"[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}"),
    ("Bundle", "head"): _COMMIT,
    ("Revision", "commit"): _COMMIT,
    ("Finding", "fingerprint"): re.compile(r"[0-9a-f]{8,64}"),
    ("Finding", "path"): re.compile(_PATH.pattern.replace("{0,4096}", "{1,4096}"), re.DOTALL),
    ("Finding", "rule"): re.compile(r"[a-z0-9][a-z0-9-]{0,99}"),
}
_PATHS = frozenset({"path", "old_path", "new_path"})
_HINT = "Look at the run that made the bundle; whoever can change its workflow can forge it."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A review with what it was made for: the pull request (or None), its commit, and the branch that it goes to.

    `spent` names what the run spent. The lines of the change are left out: only their number is kept. What a second
    reader added is left out too: a run without rights has no key for one, and nobody checked the quotes of a bundle.
    """

    schema: Literal["reviewer.bundle/1"]
    repository: str
    number: int | None
    head: str
    base_branch: str
    review: Review
    spent: tuple[tuple[str, str], ...] = ()


def write_bundle(bundle: Bundle) -> bytes:
    """Return a bundle as JSON (UTF-8); a byte of a path that is not UTF-8 becomes `?`."""
    review = replace(bundle.review, change=_leave_out_lines(bundle.review.change), reading=None)
    lean = replace(bundle, review=review)
    return json.dumps(_adapter().dump_python(lean), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def read_bundle(data: bytes) -> Bundle:
    """Read a bundle that anybody may have written. Raises `ReviewerError` where it is not whole, sane and bounded."""
    if len(data) > LARGEST:
        raise ReviewerError(f"the bundle is larger than {LARGEST:,} bytes.", _HINT)
    try:
        bundle = _adapter().validate_json(data)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ReviewerError(f"the bundle does not fit its schema at '{where}': {first['msg']}.", _HINT) from None
    except RecursionError:
        raise ReviewerError("the bundle is nested too deeply.", _HINT) from None
    if bundle.review.reading is not None:
        raise ReviewerError("the bundle holds what a second reader added, which no bundle does.", _HINT)
    picture = bundle.review.picture
    ids = {node.id for node in picture.nodes} if picture else set()
    if picture and not ids.issuperset(end for edge in picture.edges for end in (edge.source, edge.target)):
        raise ReviewerError("the bundle draws an edge between what is not drawn.", _HINT)
    for wrong in _find_faults(bundle):
        raise ReviewerError(f"the bundle {wrong}.", _HINT)
    return bundle


def render_bundle_schema() -> str:
    """Return the JSON Schema of a bundle, as it stands in `docs/bundle.schema.json`."""
    shape = _adapter().json_schema()
    shape["$defs"]["Review"]["properties"]["reading"] = {"const": None, "default": None, "title": "Reading"}
    for part in (Reading, Opinion, Question, Explanation, Quote, Usage):
        del shape["$defs"][part.__name__]
    return json.dumps(shape, indent=2, sort_keys=True) + "\n"


def _find_faults(value: object, owner: str = "", name: str = "") -> Iterator[str]:
    """Yield what no honest bundle holds, with the name of the part that holds it."""
    if isinstance(value, str):
        form = _FORMS.get((owner, name)) or (_PATH if name in _PATHS else None)
        if form and not form.fullmatch(value):
            yield f"holds {value[:80]!r} as {name}"
    elif isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            yield f"holds {value} as {name}"
    elif isinstance(value, tuple):
        if len(value) > MOST:
            yield f"holds more than {MOST:,} {name}"
        for part in value[:MOST]:
            yield from _find_faults(part, owner, name)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _find_faults(getattr(value, part.name), type(value).__name__, part.name)


def _leave_out_lines(change: Change) -> Change:
    return replace(change, files=tuple(_leave_out(file) for file in change.files))


def _leave_out(file: FileChange) -> FileChange:
    hunks = [replace(hunk, deleted=("",) * len(hunk.deleted), added=("",) * len(hunk.added)) for hunk in file.hunks]
    return replace(file, hunks=tuple(hunks))


@cache
def _adapter() -> TypeAdapter[Bundle]:
    return TypeAdapter(Bundle)
