"""Attacks by mail and archives: what is cheap to send and dear to take apart."""

import io
import zipfile

import pytest

from swapproto.cli.disk import inbox
from swapproto.wire.armor import armor
from tests.budget import cpu_budget
from tests.cli.desk import Desk
from tests.making import NORTH, make

HEAD = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
LEVELS = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(300))
MAILS = {
    "300 multiparts in each other": b"MIME-Version: 1.0\n" + LEVELS + b"x\n" * 200_000,
    "100,000 parts": HEAD + b"--b\n\nx\n" * 100_000,
    "a header of 100,000 parameters": b"MIME-Version: 1.0\nContent-Type: text/plain; "
    + b"a*0=b; " * 100_000
    + b"\n\nx",
    "very short lines": HEAD + b"x\n" * 400_000,
}


@pytest.mark.parametrize("name", MAILS)
def test_mail_that_takes_long_to_take_apart_is_not(desk: Desk, name: str) -> None:
    """A letter of a megabyte would stop a reader for twelve seconds, and more where it is longer."""
    desk.write("inbox/letter.eml", MAILS[name])
    desk.write("inbox/list.swap", make(NORTH).both)
    with cpu_budget(5):
        loaded = inbox.load(["inbox"], quiet=True)
    assert len(loaded.transcript) == 2
    assert [(one.name, one.why) for one in loaded.not_read] == [
        ("inbox/letter.eml", "mail with more parts, lines or parameters than mail programs write")
    ]


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_an_archive_unpacks_to_little_more_than_its_size_at_any_depth(desk: Desk) -> None:
    """Two megabytes of zeros in two kilobytes would be read as artefacts; archives in archives, far more."""
    made = make(NORTH)
    inner = packed({f"{i}.swap": bytes(200_000) for i in range(20)})
    bomb = packed({"a.swap": made.both, **{f"{i}.zip": inner for i in range(20)}})
    desk.write("inbox/bomb.zip", bomb)
    loaded = inbox.load(["inbox"], quiet=True)
    assert len(loaded.transcript) == 2
    assert sum(map(len, loaded.inputs.values())) <= 2**18 + 6 * len(bomb)
    assert {one.why for one in loaded.not_read} == {"too large when unpacked"}


def test_a_letter_with_an_armored_list_and_a_bomb_beside_it_is_read(desk: Desk) -> None:
    """What cannot be taken apart as mail may still be armored text."""
    letter = b"MIME-Version: 1.0\nContent-Type: text/plain; " + b"a*0=b; " * 1_000 + b"\n\n"
    desk.write("inbox/letter.eml", letter + armor(make(NORTH).both).encode())
    assert len(inbox.load(["inbox"], quiet=True).transcript) == 2
