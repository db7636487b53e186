"""A second implementation of the operations of swapproto.md, written from that document alone.

Read the two side by side: the code is meant to be clear rather than fast.

    python spec/reference.py --runner               answer JSON lines, as section 16 requires
    python spec/reference.py --check spec/vectors   make vectors and worked bytes again in memory, and compare
    python spec/reference.py --write spec/vectors   write them
    python spec/reference.py --appendix             print the worked bytes of appendix A

It compares and handles secrets without regard to timing. Never use it to protect anyone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC as UTC_ZONE
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_der_public_key
from nacl import bindings as sodium
from nacl.exceptions import CryptoError

STATEMENT, ENVELOPE, DISCLOSURE = 18, 96, 1398227280
MAX_TIME = 253402300799
MAX_ENTRIES = 2**20
MAX_PART = 65536


class Fail(Exception):
    """A step failed; `code` is one of section 13."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def need(condition: bool, code: str) -> None:
    """Fail with `code` unless the condition is true."""
    if not condition:
        raise Fail(code)


# --- 2. Conventions -------------------------------------------------------------------------------


def H(data: bytes) -> bytes:  # noqa: N802 (the specification's name)
    return hashlib.sha256(data).digest()


def X(length: int, label: str, *parts: Any) -> bytes:  # noqa: N802
    return hashlib.shake_256(cbor(["swapproto/1 " + label, *parts])).digest(length)


# --- 3.1 Deterministic CBOR -----------------------------------------------------------------------


class Tag(NamedTuple):
    number: int
    value: Any


class Pairs(list[tuple[Any, Any]]):
    """A map whose keys are neither all text nor all integers. It cannot be a dict: in Python 1 equals true."""


def cbor_head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    size = next(n for n in (1, 2, 4, 8) if argument < 256**n)
    return bytes([major << 5 | 23 + size.bit_length()]) + argument.to_bytes(size, "big")


def cbor(value: Any) -> bytes:
    if value is False or value is True or value is None:
        return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
    if isinstance(value, int):
        return cbor_head(0, value) if value >= 0 else cbor_head(1, -1 - value)
    if isinstance(value, bytes):
        return cbor_head(2, len(value)) + value
    if isinstance(value, str):
        return cbor_head(3, len(value.encode())) + value.encode()
    if isinstance(value, Tag):
        return cbor_head(6, value.number) + cbor(value.value)
    if isinstance(value, (dict, Pairs)):
        items = value.items() if isinstance(value, dict) else value
        pairs = sorted((cbor(k), cbor(v)) for k, v in items)
        return cbor_head(5, len(pairs)) + b"".join(k + v for k, v in pairs)
    return cbor_head(4, len(value)) + b"".join(map(cbor, value))


def read_head(data: bytes, at: int, shortest: bool) -> tuple[int, int, int, int]:
    """Return the major type, the additional information, the argument, and the offset after the head."""
    need(at < len(data), "malformed")
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if info < 24:
        return major, info, info, at
    need(info < 28, "malformed")  # reserved, or of indefinite length
    size = 1 << info - 24
    need(at + size <= len(data), "malformed")
    argument = int.from_bytes(data[at : at + size], "big")
    # A float has no shorter form; a simple value below 32 has no second byte.
    least = (0 if info > 24 else 32) if major == 7 else (24, 2**8, 2**16, 2**32)[info - 24]
    need(argument >= least or not shortest, "malformed")
    return major, info, argument, at + size


def item_end(
    data: bytes, at: int, shortest: bool = True, limit: int | None = None, most: int = 2**62
) -> tuple[int, int, int]:
    """Return the offset after the item at `at`, its depth and number of heads. Read only heads, and do not recurse."""
    open_items, depth, heads = [1], 0, 0
    while open_items:
        if not open_items[-1]:
            open_items.pop()
            continue
        open_items[-1] -= 1
        heads += 1
        need(heads <= most, "too-large")
        major, _, argument, at = read_head(data, at, shortest)
        if 2 <= major <= 5:
            need(argument <= len(data) - at, "malformed")
        if major in (2, 3):
            at += argument
        elif major in (4, 5):
            open_items.append(argument * (major - 3))
            depth = max(depth, len(open_items) - 1)
            need(limit is None or depth <= limit, "malformed")
        elif major == 6:
            open_items[-1] += 1
    return at, depth, heads


def read_first(data: bytes, depth: int, pairs: int | None = None) -> tuple[Any, int]:
    """Return the item at the start of `data`, and where it ends: 3.1 without step 2."""
    end, found, _ = item_end(data, 0)  # step 1
    need(found <= depth, "too-deep")  # step 3
    problems: list[str] = []
    value, _ = decode(data, 0, problems, pairs, top=True)
    for code in ("too-large", "type-not-allowed", "malformed", "not-deterministic"):  # steps 3, 4, 5
        need(code not in problems, code)
    return value, end


def read_cbor(data: bytes, depth: int, pairs: int | None = None) -> Any:
    need(item_end(data, 0)[0] == len(data), "malformed")  # step 2
    return read_first(data, depth, pairs)[0]


def decode(data: bytes, at: int, problems: list[str], pairs: int | None, top: bool = False) -> tuple[Any, int]:
    """Return the value at `at`, which is well-formed; add to `problems` what fails steps 3 to 5."""
    start = at
    major, info, argument, at = read_head(data, at, shortest=True)
    if major in (0, 1):
        if argument >= 2**63:
            problems.append("type-not-allowed")
        return (argument if major == 0 else -1 - argument), at
    if major == 2:
        return data[at : at + argument], at + argument
    if major == 3:
        try:
            return data[at : at + argument].decode(), at + argument
        except UnicodeDecodeError:
            problems.append("malformed")
            return "", at + argument
    if major == 4:
        array = []
        for _ in range(argument):
            value, at = decode(data, at, problems, pairs)
            array.append(value)
        return array, at
    if major == 5:
        return decode_map(data, at, argument, problems, pairs)
    if major == 6:
        if not top or argument not in (STATEMENT, ENVELOPE, DISCLOSURE):
            problems.append("type-not-allowed")
        value, at = decode(data, at, problems, pairs)
        return Tag(argument, value), at
    if info not in (20, 21, 22):
        problems.append("type-not-allowed")
    return {20: False, 21: True}.get(data[start] & 31), at


def decode_map(data: bytes, at: int, count: int, problems: list[str], limit: int | None) -> tuple[Any, int]:
    if limit is not None and count > limit:
        problems.append("too-large")
    found = Pairs()
    last = b""
    for _ in range(count):
        start = at
        key, at = decode(data, at, problems, limit)
        if data[start:at] <= last:
            problems.append("not-deterministic")
        last = data[start:at]
        value, at = decode(data, at, problems, limit)
        found.append((key, value))
    one_type = {type(key) for key, _ in found} in (set(), {str}, {int})
    return (dict(found) if one_type else found), at


# --- 3.2 Files, 3.3 Armor -------------------------------------------------------------------------


def bare_lines(text: bytes) -> list[bytes]:  # 3.3, step 1
    return [line.lstrip(b" \t\r\v\f>").rstrip(b" \t\r\v\f") for line in text.split(b"\n")]


def read_armor(text: bytes, words: str = "SWAPPROTO") -> list[bytes]:
    """Return the contents of the blocks."""
    begin, end = f"-----BEGIN {words}-----".encode(), f"-----END {words}-----".encode()
    blocks, block = [], None
    for line in bare_lines(text.removeprefix(b"\xef\xbb\xbf")):
        if line == begin:
            need(block is None, "armor-malformed")  # step 1
            block = b""
        elif line == end:
            need(block is not None, "armor-malformed")
            blocks.append(from_base64(block or b""))
            block = None
        elif block is not None:
            block += line
    need(block is None, "armor-malformed")
    need(bool(blocks), "armor-malformed")  # step 3
    return blocks


def from_base64(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Fail("armor-malformed") from None
    need(base64.b64encode(data) == text, "armor-malformed")  # step 2: padding, unused bits
    return data


def armor(data: bytes, words: str = "SWAPPROTO") -> str:
    text = base64.b64encode(data).decode()
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {words}-----", *lines, f"-----END {words}-----", ""])


class Framed:
    """Artefacts and rejected pieces, each with its offset, and whether any item could be framed."""

    def __init__(self) -> None:
        self.artefacts: list[tuple[int, bytes]] = []
        self.rejected: list[tuple[int, bytes, str]] = []
        self.any, self.listed = False, 0

    def take(self, at: int, item: bytes, code: str) -> None:
        if code:
            self.junk(at, item, code)
        else:
            self.artefacts.append((at, item))
            self.any = True

    def junk(self, at: int, piece: bytes, code: str) -> None:
        self.listed += 1
        if self.listed <= 1000:  # step 5
            self.rejected.append((at, piece, code))

    def items(self, at: int, stretch: bytes) -> None:
        """Step 4: the items in a stretch without a beginning, as far as they are well-formed."""
        most = most_heads(len(stretch))
        while stretch:
            try:
                end, _, heads = item_end(stretch, 0, False, 16, most)
            except Fail as fail:
                self.junk(at, stretch, fail.code)
                return
            self.any = True
            self.junk(at, stretch[:end], unreadable(stretch[:end]))
            at, stretch, most = at + end, stretch[end:], most - heads


BEGIN, END = b"-----BEGIN SWAPPROTO-----", b"-----END SWAPPROTO-----"
STAMPED = b"\xdaSWAP\x83\x65stamp\x58\x20"
BEGINNING = re.compile(
    rb"\xd2\x84\x58[\x80-\xff]\xa4\x01\x32\x04\x58\x20.{32}\x0f\xa3\x01"
    rb"|\xd8\x60\x84\x51\xa2\x01\x03\x05\x4c\x00{12}\xa0"
    rb"|\xdaSWAP\x84\x6adisclosure\x58\x20"
    rb"|" + re.escape(STAMPED),
    re.DOTALL,
)


def most_heads(length: int) -> int:
    return 4096 + length // 7


def frame(data: bytes) -> Framed:
    """3.2."""
    found = Framed()
    need(len(data) <= 2**30, "too-large")
    for at, stretch, code in cut(data):
        if code != "between":
            found.take(at, stretch, code)
        elif not may_be_armored(stretch):
            found.items(at, stretch)
        elif not armored(stretch)[1]:
            found.junk(at, stretch, "armor-malformed")
    if data and may_be_armored(data):  # step 3
        for at, stretch, code in cut(armored(data)[0]):
            if code != "between":
                found.take(at, stretch, code)
            elif not BEGINNING.search(data):
                found.items(at, stretch)
    return found


def cut(data: bytes) -> Iterator[tuple[int, bytes, str]]:
    """Yield the item at each beginning, with its code if it is none, and what stands between: steps 1 and 2."""
    at, starts = 0, list(BEGINNING.finditer(data))
    for i, match in enumerate(starts):
        start, after = match.start(), starts[i + 1] if i + 1 < len(starts) else None
        if at < start:
            yield at, data[at:start], "between"
        reach = data[start : after.end() - 1] if after else data[start:]
        try:
            end, _, heads = item_end(reach, 0, False, 16, most_heads(len(reach)))
            need(heads <= most_heads(end), "too-large")
        except Fail as fail:
            at = after.start() if after else len(data)
            yield start, data[start:at], fail.code
        else:
            at = start + end
            yield start, data[start:at], ""
    if at < len(data):
        yield at, data[at:], "between"


def may_be_armored(stretch: bytes) -> bool:
    marks = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
    begins = 32 <= stretch[0] < 127 or stretch[0] in b"\t\n\r" or stretch.startswith(marks)
    return begins or any(BEGIN.decode().encode(code) in stretch for code in ("ascii", "utf-16-le", "utf-16-be"))


def armored(text: bytes) -> tuple[bytes, bool]:
    """Return the joined contents of the sound blocks, and whether there are any and nothing else is wrong: step 3."""
    contents, sound = blocks_of(text)
    for mark, reading in readings(text):
        found, whole = blocks_of(reading)
        contents += [content for content in found if content not in contents]
        sound = sound and (whole or not text.startswith(mark))
    return b"".join(contents), sound and bool(contents)


def readings(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the text as decoded from UTF-16, each with the byte order mark that tells this reading."""
    for code, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        for start in (0, 1):
            units = text[start : len(text) - (len(text) - start) % 2]
            yield mark + b"never" * start, units.decode(code, "replace").encode()


def blocks_of(text: bytes) -> tuple[list[bytes], bool]:
    contents, sound, block, alone = [], True, None, False
    for line in bare_lines(text.removeprefix(b"\xef\xbb\xbf")):
        if line.startswith(END):
            if block is not None:
                try:
                    contents.append(from_base64(block))
                except Fail:
                    sound = sound and not alone and line != END
            elif line == END:
                sound = False
            block = None
        if line.endswith(BEGIN):
            sound = sound and not (block is not None and alone)
            block, alone = b"", line == BEGIN
        elif block is not None:
            block += line
    return contents, sound and not (block is not None and alone)


def unreadable(item: bytes) -> str:
    """Return the code of an item that does not begin as an artefact does."""
    try:
        match tag_of(item):
            case 18:
                parse_statement(item)
                return "statement-malformed"
            case 96:
                read_envelope(item)
            case 1398227280:
                (parse_stamp if item.startswith(STAMPED) else parse_disclosure)(item)
    except Fail as fail:
        return fail.code
    return "artefact-unknown"


def tag_of(item: bytes) -> int | None:
    major, _, argument, _ = read_head(item, 0, shortest=False)
    return argument if major == 6 else None


# --- 4. Parties -----------------------------------------------------------------------------------


class EncryptionKey:
    """The key pair of an encryption seed (4.1)."""

    def __init__(self, seed: bytes) -> None:
        self.mlkem, self.x25519 = expand(seed)
        x25519_public = self.x25519.public_key().public_bytes_raw()
        self.encrypt = self.mlkem.public_key().public_bytes_raw() + x25519_public


class Identity(EncryptionKey):
    """All keys of a party, derived from one seed (4.1)."""

    def __init__(self, seed: bytes) -> None:
        super().__init__(X(32, "encryption key", seed))
        self.signing = Ed25519PrivateKey.from_private_bytes(X(32, "signing key", seed))
        self.verify = self.signing.public_key().public_bytes_raw()
        self.kid = kid_of(self.verify)
        self.local = X(32, "local secret", seed)

    def sign(self, kind: str, sub: str, iat: int, payload: bytes) -> bytes:
        claims = {1: kid_uri(self.kid), 2: sub, 6: iat}
        protected = cbor({1: -19, 4: self.kid, 15: claims, 16: typ(kind)})
        return self.sign_raw(protected, payload)

    def sign_raw(self, protected: bytes, payload: bytes) -> bytes:
        signature = self.signing.sign(sig_structure(protected, payload))
        return cbor(Tag(STATEMENT, [protected, {}, payload, signature]))

    def exchange_seed(self, exchange: bytes, sealer: bytes, number: int) -> bytes:  # 17.2
        return X(32, "exchange key", self.local, exchange, sealer, number)

    def card(self, name: str, iat: int, not_after: int | None) -> bytes:
        fields = {"name": name, "verify": self.verify, "encrypt": self.encrypt}
        return self.sign("card", self.kid.hex(), iat, cbor({**fields, "notAfter": not_after, "seen": []}))


def kid_of(key: bytes) -> bytes:
    return H(cbor({1: 1, -1: 6, -2: key}))


def kid_uri(kid: bytes) -> str:
    text = base64.urlsafe_b64encode(kid).decode().rstrip("=")
    return "urn:ietf:params:oauth:ckt:sha-256:" + text


def check_verify_key(key: bytes) -> None:  # 4.3, step 1
    need(len(key) == 32 and sodium.crypto_core_ed25519_is_valid_point(key), "key-weak")


def check_encrypt_key(key: bytes) -> None:  # 4.3, step 2
    need(len(key) == 1216, "key-weak")
    coefficients = int.from_bytes(key[:1152], "little")
    need(all(coefficients >> 12 * i & 0xFFF < 3329 for i in range(768)), "key-weak")
    need(int.from_bytes(key[1184:], "little") < 2**255 - 19, "key-weak")
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key[1184:]))
    except ValueError:  # the shared secret was zero
        raise Fail("key-weak") from None


def read_card(data: bytes) -> Statement:  # 4.4
    unverified = parse_statement(data)
    try:  # step 1
        payload = read_cbor(unverified.payload, 8, pairs=32)
    except Fail:
        raise Fail("body-invalid") from None
    need(isinstance(payload, dict | Pairs), "body-invalid")
    pairs = payload.items() if isinstance(payload, dict) else payload
    verify = next((value for key, value in pairs if key == "verify"), None)
    if not isinstance(verify, bytes):
        raise Fail("body-invalid")
    check_verify_key(verify)
    card = verify_statement(unverified, verify)  # step 2
    check_encrypt_key(card.body["encrypt"])  # step 3
    return card


def fingerprint(card_id: bytes) -> str:
    digits = X(60, "fingerprint", card_id)
    groups = [int.from_bytes(digits[i : i + 5], "big") % 100000 for i in range(0, 60, 5)]
    return " ".join(f"{group:05}" for group in groups)


def key_box(passphrase: str, kdf: list[Any], card: bytes) -> tuple[bytes, bytes]:
    """Return the key and the associated data of an encrypted key file."""
    _, salt, passes, memory = kdf
    secret = unicodedata.normalize("NFC", passphrase).encode()
    argon2id = sodium.crypto_pwhash_ALG_ARGON2ID13
    key = sodium.crypto_pwhash_alg(32, secret, salt, passes, memory * 1024, argon2id)
    return key, cbor(["swapproto/1 key file", card, kdf])


def read_key_file(text: bytes, passphrase: str | None) -> bytes:  # 4.5
    try:  # step 1
        (block,) = read_armor(text, "SWAPPROTO KEY")
        file = read_cbor(block, 8)
        need(isinstance(file, dict) and sorted(file) == ["box", "card", "kdf", "nonce"], "key-file-malformed")
        box, kdf, nonce = file["box"], file["kdf"], file["nonce"]
        need(is_bytes(file["card"]), "key-file-malformed")
        if kdf is None:
            need(nonce is None and is_bytes(box, 32), "key-file-malformed")
        else:
            shape = isinstance(kdf, list) and len(kdf) == 4 and kdf[0] == "argon2id" and is_bytes(kdf[1], 16)
            need(shape and is_int(kdf[2], 1, 10) and is_int(kdf[3], 8, 1048576), "key-file-malformed")
            need(is_bytes(nonce, 24) and is_bytes(box, 48), "key-file-malformed")
        card = read_card(file["card"])
    except (Fail, ValueError):
        raise Fail("key-file-malformed") from None
    seed: bytes = box
    if kdf is not None:  # step 2
        need(passphrase is not None, "passphrase-wrong")
        key, context = key_box(passphrase or "", kdf, file["card"])
        try:
            seed = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(box, context, nonce, key)
        except CryptoError:
            raise Fail("passphrase-wrong") from None
    owner = Identity(seed)  # step 3
    need((owner.verify, owner.encrypt) == (card.body["verify"], card.body["encrypt"]), "key-file-malformed")
    return seed


# --- 5. Statements --------------------------------------------------------------------------------


def is_int(value: Any, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def is_bytes(value: Any, length: int | None = None) -> bool:
    return isinstance(value, bytes) and length in (None, len(value))


def is_text(value: Any, low: int, high: int) -> bool:
    return isinstance(value, str) and low <= len(value.encode()) <= high


def is_ids(value: Any, least: int = 0, most: int = 32) -> bool:
    ids = isinstance(value, list) and least <= len(value) <= most and all(is_bytes(v, 32) for v in value)
    return ids and value == sorted(set(value))


INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
OTHER_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")


def shows_something(text: str) -> bool:  # 6.1, required
    return OTHER_SPACE.sub("", INVISIBLE.sub("", text)).strip(" ") != ""


def is_wrap(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and is_bytes(value[0], 32) and is_bytes(value[1], 1168)


def is_beacon(value: Any) -> bool:
    pair = isinstance(value, list) and len(value) == 2
    return pair and is_int(value[0], 1, 2**63 - 1) and is_bytes(value[1], 48)


def is_name(value: Any, most: int = 256) -> bool:  # 4.4
    forbidden = (INVISIBLE, OTHER_SPACE, re.compile("  |^ | $"))
    return is_text(value, 1, most) and not any(pattern.search(value) for pattern in forbidden)


def is_role(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[a-z][a-z0-9-]{0,31}", value) is not None


def or_null(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or check(value)


def is_digest(value: Any) -> bool:
    return is_bytes(value, 32)


def is_nonce(value: Any) -> bool:
    return is_bytes(value, 16)


# The parts of terms: 17.1.

FIXED_BY_DIGEST = re.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def in_languages(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return the check of a text that can be given in several languages, and that fixes what it refers to."""

    def check_text(text: Any) -> bool:
        return check(text) and ("://" not in text or FIXED_BY_DIGEST.search(text) is not None)

    def check_all(value: Any) -> bool:
        if not isinstance(value, dict):
            return check_text(value)
        return 1 <= len(value) <= 16 and all(map(is_language, value)) and all(map(check_text, value.values()))

    return check_all


def is_language(tag: Any) -> bool:
    return isinstance(tag, str) and re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", tag) is not None


def is_condition(text: Any) -> bool:
    if not is_text(text, 1, 16384):
        return False
    return not INVISIBLE.search(text.replace("\n", "")) and not OTHER_SPACE.search(text)


def are_slots(value: Any) -> bool:
    if not isinstance(value, list) or not 2 <= len(value) <= 16:
        return False
    for slot in value:
        if not isinstance(slot, list) or len(slot) != 3:
            return False
        kid, role, count = slot
        if not is_digest(kid) or not is_role(role) or not (count is None or is_int(count, 0, MAX_ENTRIES)):
            return False
    places = {(kid, role) for kid, role, _ in value}
    return len(places) == len(value) and len({kid for kid, _, _ in value}) > 1


def are_deadlines(value: Any) -> bool:
    order = ("accept", "commit", "reveal", "review")
    if not isinstance(value, dict) or set(value) != set(order):
        return False
    times = [value[name] for name in order if value[name] is not None]
    return all(is_int(time, 0, MAX_TIME) for time in times) and times == sorted(times)


def are_clocks(value: Any) -> bool:
    if not isinstance(value, list) or len(value) > 4:
        return False
    for clock in value:
        if not isinstance(clock, list) or len(clock) != 3:
            return False
        name, certificates, accuracy = clock
        if not is_name(name) or not is_ids(certificates, 1, 8) or not is_int(accuracy, 0, 86400):
            return False
    return len({name for name, _, _ in value}) == len(value)


def are_terms(body: Any) -> bool:
    """Check what several fields of terms say together."""
    if {kid for kid, _, _ in body["slots"]} & set(body["mediators"]):
        return False
    if body["release"] == 2 and not body["mediators"]:
        return False
    if not body["clocks"]:
        return body["quorum"] is None
    return is_int(body["quorum"], 1, len(body["clocks"]))


def is_receipt(body: Any) -> bool:  # 17.5
    complains = body["stage"] == "unopenable"
    if (body["tag"] is not None) != (body["stage"] == "opened"):
        return False
    if complains != (body["source"] is not None) or complains != (body["key"] is not None):
        return False
    given = [name for name in ("seed", "wrap") if body[name] is not None]
    return not given or (complains and len(given) == 1)


BODIES: dict[str, dict[str, Callable[[Any], bool]]] = {
    "card": {
        "name": is_name,
        "verify": is_digest,
        "encrypt": lambda v: is_bytes(v, 1216),
        "notAfter": or_null(lambda v: is_int(v, 0, MAX_TIME)),
        "seen": lambda v: v == [],
    },
    "commitment": {
        "role": is_role,
        "list": lambda v: is_bytes(v, 16),
        "version": lambda v: is_int(v, 1, 2**63 - 1),
        "previous": or_null(is_digest),
        "exchange": or_null(is_digest),
        "answers": or_null(is_digest),
        "schema": is_digest,
        "count": lambda v: is_int(v, 0, MAX_ENTRIES),
        "root": is_digest,
        "envelope": is_digest,
        "key": is_digest,
        "beacon": or_null(is_beacon),
        "seen": is_ids,
    },
    "reveal": {
        "nonce": is_nonce,
        "commitment": is_digest,
        "given": lambda v: is_ids(v, 0, 40),
        "cek": or_null(is_digest),
        "wrap": or_null(is_wrap),
        "seen": is_ids,
    },
    "terms": {
        "nonce": is_nonce,
        "title": in_languages(lambda v: is_name(v, 512)),
        "slots": are_slots,
        "mediators": lambda v: is_ids(v, 0, 4),
        "schema": or_null(is_digest),
        "deadlines": are_deadlines,
        "grace": lambda v: is_int(v, 0, 31622400),
        "clocks": are_clocks,
        "quorum": or_null(lambda v: is_int(v, 1, 4)),
        "beacon": or_null(is_digest),
        "delivery": lambda v: isinstance(v, bool),
        "release": lambda v: is_int(v, 1, 2),
        "conditions": lambda v: isinstance(v, list) and len(v) <= 16 and all(map(in_languages(is_condition), v)),
        "replaces": or_null(is_digest),
        "seen": is_ids,
    },
    "accept": {
        "nonce": is_nonce,
        "exchange": is_digest,
        "for": is_digest,
        "number": lambda v: is_int(v, 0, 255),
        "encrypt": lambda v: is_bytes(v, 1216),
        "seen": is_ids,
    },
    "receipt": {
        "nonce": is_nonce,
        "commitment": is_digest,
        "envelope": is_digest,
        "stage": lambda v: v in ("received", "opened", "unopenable"),
        "tag": or_null(is_digest),
        "source": or_null(is_digest),
        "key": or_null(is_digest),
        "seed": or_null(is_digest),
        "wrap": or_null(is_wrap),
        "seen": is_ids,
    },
    "review": {
        "nonce": is_nonce,
        "commitment": is_digest,
        "verdict": lambda v: v in ("agreed", "contested"),
        "details": or_null(is_digest),
        "seen": is_ids,
    },
    "withdraw": {
        "nonce": is_nonce,
        "target": is_digest,
        "reason": or_null(lambda v: is_name(v, 512)),
        "seen": is_ids,
    },
    "revoke": {
        "nonce": is_nonce,
        "since": lambda v: is_int(v, 0, MAX_TIME),
        "seen": is_ids,
    },
}
TOGETHER: dict[str, Callable[[Any], bool]] = {
    "commitment": lambda body: (body["previous"] is None) == (body["version"] == 1),
    "reveal": lambda body: (body["cek"] is None) != (body["wrap"] is None),
    "terms": are_terms,
    "receipt": is_receipt,
}
"""What several fields of one body have to say together."""


class Unverified(NamedTuple):
    kind: str
    kid: bytes
    claims: dict[int, Any]
    protected: bytes
    payload: bytes
    signature: bytes


class Statement(NamedTuple):
    kind: str
    kid: bytes
    sub: str
    iat: int
    id: bytes
    payload: bytes
    body: dict[str, Any]


def typ(kind: str) -> str:
    return f"application/vnd.swapproto.{kind}+cose"


def sig_structure(protected: bytes, payload: bytes) -> bytes:
    return cbor(["Signature1", protected, b"", payload])


def parse_statement(data: bytes) -> Unverified:  # 5.3, steps 1 and 2
    item = read_cbor(data, 8, pairs=32)
    need(isinstance(item, Tag) and item.number == STATEMENT, "statement-malformed")
    need(isinstance(item.value, list) and len(item.value) == 4, "statement-malformed")
    protected, unprotected, payload, signature = item.value
    need(is_bytes(protected) and 1 <= len(protected) <= 4096 and unprotected == {}, "statement-malformed")
    need(is_bytes(payload) and 1 <= len(payload) <= 65536 and is_bytes(signature, 64), "statement-malformed")
    try:
        header = read_cbor(protected, 8, pairs=32)
    except Fail:
        raise Fail("statement-malformed") from None
    need(isinstance(header, dict) and set(header) == {1, 4, 15, 16}, "statement-malformed")
    need(type(header[1]) is int and is_bytes(header[4], 32), "statement-malformed")
    claims = header[15]
    need(isinstance(claims, dict) and set(claims) == {1, 2, 6}, "statement-malformed")
    need(isinstance(claims[1], str) and isinstance(claims[2], str), "statement-malformed")
    need(is_int(claims[6], 0, MAX_TIME) and isinstance(header[16], str), "statement-malformed")
    need(header[1] == -19, "alg-unknown")
    kind = next((kind for kind in BODIES if typ(kind) == header[16]), None)
    if kind is None:
        raise Fail("kind-unknown")
    most = 65536 if kind == "terms" else 4096
    need(len(sig_structure(protected, payload)) <= most, "statement-malformed")
    return Unverified(kind, header[4], claims, protected, payload, signature)


IDENTITY = bytes([1]) + bytes(31)


def verify_statement(statement: Unverified, key: bytes) -> Statement:  # 5.3, steps 3 to 7
    kind, kid, claims, protected, payload, signature = statement
    check_verify_key(key)  # step 3
    need(kid_of(key) == kid, "kid-mismatch")
    signed = sig_structure(protected, payload)
    need(signature[:32] != IDENTITY, "signature-invalid")  # step 4: no other R of small order can verify below
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except InvalidSignature:
        raise Fail("signature-invalid") from None
    body = check_body(kind, payload)  # step 5
    need(claims[1] == kid_uri(kid), "claims-mismatch")  # step 6
    if kind in ABOUT:
        need(re.fullmatch("([0-9a-f]{32}){1,2}", claims[2]) is not None, "claims-mismatch")
    else:
        need(claims[2] == subject(kind, kid, body), "claims-mismatch")
    need(kind != "card" or kid_of(body["verify"]) == kid, "claims-mismatch")
    if kind == "accept":
        check_encrypt_key(body["encrypt"])  # step 7
    return Statement(kind, kid, claims[2], claims[6], H(signed), payload, body)


def check_body(kind: str, payload: bytes) -> dict[str, Any]:
    try:
        body = read_cbor(payload, 8, pairs=32)
    except Fail:
        raise Fail("body-invalid") from None
    fields = BODIES[kind]
    need(isinstance(body, dict) and set(body) == set(fields), "body-invalid")
    need(all(check(body[name]) for name, check in fields.items()), "body-invalid")
    need(kind not in TOGETHER or TOGETHER[kind](body), "body-invalid")
    checked: dict[str, Any] = body
    return checked


ABOUT = {"reveal": "commitment", "receipt": "commitment", "review": "commitment", "withdraw": "target"}
"""The kinds whose subject is that of another statement, and the field that names it."""


def subject(kind: str, kid: bytes, body: dict[str, Any]) -> str:
    """Return the subject that 5.1 requires of a kind whose body shows it."""
    about_signer = kind in ("card", "terms", "revoke")
    return (kid if about_signer else body["exchange"] or body["list"]).hex()


def read_statement(data: bytes, key: bytes) -> Statement:
    return verify_statement(parse_statement(data), key)


# --- 6. Lists -------------------------------------------------------------------------------------

TYPES: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("string", "number", "date", "partialdate", "datetime"), lambda v: isinstance(v, str)),
    "integer": lambda v: type(v) is int,
    "boolean": lambda v: isinstance(v, bool),
    "array": lambda v: isinstance(v, list),
    "object": lambda v: isinstance(v, dict),
}


