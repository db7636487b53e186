"""A mediator's folder, as it comes by mail: one verdict that is right, and that names every file."""

import json
import os
from email import message_from_bytes
from email.mime.application import MIMEApplication
from hashlib import sha256

import pytest

from swapproto import Identity, Place, disclose, unseal
from swapproto.wire.armor import armor
from tests.cli.desk import Desk
from tests.cli.test_inbox import KEY, letter, quoted_printable, zipped
from tests.making import IAT, Made, make, party, people, reveal

NORTH, SOUTH, EAST, STRANGER = map(party, ("North", "South", "East", "Harbour Office"))
FALSE_NORTH = Identity.from_seed(sha256(b"another North").digest(), "North", iat=IAT)
PINNED = (NORTH, SOUTH, EAST)


def second(one: Made) -> Made:
    return make(one.author, people(4), place=Place.after(one.signed))


def shown(one: Made) -> bytes:
    return disclose(unseal(one.signed, one.envelope, one.cek), [0])


NORTH_1 = make(NORTH, people(3))
NORTH_2 = second(NORTH_1)
SOUTH_1, SOUTH_OTHER = (make(SOUTH, people(count), place=Place("request", b"s" * 16)) for count in (3, 5))
EAST_1 = make(EAST, people(2, word="east"))
FALSE, UNKNOWN = make(FALSE_NORTH), make(STRANGER)

READ = {
    "North.swap": NORTH.party.card,
    "South.swap": SOUTH.party.card,
    "East/East.swap": EAST.party.card,
    "list 1.swap": NORTH_1.both,
    "list 2.SWAP": NORTH_2.both,
    "список.swap": SOUTH_1.both,
    "Answer.SWAP": SOUTH_OTHER.both,
    "Fwd press.txt": b"> " + armor(NORTH_1.commitment).encode().replace(b"\n", b"\n> "),
    "noextension": EAST_1.commitment,
    "East/envelope.swap": EAST_1.envelope,
    "East/later/key.swap": reveal(EAST_1),
    "key for North.eml": letter(reveal(NORTH_2), "key.swap"),
    "letter.eml": quoted_printable(NORTH_2.commitment),
    "att.zip": zipped({"in/list.swap": EAST_1.both, "scan.jpg": b"\xff\xd8"}),
    "one entry.swap": shown(NORTH_1),
    "North (1).swap": FALSE_NORTH.party.card,
    "list from North.swap": FALSE.both,
    "harbour.swap": STRANGER.party.card + UNKNOWN.both,
    "cut off.swap": NORTH_1.both[:-100],
    "--trust=East.swap": EAST.party.card,
}
INSIDE = {
    "key for North.eml": "key for North.eml: key.swap",
    "letter.eml": "letter.eml: part 1",
    "att.zip": "att.zip: in/list.swap",
}
NOT_READ = {
    "scan.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "photo.JPG": b"\xff\xd8\xff\xe0",
    "list.csv": b"id,name\n1,Olha\n",
    "hello.eml": letter(b"\xff\xd8", "photo.jpg"),
    "photos.zip": zipped({"a.jpg": b"\xff\xd8"}),
    "notes.txt": "Зателефонувати Півночі".encode(),
    "leaked.swapkey": KEY,
    "empty.txt": b"",
    "empty.swap": b"",
}
NOTES = {"._list 1.swap": b"\x00\x05\x16\x07", ".DS_Store": b"\x00\x00\x00\x01"}


@pytest.fixture
def mediator(desk: Desk) -> Desk:
    for one in PINNED:
        desk.write("card.swap", one.party.card)
        desk.run("trust", "card.swap", "--fingerprint", one.party.fingerprint)
    for name, data in {**READ, **NOT_READ, **NOTES}.items():
        desk.write(f"inbox/{name}", data)
    assert len(READ) + len(NOT_READ) + len(NOTES) > 30
    return desk


def block(out: str, heading: str) -> list[str]:
    """Return the lines below the line that begins with ``heading``, to the next empty one."""
    lines = out.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(heading))
    return [*lines[start + 1 :], ""][: [*lines[start + 1 :], ""].index("")]


def test_the_verdict_names_the_culprit_the_impostor_and_what_was_not_read_first(mediator: Desk) -> None:
    out = mediator.run("verify", "inbox", expect=4).out
    first = out.partition("\n\n")[0].splitlines()
    assert first[0] == "CONTRADICTION: a fault of South, pinned by you, is proven."
    assert first[1] == "And something is unreadable, altered or forged, or does not match: see Rejected."
    assert first[2].startswith("IMPOSTOR: a card in ")
    assert "North (1).swap is called 'North', and is not that of North" in first[2]
    assert FALSE_NORTH.party.fingerprint in first[3]
    for name in NOT_READ:
        assert any(line.startswith(f"  {os.path.join('inbox', name)}: ") for line in first), name
    assert not any(name in out for name in NOTES)


