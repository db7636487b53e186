"""Cases of limits: reached from the inside, and passed; lengths in bytes, not in characters."""

from __future__ import annotations

from typing import Any

from spec import reference as r
from spec.cases.making import EXCHANGE, LIST_A, NORTH, Cases, Json, disclose
from spec.reference import cbor

WIDE = "ю"
"""A character of two bytes: 129 of them pass a limit of 256 bytes, and are few characters."""
ASTRAL = "𐍈"
"""A character of four bytes, which is two units of UTF-16."""
ONE: Json = {"name": "n", "type": "string"}


def sealed(c: Cases, name: str, about: str, spec: str, error: str | None, schema: Any, entries: list[bytes]) -> None:
    given: Json = {"seed": NORTH.seed, "role": "offer", "list": LIST_A, "version": 1, "previous": None}
    given |= {"exchange": None, "answers": None, "label": "", "restricted": None}
    c.add("seal", name, about, spec, error=error, **given, schema=schema, entries=entries)


def schema_limits(c: Cases) -> None:
    def field(name: str, about: str, error: str | None = "schema-invalid", /, **changes: Any) -> None:
        sealed(c, name, about, "6.1; 14", error, {"fields": [{**ONE, **changes}]}, [])

    field("bytes-name", "A name of 129 characters and 258 bytes.", name=WIDE * 129)
    field("bytes-title", "A title of 257 characters and 514 bytes.", title=WIDE * 257)
    field("bytes-title-language", "A title in one language, of 514 bytes.", title={"uk": WIDE * 257})
    field("bytes-description", "A description of 8,193 characters and 16,386 bytes.", description=WIDE * 8193)
    field("bytes-enum", "A text of 129 characters and 258 bytes in an enum.", constraints={"enum": [WIDE * 129]})
    field("bytes-pattern", "A pattern of 129 characters and 258 bytes.", constraints={"pattern": WIDE * 129})
    field(
        "bytes-minimum",
        "A minimum of 129 characters and 258 bytes.",
        type="date",
        constraints={"minimum": WIDE * 129},
    )
    sealed(
        c,
        "bytes-missing",
        "A text for null of 33 characters and 66 bytes.",
        "6.1; 14",
        "schema-invalid",
        {"fields": [ONE], "missingValues": [WIDE * 33]},
        [],
    )
    longest: Json = {"name": ASTRAL * 64, "title": {f"en-{i}": ASTRAL * 128 for i in range(16)}}
    longest["constraints"] = {"enum": [ASTRAL * 64, "b"], "pattern": "p" * 256, "minLength": 0, "maxLength": 65536}
    field("longest", "Every text of a field at its limit, and 16 languages.", None, **longest, description="d" * 16384)
    fields = [{"name": f"{i}", "type": "string"} for i in range(128)]
    keys: Json = {"primaryKey": [f"{i}" for i in range(8)], "missingValues": [str(i) * 64 for i in range(10)]}
    keys["missingValues"] += [f"{i}" for i in range(6)]
    entry = cbor({f"{i}": "" for i in range(128)})
    sealed(
        c,
        "widest",
        "128 fields, a primary key of eight, and 16 texts for null.",
        "6.1; 6.2; 14",
        None,
        {"fields": fields, **keys},
        [entry],
    )
    sealed(
        c,
        "widest-object",
        "An object of 128 pairs: 32 pairs are for statements.",
        "3.1, step 3; 6.2; 14",
        None,
        {"fields": [{"name": "n", "type": "object"}]},
        [cbor({"n": {str(i): 0 for i in range(128)}})],
    )
    sealed(
        c,
        "widest-enum",
        "An enum of 512 texts.",
        "6.1; 14",
        None,
        {"fields": [{**ONE, "constraints": {"enum": [str(i) for i in range(512)]}}]},
        [],
    )
    bounds = {"minimum": 2**53 + 1, "maximum": 2**63 - 1}
    sealed(
        c,
        "large-integers",
        "Integers that a double cannot hold: a runner must not round what it reads from JSON.",
        "6.1; 16",
        None,
        {"fields": [{"name": "n", "type": "integer", "constraints": bounds}]},
        [],
    )


def part_limits(c: Cases) -> None:
    one = {"fields": [ONE]}
    full = cbor({"n": "x" * (65536 - 6)})
    assert len(full) == 65536
    sealed(c, "largest-entry", "An entry of 65,536 bytes.", "6.2; 14", None, one, [full])
    every = {"fields": [{"name": name, "type": name} for name in ("array", "object")]}
    for name, about, entry in (
        ("bytes-in-object", "A byte string in an object.", {"array": [], "object": {"a": b"1"}}),
        ("bytes-in-objects", "A byte string in an object in an array.", {"array": [{"a": b"1"}], "object": {}}),
        ("integer-keys-inside", "An integer for a key in an object in an array.", {"array": [{1: 1}], "object": {}}),
    ):
        sealed(c, name, about, "6.2", "entry-invalid", every, [cbor(entry)])