def check_schema(schema: Any) -> None:  # 6.1
    code = "schema-invalid"
    need(isinstance(schema, dict) and set(schema) - {"primaryKey", "missingValues"} == {"fields"}, code)
    need(len(cbor(schema)) <= MAX_PART, code)
    fields = schema["fields"]
    need(isinstance(fields, list) and 1 <= len(fields) <= 128, code)
    for field in fields:
        need(isinstance(field, dict) and {"name", "type"} <= set(field), code)
        need(set(field) <= {"name", "type", "title", "description", "restricted", "constraints"}, code)
        need(is_text(field["name"], 1, 256), code)
        need(isinstance(field["type"], str) and field["type"] in TYPES, code)
        need("title" not in field or is_title(field["title"]), code)
        need("description" not in field or is_text(field["description"], 1, 16384), code)
        need("restricted" not in field or field["restricted"] is True, code)
        need("constraints" not in field or are_constraints(field["constraints"], field["type"]), code)
    names = [field["name"] for field in fields]
    need(len(set(names)) == len(names), code)
    for option, most in (("primaryKey", 8), ("missingValues", 16)):
        if option in schema:
            texts = schema[option]
            need(isinstance(texts, list) and 1 <= len(texts) <= most, code)
            need(all(isinstance(text, str) for text in texts) and len(set(texts)) == len(texts), code)
    public = {field["name"] for field in fields if "restricted" not in field}
    need("primaryKey" not in schema or (set() < set(schema["primaryKey"]) <= public), code)
    need(all(len(v.encode()) <= 64 for v in schema.get("missingValues", [])), code)


def is_title(title: Any) -> bool:
    if not isinstance(title, dict):
        return is_text(title, 1, 512)
    tags = all(map(is_language, title))
    return tags and 1 <= len(title) <= 16 and all(is_text(text, 1, 512) for text in title.values())


def are_constraints(constraints: Any, kind: str) -> bool:
    """Check their form for a field of this type. Whether values satisfy them is for whoever makes a list to check."""
    allowed: dict[str, Callable[[Any], bool]] = {"required": lambda v: v is True}
    if kind not in ("array", "object"):
        allowed["unique"] = allowed["required"]
    if kind == "string":
        allowed |= {"enum": is_enum, "pattern": lambda v: is_text(v, 1, 256)}
        allowed |= dict.fromkeys(("minLength", "maxLength"), lambda v: is_int(v, 0, 65536))
    if kind in ("number", "date", "partialdate"):
        allowed |= dict.fromkeys(("minimum", "maximum"), lambda v: is_text(v, 1, 256))
    if kind == "integer":
        allowed |= dict.fromkeys(("minimum", "maximum"), lambda v: is_int(v, -(2**63), 2**63 - 1))
    known = isinstance(constraints, dict) and set() < set(constraints) <= set(allowed)
    return known and all(allowed[name](value) for name, value in constraints.items())


def is_enum(texts: Any) -> bool:
    several = isinstance(texts, list) and 1 <= len(texts) <= 512 and all(is_text(text, 1, 256) for text in texts)
    return several and len(set(texts)) == len(texts)


# What whoever makes a list from a table checks, and no reader does (6.1).

ESCAPED = {c: c for c in "().*+?[\\]^{|}-"} | {"n": "\n", "r": "\r", "t": "\t"}
Atom = Callable[[str], bool]


def read_pattern(text: str) -> list[list[tuple[Atom, int, int | None]]]:
    """Return the branches: each is atoms with the least and the greatest number of repetitions."""
    branches: list[list[tuple[Atom, int, int | None]]] = [[]]
    at = 0
    while at < len(text):
        if text[at] == "|":
            branches.append([])
            at += 1
            continue
        atom, at = read_atom(text, at)
        least, most, at = read_quantifier(text, at)
        branches[-1].append((atom, least, most))
    need(all(branches), "schema-invalid")
    return branches


def read_atom(text: str, at: int) -> tuple[Atom, int]:
    char = text[at]
    if char == ".":
        return (lambda c: c not in "\n\r"), at + 1
    if char == "[":
        return read_class(text, at + 1)
    need(char not in "?*+{}()]|^$", "schema-invalid")
    only, at = read_char(text, at)
    return only.__eq__, at


def read_char(text: str, at: int) -> tuple[str, int]:
    need(at < len(text), "schema-invalid")
    if text[at] != "\\":
        return text[at], at + 1
    need(text[at + 1 : at + 2] in ESCAPED, "schema-invalid")
    return ESCAPED[text[at + 1]], at + 2


def read_class(text: str, at: int) -> tuple[Atom, int]:
    negated = text[at : at + 1] == "^"
    at += negated
    ranges: list[tuple[str, str]] = []
    if text[at : at + 1] == "-":
        ranges, at = [("-", "-")], at + 1
    while text[at : at + 1] not in ("]", "-"):
        need(text[at : at + 1] != "[", "schema-invalid")
        low, at = read_char(text, at)
        high = low
        if text[at : at + 1] == "-" and text[at + 1 : at + 2] != "]":
            need(text[at + 1 : at + 2] not in ("[", "-"), "schema-invalid")
            high, at = read_char(text, at + 1)
        need(low <= high, "schema-invalid")
        ranges.append((low, high))
    if text[at] == "-":
        ranges.append(("-", "-"))
        at += 1
    need(text[at : at + 1] == "]" and bool(ranges), "schema-invalid")
    return (lambda c: any(low <= c <= high for low, high in ranges) is not negated), at + 1


def read_quantifier(text: str, at: int) -> tuple[int, int | None, int]:
    simple: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
    if text[at : at + 1] in simple:
        return *simple[text[at]], at + 1
    if text[at : at + 1] != "{":
        return 1, 1, at
    found = re.compile("{([0-9]{1,3})(,([0-9]{1,3})?)?}").match(text, at)
    if not found:
        raise Fail("schema-invalid")
    least = int(found[1])
    most = least if found[2] is None else None if found[3] is None else int(found[3])
    need(most is None or least <= most, "schema-invalid")
    return least, most, found.end()


def matches(branches: list[list[tuple[Atom, int, int | None]]], text: str) -> bool:
    return len(text) <= 1024 and any(len(text) in reached(branch, text) for branch in branches)


def reached(branch: list[tuple[Atom, int, int | None]], text: str) -> set[int]:
    """Return the places of the text that the branch can end at."""
    places = {0}
    for allows, least, most in branch:
        ends = places if least == 0 else set()
        for times in range(1, (least + len(text) if most is None else most) + 1):
            places = {at + 1 for at in places if at < len(text) and allows(text[at])}
            if not places:
                break
            if times >= least:
                ends = ends | places
        places = ends
    return places


DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
TIME = "[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"


def month_length(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return DAYS[month - 1] + leap


def day_range(text: str) -> tuple[str, str] | None:
    """Return the first and the last day that a partial date can be, or None if it is none."""
    found = re.fullmatch("([0-9]{4})(-([0-9]{2})(-([0-9]{2}))?)?[?~%]?", text)
    if not found:
        return None
    year, low, high = int(found[1]), int(found[3] or 1), int(found[3] or 12)
    if year < 1 or not 1 <= low <= 12 or (found[5] and not 1 <= int(found[5]) <= month_length(year, low)):
        return None
    first, last = int(found[5] or 1), int(found[5] or month_length(year, high))
    return f"{year:04}-{low:02}-{first:02}", f"{year:04}-{high:02}-{last:02}"


def is_date(text: str) -> bool:
    return re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None and day_range(text) is not None


FORMS: dict[str, Callable[[str], bool]] = {
    "number": lambda v: re.fullmatch("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]{1,6})?", v) is not None,
    "date": is_date,
    "partialdate": lambda v: day_range(v) is not None,
    "datetime": lambda v: is_date(v[:10]) and re.fullmatch(TIME, v[10:]) is not None,
}


def decimal(text: str) -> tuple[int, int, str]:
    """Return the sign of a number, and for comparing two of one sign its magnitude and its digits."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return 0, 0, ""
    magnitude = int(exponent or 0) - len(fraction) + len(digits)
    return (-1 if text.startswith("-") else 1), magnitude, digits.rstrip("0")


def at_most(one: str, other: str) -> bool:
    """Return whether a number is at most another, by value."""
    (sign, *one_size), (other_sign, *other_size) = decimal(one), decimal(other)
    if sign != other_sign:
        return sign < other_sign
    return one_size <= other_size if sign >= 0 else other_size <= one_size


def in_range(kind: str, value: Any, low: Any, high: Any) -> bool:
    """Return whether a value is in a range; a bound of None is none."""
    if kind == "number":
        return (low is None or at_most(low, value)) and (high is None or at_most(value, high))
    first, last = (day_range(value) or ("", "")) if kind == "partialdate" else (value, value)
    return (low is None or low <= last) and (high is None or first <= high)


def check_field(field: Any) -> None:
    """Refuse constraints that no maker of lists accepts."""
    kind, asked = field["type"], field.get("constraints", {})
    bounds = [asked[name] for name in ("minimum", "maximum") if name in asked]
    need(kind not in FORMS or all(map(FORMS[kind.removeprefix("partial")], bounds)), "schema-invalid")
    need(len(bounds) < 2 or in_range(kind.removeprefix("partial"), bounds[0], None, bounds[1]), "schema-invalid")
    need(asked.get("minLength", 0) <= asked.get("maxLength", 65536), "schema-invalid")
    if "pattern" in asked:
        read_pattern(asked["pattern"])


def check_values(field: Any, values: list[Any]) -> list[bool]:
    """Return for each value whether it has the form of its type and what the constraints require."""
    check_schema({"fields": [field]})
    check_field(field)
    kind, asked = field["type"], field.get("constraints", {})
    valid, before = [], set()
    for value in values:
        if value is None:
            valid.append("required" not in asked)
            continue
        good = "required" not in asked or not isinstance(value, str) or shows_something(value)
        good = good and (kind not in FORMS or FORMS[kind](value))
        good = good and ("unique" not in asked or cbor(value) not in before)
        good = good and ("enum" not in asked or value in asked["enum"])
        good = good and ("pattern" not in asked or matches(read_pattern(asked["pattern"]), value))
        if kind == "string":
            good = good and asked.get("minLength", 0) <= len(value) <= asked.get("maxLength", 65536)
        good = good and in_range(kind, value, asked.get("minimum"), asked.get("maximum"))
        before.add(cbor(value))
        valid.append(good)
    return valid


def restricts(schema: Any) -> bool:
    return any("restricted" in field for field in schema["fields"])


def read_part(part: bytes) -> dict[str, Any]:
    """Read a part of an entry, and check what can be checked without a schema."""
    need(len(part) <= MAX_PART, "entry-invalid")
    try:
        value = read_cbor(part, 4, pairs=128)
    except Fail:
        raise Fail("entry-invalid") from None
    need(isinstance(value, dict) and is_plain(value), "entry-invalid")
    plain: dict[str, Any] = value
    return plain


def is_plain(value: Any) -> bool:
    """Return whether the value has, at any depth, no byte string and no map with keys other than text."""
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(map(is_plain, value.values()))
    if isinstance(value, Pairs | bytes):
        return False
    return not isinstance(value, list) or all(map(is_plain, value))


def check_part(schema: Any, part: bytes, restricted: bool) -> dict[str, Any]:  # 6.2
    value = read_part(part)
    fields = {f["name"]: f["type"] for f in schema["fields"] if ("restricted" in f) is restricted}
    need(set(value) == set(fields), "entry-invalid")
    need(all(v is None or TYPES[fields[name]](v) for name, v in value.items()), "entry-invalid")
    return value


# --- 7. Commitment --------------------------------------------------------------------------------


def context(kid: bytes, body: dict[str, Any]) -> bytes:  # 7.1
    fields = ("role", "list", "version", "previous", "exchange", "answers", "schema", "count")
    return H(cbor(["swapproto/1 list", kid, *(body[field] for field in fields)]))


def leaf(ctx: bytes, salt: bytes, entry: bytes, digest: bytes | None = None) -> bytes:  # 7.3
    if digest is None:
        return H(b"\x00\x83" + cbor(ctx) + cbor(salt) + entry)
    return H(b"\x00\x84" + cbor(ctx) + cbor(salt) + entry + cbor(digest))


def restricted_digest(salt: bytes, part: bytes) -> bytes:
    return H(b"\x83" + cbor("restricted") + cbor(salt) + part)


def salts(label: str, ctx: bytes, cek: bytes, count: int) -> list[bytes]:  # 7.2
    stream = X(32 * count, label, ctx, cek)
    return [stream[i : i + 32] for i in range(0, 32 * count, 32)]


def leaves_of(ctx: bytes, cek: bytes, entries: list[bytes], restricted: list[bytes] | None) -> list[bytes]:
    first = salts("salts", ctx, cek, len(entries))
    if restricted is None:
        return [leaf(ctx, salt, entry) for salt, entry in zip(first, entries, strict=True)]
    second = salts("restricted salts", ctx, cek, len(entries))
    digests = map(restricted_digest, second, restricted)
    return [leaf(ctx, *parts) for parts in zip(first, entries, digests, strict=True)]


def split(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def node(left: bytes, right: bytes) -> bytes:
    return H(b"\x01" + left + right)


def subtree(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else H(b"")
    middle = split(len(leaves))
    return node(subtree(leaves[:middle]), subtree(leaves[middle:]))


def tree(leaves: list[bytes]) -> bytes:  # 7.3
    need(len(set(leaves)) == len(leaves), "root-mismatch")
    return subtree(sorted(leaves))


# --- 8. Envelope ----------------------------------------------------------------------------------

PROTECTED = cbor({1: 3, 5: bytes(12)})


def padme(length: int) -> int:  # 8.1
    exponent = length.bit_length() - 1
    mask = (1 << max(0, exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def pad(content: bytes) -> bytes:
    return content.ljust(padme(len(content)), b"\0")


def encrypt(cek: bytes, ctx: bytes, plaintext: bytes) -> bytes:  # 8.2
    return AESGCM(cek).encrypt(bytes(12), plaintext, cbor(["Encrypt", PROTECTED, ctx]))


def decrypt(cek: bytes, ctx: bytes, ciphertext: bytes) -> bytes:
    try:
        return AESGCM(cek).decrypt(bytes(12), ciphertext, cbor(["Encrypt", PROTECTED, ctx]))
    except (InvalidTag, ValueError):
        raise Fail("decrypt-failed") from None


def seal_extra(ctx: bytes, ciphertext: bytes, reader: bytes) -> bytes:  # 8.3
    return cbor(["seal", ctx, H(ciphertext), reader])


def reveal_extra(commitment: bytes, revealer: bytes, reader: bytes) -> bytes:
    return cbor(["reveal", commitment, revealer, reader])


def opened_tag(cek: bytes, commitment: bytes, receiver: bytes) -> bytes:  # 17.5
    return X(32, "opened", cek, commitment, receiver)


def complaint_extra(source: bytes, complainer: bytes, key: bytes, reader: bytes) -> bytes:  # 17.5
    return cbor(["complaint", source, complainer, key, reader])


def wrap_info(reader: bytes, extra: bytes) -> bytes:
    return cbor(["HPKE Recipient", 3, cbor({1: 57, 4: reader}), extra])


def envelope_of(ciphertext: bytes, wraps: dict[bytes, bytes]) -> bytes:
    recipients = [[cbor({1: 57, 4: kid}), {-4: w[:1120]}, w[1120:]] for kid, w in sorted(wraps.items())]
    return cbor(Tag(ENVELOPE, [PROTECTED, {}, ciphertext, recipients]))


def read_envelope(data: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """Return the ciphertext, and the wraps by key id."""
    need(len(data) <= 512 * 2**20, "too-large")
    item = read_cbor(data, 8)
    code = "envelope-malformed"
    need(isinstance(item, Tag) and item.number == ENVELOPE, code)
    need(isinstance(item.value, list) and len(item.value) == 4, code)
    protected, unprotected, ciphertext, recipients = item.value
    need(protected == PROTECTED and unprotected == {} and is_bytes(ciphertext), code)
    need(isinstance(recipients, list) and 1 <= len(recipients) <= 64, code)
    wraps: dict[bytes, bytes] = {}
    for recipient in recipients:
        need(isinstance(recipient, list) and len(recipient) == 3, code)
        head, key, box = recipient
        need(is_bytes(head) and isinstance(key, dict) and set(key) == {-4}, code)
        need(is_bytes(key[-4], 1120) and is_bytes(box, 48), code)
        key_id = head[-32:]
        need(head == cbor({1: 57, 4: key_id}), code)
        need(all(key_id > earlier for earlier in wraps), code)
        wraps[key_id] = key[-4] + box
    return ciphertext, wraps


class Opened(NamedTuple):
    label: str
    schema: Any
    entries: list[bytes]
    restricted: list[bytes] | None


def fits(commitment: Statement, cek: bytes) -> bool:  # 8.4, step 3
    return bool(X(32, "key", context(commitment.kid, commitment.body), cek) == commitment.body["key"])


def unwrap_from(envelope: bytes, commitment: Statement, key: EncryptionKey, key_id: bytes) -> bytes:  # 8.4, step 2
    ciphertext, wraps = read_envelope(envelope)
    need(key_id in wraps, "reader-not-found")
    extra = seal_extra(context(commitment.kid, commitment.body), ciphertext, key_id)
    return unwrap(key, wraps[key_id], key_id, extra)


def is_void(accept: Statement, maker: bytes, commitment: Statement) -> bool:  # 17.2
    """Return whether a wrap by this maker, of a key of this commitment, under this accept, is void."""
    return bool(accept.body["for"] != maker or accept.body["exchange"] != commitment.body["exchange"])


def open_envelope(commitment: Statement, envelope: bytes, cek: bytes) -> Opened:  # 8.4, steps 3 to 9
    ctx, body = context(commitment.kid, commitment.body), commitment.body
    ciphertext, _ = read_envelope(envelope)
    need(fits(commitment, cek), "key-mismatch")  # step 3
    opened = read_content(decrypt(cek, ctx, ciphertext))  # steps 4, 5
    _, schema, entries, restricted = opened
    need(H(cbor(schema)) == body["schema"], "schema-mismatch")  # step 6
    check_schema(schema)
    need((restricted is not None) == restricts(schema), "content-malformed")
    need(len(entries) == body["count"], "count-mismatch")  # step 7
    need(restricted is None or len(restricted) == body["count"], "count-mismatch")
    for part in entries:  # step 8
        check_part(schema, part, restricted=False)
    for part in restricted or []:
        check_part(schema, part, restricted=True)
    need(tree(leaves_of(ctx, cek, entries, restricted)) == body["root"], "root-mismatch")  # step 9
    return opened


def read_content(plaintext: bytes) -> Opened:  # 8.4, step 5
    code = "content-malformed"
    try:
        content, end = read_first(plaintext, 8)
    except Fail:
        raise Fail(code) from None
    need(isinstance(content, list) and len(content) == 4 and is_text(content[0], 0, 512), code)
    for parts in content[2:]:
        need(parts is None or (isinstance(parts, list) and all(map(is_bytes, parts))), code)
    need(content[2] is not None and len(cbor(content[1])) <= MAX_PART, code)
    need(all(len(parts or []) <= MAX_ENTRIES for parts in content[2:]), code)
    need(plaintext == pad(plaintext[:end]), "padding-wrong")
    return Opened(*content)


# --- Appendix B: HPKE -----------------------------------------------------------------------------


def expand(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:  # B.1
    stream = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(stream[:64]), X25519PrivateKey.from_private_bytes(stream[64:])


def combine(mlkem_secret: bytes, x25519_secret: bytes, share: bytes, x25519_public: bytes) -> bytes:  # B.2
    return hashlib.sha3_256(mlkem_secret + x25519_secret + share + x25519_public + b"\\.//^\\").digest()


def key_schedule(secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Return the key and the nonce of the one message (B.3)."""

    def sized(data: bytes) -> bytes:
        return len(data).to_bytes(2, "big") + data

    suite = b"HPKE" + bytes.fromhex("647a 0011 0002")
    length = 32 + 12 + 64
    head = sized(b"") + sized(secret) + b"HPKE-v1" + suite + sized(b"secret") + length.to_bytes(2, "big")
    stream = hashlib.shake_256(head + b"\x00" + sized(b"") + sized(info)).digest(length)
    return stream[:32], stream[32:44]


def decapsulate(reader: EncryptionKey, wrap: bytes) -> tuple[bytes, bytes]:
    """Return the ML-KEM secret and the X25519 secret; exchange() raises ValueError if the latter is zero."""
    share = X25519PublicKey.from_public_bytes(wrap[1088:1120])
    return reader.mlkem.decapsulate(wrap[:1088]), reader.x25519.exchange(share)


def unwrap(reader: EncryptionKey, wrap: bytes, key_id: bytes, extra: bytes) -> bytes:  # B.4
    try:
        secret = combine(*decapsulate(reader, wrap), wrap[1088:1120], reader.encrypt[1184:])
        key, nonce = key_schedule(secret, wrap_info(key_id, extra))
        cek = AESGCM(key).decrypt(nonce, wrap[1120:], b"")
    except (ValueError, InvalidTag):
        raise Fail("wrap-invalid") from None
    need(len(cek) == 32, "wrap-invalid")
    return cek


def wrap_for(public: bytes, info: bytes, cek: bytes) -> bytes:  # B.5
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    mlkem_secret, mlkem_part = MLKEM768PublicKey.from_public_bytes(public[:1184]).encapsulate()
    x25519_secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(public[1184:]))
    key, nonce = key_schedule(combine(mlkem_secret, x25519_secret, share, public[1184:]), info)
    return mlkem_part + share + AESGCM(key).encrypt(nonce, cek, b"")


