"""The properties of the conformance suite, tried in this process: on a sound runner, and on wrong ones."""

from collections.abc import Callable
from typing import Any

import pytest

from swapproto.conformance.checking import Property, Refuted, Unsupported
from swapproto.conformance.properties import PROPERTIES
from swapproto.conformance.runner import answer

Json = Any
BY_FIRST_WORD = {found.title.partition(" ")[0]: found for found in PROPERTIES}


def sound(operation: str, given: Json) -> Json:
    return answer({"operation": operation, "input": given})


def instead(wrong: str, reply: Callable[[Json, Json], Json]) -> Callable[[str, Json], Json]:
    """Return a runner that answers one operation otherwise: from its input and the right answer."""
    return lambda operation, given: (
        reply(given, sound(operation, given)) if operation == wrong else sound(operation, given)
    )


@pytest.mark.parametrize("found", PROPERTIES, ids=lambda found: found.title.partition(" ")[0])
def test_a_property_holds_of_the_package(found: Property) -> None:
    assert found.run(sound, 3) >= 3


@pytest.mark.parametrize("found", PROPERTIES, ids=lambda found: found.title.partition(" ")[0])
def test_a_property_is_unsupported_without_any_of_its_operations(found: Property) -> None:
    for operation in found.operations:
        with pytest.raises(Unsupported):
            found.run(instead(operation, lambda given, right: {"unsupported": True}), 3)


@pytest.mark.parametrize("found", PROPERTIES, ids=lambda found: found.title.partition(" ")[0])
def test_a_property_is_refuted_by_a_runner_that_refuses_everything(found: Property) -> None:
    for operation in found.operations:
        with pytest.raises(Refuted):
            found.run(instead(operation, lambda given, right: {"error": "nonsense"}), 3)


def test_a_refuted_property_gives_the_request_and_the_right_answer() -> None:
    with pytest.raises(Refuted, match="expected") as caught:
        BY_FIRST_WORD["tree"].run(instead("tree", lambda given, right: {"ok": {"root": "00" * 32}}), 3)
    case = caught.value.case
    assert case is not None
    assert case.operation == "tree"
    assert case.expect == sound("tree", case.input)


def test_a_wrap_that_does_not_open_is_found_as_one_to_unwrap() -> None:
    def altered(given: Json, right: Json) -> Json:
        return {"ok": {"wrap": right["ok"]["wrap"][:-2] + "00"}}

    with pytest.raises(Refuted) as caught:
        BY_FIRST_WORD["wrap"].run(instead("wrap", altered), 30)
    case = caught.value.case
    assert case is not None
    assert case.operation == "unwrap"
    assert sound("unwrap", case.input) == {"error": "wrap-invalid"}


def test_the_same_wrap_twice_is_found() -> None:
    made: dict[str, Json] = {}
    with pytest.raises(Refuted, match="expected a new wrap"):
        BY_FIRST_WORD["wrap"].run(instead("wrap", lambda given, right: made.setdefault(str(given), right)), 3)
