"""Whoever packs a file into mail or an archive could hide the half of a fork in it."""

import base64
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from swapproto import Place
from swapproto.wire.armor import armor
from tests.cli.desk import Desk
from tests.cli.test_inbox import letter, zipped
from tests.making import make, party, people

SOUTH = party("South")
ONE, TWO = (make(SOUTH, people(count), place=Place("request", b"s" * 16)).both for count in (3, 4))
LINES = armor(TWO).encode()


def mailbox() -> bytes:
    letters = (letter(half, "list.swap") for half in (ONE, TWO))
    return b"".join(b"From south@example.org Thu Nov 26 01:00:00 2026\n" + one + b"\n" for one in letters)


def forwarded_in_base64() -> bytes:
    inner = base64.encodebytes(letter(TWO, "list.swap"))
    boundary = b"--frontier\n"
    return (
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="frontier"\n\n'
        + boundary
        + b"Content-Type: text/plain\n\n"
        + armor(ONE).encode()
        + boundary
        + b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
        + inner
        + b"--frontier--\n"
    )


def wrongly_encoded() -> bytes:
    message = EmailMessage()
    message.set_content("Dear all,\n")
    message.add_attachment(ONE, maintype="application", subtype="octet-stream", filename="one.swap")
    return (
        message.as_bytes()
        .replace(b"Content-Transfer-Encoding: 7bit", b"Content-Transfer-Encoding: base64", 1)
        .replace(b"Dear all,\n", LINES, 1)
    )


def stored(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


HIDING: dict[str, Callable[[], bytes]] = {
    "the second letter of a mailbox": mailbox,
    "behind an archive": lambda: zipped({"one.swap": ONE}) + TWO,
    "behind mail": lambda: letter(ONE) + TWO,
    "before the first part of mail": lambda: letter(ONE).replace(b"\n\n", b"\n\n" + LINES + b"\n", 1),
    "mail forwarded in base64": forwarded_in_base64,
    "a text that is called base64": wrongly_encoded,
    "a name that begins with a dot": lambda: stored({"one.swap": ONE, ".two.swap": TWO}),
    "a name in this folder": lambda: stored({"one.swap": ONE, "./two.swap": TWO}),
    "a name in the folder above": lambda: stored({"one.swap": ONE, "../two.swap": TWO}),
    "a name like a folder's": lambda: stored({"one.swap": ONE, "two.swap/": TWO}),
    "behind what unpacks to much": lambda: zipped({"0.txt": bytes(300_000), "one.swap": ONE, "two.swap": TWO}),
}


@pytest.mark.parametrize("how", HIDING)
def test_no_container_hides_half_of_a_fork(desk: Desk, how: str) -> None:
    desk.write("South.swap", SOUTH.party.card)
    desk.write("inbox/file", HIDING[how]())
    desk.run("verify", "inbox", "--trust", "South.swap", expect=4)
    desk.run("verify", "inbox/file", "--trust", "South.swap", expect=4)


def test_bytes_that_belong_to_no_file_of_an_archive_are_named(desk: Desk) -> None:
    """Of two archives joined a program reads the last; the first is packed, and cannot be seen."""
    desk.write("South.swap", SOUTH.party.card)
    desk.write("two.zip", zipped({"one.swap": ONE}) + zipped({"two.swap": TWO}))
    assert "two.zip: bytes that belong to no file" in desk.run("verify", "two.zip", "--trust", "South.swap").out


def test_a_hidden_file_in_a_folder_is_read(desk: Desk) -> None:
    desk.write("South.swap", SOUTH.party.card)
    desk.write("inbox/one.swap", ONE)
    desk.write("inbox/.mail/.two.swap", TWO)
    desk.run("verify", "inbox", "--trust", "South.swap", expect=4)
