"""Options with an empty value: a variable of the shell that is not set chooses nothing, in any verb."""

import argparse

import pytest

from swapproto import InputError
from swapproto.cli.parser import build, options_of, parse
from swapproto.cli.verbs import VERBS
from tests.cli.desk import Desk


def taking_a_value(verb: str) -> list[argparse.Action]:
    return [action for action in options_of(build(verb)) if action.nargs != 0]


def command(verb: str, tried: argparse.Action, *given: str) -> list[str]:
    """Return a command with what the verb needs; of one argument or option, with these words instead."""
    parser = build(verb)
    groups = [group._group_actions for group in parser._mutually_exclusive_groups if group.required]
    needed = [group[0] for group in groups if tried.dest not in {action.dest for action in group}]
    words = [verb]
    for action in options_of(parser):
        if action.dest == tried.dest:
            words += given
        elif action.required or not action.option_strings or action in needed:
            words += [*action.option_strings[:1], value_of(action)]
    return words


def value_of(action: argparse.Action) -> str:
    return "1" if action.choices is None else str(next(iter(action.choices)))


CASES = [(verb, action.dest) for verb in VERBS for action in taking_a_value(verb)]


@pytest.mark.parametrize(("verb", "dest"), CASES)
def test_an_empty_value_is_refused_for_every_option_of_every_verb(verb: str, dest: str) -> None:
    action = next(action for action in taking_a_value(verb) if action.dest == dest)
    if not action.option_strings:
        ways = [[""]]
    else:
        ways = [[word, ""] for word in action.option_strings]
        ways += [[f"{word}="] for word in action.option_strings if word.startswith("--")]
    for way in ways:
        with pytest.raises(InputError) as caught:
            parse(command(verb, action, *way))
        assert caught.value.code == "usage"
        assert any(why in str(caught.value) for why in ("is empty", "invalid", "not a whole number"))
    parse(command(verb, action, *action.option_strings[:1], value_of(action)))


def test_the_options_that_choose_are_among_those_that_are_tried() -> None:
    tried = {word for verb, dest in CASES for a in taking_a_value(verb) if a.dest == dest for word in a.option_strings}
    assert tried >= {
        *("--list", "--by", "--version", "--where", "--where-file", "--entry", "--expect", "--only", "--to", "--key"),
        *("--from", "--require", "--language", "--as", "--id", "--role", "--profile", "--trust", "--map", "--label"),
        *("--terms", "--replaces", "--what", "--reason", "--since"),
        *("--fingerprint", "--remove", "--previous", "--answers", "--at", "--not-after", "--encoding", "--delimiter"),
    }


def test_one_empty_value_among_several_is_refused(north: Desk) -> None:
    north.commit()
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--yes", "--where", "name=Petro Lelko", "-o", "d.swap")
    said = north.fails(2, "usage", *words, "--where", "").err
    assert "--where is empty" in said
    north.run(*words)
