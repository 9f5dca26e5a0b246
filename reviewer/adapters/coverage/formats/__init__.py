"""This package holds the formats of coverage reports: bytes in, a `Report` out, and which of them some bytes are."""

from collections.abc import Callable

from reviewer.adapters.coverage.formats.tally import Report, Unreadable

_XML_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_HEAD = 4096


def read_report(data: bytes) -> Report:
    """Read a report of any known format, recognised by its content. Raises `Unreadable` with the reason."""
    return _choose(data)(data)


def _choose(data: bytes) -> Callable[[bytes], Report]:
    head = data[:_HEAD].removeprefix(_BOM).lstrip()
    if not head:
        raise Unreadable("it is empty")
    if data.startswith(b"SQLite format 3\0"):
        from reviewer.adapters.coverage.formats.data_files import read_data_file

        return read_data_file
    if head.startswith(_XML_STARTS):
        from reviewer.adapters.coverage.formats.xml_reports import read_xml

        return read_xml
    if head.startswith(b"{"):
        from reviewer.adapters.coverage.formats.json_reports import read_json

        return read_json
    from reviewer.adapters.coverage.formats import line_reports

    if head.startswith(b"mode:"):
        return line_reports.read_go_profile
    if any(line.startswith((b"SF:", b"TN:")) for line in head.splitlines()):
        return line_reports.read_lcov
    raise Unreadable("it is no coverage report of a known format")
