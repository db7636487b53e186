"""The mistakes that are made, one at a time, in a module: each is a small change of its syntax tree."""

import ast
from collections.abc import Callable, Iterator
from copy import copy

Change = Callable[[ast.AST], ast.AST | None]

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


def _comparison(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARED:
        node.ops = [_COMPARED[type(node.ops[0])]()]
        return node
    return None


def _connective(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node
    return None


def _first_only(node: ast.AST) -> ast.AST | None:
    return node.values[0] if isinstance(node, ast.BoolOp) else None


def _last_only(node: ast.AST) -> ast.AST | None:
    return node.values[-1] if isinstance(node, ast.BoolOp) else None


def _negation(node: ast.AST) -> ast.AST | None:
    return node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else None


def _condition_true(node: ast.AST) -> ast.AST | None:
    return _with_test(node, value=True)


def _condition_false(node: ast.AST) -> ast.AST | None:
    return _with_test(node, value=False)


def _with_test(node: ast.AST, *, value: bool) -> ast.AST | None:
    if isinstance(node, ast.If | ast.IfExp):
        node.test = ast.Constant(value)
        return node
    if isinstance(node, ast.comprehension) and node.ifs:
        node.ifs = [ast.Constant(value)]
        return node
    return None


def _number(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        node.value += 1
        return node
    return None


def _truth(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        node.value = not node.value
        return node
    return None


def _function(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLED:
        node.func = ast.Name(_CALLED[node.func.id])
        return node
    return None


def _operator(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _COUNTED:
        node.op = _COUNTED[type(node.op)]()
        return node
    return None


def _jump(node: ast.AST) -> ast.AST | None:
    return ast.Pass() if isinstance(node, ast.Continue) else None


def _nothing_yielded(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield | ast.YieldFrom):
        return ast.Pass()
    return None


OPERATORS: dict[str, Change] = {
    "comparison": _comparison,
    "connective": _connective,
    "first alone": _first_only,
    "last alone": _last_only,
    "negation": _negation,
    "condition true": _condition_true,
    "condition false": _condition_false,
    "number": _number,
    "truth": _truth,
    "function": _function,
    "operator": _operator,
    "no continue": _jump,
    "nothing yielded": _nothing_yielded,
}


class _At(ast.NodeTransformer):
    """Applies an operator at one place, counted in the order of the tree."""

    def __init__(self, change: Change, place: int) -> None:
        self.change, self.place, self.found, self.line = change, place, 0, 0

    def generic_visit(self, node: ast.AST) -> ast.AST:
        changed = self.change(copy(node))
        if changed is not None:
            self.found += 1
            if self.found - 1 == self.place:
                self.line = getattr(node, "lineno", 0) or getattr(getattr(node, "target", None), "lineno", 0)
                return ast.copy_location(changed, node) if hasattr(node, "lineno") else changed
        return super().generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Make no mistake in a type: another program checks those."""
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """As :meth:`visit_FunctionDef`."""
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """As :meth:`visit_FunctionDef`."""
        if node.value is not None:
            node.value = self.visit(node.value)
        return node


def mutants(source: str) -> Iterator[tuple[str, int, str]]:
    """Yield the name of an operator, a line, and the source with that mistake in it."""
    for name, change in OPERATORS.items():
        place = 0
        while True:
            at = _At(change, place)
            tree = at.visit(ast.parse(source))
            if at.found <= place:
                break
            yield name, at.line, ast.unparse(ast.fix_missing_locations(tree))
            place += 1
