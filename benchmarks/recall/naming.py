"""This module holds other names for things: of functions by near synonyms, of locals from a pool of everyday words."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from grammar import split_words
from snippet import Edit, Snippet, shuffle

from reviewer.change.syntax.names import descendants, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_VERBS = dict(
    pair.split("=")
    for pair in split_words(
        "get=fetch fetch=retrieve retrieve=load load=read read=load parse=decode decode=parse build=assemble "
        "make=build create=make new=create is=check check=verify verify=ensure validate=verify ensure=require "
        "find=locate locate=find resolve=determine compute=calculate calculate=compute format=render render=format "
        "to=as as=to convert=transform transform=convert extract=collect collect=gather gather=collect "
        "normalize=clean clean=tidy strip=trim trim=strip split=divide join=combine merge=combine update=refresh "
        "set=assign add=append write=store save=store store=save remove=drop delete=remove has=contains print=show "
        "show=display list=enumerate run=execute execute=run handle=process process=handle generate=produce "
        "print=emit escape=quote encode=serialize select=choose filter=pick apply=perform init=prepare setup=prepare "
        "open=acquire close=release match=compare compare=match expand=unfold copy=clone wrap=enclose sort=order "
        "count=tally lookup=search search=lookup map=translate"
    )
)
_NOUNS = dict(
    pair.split("=")
    for pair in split_words(
        "path=location file=document name=label names=labels config=settings settings=config options=preferences "
        "value=item values=items list=entries items=entries text=content content=text string=text error=failure "
        "message=notice args=arguments params=arguments key=identifier keys=identifiers id=identifier url=link "
        "data=payload type=kind line=row lines=rows result=outcome results=outcomes token=symbol tokens=symbols "
        "user=account model=schema node=element nodes=elements request=query response=answer field=attribute "
        "fields=attributes"
    )
)
_POOL = split_words(
    "entry current found source target holder parts chunk total offset cursor extra record buffer outcome piece "
    "limit mark known given wanted bucket pending answer sample margin marker probe origin remainder subject "
    "detail stash trail candidate fragment incoming settled gathered visible pointer needle segment batch "
    "leftover portion slot"
)
_SHORTHANDS = {
    "shorthand_property_identifier": "{old}: {new}",
    "shorthand_property_identifier_pattern": "{old}: {new}",
    "shorthand_field_identifier": "{old}: {new}",
}
_NAMES = frozenset({"identifier", *_SHORTHANDS})
# Fields in which a name does not speak of a local.
_ELSEWHERE = frozenset({"attribute", "field", "property", "key", "type", "macro", "label"})
_NO_BINDING = frozenset({"type", "value", "right", "default_value", "path", "key", "object"})
_NOT_A_TARGET = frozenset(
    ["attribute", "subscript", "call", "member_expression", "subscript_expression", "type_annotation"]
)


def rename_function(name: str, taken: frozenset[str], *, snake: bool) -> str:
    """Return another plausible name in the same style."""
    lead = name[: len(name) - len(name.lstrip("_"))]
    parts = _split(name[len(lead) :])
    lower = [part.lower() for part in parts]
    swapped = [_NOUNS.get(part, part) if at else _VERBS.get(part, part) for at, part in enumerate(lower)]
    if swapped == lower:
        swapped = ["derive", *lower[1:]] if len(lower) > 1 else ["derive", *lower]
    for extra in ([], ["value"], ["entry"], ["again"]):
        candidate = lead + _join([*swapped, *extra], name, snake=snake)
        if candidate not in taken:
            return candidate
    return lead + _join([*swapped, "twice"], name, snake=snake)


def find_locals(snippet: Snippet) -> dict[str, None]:
    """Return the parameters and locals of a function, in the order of their first binding."""
    found: dict[str, None] = {}
    fields: dict[str, list[str]] = {}
    for kind, name in snippet.grammar.bindings:
        fields.setdefault(kind, []).append(name)
    for node in (snippet.function, *descendants(snippet.function)):
        for name in fields.get(node.type, ()):
            for holder in node.children_by_field_name(name) if name else [node]:
                found |= dict.fromkeys(_targets(holder, snippet.language))
    # A name for an import or a constant is no local.
    return {name: None for name in found if name not in snippet.grammar.kept and name not in ("self", "cls", "_")}


def rename_locals(snippet: Snippet, names: dict[str, str]) -> list[Edit]:
    """Return the edits that give locals other names wherever they are used."""
    edits = []
    for node in descendants(snippet.root):
        old = text_of(node)
        if node.type in _NAMES and old in names and speaks_of_local(node):
            shape = "{old}: {new}" if _is_rust_shorthand(node) else _SHORTHANDS.get(node.type, "{new}")
            edits.append(Edit(node.start_byte, node.end_byte, shape.format(old=old, new=names[old])))
        elif node.type == "string_content" and snippet.language == "rust":
            said = re.sub(r"(?<!\{)\{(\w+)(?=[:}])", lambda m: "{" + names.get(m[1], m[1]), old)
            edits += [Edit(node.start_byte, node.end_byte, said)] if said != old else []
    return edits


def invent_locals(snippet: Snippet) -> dict[str, str]:
    """Return a new name from the pool for every local; none of them occurs in the text."""
    present = set(re.findall(r"[A-Za-z_$][\w$]*", snippet.text))
    pool = [word for word in shuffle(_POOL, snippet.text) if word not in present]
    pool += [_join(["next", word], "next", snake=snippet.grammar.snake) for word in pool]
    return dict(zip(find_locals(snippet), pool, strict=False))


def speaks_of_local(node: "Node") -> bool:
    """Tell whether a name is used as a variable, not as a member, an argument's name, a key or a label."""
    parent = node.parent
    if parent is None:
        return False
    at = next(i for i, child in enumerate(parent.children) if child.id == node.id)
    field = parent.field_name_for_child(at)
    if parent.type.startswith("scoped_"):
        return False
    if parent.type in ("keyword_argument", "method_invocation", "function_declaration", "method_declaration"):
        return field != "name"
    if parent.type == "literal_element":
        holder = parent.parent
        return holder is None or holder.type != "keyed_element" or holder.children[0].id != parent.id
    if parent.type == "token_tree" and at and parent.children[at - 1].type == ".":
        return False
    return field not in _ELSEWHERE or node.type in _SHORTHANDS


def _targets(node: "Node", language: str) -> Iterator[str]:
    if node.type in _NOT_A_TARGET:
        return
    if node.type in _NAMES:
        text = text_of(node)
        if language != "rust" or text[:1].islower() or text.startswith("_"):
            yield text
        return
    for at, child in enumerate(node.children):
        if node.field_name_for_child(at) not in _NO_BINDING or (node.type == "pair_pattern" and at):
            yield from _targets(child, language)


def _is_rust_shorthand(node: "Node") -> bool:
    return node.parent is not None and node.parent.type == "shorthand_field_initializer"


def _split(name: str) -> list[str]:
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|\d+", name) or [name]


def _join(words: list[str], style: str, *, snake: bool) -> str:
    bare = style.lstrip("_")
    if "_" in bare or (snake and bare.islower()):
        return "_".join(words)
    first = words[0].capitalize() if bare[:1].isupper() else words[0]
    return first + "".join(word.capitalize() for word in words[1:])
