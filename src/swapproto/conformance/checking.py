"""How a property is tried: a runner's answers to generated input are compared with those of this package. Spec 16."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from . import runner
from .cases import Case, Json, shorten

Ask = Callable[[str, Json], Json]


class Refuted(Exception):
    """A property does not hold. ``case`` is a request that shows it alone, with the answer that is right."""

    def __init__(self, message: str, case: Case | None = None) -> None:
        super().__init__(message)
        self.case = case


class Unsupported(Exception):
    """The runner does not support an operation that the property needs."""


class Property(NamedTuple):
    """What holds for generated input: its title, the operations that it asks for, and how it is tried."""

    title: str
    operations: frozenset[str]
    strategies: tuple[st.SearchStrategy[Any], ...]
    holds: Callable[..., None]

    def run(self, ask: Ask, examples: int) -> int:
        """Try the property, and return on how many examples. Raise :class:`Refuted`, :class:`Unsupported`."""
        ran = 0

        def count(values: tuple[Any, ...]) -> None:
            nonlocal ran
            ran += 1
            self.holds(ask, *values)

        wanted = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
            print_blob=False,
        )
        wanted(given(st.tuples(*self.strategies))(count))()
        return ran


PROPERTIES: list[Property] = []


def property_of(
    title: str, operations: str, *strategies: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a property: a function that asks a runner for these operations on generated values."""

    def register(holds: Callable[..., None]) -> Callable[..., None]:
        PROPERTIES.append(Property(title, frozenset(operations.split()), strategies, holds))
        return holds

    return register


def reply(ask: Ask, operation: str, **input: Json) -> Json:
    """Return the runner's answer. Raise :class:`Unsupported`."""
    answer = ask(operation, input)
    if answer == {"unsupported": True}:
        raise Unsupported
    return answer


def agrees(ask: Ask, operation: str, **input: Json) -> Json:
    """Return the runner's answer, which must be ours."""
    answer = reply(ask, operation, **input)
    ours = runner.answer({"operation": operation, "input": input})
    if answer != ours:
        raise refuted(f"expected {shorten(ours)}, got {shorten(answer)}", operation, input, ours)
    return answer


def result(ask: Ask, operation: str, **input: Json) -> Json:
    """Return the runner's result, which must be ours."""
    answer = agrees(ask, operation, **input)
    if "ok" not in answer:
        raise refuted(f"expected a result, got {shorten(answer)}", operation, input, answer)
    return answer["ok"]


def refuses(ask: Ask, operation: str, **input: Json) -> None:
    """Check that the runner refuses what was altered, with our error."""
    answer = agrees(ask, operation, **input)
    if "error" not in answer:
        raise refuted("it was altered, and it was accepted", operation, input, answer)


def refuted(why: str, operation: str, input: Json, expect: Json) -> Refuted:
    """Return the error that names a request, and why its answer is wrong."""
    name = sha256(json.dumps(input, sort_keys=True).encode()).hexdigest()[:12] + ("_fail" if "error" in expect else "")
    case = Case(operation, name, "A request that a property generated.", ("16",), input, expect)
    return Refuted(f"{operation} of {shorten(input, 1000)}: {why}", case)


def same(one: Json, other: Json, what: str) -> None:
    """Check that two values are the same."""
    if one != other:
        raise Refuted(f"{what}: {shorten(one)} and {shorten(other)}")
