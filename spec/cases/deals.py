"""Made-up exchanges, and the function that builds a case of what an assessment says about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spec import reference as r
from spec.cases.making import (
    HERON,
    NONCE,
    NORTH,
    NOW,
    PEOPLE,
    SOUTH,
    AcceptKey,
    Cases,
    Json,
    Made,
    Party,
    Reader,
    statement_id,
    terms_body,
)
from spec.cases.making import accept as accept_of
from spec.cases.transcripts import Pin, culprits
from spec.reference import H, cbor

EAST = Party("Eastgate Registry")
OTTER = Party("Otter Mediation")
EVERYBODY = (NORTH, SOUTH, EAST, HERON, OTTER)

MINUTE = 60
PROPOSED, ACCEPTED, COMMITTED, RECEIVED, REVEALED, REVIEWED = range(1805000000, 1835000000, 5000000)
"""When the statements of each step are signed, unless a case says otherwise."""


class Deal:
    """Terms, and what is signed under them."""

    def __init__(self, c: Cases, name: str, proposer: Party = NORTH, *, iat: int = PROPOSED, **changes: Any) -> None:
        self.c, self.name = c, name
        self.terms = terms_of(name, proposer, iat=iat, **changes)
        self.x = statement_id(self.terms)

    def key(self, signer: Party, sealer: Party, **making: Any) -> AcceptKey:
        return AcceptKey(signer, self.x, sealer, **{"iat": ACCEPTED, **making})

    def accept(self, signer: Party, sealer: Party, **making: Any) -> bytes:
        return accept_of(signer, self.x, sealer, **{"iat": ACCEPTED, **making})

    def accepts(self, *parties: Party) -> list[bytes]:
        """Return an accept by each of these parties, for each other one."""
        return [self.accept(one, other) for one in parties for other in parties if one is not other]

    def list(
        self,
        author: Party,
        name: str = "list",
        readers: tuple[Reader, ...] = (),
        *,
        count: int = 3,
        iat: int = COMMITTED,
        wrapped: bytes | None = None,
        **body: Any,
    ) -> Made:
        label, place = f"{self.name}: {name} of {author.name}", {"exchange": self.x, **body}
        making: Json = {"entries": PEOPLE[:count], "iat": iat, "wrapped": wrapped, "body": place}
        return self.c.commit(label, author, readers=readers, **making)

    def next(self, before: Made, name: str = "next", readers: tuple[Reader, ...] = (), **body: Any) -> Made:
        place = {"list": before.body["list"], "version": before.body["version"] + 1, "previous": before.id}
        return self.list(before.author, name, readers, **{"count": 2, "role": before.body["role"], **place, **body})


def terms_of(name: str, proposer: Party = NORTH, *, iat: int = PROPOSED, **changes: Any) -> bytes:
    body = terms_body(nonce=H(name.encode())[:16], **changes)
    return proposer.sign("terms", proposer.kid.hex(), iat, cbor(body))


def slots(*places: tuple[Party, str, int | None]) -> list[Any]:
    return [[party.kid, role, count] for party, role, count in places]


def receipt(made: Made, signer: Party, stage: str = "received", *, iat: int = RECEIVED, **changes: Any) -> bytes:
    body: Json = {"nonce": NONCE, "commitment": made.id, "envelope": made.body["envelope"], "stage": stage}
    body |= dict.fromkeys(("tag", "source", "key", "seed", "wrap"))
    if stage == "opened":
        body["tag"] = r.opened_tag(made.cek, made.id, signer.kid)
    return signer.sign("receipt", made.sub, iat, cbor({**body, "seen": [], **changes}))


def opened(made: Made, signer: Party, **changes: Any) -> bytes:
    return receipt(made, signer, "opened", **changes)


def complaint(made: Made, key: AcceptKey, source: bytes | None = None, **changes: Any) -> bytes:
    """Return a complaint about the wrap to this key in a reveal, or else in the envelope, with its seed."""
    about: Json = {"source": source or made.id, "key": key.kid, "seed": key.seed}
    return receipt(made, key.signer, "unopenable", **{**about, **changes})


def release(made: Made, signer: Party, *given: bytes, iat: int = REVEALED, **changes: Any) -> bytes:
    """Return a reveal that relies on these statements or ids: to everyone, unless it has a wrap."""
    ids = sorted({one if len(one) == 32 else statement_id(one) for one in given})
    body: Json = {"nonce": NONCE, "commitment": made.id, "given": ids, "cek": made.cek, "wrap": None, "seen": []}
    if "wrap" in changes:
        body["cek"] = None
    return signer.sign("reveal", changes.pop("sub", made.sub), iat, cbor({**body, **changes}))


def wrapped(c: Cases, made: Made, signer: Party, reader: Reader, cek: bytes | None = None, name: str = "") -> Any:
    """Return the wrap of a reveal."""
    label = f"reveal of {made.id.hex()[:8]} by {signer.name}{name}"
    return [reader.kid, c.wrap(label, reader, r.reveal_extra(made.id, signer.kid, reader.kid), cek or made.cek)]


def review(made: Made, signer: Party, verdict: str = "agreed", *, iat: int = REVIEWED, **changes: Any) -> bytes:
    body: Json = {"nonce": NONCE, "commitment": made.id, "verdict": verdict, "details": None, "seen": []}
    return signer.sign("review", changes.pop("sub", made.sub), iat, cbor({**body, **changes}))


def withdraw(target: bytes, signer: Party, *, sub: str | None = None, iat: int = REVIEWED, **changes: Any) -> bytes:
    about = r.parse_statement(target)
    body: Json = {"nonce": NONCE, "target": statement_id(target), "reason": None, "seen": []}
    return signer.sign("withdraw", sub or about.claims[2], iat, cbor({**body, **changes}))


def revoke(signer: Party, since: int, **changes: Any) -> bytes:
    body: Json = {"nonce": NONCE, "since": since, "seen": []}
    return signer.sign("revoke", signer.kid.hex(), NOW, cbor({**body, **changes}))


def cards(files: list[bytes], pinned: tuple[Party | Pin, ...] | None = None) -> list[bytes]:
    """Return the cards of those who are pinned: if nobody is named, of everybody who occurs in the files."""
    named = pinned or tuple(party for party in EVERYBODY if any(party.kid in file for file in files))
    return [party.card_bytes for party in named]


Subjects = bytes | Sequence[bytes | tuple[bytes, str]]


class Dealings:
    """Add a case of `assess`: what is true in it, what is not, and the faults, which are all.

    `times`, if given, are all times but those of terms and accepts; `watch` is the clocks.
    """

    def __init__(self, c: Cases, spec: str) -> None:
        self.c, self.spec = c, spec

    def __call__(
        self,
        name: str,
        about: str,
        files: list[bytes],
        exit: int,
        true: Mapping[str, Subjects] | None = None,
        false: Mapping[str, Subjects] | None = None,
        faults: tuple[tuple[str, Party], ...] = (),
        *,
        rejected: str = "",
        ignored: str = "",
        spec: str = "",
        pinned: tuple[Party | Pin, ...] | None = None,
        openings: dict[bytes, bytes | None] | None = None,
        require: tuple[Json, ...] = (),
        now: int = NOW,
        times: tuple[tuple[Any, ...], ...] | None = None,
        **watch: Any,
    ) -> None:
        given: Json = {"files": files, "pinned": cards(files, pinned), "now": now}
        given["openings"] = {source.hex(): key for source, key in (openings or {}).items()}
        cites = "; ".join(filter(None, (self.spec, spec)))
        result = self.c.add("assess", name, about, cites, **given, require=list(require), **watch)
        said = {claim for row in (*result["facts"], *result["views"]) for claim in shortened(row)}
        wrong = [f"no {claim}" for claim in claims(true) if claim not in said]
        wrong += [f"{claim}" for claim in claims(false) if claim in said]
        expected = {
            "exit": exit,
            "contradictions": sorted([code, party.kid.hex()] for code, party in faults),
            "rejected": sorted(rejected.split()),
            "ignored": sorted(ignored.split()),
        }
        found = {**result, "contradictions": culprits(result)}
        wrong += [f"{key}: {found[key]} and not {value}" for key, value in expected.items() if found[key] != value]
        if times is not None:
            stated = {timed(fact) for fact in result["facts"] if fact[0] in ("existed-by", "not-before")}
            stated = {fact for fact in stated if fact[1] not in agreements(files)}
            wanted = {(code, subject.hex(), *value) for code, subject, *value in times}
            wrong += [f"{fact}" for fact in sorted(stated ^ wanted)]
        if wrong:
            raise SystemExit(f"assess/{name}: " + "; ".join(wrong))


def agreements(files: list[bytes]) -> set[str]:
    """Return the ids of the terms and accepts among files."""
    found = set()
    for file in files:
        if file[:1] == b"\xd2":
            statement = r.parse_statement(file)
            if statement.kind in ("terms", "accept"):
                found.add(statement_id(file).hex())
    return found


def shortened(row: Any) -> set[tuple[Any, ...]]:
    """Return a claim as its code and subject, and with its clock."""
    code, subject, _, value, _ = row
    return {(code, subject), *([(code, subject, value["clock"])] if "clock" in value else [])}


def timed(row: Any) -> tuple[Any, ...]:
    """Return a fact of time as its code, subject, and what it says of that."""
    code, subject, _, value, _ = row
    return (code, subject, *(value[name] for name in ("clock", "direct", "time") if name in value))


def claims(subjects: Mapping[str, Subjects] | None) -> list[tuple[str, ...]]:
    """Return codes with subjects, each given as its id, as its bytes, or several of them."""
    listed = {code: [v] if isinstance(v, bytes) else v for code, v in (subjects or {}).items()}
    return [(code, *subject_of(v)) for code, values in listed.items() for v in values]


def subject_of(value: Any) -> tuple[str, ...]:
    """Return the id of a statement that is given as such or as its bytes; after it, the clock of a pair."""
    if isinstance(value, tuple):
        return (*subject_of(value[0]), value[1])
    return ((value if len(value) == 32 else statement_id(value)).hex(),)
