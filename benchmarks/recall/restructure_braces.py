"""This module holds other ways to say the same in languages with braces: branches, guards, loops and choices."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from grammar import split_words
from snippet import Edit, Snippet, count_lines, indent_at, rank, words_of

from reviewer.change.syntax.names import descendants, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_Rewrite = Callable[[Snippet, "Node"], "Edit | None"]
_LEAST_SHARE = 0.3
_JUMPS = frozenset(
    split_words(
        "return_statement break_statement continue_statement return_expression break_expression continue_expression "
        "await_expression yield_expression try_expression"
    )
)
_SCRIPT = ("javascript", "typescript", "tsx")


def restructure_braces(snippet: Snippet) -> Snippet | None:
    """Rewrite what can be put otherwise, outermost first; None when it is less than 30 % of the body's lines."""
    edits: list[Edit] = []
    touched = 0
    for node in descendants(snippet.function):
        if any(node.start_byte < edit.end and edit.start < node.end_byte for edit in edits):
            continue
        for rewrite in _order(snippet):
            edit = rewrite(snippet, node)
            if edit is not None and not any(edit.start < e.end and e.start < edit.end for e in edits):
                edits.append(edit)
                touched += count_lines(snippet.between(edit.start, edit.end))
                break
    body = text_of(snippet.body)
    return snippet.edited(edits) if edits and touched >= _LEAST_SHARE * (count_lines(body) - 2) else None


def _order(snippet: Snippet) -> list[_Rewrite]:
    branches: list[_Rewrite] = [_guard_to_branch, _invert_branch]
    loops: list[_Rewrite] = [_each_loop, _counted_loop, _map_to_loop]
    choices: list[_Rewrite] = [_choice_to_branch, _branch_to_choice]
    return [*loops, *choices, *(branches if rank(snippet.text) % 2 else branches[::-1])]


def _invert_branch(snippet: Snippet, node: "Node") -> Edit | None:
    """`if a X else Y`: `if !a Y else X`."""
    test, then, other = _read_branch(snippet, node) or (None, None, None)
    if test is None or then is None or other is None:
        return None
    head = snippet.between(node.start_byte, test.start_byte)
    between = snippet.between(then.end_byte, other.start_byte)
    text = head + _negate(snippet, test) + " " + text_of(other) + between + text_of(then)
    return Edit(node.start_byte, other.end_byte, text)


def _guard_to_branch(snippet: Snippet, node: "Node") -> Edit | None:
    """`if a { return x }`, then the rest: `if !a` the rest, `else { return x }`."""
    branch = _read_branch(snippet, node)
    holder = node.parent if node.parent is not None and node.parent.type == "expression_statement" else node
    if branch is None or branch[2] is not None or holder.parent is None or not _ends(snippet, branch[1]):
        return None
    test, then, _ = branch
    after = [c for c in holder.parent.named_children if c.start_byte >= holder.end_byte and "comment" not in c.type]
    if not after or holder.parent.type not in ("block", "statement_block", "statement_list"):
        return None
    indent = indent_at(snippet, node.start_byte)
    rest = snippet.between(after[0].start_byte, after[-1].end_byte)
    head = snippet.between(node.start_byte, test.start_byte) + _negate(snippet, test)
    text = f"{head} {{\n{indent}{rest}\n{indent}}} else {text_of(then)}"
    return Edit(node.start_byte, after[-1].end_byte, text)


def _read_branch(snippet: Snippet, node: "Node") -> "tuple[Node, Node, Node | None] | None":
    """Return condition, block and other block of an `if` that has no `else if`, no pattern and no initializer."""
    if node.type not in ("if_statement", "if_expression"):
        return None
    if node.parent is not None and node.parent.type in ("else_clause", "if_statement", "let_declaration"):
        return None
    test, then = node.child_by_field_name("condition"), node.child_by_field_name("consequence")
    other = node.child_by_field_name("alternative")
    if other is not None and other.type == "else_clause":
        other = other.named_children[0] if other.named_children else None
    if test is None or then is None or node.child_by_field_name("initializer") is not None or "let" in test.type:
        return None
    if any(block is not None and not block.type.endswith("block") for block in (then, other)):
        return None
    has_pattern = snippet.language == "rust" and any("let" in inner.type for inner in descendants(test))
    return None if has_pattern else (test, then, other)


