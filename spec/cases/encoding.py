"""Cases of section 3: CBOR, files, armor."""

from __future__ import annotations

from typing import Any

from spec import reference as r
from spec.cases.making import NORTH, SOUTH, Cases
from spec.reference import cbor

# --- 3. Bytes -------------------------------------------------------------------------------------


def bytes_cases(c: Cases) -> None:
    def good(name: str, about: str, data: bytes, depth: int = 4, spec: str = "3.1") -> None:
        c.add("read-cbor", name, about, spec, bytes=data, depth=depth)

    def bad(name: str, about: str, data: str, step: int, error: str, depth: int = 4) -> None:
        c.add("read-cbor", name, about, f"3.1, step {step}", error=error, bytes=bytes.fromhex(data), depth=depth)

    good("null", "The smallest item.", cbor(None), 0)
    good(
        "integers",
        "Every size of head, and both ends of the range.",
        cbor(
            [
                0,
                23,
                24,
                255,
                256,
                65535,
                65536,
                2**32 - 1,
                2**32,
                2**63 - 1,
                -1,
                -24,
                -25,
                -256,
                -257,
                -(2**63),
            ]
        ),
    )
    good(
        "text",
        "Text in several scripts, with a NUL and a character beyond the basic plane.",
        cbor("є ü \0 𐍈"),
    )
    good(
        "bytewise-order",
        "Integer keys in bytewise order: 1, 4, 15, 16, and then -4.",
        cbor({1: 0, 4: 0, 15: 0, 16: 0, -4: 0}),
    )
    good("bytewise-not-length-first", "24 before -1, whose encoding is shorter.", cbor({24: 0, -1: 0}))
    good(
        "text-order",
        "Text keys in bytewise order of their encodings: the shorter first.",
        cbor({"b": 1, "aa": 2}),
    )
    good(
        "mixed-keys",
        '1, true and "1" are three different keys, also in languages where 1 equals true.',
        bytes.fromhex("a3010061310" + "0f500"),
    )
    good("depth-reached", "Four nested arrays, where four are allowed.", bytes.fromhex("8181818100"), 4)
    good("empty-array-depth", "An empty array has depth 1.", bytes.fromhex("80"), 1)
    good("tag-adds-no-depth", "A tag adds no depth.", bytes.fromhex("d28100"), 1)

    bad("empty", "No item.", "", 1, "malformed")
    bad("head-truncated", "A head that lacks its argument.", "19 01", 1, "malformed")
    bad("string-truncated", "A byte string that ends too early.", "43 0102", 1, "malformed")
    bad("array-truncated", "An array of three with two members.", "83 0102", 1, "malformed")
    bad("map-truncated", "A map whose last value is missing.", "a2 0100 02", 1, "malformed")
    bad("claim-string", "A byte string that claims 2^60 bytes.", "5b 1000000000000000 00", 1, "malformed")
    bad(
        "claim-array",
        "An array that claims 2^60 members: no memory may be allocated for them.",
        "9b 1000000000000000 00",
        1,
        "malformed",
    )
    bad("claim-map", "A map that claims 2^60 pairs.", "bb 1000000000000000 0000", 1, "malformed")
    bad("claim-nested", "Nested claims, each just within the bytes that remain.", "84 83 82 81", 1, "malformed")
    bad("not-shortest-integer", "5 in two bytes.", "18 05", 1, "malformed")
    bad("not-shortest-length", "A text whose length takes three bytes.", "79 0001 61", 1, "malformed")
    bad("not-shortest-tag", "Tag 18 in two bytes.", "d8 12 00", 1, "malformed")
    bad("not-shortest-64", "2^32 - 1 in eight bytes.", "1b 00000000ffffffff", 1, "malformed")
    bad("indefinite-array", "An array of indefinite length.", "9f 01 ff", 1, "malformed")
    bad("indefinite-string", "A byte string of indefinite length.", "5f 4101 ff", 1, "malformed")
    bad("indefinite-map", "A map of indefinite length.", "bf 01 02 ff", 1, "malformed")
    bad("reserved-head", "Additional information 28 is reserved.", "1c", 1, "malformed")
    bad("lone-break", "A break without an item of indefinite length.", "ff", 1, "malformed")
    bad("simple-in-two-bytes", "True in two bytes is not well-formed.", "f8 15", 1, "malformed")
    bad("trailing", "A byte follows the item.", "00 00", 2, "malformed")
    bad("depth-passed", "Five nested arrays, where four are allowed.", "81 81 81 81 81 00", 3, "too-deep")
    bad("nesting-bomb", "10,000 nested arrays.", "81" * 10000 + "00", 3, "too-deep", 8)
    bad("map-nesting-bomb", "10,000 nested maps.", "a100" * 10000 + "00", 3, "too-deep", 8)
    bad("float-half", "1.0 as a half float.", "f9 3c00", 4, "type-not-allowed")
    bad("float-single", "0.0 as a single: a float has no shorter form here.", "fa 00000000", 4, "type-not-allowed")
    bad("float-double", "0.1 as a double.", "fb 3fb999999999999a", 4, "type-not-allowed")
    bad("nan", "Not a number.", "f9 7e00", 4, "type-not-allowed")
    bad("undefined", "Undefined is not null.", "f7", 4, "type-not-allowed")
    bad("simple-value", "An unassigned simple value.", "f8 ff", 4, "type-not-allowed")
    bad("too-big", "2^63.", "1b 8000000000000000", 4, "type-not-allowed")
    bad("too-small", "-2^63 - 1.", "3b 8000000000000000", 4, "type-not-allowed")
    bad("bignum", "An integer encoded as a bignum, with tag 2.", "c2 41 05", 4, "type-not-allowed")
    bad("tag-unknown", "A tag that no artefact has.", "c1 00", 4, "type-not-allowed")
    bad("tag-inside", "Tag 18 below the top.", "81 d2 00", 4, "type-not-allowed")
    bad("tag-in-tag", "Tag 18 in tag 18.", "d2 d2 00", 4, "type-not-allowed")
    shared = "d81c 81 d81d 00"
    bad("shared-references", "An array that contains itself, through tags 28 and 29.", shared, 4, "type-not-allowed")
    doubling = "d81c 82 00 00".replace(" ", "") + "82d81d00d81d00" * 8
    bad(
        "shared-doubling",
        "References to references, which double at each level.",
        "89" + doubling,
        4,
        "type-not-allowed",
    )
    bad(
        "stringref",
        "References to strings, with tags 256 and 25.",
        "d90100 82 43 616263 d819 00",
        4,
        "type-not-allowed",
    )
    bad("bad-utf8", "Text with a byte that UTF-8 never has.", "61 ff", 4, "malformed")
    bad("surrogate", "A surrogate in text.", "63 eda080", 4, "malformed")
    bad("overlong-utf8", "A slash in two bytes.", "62 c0af", 4, "malformed")
    bad("key-twice", "The same key twice.", "a2 6161 01 6161 02", 5, "not-deterministic")
    bad("keys-out-of-order", "Keys in descending order.", "a2 6162 01 6161 02", 5, "not-deterministic")
    bad(
        "integer-keys-out-of-order",
        "The keys 15, -4 and 16, though -4 comes last.",
        "a3 0f 00 23 00 10 00",
        5,
        "not-deterministic",
    )
    bad("length-first-order", "-1 before 24, as in length-first order.", "a2 20 00 1818 00", 5, "not-deterministic")
    bad("nested-key-twice", "The same key twice in a nested map.", "81 a2 01 00 01 00", 5, "not-deterministic")


