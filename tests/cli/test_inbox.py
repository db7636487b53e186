"""A folder is read whole, by content, and what is not read is named. Nothing of another kind makes a verdict fail."""

import io
import json
import os
import zipfile
from email.message import EmailMessage

import pytest

from swapproto import Place
from swapproto.wire.armor import armor
from tests.cli.desk import Desk
from tests.making import make, party, people, reveal

WOLF, IMPOSTOR = party("Wolf"), party("Stranger")
LIST = make(WOLF)
KEY = b"-----BEGIN SWAPPROTO KEY-----\nYWJj\n-----END SWAPPROTO KEY-----\n"


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def letter(data: bytes, name: str = "answer.swap") -> bytes:
    message = EmailMessage()
    message["Subject"] = "Відповідь"
    message.set_content("Добрий день\n")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def quoted_printable(data: bytes) -> bytes:
    message = EmailMessage()
    message.set_content("Добрий день\n" + armor(data), cte="quoted-printable")
    return message.as_bytes()


@pytest.fixture
def wolf(desk: Desk) -> Desk:
    desk.write("Wolf.swap", WOLF.party.card)
    desk.run("trust", "Wolf.swap", "--fingerprint", WOLF.party.fingerprint)
    return desk


HOLDING = {
    "capitals": ("Answer.SWAP", LIST.both),
    "no ending": ("answer", LIST.both),
    "text": ("press.txt", armor(LIST.both).encode()),
    "quoted text": ("fwd.txt", b"> " + armor(LIST.both).encode().replace(b"\n", b"\n> ")),
    "subfolder": ("from Wolf/november/list.swap", LIST.both),
    "mail with a file": ("answer.eml", letter(LIST.both)),
    "mail with a zip": ("zip.eml", letter(zipped({"a.swap": LIST.both}), "a.zip")),
    "mail as text": ("text.eml", quoted_printable(LIST.both)),
    "zip": ("att.zip", zipped({"in/list.swap": LIST.both, "scan.jpg": b"\xff\xd8"})),
}


@pytest.mark.parametrize("what", HOLDING)
def test_artefacts_are_found_in_a_folder_by_content(wolf: Desk, what: str) -> None:
    """A fork in Answer.SWAP, in mail or in a zip would not be seen."""
    name, data = HOLDING[what]
    wolf.write("key/key.swap", reveal(LIST))
    wolf.write(f"inbox/{name}", data)
    wolf.run("verify", "inbox", "key", "--require", "opened")


@pytest.mark.parametrize("what", HOLDING)
def test_mail_and_archives_are_read_by_their_name_too(wolf: Desk, what: str) -> None:
    name, data = HOLDING[what]
    wolf.write(name, data)
    wolf.run("verify", name, "--require", "committed")


OTHERS = {
    "scan.jpg": b"\xff\xd8\xff\xe0",
    "notes.txt": b"a sentence on -----BEGIN SWAPPROTO----- in a letter",
    "list.csv": b"id,name\n1,Olha\n",
    "photos.zip": zipped({"scan.jpg": b"\xff\xd8"}),
    "hello.eml": letter(b"\xff\xd8", "scan.jpg"),
    "empty.txt": b"",
    "damaged.zip": b"PK\x03\x04 and nothing more",
    "Wolf.swapkey": KEY,
}


def test_what_is_of_another_kind_is_named_and_makes_nothing_fail(wolf: Desk) -> None:
    for name, data in {"list.swap": LIST.both, **OTHERS}.items():
        wolf.write(f"inbox/{name}", data)
    os.symlink("/nowhere/d.swap", wolf.folder / "inbox" / "link.swap")
    os.symlink(wolf.folder, wolf.folder / "inbox" / "folder")
    out = wolf.run("verify", "inbox").out
    head = out.partition("\n\n")[0]
    assert f"NOT READ: {len(OTHERS) + 2} files" in head
    assert all(name in head for name in [*OTHERS, "link.swap", "folder"])
    assert "a link that leads nowhere" in head
    assert "keep it to yourself" in head
    found = json.loads(wolf.run("verify", "inbox", "--json").out)
    assert len(found["not_read"]) == len(OTHERS) + 2
    assert {"name": os.path.join("inbox", "scan.jpg"), "why": "not of this kind"} in found["not_read"]
    assert [one["name"] for one in found["inputs"]] == [os.path.join("inbox", "list.swap")]