def _negate(snippet: Snippet, test: "Node") -> str:
    text = text_of(test)
    bare = text[1:-1] if text.startswith("(") and test.type.startswith("parenthesized") else text
    inner = test.named_children[0] if test.type.startswith("parenthesized") and test.named_children else test
    if inner.type == "unary_expression" and bare.startswith("!"):
        said = bare[1:]
    elif inner.type == "binary_expression" and _operator(inner) in _OPPOSITE:
        left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
        said = f"{text_of(left)} {_OPPOSITE[_operator(inner)]} {text_of(right)}"
    else:
        said = "!" + (bare if inner.type.endswith(("identifier", "call_expression", "invocation")) else f"({bare})")
    return said if snippet.language in ("go", "rust") else f"({said})"


_OPPOSITE = {"==": "!=", "!=": "==", "===": "!==", "!==": "===", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _operator(node: "Node") -> str:
    return text_of(node.child_by_field_name("operator"))


def _ends(snippet: Snippet, block: "Node") -> bool:
    inner = [c for c in block.named_children if "comment" not in c.type]
    if inner and inner[-1].type == "statement_list":
        inner = inner[-1].named_children
    last = inner[-1] if inner else None
    if last is not None and last.type == "expression_statement" and last.named_children:
        last = last.named_children[0]
    return last is not None and last.type in snippet.grammar.exits


def _each_loop(snippet: Snippet, node: "Node") -> Edit | None:
    """A loop over elements: `forEach` where nothing jumps out of it, else a `while` over an iterator."""
    body = node.child_by_field_name("body")
    if body is None or not body.type.endswith("block"):
        return None
    indent, inner = indent_at(snippet, node.start_byte), text_of(body)[1:]
    jumps = any(child.type in _JUMPS for child in descendants(body))
    if snippet.language == "rust" and node.type == "for_expression":
        item, source = text_of(node.child_by_field_name("pattern")), text_of(node.child_by_field_name("value"))
        text = (
            f"let mut remaining = ({source}).into_iter();\n{indent}while let Some({item}) = remaining.next() {{{inner}"
        )
    elif snippet.language == "java" and node.type == "enhanced_for_statement":
        kind, item = text_of(node.child_by_field_name("type")), text_of(node.child_by_field_name("name"))
        source = text_of(node.child_by_field_name("value"))
        text = f"Iterator<{kind}> remaining = {source}.iterator();\n{indent}while (remaining.hasNext()) {{\n"
        text += f"{indent}    {kind} {item} = remaining.next();{inner}"
    elif snippet.language in _SCRIPT and node.type == "for_in_statement" and not jumps:
        if text_of(node.child_by_field_name("operator")) != "of" or "await" in text_of(node)[:12]:
            return None
        item, source = text_of(node.child_by_field_name("left")), text_of(node.child_by_field_name("right"))
        text = f"{source}.forEach(({item}) => {{{inner});"
    else:
        return None
    return Edit(node.start_byte, node.end_byte, text)


def _counted_loop(snippet: Snippet, node: "Node") -> Edit | None:
    """`for (a; b; c) {...}`: `a; while (b) {... c; }`."""
    body = node.child_by_field_name("body")
    if node.type != "for_statement" or body is None or not body.type.endswith("block"):
        return None
    clause = next((c for c in node.named_children if c.type == "for_clause"), node)
    parts = [clause.child_by_field_name(f) for f in ("initializer", "init", "condition", "update", "increment")]
    start, test, step = parts[0] or parts[1], parts[2], parts[3] or parts[4]
    if start is None or test is None or step is None or "continue" in words_of(body):
        return None
    end = "" if snippet.language == "go" else ";"
    first = text_of(start).removesuffix(";").replace("const ", "let ", 1)
    condition = text_of(test).removesuffix(";")
    head = f"for {condition}" if snippet.language == "go" else f"while ({condition})"
    indent = indent_at(snippet, node.start_byte)
    inner = text_of(body)[1:-1].rstrip()
    deeper = indent + ("\t" if snippet.language == "go" else "    ")
    text = f"{first}{end}\n{indent}{head} {{{inner}\n{deeper}{text_of(step)}{end}\n{indent}}}"
    return Edit(node.start_byte, node.end_byte, text)


def _map_to_loop(snippet: Snippet, node: "Node") -> Edit | None:
    """`const x = y.map((a) => b)`: an empty list and a loop that fills it."""
    if snippet.language not in _SCRIPT or node.type != "lexical_declaration" or node.named_child_count != 1:
        return None
    name, call = (node.named_children[0].child_by_field_name(f) for f in ("name", "value"))
    made = call.child_by_field_name("function") if call is not None and call.type == "call_expression" else None
    if made is None or name is None or call is None or made.type != "member_expression":
        return None
    arguments = call.child_by_field_name("arguments")
    step = arguments.named_children[0] if arguments is not None and arguments.named_child_count == 1 else None
    method = text_of(made.child_by_field_name("property"))
    if method not in ("map", "filter") or step is None or step.type != "arrow_function":
        return None
    item, said = step.child_by_field_name("parameters") or step.child_by_field_name("parameter"), step.children[-1]
    if item is None or said.type == "statement_block" or "," in text_of(item) or "async" in text_of(step)[:6]:
        return None
    indent, one = indent_at(snippet, node.start_byte), text_of(item).strip("()")
    bare = one.split(":")[0].strip()
    fill = f"{text_of(name)}.push({text_of(said)});"
    fill = fill if method == "map" else f"if ({text_of(said)}) {{ {text_of(name)}.push({bare}); }}"
    loop = f"for (const {bare} of {text_of(made.child_by_field_name('object'))}) {{\n{indent}    {fill}\n{indent}}}"
    return Edit(node.start_byte, node.end_byte, f"const {text_of(name)} = [];\n{indent}{loop}")


def _choice_to_branch(snippet: Snippet, node: "Node") -> Edit | None:
    """`return a ? b : c`: `if (a) { return b; }`, then `return c`."""
    if node.type != "return_statement" or not node.named_children or snippet.language == "go":
        return None
    choice = node.named_children[0]
    fields = [choice.child_by_field_name(f) for f in ("condition", "consequence", "alternative")]
    if choice.type != "ternary_expression":
        return None
    test, then, other = (text_of(field) for field in fields)
    indent = indent_at(snippet, node.start_byte)
    text = f"if ({test.strip('()') if '(' not in test[1:-1] else test}) {{\n{indent}    return {then};\n{indent}}}"
    return Edit(node.start_byte, node.end_byte, f"{text}\n{indent}return {other};")


def _branch_to_choice(snippet: Snippet, node: "Node") -> Edit | None:
    """`if (a) { return b; } return c;`: `return a ? b : c;`."""
    after = node.next_named_sibling
    branch = _read_branch(snippet, node)
    if snippet.language in ("go", "rust") or branch is None or branch[2] is not None or after is None:
        return None
    inner = branch[1].named_children
    if len(inner) != 1 or inner[0].type != "return_statement" or after.type != "return_statement":
        return None
    if not inner[0].named_children or not after.named_children:
        return None
    then, other = text_of(inner[0].named_children[0]), text_of(after.named_children[0])
    return Edit(node.start_byte, after.end_byte, f"return {text_of(branch[0])} ? {then} : {other};")
