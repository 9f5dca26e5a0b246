"""A forge bounds the length of what is written to it; this module holds what stays within, and what is said to miss."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.render.verdict import count_of

_NOTE = 600  # room for the sentence that says what was cut


@dataclass(frozen=True, slots=True)
class Section:
    """Items between an opening and a closing; `noun` and `after` name one where some had to be left out.

    Where the room does not suffice for all sections, those of a lower `rank` get theirs first.
    """

    items: tuple[str, ...]
    noun: str
    after: str = ""
    opening: str = ""
    closing: str = ""
    gap: str = "\n"
    rank: int = 1


def fold(title: str, items: tuple[str, ...], noun: str, after: str = "", *, rank: int = 1) -> Section:
    """Return a section that is closed until somebody opens it. The title is ours: it is not escaped."""
    # Without the empty line GitHub would show the Markdown below it as it is written.
    return Section(items, noun, after, f"<details>\n<summary>{title}</summary>\n\n", "\n\n</details>", rank=rank)


def fit(head: str, sections: Sequence[Section], limit: int) -> str:
    """Return the head and the sections in at most `limit` bytes of UTF-8; what is missing is counted at the end."""
    room = limit - _NOTE - size_of(head)
    kept = [0] * len(sections)
    for at in sorted(range(len(sections)), key=lambda at: sections[at].rank):
        kept[at], room = _keep(sections[at], room)
    blocks = [head] + [
        section.opening + section.gap.join(section.items[:number]) + section.closing
        for section, number in zip(sections, kept, strict=True)
        if number
    ]
    cut = [
        count_of(len(section.items) - number, section.noun, after=section.after)
        for section, number in zip(sections, kept, strict=True)
        if number < len(section.items)
    ]
    if cut:
        blocks.append(f"Cut at GitHub's limit. `reviewer check --all` also lists {', '.join(cut)}.")
    return "\n\n".join(blocks)


def size_of(text: str) -> int:
    """Return the number of bytes of UTF-8."""
    return len(text.encode("utf-8"))


def _keep(section: Section, room: int) -> tuple[int, int]:
    """Return how many items of a section fit, and the room that is left behind them."""
    frame = size_of(section.opening) + size_of(section.closing) + 2 * len("\n\n")
    kept = 0
    for item in section.items:
        cost = size_of(item) + len(section.gap)
        if frame + cost > room:
            break
        frame += cost
        kept += 1
    return kept, room - frame if kept else room