def opened_limits(c: Cases) -> None:
    def opened(name: str, about: str, spec: str, error: str | None, **making: Any) -> None:
        made = c.commit(f"limits: {name}", **making)
        given: Json = {"commitment": made.statement, "verify": NORTH.verify, "envelope": made.envelope}
        c.add("open", name, about, spec, error=error, **given, cek=made.cek)

    opened(
        "bytes-label", "A label of 257 characters and 514 bytes.", "8.4, step 5", "content-malformed", label=WIDE * 257
    )
    opened("longest-label", "A label of 512 bytes.", "6.2; 8.4, step 5", None, label=ASTRAL * 128)
    for name, size, error in (("largest-schema", 65536, None), ("too-large-schema", 65537, "content-malformed")):
        fields: list[Json] = [{"name": str(i), "type": "string", "description": "d" * 16384} for i in range(3)]
        fields += [{**ONE, "description": ""}]
        rest = size - len(cbor({"fields": fields})) - 2
        schema = {"fields": [*fields[:3], {**ONE, "description": "d" * rest}]}
        assert len(cbor(schema)) == size
        about = f"A schema of {size:,} bytes."
        opened(name, about, "6.1; 8.4, step 5", error, schema=schema, entries=[])
    for levels, error in ((5, "schema-invalid"), (6, "content-malformed"), (7, "content-malformed")):
        deep: Any = 0
        for _ in range(levels):
            deep = [deep]
        opened(
            f"content-depth-{levels + 3}",
            f"A schema with something nested in it, so that the content has depth {levels + 3}.",
            "8.4, step 5",
            error,
            schema={"fields": [deep]},
            entries=[],
        )
    opened(
        "bounds-without-form",
        "A minimum that has not the form of its type: no reader checks it.",
        "6.1; 8.4, step 6",
        None,
        schema={
            "fields": [
                {"name": "n", "type": "number", "constraints": {"minimum": "low", "maximum": "1"}},
                {"name": "d", "type": "date", "constraints": {"minimum": "1984"}},
            ]
        },
        entries=[{"d": "", "n": ""}],
    )


def statement_limits(c: Cases) -> None:
    made = c.commit("limits: statement", body={"exchange": EXCHANGE})
    body = {**made.body, "count": 2**20, "version": 2**63 - 1, "previous": r.H(b"before"), "role": "o" * 32}
    body["beacon"] = [2**63 - 1, bytes(48)]
    statement = NORTH.sign("commitment", made.sub, r.MAX_TIME, cbor(body))
    about = "2^20 entries, version and round 2^63 - 1, a role of 32 letters, and the last second of the year 9999."
    c.add("read-statement", "largest", about, "7.4; 14", statement=statement, verify=NORTH.verify)


def envelope_limits(c: Cases) -> None:
    made = c.commit("limits: envelope")
    recipients: list[Any] = r.read_cbor(made.envelope, 8).value[3]
    _, key, box = recipients[0]

    def envelope(name: str, about: str, error: str | None, recipients: list[Any], unprotected: Any) -> None:
        data = cbor(r.Tag(r.ENVELOPE, [r.PROTECTED, unprotected, made.ciphertext, recipients]))
        commitment = NORTH.sign("commitment", made.sub, 1810000000, cbor({**made.body, "envelope": r.H(data)}))
        given: Json = {"commitment": commitment, "verify": NORTH.verify, "envelope": data, "cek": made.cek}
        c.add("open", name, about, "8.3, step 1", error=error, **given)

    many = [[cbor({1: 57, 4: i.to_bytes(32, "big")}), key, box] for i in range(64)]
    envelope("64-recipients", "64 recipients.", None, many, {})
    envelope(
        "unprotected", "An unprotected header that is not empty.", "envelope-malformed", recipients, {4: NORTH.kid}
    )
    wide = dict.fromkeys(range(33), 0)
    envelope(
        "unprotected-33",
        "An unprotected header of 33 pairs: an envelope is no statement, and it is malformed, not too large.",
        "envelope-malformed",
        recipients,
        wide,
    )


def disclosure_limits(c: Cases) -> None:
    any_object = {"fields": [{"name": "n", "type": "object"}]}
    entries = [{"n": {str(i): j for i in range(128)}} for j in range(2)]
    made = c.commit("limits: disclosure", schema=any_object, entries=entries)
    given: Json = {"commitment": made.statement, "verify": NORTH.verify}
    about = "An entry with an object of 128 pairs."
    c.add("read-disclosure", "widest-object", about, "10.2, step 3; 14", **given, disclosure=disclose(made, [1]))
    items = r.parse_disclosure(disclose(made, [1])).items
    for name, value in (("bytes-in-object", {"a": b"1"}), ("integer-keys-inside", [{1: 1}])):
        part = cbor({"n": value})
        c.add(
            "read-disclosure",
            name,
            "A value that no entry has, within an object or an array.",
            "10.2, step 3",
            error="entry-invalid",
            **given,
            disclosure=disclose(made, [1], items=[[*items[0][:2], part, None]]),
        )


GROUPS = (
    schema_limits,
    part_limits,
    opened_limits,
    statement_limits,
    envelope_limits,
    disclosure_limits,
)
