"""This module holds other ways to say the same in Python: loops and comprehensions, guards and branches."""

import ast
from collections.abc import Callable

from snippet import Snippet, rank

_Block = list[ast.stmt]
# Takes a block and a position; returns the new statements and how many of the old they stand for.
_Rewrite = Callable[[_Block, int], "tuple[_Block, int] | None"]
_LEAST_SHARE = 0.3
_EXITS = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def restructure_python(snippet: Snippet) -> Snippet | None:
    """Rewrite what can be put otherwise; None when that is less than 30 % of the body's lines."""
    tree = ast.parse(snippet.text)
    function = tree.body[0]
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return None
    if isinstance(function.body[0], ast.Expr) and isinstance(function.body[0].value, ast.Constant):
        function.body = function.body[1:] or function.body
    lines = (function.end_lineno or 0) - function.body[0].lineno + 1
    touched: set[int] = set()
    function.body = _rewrite_block(function.body, touched)
    if len(touched) < _LEAST_SHARE * lines:
        return None
    return Snippet("python", snippet.name, ast.unparse(ast.fix_missing_locations(tree)) + "\n")


def _rewrite_block(block: _Block, touched: set[int]) -> _Block:
    result: _Block = []
    at = 0
    while at < len(block):
        for rewrite in (_loop_to_comprehension, _loop_to_any, _comprehension_to_loop, _invert_branch, _guard_to_branch):
            found = rewrite(block, at)
            if found is not None:
                new, used = found
                old = block[at : at + used]
                touched |= {n for s in old for n in range(s.lineno, (s.end_lineno or s.lineno) + 1)}
                result += new
                at += used
                break
        else:
            _descend(block[at], touched)
            result.append(block[at])
            at += 1
    return result


def _descend(statement: ast.stmt, touched: set[int]) -> None:
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(statement, name, None)
        if isinstance(inner, list) and inner and not isinstance(statement, ast.ClassDef):
            setattr(statement, name, _rewrite_block(inner, touched))
    for handler in getattr(statement, "handlers", ()):
        handler.body = _rewrite_block(handler.body, touched)


def _loop_to_comprehension(block: _Block, at: int) -> "tuple[_Block, int] | None":
    """`x = []`, then a loop that only appends to it: one comprehension."""
    if at + 1 >= len(block):
        return None
    made, loop = block[at], block[at + 1]
    if not isinstance(made, ast.Assign | ast.AnnAssign) or not isinstance(loop, ast.For) or loop.orelse:
        return None
    target = made.targets[0] if isinstance(made, ast.Assign) else made.target
    if not isinstance(made.value, ast.List) or made.value.elts or not isinstance(target, ast.Name):
        return None
    tests, inner = _unwrap(loop.body)
    call = inner.value if isinstance(inner, ast.Expr) else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != f"{target.id}.append" or _speaks(call, target.id):
        return None
    made.value = ast.ListComp(call.args[0], [ast.comprehension(loop.target, loop.iter, tests, 0)])
    return [made], 2


def _unwrap(body: _Block) -> tuple[list[ast.expr], ast.stmt | None]:
    tests: list[ast.expr] = []
    while len(body) == 1 and isinstance(body[0], ast.If) and not body[0].orelse:
        tests.append(body[0].test)
        body = body[0].body
    return tests, body[0] if len(body) == 1 else None


def _speaks(call: ast.Call, name: str) -> bool:
    inside = [n.id for a in call.args for n in ast.walk(a) if isinstance(n, ast.Name)]
    hard = any(isinstance(n, ast.Await | ast.Yield) for a in call.args for n in ast.walk(a))
    return hard or name in inside or len(call.args) != 1


def _loop_to_any(block: _Block, at: int) -> "tuple[_Block, int] | None":
    """A loop that returns True at the first hit, then `return False`: `any(...)`; the other way round `all(...)`."""
    loop, last = block[at], block[at + 1] if at + 1 < len(block) else None
    if not isinstance(loop, ast.For) or loop.orelse or not isinstance(last, ast.Return):
        return None
    tests, inner = _unwrap(loop.body)
    if not tests or not isinstance(inner, ast.Return):
        return None
    said = [ast.unparse(r.value) if r.value else "" for r in (inner, last)]
    test = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)
    if said not in (["True", "False"], ["False", "True"]):
        return None
    name, test = ("any", test) if said[0] == "True" else ("all", ast.UnaryOp(ast.Not(), test))
    made = ast.GeneratorExp(test, [ast.comprehension(loop.target, loop.iter, [], 0)])
    return [ast.Return(ast.Call(ast.Name(name), [made], []))], 2


def _comprehension_to_loop(block: _Block, at: int) -> "tuple[_Block, int] | None":
    """`x = [...]` or `return [...]` with one `for`: an empty list or dict, and a loop that fills it."""
    statement = block[at]
    if not isinstance(statement, ast.Assign | ast.Return):
        return None
    made = statement.value
    if not isinstance(made, ast.ListComp | ast.DictComp | ast.SetComp) or len(made.generators) != 1:
        return None
    target = statement.targets[0] if isinstance(statement, ast.Assign) else ast.Name("gathered")
    if not isinstance(target, ast.Name) or made.generators[0].is_async:
        return None
    name = target.id
    if isinstance(made, ast.DictComp):
        empty: ast.expr = ast.Dict([], [])
        fill = ast.parse(f"{name}[{ast.unparse(made.key)}] = {ast.unparse(made.value)}").body
    else:
        is_list = isinstance(made, ast.ListComp)
        empty = ast.List([]) if is_list else ast.Call(ast.Name("set"), [], [])
        fill = ast.parse(f"{name}.{'append' if is_list else 'add'}({ast.unparse(made.elt)})").body
    for test in reversed(made.generators[0].ifs):
        fill = [ast.If(test, fill, [])]
    loop = ast.For(made.generators[0].target, made.generators[0].iter, fill, [])
    tail: _Block = [ast.Return(ast.Name(name))] if isinstance(statement, ast.Return) else []
    return [ast.Assign([ast.Name(name)], empty), loop, *tail], 1


def _invert_branch(block: _Block, at: int) -> "tuple[_Block, int] | None":
    """`if a: X else: Y`: `if not a: Y else: X`, or without `else` where X ends the block."""
    found = block[at]
    if not isinstance(found, ast.If) or not found.orelse:
        return None
    if isinstance(found.body[-1], _EXITS) and rank(ast.unparse(found)) % 2:
        return [ast.If(found.test, found.body, []), *found.orelse], 1
    if len(found.orelse) == 1 and isinstance(found.orelse[0], ast.If):
        return None
    return [ast.If(_negate(found.test), found.orelse, found.body)], 1


def _guard_to_branch(block: _Block, at: int) -> "tuple[_Block, int] | None":
    """`if a: return x`, then the rest: `if not a:` the rest, `else: return x`."""
    found, rest = block[at], block[at + 1 :]
    if not isinstance(found, ast.If) or found.orelse or not rest or not isinstance(found.body[-1], _EXITS):
        return None
    touched: set[int] = set()
    inner = _rewrite_block(rest, touched)
    is_skip = len(found.body) == 1 and isinstance(found.body[0], ast.Continue)
    return [ast.If(_negate(found.test), inner, [] if is_skip else found.body)], 1 + len(rest)


_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


def _negate(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _OPPOSITE:
        return ast.Compare(test.left, [_OPPOSITE[type(test.ops[0])]()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)
