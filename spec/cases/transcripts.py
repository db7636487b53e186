"""Cases of sections 11 and 12: what an assessment says."""

from __future__ import annotations

from typing import Any

from spec import reference as r
from spec.cases.making import (
    CLOSED,
    CLOSED_PARTS,
    CLOSED_SCHEMA,
    EXCHANGE,
    EXPIRED,
    HERON,
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
)
from spec.cases.parties import forge_for_identity_point, sign_again
from spec.reference import H, cbor

PINNED = (NORTH, SOUTH, HERON)
SEALED = "sealed current-version"
COMMITTED = "signed committed count-stated"
OPENED = COMMITTED + " released knew opened count-proven"


class Says:
    """What an assessment is to say; facts and views by their codes, since who is meant follows from the case."""

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
        pinned: tuple[Party, ...] = PINNED,
        openings: dict[bytes, bytes] | None = None,
        require: tuple[str, ...] = (),
        now: int = NOW,
    ) -> Json:
        keys = {commitment.hex(): cek.hex() for commitment, cek in (openings or {}).items()}
        cards = [party.card_bytes for party in pinned]
        told: Json = self.c.add(
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
        said = {
            "exit": told["exit"],
            "facts": sorted({code for code, _ in told["facts"]}),
            "views": sorted({code for code, _ in told["views"]}),
            "contradictions": told["contradictions"],
            "rejected": told["rejected"],
            "ignored": told["ignored"],
        }
        due = {
            "exit": exit,
            "facts": sorted(set(facts.split())),
            "views": sorted(set(views.split())),
            "contradictions": sorted([code, party.kid.hex()] for code, party in contradictions),
            "rejected": sorted(rejected.split()),
            "ignored": sorted(ignored.split()),
        }
        if said != due:
            wrong = [f"{key}: {due[key]} is due, not {said[key]}" for key in due if due[key] != said[key]]
            raise SystemExit(f"assess/{name}: " + "; ".join(wrong))
        return told


def next_version(c: Cases, name: str, before: Made, entries: Any = None, **body: Any) -> Made:
    changes = {"list": before.body["list"], "version": before.body["version"] + 1, "previous": before.id, **body}
    return c.commit(name, before.author, entries=entries, body=changes)


def framing_cases(c: Cases) -> None:
    says = Says(c, "12.1, step 9")
    says("no-files", "No file.", [], 2)
    says("empty-file", "An empty file.", [b""], 2)
    says("text-file", "A file that is a table, not armor.", [b"name,born\nNemo,1990\n"], 2, rejected="armor-malformed")
    says("nothing-framed", "A file in which not one item can be framed.", [b"\xff\x00"], 2, rejected="malformed")
    says = Says(c, "12.1, step 1")
    says("unknown-item", "An item is framed, though it is no artefact.", [b"\x00"], 1, rejected="artefact-unknown")
    says("pinned-card", "The card of a pinned party is a statement of his.", [NORTH.card_bytes], 0, "signed")
    bad = c.commit("one bad among good")
    junk = cbor(r.Tag(r.STATEMENT, [b"", {}, b"", b""]))
    no_wraps, no_items = cbor(r.Tag(r.ENVELOPE, [r.PROTECTED, {}, b"", []])), cbor(r.Tag(r.DISCLOSURE, []))
    says(
        "bad-among-good",
        "Each bad artefact is rejected alone, and spoils no other.",
        [bad.statement + junk + no_wraps + no_items + b"\x00" + bad.envelope + b"\x9f"],
        1,
        COMMITTED,
        SEALED,
        rejected="statement-malformed envelope-malformed disclosure-malformed artefact-unknown malformed",
    )
    long_head = b"\xd8\x12" + bad.statement[1:]
    says(
        "not-deterministic",
        "A long head and map keys out of order, each in an artefact of its own.",
        [long_head + bytes.fromhex("d2a20100 0000".replace(" ", "")) + bad.statement],
        1,
        "signed count-stated",
        SEALED + " envelope-absent",
        rejected="malformed not-deterministic",
    )
    says(
        "types",
        "A float, a tag within, and nine levels.",
        [bytes.fromhex("d2f93c00") + bytes.fromhex("d281c100") + b"\xd2" + b"\x81" * 8 + b"\x80" + bad.statement],
        1,
        "signed count-stated",
        SEALED + " envelope-absent",
        rejected="type-not-allowed type-not-allowed too-deep",
    )
    says(
        "too-many",
        "A file of 10,001 items counts for nothing; the other file does.",
        [b"\x80" * 10001, *bad.files],
        1,
        COMMITTED,
        SEALED,
        rejected="too-large",
        spec="14",
    )
    says(
        "armored",
        "An armored file and a binary one.",
        [r.armor(bad.statement).encode(), bad.envelope],
        0,
        COMMITTED,
        SEALED,
    )
    says(
        "order-and-duplicates",
        "Order and duplicates carry no meaning.",
        [bad.envelope + bad.statement, bad.statement, bad.statement + bad.envelope],
        0,
        COMMITTED,
        SEALED,
        spec="3.2; 12.1, step 8",
    )
    says(
        "rejected-once",
        "The same bad artefact in two files is one.",
        [junk + bad.statement, junk + junk],
        1,
        "signed count-stated",
        SEALED + " envelope-absent",
        rejected="statement-malformed",
    )


def trust_cases(c: Cases) -> None:
    made = c.commit("trust")
    theirs = c.commit("trust: stranger", STRANGER)
    says = Says(c, "12.1, step 3")
    says(
        "stranger-unknown",
        "A list by someone of whom there is no card.",
        theirs.files,
        3,
        ignored="signer-unknown signer-unknown",
        spec="12.1, step 5",
    )
    says(
        "stranger-with-card",
        "A list by someone whose card is there, but not pinned.",
        [STRANGER.card_bytes, *theirs.files],
        3,
        ignored="signer-not-pinned " * 3,
        spec="12.1, step 2; 12.1, step 5",
    )
    says(
        "stranger-pinned",
        "The same, pinned; the card need not be in the transcript.",
        theirs.files,
        0,
        COMMITTED,
        SEALED,
        pinned=(STRANGER,),
    )
    says(
        "stranger-card-beside",
        "A stranger's card alone does not matter beside a pinned party's list.",
        [STRANGER.card_bytes, *made.files],
        0,
        COMMITTED,
        SEALED,
        ignored="signer-not-pinned",
        spec="12.1, step 2; 12.1, step 9",
    )
    says(
        "stranger-list-beside",
        "A stranger's list beside a pinned party's.",
        [STRANGER.card_bytes, *theirs.files, *made.files],
        3,
        COMMITTED,
        SEALED,
        ignored="signer-not-pinned " * 3,
    )
    says(
        "nobody-pinned",
        "With nobody pinned nothing is said of anyone.",
        [NORTH.card_bytes, *made.files],
        3,
        pinned=(),
        ignored="signer-not-pinned " * 3,
    )
    body = cbor({**made.body, "role": "order"})
    forged = r.parse_statement(made.statement)
    altered = cbor(r.Tag(18, [forged.protected, {}, body, forged.signature]))
    says(
        "forged",
        "A statement whose signature does not fit is rejected; the envelope that only it names too.",
        [altered, made.envelope],
        1,
        rejected="signature-invalid envelope-unclaimed",
        spec="12.1, step 5",
    )
    says(
        "forged-beside",
        "A forged statement takes nothing from the true one.",
        [altered, *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="signature-invalid",
    )
    twin = cbor(
        r.Tag(
            18,
            [
                forged.protected,
                {},
                forged.payload,
                sign_again(NORTH, r.sig_structure(forged.protected, forged.payload)),
            ],
        )
    )
    says(
        "two-signatures",
        "Two valid signatures of one statement are one statement: no fork, not even a reissue.",
        [twin, *made.files],
        0,
        COMMITTED,
        SEALED,
        spec="5.2",
    )
    card: Json = {
        "name": "Nobody",
        "verify": bytes([1]) + bytes(31),
        "encrypt": NORTH.encrypt,
        "notAfter": None,
        "seen": [],
    }
    says(
        "weak-card",
        "A card with the identity point as its key.",
        [forge_for_identity_point(card), *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="key-weak",
        spec="12.1, step 2; 4.3, step 1",
    )
    unknown = NORTH.sign("receipt", made.sub, 1810000000, made.statement[-100:])
    alg = NORTH.sign_raw(
        cbor({1: -8, 4: NORTH.kid, 15: {1: r.kid_uri(NORTH.kid), 2: made.sub, 6: 1}, 16: r.typ("reveal")}), b"\xa0"
    )
    says(
        "kind-and-alg",
        "Kinds and algorithms that this version does not know.",
        [unknown, alg, *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="kind-unknown alg-unknown",
        spec="12.1, step 1; 5.3, step 2",
    )
    says(
        "body",
        "A signed statement whose body is none.",
        [NORTH.sign("reveal", made.sub, 1, cbor({})), *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="body-invalid",
    )
    says(
        "claims",
        "A signed statement whose subject is another list.",
        [NORTH.sign("commitment", "00" * 16, 1810000000, cbor(made.body)), *made.files],
        1,
        COMMITTED,
        SEALED,
        rejected="claims-mismatch",
    )
    renamed = NORTH.card("Northbank Secretariat (new)", 1830000000, None)
    says(
        "second-card",
        "A second card of a pinned key is signed by him; it replaces no pin.",
        [renamed, *made.files],
        0,
        COMMITTED,
        SEALED,
        spec="4.4; 12.1, step 2",
    )
    says(
        "card-expired",
        "A pinned card whose time has passed.",
        c.commit("trust: expired", EXPIRED).files,
        0,
        COMMITTED,
        SEALED + " card-expired",
        pinned=(EXPIRED,),
        spec="12.4",
    )
    says(
        "card-not-yet-expired",
        "The last second of a card.",
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
    says = Says(c, "12.2; 12.4; 12.5")
    says("committed", "A commitment with its envelope.", made.files, 0, COMMITTED, SEALED)
    says(
        "commitment-alone",
        "A commitment without its envelope.",
        [made.statement],
        0,
        "signed count-stated",
        SEALED + " envelope-absent",
    )
    says(
        "envelope-alone",
        "An envelope without its commitment.",
        [made.envelope],
        1,
        rejected="envelope-unclaimed",
        spec="12.1, step 5",
    )
    other = made.envelope[:-1] + bytes([made.envelope[-1] ^ 1])
    says(
        "envelope-altered",
        "An envelope with one bit altered is nobody's.",
        [made.statement, other],
        1,
        "signed count-stated",
        SEALED + " envelope-absent",
        rejected="envelope-unclaimed",
        spec="12.1, step 5",
    )
    says(
        "opened",
        "A published key opens the list for all.",
        [*made.files, key],
        0,
        OPENED,
        "current-version",
        spec="12.1, step 6",
    )
    says(
        "opened-by-reader",
        "A reader's own key opens it for him; it stays sealed for the others.",
        made.files,
        0,
        COMMITTED + " opened count-proven",
        SEALED,
        openings={made.id: made.cek},
        spec="12.1, step 6",
    )
    says(
        "reveal-without-envelope",
        "The key is out, and the envelope is not here.",
        [made.statement, key],
        0,
        "signed knew count-stated released",
        "current-version envelope-absent",
    )
    says("reveal-alone", "A reveal of something that is not here.", [key], 0, "signed")
    wrap = c.wrap("a reveal", HERON, r.reveal_extra(made.id, NORTH.kid, HERON.kid), made.cek)
    to_one = reveal(made, NORTH, wrap=[HERON.kid, wrap])
    says(
        "reveal-to-one",
        "A wrap for one reader: released, and sealed for the others.",
        [*made.files, to_one],
        0,
        COMMITTED + " released knew",
        SEALED,
    )
    lifted = reveal(made, SOUTH, wrap=[HERON.kid, wrap])
    says(
        "lifted-reveal",
        "A wrap is lifted into another's reveal: only its reader could tell.",
        [*made.files, lifted],
        0,
        COMMITTED + " released knew",
        SEALED,
        spec="8.3",
    )
    c.add(
        "unwrap",
        "reveal-lifted",
        "That reader tells.",
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
    says(
        "wrap-failed",
        "A wrap opened to a key that is not the committed one.",
        made.files,
        0,
        COMMITTED,
        SEALED + " wrap-failed",
        openings={made.id: H(b"another key")},
    )
    says(
        "by-stranger",
        "A key that a stranger published is not listened to.",
        [*made.files, STRANGER.card_bytes, reveal(made, STRANGER, cek=made.cek)],
        3,
        COMMITTED,
        SEALED,
        ignored="signer-not-pinned signer-not-pinned",
        spec="12.1, step 3",
    )
    misplaced = NORTH.sign(
        "reveal",
        LIST_B.hex(),
        1820000000,
        cbor({"commitment": made.id, "given": [], "cek": made.cek, "wrap": None, "seen": []}),
    )
    says(
        "reveal-misplaced",
        "A reveal whose subject is not its commitment's opens nothing; it was signed all the same.",
        [*made.files, misplaced],
        1,
        COMMITTED + " knew",
        SEALED,
        rejected="claims-mismatch",
        spec="12.1, step 4; 5.3, step 6",
    )
    says(
        "reveal-misplaced-alone",
        "The same without the commitment: nothing to compare with.",
        [misplaced],
        0,
        "signed",
        spec="12.1, step 4",
    )
    says(
        "empty-list", "A list of nobody, opened.", *opened(c, "facts: empty", entries=[]), 0, OPENED, "current-version"
    )
    says(
        "restricted",
        "A list with restricted parts, opened.",
        *opened(c, "facts: closed", schema=CLOSED_SCHEMA, entries=CLOSED, restricted=CLOSED_PARTS),
        0,
        OPENED,
        "current-version",
    )
    seen = c.commit("facts: seen", SOUTH, body={"list": LIST_B, "seen": [made.id]})
    says(
        "knew-seen",
        "A list whose signer names another's in seen.",
        [*seen.files, *made.files],
        0,
        COMMITTED + " knew",
        SEALED,
    )
    answer = c.commit("facts: answer", SOUTH, body={"list": LIST_B, "answers": made.id, "role": "request"})
    says("knew-answers", "A list that answers another.", [*answer.files, *made.files], 0, COMMITTED + " knew", SEALED)
    given = NORTH.sign(
        "reveal",
        H(b"elsewhere")[:16].hex(),
        1820000000,
        cbor({"commitment": H(b"absent"), "given": [answer.id], "cek": H(b"k"), "wrap": None, "seen": []}),
    )
    says(
        "knew-given",
        "A reveal that relied on another's commitment.",
        [given, *answer.files],
        0,
        COMMITTED + " knew",
        SEALED,
    )
    says("knew-nothing", "What is named is not here.", seen.files, 0, COMMITTED, SEALED)
    card = c.commit("facts: seen card", body={"seen": [SOUTH.card_id]})
    says(
        "knew-card",
        "A card that is named, and in the transcript.",
        [*card.files, SOUTH.card_bytes],
        0,
        COMMITTED + " knew",
        SEALED,
    )
    says("knew-card-pinned-only", "A card that is named, and only pinned.", card.files, 0, COMMITTED, SEALED)
    says(
        "require-holds",
        "What is required is there.",
        [*made.files, key],
        0,
        OPENED,
        "current-version",
        require=("opened", "released"),
        spec="12.1, step 9",
    )
    says(
        "require-fails",
        "What is required is not there.",
        made.files,
        3,
        COMMITTED,
        SEALED,
        require=("opened",),
        spec="12.1, step 9",
    )
    says(
        "require-view",
        "A view is no claim that can be required.",
        made.files,
        3,
        COMMITTED,
        SEALED,
        require=("sealed",),
        spec="12.1, step 9",
    )


def opened(c: Cases, name: str, **making: Any) -> tuple[list[bytes]]:
    made = c.commit(name, **making)
    return ([*made.files, reveal(made, NORTH, cek=made.cek)],)


def fault_cases(c: Cases) -> None:
    made = c.commit("faults", readers=(SOUTH,))
    key, wrong = reveal(made, NORTH, cek=made.cek), reveal(made, SOUTH, cek=H(b"another key"))
    says = Says(c, "12.3")
    says(
        "wrong-key",
        "A published key is not the committed one: the revealer's fault, not the committer's.",
        [*made.files, wrong],
        4,
        COMMITTED + " knew",
        SEALED,
        (("wrong-key", SOUTH),),
        spec="12.3; 8.4, step 3",
    )
    says(
        "wrong-key-without-envelope",
        "The commitment is enough to show it.",
        [made.statement, wrong],
        4,
        "signed knew count-stated",
        SEALED + " envelope-absent",
        (("wrong-key", SOUTH),),
    )
    says(
        "wrong-key-own",
        "The committer publishes another key.",
        [*made.files, reveal(made, NORTH, cek=bytes(32))],
        4,
        COMMITTED + " knew",
        SEALED,
        (("wrong-key", NORTH),),
    )
    says(
        "wrong-key-beside",
        "One reveals wrongly, another rightly: nobody is framed.",
        [*made.files, wrong, key],
        4,
        OPENED,
        "current-version",
        (("wrong-key", SOUTH),),
    )
    says(
        "wrong-key-by-stranger",
        "A stranger's wrong key is nothing to anybody.",
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
        ("not-cbor", "The plaintext is no list", 5, {"plaintext": lambda text: b"\xff" * len(text)}),
        ("padding", "The padding is not zero", 5, {"plaintext": lambda text: r.pad(text) + b"\1"}),
        ("schema", "The schema is not the committed one", 6, {"body": {"schema": H(b"another")}}),
        ("count", "The count is another", 7, {"body": {"count": 1000}}),
        ("entry", "An entry is not of the schema", 8, {"entries": [{"number": "one", "прізвище": "", "born": None}]}),
        ("root", "The root is of other entries", 9, {"body": {"root": H(b"another root")}}),
    )
    for name, about, step, making in broken:
        bad = c.commit(f"faults: {name}", readers=(SOUTH,), **making)
        says(
            f"wrong-content-{name}",
            f"{about}, as a reader's reveal shows: the committer's fault.",
            [*bad.files, reveal(bad, SOUTH, cek=bad.cek)],
            4,
            COMMITTED + " released knew",
            "current-version",
            (("wrong-content", NORTH),),
            spec=f"12.1, step 6; 8.4, step {step}",
        )
        if name == "count":
            says(
                "wrong-content-to-reader",
                "The same, found by a reader with his own key.",
                bad.files,
                4,
                COMMITTED,
                SEALED,
                (("wrong-content", NORTH),),
                openings={bad.id: bad.cek},
                spec="12.1, step 6",
            )
            says(
                "wrong-content-unopened",
                "The same, while nobody opens it: a stated count is only stated.",
                bad.files,
                0,
                COMMITTED,
                SEALED,
            )
    assert len(people) != 1000
    stolen = HERON.sign("commitment", made.sub, 1815000000, cbor(made.body))
    copied = made._replace(author=HERON, statement=stolen, id=statement_id(stolen))
    says(
        "copied",
        "Another signs the same root, key and envelope as his own; the key opens only the true one.",
        [*made.files, stolen, key],
        0,
        OPENED,
        SEALED,
        spec="7.1; 15",
    )
    says(
        "copied-and-revealed",
        "He publishes the key for his copy: it does not fit.",
        [*made.files, stolen, key, reveal(copied, HERON, cek=made.cek)],
        4,
        OPENED,
        SEALED,
        (("wrong-key", HERON),),
        spec="7.1; 15",
    )
    own = c.commit("faults: precedence")
    says(
        "contradiction-before-rejection",
        "A contradiction outweighs what was rejected and ignored.",
        [*made.files, wrong, b"\x00", c.commit("faults: stranger", STRANGER).statement],
        4,
        COMMITTED + " knew",
        SEALED,
        (("wrong-key", SOUTH),),
        rejected="artefact-unknown",
        ignored="signer-unknown",
        spec="12.1, step 9",
    )
    says(
        "rejection-before-ignored",
        "What was rejected outweighs what was ignored and what is required.",
        [*own.files, b"\x00", c.commit("faults: stranger 2", STRANGER).statement],
        1,
        COMMITTED,
        SEALED,
        rejected="artefact-unknown",
        ignored="signer-unknown",
        require=("opened",),
        spec="12.1, step 9",
    )


def version_cases(c: Cases) -> None:
    one = c.commit("v1")
    two = next_version(c, "v2", one, PEOPLE[:2])
    says = Says(c, "11")
    says(
        "two-versions",
        "A second version names the first.",
        [*two.files, *one.files],
        0,
        COMMITTED + " knew chained",
        SEALED,
        spec="12.2",
    )
    three = next_version(c, "v3", two, PEOPLE[:1])
    says(
        "gap",
        "A version between is not presented.",
        [*one.files, *three.files],
        0,
        COMMITTED,
        SEALED + " gap",
        spec="12.4",
    )
    again = c.commit("v1 again", readers=(SOUTH,), iat=1811000000)
    assert again.body["root"] == one.body["root"]
    says(
        "reissued",
        "The same list, sealed again for one more reader: the same root, and no fault.",
        [*one.files, *again.files],
        0,
        COMMITTED + " reissued",
        SEALED,
        spec="12.2; 7.2",
    )
    says(
        "reissued-then-chained",
        "A second version may name either.",
        [*one.files, *again.files, *two.files],
        0,
        COMMITTED + " reissued chained knew",
        SEALED,
    )
    other = c.commit("v1 otherwise", entries=PEOPLE[:2])
    says(
        "fork",
        "Two lists in one place.",
        [*one.files, *other.files],
        4,
        COMMITTED,
        SEALED,
        (("fork", NORTH),),
        spec="12.3",
    )
    third = c.commit("v1 yet otherwise", entries=PEOPLE[1:])
    says(
        "fork-of-three",
        "Three lists in one place, and one culprit.",
        [one.statement, other.statement, third.statement],
        4,
        "signed count-stated",
        SEALED + " envelope-absent",
        (("fork", NORTH),),
        spec="12.3",
    )
    label = c.commit("v1 relabelled", label="Another label")
    says(
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
    says(
        "fork-by-copied-values",
        "Root and key commitment copied into another role, where nothing can ever be opened: two lists in one place.",
        [*one.files, c.commit("v1 copied", body=copied).statement],
        4,
        COMMITTED,
        SEALED,
        (("fork", NORTH),),
        spec="12.3",
    )
    fork_2 = next_version(c, "v2 otherwise", one, PEOPLE[1:])
    says(
        "fork-of-second",
        "Two second versions of one first.",
        [*one.files, *two.files, *fork_2.files],
        4,
        COMMITTED + " chained knew",
        SEALED,
        (("fork", NORTH),),
        spec="12.3",
    )
    theirs = c.commit("v1 of another", SOUTH)
    says("same-list-id", "Two parties with one list id are no fork.", [*one.files, *theirs.files], 0, COMMITTED, SEALED)
    says(
        "fork-by-stranger",
        "A stranger's fork proves nothing against a pinned party.",
        [STRANGER.card_bytes, c.commit("s1", STRANGER).statement, c.commit("s2", STRANGER, entries=[]).statement],
        3,
        ignored="signer-not-pinned " * 3,
        spec="12.3; 12.1, step 3",
    )
    fork_x = c.commit("v1 in an exchange", body={"exchange": EXCHANGE})
    says(
        "fork-across-exchanges",
        "The same version, once in an exchange and once outside.",
        [*one.files, *fork_x.files],
        4,
        COMMITTED,
        SEALED,
        (("fork", NORTH),),
        spec="12.3",
    )

    def slot(name: str, **body: Any) -> Made:
        changes = {"exchange": EXCHANGE, "list": LIST_B, **body}
        return c.commit(f"slot: {name}", body=changes, entries=PEOPLE[:1])

    says(
        "slot-fork",
        "Two first versions in one role of one exchange, under different list ids.",
        [*fork_x.files, *slot("fork").files],
        4,
        COMMITTED,
        SEALED,
        (("slot-fork", NORTH),),
        spec="12.3",
    )
    says(
        "slot-other-role",
        "Another role is another slot.",
        [*fork_x.files, *slot("role", role="request").files],
        0,
        COMMITTED,
        SEALED,
        spec="12.3",
    )
    says(
        "slot-other-exchange",
        "Another exchange is another slot.",
        [*fork_x.files, *slot("exchange", exchange=H(b"another exchange")).files],
        0,
        COMMITTED,
        SEALED,
        spec="12.3",
    )
    says(
        "slot-no-exchange",
        "Outside of exchanges there are no slots.",
        [*one.files, *slot("none", exchange=None).files],
        0,
        COMMITTED,
        SEALED,
        spec="12.3",
    )
    later = slot("later", version=2, previous=H(b"absent"))
    says(
        "slot-later-version",
        "A second version takes no slot of its own.",
        [*fork_x.files, *later.files],
        0,
        COMMITTED,
        SEALED + " gap",
        spec="12.3",
    )

    def chain(
        name: str, about: str, later: Made, before: list[bytes], *, views: str = SEALED, spec: str = "12.3"
    ) -> None:
        facts = "signed count-stated" + (" committed" if before else "") + " knew"
        says(
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
    chain("chain-other-exchange", "A version leaves its exchange.", next_version(c, "exchange", fork_x), fork_x.files)
    chain(
        "chain-other-signer",
        "A version names another's.",
        next_version(c, "signer", one._replace(author=SOUTH)),
        one.files,
    )
    key = reveal(one, NORTH, cek=one.cek)
    says(
        "chain-to-reveal",
        "A version names a reveal.",
        [*next_version(c, "kind", one._replace(id=statement_id(key))).files, key],
        4,
        COMMITTED + " knew",
        SEALED,
        (("bad-chain", NORTH),),
        spec="12.3",
    )
    says(
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
    says(
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


def disclosure_views(c: Cases) -> None:
    one = c.commit("disclosed")
    shown = disclose(one, [1])
    says = Says(c, "12.1, step 7; 12.4; 12.5")
    says(
        "disclosed",
        "An entry, with its proof: neither the envelope nor a key is needed.",
        [one.statement, shown],
        0,
        "signed count-stated disclosed",
        SEALED + " envelope-absent disclosure-age",
        spec="10.2, step 4",
    )
    two = next_version(c, "disclosed v2", one, PEOPLE[:1])
    says(
        "superseded",
        "A later version is there; the entry may be gone.",
        [one.statement, two.statement, shown],
        0,
        "signed count-stated knew chained disclosed",
        SEALED + " envelope-absent superseded",
    )
    says(
        "disclosure-alone",
        "A disclosure without its commitment.",
        [shown, NORTH.card_bytes],
        3,
        "signed",
        ignored="commitment-missing",
    )
    says(
        "disclosure-of-stranger",
        "A disclosure of a stranger's list.",
        [STRANGER.card_bytes, *(theirs := c.commit("disclosed by a stranger", STRANGER)).files, disclose(theirs, [0])],
        3,
        ignored="signer-not-pinned signer-not-pinned signer-not-pinned commitment-missing",
    )
    says(
        "disclosure-false",
        "A disclosure whose proof does not hold.",
        [*one.files, disclose(one, [1], proof=[])],
        1,
        COMMITTED,
        SEALED,
        rejected="proof-invalid",
        spec="10.2, step 4",
    )
    items = r.parse_disclosure(shown).items
    beyond = disclose(one, [1], items=[[3, *items[0][1:]]])
    says(
        "disclosure-beyond-count",
        "A fourth entry of three.",
        [*one.files, beyond],
        1,
        COMMITTED,
        SEALED,
        rejected="disclosure-malformed",
        spec="10.2, step 1",
    )
    bad_entry = disclose(one, [1], items=[[1, items[0][1], b"\xff", None]])
    says(
        "disclosure-not-an-entry",
        "What is shown is no entry.",
        [*one.files, bad_entry],
        1,
        COMMITTED,
        SEALED,
        rejected="entry-invalid",
        spec="10.2, step 3",
    )


GROUPS = (framing_cases, trust_cases, fact_cases, fault_cases, version_cases, disclosure_views)
