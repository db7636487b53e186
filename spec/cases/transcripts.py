"""Cases of sections 11 and 12: what an assessment states."""

from __future__ import annotations

from typing import Any, NamedTuple

from spec import reference as r
from spec.cases.making import (
    CLOSED,
    CLOSED_PARTS,
    CLOSED_SCHEMA,
    EXCHANGE,
    EXPIRED,
    HERON,
    LIST_A,
    LIST_B,
    NORTH,
    NOW,
    PEOPLE,
    SOUTH,
    STRANGER,
    Cases,
    Json,
    Made,
    Party,
    disclose,
    reveal,
    statement_id,
    terms_body,
)
from spec.cases.parties import forge_for_identity_point, sign_again
from spec.reference import H, cbor

PINNED = (NORTH, SOUTH, HERON)
SEALED = "sealed current-version unanswered"
SHOWN = "current-version unanswered"
COMMITTED = "signed committed count-stated"
OPENED = COMMITTED + " released knew opened count-proven"


def requirement(code: str, by: bytes | None = None, role: str | None = None, list: bytes | None = None) -> Json:
    return {"code": code, "by": by, "role": role, "list": list}


class Assess:
    """Add a case of `assess`, with the result that is expected of it.

    Facts and views are given by code alone, since most subjects follow from the case; ``subjects`` names the others.
    """

    def __init__(self, c: Cases, spec: str) -> None:
        self.c, self.spec = c, spec

    def __call__(
        self,
        name: str,
        about: str,
        files: list[bytes],
        exit: int,
        facts: str = "",
        views: str = "",
        contradictions: tuple[tuple[str, Party], ...] = (),
        rejected: str = "",
        ignored: str = "",
        *,
        spec: str = "",
        pinned: tuple[Party | Pin, ...] = PINNED,
        openings: dict[bytes, bytes | None] | None = None,
        subjects: dict[str, bytes] | None = None,
        require: tuple[Json, ...] = (),
        now: int = NOW,
    ) -> Json:
        keys = {source.hex(): cek for source, cek in (openings or {}).items()}
        cards = [party.card_bytes for party in pinned]
        result: Json = self.c.add(
            "assess",
            name,
            about,
            "; ".join(filter(None, (self.spec, spec))),
            files=files,
            pinned=cards,
            openings=keys,
            now=now,
            require=list(require),
        )
        actual = {
            "exit": result["exit"],
            "facts": sorted({code for code, *_ in result["facts"]}),
            "views": sorted({code for code, *_ in result["views"]}),
            "contradictions": culprits(result),
            "rejected": result["rejected"],
            "ignored": result["ignored"],
        }
        expected = {
            "exit": exit,
            "facts": sorted(set(facts.split())),
            "views": sorted(set(views.split())),
            "contradictions": sorted([code, party.kid.hex()] for code, party in contradictions),
            "rejected": sorted(rejected.split()),
            "ignored": sorted(ignored.split()),
        }
        for code, subject in (subjects or {}).items():
            if [code, subject.hex()] not in [row[:2] for row in result["views"]]:
                raise SystemExit(f"assess/{name}: no view {code} of {subject.hex()}, but {result['views']}")
        if actual != expected:
            wrong = [
                f"{key}: expected {expected[key]}, not {actual[key]}"
                for key in expected
                if expected[key] != actual[key]
            ]
            raise SystemExit(f"assess/{name}: " + "; ".join(wrong))
        return result


def culprits(result: Json) -> list[list[str]]:
    """Return the codes of contradictions with their culprits."""
    return [list(pair) for pair in sorted({(code, kid) for code, kid, *_ in result["contradictions"]})]


def next_version(c: Cases, name: str, before: Made, entries: Any = None, **body: Any) -> Made:
    changes = {"list": before.body["list"], "version": before.body["version"] + 1, "previous": before.id, **body}
    return c.commit(name, before.author, entries=entries, body=changes)


def framing_cases(c: Cases) -> None:
    assess = Assess(c, "12.1, step 9")
    assess("no-files", "No file.", [], 2)
    assess("empty-file", "An empty file.", [b""], 2)
    assess(
        "text-file", "A file that is a table, not armor.", [b"name,born\nNemo,1990\n"], 2, rejected="armor-malformed"
    )
    assess("nothing-framed", "A file in which not one item can be framed.", [b"\xff\x00"], 2, rejected="malformed")
    assess = Assess(c, "12.1, step 1")
    assess(
        "unknown-item", "An item is framed although it is not an artefact.", [b"\x00"], 1, rejected="artefact-unknown"
    )
    assess(
        "pinned-card",
        "The card of a pinned party is a statement by them, but about no list.",
        [NORTH.card_bytes],
        3,
        "signed",
    )
    bad = c.commit("one bad among good")
    junk = cbor(r.Tag(r.STATEMENT, [b"", {}, b"", b""]))
    no_wraps, no_items = cbor(r.Tag(r.ENVELOPE, [r.PROTECTED, {}, b"", []])), cbor(r.Tag(r.DISCLOSURE, []))
    assess(
        "bad-among-good",
        "Each bad artefact is rejected alone and affects no other.",
        [bad.statement + junk + no_wraps + no_items + b"\x00" + bad.envelope + b"\x9f"],
        1,
        COMMITTED,
        SEALED,
        rejected="statement-malformed envelope-malformed disclosure-malformed artefact-unknown malformed",
    )
    long_head = b"\xd8\x12" + bad.statement[1:]
    assess(
        "not-deterministic",
        "A long head and map keys out of order, each in an artefact of its own.",
        [long_head + bytes.fromhex("d2a20100 0000".replace(" ", "")) + bad.statement],
        1,
        "signed count-stated",
        SEALED + " envelope-absent",
        rejected="malformed not-deterministic",
    )
    assess(
        "types",
        "A float, a nested tag, and nine levels.",
        [bytes.fromhex("d2f93c00") + bytes.fromhex("d281c100") + b"\xd2" + b"\x81" * 8 + b"\x80" + bad.statement],
        1,
        "signed count-stated",
        SEALED + " envelope-absent",
        rejected="type-not-allowed type-not-allowed too-deep",
    )
    numbers = b"".join(cbor(1000 + i) for i in range(1100))
    assess(
        "too-many",
        "Of 1,100 items that are no artefacts 1,000 are listed; the artefacts before and after them count.",
        [bad.statement + numbers + bad.envelope],
        1,
        COMMITTED,
        SEALED,
        rejected="artefact-unknown " * 1000,
        spec="3.2, step 5; 14",
    )
    without_recipients = [bad.envelope[:22] + cbor([i.to_bytes(4, "big"), []])[1:] for i in range(1001)]
    assess(
        "too-many-unreadable",
        "Of 1,001 envelopes without recipients 1,000 are listed, and one more cut off; the artefacts after them count.",
        [b"".join(without_recipients) + bad.envelope[:22] + bad.statement + bad.envelope],
        1,
        COMMITTED,
        SEALED,
        rejected="envelope-malformed " * 1000 + "malformed",
        spec="3.2, step 5; 14",
    )
    assess(
        "armored",
        "An armored file and a binary one.",
        [r.armor(bad.statement).encode(), bad.envelope],
        0,
        COMMITTED,
        SEALED,
    )
    assess(
        "order-and-duplicates",
        "Order and duplicates carry no meaning.",
        [bad.envelope + bad.statement, bad.statement, bad.statement + bad.envelope],
        0,
        COMMITTED,
        SEALED,
        spec="3.2; 12.1, step 8",
    )
    assess(
        "rejected-once",
        "The same bad artefact in two files is one.",
        [junk + bad.statement, junk + junk],
        1,
        "signed count-stated",
        SEALED + " envelope-absent",
        rejected="statement-malformed",
    )