# --- 10. Disclosure -------------------------------------------------------------------------------


def prove(leaves: list[bytes], positions: set[int]) -> list[bytes]:  # 10.1
    def walk(start: int, end: int) -> Iterator[bytes]:
        if not any(start <= position < end for position in positions):
            yield subtree(leaves[start:end])
        elif end - start > 1:
            middle = start + split(end - start)
            yield from walk(start, middle)
            yield from walk(middle, end)

    return list(walk(0, len(leaves)))


def root_from(count: int, disclosed: dict[int, bytes], proof: list[bytes]) -> bytes:
    hashes = iter(proof)

    def walk(start: int, end: int) -> bytes:
        if not any(start <= position < end for position in disclosed):
            given = next(hashes, None)
            if given is None:
                raise Fail("proof-invalid")
            return given
        if end - start == 1:
            return disclosed[start]
        middle = start + split(end - start)
        left = walk(start, middle)
        return node(left, walk(middle, end))

    root = walk(0, count)
    need(next(hashes, None) is None, "proof-invalid")
    return root


class Disclosure(NamedTuple):
    commitment: bytes
    items: list[list[Any]]
    proof: list[bytes]


def parse_disclosure(data: bytes) -> Disclosure:  # 10.2, step 1, without the commitment
    item = read_cbor(data, 8)
    code = "disclosure-malformed"
    need(isinstance(item, Tag) and item.number == DISCLOSURE, code)
    need(isinstance(item.value, list) and len(item.value) == 4 and item.value[0] == "disclosure", code)
    _, commitment, items, proof = item.value
    need(is_digest(commitment) and isinstance(proof, list) and all(map(is_digest, proof)), code)
    need(isinstance(items, list) and 1 <= len(items) <= MAX_ENTRIES, code)
    last = -1
    for entry in items:
        need(isinstance(entry, list) and len(entry) == 4, code)
        position, salt, part, restricted = entry
        need(is_int(position, last + 1, MAX_ENTRIES - 1) and is_digest(salt) and is_bytes(part), code)
        last = position
        if isinstance(restricted, list):
            need(len(restricted) == 2 and is_digest(restricted[0]) and is_bytes(restricted[1]), code)
        else:
            need(restricted is None or is_digest(restricted), code)
    return Disclosure(commitment, items, proof)


def check_disclosure(disclosure: Disclosure, commitment: Statement) -> list[list[Any]]:  # 10.2
    count = commitment.body["count"]
    need(disclosure.items[-1][0] < count, "disclosure-malformed")  # step 1
    need(disclosure.commitment == commitment.id, "commitment-missing")  # step 2
    ctx = context(commitment.kid, commitment.body)
    leaves: dict[int, bytes] = {}
    shown = []
    for position, salt, part, restricted in disclosure.items:
        public = read_part(part)  # step 3
        digest, second = restricted, None
        if isinstance(restricted, list):
            need(public.keys().isdisjoint(read_part(restricted[1])), "entry-invalid")
            digest, second = restricted_digest(*restricted), restricted[1]
        leaves[position] = leaf(ctx, salt, part, digest)
        shown.append([position, part, second])
    ordered = list(leaves.values())
    need(ordered == sorted(set(ordered)), "proof-invalid")  # step 4
    need(root_from(count, leaves, disclosure.proof) == commitment.body["root"], "proof-invalid")
    return shown


# --- 18. Time -------------------------------------------------------------------------------------


class Stamp(NamedTuple):
    id: bytes
    target: bytes
    token: bytes


def parse_stamp(data: bytes) -> Stamp:  # 18.1
    item = read_cbor(data, 8)
    code = "stamp-malformed"
    need(isinstance(item, Tag) and item.number == DISCLOSURE, code)
    need(isinstance(item.value, list) and len(item.value) == 3 and item.value[0] == "stamp", code)
    _, target, token = item.value
    need(is_digest(target) and is_bytes(token) and 256 <= len(token) <= 32768, code)
    return Stamp(H(data), target, token)


class Element(NamedTuple):
    """An element of DER: its tag, its content, and its whole encoding."""

    tag: int
    content: bytes
    whole: bytes


INTEGER, OCTETS, BITS, OID, UTC, GENERALIZED, SEQUENCE, SET = 0x02, 0x04, 0x03, 0x06, 0x17, 0x18, 0x30, 0x31


def elements(data: bytes, code: str) -> list[Element]:  # 18.2
    found, at = [], 0
    while at < len(data):
        need(len(data) - at >= 2 and data[at] & 31 != 31, code)
        length, start = data[at + 1], at + 2
        if length > 127:
            size, start = length & 127, start + (length & 127)
            need(1 <= size <= 4 and start <= len(data), code)
            length = int.from_bytes(data[start - size : start], "big")
            need(length > 127 and length >> 8 * (size - 1) > 0, code)
        need(start + length <= len(data), code)
        found.append(Element(data[at], data[start : start + length], data[at : start + length]))
        at = start + length
    return found


TEXTS = {0x0C: "utf-8", 0x1E: "utf-16-be", 0x1C: "utf-32-be"}
NAMED = (0x0C, 0x12, 0x13, 0x14, 0x16, 0x1C, 0x1E)  # the texts of names
ARCS = rb"((?!\x80)[\x80-\xff]*[\x00-\x7f])+"


def check_whole(data: bytes, code: str = "token-malformed") -> None:
    """Check every element, at whatever depth."""
    waiting = elements(data, code)
    need(len(waiting) == 1, code)
    while waiting:
        tag, content, _ = waiting.pop()
        universal, constructed = tag < 0x40, bool(tag & 0x20)
        need(tag & ~0x20 != 0 and (not universal or constructed == (tag | 0x20 in (SEQUENCE, SET))), code)
        if constructed:
            waiting += elements(content, code)
        elif universal:
            need(is_primitive(tag, content), code)


def is_primitive(tag: int, content: bytes) -> bool:
    match tag:
        case 0x01:
            return content in (b"\0", b"\xff")
        case 0x02 | 0x0A:
            return is_shortest(content)
        case 0x03:
            unused = content[0] if content else 8
            empty = len(content) == 1
            return unused == 0 or (unused < 8 and not empty and content[-1] % 2**unused == 0)
        case 0x05:
            return content == b""
        case 0x06:
            return re.fullmatch(ARCS, content, re.DOTALL) is not None
    try:
        content.decode(TEXTS.get(tag, "latin-1"))
    except UnicodeDecodeError:
        return False
    return True


def is_shortest(content: bytes) -> bool:
    """Return whether these bytes are an INTEGER in shortest form."""
    return content != b"" and (len(content) == 1 or (content[0], content[1] >> 7) not in ((0, 0), (255, 1)))


class Reader:
    """Reads the elements of a structure in turn; what does not fit is an error with one code."""

    def __init__(self, data: bytes, code: str = "token-malformed") -> None:
        self.code, self.rest = code, elements(data, code)[::-1]

    def optional(self, tag: int) -> Element | None:
        return self.rest.pop() if self.rest and self.rest[-1].tag == tag else None

    def take(self, tag: int) -> Element:
        found = self.optional(tag)
        if found is None:
            raise Fail(self.code)
        return found

    def into(self, tag: int) -> Reader:
        return Reader(self.take(tag).content, self.code)

    def integer(self, tag: int = INTEGER) -> int:
        content = self.take(tag).content
        need(is_shortest(content), self.code)
        return int.from_bytes(content, "big", signed=True)

    def boolean(self) -> bool:
        found = self.optional(0x01)
        return found is not None and found.content == b"\xff"

    def end(self) -> None:
        need(not self.rest, self.code)


def oid(text: str) -> bytes:
    """Return the content of an OBJECT IDENTIFIER."""
    first, second, *rest = map(int, text.split("."))
    found = bytearray()
    for number in (40 * first + second, *rest):
        digits = [number & 127]
        while number := number >> 7:
            digits.append(number & 127 | 128)
        found += bytes(digits[::-1])
    return bytes(found)


SIGNED_DATA, TST_INFO = oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_2 = oid("1.2.840.113549.1.9.16.2.12"), oid("1.2.840.113549.1.9.16.2.47")
SHA2 = {oid(f"2.16.840.1.101.3.4.2.{i}"): name for i, name in enumerate(("sha256", "sha384", "sha512"), 1)}
RSA, PSS, MGF1 = (oid(f"1.2.840.113549.1.1.{i}") for i in (1, 10, 8))
RSA_WITH = {oid(f"1.2.840.113549.1.1.{i}"): name for i, name in zip((11, 12, 13), SHA2.values(), strict=True)}
ECDSA_WITH = {oid(f"1.2.840.10045.4.3.{i}"): name for i, name in zip((2, 3, 4), SHA2.values(), strict=True)}
ED25519 = oid("1.3.101.112")
CONSTRAINTS, KEY_USAGE, PURPOSES, POLICIES = (oid(f"2.5.29.{i}") for i in (19, 15, 37, 32))
ALTERNATIVE, NAMES = oid("2.5.29.17"), oid("2.5.29.30")
TIME_STAMPING = oid("1.3.6.1.5.5.7.3.8")
REASON, INVALIDITY = oid("2.5.29.21"), oid("2.5.29.24")
NULL = b"\x05\x00"


def read_algorithm(reader: Reader) -> tuple[bytes, bytes]:
    """Return an algorithm and its parameters."""
    inner = reader.into(SEQUENCE)
    name = inner.take(OID).content
    parameters = b"".join(element.whole for element in inner.rest[::-1])
    need(len(inner.rest) <= 1, reader.code)
    return name, parameters


def hash_name(algorithm: tuple[bytes, bytes]) -> str | None:
    """Return the name of a hash of SHA-2, or None."""
    return SHA2.get(algorithm[0]) if algorithm[1] in (b"", NULL) else None


def seconds_of(text: bytes, code: str) -> int:
    """Return the time YYYYMMDDhhmmss as seconds since 1970."""
    need(re.fullmatch(rb"[0-9]{14}", text) is not None, code)
    numbers = [int(text[i:j]) for i, j in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))]
    try:
        moment = datetime(*numbers, tzinfo=UTC_ZONE)  # type: ignore[arg-type, misc]
    except ValueError:
        raise Fail(code) from None
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC_ZONE)).total_seconds())


class Certificate(NamedTuple):
    """What 18.2 and 18.3 need of a certificate."""

    raw: bytes
    serial: int
    issuer: bytes
    subject: bytes
    start: int
    end: int
    key: bytes  # SubjectPublicKeyInfo
    extensions: dict[bytes, tuple[bool, bytes]]  # critical, value
    signed: bytes
    algorithm: tuple[bytes, bytes]
    signature: bytes

    def extension(self, name: bytes) -> bytes | None:
        return self.extensions[name][1] if name in self.extensions else None


def read_extensions(reader: Reader) -> dict[bytes, tuple[bool, bytes]]:
    found: dict[bytes, tuple[bool, bytes]] = {}
    while reader.rest:
        extension = reader.into(SEQUENCE)
        name = extension.take(OID).content
        need(name not in found, reader.code)
        found[name] = extension.boolean(), extension.take(OCTETS).content
        extension.end()
    return found


def read_time(reader: Reader) -> int:
    """Read a UTCTime or a GeneralizedTime without a fraction."""
    short = reader.optional(UTC)
    text = (short or reader.take(GENERALIZED)).content
    need(text.endswith(b"Z"), reader.code)
    if short:
        text = (b"19" if text[:2] >= b"50" else b"20") + text
    return seconds_of(text[:-1], reader.code)


def bits(reader: Reader) -> bytes:
    content = reader.take(BITS).content
    need(content[:1] == b"\0", reader.code)
    return content[1:]


def read_certificate(raw: bytes, code: str = "token-malformed") -> Certificate:  # 18.2
    check_whole(raw, code)
    outer = Reader(raw, code).into(SEQUENCE)
    signed = outer.take(SEQUENCE)
    algorithm, signature = read_algorithm(outer), bits(outer)
    outer.end()
    inner = Reader(signed.content, code)
    version = 0
    if inner.rest and inner.rest[-1].tag == 0xA0:
        explicit = inner.into(0xA0)
        version = explicit.integer()
        explicit.end()
        need(version in (0, 1, 2), code)
    serial = inner.integer()
    need(read_algorithm(inner) == algorithm, code)
    issuer = read_name(inner)
    validity = inner.into(SEQUENCE)
    start, end = read_time(validity), read_time(validity)
    validity.end()
    subject, key = read_name(inner), inner.take(SEQUENCE).whole
    info = Reader(key, code).into(SEQUENCE)
    read_algorithm(info)
    info.take(BITS)
    info.end()
    for tag in (0x81, 0x82):
        inner.optional(tag)
    extensions: dict[bytes, tuple[bool, bytes]] = {}
    if inner.rest:
        need(version == 2, code)
        explicit = inner.into(0xA3)
        extensions = read_extensions(explicit.into(SEQUENCE))
        explicit.end()
    inner.end()
    found = Certificate(raw, serial, issuer, subject, start, end, key, extensions, signed.whole, algorithm, signature)
    _ = constraints_of(found), purposes_of(found), usages_of(found)  # they have to be readable
    return found


def read_name(reader: Reader) -> bytes:
    name = reader.take(SEQUENCE)
    parts = elements(name.content, reader.code)
    for part in parts:
        need(part.tag == SET and part.content != b"", reader.code)
        values = Reader(part.content, reader.code)
        while values.rest:
            value = values.into(SEQUENCE)
            value.take(OID)
            need(bool(value.rest) and value.rest.pop().tag in NAMED, reader.code)
            value.end()
    return name.whole


def read_key(certificate: Certificate) -> Any:
    """Return the key of a certificate by 18.2, step 7."""
    name, parameters = read_algorithm(Reader(certificate.key).into(SEQUENCE))
    need(name != RSA or parameters == NULL, "token-key-weak")
    try:
        key = load_der_public_key(certificate.key)
    except (ValueError, UnsupportedAlgorithm):
        raise Fail("token-key-weak") from None
    if isinstance(key, rsa.RSAPublicKey):
        exponent = key.public_numbers().e
        sound = name == RSA and 2048 <= key.key_size <= 8192 and 3 <= exponent <= 2**32 and exponent % 2 == 1
    elif isinstance(key, ec.EllipticCurvePublicKey):
        sound = key.curve.name in ("secp256r1", "secp384r1", "secp521r1")
    elif isinstance(key, Ed25519PublicKey):
        sound = sodium.crypto_core_ed25519_is_valid_point(key.public_bytes_raw())
    else:
        sound = False
    need(sound, "token-key-weak")
    return key


def pss_hash(parameters: bytes) -> tuple[str, int] | None:
    """Return the hash and the length of the salt of RSASSA-PSS, or None."""
    try:
        whole = Reader(parameters)
        reader = whole.into(SEQUENCE)
        whole.end()
        digest = hash_name(read_algorithm(reader.into(0xA0)))
        name, mask = read_algorithm(reader.into(0xA1))
        masked = hash_name(read_algorithm(Reader(mask)))
        salt = reader.into(0xA2).integer() if reader.rest and reader.rest[-1].tag == 0xA2 else 20
        trailer = reader.into(0xA3).integer() if reader.rest else 1
        reader.end()
    except Fail:
        return None
    most = hashlib.new(digest or "sha1").digest_size
    fits = digest is not None and digest == masked and name == MGF1 and trailer == 1 and 0 <= salt <= most
    return (digest, salt) if fits and digest else None


def check_signature(
    key: Any, algorithm: tuple[bytes, bytes], digest: str | None, signature: bytes, data: bytes
) -> None:  # 18.2, step 7; without a digest that of the algorithm is taken
    name, parameters = algorithm
    plain = parameters in (b"", NULL)
    pss = pss_hash(parameters) if name == PSS else None
    if isinstance(key, rsa.RSAPublicKey):
        known = RSA_WITH.get(name) or (digest if name == RSA else None) if plain else pss and pss[0]
    elif isinstance(key, ec.EllipticCurvePublicKey):
        known = ECDSA_WITH.get(name) if plain else None
    else:
        known = (digest or "sha512") if name == ED25519 and parameters == b"" else None
    need(known is not None and digest in (None, known), "token-algorithm")
    need(not isinstance(key, Ed25519PublicKey) or known == "sha512", "token-algorithm")
    hashed = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[str(known)]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            scheme = padding.PSS(padding.MGF1(hashed), pss[1]) if pss else padding.PKCS1v15()
            key.verify(signature, data, scheme, hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashed))
        else:
            key.verify(signature, data)
    except (InvalidSignature, ValueError):
        raise Fail("token-altered") from None