def test_the_overview_has_a_line_for_each_version_of_each_list(mediator: Desk) -> None:
    rows = block(mediator.run("verify", "inbox", expect=4).out, "Overview")
    parties = [row.split()[0] for row in rows[1:]]
    assert parties == ["East", "North", "North", "South", "South"]
    assert [row.endswith("  FORK") for row in rows[1:]] == [False, False, False, True, True]
    assert [("not public" in row, "opened" in row) for row in rows[1:]] == [
        *[(False, True), (True, False), (False, True)],
        *[(True, False), (True, False)],
    ]


def test_every_file_that_was_read_is_named_with_what_it_holds(mediator: Desk) -> None:
    out = mediator.run("verify", "inbox", expect=4).out
    files = block(out, "Files")
    for name in READ:
        shown = f"  {os.path.join('inbox', INSIDE.get(name, name))}: "
        assert any(line.startswith(shown) for line in files), name
    assert f"  {os.path.join('inbox', 'list 1.swap')}: 1 commitment, 1 envelope" in files


def test_each_list_names_the_files_that_it_is_in(mediator: Desk) -> None:
    out = mediator.run("verify", "inbox", expect=4).out
    version_1 = "\n".join(block(out, f"List {NORTH_1.signed.body.place.list_id.hex()}, version 1, report"))
    for name in ("list 1.swap", "Fwd press.txt", "one entry.swap"):
        assert os.path.join("inbox", name) in version_1, name
    east = "\n".join(block(out, f"List {EAST_1.signed.body.place.list_id.hex()}"))
    assert "opened: every entry matches" in east
    assert os.path.join("inbox", "East", "later", "key.swap") in east
    fork = "\n".join(block(out, "CONTRADICTIONS"))
    assert os.path.join("inbox", "Answer.SWAP") in fork
    assert os.path.join("inbox", "список.swap") in fork
    rejected = "\n".join(block(out, "Rejected"))
    assert os.path.join("inbox", "cut off.swap") in rejected
    ignored = "\n".join(block(out, "Ignored"))
    for name in ("harbour.swap", "list from North.swap"):
        assert os.path.join("inbox", name) in ignored


def test_the_same_is_in_the_json(mediator: Desk) -> None:
    found = json.loads(mediator.run("verify", "inbox", "--json", expect=4).out)
    assert [(one["code"], one["culprit"]) for one in found["contradictions"]] == [("fork", SOUTH.party.kid.hex())]
    assert {one["name"] for one in found["not_read"]} >= {os.path.join("inbox", name) for name in NOT_READ}
    assert [(one["name"], one["like"]) for one in found["impostors"]] == [("North", NORTH.party.kid.hex())]
    holding = {one["name"]: one["artefacts"] for one in found["inputs"]}
    assert set(holding) == {os.path.join("inbox", INSIDE.get(name, name)) for name in READ}
    for contradiction in found["contradictions"]:
        for evidence in contradiction["evidence"]:
            assert any(evidence in artefacts for artefacts in holding.values())
    assert NORTH_1.id.hex() in holding[os.path.join("inbox", "Fwd press.txt")]


def test_a_file_named_like_an_option_is_read_as_a_file(mediator: Desk) -> None:
    found = json.loads(mediator.run("verify", "inbox", "--json", expect=4).out)
    assert {party["name"] for party in found["trust"]} == {"North", "South", "East"}
    assert len(found["trust"]) == len(PINNED)


def test_without_the_fork_and_what_is_cut_off_the_rest_is_not_complete(mediator: Desk) -> None:
    for name in ("Answer.SWAP", "cut off.swap"):
        (mediator.folder / "inbox" / name).unlink()
    assert mediator.run("verify", "inbox", expect=3).out.startswith("NOT COMPLETE: ")
    for name in ("harbour.swap", "list from North.swap"):
        (mediator.folder / "inbox" / name).unlink()
    assert mediator.run("verify", "inbox", "--require", "committed").out.startswith("VERIFIED: ")
    mediator.run("verify", "inbox", "--require", "opened:East")
    mediator.run("verify", "inbox", "--require", "opened:South", expect=3)


def test_two_parts_of_one_mail_with_one_name_are_both_read(desk: Desk) -> None:
    """The second would replace the first, and with it one half of a fork."""
    desk.write("South.swap", SOUTH.party.card)
    desk.write("both.zip", zipped({"a/x.eml": letter(SOUTH_1.both, "list.swap"), "b/x.eml": letter(SOUTH_OTHER.both)}))
    message = message_from_bytes(letter(SOUTH_1.both, "list.swap"))
    message.attach(MIMEApplication(SOUTH_OTHER.both, name="list.swap"))
    desk.write("two.eml", message.as_bytes())
    desk.run("verify", "two.eml", "--trust", "South.swap", expect=4)
    desk.run("verify", "both.zip", "--trust", "South.swap", expect=4)