def rejected_cases(c: Cases) -> None:
    made = c.commit("rejected once")
    assess = Assess(c, "12.1, step 1")
    assess(
        "rejected-tails",
        "Two files that end in the same broken rest: one rejected piece.",
        [made.statement + b"\x9f", made.envelope + b"\x9f"],
        1,
        COMMITTED,
        SEALED,
        rejected="malformed",
    )
    assess(
        "rejected-files",
        "The same text without a block twice: one rejected piece.",
        [b"name,born\n", *made.files, b"name,born\n"],
        1,
        COMMITTED,
        SEALED,
        rejected="armor-malformed",
    )
    for name, files in (("", [b"\x0b\x0a", b"\x0a"]), ("-reversed", [b"\x0a", b"\x0b\x0a"])):
        assess(
            f"rejected-codes{name}",
            "The byte 0A, once as an item and once as a file of text: two pieces, in whatever order the files come.",
            files,
            1,
            rejected="artefact-unknown artefact-unknown armor-malformed",
        )


class Pin(NamedTuple):
    """Another card of a party's key, to be pinned."""

    card_bytes: bytes


def pin_cases(c: Cases) -> None:
    made = c.commit("pins", EXPIRED)
    assess = Assess(c, "12; 12.4")
    first = Pin(EXPIRED.card_bytes)
    renewed = Pin(EXPIRED.card("Fleeting Office", 1840000000, None))
    earlier = Pin(EXPIRED.card("Fleeting Office", 1700000000, None))
    twin = Pin(EXPIRED.card("Fleeting Office, second room", 1800000000, 1850000000))

    def both(name: str, about: str, one: Pin, other: Pin, views: str) -> None:
        results = [
            assess(f"{name}{end}", about, made.files, 0, COMMITTED, SEALED + views, pinned=pins)
            for end, pins in (("", (one, other)), ("-reversed", (other, one)))
        ]
        assert results[0] == results[1]

    both("pinned-twice", "A later card of the same key is pinned, too: it counts.", first, renewed, "")
    both("pinned-twice-earlier", "An earlier card is pinned, too: it does not count.", first, earlier, " card-expired")
    both(
        "pinned-twice-at-once",
        "Two cards of one key and one time are pinned: the one with the highest id counts.",
        first,
        twin,
        " card-expired",
    )
    assess(
        "expired-card-beside",
        "An expired card in the transcript, of a key that is pinned with another card, says nothing of that pin.",
        [*made.files, EXPIRED.card_bytes],
        0,
        COMMITTED,
        SEALED,
        pinned=(renewed,),
    )
    assess(
        "renewed-card-beside",
        "A later card in the transcript, of a key whose pinned card is expired, renews nothing.",
        [*made.files, renewed.card_bytes],
        0,
        COMMITTED,
        SEALED + " card-expired",
        pinned=(first,),
    )


def fitted_copy(made: Made, list_id: bytes) -> Made:
    """Return a commitment by Heron to the same envelope, as another list, whose key commitment its key fits."""
    body = {**made.body, "list": list_id}
    body["key"] = r.X(32, "key", r.context(HERON.kid, body), made.cek)
    statement = HERON.sign("commitment", r.subject("commitment", HERON.kid, body), 1815000000, cbor(body))
    return made._replace(author=HERON, statement=statement, id=statement_id(statement), body=body)


def variant(party: Party, statement: bytes) -> bytes:
    """Return the same statement with another valid signature by its signer."""
    read = r.parse_statement(statement)
    again = sign_again(party, r.sig_structure(read.protected, read.payload))
    return cbor(r.Tag(18, [read.protected, {}, read.payload, again]))