class Token(NamedTuple):
    """What a token that passed 18.2 says."""

    time: int
    accuracy: int | None
    signer: Certificate
    certificates: list[Certificate]


def read_signed_data(token: bytes) -> tuple[bytes, list[Certificate], list[tuple[bytes, bytes]], Reader]:
    """Return content, certificates, digest algorithms and SignerInfo: step 1."""
    check_whole(token)
    info = Reader(token).into(SEQUENCE)
    need(info.take(OID).content == SIGNED_DATA, "token-malformed")
    explicit = info.into(0xA0)
    info.end()
    data = explicit.into(SEQUENCE)
    explicit.end()
    data.integer()
    algorithms, digests = data.into(SET), []
    while algorithms.rest:
        digests.append(read_algorithm(algorithms))
    encapsulated = data.into(SEQUENCE)
    need(encapsulated.take(OID).content == TST_INFO, "token-malformed")
    explicit = encapsulated.into(0xA0)
    encapsulated.end()
    content = explicit.take(OCTETS).content
    explicit.end()
    found = elements(bag.content, "token-malformed") if (bag := data.optional(0xA0)) else []
    need(len(found) <= 8, "token-malformed")
    certificates = list({element.whole: read_certificate(element.whole) for element in found}.values())
    need(len({(c.issuer, c.serial) for c in certificates}) == len(certificates), "token-malformed")
    signers = data.into(SET)
    data.end()
    signer = signers.into(SEQUENCE)
    signers.end()
    return content, certificates, digests, signer


class Info(NamedTuple):
    """The TSTInfo of a token."""

    time: int
    accuracy: int | None
    digest: tuple[bytes, bytes]
    imprint: bytes
    authority: bytes | None


def read_info(content: bytes) -> Info:  # 18.2, step 2
    code = "token-malformed"
    check_whole(content)
    info = Reader(content).into(SEQUENCE)
    need(info.integer() == 1, code)
    info.take(OID)
    imprint = info.into(SEQUENCE)
    digest, hashed = read_algorithm(imprint), imprint.take(OCTETS).content
    imprint.end()
    info.integer()
    text = info.take(GENERALIZED).content
    match = re.fullmatch(rb"([0-9]{14})(\.[0-9]{1,9})?Z", text)
    if match is None:
        raise Fail(code)
    time = seconds_of(match[1], code) + (int((match[2] or b".0")[1:]) > 0)
    need(time >= 0, code)
    accuracy = read_accuracy(found) if (found := info.optional(SEQUENCE)) else None
    info.boolean()
    if info.rest and info.rest[-1].tag == INTEGER:
        info.integer()
    authority = info.optional(0xA0)
    if extensions := info.optional(0xA1):
        need(not any(critical for critical, _ in read_extensions(Reader(extensions.content)).values()), code)
    info.end()
    return Info(min(time, MAX_TIME), accuracy, digest, hashed, authority and authority.content)


def read_accuracy(element: Element) -> int:
    reader, parts = Reader(element.content), []
    for tag, most in ((INTEGER, 86400), (0x80, 999), (0x81, 999)):
        present = bool(reader.rest) and reader.rest[-1].tag == tag
        number = reader.integer(tag) if present else 0
        need(not present or (0 if tag == INTEGER else 1) <= number <= most, "token-malformed")
        parts.append(number)
    reader.end()
    return parts[0] + (parts[1] > 0 or parts[2] > 0)


def read_attributes(content: bytes) -> dict[bytes, Element]:  # 18.2, step 5
    found: dict[bytes, Element] = {}
    reader = Reader(content)
    while reader.rest:
        attribute = reader.into(SEQUENCE)
        name, values = attribute.take(OID).content, elements(attribute.take(SET).content, "token-malformed")
        attribute.end()
        need(name not in found and len(values) == 1, "token-malformed")
        found[name] = values[0]
    return found


class CertificateName(NamedTuple):
    """An ESSCertID: a hash of the signer's certificate, and perhaps its issuer and serial number."""

    digest: str
    value: bytes
    place: tuple[bytes, int] | None


def read_certificate_name(element: Element, first: bool) -> CertificateName:
    """Read the first ESSCertID of a signing-certificate (`first`) or of a signing-certificate-v2."""
    code = "token-malformed"
    need(element.tag == SEQUENCE, code)
    outer = Reader(element.content)
    names = outer.into(SEQUENCE)
    outer.end()
    one = names.into(SEQUENCE)
    names.end()
    digest: str | None = "sha1" if first else "sha256"
    if not first and one.rest and one.rest[-1].tag == SEQUENCE:
        digest = hash_name(read_algorithm(one))
    need(digest is not None, code)
    value, place = one.take(OCTETS).content, None
    if one.rest:
        both = one.into(SEQUENCE)
        general = both.into(SEQUENCE)
        directory = general.into(0xA4)
        general.end()
        place = directory.take(SEQUENCE).whole, both.integer()
        directory.end()
        both.end()
    one.end()
    return CertificateName(str(digest), value, place)


def read_token(token: bytes, stamped: list[bytes] | None, at_hand: list[Certificate]) -> Token:  # 18.2
    code = "token-malformed"
    content, certificates, digests, signer = read_signed_data(token)
    signer.integer()
    sid = signer.into(SEQUENCE)
    place = sid.take(SEQUENCE).whole, sid.integer()
    sid.end()
    digest_algorithm = read_algorithm(signer)
    need([name for name, _ in digests] == [digest_algorithm[0]], code)
    attributes = signer.take(0xA0)
    algorithm, signature = read_algorithm(signer), signer.take(OCTETS).content
    unsigned = signer.optional(0xA1)
    signer.end()
    for element in elements(unsigned.content, code) if unsigned else ():
        attribute = Reader(element.whole).into(SEQUENCE)
        attribute.take(OID)
        attribute.take(SET)
        attribute.end()
    info = read_info(content)
    digest, imprint = hash_name(digest_algorithm), hash_name(info.digest)
    need(digest is not None and imprint is not None, "token-hash-weak")  # step 3
    if stamped is not None:  # step 4
        need(info.imprint in [hashlib.new(str(imprint), data).digest() for data in stamped], "token-imprint")
    found = read_attributes(attributes.content)  # step 5
    kind, hashed = found.get(CONTENT_TYPE), found.get(MESSAGE_DIGEST)
    need(kind is not None and (kind.tag, kind.content) == (OID, TST_INFO), code)
    need(hashed is not None and hashed.tag == OCTETS, code)
    given = [(SIGNING_CERTIFICATE, True), (SIGNING_CERTIFICATE_2, False)]
    named = [read_certificate_name(found[name], first) for name, first in given if name in found]
    need(bool(named), code)
    need(hashed is not None and hashed.content == hashlib.new(str(digest), content).digest(), "token-altered")

    def is_named(certificate: Certificate) -> bool:
        return all(hashlib.new(name.digest, certificate.raw).digest() == name.value for name in named)

    known = list(filter(is_named, [*certificates, *at_hand]))  # step 6
    need(bool(known), "token-signer-missing")
    certificate = known[0]
    its = (certificate.issuer, certificate.serial)
    need(place == its and all(name.place in (None, its) for name in named), code)
    need(info.authority is None or info.authority in names_of(certificate), code)
    key = read_key(certificate)  # step 7
    check_signature(key, algorithm, digest, signature, b"\x31" + attributes.whole[1:])
    critical, _ = certificate.extensions.get(PURPOSES, (False, b""))
    need(critical and purposes_of(certificate) == [TIME_STAMPING], "token-purpose")
    usage = usages_of(certificate)
    need(usage is None or (usage & SIGNING > 0 and not usage & ~SIGNING), "token-purpose")
    return Token(info.time, info.accuracy, certificate, certificates)


def names_of(certificate: Certificate) -> list[bytes]:
    """Return the names of a certificate, as GeneralNames."""
    alternative = certificate.extension(ALTERNATIVE)
    others = elements(elements(alternative, "token-malformed")[0].content, "token-malformed") if alternative else []
    return [directory_name(certificate.subject), *(other.whole for other in others)]


def directory_name(name: bytes) -> bytes:
    size = len(name)
    length = (
        bytes([size]) if size < 128 else b"\x81" + bytes([size]) if size < 256 else b"\x82" + size.to_bytes(2, "big")
    )
    return b"\xa4" + length + name


def purposes_of(certificate: Certificate) -> list[bytes] | None:
    value = certificate.extension(PURPOSES)
    if value is None:
        return None
    check_whole(value)
    reader, found = Reader(value).into(SEQUENCE), []
    while reader.rest:
        found.append(reader.take(OID).content)
    return found


SIGNING, CERT_SIGN, CRL_SIGN = 0b1100_0000_0000_0000, 0b0000_0100_0000_0000, 0b0000_0010_0000_0000


def usages_of(certificate: Certificate) -> int | None:
    """Return the bits of a key usage, digitalSignature highest of sixteen."""
    value = certificate.extension(KEY_USAGE)
    if value is None:
        return None
    check_whole(value)
    content = Reader(value).take(BITS).content
    return int.from_bytes(content[1:].ljust(2, b"\0")[:2], "big") | (1 if any(content[3:]) else 0)


class Operator(NamedTuple):
    """An operator of a clock: a name, the SHA-256 of certificates, and the accuracy to assume."""

    name: str
    anchors: list[bytes]
    accuracy: int


class Revocation(NamedTuple):
    """That a certificate list revokes a certificate of this issuer and serial number from a date on."""

    issuer: bytes
    serial: int
    date: int
    compromised: bool


class RevocationList(NamedTuple):
    """A certificate revocation list: its issuer, what it revokes, and what its signature is over."""

    issuer: bytes
    revocations: list[Revocation]
    signed: bytes
    algorithm: tuple[bytes, bytes]
    signature: bytes

    def is_by(self, certificate: Certificate) -> bool:
        usage = usages_of(certificate)
        named = certificate.subject == self.issuer and (usage is None or usage & CRL_SIGN > 0)
        return named and signs(certificate, self.algorithm, self.signature, self.signed)


def read_revocations(raw: bytes) -> RevocationList:  # 18.3
    code = "token-malformed"
    whole = Reader(raw)
    outer = whole.into(SEQUENCE)
    whole.end()
    signed = outer.take(SEQUENCE)
    algorithm, signature = read_algorithm(outer), bits(outer)
    outer.end()
    inner = Reader(signed.content)
    if inner.rest and inner.rest[-1].tag == INTEGER:
        need(inner.integer() == 1, code)
    need(read_algorithm(inner) == algorithm, code)
    issuer = inner.take(SEQUENCE).whole
    read_time(inner)
    if inner.rest and inner.rest[-1].tag in (UTC, GENERALIZED):
        read_time(inner)
    entries = inner.into(SEQUENCE) if inner.rest and inner.rest[-1].tag == SEQUENCE else Reader(b"")
    if inner.rest:
        explicit = inner.into(0xA0)
        need(not any(critical for critical, _ in read_extensions(explicit.into(SEQUENCE)).values()), code)
        explicit.end()
    inner.end()
    found = []
    while entries.rest:
        if revocation := read_revocation(entries.into(SEQUENCE), issuer):
            found.append(revocation)
    return RevocationList(issuer, found, signed.whole, algorithm, signature)


def read_revocation(entry: Reader, issuer: bytes) -> Revocation | None:
    serial, date = entry.integer(), read_time(entry)
    extensions = read_extensions(entry.into(SEQUENCE)) if entry.rest else {}
    entry.end()
    need(not any(critical for critical, _ in extensions.values()), entry.code)
    reason = Reader(extensions[REASON][1]).integer(0x0A) if REASON in extensions else None
    if INVALIDITY in extensions:
        date = min(date, read_time(Reader(extensions[INVALIDITY][1])))
    return None if reason == 8 else Revocation(issuer, serial, date, reason not in (3, 4, 5))


def signs(issuer: Certificate, algorithm: tuple[bytes, bytes], signature: bytes, data: bytes) -> bool:
    try:
        check_signature(read_key(issuer), algorithm, None, signature, data)
    except Fail:
        return False
    return True


class Issuer(NamedTuple):
    """What the basic constraints of a certificate say."""

    is_ca: bool
    length: int | None


def constraints_of(certificate: Certificate) -> Issuer:
    value = certificate.extension(CONSTRAINTS)
    if value is None:
        return Issuer(False, None)
    check_whole(value)
    reader = Reader(value).into(SEQUENCE)
    is_ca = reader.boolean()
    length = reader.integer() if reader.rest else None
    reader.end()
    return Issuer(is_ca, length)


def issues(issuer: Certificate, other: Certificate) -> bool:  # 18.3
    usage = usages_of(issuer)
    able = constraints_of(issuer).is_ca and (usage is None or usage & CERT_SIGN > 0)
    named = issuer.subject == other.issuer and issuer != other
    return able and named and signs(issuer, other.algorithm, other.signature, other.signed)


class Clocks:
    """The certificates of a reader, and which anchors a token reaches: 18.3."""

    def __init__(self, operators: list[Operator], at_hand: list[Certificate], lists: list[bytes]) -> None:
        self.lists: list[RevocationList]
        self.operators = sorted(operators, key=lambda operator: operator.name.encode())
        self.at_hand, self.lists = at_hand, []
        for raw in lists:
            try:
                self.lists.append(read_revocations(raw))
            except Fail:  # it says nothing
                continue

    def descending(self, token: Token, anchors: list[bytes]) -> list[Certificate]:
        """Return the certificates at hand that are anchors or below them."""
        at_hand = [*token.certificates, *self.at_hand]
        found = [c for c in at_hand if H(c.raw) in anchors]
        level = found
        for _ in range(7):
            level = [c for c in at_hand if c not in found and any(issues(issuer, c) for issuer in level)]
            found = [*found, *level]
        return found

    def revocations(self, token: Token, anchors: list[bytes]) -> list[Revocation]:
        """Return what the lists say that a certificate below these anchors signed."""
        family = self.descending(token, anchors)
        return [r for one in self.lists if any(map(one.is_by, family)) for r in one.revocations]

    def reaches(self, token: Token, anchors: list[bytes], timely: bool = True, revoked: bool = True) -> bool:
        at_hand = list({c.raw: c for c in [*token.certificates, *self.at_hand]}.values())
        revocations = self.revocations(token, anchors) if revoked else []

        def is_usable(c: Certificate) -> bool:
            gone = any((r.issuer, r.serial) == (c.issuer, c.serial) and r.date <= token.time for r in revocations)
            known = {CONSTRAINTS, KEY_USAGE, PURPOSES, POLICIES}
            sound = NAMES not in c.extensions
            sound = sound and all(name in known for name, (critical, _) in c.extensions.items() if critical)
            return not gone and sound and (not timely or c.start <= token.time < c.end)

        def is_reached(c: Certificate, below: list[Certificate]) -> bool:
            """Return whether a path leads to an anchor from this certificate, which `below` leads to."""
            if not is_usable(c):
                return False
            if H(c.raw) in anchors:
                return True
            purposes = purposes_of(c)
            if below and purposes is not None and TIME_STAMPING not in purposes:
                return False
            path = [*below, c]
            for issuer in at_hand if len(path) < 8 else []:
                length = constraints_of(issuer).length
                long_enough = issuer not in path and (length is None or length >= len(below))
                if long_enough and issues(issuer, c) and is_reached(issuer, path):
                    return True
            return False

        return is_reached(token.signer, [])

    def operator_of(self, token: Token, operators: list[Operator]) -> Operator | None:
        return next((operator for operator in operators if self.reaches(token, operator.anchors)), None)

    def check(self, token: Token, operators: list[list[bytes]]) -> None:
        """Fail unless a token reaches an anchor of one of these operators."""
        for code, timely, revoked in (
            ("", True, True),
            ("token-revoked", True, False),
            ("token-expired", False, False),
        ):
            if any(self.reaches(token, anchors, timely, revoked) for anchors in operators):
                need(code == "", code)
                return
        raise Fail("token-untrusted")


def bound_of(token: Token, accuracy: int) -> int:  # 18.5
    return min(token.time + (accuracy if token.accuracy is None else token.accuracy), MAX_TIME)


def pairs_up(pairs: set[tuple[str, bytes]], quorum: int) -> bool:  # 18.5
    """Return whether so many of the pairs have no operator and no key in common."""
    if quorum == 0:
        return True
    for name, key in pairs:
        others = {(n, k) for n, k in pairs if n != name and k != key}
        if pairs_up(others, quorum - 1):
            return True
    return False


def earliest_of(token: Token, accuracy: int) -> int:  # 18.6, stamp-ahead
    return token.time - 1 - (accuracy if token.accuracy is None else token.accuracy)


def end_of(token: Token, revocations: list[Revocation]) -> int:  # 18.7
    signer, key = token.signer, read_key(token.signer)
    weak = isinstance(key, rsa.RSAPublicKey) and key.key_size < 3072
    ends = [signer.end, 1924991999 if weak else 2082758399]
    ends += [r.date for r in revocations if (r.issuer, r.serial) == (signer.issuer, signer.serial) and r.compromised]
    return min(ends)


# 18.4

QUICKNET = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def beacon_time(number: int, signature: bytes) -> int:  # 18.4
    from py_arkworks_bls12381 import GT, G1Point, G2Point  # only for whoever checks beacons

    time = 1692803367 + 3 * (number - 1)
    need(time <= MAX_TIME, "beacon-invalid")
    try:
        point = G1Point.from_compressed_bytes(signature)
    except ValueError:
        raise Fail("beacon-invalid") from None
    hashed = G1Point.hash_to_curve(H(number.to_bytes(8, "big")), DOMAIN)
    need(point != G1Point.identity(), "beacon-invalid")
    sound = GT.pairing_check([point, hashed], [-G2Point(), G2Point.from_compressed_bytes(QUICKNET)])
    need(sound, "beacon-invalid")
    return time


# --- 12. Assessment -------------------------------------------------------------------------------


class Transcript(NamedTuple):
    """Everything that was read, each artefact once, regardless of whom a reader trusts."""

    framed: bool
    statements: dict[bytes, Unverified]
    envelopes: dict[bytes, bytes]
    disclosures: dict[bytes, Disclosure]
    stamps: dict[bytes, Stamp]
    rejected: set[tuple[bytes, str]]
    places: dict[tuple[bytes, str], tuple[int, int]]  # by H and code, "" for what could be read: file and offset
    sources: set[tuple[int, bytes]]  # of what could be read: file and id

    def found(self, key: tuple[bytes, str], place: tuple[int, int]) -> None:
        self.places[key] = min(self.places.get(key, place), place)


def read_transcript(files: Iterable[bytes]) -> Transcript:  # 12.1, step 1
    transcript = Transcript(False, {}, {}, {}, {}, set(), {}, set())
    for number, file in enumerate(files):
        try:
            framed = frame(file)
        except Fail as fail:
            transcript.rejected.add((file, fail.code))
            transcript.places.setdefault((H(file), fail.code), (number, 0))
            continue
        for at, piece, code in framed.rejected:
            transcript.rejected.add((piece, code))
            transcript.found((H(piece), code), (number, at))
        for at, item in framed.artefacts:
            transcript.found((H(item), ""), (number, at))
        transcript = transcript._replace(framed=transcript.framed or framed.any)
        unreadable = 0
        for at, item in framed.artefacts:
            try:
                identifier = H(item)
                if tag_of(item) == STATEMENT:
                    read = transcript.statements[item] = parse_statement(item)
                    identifier = H(sig_structure(read.protected, read.payload))
                elif tag_of(item) == ENVELOPE:
                    read_envelope(item)
                    transcript.envelopes[H(item)] = item
                elif item.startswith(STAMPED):
                    transcript.stamps[H(item)] = parse_stamp(item)
                else:
                    transcript.disclosures[H(item)] = parse_disclosure(item)
                transcript.sources.add((number, identifier))
            except Fail as fail:
                unreadable += 1
                if unreadable <= 1000:  # 3.2, step 5
                    transcript.rejected.add((item, fail.code))
                    transcript.found((H(item), fail.code), (number, at))
    return transcript


FIXED = ("role", "previous", "exchange", "answers", "schema", "count", "root", "key")  # of a list in its place: 11
PLACED = ("list", "version", *FIXED)


class Known(NamedTuple):
    """The committed key of a list, and whether something that is public gives it."""

    cek: bytes
    public: bool


class Watch(NamedTuple):
    """The clocks that a reader trusts: pinned operators, their quorum, certificate lists, and the beacon."""

    operators: list[Operator]
    certificates: list[bytes]
    quorum: int = 1
    revocations: tuple[bytes, ...] = ()
    beacon: bool = False


LACKING = {"target-missing", "token-signer-missing", "token-untrusted", "token-expired", "token-revoked"}
"""The codes of stamps that are ignored and not rejected."""


class Fault(NamedTuple):
    """A contradiction, as 12.7 orders it."""

    code: str
    culprit: bytes
    evidence: tuple[bytes, ...]
    transferable: bool
    why: str | None


class Timed(NamedTuple):
    """A present stamp: its token, what it is a stamp of, directly or by other stamps, and what that names."""

    stamp: Stamp
    token: Token
    direct: set[bytes]
    named: set[bytes]


