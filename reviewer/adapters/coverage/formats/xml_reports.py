"""This module holds the formats in XML: Cobertura, JaCoCo and Clover, read as a stream that builds no tree."""

from collections.abc import Callable, Mapping
from typing import Protocol

from reviewer.adapters.coverage.formats.tally import Report, Tally, Unreadable, read_number

_CHUNK = 1 << 20
_MOST_ROOTS = 100


class _Dialect(Protocol):
    """What one format makes of the tags that are opened. `written` is in seconds since 1970."""

    name: str
    written: float | None

    def open(self, tag: str, marks: Mapping[str, str]) -> None:
        """Hear of a tag with its attributes."""


def read_xml(data: bytes) -> Report:
    """Read a report in XML. Raises `Unreadable`; entities are refused, and nothing outside is asked for."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    reading = _Reading()
    # JaCoCo and Cobertura name a document type; it is not fetched.
    parser = DefusedXMLParser(target=reading, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
        parser.close()
    except DefusedXmlException:
        raise Unreadable("it is XML that declares entities, as no coverage report does") from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable("it is not valid XML") from None
    return reading.report()


class _Reading:
    """The target of the parser: it finds out the format, and hands the tags on to it."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._dialect: _Dialect | None = None
        self._root: tuple[str, Mapping[str, str]] | None = None
        self._roots: list[str] = []
        self._text: list[str] | None = None

    def start(self, tag: str, marks: Mapping[str, str]) -> None:
        """Hear of a tag that is opened."""
        name = tag.rpartition("}")[2]
        if self._root is None:
            self._root = (name, marks)
        if self._dialect is None:
            self._dialect = _choose(name, *self._root, self._tally.add)
        if self._dialect is not None:
            self._dialect.open(name, marks)
        self._text = [] if name == "source" and len(self._roots) < _MOST_ROOTS else None

    def data(self, text: str) -> None:
        """Hear of text; only that of `<source>` matters."""
        if self._text is not None:
            self._text.append(text)

    def end(self, _: str) -> None:
        """Hear of a tag that is closed."""
        if self._text is not None and (root := "".join(self._text).strip()):
            self._roots.append(root)
        self._text = None

    def close(self) -> None:
        """Hear of the end."""

    def report(self) -> Report:
        """Return what was read."""
        if self._dialect is None:
            raise Unreadable("it is XML and no coverage report of a known format")
        roots = tuple(dict.fromkeys(self._roots)) if self._dialect.name == "Cobertura" else ()
        return Report(self._dialect.name, self._tally.close(), roots, self._dialect.written, self._tally.lost)


_Add = Callable[[str, object, object], None]


def _choose(tag: str, root: str, marks: Mapping[str, str], add: _Add) -> _Dialect | None:
    """Cobertura and Clover share the name of the root: attributes or the next tag tell them apart."""
    if root == "report" and tag in {"package", "group", "sessioninfo"}:
        return _JaCoCo(add)
    if root != "coverage":
        return None
    if "clover" in marks or tag in {"project", "testproject"}:
        return _Clover(add, marks)
    if "line-rate" in marks or tag in {"sources", "packages"}:
        return _Cobertura(add, marks)
    return None


class _Cobertura:
    name = "Cobertura"

    def __init__(self, add: _Add, root: Mapping[str, str]) -> None:
        self._add = add
        self._file = ""
        self.written = _read_time(root.get("timestamp"))

    def open(self, tag: str, marks: Mapping[str, str]) -> None:
        """Hear of a tag: a class names its file, and the lines are inside of it."""
        if tag == "class":
            self._file = marks.get("filename", "")
        elif tag == "line":
            self._add(self._file, marks.get("number"), marks.get("hits"))


class _JaCoCo:
    name = "JaCoCo"

    def __init__(self, add: _Add) -> None:
        self._add = add
        self._package = self._file = ""
        self.written: float | None = None

    def open(self, tag: str, marks: Mapping[str, str]) -> None:
        """Hear of a tag: instructions are counted by line; one that ran makes the line one that ran."""
        if tag == "package":
            self._package = marks.get("name", "")
        elif tag == "sourcefile":
            self._file = f"{self._package}/{marks.get('name', '')}".removeprefix("/")
        elif tag == "line":
            self._add(self._file, marks.get("nr"), marks.get("ci"))
        elif tag == "sessioninfo":
            self.written = max(filter(None, (self.written, _read_time(marks.get("dump")))), default=None)


class _Clover:
    name = "Clover"

    def __init__(self, add: _Add, root: Mapping[str, str]) -> None:
        self._add = add
        self._file = ""
        self.written = _read_time(root.get("generated"))

    def open(self, tag: str, marks: Mapping[str, str]) -> None:
        """Hear of a tag: a file has its path in `path` or, from PHPUnit, in `name`."""
        if tag == "file":
            self._file = marks.get("path") or marks.get("name", "")
        elif tag == "line":
            self._add(self._file, marks.get("num"), marks.get("count"))


def _read_time(text: str | None) -> float | None:
    """Read a moment in seconds or milliseconds; the next one that the clock could show is meant."""
    number = read_number(text)
    if number is None or number <= 0:
        return None
    return (number + 1) / 1000 if number > 100_000_000_000 else float(number + 1)
