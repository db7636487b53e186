"""propose: terms that are shown in full, refused where they cannot be kept, and signed with one's own accepts."""

import base64
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from spec.cases.clocks import ROOT, SUNDIAL, Certified
from swapproto import Transcript
from tests.cli.desk import GUARDED, Desk

SLOTS = '[[slot]]\nparty = "you"\nrole = "offer"\n[[slot]]\nparty = "South"\nrole = "request"\ncount = 3\n'
PROPOSE = ("propose", "T.toml", "-k", "North.swapkey", "--yes", "-o", "terms.swap")


def at(days: float) -> str:
    """Return a time in some days from now, as terms have it."""
    return (datetime.fromtimestamp(time.time(), UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def pem(certified: Certified) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(certified.raw) + b"-----END CERTIFICATE-----\n"


def write(desk: Desk, top: str = "", bottom: str = "", title: str = "Winter lists", slots: str = SLOTS) -> None:
    desk.write("T.toml", f'title = "{title}"\n{top}\n{slots}{bottom}')


def kinds(desk: Desk, name: str) -> list[str]:
    return sorted(statement.kind for statement in Transcript.read(desk.read(name)).statements.values())


def test_terms_are_signed_with_an_accept_for_each_of_the_others_and_the_cards_of_all(north: Desk) -> None:
    write(north, "release = 2\n", '[[mediator]]\nparty = "Heron"\n')
    result = north.run(*PROPOSE)
    assert kinds(north, "terms.swap") == ["accept", "accept", "card", "card", "card", "terms"]
    assert "Send it to South and Heron." in result.err
    assert "North.swapkey and its journal go to nobody." in result.err
    north.run("verify", "terms.swap", "--require", "proposed:North", "--require", "accepted:North")
    assert b'"kind": "terms"' in north.read("North.journal")


def test_a_clock_can_be_named_by_a_file_with_its_certificate(north: Desk) -> None:
    north.write("clock.pem", pem(ROOT))
    write(north, "", '[[clock]]\noperator = "Clock House"\ncertificates = ["clock.pem"]\n')
    said = north.run(*PROPOSE).err
    assert f"certificate {sha256(ROOT.raw).digest().hex(':').upper()}" in said
    assert "of 'Clock House' only a CA is named" in said
    assert "name the certificate of the clock itself, too" in said


def test_with_the_certificate_of_the_clock_itself_nothing_more_is_needed(north: Desk) -> None:
    north.write("clock.pem", pem(SUNDIAL))
    north.write("root.pem", pem(ROOT))
    write(north, "", '[[clock]]\noperator = "Clock House"\ncertificates = ["clock.pem", "root.pem"]\n')
    assert "only a CA is named" not in north.run(*PROPOSE).err


def test_a_clock_whose_certificate_has_ended_is_not_agreed_on(north: Desk) -> None:
    north.write("old.pem", pem(Certified("Old Time", SUNDIAL.key, end=1_700_000_000)))
    write(north, "", '[[clock]]\noperator = "Clock House"\ncertificates = ["old.pem"]\n')
    refused = north.run(*PROPOSE, expect=2).err
    assert "old.pem: the certificate 'Old Time' was valid until 2023-11-14" in refused
    assert "get the authority's new one" in refused
    assert "terms.swap" not in north.names()


def test_the_next_step_under_terms_with_deadlines_is_a_stamp(north: Desk) -> None:
    write(north, "", "")
    assert "swapproto stamp" not in north.run(*PROPOSE).err
    write(north, "", f'[[clock]]\noperator = "Clock House"\ncertificates = ["{"ab" * 32}"]\n')
    said = north.run(*PROPOSE, "--force").err
    assert "Have it stamped by the clock of Clock House, and what the others signed, too" in said
    assert "swapproto stamp terms.swap --tsa NAME -o STAMPED.swap" in said


@pytest.mark.parametrize("text", ["AB" * 32, ":".join(["ab"] * 32), "sha256 Fingerprint=" + ":".join(["AB"] * 32)])
def test_a_digest_of_a_clock_is_taken_as_openssl_and_browsers_show_it(north: Desk, text: str) -> None:
    write(north, "", f'[[clock]]\noperator = "Clock House"\ncertificates = ["{text}"]\n')
    assert f"certificate {':'.join(['AB'] * 32)}" in north.run(*PROPOSE).err


@pytest.mark.parametrize("text", ["clock", "AB" * 31, "nowhere.pem"])
def test_what_is_neither_a_file_nor_a_digest_is_no_certificate(north: Desk, text: str) -> None:
    write(north, "", f'[[clock]]\noperator = "Clock House"\ncertificates = ["{text}"]\n')
    assert text in north.run(*PROPOSE, expect=2).err


def test_all_of_the_terms_is_shown_before_they_are_signed(north: Desk) -> None:
    conditions = 'conditions = ["One.\\nTwo.", { uk = "Три.", en = "Three." }]\n'
    due = at(1)
    deadlines = f"[deadlines]\naccept = {due}\ncommit = {at(2)}\n"
    clock = f'[[clock]]\noperator = "Clock House"\ncertificates = ["{"ab" * 32}"]\naccuracy = "1s"\n'
    top = f'delivery = true\ngrace = "2d"\nprofile = "person"\nbeacon = "{"cd" * 32}"\n{conditions}'
    write(north, top, deadlines + clock)
    said = north.run(*PROPOSE).err
    for text in (
        *("'Winter lists'", "you owe a list of any number of entries, in the role offer (we will release)"),
        *("South owes a list of exactly 3 entries, in the role request (we ask for)", "(the profile person)"),
        *("1: each party reveals its own list, in turn", "2 days after the deadline", "no deadline"),
        *(
            "'One.'",
            "'Two.'",
            "uk: 'Три.'",
            "en: 'Three.'",
            "'Clock House', right within 1 second",
            ":".join(["AB"] * 32),
            "cd" * 32,
        ),
        *(due.replace("T", " ").replace("Z", " UTC"), "Whoever has the same digits has the same terms"),
    ):
        assert text in said, text
    digits = next(line for line in said.splitlines() if "digits" in line).split()[1:]
    assert len(digits) == 12
    assert " ".join(digits) in north.run("verify", "terms.swap").out


REFUSED = {
    "a deadline that has passed": (f"[deadlines]\naccept = {at(-1)}\n", "has passed"),
    "deadlines in another order": (
        f"[deadlines]\naccept = {at(2)}\ncommit = {at(1)}\n",
        "is before the deadline accept",
    ),
    "an unknown party": ('[[mediator]]\nparty = "Nobody"\n', "nobody is pinned under this name"),
    "a mediator who is a party": (
        '[[mediator]]\nparty = "South.swap"\n',
        "line 11: mediator 1, party: this is a party",
    ),
    "one mediator twice": ('[[mediator]]\nparty = "Heron"\n' * 2, "this mediator is named already"),
    "one slot twice": ('[[slot]]\nparty = "South"\nrole = "request"\n', "slot 3: slot 2 is of South in this role, too"),
    "a role that there is not": ('[[slot]]\nparty = "South"\nrole = "ofer"\n', "did you mean offer?"),
    "a slot for a review": ('[[slot]]\nparty = "South"\nrole = "review"\n', "a review of a list fills no place"),
    "one clock twice": (
        f'[[clock]]\noperator = "C"\ncertificates = ["{"ab" * 32}"]\n' * 2,
        "this operator is named already",
    ),
    "one certificate of two clocks": (
        "".join(f'[[clock]]\noperator = "{name}"\ncertificates = ["{"ab" * 32}"]\n' for name in "CD"),
        "clock 2, certificates: one of these certificates is that of 'C', too",
    ),
}


@pytest.mark.parametrize(("bottom", "message"), REFUSED.values(), ids=REFUSED)
def test_terms_that_cannot_be_are_refused_with_their_place(north: Desk, bottom: str, message: str) -> None:
    write(north, bottom=bottom)
    refused = north.run(*PROPOSE, expect=2).err
    assert "T.toml: line " in refused
    assert message in refused
    assert not {"terms.swap", "North.journal"} & north.names()


def test_contradictions_between_keys_are_refused(north: Desk) -> None:
    for top, message in (
        ("release = 2", "there is no [[mediator]]"),
        ("quorum = 1", "it is from 1 to the number of clocks, which is 0"),
        ('grace = "2d"', "counted from the deadline commit, and there is none"),
        ('profile = "nothing.json"', "neither a profile nor a file"),
    ):
        write(north, top)
        assert message in north.fails(2, "usage", *PROPOSE).err
    write(north, slots='[[slot]]\nparty = "you"\nrole = "offer"\n[[slot]]\nparty = "you"\nrole = "request"\n')
    assert "there are at least two parties" in north.fails(2, "usage", *PROPOSE).err
    write(north, slots=SLOTS.replace("you", "Heron"))
    assert "neither a party nor a mediator" in north.fails(2, "usage", *PROPOSE).err


def test_a_card_that_is_not_pinned_is_refused_with_the_command_that_pins_it(north: Desk) -> None:
    north.party("Stranger", pin=False)
    write(north, slots=SLOTS.replace("South", "Stranger.swap"))
    refused = north.fails(3, "signer-not-pinned", *PROPOSE).err
    assert "T.toml: line 7: slot 2, party" in refused
    assert "swapproto trust Stranger.swap" in refused


def test_a_schema_of_ones_own_is_written_beside_the_terms_and_no_other(north: Desk) -> None:
    north.write("guard.json", GUARDED)
    write(north, 'profile = "guard.json"')
    said = north.run(*PROPOSE).err
    assert north.read("terms.schema.json") == GUARDED.encode()
    assert "(guard.json: id, name, health (restricted))" in said
    assert "terms.schema.json: the schema of the lists. Send it along" in said
    said = north.run("accept", "terms.swap", "-k", "South.swapkey", "--yes", "-o", "a.swap").err
    assert "(terms.schema.json: id, name, health (restricted))" in said
    north.write("box/terms.swap", north.read("terms.swap"))
    north.write("box/terms.schema.json", GUARDED)
    said = north.run("status", "box", "-k", "South.swapkey").all
    said += north.run("accept", "box", "-k", "South.swapkey", "--yes", "-o", "c.swap").err
    assert "not read" not in said, "the schema belongs there"
    assert "a schema, which signs nothing" in north.run("verify", "box").out
    (north.folder / "terms.schema.json").unlink()
    said = north.run("accept", "terms.swap", "-k", "South.swapkey", "--yes", "-o", "b.swap").err
    assert "no file beside these has this schema: ask for it" in said
    write(north, 'profile = "person"')
    north.run(*PROPOSE[:-1], "built-in.swap")
    assert "built-in.schema.json" not in north.names()


def test_nothing_is_overwritten_without_force(north: Desk) -> None:
    north.write("guard.json", GUARDED)
    write(north, 'profile = "guard.json"')
    north.write("terms.schema.json", "mine")
    north.fails(2, "file", *PROPOSE)
    assert north.read("terms.schema.json") == b"mine"
    assert "terms.swap" not in north.names()
    north.run(*PROPOSE, "--force")


def test_a_counter_proposal_is_shown_as_a_difference(north: Desk) -> None:
    write(north, 'conditions = ["Nobody is named."]')
    north.run(*PROPOSE)
    write(north, 'conditions = ["Nobody is named.", "All is free."]\nreplaces = "terms.swap"', title="Winter list")
    words = ("propose", "T.toml", "-k", "South.swapkey", "--yes", "-o", "counter.swap")
    north.write("T.toml", north.read("T.toml").decode().replace("South", "North"))
    said = north.run(*words).err
    assert "They replace the terms" in said
    assert "  - title        'Winter lists'\n  + title        'Winter list'\n" in said
    assert "  + condition 2  'All is free.'\n" in said
    assert "- condition 1" not in said
    north.run("accept", "counter.swap", "terms.swap", "-k", "North.swapkey", "--yes", "-o", "a.swap", expect=2)
    said = north.run("status", "terms.swap", "counter.swap").out
    assert said.count("proposed") == 2


def test_the_replaced_terms_are_named_once(north: Desk) -> None:
    write(north)
    north.run(*PROPOSE)
    write(north, title="Other")
    said = north.run(*PROPOSE[:-1], "other.swap", "--replaces", "terms.swap").err
    assert "They replace the terms" in said
    write(north, 'replaces = "terms.swap"')
    refused = north.fails(2, "usage", *PROPOSE[:-1], "third.swap", "--replaces", "terms.swap").err
    assert "name it once" in refused


def test_texts_that_mix_scripts_or_look_alike_are_warned_of(north: Desk) -> None:
    """Two parties would sign terms whose texts they cannot tell apart."""
    write(north, title="Winter lіsts")  # a Ukrainian i
    said = north.run(*PROPOSE).err
    assert "WARNING: the title has a word that mixes letters of Cyrillic and Latin" in said
    write(north, 'replaces = "terms.swap"')
    said = north.run(*PROPOSE[:-1], "second.swap").err
    assert "WARNING: the title looks like a text of the terms before, and is another one" in said


def test_the_template_is_written_and_can_be_proposed(north: Desk) -> None:
    printed = north.run("propose", "--template").out
    north.run("propose", "--template", "-o", "T.toml")
    assert north.read("T.toml").decode() == printed
    north.fails(2, "file", "propose", "--template", "-o", "T.toml")
    north.fails(2, "usage", "propose", "T.toml", "--template")
    north.run(*PROPOSE)


def test_without_terms_a_key_or_an_output_it_is_said_what_to_give(north: Desk) -> None:
    for words in (("propose",), ("propose", "T.toml", "-k", "North.swapkey"), ("propose", "T.toml", "-o", "t.swap")):
        assert "give TERMS.toml, -k ME.swapkey and -o OUT.swap" in north.fails(2, "usage", *words).err


def test_nothing_is_signed_without_a_yes(north: Desk) -> None:
    write(north)
    north.fails(2, "not-confirmed", *[word for word in PROPOSE if word != "--yes"])
    assert not {"terms.swap", "North.journal"} & north.names()
