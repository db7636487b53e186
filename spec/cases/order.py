"""Cases of the order of checks: two failures in one input, and the one that the specification puts first."""

from __future__ import annotations

from typing import Any

from spec import reference as r
from spec.cases.making import CLOSED, CLOSED_SCHEMA, HERON, NORTH, PEOPLE, PEOPLE_SCHEMA, SOUTH, Cases, Json, disclose
from spec.cases.parties import IDENTITY_POINT, header
from spec.reference import H, Tag, cbor


def bytes_order(c: Cases) -> None:
    def both(name: str, about: str, data: str, step: int, error: str, depth: int = 4) -> None:
        c.add("read-cbor", name, about, f"2; 3.1, step {step}", error=error, bytes=bytes.fromhex(data), depth=depth)

    both("short-and-trailing", "A long head, and a byte that follows.", "1805 00", 1, "malformed")
    both("trailing-and-deep", "A byte follows, and it is too deep.", "8181818181 00 00", 2, "malformed")
    both("deep-and-float", "Too deep, with a float.", "8181818181 f93c00", 3, "too-deep")
    both("deep-and-order", "Too deep, with keys out of order.", "81818181 a2 6162 01 6161 02", 3, "too-deep")
    both("float-and-utf8", "A float after bad UTF-8: types come first.", "82 61ff f93c00", 4, "type-not-allowed")
    both("float-and-order", "Keys out of order, and a float.", "a2 6162 01 6161 f93c00", 4, "type-not-allowed")
    both("utf8-and-order", "Keys out of order, and bad UTF-8.", "a2 6162 01 6161 61ff", 4, "malformed")
    both("deep-and-utf8", "Too deep, with bad UTF-8.", "8181818181 61ff", 3, "too-deep")


def statement_order(c: Cases) -> None:
    made = c.commit("order of checks")
    protected, payload, signature = header(NORTH, "commitment", made.sub), cbor(made.body), made.statement[-64:]

    def both(name: str, about: str, step: str, error: str, statement: bytes, verify: bytes = NORTH.verify) -> None:
        c.add("read-statement", name, about, f"2; {step}", error=error, statement=statement, verify=verify)

    wide = dict.fromkeys(range(33), 0)
    deep: dict[int, Any] = {**wide, 0: [[[[[[[0]]]]]]]}
    both(
        "deep-and-wide",
        "An unprotected header of 33 pairs, and too deep.",
        "3.1, step 3",
        "too-deep",
        cbor(Tag(18, [protected, deep, payload, signature])),
    )
    both(
        "wide-and-float",
        "An unprotected header of 33 pairs, and a float.",
        "3.1, step 3",
        "too-large",
        cbor(Tag(18, [protected, wide, payload, signature])).replace(cbor(wide), cbor(wide)[:-1] + b"\xf9\x00\x00"),
    )
    claims = {1: r.kid_uri(NORTH.kid), 2: made.sub, 6: "today"}
    both(
        "algorithm-and-time",
        "Another algorithm, and a time as text.",
        "5.3, step 2",
        "statement-malformed",
        NORTH.sign_raw(header(NORTH, "commitment", made.sub, **{"1": -7, "15": claims}), payload),
    )
    both(
        "algorithm-and-kind",
        "Another algorithm, and an unknown kind.",
        "5.3, step 2",
        "alg-unknown",
        NORTH.sign_raw(header(NORTH, "receipts", made.sub, **{"1": -7}), payload),
    )
    both(
        "kind-and-key",
        "An unknown kind, and a weak key.",
        "5.3, step 2",
        "kind-unknown",
        NORTH.sign_raw(header(NORTH, "receipts", made.sub), payload),
        IDENTITY_POINT,
    )
    both(
        "weak-and-other", "A weak key that is not the one named.", "5.3, step 3", "key-weak", made.statement, bytes(32)
    )
    both(
        "other-and-false",
        "Another key, and a false signature.",
        "5.3, step 3",
        "kid-mismatch",
        cbor(Tag(18, [protected, {}, payload, bytes(64)])),
        SOUTH.verify,
    )


