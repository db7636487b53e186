"""Commands that messages propose: each can be pasted into a shell, whatever a file or a party is called."""

import os
import shlex
import sys

import pytest

from swapproto import Identity
from swapproto.keys import KeyFile
from tests.cli.desk import PEOPLE, Desk, Result

NAME = "North's office; $(id)"


def proposed(result: Result) -> list[str]:
    """Return the words of the command in the last line of what was said to people."""
    return shlex.split(result.err.splitlines()[-1].removeprefix("Next: they run"))


@pytest.fixture
def named(desk: Desk) -> Desk:
    desk.party(NAME)
    desk.write("list.csv", PEOPLE)
    return desk


def test_a_new_card_is_pinned_as_keygen_says(desk: Desk) -> None:
    result = desk.run("keygen", NAME, "--no-passphrase")
    words = proposed(result)
    assert words == ["swapproto", "trust", f"{NAME}.swap"]
    desk.run(*words[1:], "--fingerprint", result.out.strip())


def test_a_reader_who_is_not_pinned_is_pinned_as_the_error_says(named: Desk) -> None:
    digits = named.party("South's", pin=False)
    arguments = [
        *("commit", "list.csv", "-k", f"{NAME}.swapkey", "--to", "South's.swap", "--yes", "--role=report"),
        *("-o", "l.swap"),
    ]
    words = proposed(named.fails(3, "signer-not-pinned", *arguments))
    named.run(*words[1:], "--fingerprint", digits)
    named.run(*arguments)


def test_a_pin_is_removed_as_the_error_says(named: Desk) -> None:
    key = KeyFile.read(named.read(f"{NAME}.swapkey").decode()).unlock()
    renewed = Identity.from_seed(key.seed, "North", iat=1)
    named.write("new.swap", renewed.party.card)
    pin = ["trust", "new.swap", "--fingerprint", renewed.party.fingerprint]
    words = proposed(named.fails(2, "pin-conflict", *pin))
    named.run(*words[1:])
    named.run(*pin)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")
def test_an_exposed_key_is_closed_as_the_error_says(named: Desk) -> None:
    key = f"{NAME}.swapkey"
    os.chmod(key, 0o644)
    words = proposed(
        named.fails(2, "key-exposed", "commit", "list.csv", "-k", key, "--yes", "--role=report", "-o", "l.swap")
    )
    assert words == ["chmod", "600", key]