def armor_cases(c: Cases) -> None:
    data = bytes(range(100))
    text = r.armor(data)
    lines = text.splitlines()
    two = f"Dear all,\n\n{r.armor(b'first')}\nand\n{r.armor(b'second')}\nYours\n"
    quoted = "".join(f"> >  {line}  \r\n" for line in lines)
    lines_in = "\n".join
    for name, about, spec, given in (
        ("one-block", "A block as it is written.", "3.3", text),
        ("two-blocks", "Several blocks, with text around them.", "3.3", two),
        ("quoted", "A block in a quoted reply, with carriage returns and spaces.", "3.3, step 1", quoted),
        ("byte-order-mark", "A byte order mark before the first line.", "3.3", "\ufeff" + text),
        (
            "long-lines",
            "Lines of a length other than 64.",
            "3.3, step 2",
            "\n".join([lines[0], "".join(lines[1:-1]), lines[-1]]),
        ),
        ("empty-block", "A block of no bytes.", "3.3", "\n".join([lines[0], lines[-1]])),
        (
            "white-space",
            "Tabs, vertical tabs, form feeds and carriage returns around each line are white space.",
            "3.3, step 1",
            lines_in(f"\t\v> \f{line}\f\v\t\r" for line in lines),
        ),
        ("no-last-line-feed", "The last line ends where the text ends.", "3.3", text.rstrip("\n")),
        (
            "other-words",
            "A begin line with other words is text outside of blocks, even within a sentence of a letter.",
            "3.3",
            f"-----BEGIN SWAPPROTO KEY-----\n{text}Do not send me -----BEGIN SWAPPROTO KEY----- again.\n",
        ),
    ):
        c.add("read-armor", name, about, spec, text=given)
    for name, about, step, given in (
        ("no-block", "Text without a block.", 3, "no list here"),
        ("no-end", "A begin line without an end line.", 1, "\n".join(lines[:-1])),
        ("no-begin", "An end line without a begin line.", 1, "\n".join(lines[1:])),
        ("end-beside", "An end line too many beside a good block.", 1, text + lines[-1] + "\n"),
        ("begin-beside", "A begin line without an end line beside a good block.", 1, text + lines[0] + "\n"),
        ("no-break-space", "A no-break space is not white space here.", 1, lines_in(f"{line}\xa0" for line in lines)),
        ("separator", "A line separator is not white space here.", 1, lines_in(f"{line}\u2028" for line in lines)),
        ("mark-inside", "A byte order mark before another line than the first.", 1, "Dear all,\n\ufeff" + text),
        ("mark-within", "A byte order mark within a block.", 2, text.replace("\nAAEC", "\n\ufeffAAEC")),
        ("end-mark", "A quote mark after the end line.", 1, text.rstrip() + ">\n"),
        ("carriage-returns", "A carriage return alone ends no line: this is one line.", 3, "\r".join(lines)),
        ("begin-twice", "A second begin line before the end line.", 1, "\n".join([lines[0], *lines])),
        ("end-not-alone", "An end line with other text on it.", 1, text.rstrip() + " thanks"),
        ("padding-missing", "The padding is cut off.", 2, text.replace("=", "")),
        (
            "padding-inside",
            "Two base64 texts joined, with the padding of the first inside.",
            2,
            text.replace("AAEC", "AA=="),
        ),
        ("unused-bits", "Unused bits that are not zero.", 2, f"{lines[0]}\nAB==\n{lines[-1]}"),
        ("foreign-character", "A character that base64 does not have.", 2, text.replace("AAEC", "AA*C")),
        ("url-alphabet", "The URL-safe alphabet of base64.", 2, f"{lines[0]}\n-_-_\n{lines[-1]}"),
        ("inner-space", "A space within a line.", 2, text.replace("AAEC", "AA EC")),
        ("key-armor", "A block of a key file is not a block of artefacts.", 3, r.armor(data, "SWAPPROTO KEY")),
    ):
        c.add("read-armor", name, about, f"3.3, step {step}", error="armor-malformed", text=given)