class Assessment:
    """Steps 2 to 9 of 12.1. `present` has the statements of pinned signers, `sound` those that step 4 leaves.

    An opening is by its source; None means that a wrap was there and did not open.
    """

    def __init__(
        self,
        files: list[bytes],
        pinned: list[bytes],
        openings: dict[bytes, bytes | None],
        now: int,
        watch: Watch,
    ) -> None:
        transcript = read_transcript(files)
        self.framed = transcript.framed
        self.transcript = transcript
        self.rejected = {(H(piece), code) for piece, code in transcript.rejected}
        self.ignored: dict[bytes, str] = {}
        self.envelopes = transcript.envelopes
        newest = sorted(map(read_card, pinned), key=lambda card: (card.iat, card.id))
        self.trust = {card.kid: card for card in newest}
        self.openings, self.now, self.watch = openings, now, watch
        self.facts: set[tuple[str, bytes]] = set()
        self.views: set[tuple[str, bytes]] = set()
        self.contradictions: set[Fault] = set()
        self.present: dict[bytes, Statement] = {}
        self.strangers: dict[bytes, Statement] = {}
        self.mismatched: set[bytes] = set()
        self.shown: dict[bytes, bytes] = {}  # by disclosure, the commitment
        self.entries: dict[bytes, int] = {}  # by disclosure, how many it shows
        self.signatures: dict[bytes, list[bytes]] = {}  # of the variants of each present statement
        self.pasts: dict[bytes, set[bytes]] = {}
        self.times: set[tuple[Any, ...]] = set()  # the facts of time, with what section 16 asks for
        self.stamps: dict[bytes, Timed] = {}
        self.by_kid: dict[tuple[str, bytes], list[tuple[bytes, Input]]] = {}  # by code and terms: kid and value
        self.unknown_commitment = False

        self.take_statements(transcript.statements)
        self.commitments = [s for s in self.present.values() if s.kind == "commitment"]
        self.check_subjects()
        self.sound = {i: s for i, s in self.present.items() if i not in self.mismatched}
        self.acknowledged = {
            receipt.id: about for receipt in self.every("receipt") if (about := self.acknowledges(receipt))
        }
        self.complaints = {
            receipt.id: self.run_again(receipt, self.acknowledged[receipt.id])
            for receipt in self.every("receipt")
            if receipt.id in self.acknowledged and receipt.body["stage"] == "unopenable"
        }
        self.claim_envelopes()
        self.state_statements()
        self.find_keys()
        self.state_openings()
        self.state_versions()
        self.state_disclosures(transcript.disclosures)
        self.state_exchanges()
        for card in self.trust.values():
            if card.body["notAfter"] is not None and card.body["notAfter"] < now:
                self.views.add(("card-expired", card.id))

    def take_statements(self, statements: dict[bytes, Unverified]) -> None:  # steps 2 and 3
        cards = {card.kid: card for card in self.trust.values()}
        verified = []
        for item, unverified in statements.items():
            if unverified.kind == "card":
                try:
                    card = read_card(item)
                except Fail as fail:
                    self.rejected.add((H(item), fail.code))
                    continue
                cards.setdefault(card.kid, card)
                verified.append((card, unverified))
        for item, unverified in statements.items():
            if unverified.kind == "card":
                continue
            if unverified.kid not in cards:
                self.ignored[H(sig_structure(unverified.protected, unverified.payload))] = "signer-unknown"
                self.unknown_commitment |= unverified.kind == "commitment"
                continue
            try:
                verified.append((verify_statement(unverified, cards[unverified.kid].body["verify"]), unverified))
            except Fail as fail:
                self.rejected.add((H(item), fail.code))
        for statement, unverified in verified:  # variants are equal here: a Statement has no signature
            if statement.kid in self.trust:
                self.present[statement.id] = statement
                self.signatures.setdefault(statement.id, []).append(unverified.signature)
            else:
                self.strangers[statement.id] = statement
                self.ignored[statement.id] = "signer-not-pinned"

    def check_subjects(self) -> None:  # step 4
        for statement in self.present.values():
            if statement.kind not in ABOUT:
                continue
            about = self.present.get(statement.body[ABOUT[statement.kind]])
            if about and (about.kind == "commitment" or statement.kind == "withdraw") and about.sub != statement.sub:
                self.rejected.add((self.first_variant(statement), "claims-mismatch"))
                self.mismatched.add(statement.id)

    def first(self, statements: Iterable[Statement]) -> list[bytes]:
        """Return the lowest id of some statements, or nothing of none."""
        return sorted(statement.id for statement in statements)[:1]

    def first_variant(self, statement: Statement) -> bytes:
        """Return the lowest H of the signature variants of a statement that verify."""
        key = self.trust[statement.kid].body["verify"]
        found = []
        for item, unverified in self.transcript.statements.items():
            if H(sig_structure(unverified.protected, unverified.payload)) == statement.id:
                try:
                    verify_statement(unverified, key)
                    found.append(H(item))
                except Fail:
                    continue
        return min(found)

    def claim_envelopes(self) -> None:  # step 5
        claimed = {s.body["envelope"] for s in self.commitments}
        foreign = {s.body["envelope"] for s in self.strangers.values() if s.kind == "commitment"}
        for digest in self.envelopes:
            if digest in claimed:
                continue
            if digest in foreign:
                self.ignored[digest] = "signer-not-pinned"
            elif self.unknown_commitment:
                self.ignored[digest] = "signer-unknown"
            else:
                self.rejected.add((digest, "envelope-unclaimed"))

    def commitment(self, statement_id: bytes | None) -> Statement | None:
        found = self.present.get(statement_id or b"")
        return found if found and found.kind == "commitment" else None

    def every(self, kind: str) -> list[Statement]:
        return [s for s in self.sound.values() if s.kind == kind]

    def state_statements(self) -> None:
        for statement in self.present.values():
            self.facts.add(("signed", statement.id))
            if any(name in self.present for name in names(statement)):
                self.facts.add(("knew", statement.id))

    def find_keys(self) -> None:  # step 6: the keys that are known, and what follows without an envelope
        self.known: dict[bytes, Known] = {}
        for reveal in [s for s in self.present.values() if s.kind == "reveal"]:
            commitment, cek = self.commitment(reveal.body["commitment"]), reveal.body["cek"]
            if commitment is None:
                continue
            if cek is not None and not fits(commitment, cek):
                self.blame("wrong-key", reveal.kid, [reveal.id, commitment.id], why="key-mismatch")
            elif reveal.id in self.sound:
                self.facts.add(("released", reveal.id))
                if cek is None:
                    self.take_opening(reveal.id, commitment)
                else:
                    self.learn(commitment, cek, public=True)
        for commitment in self.commitments:
            self.take_opening(commitment.id, commitment)
        for receipt_id, complaint in self.complaints.items():
            if complaint.cek is not None:
                self.learn(self.acknowledged[receipt_id], complaint.cek, complaint.public)

    def givers(self, commitment: Statement) -> list[Statement]:
        """Return the public reveals and complaints that give the key of a list."""
        reveals = [s for s in self.every("reveal") if s.body["commitment"] == commitment.id and s.body["cek"]]
        complaints = [self.sound[i] for i, one in self.complaints.items() if one.public and one.cek is not None]
        mine = [s for s in complaints if self.acknowledged[s.id].id == commitment.id]
        return [s for s in reveals if fits(commitment, s.body["cek"])] + mine

    def take_opening(self, source: bytes, commitment: Statement) -> None:
        if source not in self.openings:
            return
        cek = self.openings[source]
        if cek is not None and fits(commitment, cek):
            self.learn(commitment, cek, public=False)
        else:
            self.views.add(("wrap-failed", source))

    def learn(self, commitment: Statement, cek: bytes, public: bool) -> None:
        before = self.known.get(commitment.id)
        self.known[commitment.id] = Known(cek, public or (before is not None and before.public))

    def state_openings(self) -> None:  # step 6: what follows with the envelope
        self.opened: set[bytes] = set()
        self.contents: dict[bytes, Opened] = {}
        self.failed: dict[bytes, str] = {}
        self.spoiled: set[bytes] = set()  # 17.10
        for commitment in self.commitments:
            self.facts.add(("count-stated", commitment.id))
            envelope, known = self.envelopes.get(commitment.body["envelope"]), self.known.get(commitment.id)
            if envelope:
                self.facts.add(("committed", commitment.id))
            else:
                self.views.add(("envelope-absent", commitment.id))
            if known is None or not known.public:
                self.views.add(("sealed", commitment.id))
            if envelope is None or known is None:
                continue
            try:
                content = open_envelope(commitment, envelope, known.cek)
            except Fail as fail:
                self.failed[commitment.id] = fail.code
                self.spoiled |= {commitment.id} if known.public else set()
                evidence = [commitment.id, H(envelope), *(one.id for one in self.givers(commitment))]
                self.blame("wrong-content", commitment.kid, evidence, known.public, fail.code)
            else:
                self.opened.add(commitment.id)
                self.contents[commitment.id] = content
                self.facts |= {("opened", commitment.id), ("count-proven", commitment.id)}

    def state_versions(self) -> None:
        for one in self.commitments:
            if one.body["version"] == self.highest(one):
                self.views.add(("current-version", one.id))
            for other in self.commitments:
                if one.id != other.id and one.kid == other.kid:
                    self.compare(one, other)
            previous = one.body["previous"]
            if previous is None:
                continue
            before = self.present.get(previous)
            if before is None:
                self.views.add(("gap", one.id))
            elif self.follows(one, before):
                self.facts.add(("chained", one.id))
            else:
                self.blame("bad-chain", one.kid, [one.id, before.id])

    def highest(self, commitment: Statement) -> int:
        signed = [s for s in self.commitments if s.kid == commitment.kid]
        return max(int(s.body["version"]) for s in signed if s.body["list"] == commitment.body["list"])

    def compare(self, one: Statement, other: Statement) -> None:  # 11, and 12.3
        def same(*fields: str) -> bool:
            return all(one.body[field] == other.body[field] for field in fields)

        if same("list", "version"):
            if same(*FIXED):
                self.facts.add(("reissued", one.id))
            else:
                self.blame("fork", one.kid, self.alike(one, "list", "version"))
        elif same("exchange", "role", "version") and one.body["version"] == 1 and not same("list"):
            terms = self.terms(one.body["exchange"])
            slots = terms.body["slots"] if terms and self.applies(terms) else []
            if any([kid, role] == [one.kid, one.body["role"]] for kid, role, _ in slots):
                alike = self.alike(one, "exchange", "role", "version")
                self.blame("slot-fork", one.kid, [one.body["exchange"], *alike])

    def alike(self, one: Statement, *fields: str) -> list[bytes]:
        """Return the commitments with the same signer and these fields, itself too."""
        return [c.id for c in self.commitments if c.kid == one.kid and all(c.body[f] == one.body[f] for f in fields)]

    def blame(
        self, code: str, culprit: bytes, evidence: Iterable[bytes], transferable: bool = True, why: str | None = None
    ) -> None:
        self.contradictions.add(Fault(code, culprit, tuple(sorted(set(evidence))), transferable, why))

    def follows(self, later: Statement, before: Statement) -> bool:
        if before.kind != "commitment" or before.kid != later.kid:
            return False
        same = all(before.body[field] == later.body[field] for field in ("list", "exchange"))
        return same and bool(before.body["version"] == later.body["version"] - 1)

    def state_disclosures(self, disclosures: dict[bytes, Disclosure]) -> None:  # step 7
        for digest, disclosure in disclosures.items():
            commitment = self.commitment(disclosure.commitment)
            if commitment is None:
                self.ignored[digest] = "commitment-missing"
                continue
            try:
                self.entries[digest] = len(check_disclosure(disclosure, commitment))
            except Fail as fail:
                self.rejected.add((digest, fail.code))
                continue
            self.facts.add(("disclosed", digest))
            self.shown[digest] = commitment.id
            current = commitment.body["version"] == self.highest(commitment)
            self.views.add(("disclosure-age" if current else "superseded", digest))

    # 17.5 and 17.9: what follows from statements of exchanges, whoever is pinned of those in the slots

    def acknowledges(self, receipt: Statement) -> Statement | None:
        commitment, body = self.commitment(receipt.body["commitment"]), receipt.body
        if commitment is None or commitment.kid == receipt.kid or commitment.body["envelope"] != body["envelope"]:
            return None
        if body["stage"] == "unopenable" and body["source"] != commitment.id:
            source = self.sound.get(body["source"])
            if source is None or source.kind != "reveal" or source.body["commitment"] != commitment.id:
                return None
        return commitment

    def run_again(self, receipt: Statement, commitment: Statement) -> Complaint:  # 17.5
        body = receipt.body
        public = body["seed"] is not None
        seed = self.openings.get(receipt.id) if body["wrap"] else body["seed"]
        accept, source = self.sound.get(body["key"]), self.sound[body["source"]]
        if seed is None or accept is None or accept.kind != "accept" or accept.kid != receipt.kid:
            return Complaint("undecided", public)
        key = EncryptionKey(seed)
        both, proof = (receipt.id, accept.id), (receipt.id, accept.id, source.id, commitment.id)
        if key.encrypt != accept.body["encrypt"]:  # step 1
            return Complaint("false", public, both)
        if is_void(accept, source.kid, commitment):  # step 2
            return Complaint("false", public, proof)
        in_envelope = (*proof, commitment.body["envelope"]) if source is commitment else proof
        try:
            wrap, extra = self.wrap_in(source, accept.id, commitment)
        except LookupError:
            absent = source is commitment and commitment.body["envelope"] not in self.envelopes
            return Complaint("undecided" if absent else "false", public, in_envelope)
        try:  # step 3
            cek = unwrap(key, wrap, accept.id, extra)
            need(fits(commitment, cek), "key-mismatch")
        except Fail as fail:
            return Complaint("bad-wrap", public, in_envelope, why=fail.code)
        envelope = self.envelopes.get(commitment.body["envelope"])  # step 4
        if envelope is None:
            return Complaint("undecided", public, cek=cek)
        try:
            open_envelope(commitment, envelope, cek)
        except Fail:
            return Complaint("wrong-content", public, cek=cek)
        return Complaint("false", public, (*proof, commitment.body["envelope"]), cek)

    def wrap_in(self, source: Statement, key_id: bytes, commitment: Statement) -> tuple[bytes, bytes]:
        """Return the wrap for this key id in a commitment's envelope, a reveal or a receipt, and its extra."""
        if source is commitment:
            ciphertext, wraps = read_envelope(self.envelopes[commitment.body["envelope"]])
            return wraps[key_id], seal_extra(context(commitment.kid, commitment.body), ciphertext, key_id)
        wraps = dict([source.body["wrap"]] if source.body["wrap"] else [])
        if source.kind == "receipt":
            return wraps[key_id], complaint_extra(source.body["source"], source.kid, source.body["key"], key_id)
        return wraps[key_id], reveal_extra(commitment.id, source.kid, key_id)

    def openings_of(self, reader: Identity) -> dict[bytes, bytes | None]:  # 12.8
        found: dict[bytes, bytes | None] = {}
        for source in [*self.every("commitment"), *self.every("reveal"), *self.every("receipt")]:
            commitment = source if source.kind == "commitment" else self.commitment(source.body["commitment"])
            if commitment is None:
                continue
            keys: dict[bytes, EncryptionKey] = {reader.kid: reader}
            for accept in self.every("accept"):
                if accept.kid == reader.kid and not is_void(accept, source.kid, commitment):
                    place = (accept.body[name] for name in ("exchange", "for", "number"))
                    keys[accept.id] = EncryptionKey(reader.exchange_seed(*place))
            for key_id, key in keys.items():
                try:
                    wrap, extra = self.wrap_in(source, key_id, commitment)
                except LookupError:
                    continue
                try:
                    secret = unwrap(key, wrap, key_id, extra)
                    need(source.kind == "receipt" or fits(commitment, secret), "key-mismatch")
                    found[source.id] = secret
                except Fail:
                    found.setdefault(source.id, None)
        return found

    def terms(self, exchange: bytes | None) -> Statement | None:
        found = self.present.get(exchange or b"")
        return found if found and found.kind == "terms" else None

    def applies(self, terms: Statement) -> bool:  # 17.3
        return all(kid in self.trust for kid in slot_kids(terms))

    def accepts(self, exchange: bytes) -> list[Statement]:
        return [accept for accept in self.every("accept") if accept.body["exchange"] == exchange]

    def is_accepted(self, accept: Statement) -> bool:
        terms = self.terms(accept.body["exchange"])
        return terms is not None and accept.kid in {*slot_kids(terms), *terms.body["mediators"]}

    def exchange_of(self, statement: Statement | None) -> bytes | None:  # 17.8
        if statement is None or statement.kind in ("card", "revoke"):
            return None
        if statement.kind == "terms":
            return statement.id
        if statement.kind == "withdraw":
            target = self.present.get(statement.body["target"])
            return self.exchange_of(target) if target and target.kind in ("terms", "accept", "commitment") else None
        if statement.kind in ABOUT:
            return self.exchange_of(self.commitment(statement.body["commitment"]))
        exchange: bytes | None = statement.body["exchange"]
        return exchange

    def exchanges(self) -> set[bytes]:
        return {exchange for s in self.present.values() if (exchange := self.exchange_of(s))}

    def past(self, statement: Statement) -> set[bytes]:  # 17.8
        if statement.id not in self.pasts:
            named = [self.present[name] for name in names(statement) if name in self.present]
            self.pasts[statement.id] = {s.id for s in named}.union(*map(self.past, named))
        return self.pasts[statement.id]

    def withdrew(self, withdraw: Statement) -> Statement | None:
        """Return the target, if it is one that the signer could withdraw."""
        target = self.present.get(withdraw.body["target"])
        kinds = ("terms", "accept", "commitment")
        return target if target and target.kind in kinds and target.kid == withdraw.kid else None

    def is_spent(self, accept: Statement) -> bool:  # 17.2
        same = [
            s.id for s in self.every("accept") if s.body["encrypt"] == accept.body["encrypt"] and s.kid == accept.kid
        ]
        given = [s for s in self.present.values() if s.kind == "receipt" and gives_seed(s)]
        return any(receipt.kid == accept.kid and receipt.body["key"] in same for receipt in given)

    def state_exchanges(self) -> None:  # 17.9
        self.withdrawals = {s.id: target for s in self.every("withdraw") if (target := self.withdrew(s))}
        self.state_accepts()
        self.state_receipts()
        self.state_answers()
        self.state_withdrawals()
        self.state_revocations()
        self.agreements = {terms.id: Agreement(self, terms) for terms in self.every("terms")}
        self.take_stamps()
        self.state_times()
        for agreement in self.agreements.values():
            agreement.state_facts()
        for agreement in self.agreements.values():
            agreement.state_views()

    def state_accepts(self) -> None:
        for statement in [*self.every("accept"), *self.commitments]:
            exchange = statement.body["exchange"]
            if exchange is not None and self.terms(exchange) is None:
                self.views.add(("terms-absent", statement.id))
        self.facts |= {("accepted", accept.id) for accept in self.every("accept") if self.is_accepted(accept)}

    def state_receipts(self) -> None:
        for receipt_id, commitment in self.acknowledged.items():
            receipt = self.sound[receipt_id]
            self.facts.add(("ack-" + receipt.body["stage"], receipt.id))
            known = self.known.get(commitment.id)
            if receipt.body["stage"] == "opened" and known is not None:
                fitting = receipt.body["tag"] == opened_tag(known.cek, commitment.id, receipt.kid)
                why = self.failed.get(commitment.id) if fitting else None
                if fitting:
                    self.facts.add(("opened-by", receipt.id))
                if not fitting or why:
                    evidence = [receipt.id, commitment.id, *self.first(self.givers(commitment))]
                    evidence += [commitment.body["envelope"]] if why else []
                    self.blame("false-opened", receipt.kid, evidence, known.public, why)
        for receipt_id, complaint in self.complaints.items():
            receipt = self.sound[receipt_id]
            if complaint.finding == "undecided":
                self.views.add(("complaint-open", receipt_id))
            if complaint.finding == "false":
                self.blame("false-complaint", receipt.kid, complaint.evidence, complaint.public)
            if complaint.finding == "bad-wrap":
                maker = self.sound[receipt.body["source"]].kid
                self.facts.add(("bad-wrap-proven", receipt_id))
                self.blame("bad-wrap", maker, complaint.evidence, complaint.public, complaint.why)
            if receipt.body["wrap"] and self.openings.get(receipt_id, b"") is None:
                self.views.add(("wrap-failed", receipt_id))

    def state_answers(self) -> None:
        answers = {(c.body["answers"], c.kid) for c in self.commitments}
        for commitment in self.commitments:
            if any(to == commitment.id and kid != commitment.kid for to, kid in answers):
                self.facts.add(("answered", commitment.id))
            elif commitment.body["exchange"] is None:
                self.views.add(("unanswered", commitment.id))
        for review in self.every("review"):
            about = self.commitment(review.body["commitment"])
            if about and about.kid != review.kid:
                self.facts.add(("reviewed", review.id))
        for reveal in self.every("reveal"):
            about, cek = self.commitment(reveal.body["commitment"]), reveal.body["cek"]
            if about and is_own(reveal, about) and about.body["exchange"] and cek and fits(about, cek):
                self.facts.add(("published", reveal.id))

    def state_withdrawals(self) -> None:
        for withdraw_id in self.withdrawals:
            self.facts.add(("withdrew", withdraw_id))
            self.views.add(("withdrawn", withdraw_id))
        after: dict[tuple[bytes, bytes], set[tuple[bytes, bytes]]] = {}  # act and withdrawal, by signer and exchange
        for statement in self.sound.values():
            exchange = self.exchange_of(statement)
            if exchange is None:
                continue
            for withdraw_id in self.past(statement) & self.withdrawals.keys():
                target, own = self.withdrawals[withdraw_id], self.sound[withdraw_id].kid == statement.kid
                if self.exchange_of(target) != exchange:
                    continue
                if not own:
                    self.facts.add(("knew-withdrawal", statement.id))
                elif statement.kind in ("accept", "commitment") and target.kind == "accept":
                    after.setdefault((statement.kid, exchange), set()).add((statement.id, withdraw_id))
        for (kid, _), pairs in after.items():
            self.blame("after-withdrawal", kid, {one for pair in pairs for one in self.between(*pair)})

    def between(self, act: bytes, withdraw: bytes) -> set[bytes]:
        """Return both, all statements between them, and what is withdrawn."""
        past = self.past(self.present[act])
        between = {i for i in past if withdraw in self.past(self.present[i])}
        return {act, withdraw, self.withdrawals[withdraw].id, *between}

    def state_revocations(self) -> None:
        since: dict[bytes, int] = {}
        for revoke in self.every("revoke"):
            self.facts.add(("revoked", revoke.id))
            since[revoke.kid] = min(since.get(revoke.kid, MAX_TIME), revoke.body["since"])
        for statement in self.sound.values():
            if statement.kind != "revoke" and statement.kid in since and statement.iat >= since[statement.kid]:
                self.views.add(("after-revocation", statement.id))

    # 18.5 and 18.6

    def take_stamps(self) -> None:  # step 7
        agreed = [clock for one in self.agreements.values() if one.agreed for clock in one.clocks]
        anchors = [operator.anchors for operator in [*self.watch.operators, *agreed]]
        at_hand = [read_certificate(raw) for raw in self.watch.certificates]
        self.clocks = Clocks(self.watch.operators, at_hand, list(self.watch.revocations))
        waiting = dict(self.transcript.stamps)
        while waiting:
            stamp = next(stamp for stamp in waiting.values() if stamp.target not in waiting)
            del waiting[stamp.id]
            try:
                self.take_stamp(stamp, anchors)
            except Fail as fail:
                of_statement = stamp.target in self.present
                if fail.code in LACKING or (fail.code == "token-imprint" and of_statement):
                    self.ignored[stamp.id] = fail.code
                else:
                    self.rejected.add((stamp.id, fail.code))
                if fail.code == "token-imprint" and of_statement and self.is_sound(stamp):
                    self.views.add(("stamp-unmatched", stamp.id))

    def take_stamp(self, stamp: Stamp, operators: list[list[bytes]]) -> None:
        before = self.stamps.get(stamp.target)
        need(stamp.target in self.present or before is not None, "target-missing")
        if before:
            stamped = [cbor(Tag(DISCLOSURE, ["stamp", before.stamp.target, before.stamp.token]))]
            direct, named = {stamp.target, *before.direct}, {stamp.target, *before.named}
        else:
            stamped = [b"\x58\x40" + signature for signature in self.signatures[stamp.target]]
            direct, named = {stamp.target}, {stamp.target, *self.past(self.present[stamp.target])}
        token = read_token(stamp.token, stamped, self.clocks.at_hand)
        self.clocks.check(token, operators)
        self.stamps[stamp.id] = Timed(stamp, token, direct, named)

    def is_sound(self, stamp: Stamp) -> bool:
        """Return whether a stamp passes 18.2 but for step 4."""
        try:
            read_token(stamp.token, None, self.clocks.at_hand)
        except Fail:
            return False
        return True

    def is_of(self, stamp: Stamp) -> bool:
        """Return whether a stamp is of a present statement or stamp."""
        return stamp.target in self.present or stamp.target in self.stamps

    def statement_of(self, subject: bytes) -> Statement:
        """Return the statement, or the one that a stamp is of."""
        while subject in self.stamps:
            subject = self.stamps[subject].stamp.target
        return self.present[subject]

    def operators_of(self, subject: bytes, clock: str) -> tuple[list[Operator], int]:
        """Return the operators of a set of clocks of a subject, and their quorum."""
        if clock == "pinned":
            return self.clocks.operators, self.watch.quorum
        one = self.agreements.get(self.exchange_of(self.statement_of(subject)) or b"")
        return (one.clocks, one.terms.body["quorum"]) if one and one.agreed and one.clocks else ([], 1)

    def existed_by(
        self, subject: bytes, clock: str, direct: bool, stamps: dict[bytes, Timed] | None = None
    ) -> int | None:  # 18.5
        _, quorum = self.operators_of(subject, clock)
        found = self.said_of(subject, clock, direct, self.stamps if stamps is None else stamps)
        for time in sorted({bound for bound, _, _ in found}):
            if pairs_up({(name, key) for bound, name, key in found if bound <= time}, quorum):
                return time
        return None

    def said_of(
        self, subject: bytes, clock: str, direct: bool, stamps: dict[bytes, Timed]
    ) -> list[tuple[int, str, bytes]]:
        """Return the bounds of the stamps of a subject, with their operators and keys."""
        operators, _ = self.operators_of(subject, clock)
        found: list[tuple[int, str, bytes]] = []
        for timed in stamps.values():
            if subject in (timed.direct if direct else timed.named):
                operator = self.clocks.operator_of(timed.token, operators)
                if operator:
                    found.append((bound_of(timed.token, operator.accuracy), operator.name, timed.token.signer.key))
        return found

    def state_times(self) -> None:
        self.existed: dict[tuple[bytes, str], int] = {}
        self.after: dict[bytes, int] = {}
        for subject in [*self.present, *self.stamps]:
            for clock in ("pinned", "agreed"):
                direct, any_way = (self.existed_by(subject, clock, way) for way in (True, False))
                if direct is None and subject in self.present and self.said_of(subject, clock, True, self.stamps):
                    self.views.add(("quorum-short", subject))
                if any_way is not None:
                    self.existed[subject, clock] = any_way
                    for way, time in ((True, direct), (False, any_way if any_way != direct else None)):
                        if time is not None:
                            self.state_time("existed-by", subject, clock, way, time)
        beacons = {c.id: time for c in self.commitments if (time := self.beacon_of(c)) is not None}
        self.beacons = beacons
        for statement in self.present.values():
            rounds = [beacons[i] for i in [statement.id, *self.past(statement)] if i in beacons]
            if rounds:
                self.after[statement.id] = max(rounds)
                self.state_time("not-before", statement.id, max(rounds))
            self.compare_times(statement)
        for timed in self.stamps.values():
            operators = self.of_operators(timed)
            if any(self.is_doubtful(timed, clock) for clock in ("pinned", "agreed")):
                self.views.add(("stamp-doubtful", timed.stamp.id))
            if operators and min(earliest_of(timed.token, operator.accuracy) for operator in operators) > self.now:
                self.views.add(("stamp-ahead", timed.stamp.id))

    def state_time(self, code: str, subject: bytes, *value: Any) -> None:
        self.times.add((code, subject, *value))
        self.facts.add((code, subject))

    def beacon_of(self, commitment: Statement) -> int | None:
        if commitment.body["beacon"] is None:
            return None
        if not self.watch.beacon:
            self.views.add(("beacon-unchecked", commitment.id))
            return None
        try:
            return beacon_time(*commitment.body["beacon"])
        except Fail:
            self.views.add(("beacon-unknown", commitment.id))
            return None

    def compare_times(self, statement: Statement) -> None:
        after = self.after.get(statement.id, 0)
        before = [
            time for clock in ("pinned", "agreed") if (time := self.existed.get((statement.id, clock))) is not None
        ]
        if any(after > time for time in before):
            self.views.add(("times-conflict", statement.id))
        if statement.iat < after or any(statement.iat > time for time in before):
            self.views.add(("iat-outside", statement.id))

    def of_operators(self, timed: Timed, clocks: Iterable[str] = ("pinned", "agreed")) -> list[Operator]:
        """Return the operators, one of each set of clocks, that a stamp is of."""
        found = []
        for clock in clocks:
            operators, _ = self.operators_of(timed.stamp.id, clock)
            found.append(self.clocks.operator_of(timed.token, operators))
        return [operator for operator in found if operator]

    def is_doubtful(self, timed: Timed, clock: str) -> bool:  # 18.7
        operators = self.of_operators(timed, [clock])
        if not operators:
            return False
        end = end_of(timed.token, self.clocks.revocations(timed.token, operators[0].anchors))
        if end >= self.now:
            return False
        renewals = [other for other in self.stamps.values() if other.stamp.target == timed.stamp.id]
        return not any(
            bound_of(renewal.token, operator.accuracy) <= end and not self.is_doubtful(renewal, clock)
            for renewal in renewals
            for operator in self.of_operators(renewal, [clock])
        )

    def met(self, require: Input) -> bool:  # step 9
        code = require["code"]
        if code in ("proposed", "agreed", "accepted"):
            return self.met_by_terms(require)
        about = {c.id: c.id for c in self.commitments} | self.shown
        about |= {s.id: s.body["commitment"] for s in self.sound.values() if ABOUT.get(s.kind) == "commitment"}
        true = {about[subject] for its, subject in self.facts if its == code and subject in about}
        if code == "existed-by" or code.endswith("-in-time"):
            true = {about[subject] for its, subject in self.firm() if its == code and subject in about}

        def is_meant(c: Statement) -> bool:
            wanted = (require["by"], require["role"], require["list"])
            its = (c.kid.hex(), c.body["role"], c.body["list"].hex())
            return all(want in (None, value) for want, value in zip(wanted, its, strict=True))

        def counts(c: Statement) -> bool:
            forks = [o for o in self.commitments if (o.kid, o.body["list"]) == (c.kid, c.body["list"])]
            newest = [o for o in forks if o.body["version"] == self.highest(o)]
            return c in newest and any(map(is_meant, newest))

        def holds(c: Statement) -> bool:
            twins = [o for o in self.commitments if o.kid == c.kid and all(o.body[f] == c.body[f] for f in PLACED)]
            return any(twin.id in true for twin in twins)

        found = list(filter(counts, self.commitments))
        return bool(found) and all(map(holds, found))

    def firm(self) -> set[tuple[str, bytes]]:
        """Return the facts of time that the pinned clocks show without the stamps that are in doubt, or ahead."""
        kept = {
            i: timed
            for i, timed in self.stamps.items()
            if not self.is_doubtful(timed, "pinned") and ("stamp-ahead", i) not in self.views
        }
        found = {
            ("existed-by", c.id) for c in self.commitments if self.existed_by(c.id, "pinned", True, kept) is not None
        }
        for code, subject, *_ in self.times:
            if code.endswith("-in-time"):
                found |= {(code, subject)} if self.is_still_met(code, subject, kept) else set()
        return found

    def is_still_met(self, code: str, subject: bytes, kept: dict[bytes, Timed]) -> bool:
        statement = self.sound[subject]
        one = self.agreements[self.exchange_of(statement) or b""]
        step = code.removesuffix("-in-time")
        due = one.terms.body["deadlines"]["commit" if step == "delivered" else step]
        if step != "delivered":
            return self.is_by(subject, due, kept)
        receipts = [self.sound[i] for i, about in self.acknowledged.items() if about.id == subject]
        timely = {r.kid for r in receipts if self.is_by(r.id, due + one.terms.body["grace"], kept)}
        others = [kid for kid in one.kids if kid != statement.kid]
        return bool(timely & set(one.mediators)) or all_in(others, timely)

    def is_by(self, subject: bytes, due: int, kept: dict[bytes, Timed]) -> bool:
        time = self.existed_by(subject, "pinned", False, kept)
        return time is not None and time <= due

    def met_by_terms(self, require: Input) -> bool:
        code, by = require["code"], unhex(require["by"])
        every = self.every("terms")
        meant = [terms for terms in every if ("replaced", terms.id) not in self.facts] or every

        def holds(terms: Statement) -> bool:
            if code == "accepted":
                return any(by in (None, accept.kid) for accept in self.accepts(terms.id) if self.is_accepted(accept))
            has_slot = by is None or by in slot_kids(terms)
            return has_slot and (code, terms.id) in self.facts

        alone = require["role"] is None and require["list"] is None
        return bool(meant) and alone and all(map(holds, meant))

    def exit_code(self, require: list[Input]) -> int:  # step 9
        if not self.framed:
            return 2
        if self.contradictions:
            return 4
        if self.rejected:
            return 1
        cards = {s.id for s in self.strangers.values() if s.kind == "card"}
        unmet = not all(map(self.met, require))
        said = any(s.kind != "card" for s in self.present.values())
        return 3 if set(self.ignored) - cards - self.transcript.stamps.keys() or not said or unmet else 0

    def report(self, names: list[str], files: list[bytes], require: list[Input]) -> Input:  # 12.6
        """Return the data of an assessment without words."""
        exit = self.exit_code(require)
        kinds = {H(sig_structure(s.protected, s.payload)): s.kind for s in self.transcript.statements.values()}
        kinds |= dict.fromkeys(self.transcript.envelopes, "envelope")
        kinds |= dict.fromkeys(self.transcript.disclosures, "disclosure") | dict.fromkeys(
            self.transcript.stamps, "stamp"
        )
        classes = (("fact", self.facts), ("view", self.views))
        slot = ("list", "role", "version", "previous", "exchange", "answers", "count", "root")
        places = self.transcript.places
        return {
            "schema": "swapproto-assessment/1",
            "spec": "swapproto/1",
            "ok": exit == 0,
            "exit": exit,
            "now": self.now,
            "inputs": [
                {"name": name, "sha256": H(file), "size": len(file)}
                | {"artefacts": sorted(i for its, i in self.transcript.sources if its == number)}
                for number, (name, file) in enumerate(zip(names, files, strict=True))
            ],
            "clocks": [
                {"name": operator.name, "certificates": operator.anchors, "accuracy": operator.accuracy}
                for operator in self.clocks.operators
            ],
            "quorum": self.watch.quorum,
            "beacon": self.watch.beacon,
            "require": require,
            "missing": [one for i, one in enumerate(require) if one not in require[:i] and not self.met(one)],
            "trust": [
                {"kid": kid, "name": card.body["name"], "card": card.id, "fingerprint": fingerprint(card.id)}
                | {"not_after": card.body["notAfter"]}
                for kid, card in sorted(self.trust.items())
            ],
            "lists": [
                {"commitment": c.id, "by": c.kid, **{name: c.body[name] for name in slot}, "iat": c.iat}
                for c in sorted(self.commitments, key=lambda c: c.id)
            ],
            "claims": [
                {"code": code, "class": kind, "subject": subject, "by": kid, "value": value, "evidence": evidence}
                for kind, claims in classes
                for code, subject, kid, value, evidence in self.told(claims)
            ],
            "contradictions": [fault._asdict() for fault in self.faults()],
            "rejected": [
                {"file": names[file], "offset": offset, "code": code, "id": digest}
                for digest, code in sorted(self.rejected)
                for file, offset in [places.get((digest, code)) or places[digest, ""]]
            ],
            "ignored": [{"id": i, "kind": kinds[i], "code": code} for i, code in sorted(self.ignored.items())],
            "not_proven": self.unproven(),
            "exchanges": [self.report_exchange(exchange) for exchange in sorted(self.exchanges())],
            "awaiting": [
                {"exchange": exchange, **awaited.members(), "overdue": one.is_overdue(awaited)}
                for exchange, one in sorted(self.agreements.items())
                for awaited in sorted(one.awaiting, key=lambda a: (a.by, a.what, a.commitment or b""))
            ],
        }

    def faults(self) -> list[Fault]:
        return sorted(self.contradictions, key=lambda fault: (*fault[:4], fault.why or ""))

    def told(self, claims: set[tuple[str, bytes]]) -> list[tuple[str, bytes, bytes, Input, list[bytes]]]:  # 12.7
        """Return code, subject, kid, value and evidence of facts or views, in order."""
        found = []
        for code, subject in claims:
            about = self.present.get(subject)
            for one in getattr(Telling(self), code.replace("-", "_"), Telling.nothing)(about or subject):
                evidence = [subject, *sorted({*one.evidence} - {subject})]
                found.append((code, subject, one.by or self.author(subject), one.value, evidence))
        return sorted(found, key=lambda row: (*row[:2], row[4], row[2], json_text(row[3])))

    def author(self, subject: bytes) -> bytes:
        """Return whom a claim is by: the signer of its subject."""
        cards = {card.id: card for card in self.trust.values()}
        found = cards.get(subject) or self.present.get(subject) or self.commitment(self.shown.get(subject))
        return found.kid if found else self.statement_of(self.transcript.stamps[subject].target).kid

    def report_exchange(self, exchange: bytes) -> Input:
        terms, one = self.terms(exchange), self.agreements.get(exchange)
        fields = ("title", "release", "replaces", "deadlines")
        return {
            "exchange": exchange,
            "by": terms.kid if terms else None,
            **{name: terms.body[name] if terms else None for name in fields},
            "state": one.state if one else "no-terms",
            "in_force": ("in-force", exchange) in self.views,
            "slots": one.report_slots() if one else [],
            "mediators": terms.body["mediators"] if terms else [],
        }

    def unproven(self) -> list[str]:  # 12.5
        codes = {"true", "complete", "only"}
        timed = {time[1] for time in self.times if time[0] == "existed-by" and time[2:4] == ("pinned", True)}
        if not self.commitments or any(commitment.id not in timed for commitment in self.commitments):
            codes.add("time")
        acknowledged = {commitment.id for commitment in self.acknowledged.values()}
        if not self.commitments or any(commitment.id not in acknowledged for commitment in self.commitments):
            codes.add("receipt")
        if any(code in ("unanswered", "awaiting") for code, _ in self.views):
            codes.add("refusal")
        if any(code == "disclosed" for code, _ in self.facts):
            codes.add("presenter")
        return sorted(code + "-not-proven" for code in codes)


