"""This module holds the kinds of Python, JavaScript, TypeScript, Ruby, PHP and Bash."""

from dataclasses import replace

from reviewer.change.syntax.kinds.roles import Kinds, name_kinds

PYTHON = name_kinds(
    functions="function_definition",
    lambdas="lambda",
    classes="class_definition",
    comments="comment",
    strings="string concatenated_string",
    calls="call",
    tries="try_statement",
    handlers="except_clause",
    ifs="if_statement",
    elifs="elif_clause",
    elses="else_clause",
    ternaries="conditional_expression",
    switches="match_statement",
    arms="case_clause",
    loops="for_statement while_statement",
    raises="raise_statement",
    returns="return_statement",
    jumps="break_statement continue_statement",
    blocks="block module",
    parameters="identifier default_parameter typed_parameter typed_default_parameter list_splat_pattern "
    "dictionary_splat_pattern",
    decorators="decorator",
    asserts="assert_statement",
    operators="boolean_operator",
)

TYPESCRIPT = name_kinds(
    functions="function_declaration function_expression generator_function generator_function_declaration "
    "method_definition arrow_function",
    lambdas="arrow_function function_expression",
    classes="class_declaration abstract_class_declaration class interface_declaration internal_module enum_declaration",
    comments="comment html_comment",
    strings="string template_string",
    calls="call_expression new_expression",
    tries="try_statement",
    handlers="catch_clause",
    ifs="if_statement",
    elses="else_clause",
    ternaries="ternary_expression",
    switches="switch_statement",
    arms="switch_case switch_default",
    loops="for_statement for_in_statement while_statement do_statement",
    raises="throw_statement",
    returns="return_statement",
    jumps="break_statement continue_statement",
    blocks="statement_block program",
    parameters="identifier object_pattern array_pattern assignment_pattern rest_pattern required_parameter "
    "optional_parameter",
    decorators="decorator",
    operators="binary_expression",
)

JAVASCRIPT: Kinds = replace(
    TYPESCRIPT,
    classes=frozenset({"class_declaration", "class"}),
    parameters=TYPESCRIPT.parameters - {"required_parameter", "optional_parameter"},
)

RUBY = name_kinds(
    functions="method singleton_method",
    lambdas="block do_block lambda",
    classes="class module singleton_class",
    comments="comment",
    strings="string heredoc_body",
    calls="call",
    tries="begin",
    handlers="rescue rescue_modifier",
    ifs="if unless if_modifier unless_modifier",
    elifs="elsif",
    elses="else",
    ternaries="conditional",
    switches="case case_match",
    arms="when in_clause",
    loops="for while until while_modifier until_modifier",
    returns="return",
    jumps="break next redo retry",
    blocks="body_statement block_body then program",
    parameters="identifier optional_parameter keyword_parameter splat_parameter hash_splat_parameter "
    "block_parameter destructured_parameter",
    operators="binary",
)

PHP = name_kinds(
    functions="function_definition method_declaration",
    lambdas="anonymous_function arrow_function",
    classes="class_declaration interface_declaration trait_declaration enum_declaration",
    comments="comment",
    strings="string encapsed_string heredoc nowdoc",
    calls="function_call_expression member_call_expression nullsafe_member_call_expression "
    "scoped_call_expression object_creation_expression",
    tries="try_statement",
    handlers="catch_clause",
    ifs="if_statement",
    elifs="else_if_clause",
    elses="else_clause",
    ternaries="conditional_expression",
    switches="switch_statement match_expression",
    arms="case_statement default_statement match_conditional_expression match_default_expression",
    loops="for_statement foreach_statement while_statement do_statement",
    raises="throw_expression",
    returns="return_statement",
    jumps="break_statement continue_statement goto_statement",
    blocks="compound_statement colon_block program",
    parameters="simple_parameter variadic_parameter property_promotion_parameter",
    decorators="attribute_list",
    operators="binary_expression",
)

BASH = name_kinds(
    functions="function_definition",
    comments="comment",
    strings="string raw_string heredoc_body",
    calls="command",
    ifs="if_statement",
    elifs="elif_clause",
    elses="else_clause",
    switches="case_statement",
    arms="case_item",
    loops="for_statement c_style_for_statement while_statement",
    blocks="compound_statement do_group program",
    operators="list",
)