def written_cases(c: Cases) -> None:
    for name, about, data in (
        ("empty", "A block of no bytes.", b""),
        ("line", "48 bytes fill one line of 64 characters.", bytes(48)),
        ("lines", "100 bytes, with padding.", bytes(range(100))),
    ):
        c.add("write-armor", name, about, "3.3", bytes=data)


def disclosing(entry: dict[str, Any], salt: bytes = bytes(32)) -> bytes:
    return cbor(r.Tag(r.DISCLOSURE, ["disclosure", bytes(32), [[0, salt, cbor(entry), None]], []]))


def of_header(length: int) -> bytes:
    """Return a statement in a form that could be read, with a protected header of this length."""
    header: dict[int, Any] = {1: -19, 4: bytes(32), 15: {1: "", 2: "", 6: 0}, 16: r.typ("card")}
    header[15][1] = "i" * (length - len(cbor(header)) - (2 if length > 127 else 1))
    header[15][1] += "i" * (length - len(cbor(header)))
    return cbor(r.Tag(r.STATEMENT, [cbor(header), {}, b"\xa0", bytes(64)]))


def frame_cases(c: Cases) -> None:
    card, other = NORTH.card_bytes, SOUTH.card_bytes
    envelope, disclosure = r.envelope_of(b"", {}), disclosing({"note": "none"})
    for name, about, spec, data in (
        ("empty", "An empty file has no artefacts and no errors.", "3.2", b""),
        ("one", "One statement.", "3.2, step 1", card),
        (
            "three-kinds",
            "A statement, an envelope, a disclosure; framing does not check that the envelope has no recipient.",
            "3.2, step 2",
            card + envelope + disclosure,
        ),
        ("joined", "Two files, joined.", "3.2", card + other),
        (
            "unknown-between",
            "An integer, and tag 17, between two statements.",
            "3.2, step 4",
            card + b"\x00\xd1\x80" + other,
        ),
        (
            "truncated-tail",
            "The last item is cut off; what came before it counts.",
            "3.2, step 1",
            card + other[:-1],
        ),
        (
            "indefinite",
            "An item of indefinite length takes nothing from the statements beside it.",
            "3.2, step 4",
            card + b"\x9f\xff" + other,
        ),
        (
            "claims",
            "A tag over an array that claims 2^60 members.",
            "3.2, step 4",
            card + bytes.fromhex("d29b1000000000000000") + other,
        ),
        (
            "depth-16",
            "Sixteen nested arrays are framed.",
            "3.2, step 4",
            b"\xd2" + b"\x81" * 15 + b"\x80",
        ),
        (
            "depth-17",
            "Seventeen nested arrays are not framed.",
            "3.2, step 4",
            card + b"\xd2" + b"\x81" * 16 + b"\x80" + other,
        ),
        (
            "nesting-bomb",
            "10,000 nested arrays.",
            "3.2, step 4",
            card + b"\xd2" + b"\x81" * 10000 + b"\x00",
        ),
        (
            "not-shortest",
            "An item with a head that is not the shortest is framed; it is rejected alone, later.",
            "3.2, step 4",
            b"\xd8\x12\x81\x18\x01" + card,
        ),
        (
            "armored",
            "Offsets refer to the bytes inside the armor.",
            "3.2, step 3",
            r.armor(card + other).encode(),
        ),
        (
            "armored-encoding",
            "What surrounds a block may be in any encoding, and need not be text.",
            "3.3",
            "Dear all, привіт\n".encode("cp1251") + r.armor(card).encode() + b"\xff\xfe\x00\n",
        ),
        (
            "letter-cyrillic",
            "A letter that begins outside of ASCII.",
            "3.2, step 3",
            "Добрий день!\n\n".encode() + r.armor(card).encode(),
        ),
        (
            "letter-cyrillic-legacy",
            "A letter that begins outside of ASCII, in an encoding of one byte a letter.",
            "3.2, step 3",
            "Добрий день!\r\n\r\n".encode("cp1251") + r.armor(card).encode(),
        ),
        (
            "letter-arabic",
            "A letter whose first two bytes are the head of a CBOR tag.",
            "3.2, step 3",
            "السلام عليكم\n".encode() + r.armor(card).encode(),
        ),
        (
            "letter-utf-16",
            "A letter in UTF-16, little-endian.",
            "3.2, step 3",
            ("\ufeffДобрий день!\n" + r.armor(card)).encode("utf-16-le"),
        ),
        (
            "letter-utf-16-big",
            "A letter in UTF-16, big-endian.",
            "3.2, step 3",
            ("\ufeffDear all\n" + r.armor(card)).encode("utf-16-be"),
        ),
        (
            "begin-line-in-artefact",
            "An artefact that contains a begin line is still an artefact, and so are those beside it.",
            "3.2, step 3",
            card + disclosing({"note": "\n-----BEGIN SWAPPROTO-----\n"}) + other,
        ),
        (
            "key-block-beside",
            "A block with another label is outside of the blocks, and ignored.",
            "3.3",
            (r.armor(card) + "-----BEGIN SWAPPROTO KEY-----\nYWJj\n-----END SWAPPROTO KEY-----\n").encode(),
        ),
        (
            "simple-in-two-bytes",
            "A simple value in two bytes, which 3.1 refuses, is framed, and so is what follows it.",
            "3.2, step 4",
            card + b"\xf8\x10" + b"\xd2\xf8\x1f" + other,
        ),
        (
            "unknown-but-malformed",
            "What is no artefact is unknown, whatever else is wrong with it: a float, a key twice, bad UTF-8.",
            "3.2, step 4; 13",
            card + bytes.fromhex("fa00000000 a201000100 61ff"),
        ),
        (
            "delete-first",
            "The byte 7F is not printable: without a begin line the file is not text.",
            "3.2, step 4",
            b"\x7fname\n",
        ),
        (
            "delete-first-armored",
            "The byte 7F before a letter with a block: the begin line makes it text.",
            "3.2, step 4",
            b"\x7f\n" + r.armor(card).encode(),
        ),
        (
            "vertical-tab",
            "A vertical tab as the first byte does not make the file text: it is the integer 11.",
            "3.2, step 4",
            b"\x0b" + card,
        ),
        (
            "armored-blocks",
            "The bytes of several blocks are joined.",
            "3.2, step 3",
            f"\ufeffone\n{r.armor(card)}two\n{r.armor(other)}".encode(),
        ),
        ("text", "A printable first byte makes it text, and this text has no block.", "3.2, step 4", b"name,born\n"),
        ("junk-before", "Zero bytes before a statement hide nothing.", "3.2, step 4", b"\x00" * 20 + card),
        ("junk-after", "Zero bytes after a statement hide nothing.", "3.2, step 4", card + b"\x00" * 20),
        (
            "heads-before",
            "An item of 5,000 empty arrays before a statement: too many for its length.",
            "3.2, step 4",
            b"\x99\x13\x88" + b"\x80" * 5000 + card,
        ),
        (
            "heads-many",
            "An item of 4,000 empty arrays before a statement is one item.",
            "3.2, step 4",
            b"\x99\x0f\xa0" + b"\x80" * 4000 + card,
        ),
        (
            "heads-in-disclosure",
            "The beginning of a disclosure, and more heads than one in seven bytes: this item alone is too large.",
            "3.2, step 1",
            disclosure[:52] + b"\x99\x27\x10" + b"\x80" * 10000 + b"\x80" + card,
        ),
        (
            "swallow",
            "A byte string that claims the statement after it does not swallow it.",
            "3.2, step 1",
            b"\xd1\x59" + len(card).to_bytes(2, "big") + card,
        ),
        (
            "swallow-in-envelope",
            "The beginning of an envelope whose ciphertext would be the statement after it.",
            "3.2, step 1",
            envelope[:22] + b"\x59" + len(card).to_bytes(2, "big") + card + b"\x80",
        ),
        (
            "swallow-in-statement",
            "The beginning of a statement whose payload would be the statement after it.",
            "3.2, step 1",
            card[: 4 + card[3]] + b"\xa0\x59" + len(card).to_bytes(2, "big") + card + card[-66:],
        ),
        (
            "two-in-one",
            "A disclosure that contains the beginning of an envelope is none.",
            "3.2, step 1",
            disclosing({"note": "none"}, salt=envelope[:32]) + card,
        ),
        (
            "straddled",
            "The beginning of another artefact that is not wholly within a statement takes nothing from it.",
            "3.2, step 1",
            card[:-1] + b"\xd2" + card[1:],
        ),
        ("header-short", "A protected header of 127 bytes.", "3.2, step 1", of_header(127)),
        ("header-long", "A protected header of 256 bytes.", "3.2, step 1", of_header(256)),
        ("text-before", "Text before a statement.", "3.2, step 4", b"Dear all,\n" + card),
        ("armor-after", "A statement, and another in armor.", "3.2, step 3", card + r.armor(other).encode()),
        ("armor-before", "A statement in armor, and another.", "3.2, step 3", r.armor(card).encode() + other),
        ("armor-behind-zero", "A zero byte before armor.", "3.2, step 3", b"\x00" + r.armor(card).encode()),
        (
            "armor-spoilt",
            "A block that is not base64 beside a sound one.",
            "3.2, step 3",
            (r.armor(other).replace("-----\n", "-----\n!", 1) + r.armor(card)).encode(),
        ),
        (
            "armor-cut",
            "A block that does not end, before a sound one.",
            "3.2, step 3",
            (r.armor(other)[:200] + "\n" + r.armor(card)).encode(),
        ),
        *(
            (
                f"armor-{name}",
                f"A block in {what}, and another in ASCII {where}.",
                "3.2, step 3",
                (r.armor(other).encode() + text) if where == "before" else (text + r.armor(other).encode()),
            )
            for name, what, where, text in (
                (
                    "utf-16-before",
                    "UTF-16 with its mark",
                    "behind",
                    "\ufeff".encode("utf-16-le") + r.armor(card).encode("utf-16-le"),
                ),
                ("utf-16-behind", "big-endian UTF-16", "before", r.armor(card).encode("utf-16-be")),
                (
                    "utf-16-odd",
                    "UTF-16 at an odd offset",
                    "before",
                    b"\n" * (1 - len(r.armor(other)) % 2) + r.armor(card).encode("utf-16-le"),
                ),
            )
        ),
        (
            "armor-utf-16-and-nothing",
            "A block in UTF-16, and one of nothing in ASCII.",
            "3.2, step 3",
            "\ufeff".encode("utf-16-le") + r.armor(card).encode("utf-16-le") + r.armor(b"").encode(),
        ),
        (
            "armor-sentence",
            "A sentence that ends with the words of the begin line, above a block.",
            "3.2, step 3",
            ("Paste from the line -----BEGIN SWAPPROTO-----\nto the last one.\n" + r.armor(card)).encode(),
        ),
        (
            "armor-mark-unsound",
            "A byte order mark before the begin line of a block that is not base64, beside a sound one.",
            "3.2, step 4",
            ("\ufeff" + r.armor(other).replace("-----\n", "-----\n!", 1) + r.armor(card)).encode(),
        ),
        (
            "armor-words-unsound",
            "Words before the begin line of a block that is not base64, and an end line that is alone.",
            "3.2, step 4",
            ("See: " + r.armor(other).replace("-----\n", "-----\n!", 1) + r.armor(card)).encode(),
        ),
        (
            "items-listed",
            "Of 1,001 items that are no artefacts, 1,000 are listed.",
            "3.2, step 5",
            bytes(1001),
        ),
        (
            "cut-items-listed",
            "Of 500 items that are no artefacts, and 501 artefacts after them that are cut off, 1,000 are listed.",
            "3.2, step 5",
            bytes(500) + r.STAMPED * 501,
        ),
        (
            "cut-items-before-armor",
            "Of 999 artefacts that are cut off, and two more in armor after them, 1,000 are listed.",
            "3.2, step 5",
            r.STAMPED * 999 + b"\n" + r.armor(r.STAMPED * 2).encode(),
        ),
        (
            "armor-in-cut-item",
            "The beginning of a disclosure that is cut off, before armor.",
            "3.2, step 3",
            disclosure[:52] + b"\x9a\x7f\xff\xff\xff" + r.armor(card).encode(),
        ),
    ):
        c.add("frame", name, about, spec, bytes=data)
    for name, first in (("space", b" "), ("tab", b"\t"), ("line-feed", b"\n"), ("return", b"\r"), ("tilde", b"~")):
        about = f"The first byte {first.hex()} makes the file text, and this text has no block."
        c.add("frame", f"text-{name}", about, "3.2, step 4", bytes=first)


GROUPS = (bytes_cases, armor_cases, written_cases, frame_cases)
