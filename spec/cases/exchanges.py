"""Cases of section 17, statement by statement: bodies, exchange keys, wraps to them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from spec import reference as r
from spec.cases.making import (
    HERON,
    LIST_A,
    NONCE,
    NORTH,
    NOW,
    PEOPLE_SCHEMA,
    SOUTH,
    STRANGER,
    AcceptKey,
    Cases,
    Json,
    Party,
    accept,
    statement_id,
    terms_body,
)
from spec.cases.parties import IDENTITY_POINT, header, without
from spec.reference import H, cbor

X = H(b"swapproto vectors: the id of some terms")
ABOUT = LIST_A.hex()
"""The subject of statements about a list outside of exchanges."""
HASH = "0123456789abcdef" * 4
NAME = "4.4; 17.1; 5.3, step 5"


def ids(count: int) -> list[bytes]:
    return [i.to_bytes(32, "big") for i in range(1, count + 1)]


class Bodies:
    """Add cases of one kind: a sound body, and changes of it, each of which is sound or invalid."""

    def __init__(self, c: Cases, kind: str, spec: str, sub: str, body: Json, signer: Party = NORTH) -> None:
        self.c, self.kind, self.spec, self.sub = c, kind, f"5.3, step 5; {spec}", sub
        self.body, self.signer = body, signer

    def add(self, name: str, about: str, error: str | None, spec: str, body: Json, sub: str | None = None) -> None:
        statement = self.signer.sign(self.kind, sub or self.sub, 1805000000, cbor(body))
        given = {"statement": statement, "verify": self.signer.verify}
        self.c.add("read-statement", f"{self.kind}-{name}", about, spec, error=error, **given)

    def good(self, name: str, about: str, spec: str = "", /, **changes: Any) -> None:
        self.add(name, about, None, spec or self.spec, {**self.body, **changes})

    def bad(self, name: str, about: str, spec: str = "", /, **changes: Any) -> None:
        self.add(name, about, "body-invalid", spec or self.spec, {**self.body, **changes})

    def fields(self) -> None:
        """Add a case for each field that is missing, and one for each that is of a type that no field here has."""
        for field in self.body:
            name = field.lower()
            self.add(
                f"without-{name}",
                f"The field {field} is missing.",
                "body-invalid",
                self.spec,
                without(self.body, field),
            )
            self.bad(f"{name}-type", f"The field {field} is an integer below zero.", **{field: -1})
        self.bad("unknown", "A field that this kind does not have.", note="hidden")

    def ids(self, *names: str) -> None:
        for name in names:
            self.bad(f"{name}-short", f"The field {name} has 31 bytes.", **{name: bytes(31)})
            self.bad(f"{name}-text", f"The field {name} is a text.", **{name: "00" * 32})

    def common(self) -> None:
        """Add the cases of the nonce, of `seen`, and of the subject."""
        self.bad("nonce-short", "A nonce of 15 bytes.", nonce=bytes(15))
        self.bad("nonce-long", "A nonce of 32 bytes.", nonce=bytes(32))
        self.bad("nonce-null", "No nonce.", nonce=None)
        self.bad("seen-33", "33 ids in seen.", seen=ids(33))
        self.bad("seen-order", "Ids in seen out of order.", seen=ids(2)[::-1])

    def subjects(self, *wrong: tuple[str, str, str]) -> None:
        for name, about, sub in wrong:
            self.add(f"subject-{name}", about, "claims-mismatch", "5.1; 5.3, step 6", self.body, sub)


SUBJECTS = (
    ("capitals", "The subject is in capitals.", "AB" * 16),
    ("length", "The subject has 24 bytes.", "ab" * 24),
    ("newline", "The subject has a line feed at its end.", "ab" * 16 + "\n"),
)


def terms_cases(c: Cases) -> None:
    terms = Bodies(c, "terms", "17.1", HERON.kid.hex(), terms_body(), HERON)
    terms.good("plain", "Terms between two parties.", "5.3, step 1; 5.3, step 5; 5.3, step 6; 17.1")
    terms.fields()
    terms.common()
    terms.ids("schema", "beacon", "replaces")
    terms_slots(terms)
    terms_times(terms)
    terms_texts(terms)
    terms_choices(terms)
    terms.subjects(
        ("other", "The subject is a party of the terms and not the one who proposes them.", NORTH.kid.hex()),
        ("list", "The subject is a list id.", ABOUT),
        ("capitals", "The subject is the signer's kid in capitals.", HERON.kid.hex().upper()),
    )


def terms_slots(terms: Bodies) -> None:
    north, south = [NORTH.kid, "offer", 3], [SOUTH.kid, "offer", None]
    one: Any
    terms.good("two-roles", "One party owes an offer and a request.", slots=[north, south, [NORTH.kid, "request", 0]])
    terms.good("count-zero-and-most", "Counts of 0 and of 2^20.", slots=[[NORTH.kid, "a", 0], [SOUTH.kid, "a", 2**20]])
    sixteen = [[kid, "offer", None] for kid in ids(16)]
    terms.good("16-slots", "16 slots of 16 parties, and four mediators.", slots=sixteen, mediators=ids(20)[16:])
    for name, about, slots in (
        ("none", "No slots.", []),
        ("one", "One slot.", [north]),
        ("17", "17 slots.", [[kid, "offer", None] for kid in ids(17)]),
        ("twice", "The same kid and role twice.", [north, south, [NORTH.kid, "offer", None]]),
        ("one-party", "Two slots of one party: nobody to exchange with.", [north, [NORTH.kid, "request", None]]),
        ("map", "Slots as a map.", {"a": north, "b": south}),
    ):
        terms.bad(f"slots-{name}", about, slots=slots)
    for name, about, one in (
        ("short", "A slot without a count.", [NORTH.kid, "offer"]),
        ("long", "A slot of four members.", [*north, None]),
        ("text", "A slot that is a text.", "offer"),
        ("kid-short", "A slot of a kid of 31 bytes.", [NORTH.kid[:31], "offer", None]),
        ("kid-text", "A slot of a kid as text.", [NORTH.kid.hex(), "offer", None]),
        ("role", "A slot whose role has a capital.", [NORTH.kid, "Offer", None]),
        ("role-long", "A slot whose role has 33 letters.", [NORTH.kid, "o" * 33, None]),
        ("role-null", "A slot without a role.", [NORTH.kid, None, None]),
        ("count-negative", "A slot of a count below zero.", [NORTH.kid, "offer", -1]),
        ("count-large", "A slot of 2^20 + 1 entries.", [NORTH.kid, "offer", 2**20 + 1]),
        ("count-true", "true is not a count of one.", [NORTH.kid, "offer", True]),
    ):
        terms.bad(f"slot-{name}", about, slots=[one, south])
    kids = sorted([HERON.kid, STRANGER.kid])
    for name, about, mediators in (
        ("5", "Five mediators.", ids(5)),
        ("order", "Mediators out of order.", kids[::-1]),
        ("twice", "The same mediator twice.", [HERON.kid, HERON.kid]),
        ("short", "A mediator's kid of 31 bytes.", [HERON.kid[:31]]),
        ("in-slot", "A mediator who has a slot.", [SOUTH.kid]),
        ("null", "No array of mediators.", None),
    ):
        terms.bad(f"mediators-{name}", about, mediators=mediators)


def terms_times(terms: Bodies) -> None:
    order = ("accept", "commit", "reveal", "review")
    none = dict.fromkeys(order)
    terms.good("no-deadlines", "No deadline at all.", deadlines=none)
    terms.good("equal-deadlines", "Four deadlines at once.", deadlines=dict.fromkeys(order, r.MAX_TIME))
    terms.good("some-deadlines", "Two deadlines, with none between them.", deadlines={**none, "accept": 5, "review": 5})
    for early, late in (*pairwise(order), ("accept", "review")):
        terms.bad(
            f"deadline-{late}-before-{early}",
            f"The deadline {late} is before the deadline {early}, whatever is null between them.",
            deadlines={**none, early: 10, late: 9},
        )
    for name, about, deadlines in (
        ("missing", "A deadline is missing instead of null.", without(none, "reveal")),
        ("unknown", "A deadline that terms do not have.", {**none, "answer": None}),
        ("text", "A deadline as text.", {**none, "commit": "soon"}),
        ("negative", "A deadline before 1970.", {**none, "accept": -1}),
        ("late", "A deadline after 9999.", {**none, "review": r.MAX_TIME + 1}),
        ("true", "true is not a time.", {**none, "review": True}),
        ("array", "Deadlines as an array.", [None] * 4),
        ("null", "No map of deadlines.", None),
    ):
        terms.bad(f"deadlines-{name}", about, deadlines=deadlines)
    terms.good("longest-grace", "A grace of 366 days.", grace=31622400)
    terms.bad("grace-long", "A grace of 366 days and a second.", grace=31622401)
    terms.bad("grace-null", "No grace.", grace=None)
    terms.bad("grace-true", "true is not a grace of one second.", grace=True)
    clock: list[Any] = ["Clock of Nowhere", [H(b"root")], 1]
    four = [[f"Clock {i}", ids(8), 86400] for i in range(4)]
    terms.good(
        "four-clocks", "Four operators of clocks of eight certificates each, all of which agree.", clocks=four, quorum=4
    )
    terms.good("one-clock", "One operator, with an accuracy of zero.", clocks=[[*clock[:2], 0]], quorum=1)
    two = [clock, ["Another", *clock[1:]]]
    for name, about, clocks, quorum in (
        ("5", "Five operators of clocks.", [[f"Clock {i}", ids(1), 1] for i in range(5)], 1),
        ("same-name", "Two operators of one name.", [clock, [clock[0], [H(b"other")], 2]], 1),
        ("short", "An operator without an accuracy.", [clock[:2]], 1),
        ("long", "An operator of four members.", [[*clock, None]], 1),
        ("name", "An operator whose name ends with a space.", [["Clock ", *clock[1:]]], 1),
        ("name-null", "An operator without a name.", [[None, *clock[1:]]], 1),
        ("name-long", "An operator with a name of 257 bytes.", [["C" * 257, *clock[1:]]], 1),
        ("no-certificate", "An operator without a certificate.", [[clock[0], [], 1]], 1),
        ("9-certificates", "An operator of nine certificates.", [[clock[0], ids(9), 1]], 1),
        ("certificates-order", "Certificates out of order.", [[clock[0], ids(2)[::-1], 1]], 1),
        ("certificates-twice", "The same certificate twice.", [[clock[0], ids(1) * 2, 1]], 1),
        ("certificate-short", "A digest of a certificate of 20 bytes.", [[clock[0], [bytes(20)], 1]], 1),
        ("accuracy-long", "An accuracy of more than a day.", [[*clock[:2], 86401]], 1),
        ("accuracy-negative", "An accuracy below zero.", [[*clock[:2], -1]], 1),
        ("accuracy-null", "No accuracy.", [[*clock[:2], None]], 1),
        ("text", "An operator that is a text.", ["Clock of Nowhere"], 1),
    ):
        terms.bad(f"clocks-{name}", about, clocks=clocks, quorum=quorum)
    terms.bad("quorum-without-clocks", "A quorum of no operators.", quorum=1)
    terms.bad("no-quorum", "Operators without a quorum.", clocks=two)
    terms.bad("quorum-0", "A quorum of zero.", clocks=two, quorum=0)
    terms.bad("quorum-3-of-2", "A quorum of three of two operators.", clocks=two, quorum=3)
    terms.good("quorum-2-of-2", "A quorum of two of two operators.", clocks=two, quorum=2)


def terms_texts(terms: Bodies) -> None:
    title, condition = "Spring exchange", "Each side gives what the other may see."
    languages = {"en": title, "uk": "Весняний обмін", "zh-Hant-TW": "春"}
    terms.good("title-languages", "A title in three languages.", title=languages)
    terms.good("title-longest", "A title of 512 bytes.", title="ю" * 256)
    many = {f"en-{i}": title for i in range(17)}
    for name, about, text in (
        ("empty", "An empty title.", ""),
        ("long", "A title of 257 characters and 514 bytes.", "ю" * 257),
        ("line-feed", "A title of two lines.", "Spring\nexchange"),
        ("two-spaces", "A title with two spaces in a row.", "Spring  exchange"),
        ("space-at-end", "A title that ends with a space.", "Spring exchange "),
        ("bidi", "A title with a character that turns the direction of writing.", "Spring \u202eexchange"),
        ("no-break-space", "A title with another kind of space.", "Spring\u00a0exchange"),
        ("bytes", "A title that is a byte string.", b"Spring"),
        ("null", "No title.", None),
        ("no-language", "A title in no language.", {}),
        ("17-languages", "A title in 17 languages.", many),
        ("tag", "A title under a tag in capitals.", {"EN": title}),
        ("tag-bytes", "A title under a tag that is a byte string.", {b"en": title}),
        ("one-bad-language", "A title whose second text is empty.", {"en": title, "uk": ""}),
        ("nested", "A title within a title.", {"en": {"en": title}}),
    ):
        terms.bad(f"title-{name}", about, NAME, title=text)
    terms.good("16-languages", "A title in 16 languages.", title=dict(list(many.items())[:16]))
    full = "x" * 16384
    terms.good(
        "16-conditions",
        "16 conditions, one of them in two languages.",
        conditions=[{"en": condition, "uk": "Так."}] + [condition] * 15,
    )
    terms.good("condition-longest", "A condition of 16,384 bytes.", conditions=[full])
    terms.good(
        "condition-lines",
        "A condition of several lines, which begin and end with spaces.",
        conditions=[" one\n\n  two \n"],
    )
    wrong: tuple[tuple[str, str, Any], ...] = (
        ("empty", "An empty condition.", ""),
        ("long", "A condition of 16,385 bytes.", full + "x"),
        ("bytes-long", "A condition of 8,193 characters and 16,386 bytes.", "ю" * 8193),
        ("return", "A condition with a carriage return.", "one\r\ntwo"),
        ("tab", "A condition with a tab.", "one\ttwo"),
        ("zero-width", "A condition with a character that nobody sees.", "not\u200b"),
        ("bidi", "A condition with a character that turns the direction of writing.", "1\u202e2"),
        ("no-break-space", "A condition with another kind of space.", "one\u00a0two"),
        ("number", "A condition that is a number.", 1),
        ("no-language", "A condition in no language.", {}),
        ("one-bad-language", "A condition whose second text has a tab.", {"en": condition, "uk": "\t"}),
    )
    for name, about, text in wrong:
        terms.bad(f"condition-{name}", about, NAME, conditions=[condition, text])
    terms.bad("17-conditions", "17 conditions.", conditions=[condition] * 17)
    terms.bad("conditions-text", "Conditions that are one text.", conditions=condition)
    terms_addresses(terms)


def terms_addresses(terms: Bodies) -> None:
    address = "https://rules.example/spring"
    for name, about, text in (
        ("digest", "An address, and the digest of what is there.", f"{address} sha256:{HASH}"),
        ("digest-before", "The digest stands anywhere in the text.", f"{HASH}: see {address}"),
        ("digest-between", "A run of 65 digits, and one of exactly 64.", f"a{HASH} {address} {HASH}g"),
        ("no-address", "A colon and a slash are no address.", "see a:/b and c: //d"),
    ):
        terms.good(f"address-{name}", about, conditions=[text])
    for name, about, text in (
        ("alone", "An address without a digest: what is there could be changed after it was agreed to.", address),
        ("digest-63", "An address, and 63 digits.", f"{address} {HASH[:63]}"),
        ("digest-65", "An address, and a run of 65 digits.", f"{address} {HASH}0"),
        ("digest-capitals", "An address, and a digest in capitals.", f"{address} {HASH.upper()}"),
        ("digest-two-runs", "An address, and 64 digits in two runs.", f"{address} {HASH[:32]} {HASH[32:]}"),
    ):
        terms.bad(f"address-{name}", about, conditions=[text])
    terms.bad("address-in-title", "An address without a digest, in the title.", title=address)
    terms.good("address-in-title-digest", "An address with its digest, in the title.", title=f"{address} {HASH}")
    terms.bad(
        "address-in-one-language",
        "An address without a digest in one language: the digest stands in the other.",
        conditions=[{"en": f"{address} {HASH}", "uk": address}],
    )


def terms_choices(terms: Bodies) -> None:
    terms.good("release-2", "Release 2, by a mediator.", release=2, mediators=[HERON.kid])
    terms.bad("release-2-alone", "Release 2 without a mediator: nobody could reveal.", release=2, mediators=[])
    terms.good("release-1-mediated", "Release 1 with a mediator, who only receives.", mediators=[HERON.kid])
    terms.bad("release-0", "Release 0.", release=0)
    terms.bad("release-3", "Release 3.", release=3, mediators=[HERON.kid])
    terms.bad("release-true", "true is not release 1.", release=True)
    terms.bad("delivery-number", "Delivery as a number.", delivery=1)
    terms.bad("delivery-null", "Delivery is null.", delivery=None)
    terms.good(
        "all-given",
        "Terms with everything that can be null.",
        schema=H(cbor(PEOPLE_SCHEMA)),
        beacon=H(b"chain"),
        replaces=X,
        delivery=True,
        seen=sorted([X, H(b"other")]),
    )


def size_cases(c: Cases) -> None:
    def sized(size: int, terms: bool) -> bytes:
        """Return a statement with a Sig_structure of this size; only terms can have a sound body of it."""

        def parts(filling: int) -> tuple[bytes, bytes]:
            if terms:
                body = terms_body(conditions=["x" * 16384] * 3 + ["x" * filling])
                return header(NORTH, "terms", NORTH.kid.hex()), cbor(body)
            return header(NORTH, "reveal", ABOUT), cbor({"nonce": bytes(filling)})

        guess = 15000 if terms else 3500
        protected, payload = parts(guess + size - len(r.sig_structure(*parts(guess))))
        assert len(r.sig_structure(protected, payload)) == size
        return NORTH.sign_raw(protected, payload)

    for name, about, terms, size, step, error in (
        ("largest", "Terms of a Sig_structure of 65,536 bytes.", True, 65536, "5.3, step 2", None),
        ("too-large", "Terms of a Sig_structure of 65,537 bytes.", True, 65537, "5.3, step 2", "statement-malformed"),
        (
            "4096",
            "A reveal of a Sig_structure of 4,096 bytes, with a long nonce.",
            False,
            4096,
            "5.3, step 5",
            "body-invalid",
        ),
        ("4097", "A reveal of a Sig_structure of 4,097 bytes.", False, 4097, "5.3, step 2", "statement-malformed"),
    ):
        c.add(
            "read-statement",
            f"size-{name}",
            about,
            f"5.1; {step}; 14",
            error=error,
            statement=sized(size, terms),
            verify=NORTH.verify,
        )
    unknown = NORTH.sign("term", NORTH.kid.hex(), 1, bytes(5000))
    c.add(
        "read-statement",
        "size-and-kind",
        "Another kind, and a Sig_structure of more than 4,096 bytes: the kind comes first.",
        "5.3, step 2",
        error="kind-unknown",
        statement=unknown,
        verify=NORTH.verify,
    )
    c.add(
        "read-statement",
        "size-and-key",
        "A Sig_structure of more than 4,096 bytes, and a weak key: the size comes first.",
        "5.3, step 2",
        error="statement-malformed",
        statement=sized(4097, terms=False),
        verify=IDENTITY_POINT,
    )


def accept_cases(c: Cases) -> None:
    body: Json = {"nonce": NONCE, "exchange": X, "for": SOUTH.kid, "number": 0, "encrypt": NORTH.encrypt, "seen": [X]}
    one = Bodies(c, "accept", "17.2", X.hex(), body)
    one.good("plain", "An accept of terms, with a key for one party.", "5.3, step 5; 5.3, step 6; 5.3, step 7; 17.2")
    one.fields()
    one.common()
    one.ids("exchange", "for")
    one.good("number-255", "Key number 255, and 32 ids in seen.", number=255, seen=ids(32))
    one.bad("number-256", "Key number 256.", number=256)
    one.bad("number-null", "No number.", number=None)
    one.bad("number-true", "true is not number 1.", number=True)
    one.bad("exchange-null", "An accept of nothing.", exchange=None)
    one.bad("for-null", "An accept with a key for nobody.", **{"for": None})
    one.bad("encrypt-short", "A key without its X25519 part.", encrypt=NORTH.encrypt[:1184])
    low = NORTH.encrypt[:1184] + bytes(32)
    modulus = (3329).to_bytes(2, "little") + NORTH.encrypt[2:]
    for name, about, key in (
        ("x25519-zero", "The X25519 part of the key is of low order.", low),
        ("mlkem-modulus", "A coefficient of the ML-KEM part is 3329.", modulus),
    ):
        one.add(name, about, "key-weak", "5.3, step 7; 4.3, step 2", {**body, "encrypt": key})
    one.add(
        "weak-and-subject",
        "A weak key, and another subject: claims come first.",
        "claims-mismatch",
        "5.3, step 6; 5.3, step 7",
        {**body, "encrypt": low},
        NORTH.kid.hex(),
    )
    one.subjects(
        ("signer", "The subject is the signer and not the exchange.", NORTH.kid.hex()),
        ("capitals", "The subject is the exchange in capitals.", X.hex().upper()),
        ("list", "The subject is the first half of the exchange id.", X[:16].hex()),
    )
    c.add(
        "sign-statement",
        "accept",
        "An accept, whose subject is its exchange.",
        "5.1; 5.2; 17.2",
        seed=NORTH.seed,
        kind="accept",
        sub=X.hex(),
        iat=1805000000,
        body=cbor(body),
    )


def receipt_cases(c: Cases) -> None:
    body: Json = {"nonce": NONCE, "commitment": H(b"a commitment"), "envelope": H(b"an envelope"), "stage": "received"}
    body |= {"tag": None, "source": None, "key": None, "seed": None, "wrap": None, "seen": []}
    opened = {**body, "stage": "opened", "tag": H(b"tag")}
    complaint = {**body, "stage": "unopenable", "source": H(b"a commitment"), "key": H(b"an accept")}
    seed, wrap = H(b"seed"), [HERON.kid, bytes(1168)]
    one = Bodies(c, "receipt", "17.5", ABOUT, body)
    one.good("received", "A receipt for a list.", "5.3, step 5; 5.3, step 6; 17.5")
    one.good("opened", "A receipt for a list that was opened.", **opened)
    one.good("unopenable", "A complaint without a seed.", **complaint)
    one.good("unopenable-seed", "A complaint with a public seed.", **{**complaint, "seed": seed})
    one.good(
        "unopenable-wrap", "A complaint with a seed for a mediator.", **{**complaint, "wrap": wrap, "seen": ids(32)}
    )
    one.good("own-card", "A complaint about a wrap to one's card.", **{**complaint, "key": NORTH.kid})
    one.good(
        "own-card-seed",
        "A complaint about a wrap to one's card, with a seed, which no program gives away: no reader checks it.",
        **{**complaint, "key": NORTH.kid, "seed": seed},
    )
    one.fields()
    one.common()
    one.ids("commitment", "envelope")
    one.bad("commitment-null", "A receipt for nothing.", commitment=None)
    one.bad("envelope-null", "A receipt without the envelope's digest.", envelope=None)
    one.bad("stage-unknown", "A stage that receipts do not have.", stage="read")
    one.bad("stage-capital", "A stage with a capital.", stage="Received")
    one.bad("stage-null", "No stage.", stage=None)
    one.bad("opened-without-tag", "Opened, and no tag.", **{**opened, "tag": None})
    one.bad("received-with-tag", "Received, with a tag.", tag=H(b"tag"))
    one.bad("unopenable-with-tag", "Unopenable, with a tag.", **{**complaint, "tag": H(b"tag")})
    one.bad("opened-tag-short", "A tag of 31 bytes.", **{**opened, "tag": bytes(31)})
    for field, value in (("source", H(b"a commitment")), ("key", H(b"an accept")), ("seed", seed), ("wrap", wrap)):
        one.bad(f"received-with-{field}", f"Received, with the field {field} of a complaint.", **{field: value})
        one.bad(f"opened-with-{field}", f"Opened, with the field {field} of a complaint.", **{**opened, field: value})
    for field in ("source", "key"):
        one.bad(f"unopenable-without-{field}", f"A complaint without the field {field}.", **{**complaint, field: None})
        one.bad(
            f"unopenable-{field}-short", f"A complaint with 16 bytes as {field}.", **{**complaint, field: bytes(16)}
        )
    one.bad(
        "unopenable-both", "A seed for everyone, and one for a mediator.", **{**complaint, "seed": seed, "wrap": wrap}
    )
    one.bad("unopenable-seed-short", "A seed of 31 bytes.", **{**complaint, "seed": seed[:31]})
    one.bad("unopenable-wrap-short", "A wrap of 1167 bytes.", **{**complaint, "wrap": [HERON.kid, bytes(1167)]})
    one.bad("unopenable-wrap-bare", "A wrap without a key id.", **{**complaint, "wrap": bytes(1168)})
    one.subjects(*SUBJECTS)


def review_cases(c: Cases) -> None:
    body: Json = {"nonce": NONCE, "commitment": H(b"a commitment"), "verdict": "agreed", "details": None, "seen": []}
    one = Bodies(c, "review", "17.6", ABOUT, body)
    one.good("agreed", "A list is agreed to.", "5.3, step 5; 5.3, step 6; 17.6")
    one.good(
        "contested",
        "A list is contested, and a review list says where.",
        verdict="contested",
        details=H(b"review"),
        seen=ids(32),
    )
    one.fields()
    one.common()
    one.ids("commitment", "details")
    one.bad("commitment-null", "A review of nothing.", commitment=None)
    one.bad("verdict-unknown", "A verdict that reviews do not have.", verdict="rejected")
    one.bad("verdict-null", "No verdict.", verdict=None)
    one.bad("verdict-true", "A verdict that is true.", verdict=True)
    one.subjects(*SUBJECTS)


def withdraw_cases(c: Cases) -> None:
    body: Json = {"nonce": NONCE, "target": X, "reason": None, "seen": []}
    one = Bodies(c, "withdraw", "17.7", X.hex(), body)
    one.good("plain", "A withdrawal without a reason.", "5.3, step 5; 5.3, step 6; 17.7")
    one.good("reason-longest", "A reason of 512 bytes.", reason="ю" * 256, seen=ids(32))
    one.fields()
    one.common()
    one.ids("target")
    one.bad("target-null", "A withdrawal of nothing.", target=None)
    for name, about, reason in (
        ("empty", "An empty reason.", ""),
        ("long", "A reason of 257 characters and 514 bytes.", "ю" * 257),
        ("line-feed", "A reason of two lines.", "one\ntwo"),
        ("two-spaces", "A reason with two spaces in a row.", "one  two"),
        ("bidi", "A reason with a character that turns the direction of writing.", "1\u202e2"),
        ("languages", "A reason in languages.", {"en": "no"}),
    ):
        one.bad(f"reason-{name}", about, "4.4; 17.7; 5.3, step 5", reason=reason)
    one.good(
        "reason-address",
        "A reason with an address and no digest: nobody agrees to a reason.",
        reason="see https://a.example",
    )
    one.subjects(*SUBJECTS)


def revoke_cases(c: Cases) -> None:
    one = Bodies(c, "revoke", "17.7", NORTH.kid.hex(), {"nonce": NONCE, "since": 0, "seen": []})
    one.good("plain", "A key is revoked from 1970 on.", "5.3, step 5; 5.3, step 6; 17.7")
    one.good("latest", "A key is revoked from the last second of 9999 on.", since=r.MAX_TIME, seen=ids(32))
    one.fields()
    one.common()
    one.bad("since-late", "Revoked from after 9999 on.", since=r.MAX_TIME + 1)
    one.bad("since-null", "Revoked from no time on.", since=None)
    one.bad("since-true", "true is not a time.", since=True)
    one.subjects(
        ("other", "The subject is another key.", SOUTH.kid.hex()),
        ("list", "The subject is a list id.", ABOUT),
    )


def reveal_cases(c: Cases) -> None:
    body: Json = {
        "nonce": NONCE,
        "commitment": H(b"a commitment"),
        "given": ids(40),
        "cek": H(b"k"),
        "wrap": None,
        "seen": [],
    }
    one = Bodies(c, "reveal", "9", ABOUT, body)
    one.good("40-given", "40 ids in given.", "5.3, step 5; 9; 14")
    one.add("without-nonce", "A reveal without a nonce.", "body-invalid", one.spec, without(body, "nonce"))
    one.common()
    one.bad("41-given", "41 ids in given.", "5.3, step 5; 9; 14", given=ids(41))
    one.bad("given-twice", "The same id twice in given.", given=ids(1) * 2)


def key_cases(c: Cases) -> None:
    for name, about, seed, sealer, number in (
        ("first", "The first key for one party.", NORTH.seed, SOUTH.kid, 0),
        ("second", "The next key for the same party, after the first was given away.", NORTH.seed, SOUTH.kid, 1),
        ("last", "Key number 255.", NORTH.seed, SOUTH.kid, 255),
        ("mediator", "The key for another party is another key.", NORTH.seed, HERON.kid, 0),
        ("south", "The key of another party.", SOUTH.seed, NORTH.kid, 0),
    ):
        given: Json = {"seed": seed, "exchange": X, "for": sealer, "number": number}
        c.add("derive-exchange-key", name, about, "4.1; 17.2", **given)
    other: Json = {"seed": NORTH.seed, "exchange": H(b"other terms"), "for": SOUTH.kid, "number": 0}
    c.add("derive-exchange-key", "other-exchange", "The key under other terms is another key.", "4.1; 17.2", **other)
    cek, commitment = H(b"cek"), H(b"a commitment")
    for name, about, receiver in (
        ("north", "The tag of one receiver.", NORTH.kid),
        ("south", "The tag of another receiver of the same list.", SOUTH.kid),
    ):
        c.add("opened-tag", name, about, "17.5", cek=cek, commitment=commitment, receiver=receiver)
    c.add(
        "opened-tag",
        "other-commitment",
        "The tag of the same key under another commitment.",
        "17.5",
        cek=cek,
        commitment=H(b"another"),
        receiver=NORTH.kid,
    )
    extra = r.complaint_extra(H(b"source"), NORTH.kid, H(b"an accept"), HERON.kid)
    c.add(
        "wrap-info",
        "complaint",
        "The info of a seed that is wrapped to a mediator.",
        "8.3; 17.5",
        reader=HERON.kid,
        extra=extra,
    )
    wrap = c.wrap("a complaint's seed", HERON, extra, H(b"seed"))
    about = "A complaint's seed, as a mediator unwraps it."
    c.add("unwrap", "complaint", about, "8.3; 17.5", seed=HERON.seed, wrap=wrap, reader=HERON.kid, extra=extra)
    for name, about, wrong in (
        ("source", "The seed of a complaint about another source.", (H(b"other"), NORTH.kid, H(b"an accept"))),
        ("complainer", "The seed of another party's complaint.", (H(b"source"), SOUTH.kid, H(b"an accept"))),
        ("key", "The seed of a complaint about another key.", (H(b"source"), NORTH.kid, H(b"another accept"))),
    ):
        given = {"seed": HERON.seed, "wrap": wrap, "reader": HERON.kid}
        given["extra"] = r.complaint_extra(*wrong, HERON.kid)
        c.add("unwrap", f"complaint-{name}", about, "8.3; 17.5", error="wrap-invalid", **given)


def open_cases(c: Cases) -> None:
    for_north = AcceptKey(HERON, X, NORTH)
    second = AcceptKey(HERON, X, NORTH, number=7)
    void = AcceptKey(HERON, X, SOUTH)
    elsewhere = AcceptKey(HERON, H(b"other terms"), NORTH)
    by_south = AcceptKey(SOUTH, X, NORTH)
    keys = (for_north, second, void, elsewhere, by_south)
    made = c.commit("to exchange keys", readers=(HERON, *keys), body={"exchange": X})
    given: Json = {"commitment": made.statement, "verify": NORTH.verify, "envelope": made.envelope}

    def opened(name: str, about: str, error: str | None, reader: Party, one: bytes, **changes: Any) -> None:
        every = "8.4, step 1; 17.2; 16" if error == "envelope-mismatch" else "8.4, step 2; 17.2; 16"
        c.add("open", f"accept{name}", about, every, error=error, **{**given, **changes}, seed=reader.seed, accept=one)

    opened("", "Opened by a mediator with the exchange key of their accept.", None, HERON, for_north.statement)
    opened("-number-7", "Opened with the exchange key of number 7.", None, HERON, second.statement)
    missing = "reader-not-found"
    opened(
        "-void", "The accept is for a party other than the committer: its wrap is void.", missing, HERON, void.statement
    )
    opened(
        "-other-exchange", "The accept is of another exchange: its wrap is void.", missing, HERON, elsewhere.statement
    )
    opened("-by-another", "The accept is another reader's.", missing, HERON, by_south.statement)
    opened("-no-wrap", "There is no wrap for this accept.", missing, HERON, accept(HERON, X, NORTH, number=1))
    no_accept = HERON.sign("revoke", HERON.kid.hex(), NOW, cbor({"nonce": NONCE, "since": 0, "seen": []}))
    opened("-other-kind", "The statement given is no accept.", missing, HERON, no_accept)
    false = AcceptKey(HERON, X, NORTH, number=3, seed=H(b"not derived"))
    wrapped = c.commit("to a key that nobody has", readers=(false,), body={"exchange": X})
    opened(
        "-other-key",
        "The accept presents a key that is not derived as its number says: the wrap does not open.",
        "wrap-invalid",
        HERON,
        false.statement,
        commitment=wrapped.statement,
        envelope=wrapped.envelope,
    )
    outside = c.commit("to an exchange key, outside of exchanges", readers=(for_north,))
    opened(
        "-no-exchange",
        "The list belongs to no exchange: a wrap to an exchange key is void.",
        missing,
        HERON,
        for_north.statement,
        commitment=outside.statement,
        envelope=outside.envelope,
    )
    wrong = c.commit(
        "a wrong key, to an exchange key", readers=(for_north,), body={"exchange": X}, wrapped=H(b"another")
    )
    opened(
        "-wrong-key",
        "The wrap to the exchange key has a key that is not the committed one.",
        "key-mismatch",
        HERON,
        for_north.statement,
        commitment=wrong.statement,
        envelope=wrong.envelope,
    )
    opened(
        "-void-and-envelope",
        "Not the committed envelope, and a wrap under the accept would be void.",
        "envelope-mismatch",
        HERON,
        void.statement,
        envelope=outside.envelope,
    )
    c.add(
        "open",
        "beside-accepts",
        "The same list, opened by the key of the card.",
        "8.4, step 2",
        **given,
        seed=HERON.seed,
    )
    assert statement_id(for_north.statement) == for_north.kid


GROUPS = (
    terms_cases,
    size_cases,
    accept_cases,
    receipt_cases,
    review_cases,
    withdraw_cases,
    revoke_cases,
    reveal_cases,
    key_cases,
    open_cases,
)