def content_order(c: Cases) -> None:
    people = [cbor(entry) for entry in PEOPLE]

    def opened(name: str, about: str, spec: str, error: str, **making: Any) -> None:
        made = c.commit(f"order: {name}", **making)
        given: Json = {"commitment": made.statement, "verify": NORTH.verify, "envelope": made.envelope}
        c.add("open", name, about, f"2; {spec}", error=error, **given, cek=made.cek)

    def content(*members: Any) -> Any:
        return lambda _: r.pad(cbor(list(members)))

    opened(
        "form-and-padding",
        "A label of null, and no padding.",
        "8.4, step 5",
        "content-malformed",
        plaintext=lambda _: cbor([None, PEOPLE_SCHEMA, people, None]) + b"\0\0\0",
    )
    opened(
        "padding-and-schema",
        "The padding is not zero, and the schema is another.",
        "8.4, step 5",
        "padding-wrong",
        plaintext=lambda _: r.pad(cbor(["", 1, people, None]))[:-1] + b"\1",
        body={"schema": H(b"another")},
    )
    opened(
        "mismatch-and-invalid",
        "The schema is not the committed one, and it is invalid.",
        "8.4, step 6",
        "schema-mismatch",
        plaintext=content("", {"fields": []}, people, None),
    )
    opened(
        "invalid-and-restricted",
        "The schema is invalid, and there are restricted parts.",
        "8.4, step 6",
        "schema-invalid",
        schema={"fields": []},
        plaintext=content("", {"fields": []}, people, people),
    )
    opened(
        "restricted-and-count",
        "No restricted parts where the schema asks for them, and one entry fewer.",
        "8.4, step 6",
        "content-malformed",
        schema=CLOSED_SCHEMA,
        entries=CLOSED,
        plaintext=content("", CLOSED_SCHEMA, [cbor(CLOSED[0])], None),
    )
    opened(
        "count-and-entry",
        "One entry fewer, and an entry that is not CBOR.",
        "8.4, step 7",
        "count-mismatch",
        plaintext=content("", PEOPLE_SCHEMA, [people[0], b"\xff"], None),
    )
    opened(
        "entry-and-root",
        "An entry that is not CBOR, and another root.",
        "8.4, step 8",
        "entry-invalid",
        entries=[b"\xff"],
        body={"root": H(b"another root")},
    )
    made = c.commit("order: envelope")
    other = c.commit("order: another envelope", entries=PEOPLE[:1])
    given: Json = {"commitment": made.statement, "verify": NORTH.verify}
    c.add(
        "open",
        "envelope-and-reader",
        "Not the committed envelope, and no wrap for the reader.",
        "2; 8.4, step 1",
        error="envelope-mismatch",
        **given,
        envelope=other.envelope,
        seed=HERON.seed,
    )
    c.add(
        "open",
        "false-and-kind",
        "The statement given for the commitment is a card, under a key that did not sign it.",
        "8.4; 5.3, step 3",
        error="kid-mismatch",
        commitment=NORTH.card_bytes,
        verify=SOUTH.verify,
        envelope=made.envelope,
        cek=made.cek,
    )
    c.add(
        "open",
        "commitment-and-envelope",
        "The commitment's signature is false, and the envelope is none.",
        "8.4; 5.3, step 4",
        error="signature-invalid",
        commitment=made.statement[:-1] + bytes([made.statement[-1] ^ 1]),
        verify=NORTH.verify,
        envelope=b"\x00",
        cek=made.cek,
    )


def disclosure_order(c: Cases) -> None:
    made = c.commit("order: disclosure")
    other = c.commit("order: another", entries=PEOPLE[:2])
    items = r.parse_disclosure(disclose(made, [0, 2])).items

    def both(name: str, about: str, step: int, error: str, of: bytes = made.statement, **members: Any) -> None:
        disclosure = disclose(made, [0, 2], **members)
        given: Json = {"commitment": of, "verify": NORTH.verify, "disclosure": disclosure}
        c.add("read-disclosure", name, about, f"2; 10.2, step {step}", error=error, **given)

    both(
        "beyond-and-other",
        "A position beyond the count of another commitment than the one named.",
        1,
        "disclosure-malformed",
        other.statement,
    )
    both(
        "other-and-entry",
        "Another commitment than the one named, and an entry that is none.",
        2,
        "commitment-missing",
        commitment=H(b"another"),
        items=[[*items[0][:2], b"\xff", None]],
    )
    both(
        "entry-and-proof",
        "An entry that is none, and no proof.",
        3,
        "entry-invalid",
        items=[[*items[0][:2], b"\xff", None]],
        proof=[],
    )
    c.add(
        "read-disclosure",
        "not-a-commitment",
        "The statement given for the commitment is a card.",
        "10.2; 8.4",
        error="commitment-missing",
        commitment=NORTH.card_bytes,
        verify=NORTH.verify,
        disclosure=disclose(made, [0]),
    )


GROUPS = (bytes_order, statement_order, content_order, disclosure_order)