@pytest.mark.parametrize("verb", ["inspect", "merge"])
def test_other_verbs_note_what_was_not_read(wolf: Desk, verb: str) -> None:
    wolf.write("inbox/list.swap", LIST.both)
    wolf.write("inbox/scan.jpg", b"\xff\xd8")
    output = ["-o", "all.swap"] if verb == "merge" else []
    assert "scan.jpg (not of this kind)" in wolf.run(verb, "inbox", *output).err


@pytest.mark.parametrize("name", ["._list.swap", ".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX/._list.swap"])
def test_notes_of_other_systems_are_ignored(wolf: Desk, name: str) -> None:
    wolf.write("inbox/list.swap", LIST.both)
    wolf.write(f"inbox/{name}", b"\x00\x05\x16\x07")
    assert "NOT READ" not in wolf.run("verify", "inbox").out


def test_an_altered_file_in_a_folder_makes_the_verdict_fail(wolf: Desk) -> None:
    """An attacker who destroys the first byte would turn a rejected file into a scan."""
    wolf.write("inbox/list.swap", LIST.both)
    wolf.write("inbox/altered.swap", b"\x00" + LIST.both)
    assert "altered.swap, byte 0" in wolf.run("verify", "inbox", expect=1).out


def test_archives_are_read_to_a_limited_size_and_depth(wolf: Desk) -> None:
    """A small file would fill the reader's memory."""
    wolf.write("inbox/list.swap", LIST.both)
    wolf.write("inbox/bomb.zip", zipped({"a.swap": bytes(20_000_000)}))
    deep = LIST.both
    for _ in range(6):
        deep = zipped({"a.zip": deep})
    wolf.write("inbox/deep.zip", deep)
    out = wolf.run("verify", "inbox").out
    assert "bomb.zip: a.swap: too large when unpacked" in out
    assert "too deep within each other" in out


def test_an_output_in_a_subfolder_of_an_input_is_refused(wolf: Desk) -> None:
    """With --force the only envelope would be overwritten."""
    wolf.write("inbox/from Wolf/list.swap", LIST.both)
    wolf.fails(2, "file", "merge", "inbox", "-o", "inbox/from Wolf/list.swap", "--force")


def test_a_mediators_folder_gives_one_verdict_that_names_each_file(wolf: Desk) -> None:
    """A fork lies in a zip within mail, and a card of an impostor beside it: a sender would hide it among thirty."""
    place = Place.first("offer")
    one, two = make(WOLF, people(3), place=place), make(WOLF, people(4), place=place)
    wolf.write("inbox/1.SWAP", one.both)
    wolf.write("inbox/from Wolf/2.eml", letter(zipped({"two.swap": two.both}), "two.zip"))
    wolf.write("inbox/impostor.eml", letter(IMPOSTOR.party.card + make(IMPOSTOR).both))
    read = [name for name, _ in HOLDING.values()]
    for number, (name, data) in enumerate(HOLDING.values()):
        wolf.write(f"inbox/more {number}/{name}", data)
    for number in range(2):
        for name, data in OTHERS.items():
            wolf.write(f"inbox/other {number}/{name}", data)
    found = json.loads(wolf.run("verify", "inbox", "--json", expect=4).out)
    assert [fault["code"] for fault in found["contradictions"]] == ["fork"]
    names = [one["name"] for key in ("inputs", "not_read") for one in found[key]]
    assert all(any(name in one for one in names) for name in [*read, *OTHERS, "1.SWAP", "2.eml", "impostor.eml"])
    assert found["rejected"] == []
