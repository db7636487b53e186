"""The examples in docstrings give what they show."""

import doctest
import importlib
import pkgutil

import pytest

import swapproto

MODULES = [
    name for _, name, _ in pkgutil.walk_packages(swapproto.__path__, "swapproto.") if not name.endswith("__main__")
]


@pytest.mark.parametrize("name", ["swapproto", *MODULES])
def test_the_examples_of_a_module_give_what_they_show(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert found.failed == 0


def test_examples_are_found() -> None:
    finder = doctest.DocTestFinder()
    examples = [test for name in ["swapproto", *MODULES] for test in finder.find(importlib.import_module(name))]
    assert sum(len(test.examples) for test in examples) > 10