# --- 17. Exchanges --------------------------------------------------------------------------------


class Complaint(NamedTuple):
    """What running a complaint again finds (17.5)."""

    finding: str  # "undecided", "bad-wrap", "wrong-content" or "false"
    public: bool
    evidence: tuple[bytes, ...] = ()
    cek: bytes | None = None
    why: str | None = None


class Awaited(NamedTuple):
    """Whose move it is: 17.10."""

    by: bytes
    what: str
    commitment: bytes | None
    since: int | None
    due: int | None = None
    could: bool = False  # whether it could be made by then

    def members(self) -> dict[str, Any]:
        """Return what an assessment says of it: 12.6."""
        return {"by": self.by, "what": self.what, "commitment": self.commitment, "since": self.since, "due": self.due}


def names(statement: Statement) -> set[bytes]:  # 17.8
    body = statement.body
    fields = ("previous", "answers", "commitment", "exchange", "replaces", "target", "source", "details")
    named = [*body["seen"], *body.get("given", []), *(body.get(field) for field in fields)]
    if statement.kind == "receipt":
        named.append(body["key"])
    if body.get("wrap"):
        named.append(body["wrap"][0])
    return {name for name in named if name is not None}


def slot_kids(terms: Statement) -> list[bytes]:
    return list(dict.fromkeys(kid for kid, _, _ in terms.body["slots"]))


def relied_on_by(reveal: Statement) -> set[bytes]:  # U of 17.4
    return {*reveal.body["given"], reveal.body["commitment"]}


def gives_seed(receipt: Statement) -> bool:
    return receipt.body["seed"] is not None or receipt.body["wrap"] is not None


def is_own(reveal: Statement, commitment: Statement) -> bool:
    """Return whether it is the committer's own reveal with an empty `given`."""
    return reveal.kid == commitment.kid and not reveal.body["given"]


def latest(statements: Iterable[Statement]) -> int | None:
    """Return the highest time that their signers state."""
    return max((statement.iat for statement in statements), default=None)


Slot = tuple[bytes, str, int | None]


