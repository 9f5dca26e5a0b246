"""This module holds what the transformations must know of each grammar: which nodes bind, use, state and decide."""

from dataclasses import dataclass

LANGUAGES = ("python", "javascript", "typescript", "tsx", "go", "java", "rust")


@dataclass(frozen=True, slots=True)
class Grammar:
    """Node kinds of one language. `bindings` are (kind, field) under which names are bound; an empty field means all.

    `simple` are statements that may change places, `texts` the insides of strings, `numbers` number literals, `calls`
    calls, `exits` statements after which nothing of the block runs, `loops` and `nested` what a jump belongs to.
    `log` is a statement that says something, with a place for a name; `kept` are names that no project defines.
    """

    bindings: tuple[tuple[str, str], ...]
    simple: frozenset[str]
    texts: frozenset[str]
    numbers: frozenset[str]
    calls: frozenset[str]
    exits: frozenset[str]
    loops: frozenset[str]
    nested: frozenset[str]
    log: str
    kept: frozenset[str]
    snake: bool = False


def split_words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PYTHON = Grammar(
    bindings=(
        ("parameters", ""), ("lambda_parameters", ""), ("assignment", "left"), ("for_statement", "left"),
        ("for_in_clause", "left"), ("as_pattern_target", ""), ("named_expression", "name"),
    ),
    simple=_words("expression_statement"),
    texts=_words("string_content"),
    numbers=_words("integer float"),
    calls=_words("call"),
    exits=_words("return_statement raise_statement continue_statement break_statement"),
    loops=_words("for_statement while_statement"),
    nested=_words("function_definition lambda class_definition"),
    log='logger.debug("checked %s", {})',
    kept=_words("self cls len isinstance str int float bool dict list set tuple sorted range enumerate zip min max sum")
    | _words("any all print open super type getattr hasattr setattr iter next map filter repr round abs None bytes")
    | _words("ValueError TypeError KeyError RuntimeError Exception OSError IndexError reversed object callable"),
    snake=True,
)  # fmt: skip
_SCRIPT = Grammar(
    bindings=(
        ("formal_parameters", ""), ("arrow_function", "parameter"), ("variable_declarator", "name"),
        ("for_in_statement", "left"), ("catch_clause", "parameter"),
    ),
    simple=_words("lexical_declaration variable_declaration expression_statement"),
    texts=_words("string_fragment"),
    numbers=_words("number"),
    calls=_words("call_expression new_expression"),
    exits=_words("return_statement throw_statement continue_statement break_statement"),
    loops=_words("for_statement for_in_statement while_statement do_statement switch_statement"),
    nested=_words("arrow_function function_expression function_declaration method_definition"),
    log='console.debug("checked", {});',
    kept=_words("console Math JSON Object Array String Number Boolean Promise Error Map Set Date undefined RegExp")
    | _words("process Buffer Record Partial Symbol URL setTimeout clearTimeout encodeURIComponent this"),
)  # fmt: skip
_GO = Grammar(
    bindings=(
        ("parameter_declaration", "name"), ("variadic_parameter_declaration", "name"), ("range_clause", "left"),
        ("short_var_declaration", "left"), ("var_spec", "name"), ("receive_statement", "left"),
        ("type_switch_statement", "alias"),
    ),
    simple=_words("short_var_declaration assignment_statement expression_statement var_declaration"),
    texts=_words("interpreted_string_literal_content raw_string_literal_content"),
    numbers=_words("int_literal float_literal"),
    calls=_words("call_expression"),
    exits=_words("return_statement continue_statement break_statement goto_statement"),
    loops=_words("for_statement expression_switch_statement type_switch_statement select_statement"),
    nested=_words("func_literal"),
    log='log.Printf("checked %v", {})',
    kept=_words("append len cap make new panic recover copy delete close min max nil true false error string int int64")
    | _words("bool byte rune any float64 uint uint64 int32 print _"),
)  # fmt: skip
_JAVA = Grammar(
    bindings=(
        ("formal_parameter", "name"), ("variable_declarator", "name"), ("enhanced_for_statement", "name"),
        ("catch_formal_parameter", "name"), ("resource", "name"), ("lambda_expression", "parameters"),
    ),
    simple=_words("local_variable_declaration expression_statement"),
    texts=_words("string_fragment"),
    numbers=_words("decimal_integer_literal decimal_floating_point_literal"),
    calls=_words("method_invocation object_creation_expression"),
    exits=_words("return_statement throw_statement continue_statement break_statement"),
    loops=_words("for_statement enhanced_for_statement while_statement do_statement switch_expression"),
    nested=_words("lambda_expression class_body"),
    log='System.out.println("checked " + {});',
    kept=_words("String Object Integer Long Boolean Double List Map Set Math System Arrays Collections Override Class"),
)  # fmt: skip
_RUST = Grammar(
    bindings=(
        ("parameter", "pattern"), ("let_declaration", "pattern"), ("for_expression", "pattern"),
        ("closure_parameters", ""), ("match_arm", "pattern"), ("let_condition", "pattern"),
    ),
    simple=_words("let_declaration expression_statement"),
    texts=_words("string_content"),
    numbers=_words("integer_literal float_literal"),
    calls=_words("call_expression macro_invocation"),
    exits=_words("return_expression continue_expression break_expression"),
    loops=_words("for_expression while_expression loop_expression"),
    nested=_words("closure_expression function_item async_block"),
    log='log::debug!("checked {{:?}}", {});',
    kept=_words("Some None Ok Err Vec String Box Option Result format println eprintln vec panic matches assert self")
    | _words("Self usize str i32 u32 i64 u64 bool write writeln std HashMap bail anyhow"),
    snake=True,
)  # fmt: skip
GRAMMARS: dict[str, Grammar] = {
    "python": _PYTHON, "javascript": _SCRIPT, "typescript": _SCRIPT, "tsx": _SCRIPT, "go": _GO, "java": _JAVA,
    "rust": _RUST,
}  # fmt: skip
