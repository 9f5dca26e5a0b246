"""This module holds the formats that say one thing a line: LCOV and the cover profiles of Go.

No reader of them on PyPI is kept well enough to depend on (of `lcov`, `lcovparser` and `lcov_cobertura` the first two
were released once or twice, and the third converts to XML and may start `c++filt`).
"""

from collections.abc import Iterable, Iterator
from io import BytesIO

from reviewer.adapters.coverage.formats.tally import Report, Tally, Unreadable, is_line
from reviewer.change.late import compile_late

_BLOCK = compile_late(r"(.+):(\d{1,9})\.(\d{1,9}),(\d{1,9})\.(\d{1,9}) (\d{1,9}) (\d{1,30})")
_MODE = compile_late(r"mode:\s*(set|count|atomic)\s*")


def read_lcov(data: bytes) -> Report:
    """Read the `SF:` and `DA:` records of an LCOV trace file."""
    tally, name, records = Tally(), "", 0
    for line in _lines(data):
        kind = line[:3]
        if kind == b"DA:":
            at, _, rest = line[3:].partition(b",")
            tally.add(name, at, rest.partition(b",")[0])
        elif kind == b"SF:":
            tally.lost += bool(name)  # the record before was cut off
            name, records = line[3:].decode("utf-8", "replace").strip(), records + 1
        elif line.strip() == b"end_of_record":
            name = ""
    if not records:
        raise Unreadable("it looks like LCOV and names no file")
    tally.lost += bool(name)
    return Report("LCOV", tally.close(), lost=tally.lost)


def read_go_profile(data: bytes) -> Report:
    """Read a Go cover profile of any mode: a line ran if a block on it ran; profiles may follow one another."""
    blocks: dict[str, dict[bool, list[tuple[int, int]]]] = {}
    tally = Tally()
    for line in (raw.decode("utf-8", "replace") for raw in _lines(data)):
        if not line.strip():
            continue
        if line.startswith("mode:"):
            tally.lost += _MODE.fullmatch(line) is None
            continue
        found = _BLOCK.fullmatch(line.rstrip())
        first, last = (int(found[2]), int(found[4])) if found else (0, 0)
        if found is None or not (is_line(first) and is_line(last) and first <= last):
            tally.lost += 1
            continue
        # A block may begin behind the last character of a line, or end before the first one of another.
        ends = last - 1 if int(found[5]) <= 1 and last > first else last
        blocks.setdefault(found[1], {True: [], False: []})[int(found[7]) > 0].append((first, ends))
    for name, by_outcome in blocks.items():
        for ran in (False, True):
            tally.add_lines(name, _spread(by_outcome[ran]), ran=ran)
    return Report("Go cover profile", tally.close(), lost=tally.lost)


def _spread(stretches: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield every line of some stretches once, however they overlap."""
    end = 0
    for first, last in sorted(stretches):
        yield from range(max(first, end + 1), last + 1)
        end = max(end, last)


def _lines(data: bytes) -> Iterator[bytes]:
    """Yield the lines without their ends; a copy of a large report is not made."""
    text = BytesIO(data.removeprefix(b"\xef\xbb\xbf"))
    return (line.rstrip(b"\r\n") for line in text)
