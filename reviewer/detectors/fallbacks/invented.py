"""This module holds what a value in the place of a result claims: invented data, success, or an ordinary result."""

from typing import TYPE_CHECKING

from reviewer.change.late import compile_late
from reviewer.change.syntax.names import descendants, squeeze, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

_WORDS = compile_late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_INVENTED = frozenset({"mock", "mocked", "mocks", "fake", "faked", "bogus", "canned", "fabricated", "simulated"})
# With one of these a word such as "sample" is about data, and not about taking one.
_SHOWN = frozenset({"sample", "demo", "dummy", "placeholder", "synthetic", "hardcoded"})
_DATA = frozenset(
    {"data", "response", "responses", "result", "results", "user", "users", "item", "items", "record", "records"}
    | {"products", "orders", "rows", "entries", "values", "value", "payload", "metrics", "summary", "content"}
)
_ASKED = frozenset({"is", "has", "should", "use", "uses", "allow", "can", "enable", "was", "no", "not"})
_SAID = compile_late(
    r"(?i)\b(?:mock(?:ed)?|dummy|fake|simulated?|hard-?coded|made[- ]up|sample|placeholder|fabricated?)\s"
    r"(?:\w{1,20}\s)?(?:data|responses?|results?|values?|records?|items?|users?|content|summary|output|payload)\b"
    r"|\b(?:john|jane) doe\b|\blorem ipsum\b"
)
_NAMES = frozenset(
    {"identifier", "property_identifier", "shorthand_property_identifier", "type_identifier", "field_identifier"}
)
_SUCCESS = compile_late(
    r"""["']?\b(?:success|succeeded|is_?[sS]uccess|ok)["']?(?::|=)(?:true|True)\b"""
    r"""|["']?\bstatus["']?(?::|=)["'](?:success|succeeded|ok|OK|completed|healthy)["']"""
    r"""|\bstatus(?:_code|Code)?["']?(?::|=)200\b|\.(?:status|sendStatus|WriteHeader|setStatus)\(200\b"""
    r"""|\bhttp\.StatusOK\b|\bHttpStatus\.OK\b|\bHTTP_200_OK\b|\bHTTPStatus\.OK\b"""
    r"""|\b(?:ResponseEntity|Response)\.ok\("""
    r"""|\.JSON\(200,|\{200,"""
)
_HONEST = compile_late(
    r"(?i)err(?:or)?s?\b|error|fail|invalid|unknown|unavailable|missing|not[ _-]?found|exception|warn|degraded"
    r"|unable|could ?not|can ?not|n/a|\bnone\b|false|skipped|partial|timed? ?out|unsupported|denied|null|disabled"
    r"|fallback|default|reason"
)
_CONSTANT_NAME = compile_late(r"_?[A-Z][A-Z0-9_]+$")
_CONTAINERS = frozenset({"dictionary", "list", "object", "array", "tuple", "composite_literal", "literal_value"})
_LITERALS = frozenset(
    {"string", "string_literal", "integer", "float", "number", "interpreted_string_literal", "raw_string_literal"}
    | {"int_literal", "float_literal", "decimal_integer_literal", "decimal_floating_point_literal", "template_string"}
    | {"true", "True"}
)
# What a literal is made of; anything else in it comes from elsewhere.
_PARTS = (
    _CONTAINERS
    | _LITERALS
    | frozenset(
        {"pair", "string_start", "string_content", "string_end", "string_fragment", "escape_sequence", "keyed_element"}
        | {"literal_element", "property_identifier", "null", "none", "false", "unary_operator", "unary_expression"}
        | {"interpreted_string_literal_content", "nil", "parenthesized_expression", "slice_type", "map_type"}
        | {"type_identifier", "field_identifier", "qualified_type", "package_identifier", "undefined", "array_type"}
    )
)
_EMPTY = compile_late(
    r"""(?:\[\]|\{\}|\(\)|""|''|``|dict\(\)|list\(\)|(?:\[\]|map\[\w+\])[\w.*]+\{\}|new(?:Map|Set)\(\)"""
    r"""|(?:List|Map|Set)\.of\(\)|Collections\.empty(?:List|Map|Set)\(\)|Optional\.empty\(\))$"""
)
# A whole number is as often a status or an exit code.
_NUMBER = compile_late(r"\d*\.\d*[1-9]\d*")
_MADE = compile_late(r"\b(?:new|await)\b")
_FACTORY = compile_late(r"(?:List|Set|Map|Arrays)\.(?:of|asList)\(")
_SENTENCE = compile_late(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}\s+[^\W\d_]{2,}")


def words_of(name: str) -> list[str]:
    """Return the words that a name is made of, in lower case."""
    return [word.lower() for word in _WORDS.findall(name)]


def names_invention(name: str) -> bool:
    """Tell whether a name says of itself that it stands for invented data, as `mockUsers` and `sample_data` do."""
    words = words_of(name)
    if not words or words[0] in _ASKED:
        return False
    return not _INVENTED.isdisjoint(words) or (not _SHOWN.isdisjoint(words) and not _DATA.isdisjoint(words))


def find_invention(values: "Iterable[Node]") -> str:
    """Return the first name or text among some values that says that the data is invented, or an empty text."""
    for value in values:
        for node in (value, *descendants(value)):
            if node.type in _NAMES and names_invention(text_of(node)):
                return text_of(node)
            if node.type in _LITERALS and _SAID.search(text_of(node)[:300]):
                return " ".join(text_of(node).split())[:60]
    return ""


def says_invention(comment: str) -> bool:
    """Tell whether a comment says that what follows is invented."""
    return bool(_SAID.search(comment[:500]))


def claims_success(value: "Node") -> bool:
    """Tell whether a value says that all went well, and is not what another way has brought."""
    text = text_of(value)[:2000]
    return bool(_SUCCESS.search(squeeze(text))) and not _MADE.search(text)


def is_empty(value: "Node") -> bool:
    """Tell whether a value is an empty text or collection."""
    return bool(_EMPTY.match(squeeze(text_of(value)[:80])))


def is_plausible(value: "Node") -> bool:
    """Tell whether a value is a literal that a reader would take for a result: filled, and naming no failure."""
    text = text_of(value)
    if len(text) > 4000 or _HONEST.search(text):
        return False
    if value.type in _LITERALS:
        return bool(_SENTENCE.search(text)) or bool(_NUMBER.fullmatch(text))
    if value.type == "method_invocation" and _FACTORY.match(text):
        taken = value.child_by_field_name("arguments")
        return taken is not None and _is_filled(taken)
    return value.type in _CONTAINERS and _is_filled(value)


def _is_filled(container: "Node") -> bool:
    """Tell whether a collection holds at least two values that say something, and nothing but literals."""
    telling = 0
    for node in _parts(container):
        if node.type not in _PARTS:
            return False
        key = node.parent is not None and node.parent.child_by_field_name("key") == node
        telling += node.type in _LITERALS and not key and squeeze(text_of(node)).strip("\"'`") not in ("", "0", "0.0")
    return telling >= 2


def _parts(node: "Node") -> "Iterator[Node]":
    for child in descendants(node):
        if child.is_named and "comment" not in child.type:
            yield child
