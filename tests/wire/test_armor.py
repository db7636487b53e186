"""Armored text as mail and messengers leave it. Spec 3.3."""

import pytest

from swapproto.errors import FormatError
from swapproto.wire.armor import armor, armored, dearmor, is_text

BEGIN, END = "-----BEGIN SWAPPROTO-----", "-----END SWAPPROTO-----"


def test_armored_bytes_come_back_unchanged() -> None:
    for size in range(100):
        data = bytes(range(size))
        text = armor(data)
        assert dearmor(text) == data
        assert all(len(line) <= 64 for line in text.splitlines())
        assert text.endswith(f"{END}\n")
        assert "\r" not in text


@pytest.mark.parametrize("sizes", [(), (0,), (1, 2), (48, 48), (47, 2, 95), (50_000, 1), (49_152, 49_152), (100_001,)])
def test_a_block_of_parts_is_that_of_all_of_them_joined(sizes: tuple[int, ...]) -> None:
    parts = [bytes([number + 1]) * size for number, size in enumerate(sizes)]
    assert "".join(armored(parts)) == armor(b"".join(parts))
    assert all(len(line) == 64 for line in armor(b"".join(parts)).splitlines()[1:-2])


@pytest.mark.parametrize("mark", ["> ", ">> > ", "\t", "  ", ">"])
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_a_quoted_or_indented_block_is_read(mark: str, end: str) -> None:
    text = end.join(mark + line for line in armor(b"x" * 100).split("\n"))
    assert dearmor(text) == b"x" * 100


def test_blocks_in_one_letter_are_joined_in_order() -> None:
    assert dearmor(f"\ufeff{armor(b'one')}and{chr(10)}{armor(b' two')}bye") == b"one two"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no block at all",
        f"{BEGIN}\nYWJj\n",
        f"YWJj\n{END}\n",
        f"{BEGIN}\n{BEGIN}\nYWJj\n{END}",
        f"{BEGIN}\nYWJ\n{END}",
        f"{BEGIN}\nYWI=\nYWI=\n{END}",
        f"{BEGIN}\nYWJ=\n{END}",
        f"{BEGIN}\nYW-_\n{END}",
        f"{BEGIN}\nYW Jj\n{END}",
        f"{BEGIN}\nYWJј\n{END}",
        f"{BEGIN} \u00a0\nYWJj\n{END}",
        f"x{BEGIN}\nYWJj\n{END}",
        armor(b"abc", "SWAPPROTO KEY"),
    ],
)
def test_broken_armor_is_refused(text: str) -> None:
    with pytest.raises(FormatError) as caught:
        dearmor(text)
    assert caught.value.code == "armor-malformed"


def test_text_is_distinguished_from_artefacts() -> None:
    assert is_text(b"-----BEGIN")
    assert is_text(b"\r\n")
    assert is_text("\ufeffHello".encode())
    for first in (0xD2, 0xD8, 0xDB, 0x00, 0x80, 0xFF, 0xEF):
        assert not is_text(bytes([first, 0x60]))
    assert not is_text(b"")