class Agreement:
    """The facts, views and state of one exchange whose terms are present."""

    def __init__(self, assessment: Assessment, terms: Statement) -> None:
        self.whole, self.terms = assessment, terms
        self.kids, self.mediators = slot_kids(terms), terms.body["mediators"]
        self.slots: list[Slot] = [(kid, role, count) for kid, role, count in terms.body["slots"]]
        self.release = terms.body["release"]
        self.applies = assessment.applies(terms)
        self.commitments = [c for c in assessment.commitments if c.body["exchange"] == terms.id]
        self.reveals = [s for s in assessment.every("reveal") if assessment.exchange_of(s) == terms.id]
        self.accepts = assessment.accepts(terms.id)
        self.accepted = {accept.kid for accept in self.accepts if assessment.is_accepted(accept)}
        self.agreed = all(kid in self.accepted for kid in self.kids)
        self.serving: list[bytes] = []
        self.reliance: dict[bytes, list[Statement]] = {}  # by reveal that is in turn
        self.relied_on: set[bytes] = set()
        self.clocks = [Operator(name, digests, accuracy) for name, digests, accuracy in terms.body["clocks"]]
        self.state = "no-terms"
        self.awaiting: list[Awaited] = []
        self.unhurried: set[bytes] = set()  # the kids that `accept-late` is stated by

    # 17.3 and 17.4

    def covers(self, commitment: Statement, slot: Slot) -> bool:
        kid, role, count = slot
        body, schema = commitment.body, self.terms.body["schema"]
        in_place = body["exchange"] == self.terms.id and commitment.kid == kid and body["role"] == role
        return in_place and schema in (None, body["schema"]) and count in (None, body["count"])

    def is_present(self, commitment: Statement) -> bool:
        return commitment.body["envelope"] in self.whole.envelopes

    def covering(self, slot: Slot) -> list[Statement]:
        return [c for c in self.commitments if self.covers(c, slot)]

    def filling(self, slot: Slot) -> list[Statement]:
        return list(filter(self.is_present, self.covering(slot)))

    def in_turn(self, reveal: Statement) -> bool:
        relied_on = relied_on_by(reveal)
        if not relied_on <= self.whole.present.keys():
            return False
        witnesses = [reveal.kid] if reveal.kid in self.mediators else self.mediators

        def shown_opened(commitment: Statement) -> bool:
            receipts = [s for i in relied_on if (s := self.whole.sound.get(i)) and s.kind == "receipt"]
            return any(self.says_opened(s, commitment) and s.kid in witnesses for s in receipts)

        def is_covered(slot: Slot) -> bool:
            found = [c for c in self.covering(slot) if c.id in relied_on]
            return any(self.release == 1 or shown_opened(c) for c in found)

        return all(map(is_covered, self.slots))

    def says_opened(self, receipt: Statement, commitment: Statement) -> bool:
        body = receipt.body
        about = (body["stage"], body["commitment"], body["envelope"])
        return about == ("opened", commitment.id, commitment.body["envelope"])

    def is_premature(self, reveal: Statement, commitment: Statement) -> bool:
        accepted = any(accept.kid == reveal.kid for accept in self.accepts)
        if not accepted or is_own(reveal, commitment):
            return False
        relied_on = relied_on_by(reveal)
        too_few = len(relied_on) < len(self.slots) * self.release
        return too_few or (relied_on <= self.whole.present.keys() and not self.in_turn(reveal))

    # 17.9

    def state_facts(self) -> None:
        facts = self.whole.facts
        facts.add(("proposed", self.terms.id))
        if self.agreed:
            facts.add(("agreed", self.terms.id))
        if not self.applies:
            return
        for commitment in self.commitments:
            self.state_slot(commitment)
        for reveal in self.reveals:
            if self.in_turn(reveal):
                facts.add(("in-turn", reveal.id))
                self.reliance[reveal.id] = self.relies_on(reveal)
                self.relied_on |= {c.id for c in self.reliance[reveal.id]}
        facts |= {("relied-on", commitment) for commitment in self.relied_on}
        for reveal_id, relied_on in self.reliance.items():
            needed = {self.whole.sound[reveal_id].body["commitment"], *(c.id for c in relied_on)}
            if needed <= self.whole.opened:
                facts.add(("reciprocated", reveal_id))
        for reveal in [s for s in self.whole.present.values() if s.kind == "reveal"]:
            about = self.whole.commitment(reveal.body["commitment"])
            if about is not None and about in self.commitments and self.is_premature(reveal, about):
                first = self.whole.first(accept for accept in self.accepts if accept.kid == reveal.kid)
                known = relied_on_by(reveal) & self.whole.present.keys()
                self.whole.blame("premature", reveal.kid, [reveal.id, about.id, self.terms.id, *first, *known])

    def state_slot(self, commitment: Statement) -> None:
        slots = [slot for slot in self.slots if self.covers(commitment, slot)]
        if not slots:
            if not self.is_review_list(commitment):
                self.whole.facts.add(("off-terms", commitment.id))
            return
        if self.is_present(commitment):
            self.whole.facts.add(("slot-filled", commitment.id))
        if slots[0][2] is not None:
            self.whole.facts.add(("count-agreed", commitment.id))

    def is_review_list(self, commitment: Statement) -> bool:
        """Return whether it answers a commitment of the exchange, or could, for all that is present."""
        answers = commitment.body["answers"]
        if commitment.body["role"] != "review" or answers is None:
            return False
        return answers not in self.whole.present or answers in {c.id for c in self.commitments}

    def relies_on(self, reveal: Statement) -> list[Statement]:
        """Return what a reveal in turn makes `relied-on`."""
        used = [c for c in self.commitments if c.id in relied_on_by(reveal)]
        used = [c for c in used if any(self.covers(c, slot) for slot in self.slots)]
        revealed = self.whole.present[reveal.body["commitment"]]
        found = []
        for commitment in used:
            twins = [c for c in used if (c.kid, c.body["list"]) == (commitment.kid, commitment.body["list"])]
            highest = commitment.body["version"] == max(c.body["version"] for c in twins)
            if highest and not (reveal.kid == commitment.kid == revealed.kid):
                found.append(commitment)
        return found

    def state_views(self) -> None:
        whole, x = self.whole, self.terms.id
        replacing = [other for other in whole.agreements.values() if other.terms.body["replaces"] == x]
        replaced = any(all_in(self.kids, other.accepted) for other in replacing)
        if replaced:
            whole.facts.add(("replaced", x))
        if len([other for other in replacing if other.accepted]) >= 2:
            whole.views.add(("two-replacements", x))
        targets = [target for target in whole.withdrawals.values() if whole.exchange_of(target) == x]
        gone = {target.kid for target in targets if target.kind == "accept"}
        left = not gone.isdisjoint(self.kids)
        self.serving = [kid for kid in self.mediators if kid not in gone]
        if self.agreed and not replaced and not left:
            whole.views.add(("in-force", x))
        if not self.applies:
            whole.views.add(("party-not-pinned", x))
        else:
            taken_back = not self.agreed and any(target.kind == "terms" for target in targets)
            unserved = self.release == 2 and not self.serving
            self.state_moves(replaced, left or taken_back or unserved)
            self.state_commitments()
            self.state_deadlines()
        whole.views.add(("state", x))
        if self.awaiting:
            whole.views.add(("awaiting", x))
        if any(map(self.is_overdue, self.awaiting)):
            whole.views.add(("overdue", x))

    # 18.6

    def is_overdue(self, awaited: Awaited) -> bool:
        past = awaited.due is not None and awaited.due < self.whole.now
        return past and awaited.could and awaited.by not in self.unhurried

    def is_in_time(self, subject: bytes, due: int, clock: str) -> bool:
        return (time := self.whole.existed.get((subject, clock))) is not None and time <= due

    def state_deadlines(self) -> None:
        self.met: dict[str, set[bytes]] = {}  # by deadline, the subjects of its facts
        due, whole = self.terms.body["deadlines"], self.whole
        covering = {c.id: c for slot in self.slots for c in self.covering(slot)}
        reviews = [s for s in whole.every("review") if s.kid in self.kids and self.is_of_another(s, covering)]
        reveals = [
            s
            for s in self.reveals
            if s.body["commitment"] in covering and whole.facts & {("in-turn", s.id), ("published", s.id)}
        ]
        accepts = [a for a in self.accepts if a.kid in self.kids]
        steps = (("accept", accepts), ("commit", covering.values()), ("reveal", reveals), ("review", reviews))
        for step, statements in steps:
            self.met[step] = set()
            for statement in statements if due[step] is not None else ():
                self.state_deadline(step, statement, due[step])
        self.met["acknowledge"] = set()
        if self.terms.body["delivery"] and due["commit"] is not None:
            for commitment in covering.values():
                self.state_delivery(commitment, due["commit"] + self.terms.body["grace"])
        if self.clocks:
            self.state_late_accepts(due["accept"])
            self.state_not_met(due)

    def is_of_another(self, review: Statement, covering: dict[bytes, Statement]) -> bool:
        about = covering.get(review.body["commitment"])
        return about is not None and about.kid != review.kid

    def state_deadline(self, step: str, statement: Statement, due: int) -> None:
        for clock in ("pinned", "agreed"):
            if self.is_in_time(statement.id, due, clock):
                self.met[step].add(statement.id)
                self.whole.state_time(step + "-in-time", statement.id, clock)
        if self.whole.after.get(statement.id, 0) > due and self.could_be_sooner(step, statement, due):
            self.whole.facts.add(("late", statement.id))

    def is_shown(self, subject: bytes, due: int) -> bool:
        return self.is_in_time(subject, due, "pinned") or self.is_in_time(subject, due, "agreed")

    def could_be_sooner(self, step: str, statement: Statement, due: int) -> bool:  # late
        body = statement.body
        if step == "accept":
            return body["number"] == 0 and self.is_shown(self.terms.id, due)
        if step == "commit":
            timely = {accept.kid for accept in self.accepts if self.is_shown(accept.id, due)}
            return body["version"] == 1 and all_in(self.kids, timely)
        if step == "reveal":
            needed = relied_on_by(statement) | ({body["wrap"][0]} if body["wrap"] else set())
            return self.in_turn(statement) and all(self.is_shown(one, due) for one in needed)
        about = self.whole.commitment(body["commitment"])
        return about is not None and any(self.is_shown(r.id, due) for r in self.opened_by(about, statement.kid))

    def was_there(self, statement: Statement, due: int) -> bool:
        return self.is_shown(statement.id, due) if self.clocks else statement.iat <= due

    def could(self, kid: bytes, due: int | None, *needed: Iterable[Statement]) -> bool:  # 17.10
        """Return whether all had accepted by then, and this kid, and one of each of these was there."""
        accepts = [[accept for accept in self.accepts if accept.kid == one] for one in (*self.kids, kid)]
        return due is not None and all(any(self.was_there(one, due) for one in those) for those in (*accepts, *needed))

    def state_delivery(self, commitment: Statement, due: int) -> None:
        receipts = [self.whole.sound[i] for i, about in self.whole.acknowledged.items() if about.id == commitment.id]
        others = [kid for kid in self.kids if kid != commitment.kid]
        for clock in ("pinned", "agreed"):
            kids = {receipt.kid for receipt in receipts if self.is_in_time(receipt.id, due, clock)}
            if kids & set(self.mediators) or all_in(others, kids):
                self.met["acknowledge"].add(commitment.id)
                self.whole.state_time("delivered-in-time", commitment.id, clock)

    def state_late_accepts(self, due: int | None) -> None:
        timely = {a.kid for a in self.accepts if a.id in self.met["accept"]}
        acts = [*self.commitments, *self.reveals]
        for kid in self.kids if due is not None else ():
            known = {name for s in acts if s.kid == kid for name in self.whole.past(s)}
            aware = {a.kid for a in self.accepts if a.id in known}
            if kid in timely and not set(self.kids) - {kid} <= timely | aware:
                self.unhurried.add(kid)
                self.state_by("accept-late", kid, {"kids": sorted(set(self.kids) - {kid} - timely - aware)})

    def state_by(self, view: str, kid: bytes, value: Input) -> None:
        self.whole.views.add((view, self.terms.id))
        said = self.whole.by_kid.setdefault((view, self.terms.id), [])
        said += [(kid, value)] if (kid, value) not in said else []

    def state_not_met(self, due: dict[str, int | None]) -> None:
        if not self.agreed:
            return
        last = {**due, "acknowledge": None}
        if self.terms.body["delivery"] and due["commit"] is not None:
            last["acknowledge"] = due["commit"] + self.terms.body["grace"]
        for step, time in last.items():
            if time is not None and time < self.whole.now:
                for slot in self.slots:
                    if not self.met[step] & self.meeting(step, slot):
                        role = None if step in ("accept", "review") else slot[1]
                        self.state_by("not-met", slot[0], {"what": step, "role": role, "due": time})

    def meeting(self, step: str, slot: Slot) -> set[bytes]:
        """Return the statements that can meet a deadline of a slot, in time or not."""
        kid, covering = slot[0], {c.id for c in self.covering(slot)}
        match step:
            case "accept":
                return {a.id for a in self.accepts if a.kid == kid}
            case "reveal":
                return {s.id for s in self.reveals if s.body["commitment"] in covering}
            case "review":
                return {s.id for s in self.whole.every("review") if s.kid == kid}
        return covering

    def state_commitments(self) -> None:
        views = self.whole.views
        for slot in self.slots:
            binding = self.binding(slot)
            if binding is None:
                continue
            views.add(("binding", binding.id))
            for other in self.covering(slot):
                if other.body["list"] == binding.body["list"] and other.body["version"] > binding.body["version"]:
                    views.add(("amended", other.id))
        views |= {("owed", commitment) for commitment in self.relied_on - self.whole.opened}
        for reveal in self.reveals:
            about = self.whole.commitment(reveal.body["commitment"])
            if about is None or is_own(reveal, about) or self.is_premature(reveal, about):
                continue
            if not self.in_turn(reveal):
                views.add(("not-shown-in-turn", reveal.id))

    # 17.10

    def state_moves(self, replaced: bool, withdrawn: bool) -> None:
        self.at_stake = {slot: self.staked(slot) for slot in self.slots}
        if self.is_settled():
            self.state = "settled"
        elif replaced or withdrawn:
            self.state = "replaced" if replaced else "withdrawn"
        else:
            rows = (self.proposed, self.committing, self.undelivered, self.spoiled, self.depositing, self.releasing)
            for row in (*rows, self.complained, self.receiving, self.reviewing, self.contested):
                moves = list(row())
                if moves:
                    moves += self.mediators_needed() if row in rows[:3] else ()
                    self.state, self.awaiting = row.__name__, merged(moves)
                    break

    def binding(self, slot: Slot) -> Statement | None:
        found = self.filling(slot) or self.covering(slot)
        relied_on = [c for c in found if c.id in self.relied_on]
        if relied_on:
            return min(relied_on, key=lambda c: (-c.body["version"], c.id))
        return min(found, key=lambda c: (c.body["version"], c.id), default=None)

    def staked(self, slot: Slot) -> Statement | None:
        binding = self.binding(slot)
        if binding is None:
            return None
        versions = [c for c in self.filling(slot) if c.body["list"] == binding.body["list"]]
        higher = [c for c in versions if c.body["version"] > binding.body["version"]]
        if self.is_spoiled(binding) or any(self.contesting(slot, c) for c in (binding, *higher)):
            return min(higher, key=lambda c: (-c.body["version"], c.id), default=binding)
        return binding

    def readers(self, slot: Slot) -> list[bytes]:
        return [kid for kid in self.kids if kid != slot[0]]

    def staked_lists(self) -> Iterator[tuple[Slot, Statement]]:
        for slot, commitment in self.at_stake.items():
            if commitment is not None:
                yield slot, commitment

    def promised(self) -> Iterator[tuple[Slot, Statement]]:
        """Yield what has to be handed over: the lists at stake, and those of each slot that are relied on."""
        for slot, commitment in self.staked_lists():
            for one in self.covering(slot):
                if (one.id == commitment.id or one.id in self.relied_on) and not self.is_spoiled(one):
                    yield slot, one

    def is_spoiled(self, commitment: Statement) -> bool:
        return commitment.id in self.whole.spoiled

    def latest_review(self, commitment: Statement, reader: bytes) -> Statement | None:
        reviews = [s for s in self.whole.every("review") if ("reviewed", s.id) in self.whole.facts]
        reviews = [s for s in reviews if s.kid == reader and s.body["commitment"] == commitment.id]
        return max(reviews, key=lambda s: (s.iat, s.id), default=None)

    def contesting(self, slot: Slot, commitment: Statement) -> list[Statement]:
        """Return the readers' latest reviews that contest a list."""
        found = [self.latest_review(commitment, reader) for reader in self.readers(slot)]
        return [review for review in found if review and review.body["verdict"] == "contested"]

    def receipts(self, commitment: Statement, *stages: str) -> list[Statement]:
        """Return the receipts with one of these stages, or with any, that acknowledge a list."""
        found = [self.whole.sound[i] for i, about in self.whole.acknowledged.items() if about.id == commitment.id]
        return [receipt for receipt in found if not stages or receipt.body["stage"] in stages]

    def opened_by(self, commitment: Statement, reader: bytes) -> list[Statement]:
        return [receipt for receipt in self.receipts(commitment, "opened") if receipt.kid == reader]

    def is_public(self, commitment: Statement) -> bool:
        known = self.whole.known.get(commitment.id)
        return known is not None and known.public

    def has(self, reader: bytes, commitment: Statement) -> bool:
        opened = commitment.id in self.whole.opened and self.is_public(commitment)
        return opened or bool(self.opened_by(commitment, reader))

    def standing(self, commitment: Statement, reader: bytes) -> list[Statement]:
        """Return the complaints by a reader about a list that stand."""
        if self.has(reader, commitment):
            return []
        found = [receipt for receipt in self.receipts(commitment, "unopenable") if receipt.kid == reader]
        return [
            receipt for receipt in found if self.whole.complaints[receipt.id].finding != "false" and gives_seed(receipt)
        ]

    def is_good(self, source: Statement, key_id: bytes, reader: bytes, commitment: Statement) -> bool:
        """Return whether a wrap under this key id in this source is good so far for this reader."""
        if key_id != reader:
            accept = self.whole.sound.get(key_id)
            if accept is None or accept.kind != "accept" or accept.kid != reader:
                return False
            if is_void(accept, source.kid, commitment):
                return False
        complained = [(s.body["source"], s.body["key"]) for s in self.standing(commitment, reader)]
        return (source.id, key_id) not in complained

    def reveals_of(self, commitment: Statement) -> list[Statement]:
        return [reveal for reveal in self.reveals if reveal.body["commitment"] == commitment.id]

    def is_handed(self, commitment: Statement, reader: bytes) -> bool:
        if self.is_public(commitment) or self.has(reader, commitment):
            return True
        wraps = [(s, s.body["wrap"][0]) for s in self.reveals_of(commitment) if s.body["wrap"] and self.in_turn(s)]
        return any(self.is_good(source, key_id, reader, commitment) for source, key_id in wraps)

    def unspent(self, signer: bytes, sealer: bytes) -> list[Statement]:
        accepts = [accept for accept in self.accepts if (accept.kid, accept.body["for"]) == (signer, sealer)]
        return [accept for accept in accepts if not self.whole.is_spent(accept)]

    def needed(self, kid: bytes, commitment: Statement, reader: bytes) -> list[list[Statement]]:
        """Return what handing a list over in turn needs, one of each."""
        covering = list(map(self.covering, self.slots))
        if self.release == 2:
            covering = [[receipt for c in one for receipt in self.opened_by(c, kid)] for one in covering]
        return [[commitment], self.unspent(reader, kid), *covering]

    def due(self, deadline: str) -> int | None:
        due: int | None = self.terms.body["deadlines"][deadline]
        return due

    def is_settled(self) -> bool:
        if ("agreed", self.terms.id) not in self.whole.facts or not all(map(self.filling, self.slots)):
            return False
        for slot, commitment in self.promised():
            if not all(self.has(reader, commitment) for reader in self.readers(slot)):
                return False
        for slot, commitment in self.staked_lists():
            if self.is_spoiled(commitment) or self.contesting(slot, commitment):
                return False
            reviews = [self.latest_review(commitment, reader) for reader in self.readers(slot)]
            if self.due("review") is not None and not all(reviews):
                return False
        return True

    # The rows of the table, each with whoever is awaited if it fits.

    def proposed(self) -> Iterator[Awaited]:
        for kid in self.kids:
            if kid not in self.accepted:
                yield Awaited(kid, "accept", None, self.terms.iat, self.due("accept"))

    def mediators_needed(self) -> Iterator[Awaited]:
        """Yield the mediators who serve while release 2 needs one and none of them has accepted."""
        if self.release == 2 and self.accepted.isdisjoint(self.serving):
            for kid in self.serving:
                yield Awaited(kid, "accept", None, self.terms.iat)

    def committing(self) -> Iterator[Awaited]:
        first = [min(accept.iat for accept in self.accepts if accept.kid == kid) for kid in self.kids]
        for slot in self.slots:
            if not self.filling(slot):
                due = self.due("commit")
                yield Awaited(slot[0], "commit", None, max(first), due, self.could(slot[0], due))

    def undelivered(self) -> Iterator[Awaited]:
        if not self.terms.body["delivery"]:
            return
        commit = self.due("commit")
        due = None if commit is None else commit + self.terms.body["grace"]
        for slot, commitment in self.staked_lists():
            received = {receipt.kid for receipt in self.receipts(commitment)}
            readers = self.readers(slot)
            if received.intersection(self.mediators) or received.issuperset(readers):
                continue
            for kid in (*readers, *(kid for kid in self.serving if kid in self.accepted)):
                if kid not in received:
                    could = self.could(kid, due, [commitment])
                    yield Awaited(kid, "acknowledge", commitment.id, commitment.iat, due, could)

    def able(self) -> list[bytes]:
        """Return the mediators who serve and have opened every list at stake."""
        lists = [commitment for _, commitment in self.staked_lists()]
        return [kid for kid in self.serving if all(self.opened_by(commitment, kid) for commitment in lists)]

    def spoiled(self) -> Iterator[Awaited]:
        for _, commitment in self.staked_lists():
            if self.is_spoiled(commitment):
                yield Awaited(commitment.kid, "amend", commitment.id, None)

    def depositing(self) -> Iterator[Awaited]:
        if self.release == 1 or self.able():
            return
        since = latest(commitment for _, commitment in self.staked_lists())
        mediators = [kid for kid in self.serving if kid in self.accepted]
        if not mediators:
            for kid in self.serving:
                yield Awaited(kid, "accept", None, since)
        for kid in mediators:
            for _, commitment in self.staked_lists():
                if self.opened_by(commitment, kid):
                    continue
                if self.has_deposit(kid, commitment):
                    yield Awaited(kid, "open", commitment.id, since)
                elif not self.unspent(kid, commitment.kid):
                    yield Awaited(kid, "accept", commitment.id, since)
                else:
                    yield Awaited(commitment.kid, "deposit", commitment.id, since)

    def has_deposit(self, mediator: bytes, commitment: Statement) -> bool:
        _, wraps = read_envelope(self.whole.envelopes[commitment.body["envelope"]])
        sources = [(commitment, key_id) for key_id in wraps]
        own = [reveal for reveal in self.reveals_of(commitment) if reveal.kid == commitment.kid]
        sources += [(reveal, reveal.body["wrap"][0]) for reveal in own if reveal.body["wrap"]]
        return any(self.is_good(source, key_id, mediator, commitment) for source, key_id in sources)

    def releasing(self) -> Iterator[Awaited]:
        moves = list(self.first_reveals())
        yield from moves
        if moves:
            yield from self.complained()

    def releasers(self, commitment: Statement) -> list[bytes]:
        return [commitment.kid] if self.release == 1 else self.able()

    def complaints_of(self, commitment: Statement, reader: bytes, releaser: bytes) -> list[Statement]:
        """Return the complaints by a reader that stand, about wraps by this releaser."""
        found = self.standing(commitment, reader)
        return [one for one in found if self.whole.sound[one.body["source"]].kid == releaser]

    def first_reveals(self) -> Iterator[Awaited]:
        lists = [commitment for _, commitment in self.staked_lists()]
        for slot, commitment in self.promised():
            for reader in self.readers(slot):
                if self.is_handed(commitment, reader):
                    continue
                for kid in self.releasers(commitment):
                    if self.complaints_of(commitment, reader, kid):
                        continue
                    since = latest(lists)
                    if self.release == 2:
                        since = latest(receipt for c in lists for receipt in self.opened_by(c, kid))
                    if self.unspent(reader, kid):
                        due = self.due("reveal")
                        could = self.could(kid, due, *self.needed(kid, commitment, reader))
                        yield Awaited(kid, "reveal", commitment.id, since, due, could)
                    else:
                        yield Awaited(reader, "accept", commitment.id, since)

    def complained(self) -> Iterator[Awaited]:
        for slot, commitment in self.promised():
            for reader in self.readers(slot):
                if self.is_handed(commitment, reader):
                    continue
                for accused in self.releasers(commitment):
                    for complaint in self.complaints_of(commitment, reader, accused):
                        if self.unspent(reader, accused):
                            yield Awaited(accused, "reveal", commitment.id, complaint.iat)
                        else:
                            yield Awaited(reader, "accept", commitment.id, complaint.iat)

    def receiving(self) -> Iterator[Awaited]:
        for slot, commitment in self.promised():
            reveals = [
                s for s in self.reveals_of(commitment) if self.in_turn(s) or ("published", s.id) in self.whole.facts
            ]
            for reader in self.readers(slot):
                if not self.has(reader, commitment):
                    yield Awaited(reader, "open", commitment.id, latest(reveals))

    def reviewing(self) -> Iterator[Awaited]:
        if self.due("review") is None:
            return
        for slot, commitment in self.staked_lists():
            for reader in self.readers(slot):
                if not self.latest_review(commitment, reader):
                    opened, due = self.opened_by(commitment, reader), self.due("review")
                    could = self.could(reader, due, [*opened, *self.whole.givers(commitment)])
                    yield Awaited(reader, "review", commitment.id, latest(opened), due, could)

    def contested(self) -> Iterator[Awaited]:
        for slot, commitment in self.staked_lists():
            reviews = self.contesting(slot, commitment)
            if reviews:
                yield Awaited(commitment.kid, "amend", commitment.id, latest(reviews))

    def report_slots(self) -> list[Input]:  # 12.6
        staked = self.at_stake if self.applies else dict.fromkeys(self.slots)
        return [
            {"by": slot[0], "role": slot[1], "count": slot[2], "commitment": one.id if (one := staked[slot]) else None}
            for slot in self.slots
        ]


class Told(NamedTuple):
    """What a claim says beside its code and subject; `by` where that is not the signer of its subject."""

    value: dict[str, Any]
    evidence: Iterable[bytes] = ()
    by: bytes | None = None


