"""Cases of sections 6 to 10: lists, trees, envelopes, disclosures."""

from __future__ import annotations

from typing import Any

from spec import reference as r
from spec.cases.making import (
    CLOSED,
    CLOSED_PARTS,
    CLOSED_SCHEMA,
    EXCHANGE,
    HERON,
    LIST_A,
    NORTH,
    PEOPLE,
    PEOPLE_SCHEMA,
    SOUTH,
    Cases,
    Json,
    Made,
    disclose,
)
from spec.reference import H, cbor

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

    told = seal("plain", "Three people, nothing restricted.", "6.2; 7.1; 7.2; 7.3; 8.1; 8.2")
    made = c.commit("seal: plain")
    assert (told["root"], told["cek"]) == (made.body["root"].hex(), made.cek.hex())
    closed: Json = {"schema": CLOSED_SCHEMA, "entries": [cbor(entry) for entry in CLOSED]}
    closed["restricted"] = [cbor(part) for part in CLOSED_PARTS]
    seal("restricted", "Every type, and two restricted fields.", "6.2; 7.2; 7.3", **closed)
    seal("empty", "A list of nobody is a list.", "6.2; 7.3; 8.1", entries=[])
    bound: Json = {"version": 7, "previous": H(b"p"), "exchange": EXCHANGE, "answers": H(b"a")}
    bound["role"] = "request"
    seal("bound", "A later version in an exchange, which answers another list.", "7.1", **bound)
    one_type = {"fields": [{"name": "n", "type": "integer"}]}
    many = [cbor({"n": i}) for i in range(300)]
    seal(
        "three-hundred",
        "300 entries: several levels, long arrays.",
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
    told = c.add(
        "wrap-info", "seal", "The info of a wrap in an envelope.", "8.3", reader=SOUTH.kid, extra=extra
    )
    assert bytes.fromhex(told["info"]) == r.wrap_info(SOUTH.kid, extra)
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
    bad("other-kid", "The kid in the info is another's.", reader=HERON.kid)
    bad(
        "other-place",
        "The wrap is lifted from a reveal into another's reveal.",
        "8.3; 8.4, step 2",
        extra=r.reveal_extra(H(b"commitment"), HERON.kid, SOUTH.kid),
    )
    for name, at in (("mlkem", 100), ("x25519", 1100), ("box", 1130), ("tag", 1167)):
        altered = wrap[:at] + bytes([wrap[at] ^ 1]) + wrap[at + 1 :]
        bad(f"altered-{name}", f"One bit of byte {at} is another.", wrap=altered)
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
        "The author reopens his own envelope.",
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
        "One bit of the ciphertext is another: it is not that envelope.",
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
    good("restricted-held-back", "The restricted part is held back.", closed, disclose(closed, [1]))
    good("restricted-shown", "The restricted part is shown.", closed, disclose(closed, [0, 1], show=True))


GROUPS = (tree_cases, seal_cases, wrap_cases, open_cases, disclosure_cases)
