"""Roles: none is the default, a typing error is no role, and a later version keeps that of the earlier one."""

import shlex

import pytest

from swapproto.cli.screen import terminal
from swapproto.wording import load
from tests.cli.desk import PEOPLE, Desk
from tests.cli.signed import commitment_in

VERBS = ["commit", "sign"]


@pytest.fixture
def ready(north: Desk) -> Desk:
    north.write("list.csv", PEOPLE)
    return north


def words(verb: str, *more: str) -> tuple[str, ...]:
    return (verb, "list.csv", "-k", "North.swapkey", "-o", "l.swap", *more)


def role(desk: Desk) -> str:
    return commitment_in(desk, "l.swap").body.place.role


@pytest.mark.parametrize("verb", VERBS)
def test_a_script_has_to_give_the_role(ready: Desk, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    """Who forgets it for an offer would sign another statement, for ever."""
    for interactive in (False, True):
        monkeypatch.setattr(terminal, "is_interactive", lambda: interactive)  # noqa: B023
        said = ready.fails(2, "usage", *words(verb, "--yes")).err
        for known, meaning in load().roles.items():
            assert f"{known} ({meaning})" in said
    assert not {"l.swap", "North.journal"} & ready.names()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("wrong", "meant"), [("ofer", "offer"), ("Offer", "offer"), ("reports", "report"), ("REQUEST", "request")]
)
def test_a_typing_error_is_refused_with_the_likeliest(ready: Desk, verb: str, wrong: str, meant: str) -> None:
    said = ready.fails(2, "usage", *words(verb, "--yes", "--role", wrong)).err
    assert f"did you mean {meant}?" in said
    assert "other:" in said


@pytest.mark.parametrize(
    "wrong", ["x", "tranche-2", "\u043e\u0444\u0435\u0440", "\x1b[31m", "x" * 300, "other", " offer"]
)
def test_a_word_that_is_no_role_is_refused(ready: Desk, wrong: str) -> None:
    said = ready.fails(2, "usage", *words("commit", "--yes", f"--role={wrong}")).err
    assert "other:" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    "wrong", ["other:", "other:Bid", "other:two words", "other:-a", "other:other:bid", "Other:bid"]
)
def test_a_word_of_ones_own_has_the_form_of_a_role(ready: Desk, wrong: str) -> None:
    ready.fails(2, "usage", *words("commit", "--yes", f"--role={wrong}"))


def test_a_word_of_ones_own_is_taken_when_it_is_called_one(ready: Desk) -> None:
    ready.run(*words("commit", "--yes", "--role", "other:ofer"))
    assert role(ready) == "ofer"


def test_a_later_version_keeps_the_role_unless_another_is_given(ready: Desk) -> None:
    ready.run(*words("commit", "--yes", "--role", "other:tranche"))
    ready.write("next.csv", PEOPLE + "4,Ivan,sound\n")
    again = ("commit", "next.csv", "-k", "North.swapkey", "--yes", "--force")
    ready.run(*again, "--previous", "l.swap", "-o", "next.swap")
    assert commitment_in(ready, "next.swap").body.place.role == "tranche"
    ready.write("next.csv", PEOPLE)
    ready.run(*again, "--previous", "next.swap", "--role", "request", "-o", "last.swap")
    assert commitment_in(ready, "last.swap").body.place.role == "request"


def typing(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Answer the questions of a command; return what is left when it ends."""
    left = list(answers)
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    monkeypatch.setattr(terminal, "ask", lambda question: left.pop(0))
    return left


@pytest.mark.parametrize("verb", VERBS)
def test_on_a_terminal_the_role_is_asked_for_with_what_each_means(
    ready: Desk, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    left = typing(monkeypatch, "ofer", "offer", "yes")
    said = ready.run(*words(verb)).err
    assert (left, role(ready)) == ([], "offer")
    assert "did you mean offer?" in said
    for known, meaning in load().roles.items():
        assert f"  {known:<9} {meaning}\n" in said


def test_a_word_of_ones_own_is_shown_as_that(ready: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who means an offer sees that readers know no such role."""
    typing(monkeypatch, "yes")
    assert "offered (a word of the signer's own)\n" in ready.run(*words("commit", "--role", "other:offered")).err


@pytest.mark.parametrize("answers", [("",), ("ofer", "ofer"), ("ofer", "")])
def test_without_a_role_nothing_is_signed(
    ready: Desk, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...]
) -> None:
    left = typing(monkeypatch, *answers)
    ready.fails(2, "not-confirmed", *words("commit"))
    assert left == []
    assert not {"l.swap", "North.journal"} & ready.names()


def test_a_role_that_was_asked_for_is_not_lost_in_the_command_that_is_proposed(
    ready: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    typing(monkeypatch, "other:bid", "yes")
    ready.run(*words("commit"))
    ready.write("list.csv", PEOPLE + "4,Ivan,sound\n")
    typing(monkeypatch, "other:bid")
    again = ("commit", "list.csv", "-k", "North.swapkey", "-o", "second.swap")
    said = ready.fails(2, "fork-refused", *again).err
    typing(monkeypatch, "yes")
    ready.run(*shlex.split(said.splitlines()[-1])[1:])
    place = commitment_in(ready, "second.swap").body.place
    assert (place.role, place.version) == ("bid", 2)