class Telling:
    """The value and the evidence of claims: 12.7. The methods have the names of the codes, and each gets a subject.

    That is the statement, or the id of a stamp, a disclosure or a card that is only pinned.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.whole = assessment

    @staticmethod
    def nothing(_: Any) -> Iterator[Told]:
        yield Told({})

    def about(self, statement: Statement) -> Statement:
        return self.whole.present[statement.body["commitment"]]

    def exchange(self, statement: Statement) -> Agreement:
        return self.whole.agreements[self.whole.exchange_of(statement) or b""]

    def with_terms(self, statement: Statement, value: Input, *evidence: bytes) -> Iterator[Told]:
        yield Told(value, [self.exchange(statement).terms.id, *evidence])

    def knew(self, s: Statement) -> Iterator[Told]:
        for name in names(s) & self.whole.present.keys():
            yield Told({}, [name])

    # 12.2 and 12.4

    def committed(self, c: Statement) -> Iterator[Told]:
        yield Told({}, [c.body["envelope"]])

    def reissued(self, c: Statement) -> Iterator[Told]:
        yield Told({}, sorted(i for i in self.whole.alike(c, *PLACED) if i != c.id)[:1])

    def chained(self, c: Statement) -> Iterator[Told]:
        yield Told({}, [c.body["previous"]])

    def released(self, s: Statement) -> Iterator[Told]:
        yield Told({"to": s.body["wrap"][0] if s.body["wrap"] else None}, [s.body["commitment"]])

    def opening(self, c: Statement) -> list[bytes]:
        return [c.body["envelope"], *(giver.id for giver in self.whole.givers(c))]

    def opened(self, c: Statement) -> Iterator[Told]:
        yield Told({"transferable": self.whole.known[c.id].public}, self.opening(c))

    def count_stated(self, c: Statement) -> Iterator[Told]:
        yield Told({"count": c.body["count"]})

    def count_proven(self, c: Statement) -> Iterator[Told]:
        _, schema, entries, _ = self.whole.contents[c.id]
        parts = map(read_part, entries)
        keys = {cbor([part[name] for name in schema.get("primaryKey", [])]) for part in parts}
        distinct = len(keys) if "primaryKey" in schema else None
        yield Told({"count": len(entries), "distinct_keys": distinct}, self.opening(c))

    def disclosed(self, digest: bytes) -> Iterator[Told]:
        yield Told({"entries": self.whole.entries[digest]}, [self.whole.shown[digest]])

    def superseded(self, digest: bytes) -> Iterator[Told]:
        commitment = self.whole.present[self.whole.shown[digest]]
        newest = self.whole.highest(commitment)
        yield Told({"version": commitment.body["version"], "newest": newest}, [commitment.id])

    disclosure_age = superseded

    def current_version(self, c: Statement) -> Iterator[Told]:
        yield Told({"version": c.body["version"]})

    binding = current_version

    def gap(self, c: Statement) -> Iterator[Told]:
        yield Told({"version": c.body["version"] - 1})

    def card_expired(self, card: Statement | bytes) -> Iterator[Told]:
        (found,) = (c for c in self.whole.trust.values() if card in (c, c.id))
        yield Told({"not_after": found.body["notAfter"]})

    def wrap_failed(self, source: Statement) -> Iterator[Told]:
        yield Told({}, [source.id if source.kind == "commitment" else source.body["commitment"]])

    # 17.9

    def accepted(self, accept: Statement) -> Iterator[Told]:
        role = "party" if accept.kid in self.exchange(accept).kids else "mediator"
        yield from self.with_terms(accept, {"role": role})

    def accepts_of(self, kids: list[bytes], one: Agreement) -> list[bytes]:
        return [i for kid in kids for i in self.whole.first(a for a in one.accepts if a.kid == kid)]

    def agreed(self, terms: Statement) -> Iterator[Told]:
        one = self.exchange(terms)
        yield Told({}, self.accepts_of(one.kids, one))

    def replacing(self, terms: Statement) -> list[Agreement]:
        return [one for one in self.whole.agreements.values() if one.terms.body["replaces"] == terms.id]

    def replaced(self, terms: Statement) -> Iterator[Told]:
        kids = slot_kids(terms)
        for other in self.replacing(terms):
            if all_in(kids, other.accepted):
                yield Told({"replaced_by": other.terms.id}, [other.terms.id, *self.accepts_of(kids, other)])

    def two_replacements(self, terms: Statement) -> Iterator[Told]:
        yield Told({}, [other.terms.id for other in self.replacing(terms) if other.accepted])

    def off_terms(self, c: Statement) -> Iterator[Told]:
        one = self.exchange(c)
        own = [slot for slot in one.slots if slot[0] == c.kid]
        same = [slot for slot in own if slot[1] == c.body["role"]]
        differs = [] if own else ["kid"]
        differs += ["role"] if own and not same else []
        for _, _, count in same:
            differs += ["schema"] if one.terms.body["schema"] not in (None, c.body["schema"]) else []
            differs += ["count"] if count not in (None, c.body["count"]) else []
        yield from self.with_terms(c, {"differs": differs})

    def slot_filled(self, c: Statement) -> Iterator[Told]:
        yield from self.with_terms(c, {"role": c.body["role"]}, c.body["envelope"])

    def count_agreed(self, c: Statement) -> Iterator[Told]:
        yield from self.with_terms(c, {"count": c.body["count"]})

    def answered(self, c: Statement) -> Iterator[Told]:
        for answer in self.whole.commitments:
            if answer.body["answers"] == c.id and answer.kid != c.kid:
                yield Told({"answered_by": answer.kid}, [answer.id])

    def ack_received(self, receipt: Statement) -> Iterator[Told]:
        source = receipt.body["source"]
        yield Told({}, [receipt.body["commitment"], *([source] if source else [])])

    ack_opened = ack_unopenable = ack_received

    def opened_by(self, receipt: Statement) -> Iterator[Told]:
        about = self.about(receipt)
        evidence = [about.id, *self.whole.first(self.whole.givers(about))]
        yield Told({"transferable": self.whole.known[about.id].public}, evidence)

    def bad_wrap_proven(self, receipt: Statement) -> Iterator[Told]:
        complaint = self.whole.complaints[receipt.id]
        yield Told({"transferable": complaint.public}, complaint.evidence)

    def complaint_open(self, s: Statement) -> Iterator[Told]:
        yield Told({}, [s.body["commitment"]])

    published = complaint_open

    def in_turn(self, reveal: Statement) -> Iterator[Told]:
        yield from self.with_terms(reveal, {}, *relied_on_by(reveal))

    def relied_on(self, c: Statement) -> Iterator[Told]:
        reliance = self.exchange(c).reliance
        yield Told({}, sorted(reveal for reveal, used in reliance.items() if c in used)[:1])

    def reciprocated(self, reveal: Statement) -> Iterator[Told]:
        used = [self.about(reveal), *self.exchange(reveal).reliance[reveal.id]]
        public = all(self.whole.known[c.id].public for c in used)
        yield Told({"transferable": public}, [c.id for c in used])

    def not_shown_in_turn(self, reveal: Statement) -> Iterator[Told]:
        missing = sorted(relied_on_by(reveal) - self.whole.present.keys())
        yield Told({"missing": missing}, [reveal.body["commitment"]])

    def reviewed(self, review: Statement) -> Iterator[Told]:
        yield Told({"verdict": review.body["verdict"]}, [review.body["commitment"]])

    def withdrew(self, withdraw: Statement) -> Iterator[Told]:
        target = self.whole.withdrawals[withdraw.id]
        yield Told({"kind": target.kind}, [target.id])

    def withdrawn(self, withdraw: Statement) -> Iterator[Told]:
        target = self.whole.withdrawals[withdraw.id]
        exchange = self.whole.exchange_of(target)
        one = self.whole.agreements.get(exchange or b"")
        unknown = set()
        for kid in [*one.kids, *one.mediators] if one else []:
            own = [s for s in self.whole.sound.values() if s.kid == kid]
            is_in = any(self.whole.exchange_of(s) == exchange for s in own)
            if is_in and kid != withdraw.kid and not any(withdraw.id in self.whole.past(s) for s in own):
                unknown.add(kid)
        yield Told({"kind": target.kind, "unknown_to": sorted(unknown)}, [target.id])

    def knew_withdrawal(self, s: Statement) -> Iterator[Told]:
        known = [self.whole.sound[i] for i in self.whole.past(s) & self.whole.withdrawals.keys()]
        exchange = self.whole.exchange_of(s)
        others = [w for w in known if w.kid != s.kid and self.whole.exchange_of(w) == exchange]
        yield Told({}, self.whole.first(others))

    def revoked(self, revoke: Statement) -> Iterator[Told]:
        yield Told({"since": revoke.body["since"]})

    def after_revocation(self, s: Statement) -> Iterator[Told]:
        revokes = [one for one in self.whole.every("revoke") if one.kid == s.kid]
        first = min(revokes, key=lambda one: (one.body["since"], one.id))
        yield Told({"since": first.body["since"]}, [first.id])

    def terms_absent(self, s: Statement) -> Iterator[Told]:
        yield Told({"exchange": s.body["exchange"]})

    def party_not_pinned(self, terms: Statement) -> Iterator[Told]:
        yield Told({"kids": sorted({*slot_kids(terms)} - self.whole.trust.keys())})

    def state(self, terms: Statement) -> Iterator[Told]:
        yield Told({"state": self.exchange(terms).state})

    def awaiting(self, terms: Statement) -> Iterator[Told]:
        for one in self.exchange(terms).awaiting:
            yield self.told_of(one)

    def overdue(self, terms: Statement) -> Iterator[Told]:
        exchange = self.exchange(terms)
        yield from map(self.told_of, filter(exchange.is_overdue, exchange.awaiting))

    def told_of(self, one: Awaited) -> Told:
        value = {"what": one.what, "since": one.since, "due": one.due}
        return Told(value, [one.commitment] if one.commitment else [], one.by)

    def amended(self, c: Statement) -> Iterator[Told]:
        exchange = self.exchange(c)
        (slot,) = (slot for slot in exchange.slots if exchange.covers(c, slot))
        binding = exchange.binding(slot)
        if binding:
            yield Told({"version": c.body["version"], "newest": binding.body["version"]}, [binding.id])

    # 18.6

    def times_of(self, code: str, subject: Statement | bytes) -> list[tuple[Any, ...]]:
        name = subject if isinstance(subject, bytes) else subject.id
        return [row[2:] for row in self.whole.times if row[:2] == (code, name)]

    def existed_by(self, subject: Statement | bytes) -> Iterator[Told]:
        name = subject if isinstance(subject, bytes) else subject.id
        for clock, direct, time in self.times_of("existed-by", subject):
            operators, quorum = self.whole.operators_of(name, clock)
            lowest: dict[tuple[str, bytes], tuple[int, bytes]] = {}
            for i, timed in self.whole.stamps.items():
                operator = self.whole.clocks.operator_of(timed.token, operators)
                if operator and name in (timed.direct if direct else timed.named):
                    one, pair = (bound_of(timed.token, operator.accuracy), i), (operator.name, timed.token.signer.key)
                    lowest[pair] = min(lowest.get(pair, one), one)
            said = [pair for pair in lowest if lowest[pair][0] <= time]
            value = {"clock": clock, "direct": direct, "time": time, "operators": named(operators, said)}
            by_operator = [sorted(lowest[pair] for pair in said if pair[0] == one) for one in {one for one, _ in said}]
            yield Told(value, [i for stamps in by_operator for _, i in stamps[:quorum]])

    def quorum_short(self, s: Statement) -> Iterator[Told]:
        for clock in ("pinned", "agreed"):
            operators, quorum = self.whole.operators_of(s.id, clock)
            said = [(name, key) for _, name, key in self.whole.said_of(s.id, clock, True, self.whole.stamps)]
            if said and self.whole.existed_by(s.id, clock, True) is None:
                yield Told({"clock": clock, "operators": named(operators, said), "quorum": quorum})

    def beacon_of(self, s: Statement) -> list[bytes]:
        """Return the first commitment with the round that a statement was not made before."""
        past = [c for c in self.whole.commitments if c.id == s.id or c.id in self.whole.past(s)]
        return self.whole.first(c for c in past if self.whole.beacons.get(c.id) == self.whole.after[s.id])

    def not_before(self, s: Statement) -> Iterator[Told]:
        found = self.beacon_of(s)
        number = self.whole.present[found[0]].body["beacon"][0]
        yield Told({"time": self.whole.after[s.id], "round": number}, found)

    def clocks_of(self, s: Statement) -> Iterator[tuple[str, int]]:
        for clock in ("pinned", "agreed"):
            if (s.id, clock) in self.whole.existed:
                yield clock, self.whole.existed[s.id, clock]

    def times_conflict(self, s: Statement) -> Iterator[Told]:
        for clock, time in self.clocks_of(s):
            if self.whole.after[s.id] > time:
                yield Told({"clock": clock, "time": time}, self.beacon_of(s))

    def iat_outside(self, s: Statement) -> Iterator[Told]:
        after = self.whole.after.get(s.id)
        if after is not None and s.iat < after:
            yield Told({"iat": s.iat, "clock": None, "time": after}, self.beacon_of(s))
        for clock, time in self.clocks_of(s):
            if s.iat > time:
                yield Told({"iat": s.iat, "clock": clock, "time": time})

    def in_time(self, code: str, s: Statement) -> Iterator[Told]:
        for (clock,) in self.times_of(code, s):
            yield from self.with_terms(s, {"clock": clock})

    def accept_in_time(self, s: Statement) -> Iterator[Told]:
        yield from self.in_time("accept-in-time", s)

    def commit_in_time(self, s: Statement) -> Iterator[Told]:
        yield from self.in_time("commit-in-time", s)

    def reveal_in_time(self, s: Statement) -> Iterator[Told]:
        yield from self.in_time("reveal-in-time", s)

    def review_in_time(self, s: Statement) -> Iterator[Told]:
        yield from self.in_time("review-in-time", s)

    def delivered_in_time(self, c: Statement) -> Iterator[Told]:
        one = self.exchange(c)
        due = one.terms.body["deadlines"]["commit"] + one.terms.body["grace"]
        for (clock,) in self.times_of("delivered-in-time", c):
            timely = [receipt for receipt in one.receipts(c) if one.is_in_time(receipt.id, due, clock)]
            found = self.whole.first(receipt for receipt in timely if receipt.kid in one.mediators)
            if not found:
                others = [kid for kid in one.kids if kid != c.kid]
                found = [i for kid in others for i in self.whole.first(r for r in timely if r.kid == kid)]
            yield from self.with_terms(c, {"clock": clock}, *found)

    def late(self, s: Statement) -> Iterator[Told]:
        step = {"accept": "accept", "commitment": "commit", "reveal": "reveal", "review": "review"}[s.kind]
        due = self.exchange(s).due(step)
        yield from self.with_terms(s, {"time": self.whole.after[s.id], "due": due}, *self.beacon_of(s))

    def not_met(self, terms: Statement) -> Iterator[Told]:
        for kid, value in self.whole.by_kid["not-met", terms.id]:
            yield Told(value, by=kid)

    def accept_late(self, terms: Statement) -> Iterator[Told]:
        for kid, value in self.whole.by_kid["accept-late", terms.id]:
            yield Told(value, by=kid)

    # of stamps

    def stamp_unmatched(self, stamp: bytes) -> Iterator[Told]:
        yield Told({}, [self.whole.transcript.stamps[stamp].target])

    def stamp_doubtful(self, stamp: bytes) -> Iterator[Told]:
        timed, ends = self.whole.stamps[stamp], []
        for clock in ("pinned", "agreed"):
            if self.whole.is_doubtful(timed, clock):
                (operator,) = self.whole.of_operators(timed, [clock])
                ends.append(end_of(timed.token, self.whole.clocks.revocations(timed.token, operator.anchors)))
        yield Told({"end": min(ends)})

    def stamp_ahead(self, stamp: bytes) -> Iterator[Told]:
        yield Told({"time": self.whole.stamps[stamp].token.time, "now": self.whole.now})


def named(operators: list[Operator], said: Iterable[tuple[str, bytes]]) -> list[str]:
    """Return the names of the operators that are among these."""
    names = {name for name, _ in said}
    return [operator.name for operator in operators if operator.name in names]


def all_in(kids: Iterable[bytes], among: set[bytes]) -> bool:
    return all(kid in among for kid in kids)


def merged(moves: list[Awaited]) -> list[Awaited]:
    """Return each kid, what is awaited of it and the commitment once, with the highest time."""
    found: dict[tuple[bytes, str, bytes | None], Awaited] = {}
    for move in moves:
        before = found.setdefault(move[:3], move)
        since = max((time for time in (before.since, move.since) if time is not None), default=None)
        found[move[:3]] = before._replace(since=since, could=before.could or move.could)
    return list(found.values())


# --- 16. Conformance ------------------------------------------------------------------------------

Input = dict[str, Any]


def unhex(value: Any) -> Any:
    if isinstance(value, list):
        return [unhex(v) for v in value]
    return value if value is None else bytes.fromhex(value)


def json_text(value: Any) -> str:  # 12.7
    return json.dumps(tohex(value), sort_keys=True, separators=(",", ":"))


def tohex(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: tohex(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [tohex(v) for v in value]
    return value.hex() if isinstance(value, bytes) else value


def run_read_cbor(given: Input) -> Input:
    read_cbor(unhex(given["bytes"]), given["depth"])
    return {}


def run_frame(given: Input) -> Input:
    found = frame(unhex(given["bytes"]))
    artefacts = [[at, len(item)] for at, item in found.artefacts]
    return {"artefacts": artefacts, "rejected": [[at, code] for at, _, code in found.rejected]}


def run_derive(given: Input) -> Input:
    identity = Identity(unhex(given["seed"]))
    card = identity.card(given["name"], given["iat"], given["notAfter"])
    shown = run_read_card({"card": card.hex()})
    return {"card": card, "kid": shown["kid"], "card_id": shown["card_id"], "fingerprint": shown["fingerprint"]}


def run_read_card(given: Input) -> Input:
    card = read_card(unhex(given["card"]))
    ids = {"kid": card.kid, "card_id": card.id, "fingerprint": fingerprint(card.id)}
    return {"name": card.body["name"], **ids}


def run_sign(given: Input) -> Input:
    identity = Identity(unhex(given["seed"]))
    item = identity.sign(given["kind"], given["sub"], given["iat"], unhex(given["body"]))
    return {"statement": item, "id": read_statement(item, identity.verify).id}


def run_read_statement(given: Input) -> Input:
    statement = read_statement(unhex(given["statement"]), unhex(given["verify"]))
    return {"kind": statement.kind, "id": statement.id, "body": statement.payload}


def run_prove(given: Input) -> Input:
    return {"proof": prove(sorted(unhex(given["leaves"])), set(given["positions"]))}


def run_seal(given: Input) -> Input:
    author = Identity(unhex(given["seed"]))
    return seal(author, {**given, **{k: unhex(given[k]) for k in SEAL_BYTES}})


SEAL_BYTES = ("list", "previous", "exchange", "answers", "entries", "restricted")


def seal(author: Identity, given: Input) -> Input:  # 7 and 8, up to the ciphertext
    schema, entries, restricted = given["schema"], given["entries"], given["restricted"]
    check_schema(schema)
    need((restricted is not None) == restricts(schema), "content-malformed")
    need(restricted is None or len(restricted) == len(entries), "count-mismatch")
    for part in entries:
        check_part(schema, part, restricted=False)
    for part in restricted or []:
        check_part(schema, part, restricted=True)
    digest = H(cbor(schema))
    ctx = context(author.kid, {**given, "schema": digest, "count": len(entries)})
    plaintext = pad(cbor([given["label"], schema, entries, restricted]))
    cek = X(32, "cek", author.local, ctx, H(plaintext))
    root = tree(leaves_of(ctx, cek, entries, restricted))
    sealed = {"ctx": ctx, "cek": cek, "key": X(32, "key", ctx, cek), "root": root, "schema": digest}
    return {**sealed, "ciphertext": encrypt(cek, ctx, plaintext)}


def read_commitment(given: Input) -> Statement:
    commitment = read_statement(unhex(given["commitment"]), unhex(given["verify"]))
    need(commitment.kind == "commitment", "commitment-missing")
    return commitment


def run_wrap(given: Input) -> Input:
    info = wrap_info(unhex(given["reader"]), unhex(given["extra"]))
    return {"wrap": wrap_for(unhex(given["encrypt"]), info, unhex(given["cek"]))}


def run_open(given: Input) -> Input:
    commitment, envelope = read_commitment(given), unhex(given["envelope"])
    read_envelope(envelope)
    need(H(envelope) == commitment.body["envelope"], "envelope-mismatch")  # 8.4, step 1
    cek = unhex(given["cek"]) if "cek" in given else unwrap_for_reader(given, commitment, envelope)
    opened = open_envelope(commitment, envelope, cek)
    return {"label": opened.label, "entries": opened.entries, "restricted": opened.restricted}


def unwrap_for_reader(given: Input, commitment: Statement, envelope: bytes) -> bytes:  # 8.4, step 2
    reader = Identity(unhex(given["seed"]))
    if "accept" not in given:
        return unwrap_from(envelope, commitment, reader, reader.kid)
    unverified = parse_statement(unhex(given["accept"]))
    need(unverified.kid == reader.kid, "reader-not-found")
    accept = verify_statement(unverified, reader.verify)
    need(accept.kind == "accept" and not is_void(accept, commitment.kid, commitment), "reader-not-found")
    exchange, sealer, number = (accept.body[name] for name in ("exchange", "for", "number"))
    key = EncryptionKey(reader.exchange_seed(exchange, sealer, number))
    return unwrap_from(envelope, commitment, key, accept.id)


def run_derive_exchange_key(given: Input) -> Input:
    owner, (exchange, sealer) = Identity(unhex(given["seed"])), unhex([given["exchange"], given["for"]])
    secret = owner.exchange_seed(exchange, sealer, given["number"])
    return {"encrypt": EncryptionKey(secret).encrypt, "secret": secret}


def run_read_disclosure(given: Input) -> Input:
    commitment = read_commitment(given)
    disclosure = parse_disclosure(unhex(given["disclosure"]))
    return {"items": check_disclosure(disclosure, commitment)}


def assess(given: Input) -> Assessment:
    openings = {bytes.fromhex(k): unhex(v) for k, v in given["openings"].items()}
    return Assessment(unhex(given["files"]), unhex(given["pinned"]), openings, given["now"], read_watch(given))


def run_find_openings(given: Input) -> Input:
    seen = Assessment(unhex(given["files"]), unhex(given["pinned"]), {}, 0, Watch([], []))
    return {"openings": {source.hex(): key for source, key in seen.openings_of(Identity(unhex(given["seed"]))).items()}}


def read_watch(given: Input) -> Watch:
    operators, certificates = [], []
    for operator in given.get("operators", []):
        raw = unhex(operator["certificates"])
        operators.append(Operator(operator["name"], sorted(map(H, raw)), operator["accuracy"]))
        certificates += raw
    lists = tuple(unhex(given.get("revocations", [])))
    return Watch(operators, certificates, given.get("quorum", 1), lists, given.get("beacon", False))


def run_verify_token(given: Input) -> Input:
    anchors = [read_certificate(raw) for raw in unhex(given["certificates"])]
    digests = [H(certificate.raw) for certificate in anchors]
    clocks = Clocks([], anchors, unhex(given["revocations"]))
    token = read_token(unhex(given["token"]), unhex(given["stamped"]), anchors)
    clocks.check(token, [digests])
    return {"time": token.time, "bound": bound_of(token, given["accuracy"]), "signer": H(token.signer.raw)}


def run_verify_beacon(given: Input) -> Input:
    return {"time": beacon_time(given["round"], unhex(given["signature"]))}


def run_report(given: Input) -> Input:
    result = assess(given)
    return {"assessment": result.report(given["names"], unhex(given["files"]), given["require"])}


def run_assess(given: Input) -> Input:
    result = assess(given)
    return {
        "exit": result.exit_code(given["require"]),
        "facts": result.told(result.facts),
        "views": result.told(result.views),
        "contradictions": result.faults(),
        "rejected": sorted(code for _, code in result.rejected),
        "ignored": sorted(result.ignored.values()),
        "unproven": result.unproven(),
    }


OPERATIONS: dict[str, Callable[[Input], Input]] = {
    "read-cbor": run_read_cbor,
    "read-armor": lambda g: {"bytes": b"".join(read_armor(g["text"].encode()))},
    "frame": run_frame,
    "derive-identity": run_derive,
    "read-card": run_read_card,
    "sign-statement": run_sign,
    "read-statement": run_read_statement,
    "write-armor": lambda g: {"text": armor(unhex(g["bytes"]))},
    "check-values": lambda g: {"valid": check_values(g["field"], g["values"])},
    "tree": lambda g: {"root": tree(unhex(g["leaves"]))},
    "prove": run_prove,
    "seal": run_seal,
    "wrap-info": lambda g: {"info": wrap_info(unhex(g["reader"]), unhex(g["extra"]))},
    "derive-exchange-key": run_derive_exchange_key,
    "opened-tag": lambda g: {
        "tag": opened_tag(unhex(g["cek"]), unhex(g["commitment"]), unhex(g["receiver"])),
    },
    "wrap": run_wrap,
    "unwrap": lambda g: {
        "cek": unwrap(Identity(unhex(g["seed"])), unhex(g["wrap"]), unhex(g["reader"]), unhex(g["extra"]))
    },
    "open": run_open,
    "read-disclosure": run_read_disclosure,
    "verify-token": run_verify_token,
    "verify-beacon": run_verify_beacon,
    "read-key-file": lambda g: {"seed": read_key_file(g["text"].encode(), g["passphrase"])},
    "find-openings": run_find_openings,
    "assess": run_assess,
    "report": run_report,
}


def run(operation: str, given: Input) -> Input:
    """Return `{"ok": RESULT}`, `{"error": CODE}` or `{"unsupported": true}`."""
    if operation not in OPERATIONS:
        return {"unsupported": True}
    try:
        return {"ok": {key: tohex(value) for key, value in OPERATIONS[operation](given).items()}}
    except Fail as fail:
        return {"error": fail.code}


def main(arguments: list[str]) -> int:
    if arguments == ["--runner"]:
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps(run(request["operation"], request["input"])), flush=True)
        return 0
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from spec import cases

    return cases.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
