"""The plaintext of an envelope: a list, encoded and padded. Spec 8.1."""

from collections.abc import Sequence
from hashlib import sha256

from ..errors import FormatError, VerificationError
from ..lists import ENTRIES, LABEL_LIMIT, List, Schema
from ..lists.schema import SCHEMA_DEPTH, SCHEMA_LIMIT
from ..statements import Commitment
from ..wire import cbor, strings
from ..wire.heads import head, item_at, tag_of

START = 1 + LABEL_LIMIT + 3 + SCHEMA_LIMIT + 16
"""How many bytes hold the label and the schema, whatever follows them."""


def encode(content: List) -> bytes:
    """Return a list as it is encrypted, padded."""
    restricted = cbor.encode(None) if content.restricted is None else strings.encode(content.restricted)
    label, schema = cbor.encode(content.label), content.schema.encoded
    encoded = b"".join((head(4, 4), label, schema, strings.encode(content.public), restricted))
    return encoded.ljust(padded_length(len(encoded)), b"\0")


def padded_length(length: int) -> int:
    """Return the Padmé length: at most 12 % more, and it shows only the magnitude of the true length. Spec 8.1.

    >>> [padded_length(n) for n in (9, 1000, 1_000_003)]
    [10, 1024, 1015808]
    """
    exponent = length.bit_length() - 1
    mask = (1 << exponent - exponent.bit_length()) - 1
    return (length + mask) & ~mask


def decode(plaintext: bytes, commitment: Commitment) -> List:
    """Take steps 5 to 7 of spec 8.4, by heads: nothing is built that the limits do not allow."""
    label, encoded_schema, wire, public, restricted, end = _read_content(plaintext)
    if len(plaintext) != padded_length(end) or plaintext.count(0, end) != len(plaintext) - end:
        raise VerificationError("padding-wrong", "the sealed content is not padded as it must be")
    if sha256(encoded_schema).digest() != commitment.schema:  # step 6
        raise VerificationError("schema-mismatch", "the schema in the envelope is not the one committed to")
    try:
        schema = Schema.from_wire(wire)
    except FormatError as error:
        raise VerificationError("schema-invalid", str(error)) from None
    if (schema.restricted is None) != (restricted is None):
        raise VerificationError("content-malformed", "restricted parts where the schema has none, or the reverse")
    if {len(public), len(public if restricted is None else restricted)} != {commitment.count}:  # step 7
        raise VerificationError(
            "count-mismatch",
            f"it does not hold the number of entries committed to, {commitment.count:,}",
        )
    return List(label, schema, public, restricted)


def _read_content(plaintext: bytes) -> tuple[str, bytes, object, Sequence[bytes], Sequence[bytes] | None, int]:
    """Return label, schema (encoded, decoded), parts, and where they end. Raise ``content-malformed``. Spec 8.1."""
    try:
        if plaintext[:1] != b"\x84":
            raise FormatError("malformed", "it is not an array of four")
        encoded_label = item_at(plaintext, 1, LABEL_LIMIT + 3)
        label = cbor.decode(encoded_label, 0)
        if not isinstance(label, str) or len(label.encode()) > LABEL_LIMIT:
            raise FormatError("malformed", f"its label is not a text of at most {LABEL_LIMIT} bytes")
        end = 1 + len(encoded_label)
        encoded_schema = item_at(plaintext, end, SCHEMA_LIMIT)
        wire = cbor.decode(encoded_schema, SCHEMA_DEPTH)
        if tag_of(encoded_schema) is not None:  # decode takes an artefact's tag at the top
            raise FormatError("type-not-allowed", "its schema has a tag")
        public, end = strings.read(plaintext, end + len(encoded_schema), ENTRIES)
        restricted = None
        if plaintext[end : end + 1] == b"\xf6":
            end += 1
        else:
            restricted, end = strings.read(plaintext, end, ENTRIES)
    except FormatError as error:
        raise VerificationError("content-malformed", f"the sealed content is not a list: {error}") from None
    return label, encoded_schema, wire, public, restricted, end


def begins_as_list(start: bytes, schema: bytes) -> bool:
    """Return whether the first ``START`` bytes are those of a list whose schema has this digest, 32 bytes."""
    try:
        label = item_at(start, 1, LABEL_LIMIT + 3)
        encoded = item_at(start, 1 + len(label), SCHEMA_LIMIT)
        Schema.from_wire(cbor.decode(encoded, SCHEMA_DEPTH))
    except FormatError:
        return False
    return sha256(encoded).digest() == schema