def trust_cases(c: Cases) -> None:
    made = c.commit("trust")
    theirs = c.commit("trust: stranger", STRANGER)
    assess = Assess(c, "12.1, step 3")
    assess(
        "stranger-unknown",
        "A list by a signer for whom there is no card.",
        theirs.files,
        3,
        ignored="signer-unknown signer-unknown",
        spec="12.1, step 5",
    )
    assess(
        "stranger-with-card",
        "A list by a signer whose card is in the transcript but not pinned.",
        [STRANGER.card_bytes, *theirs.files],
        3,
        ignored="signer-not-pinned " * 3,
        spec="12.1, step 2; 12.1, step 5",
    )
    assess(
        "stranger-pinned",
        "The same list with its signer pinned; the card need not be in the transcript.",
        theirs.files,
        0,
        COMMITTED,
        SEALED,
        pinned=(STRANGER,),
    )
    assess(
        "stranger-card-beside",
        "A stranger's card alone does not affect the exit code beside a pinned party's list.",
        [STRANGER.card_bytes, *made.files],
        0,
        COMMITTED,
        SEALED,
        ignored="signer-not-pinned",
        spec="12.1, step 2; 12.1, step 9",
    )
    assess(
        "stranger-list-beside",
        "A stranger's list beside a pinned party's.",
        [STRANGER.card_bytes, *theirs.files, *made.files],
        3,
        COMMITTED,
        SEALED,
        ignored="signer-not-pinned " * 3,
    )
    assess(
        "nobody-pinned",
        "With nobody pinned, the assessment states nothing about anyone.",
        [NORTH.card_bytes, *made.files],
        3,
        pinned=(),
        ignored="signer-not-pinned " * 3,
    )
    body = cbor({**made.body, "role": "order"})
    forged = r.parse_statement(made.statement)
    altered = cbor(r.Tag(18, [forged.protected, {}, body, forged.signature]))
    assess(
        "forged",
        "A statement whose signature does not verify is rejected, and so is the envelope that only it names.",
        [altered, made.envelope],
        1,
        rejected="signature-invalid envelope-unclaimed",
        spec="12.1, step 5",
    )
    assess(
        "forged-beside",
        "A forged statement takes nothing from the genuine one.",
        [altered, *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="signature-invalid",
    )
    twin = variant(NORTH, made.statement)
    assess(
        "two-signatures",
        "A statement with two valid signatures is one statement: no fork, not even a reissue.",
        [twin, *made.files],
        0,
        COMMITTED,
        SEALED,
        spec="5.2",
    )
    assess(
        "two-signatures-unknown",
        "A statement with two valid signatures by a signer without a card is one statement, ignored once.",
        [variant(STRANGER, theirs.statement), *theirs.files],
        3,
        ignored="signer-unknown signer-unknown",
        spec="5.2; 12.1, step 5",
    )
    assess(
        "two-signatures-stranger",
        "A statement with two valid signatures by a signer who is not pinned is one statement, ignored once.",
        [STRANGER.card_bytes, variant(STRANGER, theirs.statement), *theirs.files],
        3,
        ignored="signer-not-pinned " * 3,
        spec="5.2; 12.1, step 5",
    )
    assess(
        "two-signatures-card",
        "A stranger's card with two valid signatures is one card, ignored once.",
        [STRANGER.card_bytes, variant(STRANGER, STRANGER.card_bytes), *made.files],
        0,
        COMMITTED,
        SEALED,
        ignored="signer-not-pinned",
        spec="5.2; 12.1, step 2",
    )
    assess(
        "stranger-card-alone",
        "Nothing but a stranger's card: no statement of a pinned signer is present.",
        [STRANGER.card_bytes],
        3,
        ignored="signer-not-pinned",
        spec="12.1, step 2; 12.1, step 9",
    )
    assess(
        "unknown-reveal-and-envelope",
        "Only an unknown commitment can explain an envelope that none names; an unknown reveal cannot.",
        [reveal(theirs, STRANGER, cek=theirs.cek), theirs.envelope],
        1,
        rejected="envelope-unclaimed",
        ignored="signer-unknown",
        spec="12.1, step 5",
    )
    assess(
        "stranger-and-envelope",
        "A commitment whose signer has a card here names its own envelope, and cannot explain another.",
        [STRANGER.card_bytes, *theirs.files, made.envelope],
        1,
        rejected="envelope-unclaimed",
        ignored="signer-not-pinned signer-not-pinned signer-not-pinned",
        spec="12.1, step 5",
    )
    unsigned = cbor(r.Tag(18, [forged.protected, {}, forged.payload, bytes(64)]))
    assess(
        "bad-variant-beside",
        "A variant whose signature does not verify is rejected on its own, and takes nothing from the others.",
        [unsigned, twin, *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="signature-invalid",
        spec="5.2",
    )
    card: Json = {
        "name": "Nobody",
        "verify": bytes([1]) + bytes(31),
        "encrypt": NORTH.encrypt,
        "notAfter": None,
        "seen": [],
    }
    assess(
        "weak-card",
        "A card with the identity point as its key.",
        [forge_for_identity_point(card), *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="key-weak",
        spec="12.1, step 2; 4.3, step 1",
    )
    unknown = NORTH.sign("receipts", made.sub, 1810000000, made.statement[-100:])
    alg = NORTH.sign_raw(
        cbor({1: -8, 4: NORTH.kid, 15: {1: r.kid_uri(NORTH.kid), 2: made.sub, 6: 1}, 16: r.typ("reveal")}), b"\xa0"
    )
    assess(
        "kind-and-alg",
        "Kinds and algorithms that this version does not know.",
        [unknown, alg, *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="kind-unknown alg-unknown",
        spec="12.1, step 1; 5.3, step 2",
    )
    assess(
        "body",
        "A signed statement whose body has no fields.",
        [NORTH.sign("reveal", made.sub, 1, cbor({})), *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="body-invalid",
    )
    assess(
        "claims",
        "A signed statement whose subject is another list.",
        [NORTH.sign("commitment", "00" * 16, 1810000000, cbor(made.body)), *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="claims-mismatch",
    )
    renamed = NORTH.card("Northbank Secretariat (new)", 1830000000, None)
    assess(
        "second-card",
        "A second card of a pinned key is signed by its party; it replaces no pin.",
        [renamed, *made.files],
        0,
        COMMITTED,
        SEALED,
        spec="4.4; 12.1, step 2",
    )
    assess(
        "card-expired",
        "A pinned card whose notAfter has passed.",
        c.commit("trust: expired", EXPIRED).files,
        0,
        COMMITTED,
        SEALED + " card-expired",
        pinned=(EXPIRED,),
        spec="12.4",
    )
    assess(
        "card-not-yet-expired",
        "A pinned card in its last second.",
        c.commit("trust: not yet", EXPIRED).files,
        0,
        COMMITTED,
        SEALED,
        pinned=(EXPIRED,),
        now=1850000000,
        spec="12.4",
    )


def fact_cases(c: Cases) -> None:
    made = c.commit("facts", readers=(SOUTH,))
    key = reveal(made, NORTH, cek=made.cek)
    assess = Assess(c, "12.2; 12.4; 12.5")
    assess("committed", "A commitment with its envelope.", made.files, 0, COMMITTED, SEALED)
    assess(
        "commitment-alone",
        "A commitment without its envelope.",
        [made.statement],
        0,
        "signed count-stated",
        SEALED + " envelope-absent",
    )
    assess(
        "envelope-alone",
        "An envelope without its commitment.",
        [made.envelope],
        1,
        rejected="envelope-unclaimed",
        spec="12.1, step 5",
    )
    other = made.envelope[:-1] + bytes([made.envelope[-1] ^ 1])
    assess(
        "envelope-altered",
        "An envelope with one bit flipped belongs to no commitment.",
        [made.statement, other],
        1,
        "signed count-stated",
        SEALED + " envelope-absent",
        rejected="envelope-unclaimed",
        spec="12.1, step 5",
    )
    assess(
        "opened",
        "A published key opens the list for everyone.",
        [*made.files, key],
        0,
        OPENED,
        SHOWN,
        spec="12.1, step 6",
    )
    assess(
        "opened-by-reader",
        "A key from a reader's own wrap opens the list for them; it stays sealed for the others.",
        made.files,
        0,
        COMMITTED + " opened count-proven",
        SEALED,
        openings={made.id: made.cek},
        spec="12.1, step 6",
    )
    assess(
        "reveal-without-envelope",
        "The key is published, and the envelope is missing.",
        [made.statement, key],
        0,
        "signed knew count-stated released",
        SHOWN + " envelope-absent",
    )
    assess("reveal-alone", "A reveal whose commitment is missing.", [key], 0, "signed")
    wrap = c.wrap("a reveal", HERON, r.reveal_extra(made.id, NORTH.kid, HERON.kid), made.cek)
    to_one = reveal(made, NORTH, wrap=[HERON.kid, wrap])
    assess(
        "reveal-to-one",
        "A wrap for one reader: released, and sealed for the others.",
        [*made.files, to_one],
        0,
        COMMITTED + " released knew",
        SEALED,
    )
    lifted = reveal(made, SOUTH, wrap=[HERON.kid, wrap])
    assess(
        "lifted-reveal",
        "A wrap is copied into another party's reveal: only its reader can notice.",
        [*made.files, lifted],
        0,
        COMMITTED + " released knew",
        SEALED,
        spec="8.3",
    )
    c.add(
        "unwrap",
        "reveal-lifted",
        "The reader of the copied wrap notices.",
        "8.3; 8.4, step 2",
        error="wrap-invalid",
        seed=HERON.seed,
        wrap=wrap,
        reader=HERON.kid,
        extra=r.reveal_extra(made.id, SOUTH.kid, HERON.kid),
    )
    c.add(
        "unwrap",
        "reveal-in-place",
        "The same wrap in its own reveal.",
        "8.3; 9",
        seed=HERON.seed,
        wrap=wrap,
        reader=HERON.kid,
        extra=r.reveal_extra(made.id, NORTH.kid, HERON.kid),
    )
    assess(
        "wrap-failed",
        "A wrap opened to a key that is not the committed one.",
        made.files,
        0,
        COMMITTED,
        SEALED + " wrap-failed",
        openings={made.id: H(b"another key")},
    )
    assess(
        "wrap-failed-length",
        "A wrap opened to an empty byte string: a key of the wrong length is not the committed one.",
        made.files,
        0,
        COMMITTED,
        SEALED + " wrap-failed",
        openings={made.id: b""},
    )
    assess(
        "wrap-not-opened",
        "A wrap for this reader was there and did not open.",
        made.files,
        0,
        COMMITTED,
        SEALED + " wrap-failed",
        openings={made.id: None},
        spec="12; 16",
    )
    south = c.commit("facts: a wrap in another's reveal", SOUTH)
    to_one_by_south = reveal(made, SOUTH, wrap=[HERON.kid, wrap])
    bad = statement_id(to_one_by_south)
    assess(
        "wrap-failed-by-another",
        "A wrap in a reveal by another party does not open: the view is of that reveal, not of the list.",
        [*made.files, to_one_by_south],
        0,
        COMMITTED + " released knew",
        SEALED + " wrap-failed",
        openings={bad: None},
        subjects={"wrap-failed": bad},
        spec="12; 12.1, step 6",
    )
    assess(
        "wrap-failed-beside-one-that-opens",
        "The wrap in a reveal does not open, and the one in the envelope does.",
        [*made.files, to_one_by_south],
        0,
        COMMITTED + " released knew opened count-proven",
        SEALED + " wrap-failed",
        openings={bad: H(b"another key"), made.id: made.cek},
        subjects={"wrap-failed": bad},
        spec="12; 12.1, step 6",
    )
    assess(
        "opened-by-reveal-to-reader",
        "A key from a reader's wrap in a reveal opens the list for them.",
        [*made.files, to_one],
        0,
        COMMITTED + " released knew opened count-proven",
        SEALED,
        openings={statement_id(to_one): made.cek},
        spec="12; 12.1, step 6",
    )
    assess(
        "wrap-failed-without-envelope",
        "A wrap does not open, and the envelope is not present.",
        [made.statement],
        0,
        "signed count-stated",
        SEALED + " envelope-absent wrap-failed",
        openings={made.id: None},
    )
    assess(
        "opening-of-nothing",
        "Openings of a reveal for everyone, and of what is not present, are ignored.",
        [*south.files, reveal(south, SOUTH, cek=south.cek)],
        0,
        OPENED,
        SHOWN,
        openings={statement_id(reveal(south, SOUTH, cek=south.cek)): None, made.id: None},
        spec="12",
    )
    assess(
        "wrap-failed-key-without-envelope",
        "A wrap opened to a key that is not the committed one, and the envelope is missing.",
        [made.statement],
        0,
        "signed count-stated",
        SEALED + " envelope-absent wrap-failed",
        openings={made.id: H(b"another key")},
        spec="12.1, step 6",
    )
    assess(
        "by-stranger",
        "A key that a stranger published is ignored.",
        [*made.files, STRANGER.card_bytes, reveal(made, STRANGER, cek=made.cek)],
        3,
        COMMITTED,
        SEALED,
        ignored="signer-not-pinned signer-not-pinned",
        spec="12.1, step 3",
    )
    misplaced = reveal(made._replace(sub=LIST_B.hex()), NORTH, cek=made.cek)
    assess(
        "reveal-misplaced",
        "A reveal whose subject is not its commitment's opens nothing; it was signed nevertheless.",
        [*made.files, misplaced],
        1,
        COMMITTED + " knew",
        SEALED,
        rejected="claims-mismatch",
        spec="12.1, step 4; 5.3, step 6",
    )
    assess(
        "two-signatures-misplaced",
        "A reveal with two valid signatures, whose subject is not its commitment's, is rejected once.",
        [*made.files, misplaced, variant(NORTH, misplaced)],
        1,
        COMMITTED + " knew",
        SEALED,
        rejected="claims-mismatch",
        spec="5.2; 12.1, step 4",
    )
    assess(
        "reveal-misplaced-alone",
        "The same reveal without the commitment: there is nothing to compare it with.",
        [misplaced],
        0,
        "signed",
        spec="12.1, step 4",
    )
    assess(
        "empty-list",
        "A list without entries, opened.",
        *opened(c, "facts: empty", entries=[]),
        0,
        OPENED,
        SHOWN,
    )
    assess(
        "restricted",
        "A list with restricted parts, opened.",
        *opened(c, "facts: closed", schema=CLOSED_SCHEMA, entries=CLOSED, restricted=CLOSED_PARTS),
        0,
        OPENED,
        SHOWN,
    )
    seen = c.commit("facts: seen", SOUTH, body={"list": LIST_B, "seen": [made.id]})
    assess(
        "knew-seen",
        "A list whose signer names another party's list in seen.",
        [*seen.files, *made.files],
        0,
        COMMITTED + " knew",
        SEALED,
    )
    answer = c.commit("facts: answer", SOUTH, body={"list": LIST_B, "answers": made.id, "role": "request"})
    assess(
        "knew-answers",
        "A list that answers another.",
        [*answer.files, *made.files],
        0,
        COMMITTED + " knew answered",
        SEALED,
    )
    absent = made._replace(id=H(b"absent"), sub=H(b"elsewhere")[:16].hex())
    given = reveal(absent, NORTH, given=[answer.id], cek=H(b"k"))
    assess(
        "knew-given",
        "A reveal that relied on another's commitment.",
        [given, *answer.files],
        0,
        COMMITTED + " knew",
        SEALED,
    )
    assess("knew-nothing", "The statement named in seen is missing.", seen.files, 0, COMMITTED, SEALED)
    card = c.commit("facts: seen card", body={"seen": [SOUTH.card_id]})
    assess(
        "knew-card",
        "A card that is named in seen and is in the transcript.",
        [*card.files, SOUTH.card_bytes],
        0,
        COMMITTED + " knew",
        SEALED,
    )
    assess(
        "knew-card-pinned-only", "A card that is named in seen and is only pinned.", card.files, 0, COMMITTED, SEALED
    )
    assess(
        "require-holds",
        "The required facts are proven.",
        [*made.files, key],
        0,
        OPENED,
        SHOWN,
        require=(requirement("opened"), requirement("released")),
        spec="12.1, step 9",
    )
    assess(
        "require-fails",
        "A required fact is not proven.",
        made.files,
        3,
        COMMITTED,
        SEALED,
        require=(requirement("opened"),),
        spec="12.1, step 9",
    )
    elsewhere = c.commit("facts: required of every list", SOUTH, body={"list": LIST_B, "role": "request"})
    both = [*made.files, key, *elsewhere.files]
    narrowed = {
        "by": ("Required of the one signer whose list is opened.", requirement("opened", by=NORTH.kid), 0),
        "by-another": ("Required of the signer whose list is sealed.", requirement("opened", by=SOUTH.kid), 3),
        "by-nobody": ("Required of a signer of whom no list is present.", requirement("opened", by=HERON.kid), 3),
        "role": ("Required of the lists in one role.", requirement("opened", role="offer"), 0),
        "role-of-another": ("Required of a role in which a list is sealed.", requirement("opened", role="request"), 3),
        "list": ("Required of one list.", requirement("opened", list=LIST_A), 0),
        "list-of-another": (
            "Signer and list are not of one commitment.",
            requirement("opened", NORTH.kid, None, LIST_B),
            3,
        ),
        "every-list": ("Required of every list, and one is sealed.", requirement("opened"), 3),
        "signed": ("Required of every list, and true of every one.", requirement("signed"), 0),
        "released": ("A key was handed over for one list only.", requirement("released"), 3),
    }
    for name, (about, one, code) in narrowed.items():
        assess(
            f"require-{name}",
            about,
            both,
            code,
            OPENED,
            SEALED,
            require=(one,),
            spec="12.1, step 9",
        )
    later = c.commit("facts: required of the latest", body={"version": 2, "previous": made.id})
    assess(
        "require-latest",
        "Version 1 is opened and version 2 sealed: the fact is not true of the list.",
        [*made.files, key, *later.files],
        3,
        OPENED + " chained",
        SEALED,
        require=(requirement("opened"),),
        spec="12.1, step 9",
    )
    again = NORTH.sign("commitment", made.sub, 1820000001, cbor(made.body))
    assess(
        "require-same-list",
        "One list was committed twice, and one of the two is opened.",
        [*made.files, key, again],
        0,
        OPENED + " reissued",
        SEALED,
        require=(requirement("opened"),),
        spec="12.1, step 9",
    )
    assess(
        "require-of-no-list",
        "A fact is required, and nothing but a card is present.",
        [NORTH.card_bytes],
        3,
        "signed",
        require=(requirement("signed"),),
        spec="12.1, step 9",
    )
    assess(
        "require-view",
        "A view does not satisfy a requirement.",
        made.files,
        3,
        COMMITTED,
        SEALED,
        require=(requirement("sealed"),),
        spec="12.1, step 9",
    )


def opened(c: Cases, name: str, **making: Any) -> tuple[list[bytes]]:
    made = c.commit(name, **making)
    return ([*made.files, reveal(made, NORTH, cek=made.cek)],)


def fault_cases(c: Cases) -> None:
    made = c.commit("faults", readers=(SOUTH,))
    key, wrong = reveal(made, NORTH, cek=made.cek), reveal(made, SOUTH, cek=H(b"another key"))
    assess = Assess(c, "12.3")
    assess(
        "wrong-key",
        "A published key is not the committed one: the revealer's fault, not the committer's.",
        [*made.files, wrong],
        4,
        COMMITTED + " knew",
        SEALED,
        (("wrong-key", SOUTH),),
        spec="12.3; 8.4, step 3",
    )
    assess(
        "wrong-key-without-envelope",
        "A wrong key can be shown without the envelope.",
        [made.statement, wrong],
        4,
        "signed knew count-stated",
        SEALED + " envelope-absent",
        (("wrong-key", SOUTH),),
    )
    assess(
        "wrong-key-own",
        "The committer publishes another key.",
        [*made.files, reveal(made, NORTH, cek=bytes(32))],
        4,
        COMMITTED + " knew",
        SEALED,
        (("wrong-key", NORTH),),
    )
    assess(
        "wrong-key-beside",
        "One party reveals a wrong key, another the right one: nobody is framed.",
        [*made.files, wrong, key],
        4,
        OPENED,
        SHOWN,
        (("wrong-key", SOUTH),),
    )
    assess(
        "wrong-key-by-stranger",
        "A stranger's wrong key is ignored.",
        [*made.files, STRANGER.card_bytes, reveal(made, STRANGER, cek=bytes(32))],
        3,
        COMMITTED,
        SEALED,
        ignored="signer-not-pinned signer-not-pinned",
        spec="12.1, step 3",
    )
    people = [cbor(entry) for entry in PEOPLE]
    broken: tuple[tuple[str, str, int, Json], ...] = (
        ("garbage", "The ciphertext is garbage", 4, {"encrypted": lambda text: bytes(len(text))}),
        ("not-cbor", "The plaintext is not a list", 5, {"plaintext": lambda text: b"\xff" * len(text)}),
        ("padding", "The padding is not zero", 5, {"plaintext": lambda text: r.pad(text) + b"\1"}),
        ("schema", "The schema is not the committed one", 6, {"body": {"schema": H(b"another")}}),
        ("count", "The count is not the committed one", 7, {"body": {"count": 1000}}),
        (
            "entry",
            "An entry does not satisfy the schema",
            8,
            {"entries": [{"number": "one", "прізвище": "", "born": None}]},
        ),
        ("root", "The root is of other entries", 9, {"body": {"root": H(b"another root")}}),
    )
    for name, about, step, making in broken:
        bad = c.commit(f"faults: {name}", readers=(SOUTH,), **making)
        assess(
            f"wrong-content-{name}",
            f"{about}, as a reader's reveal shows: the committer's fault.",
            [*bad.files, reveal(bad, SOUTH, cek=bad.cek)],
            4,
            COMMITTED + " released knew",
            SHOWN,
            (("wrong-content", NORTH),),
            spec=f"12.1, step 6; 8.4, step {step}",
        )
        if name == "count":
            assess(
                "wrong-content-to-reader",
                "The count is not the committed one, as a reader finds with the key from their wrap.",
                bad.files,
                4,
                COMMITTED,
                SEALED,
                (("wrong-content", NORTH),),
                openings={bad.id: bad.cek},
                spec="12.1, step 6",
            )
            assess(
                "wrong-content-unopened",
                "The count is not the committed one, and nobody has opened the list: the count is only stated.",
                bad.files,
                0,
                COMMITTED,
                SEALED,
            )
    assert len(people) != 1000
    stolen = HERON.sign("commitment", made.sub, 1815000000, cbor(made.body))
    copied = made._replace(author=HERON, statement=stolen, id=statement_id(stolen))
    assess(
        "copied",
        "Another party signs the same root, key and envelope as their own; the key opens only the original.",
        [*made.files, stolen, key],
        0,
        OPENED,
        SEALED,
        spec="7.1; 15",
    )
    assess(
        "copied-and-revealed",
        "That party publishes the key for their copy: it does not fit.",
        [*made.files, stolen, key, reveal(copied, HERON, cek=made.cek)],
        4,
        OPENED,
        SEALED,
        (("wrong-key", HERON),),
        spec="7.1; 15",
    )
    fitted = [fitted_copy(made, bytes([n]) * 16) for n in range(100, 165)]
    assess(
        "copied-many-times",
        "That party signs the envelope in 65 places, with key commitments that fit: the original opens all the same.",
        [*made.files, key, *(one.statement for one in fitted)],
        4,
        OPENED,
        SEALED,
        (("wrong-content", HERON),),
        openings={one.id: made.cek for one in fitted},
        spec="12.1, step 6; 15",
    )
    own = c.commit("faults: precedence")
    assess(
        "contradiction-before-rejection",
        "A contradiction takes precedence over what was rejected and ignored.",
        [*made.files, wrong, b"\x00", c.commit("faults: stranger", STRANGER).statement],
        4,
        COMMITTED + " knew",
        SEALED,
        (("wrong-key", SOUTH),),
        rejected="artefact-unknown",
        ignored="signer-unknown",
        spec="12.1, step 9",
    )
    assess(
        "rejection-before-ignored",
        "A rejection takes precedence over what was ignored and what is required.",
        [*own.files, b"\x00", c.commit("faults: stranger 2", STRANGER).statement],
        1,
        COMMITTED,
        SEALED,
        rejected="artefact-unknown",
        ignored="signer-unknown",
        require=(requirement("opened"),),
        spec="12.1, step 9",
    )


def version_cases(c: Cases) -> None:
    one = c.commit("v1")
    two = next_version(c, "v2", one, PEOPLE[:2])
    assess = Assess(c, "11")
    assess(
        "two-versions",
        "A second version names the first.",
        [*two.files, *one.files],
        0,
        COMMITTED + " knew chained",
        SEALED,
        spec="12.2",
    )
    three = next_version(c, "v3", two, PEOPLE[:1])
    assess(
        "gap",
        "A version in between is not presented.",
        [*one.files, *three.files],
        0,
        COMMITTED,
        SEALED + " gap",
        spec="12.4",
    )
    again = c.commit("v1 again", readers=(SOUTH,), iat=1811000000)
    assert again.body["root"] == one.body["root"]
    assess(
        "reissued",
        "The same list, sealed again for one more reader: the same root, and no fault.",
        [*one.files, *again.files],
        0,
        COMMITTED + " reissued",
        SEALED,
        spec="12.2; 7.2",
    )
    assess(
        "reissued-then-chained",
        "A second version may name either of two reissued commitments.",
        [*one.files, *again.files, *two.files],
        0,
        COMMITTED + " reissued chained knew",
        SEALED,
    )
    other = c.commit("v1 otherwise", entries=PEOPLE[:2])
    assess(
        "fork",
        "Two different lists with the same list id and version.",
        [*one.files, *other.files],
        4,
        COMMITTED,
        SEALED,
        (("fork", NORTH),),
        spec="12.3",
    )
    third = c.commit("v1 yet otherwise", entries=PEOPLE[1:])
    assess(
        "fork-of-three",
        "Three different lists with the same list id and version, and one culprit.",
        [one.statement, other.statement, third.statement],
        4,
        "signed count-stated",
        SEALED + " envelope-absent",
        (("fork", NORTH),),
        spec="12.3",
    )
    for name, about, code, junk in (
        ("zeros", "10,000 zero bytes", "artefact-unknown", b"\x00" * 10000),
        ("heads", "An item of too many heads", "too-large", b"\x99\x27\x10" + b"\x80" * 10000),
        ("claim", "An array that claims what follows it", "malformed", b"\x9a\x00\x00\x02\x00"),
        ("text", "A letter", "armor-malformed", b"Dear all,\n"),
        ("open", "An item of indefinite length", "malformed", b"\x9f"),
    ):
        for place in ("before", "between", "after"):
            pieces = [one.statement, other.statement]
            pieces.insert(("before", "between", "after").index(place), junk)
            assess(
                f"junk-{name}-{place}",
                f"{about} {place} the two commitments of a fork.",
                [b"".join(pieces)],
                4,
                "signed count-stated",
                SEALED + " envelope-absent",
                (("fork", NORTH),),
                rejected=code,
                spec="3.2; 12.3",
            )
    label = c.commit("v1 relabelled", label="Another label")
    assess(
        "fork-by-label",
        "Another label is another list.",
        [*one.files, *label.files],
        4,
        COMMITTED,
        SEALED,
        (("fork", NORTH),),
        spec="12.3",
    )
    copied = {name: one.body[name] for name in ("root", "key", "envelope")} | {"role": "request"}
    assess(
        "fork-by-copied-values",
        "Root and key commitment copied into another role, where nothing can ever be opened: a fork.",
        [*one.files, c.commit("v1 copied", body=copied).statement],
        4,
        COMMITTED,
        SEALED,
        (("fork", NORTH),),
        spec="12.3",
    )
    for field, value in (
        ("exchange", EXCHANGE),
        ("answers", H(b"answered")),
        ("schema", H(b"a schema")),
        ("count", 4),
        ("root", H(b"a root")),
        ("key", H(b"a key")),
    ):
        same = {**{name: one.body[name] for name in ("root", "key", "envelope")}, field: value}
        assess(
            f"fork-by-{field}",
            f"Two commitments that differ in {field} alone.",
            [*one.files, c.commit(f"v1 with another {field}", body=same).statement],
            4,
            COMMITTED,
            SEALED + (" terms-absent" if field == "exchange" else ""),
            (("fork", NORTH),),
            spec="12.3",
        )
    copied_2 = {**{name: two.body[name] for name in ("root", "key", "envelope")}, "previous": H(b"elsewhere")}
    assess(
        "fork-by-previous",
        "Two second versions that differ in previous alone.",
        [*two.files, next_version(c, "v2 with another previous", one, PEOPLE[:2], **copied_2).statement],
        4,
        COMMITTED,
        SEALED + " gap",
        (("fork", NORTH),),
        spec="12.3",
    )
    fork_2 = next_version(c, "v2 otherwise", one, PEOPLE[1:])
    assess(
        "fork-of-second",
        "Two second versions of the same first version.",
        [*one.files, *two.files, *fork_2.files],
        4,
        COMMITTED + " chained knew",
        SEALED,
        (("fork", NORTH),),
        spec="12.3",
    )
    theirs = c.commit("v1 of another", SOUTH)
    assess(
        "same-list-id",
        "Two parties with the same list id are no fork.",
        [*one.files, *theirs.files],
        0,
        COMMITTED,
        SEALED,
    )
    assess(
        "fork-by-stranger",
        "A stranger's fork proves nothing against a pinned party.",
        [STRANGER.card_bytes, c.commit("s1", STRANGER).statement, c.commit("s2", STRANGER, entries=[]).statement],
        3,
        ignored="signer-not-pinned " * 3,
        spec="12.3; 12.1, step 3",
    )
    fork_x = c.commit("v1 in an exchange", body={"exchange": EXCHANGE})
    assess(
        "fork-across-exchanges",
        "The same version, once in an exchange and once outside exchanges.",
        [*one.files, *fork_x.files],
        4,
        COMMITTED,
        SEALED + " terms-absent",
        (("fork", NORTH),),
        spec="12.3",
    )
    slot_cases(c, one)

    def chain(
        name: str, about: str, later: Made, before: list[bytes], *, views: str = SEALED, spec: str = "12.3"
    ) -> None:
        facts = "signed count-stated" + (" committed" if before else "") + " knew"
        assess(
            name,
            about,
            [later.statement, later.envelope, *before],
            4,
            facts,
            views,
            (("bad-chain", later.author),),
            spec=spec,
        )

    chain("chain-jump", "Version 3 names version 1.", next_version(c, "jump", one, version=3), one.files)
    chain(
        "chain-back",
        "Version 2 names a version 3.",
        next_version(c, "back", three, version=2),
        three.files,
        views=SEALED + " gap",
    )
    chain(
        "chain-same",
        "Version 2 names a version 2.",
        next_version(c, "same", two, version=2, list=LIST_B),
        two.files,
        views=SEALED + " gap",
    )
    chain(
        "chain-other-list", "A version names one of another list.", next_version(c, "list", one, list=LIST_B), one.files
    )
    chain(
        "chain-other-exchange",
        "A version leaves its exchange.",
        next_version(c, "exchange", fork_x),
        fork_x.files,
        views=SEALED + " terms-absent",
    )
    chain(
        "chain-other-signer",
        "A version names another signer's version.",
        next_version(c, "signer", one._replace(author=SOUTH)),
        one.files,
    )
    key = reveal(one, NORTH, cek=one.cek)
    assess(
        "chain-to-reveal",
        "A version names a reveal.",
        [*next_version(c, "kind", one._replace(id=statement_id(key))).files, key],
        4,
        COMMITTED + " knew",
        SEALED,
        (("bad-chain", NORTH),),
        spec="12.3",
    )
    assess(
        "chain-to-card",
        "A version names a card.",
        [*next_version(c, "card", one._replace(id=NORTH.card_id)).files, NORTH.card_bytes],
        4,
        COMMITTED + " knew",
        SEALED,
        (("bad-chain", NORTH),),
        spec="12.3",
    )
    to_stranger = next_version(c, "to a stranger's", theirs._replace(author=NORTH))
    assess(
        "chain-to-stranger",
        "A version names one by a signer who is not pinned: nothing is proven.",
        [*to_stranger.files, SOUTH.card_bytes, *theirs.files],
        3,
        COMMITTED,
        SEALED + " gap",
        pinned=(NORTH,),
        ignored="signer-not-pinned " * 3,
        spec="12.3",
    )


def slot_cases(c: Cases, outside: Made) -> None:
    assess = Assess(c, "12.3; 17.3")
    terms = HERON.sign("terms", HERON.kid.hex(), 1805000000, cbor(terms_body()))
    x = statement_id(terms)

    def slot(name: str, **body: Any) -> Made:
        changes = {"exchange": x, "list": LIST_B, **body}
        return c.commit(f"slot: {name}", body=changes, entries=PEOPLE[:1])

    first = slot("first", list=LIST_A)
    facts, views = COMMITTED + " knew proposed slot-filled", "sealed current-version state awaiting binding"
    fault = (("slot-fork", NORTH),)
    three = of_three()
    assess(
        "slot-fork",
        "Two first versions in one role of one exchange, under different list ids.",
        [terms, *first.files, *slot("fork").files],
        4,
        facts,
        views,
        fault,
    )
    assess(
        "slot-fork-off-terms",
        "Two first versions in the role of a slot: that one of them has not the slot's count is no excuse.",
        [three, *at(c, three, "of one", LIST_B, 1), *at(c, three, "of three", LIST_A, 3)],
        4,
        facts + " off-terms count-agreed",
        views,
        fault,
    )
    assess(
        "slot-fork-without-terms",
        "The terms are not present: nobody can say that the role is a slot.",
        [*first.files, *slot("fork without terms").files],
        0,
        COMMITTED,
        "sealed current-version terms-absent",
    )
    assess(
        "slot-fork-party-not-pinned",
        "A party of the terms is not pinned: no rule of theirs is applied.",
        [terms, *first.files, *slot("fork with a stranger").files],
        0,
        COMMITTED + " knew proposed",
        "sealed current-version state party-not-pinned",
        pinned=(NORTH, HERON),
    )
    assess(
        "slot-other-role",
        "Another role is another list; it is none of a slot.",
        [terms, *first.files, *slot("role", role="request").files],
        0,
        facts + " off-terms",
        views,
    )
    assess(
        "slot-two-reports",
        "Two first versions in a role that is no slot of their signer are off the terms, and no fault.",
        [terms, *slot("one report", role="report").files, *slot("two reports", role="report", list=LIST_A).files],
        0,
        COMMITTED + " knew proposed off-terms",
        "sealed current-version state awaiting",
    )
    assess(
        "slot-other-exchange",
        "Another exchange is another slot.",
        [terms, *first.files, *slot("exchange", exchange=H(b"another exchange")).files],
        0,
        facts,
        views + " terms-absent",
    )
    assess(
        "slot-no-exchange",
        "Outside of exchanges there are no slots.",
        [*outside.files, *slot("none", exchange=None).files],
        0,
        COMMITTED,
        SEALED,
    )
    later = slot("later", version=2, previous=H(b"absent"))
    assess(
        "slot-later-version",
        "A second version takes no slot of its own.",
        [terms, *first.files, *later.files],
        0,
        facts,
        views + " gap",
    )


def of_three() -> bytes:
    slots = [[NORTH.kid, "offer", 3], [SOUTH.kid, "offer", None]]
    return HERON.sign("terms", HERON.kid.hex(), 1805000000, cbor(terms_body(slots=slots)))


def at(c: Cases, terms: bytes, name: str, list_id: bytes, count: int) -> list[bytes]:
    body = {"exchange": statement_id(terms), "list": list_id}
    return c.commit(f"slot: {name}", body=body, entries=PEOPLE[:count]).files


def disclosure_views(c: Cases) -> None:
    one = c.commit("disclosed")
    shown = disclose(one, [1])
    assess = Assess(c, "12.1, step 7; 12.4; 12.5")
    assess(
        "disclosed",
        "An entry, with its proof: neither the envelope nor a key is needed.",
        [one.statement, shown],
        0,
        "signed count-stated disclosed",
        SEALED + " envelope-absent disclosure-age",
        spec="10.2, step 4",
    )
    assess(
        "require-disclosed",
        "An entry of the list has to be disclosed, and is.",
        [one.statement, shown],
        0,
        "signed count-stated disclosed",
        SEALED + " envelope-absent disclosure-age",
        require=(requirement("disclosed"),),
        spec="12.1, step 9",
    )
    assess(
        "require-disclosed-none",
        "It has to be, and nothing is.",
        [one.statement],
        3,
        "signed count-stated",
        SEALED + " envelope-absent",
        require=(requirement("disclosed"),),
        spec="12.1, step 9",
    )
    two = next_version(c, "disclosed v2", one, PEOPLE[:1])
    assess(
        "superseded",
        "A later version is presented; the entry may be gone.",
        [one.statement, two.statement, shown],
        0,
        "signed count-stated knew chained disclosed",
        SEALED + " envelope-absent superseded",
    )
    assess(
        "disclosure-alone",
        "A disclosure without its commitment.",
        [shown, NORTH.card_bytes],
        3,
        "signed",
        ignored="commitment-missing",
    )
    assess(
        "disclosure-of-stranger",
        "A disclosure of a stranger's list.",
        [STRANGER.card_bytes, *(theirs := c.commit("disclosed by a stranger", STRANGER)).files, disclose(theirs, [0])],
        3,
        ignored="signer-not-pinned signer-not-pinned signer-not-pinned commitment-missing",
    )
    assess(
        "disclosure-false",
        "A disclosure whose proof is invalid.",
        [*one.files, disclose(one, [1], proof=[])],
        1,
        COMMITTED,
        SEALED,
        rejected="proof-invalid",
        spec="10.2, step 4",
    )
    items = r.parse_disclosure(shown).items
    beyond = disclose(one, [1], items=[[3, *items[0][1:]]])
    assess(
        "disclosure-beyond-count",
        "A fourth entry in a list of three.",
        [*one.files, beyond],
        1,
        COMMITTED,
        SEALED,
        rejected="disclosure-malformed",
        spec="10.2, step 1",
    )
    some = r.parse_disclosure(disclose(one, [0, 2])).items
    for name, about, changed in (
        ("order", "positions that descend", some[::-1]),
        ("twice", "one position twice", [some[0], some[0]]),
        ("huge", "a position of 2^20", [some[0], [2**20, *some[1][1:]]]),
    ):
        assess(
            f"disclosure-{name}-alone",
            f"A disclosure with {about}: it is rejected by its form, though its commitment is missing.",
            [NORTH.card_bytes, disclose(one, [0, 2], items=changed)],
            1,
            "signed",
            rejected="disclosure-malformed",
            spec="12.1, step 1; 10.2, step 1",
        )
    bad_entry = disclose(one, [1], items=[[1, items[0][1], b"\xff", None]])
    assess(
        "disclosure-not-an-entry",
        "A disclosed entry is not an entry.",
        [*one.files, bad_entry],
        1,
        COMMITTED,
        SEALED,
        rejected="entry-invalid",
        spec="10.2, step 3",
    )


GROUPS = (
    framing_cases,
    rejected_cases,
    trust_cases,
    pin_cases,
    fact_cases,
    fault_cases,
    version_cases,
    disclosure_views,
)
