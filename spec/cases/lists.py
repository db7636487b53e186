"""Cases of sections 6 to 10: lists, trees, envelopes, disclosures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spec import reference as r
from spec.cases.making import (
    CLOSED,
    CLOSED_PARTS,
    CLOSED_SCHEMA,
    EXCHANGE,
    HERON,
    LIST_A,
    LIST_B,
    NORTH,
    PEOPLE,
    PEOPLE_SCHEMA,
    SOUTH,
    Cases,
    Json,
    Made,
    disclose,
    statement_id,
)
from spec.reference import H, cbor

CONSTRAINED_SCHEMA: Json = {
    "fields": [
        {
            "name": "id",
            "type": "string",
            "title": {"en": "Number", "uk": "Номер", "zh-Hant": "號碼"},
            "constraints": {"required": True, "unique": True, "minLength": 2, "maxLength": 4},
        },
        {"name": "code", "type": "string", "constraints": {"pattern": "(", "enum": ["a", "b"]}},
        {"name": "price", "type": "number", "constraints": {"minimum": "0.5", "maximum": "0.25"}},
        {"name": "born", "type": "partialdate", "constraints": {"minimum": "1900-01-01", "maximum": "soon"}},
        {"name": "due", "type": "date", "constraints": {"minimum": "2026-01-01"}},
        {"name": "count", "type": "integer", "constraints": {"minimum": -(2**63), "maximum": 3}},
        {"name": "at", "type": "datetime", "constraints": {"unique": True}},
        {"name": "agreed", "type": "boolean", "constraints": {"required": True}},
        {"name": "tags", "type": "array", "constraints": {"required": True}},
        {"name": "more", "type": "object", "constraints": {"required": True}},
    ],
}
CONSTRAINED: list[Json] = [
    {"id": "", "code": "c", "price": "cheap", "born": "1899", "due": "1984-05-17", "count": 4, "at": "x"}
    | dict.fromkeys(("agreed", "tags", "more")),
] * 2

# --- 7. Tree --------------------------------------------------------------------------------------


def tree_cases(c: Cases) -> None:
    for count in (0, 1, 2, 3, 5, 8, 13):
        leaves = [H(b"leaf %d" % i) for i in range(count)]
        c.add(
            "tree",
            f"{count:02}-leaves",
            f"The root over {count} leaves, given unsorted.",
            "7.3",
            leaves=leaves,
        )
        if count:
            sets = {"first": [0], "last": [count - 1], "all": [*range(count)], "odd": [*range(1, count, 2)]}
            for name, positions in sets.items():
                if positions and (name == "first" or positions != [0]):
                    c.add(
                        "prove",
                        f"{count:02}-{name}",
                        f"Positions {positions} of {count}.",
                        "10.1",
                        leaves=leaves,
                        positions=positions,
                    )
    twice = [H(b"a"), H(b"b"), H(b"a")]
    c.add("tree", "equal-leaves", "Two leaves are equal.", "7.3", error="root-mismatch", leaves=twice)


# --- 7 to 10. Lists, envelopes, disclosures -------------------------------------------------------


def seal_cases(c: Cases) -> None:
    def seal(name: str, about: str, spec: str, error: str | None = None, **changes: Any) -> Any:
        given: Json = {"seed": NORTH.seed, "role": "offer", "list": LIST_A, "version": 1, "previous": None}
        given |= {"exchange": None, "answers": None, "label": "Spring list", "schema": PEOPLE_SCHEMA}
        given |= {"entries": [cbor(entry) for entry in PEOPLE], "restricted": None}
        return c.add("seal", name, about, spec, error=error, **{**given, **changes})

    result = seal("plain", "Three people, nothing restricted.", "6.2; 7.1; 7.2; 7.3; 8.1; 8.2")
    made = c.commit("seal: plain")
    assert (result["root"], result["cek"]) == (made.body["root"].hex(), made.cek.hex())
    closed: Json = {"schema": CLOSED_SCHEMA, "entries": [cbor(entry) for entry in CLOSED]}
    closed["restricted"] = [cbor(part) for part in CLOSED_PARTS]
    seal("restricted", "Every type, and two restricted fields.", "6.2; 7.2; 7.3", **closed)
    seal("empty", "A list without entries is valid.", "6.2; 7.3; 8.1", entries=[])
    seal(
        "constraints",
        "Every constraint, titles by language, and entries that break each constraint: no ground for a verdict.",
        "6.1",
        schema=CONSTRAINED_SCHEMA,
        entries=[cbor(entry) for entry in CONSTRAINED],
    )
    bound: Json = {"version": 7, "previous": H(b"p"), "exchange": EXCHANGE, "answers": H(b"a")}
    bound["role"] = "request"
    seal("bound", "A later version in an exchange, which answers another list.", "7.1", **bound)
    one_type = {"fields": [{"name": "n", "type": "integer"}]}
    many = [cbor({"n": i}) for i in range(300)]
    seal(
        "three-hundred",
        "300 entries: a tree of several levels, and long arrays.",
        "7.3; 8.1",
        schema=one_type,
        entries=many,
    )
    for length in range(3):
        seal(
            f"padding-{length}",
            "Labels of neighbouring lengths, around a step of the padding.",
            "8.1",
            label="x" * (54 + length),
            schema=one_type,
            entries=[],
        )


def wrap_cases(c: Cases) -> None:
    extra = r.seal_extra(H(b"ctx"), H(b"ciphertext"), SOUTH.kid)
    result = c.add("wrap-info", "seal", "The info of a wrap in an envelope.", "8.3", reader=SOUTH.kid, extra=extra)
    assert bytes.fromhex(result["info"]) == r.wrap_info(SOUTH.kid, extra)
    extra = r.reveal_extra(H(b"commitment"), NORTH.kid, SOUTH.kid)
    c.add("wrap-info", "reveal", "The info of a wrap in a reveal.", "8.3", reader=SOUTH.kid, extra=extra)
    cek = H(b"a content key")
    wrap = c.wrap("unwrap", SOUTH, extra, cek)

    def bad(name: str, about: str, spec: str = "8.4, step 2", **changes: Any) -> None:
        given: Json = {"seed": SOUTH.seed, "wrap": wrap, "reader": SOUTH.kid, "extra": extra}
        c.add("unwrap", name, about, spec, error="wrap-invalid", **{**given, **changes})

    c.add(
        "unwrap",
        "reveal",
        "A wrap that another implementation of HPKE made.",
        "8.3; 8.4, step 2",
        seed=SOUTH.seed,
        wrap=wrap,
        reader=SOUTH.kid,
        extra=extra,
    )
    bad("other-reader", "The wrap of one reader with the seed of another.", seed=HERON.seed)
    bad("other-kid", "The kid in the info is another reader's.", reader=HERON.kid)
    bad(
        "other-place",
        "The wrap is copied from one party's reveal into another's.",
        "8.3; 8.4, step 2",
        extra=r.reveal_extra(H(b"commitment"), HERON.kid, SOUTH.kid),
    )
    for name, at in (("mlkem", 100), ("x25519", 1100), ("box", 1130), ("tag", 1167)):
        altered = wrap[:at] + bytes([wrap[at] ^ 1]) + wrap[at + 1 :]
        bad(f"altered-{name}", f"One bit of byte {at} is flipped.", wrap=altered)
    bad("low-order-share", "The X25519 share is of low order.", wrap=wrap[:1088] + bytes(32) + wrap[1120:])


def open_cases(c: Cases) -> None:
    made = c.commit("open: plain", readers=(SOUTH,))
    given: Json = {"commitment": made.statement, "verify": NORTH.verify, "envelope": made.envelope}
    every = "; ".join(f"8.4, step {step}" for step in range(1, 10))
    c.add("open", "with-key", "Opened by a published key.", every, **given, cek=made.cek)
    c.add("open", "by-reader", "Opened by a reader.", every, **given, seed=SOUTH.seed)
    c.add(
        "open",
        "by-author",
        "The author reopens their own envelope.",
        "8.3; 8.4, step 2",
        **given,
        seed=NORTH.seed,
    )
    closed = c.commit("open: closed", schema=CLOSED_SCHEMA, entries=CLOSED, restricted=CLOSED_PARTS)
    c.add(
        "open",
        "restricted",
        "A list with restricted parts.",
        every,
        commitment=closed.statement,
        verify=NORTH.verify,
        envelope=closed.envelope,
        cek=closed.cek,
    )
    constrained = c.commit("open: constraints", schema=CONSTRAINED_SCHEMA, entries=CONSTRAINED)
    c.add(
        "open",
        "constraints",
        "Entries that break every constraint, and an invalid pattern: the list opens like any other.",
        "6.1; 8.4, step 6",
        commitment=constrained.statement,
        verify=NORTH.verify,
        envelope=constrained.envelope,
        cek=constrained.cek,
    )
    c.add(
        "open",
        "not-a-reader",
        "There is no wrap for this reader.",
        "8.4, step 2",
        error="reader-not-found",
        **given,
        seed=HERON.seed,
    )
    c.add(
        "open",
        "other-key",
        "The key is not the committed one.",
        "8.4, step 3",
        error="key-mismatch",
        **given,
        cek=closed.cek,
    )
    altered = made.envelope.replace(made.ciphertext, made.ciphertext[:-1] + bytes([made.ciphertext[-1] ^ 1]))
    c.add(
        "open",
        "altered",
        "One bit of the ciphertext is flipped: it is not the committed envelope.",
        "8.4, step 1",
        error="envelope-mismatch",
        **{**given, "envelope": altered},
        cek=made.cek,
    )


def disclosure_cases(c: Cases) -> None:
    entries = [{"n": i} for i in range(8)]
    one_type = {"fields": [{"name": "n", "type": "integer"}]}
    made = c.commit("disclose", schema=one_type, entries=entries)
    closed = c.commit("disclose: closed", schema=CLOSED_SCHEMA, entries=CLOSED, restricted=CLOSED_PARTS)

    def good(name: str, about: str, made: Made, disclosure: bytes) -> None:
        c.add(
            "read-disclosure",
            name,
            about,
            "10; 10.1; 10.2, step 4",
            commitment=made.statement,
            verify=made.author.verify,
            disclosure=disclosure,
        )

    good("one-of-eight", "One entry.", made, disclose(made, [5]))
    good("three-of-eight", "Three entries, two of them neighbours.", made, disclose(made, [0, 6, 7]))
    good("all-of-eight", "All entries: the proof is empty.", made, disclose(made, [*range(8)]))
    good("restricted-held-back", "The restricted part is withheld.", closed, disclose(closed, [1]))
    good("restricted-shown", "The restricted part is shown.", closed, disclose(closed, [0, 1], show=True))


# --- Invalid lists, envelopes and disclosures -----------------------------------------------------


def constraint_cases(field: Callable[..., None]) -> None:
    """Add constraints that a schema cannot have, on a field of type string unless another is given."""

    def bad(name: str, about: str, constraints: Any, type: str = "string") -> None:
        field(f"constraints-{name}", about, constraints=constraints, type=type)

    bad("empty", "An empty map of constraints.", {})
    bad("null", "Constraints that are null.", None)
    bad("unknown", "A constraint that is not in the table.", {"exclusiveMinimum": 1}, "integer")
    bad("required-false", "required is false; only true is allowed.", {"required": False})
    bad("required-one", "required is 1; only true is allowed.", {"required": 1})
    bad("unique-array", "unique is not for arrays.", {"unique": True}, "array")
    bad("enum-empty", "An empty enum.", {"enum": []})
    bad("enum-twice", "The same text twice in an enum.", {"enum": ["a", "b", "a"]})
    bad("enum-513", "An enum of 513 texts.", {"enum": [str(i) for i in range(513)]})
    bad("enum-long", "A text of 257 bytes in an enum.", {"enum": ["e" * 257]})
    bad("enum-number", "An integer in an enum.", {"enum": [1]})
    bad("enum-integer", "An enum for integers.", {"enum": ["1"]}, "integer")
    bad("pattern-empty", "An empty pattern.", {"pattern": ""})
    bad("pattern-long", "A pattern of 257 bytes.", {"pattern": "p" * 257})
    bad("pattern-date", "A pattern for dates.", {"pattern": "1984.*"}, "date")
    bad("length-negative", "A length below 0.", {"minLength": -1})
    bad("length-much", "A length of 65,537.", {"maxLength": 65537})
    bad("length-true", "true is not a length.", {"minLength": True})
    bad("length-number", "A length for numbers.", {"maxLength": 3}, "number")
    bad("minimum-string", "A minimum for a string.", {"minimum": "a"})
    bad("minimum-boolean", "A minimum for a boolean.", {"minimum": "false"}, "boolean")
    bad("minimum-datetime", "A minimum for a datetime.", {"minimum": "1984-05-17"}, "datetime")
    bad("minimum-text", "The minimum of an integer as text.", {"minimum": "1"}, "integer")
    bad("maximum-true", "true is not an integer.", {"maximum": True}, "integer")
    bad("maximum-integer", "The maximum of a number as an integer, not text.", {"maximum": 1}, "number")
    bad("maximum-empty", "The maximum of a date as empty text.", {"maximum": ""}, "date")
    bad("maximum-long", "The maximum of a partial date in 257 bytes.", {"maximum": "9" * 257}, "partialdate")


def invalid_lists(c: Cases) -> None:
    def seal(name: str, about: str, spec: str, error: str, schema: Any, entries: list[bytes], restricted: Any) -> None:
        c.add(
            "seal",
            name,
            about,
            spec,
            error=error,
            seed=NORTH.seed,
            role="offer",
            list=LIST_A,
            version=1,
            previous=None,
            exchange=None,
            answers=None,
            label="",
            schema=schema,
            entries=entries,
            restricted=restricted,
        )

    def schema(name: str, about: str, descriptor: Any) -> None:
        seal(f"schema-{name}", about, "6.1", "schema-invalid", descriptor, [], None)

    def field(name: str, about: str, /, **changes: Any) -> None:
        schema(f"field-{name}", about, {"fields": [{"name": "n", "type": "string", **changes}]})

    one = {"name": "n", "type": "string"}
    schema("no-fields", "A schema without fields.", {"fields": []})
    schema("array", "A schema is a map.", [one])
    schema("129-fields", "129 fields.", {"fields": [{"name": str(i), "type": "string"} for i in range(129)]})
    schema("name-twice", "Two fields with the same name.", {"fields": [one, one]})
    schema("key-unknown", "A key that is not in the subset.", {"fields": [one], "foreignKeys": []})
    schema("primary-unknown", "A primary key that names no field.", {"fields": [one], "primaryKey": ["m"]})
    schema("primary-empty", "An empty primary key.", {"fields": [one], "primaryKey": []})
    schema("primary-text", "A primary key that is not an array.", {"fields": [one], "primaryKey": "n"})
    schema(
        "primary-twice",
        "A primary key that names a field twice.",
        {"fields": [one], "primaryKey": ["n", "n"]},
    )
    schema(
        "primary-restricted",
        "A restricted primary key.",
        {"fields": [{**one, "restricted": True}], "primaryKey": ["n"]},
    )
    nine = [{"name": str(i), "type": "string"} for i in range(9)]
    schema(
        "primary-nine",
        "A primary key of nine fields.",
        {"fields": nine, "primaryKey": [f["name"] for f in nine]},
    )
    schema("missing-empty", "An empty array of texts for null.", {"fields": [one], "missingValues": []})
    schema("missing-17", "17 texts for null.", {"fields": [one], "missingValues": [str(i) for i in range(17)]})
    schema("missing-twice", "The same text for null twice.", {"fields": [one], "missingValues": ["-", "-"]})
    schema("missing-long", "A text for null of 65 bytes.", {"fields": [one], "missingValues": ["-" * 65]})
    schema(
        "too-long",
        "A schema of more than 65,536 bytes.",
        {"fields": [{"name": str(i), "type": "string", "description": "d" * 16384} for i in range(4)]},
    )
    field("no-name", "An empty name.", name="")
    field("long-name", "A name of 257 bytes.", name="n" * 257)
    field("type-unknown", "A type that is not in the table.", type="geopoint")
    field("type-null", "A type of null.", type=None)
    field("key-unknown", "A format, which is not part of the subset.", format="email")
    field("title-empty", "An empty title.", title="")
    field("title-long", "A title of 513 bytes.", title="t" * 513)
    field("description-long", "A description of 16,385 bytes.", description="d" * 16385)
    field("restricted-false", "restricted is false; only true is allowed.", restricted=False)
    field("title-no-language", "A title that is an empty map.", title={})
    field("title-17-languages", "A title in 17 languages.", title={f"en-{i}": "t" for i in range(17)})
    field("title-language", "A language tag with capitals before its hyphen.", title={"EN": "t"})
    field("title-language-long", "A language tag with a subtag of nine letters.", title={"en-abcdefghi": "t"})
    field("title-language-end", "A line feed after a language tag.", title={"en\n": "t"})
    field("title-language-empty", "A title that is empty in one language.", title={"en": "t", "fr": ""})
    field("title-array", "A title that is an array.", title=["t"])
    constraint_cases(field)
    schema("field-no-type", "A field without a type.", {"fields": [{"name": "n"}]})

    types = ("string", "number", "date", "partialdate", "datetime", "integer", "boolean", "array", "object")
    every = {"fields": [{"name": name, "type": name} for name in types]}
    good: Json = {
        "string": "",
        "number": "1",
        "date": "x",
        "partialdate": "x",
        "datetime": "x",
        "integer": 0,
        "boolean": False,
    }
    good |= {"array": [], "object": {}}

    def entry(name: str, about: str, part: Any) -> None:
        data = part if isinstance(part, bytes) else cbor(part)
        seal(f"entry-{name}", about, "6.2", "entry-invalid", every, [cbor(good), data], None)

    entry("field-missing", "A field is omitted instead of null.", {k: v for k, v in good.items() if k != "date"})
    entry("field-unknown", "A field that the schema does not have.", {**good, "extra": None})
    for name, value in (
        ("string", 1),
        ("number", 1),
        ("date", 20200101),
        ("integer", "1"),
        ("integer", True),
        ("boolean", 0),
        ("array", {}),
        ("object", []),
        ("string", False),
    ):
        entry(f"{name}-as-{type(value).__name__}", f"{value!r} in a field of type {name}.", {**good, name: value})
    entry("bytes", "A byte string instead of text.", {**good, "string": b"text"})
    entry("bytes-inside", "A byte string within an array.", {**good, "array": [b"1"]})
    entry("integer-keys", "An object with integers for keys.", {**good, "object": {1: 2}})
    entry("deep", "An entry of depth 5.", {**good, "array": [[[[]]]]})
    entry("wide", "An entry with a map of 129 pairs.", {**good, "object": {str(i): 0 for i in range(129)}})
    entry("large", "An entry of more than 65,536 bytes.", {**good, "string": "x" * 65537})
    entry("array", "An entry that is not a map.", [1])
    entry("trailing", "A byte after the entry.", cbor(good) + b"\0")
    first, rest = cbor(good)[1:9], cbor(good)[9:]
    entry("order", "A key out of order.", cbor(good)[:1] + rest + first)
    entry("float", "A number as a float.", cbor(good).replace(cbor("1"), b"\xf9\x3c\x00"))
    deepest = {**good, "array": [[[]]], "object": {"a": {"b": {}}}}
    c.add(
        "seal",
        "deepest",
        "Depth 4 is allowed.",
        "6.2; 14",
        seed=NORTH.seed,
        role="offer",
        list=LIST_A,
        version=1,
        previous=None,
        exchange=None,
        answers=None,
        label="",
        schema=every,
        entries=[cbor(deepest)],
        restricted=None,
    )
    seal(
        "restricted-field-public",
        "A restricted field in the public part.",
        "6.2",
        "entry-invalid",
        CLOSED_SCHEMA,
        [cbor({**CLOSED[0], "health": "well"})],
        [cbor(CLOSED_PARTS[0])],
    )
    seal(
        "restricted-field-missing",
        "A restricted part lacks a field.",
        "6.2",
        "entry-invalid",
        CLOSED_SCHEMA,
        [cbor(CLOSED[0])],
        [cbor({"health": "well"})],
    )


def replace_item(made: Made, **parts: Any) -> bytes:
    """Return the envelope with some of its members replaced."""
    recipients = r.read_cbor(made.envelope, 8).value[3]
    members = {
        "protected": r.PROTECTED,
        "unprotected": {},
        "ciphertext": made.ciphertext,
        "recipients": recipients,
    }
    return cbor(r.Tag(r.ENVELOPE, list({**members, **parts}.values())))


def invalid_envelopes(c: Cases) -> None:
    made = c.commit("refused", readers=(SOUTH, HERON))
    recipients: list[Any] = r.read_cbor(made.envelope, 8).value[3]
    protected, key, box = recipients[0]

    def bad(name: str, about: str, envelope: bytes, error: str = "envelope-malformed") -> None:
        commitment = NORTH.sign("commitment", made.sub, 1810000000, cbor({**made.body, "envelope": H(envelope)}))
        c.add(
            "open",
            name,
            about,
            "8.3, step 1",
            error=error,
            commitment=commitment,
            verify=NORTH.verify,
            envelope=envelope,
            cek=made.cek,
        )

    bad(
        "algorithm",
        "Another algorithm for the content.",
        replace_item(made, protected=cbor({1: 1, 5: bytes(12)})),
    )
    bad("iv", "An IV that is not zero.", replace_item(made, protected=cbor({1: 3, 5: bytes(11) + b"\1"})))
    bad(
        "iv-unprotected",
        "The IV is outside the protected header.",
        replace_item(made, protected=cbor({1: 3}), unprotected={5: bytes(12)}),
    )
    bad("detached", "The ciphertext is detached.", replace_item(made, ciphertext=None))
    bad("no-recipients", "No recipient, not even the author.", replace_item(made, recipients=[]))
    bad("kid-order", "Recipients out of order.", replace_item(made, recipients=recipients[::-1]))
    bad("kid-twice", "The same recipient twice.", replace_item(made, recipients=[recipients[0], *recipients]))
    many = [[cbor({1: 57, 4: i.to_bytes(32, "big")}), key, box] for i in range(65)]
    bad("65-recipients", "65 recipients.", replace_item(made, recipients=many))
    bad(
        "recipient-algorithm",
        "Another algorithm for a wrap.",
        replace_item(made, recipients=[[cbor({1: 35, 4: protected[-32:]}), key, box]]),
    )
    bad(
        "recipient-label",
        "An extra label for a wrap.",
        replace_item(made, recipients=[[protected, {**key, 4: protected[-32:]}, box]]),
    )
    bad(
        "recipient-nested",
        "A recipient of a recipient.",
        replace_item(made, recipients=[[protected, key, box, []]]),
    )
    bad(
        "encapsulated-short",
        "An encapsulated key of 1119 bytes.",
        replace_item(made, recipients=[[protected, {-4: key[-4][:-1]}, box]]),
    )
    bad(
        "box-long",
        "An encrypted content key of 49 bytes.",
        replace_item(made, recipients=[[protected, key, box + b"\0"]]),
    )
    bad("other-tag", "The tag of COSE_Encrypt0.", b"\xd2" + made.envelope[2:])
    bad("trailing", "A byte follows the envelope.", made.envelope + b"\0", "malformed")
    bad("five-members", "A fifth member.", cbor(r.Tag(r.ENVELOPE, [r.PROTECTED, {}, b"", recipients, None])))


def invalid_openings(c: Cases) -> None:
    def bad(name: str, about: str, step: int, error: str, **making: Any) -> None:
        made = c.commit(f"open: {name}", **making)
        c.add(
            "open",
            name,
            about,
            f"8.4, step {step}",
            error=error,
            commitment=made.statement,
            verify=NORTH.verify,
            envelope=made.envelope,
            cek=made.cek,
        )

    def content(*members: Any) -> Any:
        return lambda _: r.pad(cbor(list(members)))

    people = [cbor(entry) for entry in PEOPLE]
    bad(
        "garbage",
        "The committer encrypted the list under another key.",
        4,
        "decrypt-failed",
        encrypted=lambda ciphertext: bytes(len(ciphertext)),
    )
    bad(
        "no-tag",
        "A ciphertext too short for its tag.",
        4,
        "decrypt-failed",
        encrypted=lambda ciphertext: bytes(15),
    )
    malformed = "content-malformed"
    bad("schema-tagged", "The schema has the tag of an envelope.", 5, malformed, schema=r.Tag(96, 0), entries=[])
    bad("empty-plaintext", "An empty plaintext.", 5, malformed, plaintext=lambda _: b"")
    bad("not-cbor", "A plaintext that is not CBOR.", 5, malformed, plaintext=lambda _: b"\xff" * 64)
    bad(
        "three-members",
        "The restricted parts are omitted.",
        5,
        malformed,
        plaintext=content("", PEOPLE_SCHEMA, people),
    )
    bad("label-long", "A label of 513 bytes.", 5, malformed, label="x" * 513)
    bad("label-null", "A label of null.", 5, malformed, plaintext=content(None, PEOPLE_SCHEMA, people, None))
    bad(
        "entries-not-encoded",
        "Entries as maps, not as byte strings.",
        5,
        malformed,
        plaintext=content("", PEOPLE_SCHEMA, PEOPLE, None),
    )
    bad(
        "content-order",
        "The schema's keys are out of order.",
        5,
        malformed,
        plaintext=lambda text: r.pad(
            text.replace(cbor("missingValues") + cbor(["", "n/a"]), b"").replace(
                b"\xa3" + cbor("fields"), b"\xa3" + cbor("missingValues") + cbor(["", "n/a"]) + cbor("fields")
            )
        ),
    )
    labels = ("x" * length for length in range(99))
    contents = {label: cbor([label, PEOPLE_SCHEMA, people, None]) for label in labels}
    label = next(label for label, text in contents.items() if len(r.pad(text)) == len(text) + 9)
    for name, about, padding in (
        ("padding-short", "The padding is one byte short.", lambda text: r.pad(text)[:-1]),
        ("padding-long", "The padding is one byte too long.", lambda text: r.pad(text) + b"\0"),
        (
            "padding-next",
            "The padding goes to the next allowed length.",
            lambda text: r.pad(r.pad(text) + b"\0"),
        ),
        ("padding-none", "There is no padding.", lambda text: text),
        (
            "padding-not-zero",
            "The last byte of the padding is not zero.",
            lambda text: r.pad(text)[:-1] + b"\1",
        ),
        (
            "padding-hidden",
            "The padding has other data instead of zeros.",
            lambda text: r.pad(text)[: len(text)] + cbor("x" * (len(r.pad(text)) - len(text) - 1)),
        ),
    ):
        bad(name, about, 5, "padding-wrong", plaintext=padding, label=label)
    other = {"fields": PEOPLE_SCHEMA["fields"]}
    bad(
        "other-schema",
        "The schema is not the committed one.",
        6,
        "schema-mismatch",
        plaintext=content("", other, people, None),
    )
    bad("bad-schema", "The committed schema is invalid.", 6, "schema-invalid", schema={"fields": []}, entries=[])
    bad("schema-number", "The committed schema is a number.", 6, "schema-invalid", schema=7, entries=[])
    bad(
        "restricted-unasked",
        "Restricted parts without a restricted field.",
        6,
        malformed,
        plaintext=content("", PEOPLE_SCHEMA, people, people),
    )
    bad(
        "restricted-absent",
        "A restricted field without restricted parts.",
        6,
        malformed,
        schema=CLOSED_SCHEMA,
        entries=CLOSED,
    )
    bad(
        "one-less",
        "One entry fewer than committed.",
        7,
        "count-mismatch",
        plaintext=content("", PEOPLE_SCHEMA, people[:2], None),
    )
    bad(
        "one-more",
        "One entry more than committed.",
        7,
        "count-mismatch",
        plaintext=content("", PEOPLE_SCHEMA, [*people, people[0]], None),
    )
    bad(
        "restricted-less",
        "One restricted part fewer than entries.",
        7,
        "count-mismatch",
        schema=CLOSED_SCHEMA,
        entries=CLOSED,
        restricted=CLOSED_PARTS[:1],
    )
    bad(
        "wrong-type",
        "A number instead of text.",
        8,
        "entry-invalid",
        entries=[{**PEOPLE[0], "born": 1990}],
    )
    bad("entry-not-cbor", "An entry that is not CBOR.", 8, "entry-invalid", entries=[b"\xff"])
    bad(
        "entry-too-large",
        "An entry of more than 65,536 bytes.",
        8,
        "entry-invalid",
        entries=[{**PEOPLE[0], "born": "x" * 65536}],
    )
    bad(
        "restricted-field",
        "A restricted part with a field of the public one.",
        8,
        "entry-invalid",
        schema=CLOSED_SCHEMA,
        entries=CLOSED[:1],
        restricted=[{"health": None, "name": None}],
    )
    bad(
        "other-entry",
        "One entry differs from the one in the tree.",
        9,
        "root-mismatch",
        plaintext=content("", PEOPLE_SCHEMA, [people[0], people[1], people[0]], None),
    )
    bad(
        "other-order",
        "The entries in another order have other salts.",
        9,
        "root-mismatch",
        plaintext=content("", PEOPLE_SCHEMA, people[::-1], None),
    )
    bad("other-root", "The root is another list's.", 9, "root-mismatch", body={"root": H(b"another root")})


def invalid_wraps(c: Cases) -> None:
    made = c.commit("lifted from", readers=(SOUTH,))
    wrap = r.read_envelope(made.envelope)[1][SOUTH.kid]
    copied = c.commit("lifted to", HERON)
    wraps = {**r.read_envelope(copied.envelope)[1], SOUTH.kid: wrap}
    envelope = r.envelope_of(copied.ciphertext, wraps)
    commitment = HERON.sign("commitment", copied.sub, 1810000000, cbor({**copied.body, "envelope": H(envelope)}))
    c.add(
        "open",
        "lifted-wrap",
        "A wrap is copied from one envelope into another party's.",
        "8.3; 8.4, step 2",
        error="wrap-invalid",
        commitment=commitment,
        verify=HERON.verify,
        envelope=envelope,
        seed=SOUTH.seed,
    )

    stolen = {**made.body, "envelope": H(made.envelope)}
    commitment = HERON.sign("commitment", made.sub, 1810000000, cbor(stolen))
    given: Json = {"commitment": commitment, "verify": HERON.verify, "envelope": made.envelope}
    c.add(
        "open",
        "copied-commitment",
        "Another party signs the same root, key and envelope as their own: the key does not fit.",
        "7.1; 8.4, step 3",
        error="key-mismatch",
        **given,
        cek=made.cek,
    )
    c.add(
        "open",
        "copied-commitment-by-reader",
        "The same commitment, opened by a reader's wrap.",
        "7.1; 8.4, step 2",
        error="wrap-invalid",
        **given,
        seed=SOUTH.seed,
    )
    extra = r.seal_extra(made.ctx, made.ciphertext, SOUTH.kid)
    c.add(
        "unwrap",
        "from-envelope",
        "A wrap from an envelope.",
        "8.3; 8.4, step 2",
        seed=SOUTH.seed,
        wrap=wrap,
        reader=SOUTH.kid,
        extra=extra,
    )
    c.add(
        "unwrap",
        "envelope-to-reveal",
        "A wrap from an envelope does not open in a reveal.",
        "8.3; 8.4, step 2",
        error="wrap-invalid",
        seed=SOUTH.seed,
        wrap=wrap,
        reader=SOUTH.kid,
        extra=r.reveal_extra(made.id, NORTH.kid, SOUTH.kid),
    )
    low = c.wraps.low_order(SOUTH, extra, made.cek)
    c.add(
        "unwrap",
        "zero-secret",
        "The share is of low order, and everything else is made to fit a secret of zero.",
        "8.4, step 2",
        error="wrap-invalid",
        seed=SOUTH.seed,
        wrap=low,
        reader=SOUTH.kid,
        extra=extra,
    )
    wrong = c.commit("wrong key in the wrap", readers=(SOUTH,), wrapped=H(b"another key"))
    c.add(
        "open",
        "wrapped-other-key",
        "The wrap opens to a key that is not the committed one.",
        "8.4, step 3",
        error="key-mismatch",
        commitment=wrong.statement,
        verify=NORTH.verify,
        envelope=wrong.envelope,
        seed=SOUTH.seed,
    )
    c.add(
        "open",
        "not-a-commitment",
        "The statement given for the commitment is a card.",
        "8.4",
        error="commitment-missing",
        commitment=NORTH.card_bytes,
        verify=NORTH.verify,
        envelope=made.envelope,
        cek=made.cek,
    )


def invalid_disclosures(c: Cases) -> None:
    one_type = {"fields": [{"name": "n", "type": "integer"}]}
    made = c.commit("refused disclosures", schema=one_type, entries=[{"n": i} for i in range(8)])
    closed = c.commit("refused: closed", schema=CLOSED_SCHEMA, entries=CLOSED, restricted=CLOSED_PARTS)
    shown = r.parse_disclosure(disclose(made, [2, 5]))
    items, proof = shown.items, shown.proof

    def bad(name: str, about: str, step: int, disclosure: bytes, of: Made = made, error: str | None = None) -> None:
        codes = ("disclosure-malformed", "commitment-missing", "entry-invalid", "proof-invalid")
        c.add(
            "read-disclosure",
            name,
            about,
            f"10.2, step {step}",
            error=error or codes[step - 1],
            commitment=of.statement,
            verify=of.author.verify,
            disclosure=disclosure,
        )

    def changed(name: str, about: str, step: int, **members: Any) -> None:
        bad(name, about, step, disclose(made, [2, 5], **members))

    changed("no-items", "No entries.", 1, items=[])
    changed(
        "position-8",
        "A ninth leaf of eight: the signed count decides.",
        1,
        items=[items[0], [8, *items[1][1:]]],
    )
    changed("position-negative", "A position before the first.", 1, items=[[-1, *items[0][1:]], items[1]])
    changed("position-huge", "Position 2^60.", 1, items=[items[0], [2**60, *items[1][1:]]])
    changed("order", "Positions out of order.", 1, items=items[::-1])
    changed("position-twice", "One position twice.", 1, items=[items[0], items[0]])
    changed("salt-short", "A salt of 31 bytes.", 1, items=[[2, bytes(31), *items[0][2:]], items[1]])
    changed("item-short", "An item without its restricted part.", 1, items=[items[0][:3], items[1]])
    changed(
        "restricted-short",
        "A restricted digest of 16 bytes.",
        1,
        items=[[*items[0][:3], bytes(16)], items[1]],
    )
    changed(
        "entry-map",
        "An entry as a map, not a byte string.",
        1,
        items=[[2, items[0][1], {"n": 1}, None], items[1]],
    )
    changed("proof-short", "A hash of 31 bytes in the proof.", 1, proof=[proof[0][:31], *proof[1:]])
    changed("id-short", "A commitment id of 16 bytes.", 1, commitment=bytes(16))
    for name, about, members in (
        ("word", "A word other than disclosure.", ["receipt", made.id, items, proof]),
        ("count", "A count in the disclosure itself.", ["disclosure", made.id, 8, items, proof]),
    ):
        bad(name, about, 1, cbor(r.Tag(r.DISCLOSURE, members)))
    bad("trailing", "A byte follows the disclosure.", 1, disclose(made, [2]) + b"\0", error="malformed")
    bad("other-tag", "The tag of a statement.", 1, cbor(r.Tag(18, ["disclosure", made.id, items, proof])))
    changed("other-commitment", "The disclosure names another commitment.", 2, commitment=closed.id)
    stolen = HERON.sign("commitment", made.sub, 1810000000, cbor(made.body))
    copied = made._replace(author=HERON, statement=stolen, id=statement_id(stolen))
    bad(
        "re-attributed",
        "A disclosure presented as one of another party's copied commitment.",
        4,
        disclose(made, [2, 5], commitment=copied.id),
        copied,
    )
    bad(
        "re-attributed-unchanged",
        "The same disclosure, still with the id of the original commitment.",
        2,
        disclose(made, [2, 5]),
        copied,
    )
    sibling = c.commit("refused: sibling", schema=one_type, entries=[{"n": i} for i in range(8)], body={"list": LIST_B})
    bad(
        "other-list",
        "A disclosure of one list, presented as one of another list with the same entries.",
        4,
        disclose(made, [2, 5], commitment=sibling.id),
        sibling,
    )

    def entry(name: str, about: str, data: bytes) -> None:
        changed(name, about, 3, items=[[2, items[0][1], data, None], items[1]])

    entry("entry-array", "An entry that is an array.", cbor([1]))
    entry("entry-key", "An entry with an integer for a key.", cbor({1: 1}))
    entry("entry-trailing", "A byte after an entry.", items[0][2] + b"\0")
    entry("entry-not-shortest", "The same entry in a longer encoding.", bytes.fromhex("a1616e1801"))
    entry("entry-deep", "An entry of depth 5.", cbor({"n": [[[[]]]]}))
    entry("entry-wide", "An entry with 129 pairs.", cbor({str(i): i for i in range(129)}))
    entry("entry-large", "An entry of more than 65,536 bytes.", cbor({"n": "x" * 65536}))
    part = r.parse_disclosure(disclose(closed, [0], show=True)).items[0]
    bad(
        "restricted-array",
        "A restricted part that is an array.",
        3,
        disclose(closed, [0], items=[[*part[:3], [part[3][0], cbor([])]]]),
        closed,
    )
    both = c.commit(
        "refused: field in both", schema=CLOSED_SCHEMA, entries=CLOSED, restricted=[{"name": None}, {"health": None}]
    )
    place = next(i for i in (0, 1) if r.parse_disclosure(disclose(both, [i])).items[0][2] == both.entries[0])
    bad(
        "field-in-both",
        "A field is in an entry and in the restricted part shown with it; the committer put it in both.",
        3,
        disclose(both, [place], show=True),
        both,
    )
    c.add(
        "read-disclosure",
        "field-in-both-withheld",
        "The same entry with its restricted part withheld: nobody can see it.",
        "10.2, step 3",
        commitment=both.statement,
        verify=NORTH.verify,
        disclosure=disclose(both, [place]),
    )
    entry_4 = [[2, items[0][1], cbor({"n": 9}), None], items[1]]
    changed("altered-entry", "The entry is altered.", 4, items=entry_4)
    changed("altered-salt", "The salt is altered.", 4, items=[[2, bytes(32), *items[0][2:]], items[1]])
    changed("altered-hash", "A hash is altered.", 4, proof=[bytes(32), *proof[1:]])
    changed("other-position", "The right entry at another position.", 4, items=[[3, *items[0][1:]], items[1]])
    changed("hash-missing", "A hash is missing.", 4, proof=proof[:-1])
    changed("hash-extra", "One hash too many.", 4, proof=[*proof, bytes(32)])
    changed("hashes-swapped", "Two hashes are swapped.", 4, proof=[proof[1], proof[0], *proof[2:]])
    changed(
        "restricted-added",
        "A restricted part where the leaf has none.",
        4,
        items=[[*items[0][:3], bytes(32)], items[1]],
    )
    inner = r.prove(sorted(r.leaves_of(made.ctx, made.cek, made.entries, None)), {2})
    changed("inner-node", "Inner nodes presented as leaves.", 4, items=[[2, *items[0][1:]]], proof=inner[::-1])
    held = r.parse_disclosure(disclose(closed, [0])).items[0]
    bad(
        "restricted-hidden",
        "The restricted digest is omitted.",
        4,
        disclose(closed, [0], items=[[*held[:3], None]]),
        closed,
    )
    bad(
        "restricted-altered",
        "The restricted part shown is altered.",
        4,
        disclose(closed, [0], items=[[*part[:3], [part[3][0], cbor({"health": "ill"})]]]),
        closed,
    )
    bad(
        "signer",
        "The commitment is not signed by the key given.",
        2,
        disclose(made, [2]),
        made._replace(author=HERON),
        "kid-mismatch",
    )
    same = [cbor({"n": 1})] * 2
    salts = r.salts("salts", made.ctx, made.cek, 1) * 2
    twin = c.commit("refused: twin", schema=one_type, entries=[{"n": 1}] * 2)
    leaves = [r.leaf(twin.ctx, salt, data) for salt, data in zip(salts, same, strict=True)]
    body = {**twin.body, "root": r.subtree(leaves)}
    lying = NORTH.sign("commitment", twin.sub, 1810000000, cbor(body))
    bad(
        "equal-leaves",
        "The committer put the same leaf at two positions.",
        4,
        disclose(
            twin,
            [0, 1],
            commitment=statement_id(lying),
            items=[[0, salts[0], same[0], None], [1, salts[1], same[1], None]],
            proof=[],
        ),
        twin._replace(statement=lying, id=statement_id(lying)),
    )


GROUPS = (
    tree_cases,
    seal_cases,
    wrap_cases,
    open_cases,
    disclosure_cases,
    invalid_lists,
    invalid_envelopes,
    invalid_openings,
    invalid_wraps,
    invalid_disclosures,
)
