"""Transcripts to ask of two implementations: those of the cases and of made-up exchanges, united, altered, reordered.

Whom a reader trusts, their clocks, what else they require and the time at which they look change as well.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from spec.cases.clocks import CANDLE, SUNDIAL, renewal, stamp
from swapproto.conformance import exchanged, generated
from swapproto.stamps.certificates import Certificate
from swapproto.statements import Clock, Deadlines
from swapproto.testing.exchanges import EVERYONE, NORTH, SOUTH, START, Hall, ids, terms
from swapproto.transcript import Transcript
from swapproto.wire.armor import armor
from tests.fuzz.mutation import bytes_of, inside
from tests.fuzz.requests import Request, Requests
from tests.fuzz.signers import framed

Json = Any

_HELD = ("pinned", "operators", "revocations")
_JUNK = (b"\x00", b"\n", b"\x0b\n", b"\xff", b"\x9f", b"\x80", b"\xd2\x80", b"text\n", b"-----BEGIN SWAPPROTO-----\n")
_SMALL = 20_000
AUTHORITIES = {"Candle": CANDLE, "Sundial": SUNDIAL}
"""Who stamps in exchanges with clocks, each by a certificate that is its own anchor."""


class Source(NamedTuple):
    """Artefacts, and the rest of a request that they are of."""

    pieces: Sequence[bytes]
    given: Json


class Transcripts:
    """Endless requests: ``whole`` about transcripts, and now and then another that a reader can have."""

    def __init__(self, seed: int, vectors: Path) -> None:
        self.rng = Random(seed)
        self.requests = Requests(seed, vectors)
        self.sources = [*map(_of_case, self.requests.cases)]
        self.sources = [source for source in self.sources if source.pieces]
        self.times: list[int] = sorted({source.given["now"] for source in self.sources})

    def next(self) -> Request:
        """Return one more request."""
        match self.rng.randrange(8):
            case 0:
                return self._of_hostile_signers()
            case 1:
                return "whole", self._request([_of_generated(), self.rng.choice(self.sources)])
            case 2 | 3:
                return "whole", self._request([self.rng.choice((_of_exchange, _of_timed_exchange))(self.rng)])
        return "whole", self._request(self.rng.choices(self.sources, k=self.rng.choice((1, 1, 1, 2, 3))))

    def _of_hostile_signers(self) -> Request:
        operation, given = self.requests.next()
        if operation in ("assess", "report"):
            return "whole", {**given, "beacon": False, "names": [str(number) for number in range(len(given["files"]))]}
        return operation, given

    def _request(self, sources: Sequence[Source]) -> Json:
        rng = self.rng
        pieces = self._pieces(sources)
        files = self._files(pieces)
        held = {name: self._held([one for source in sources for one in source.given.get(name, [])]) for name in _HELD}
        openings = {k: v for source in sources for k, v in source.given["openings"].items()}
        if openings and rng.random() < 0.2:
            openings[rng.choice(sorted(openings))] = rng.choice((None, bytes(32).hex()))
        required = [one for source in sources for one in source.given["require"]]
        return {
            **held,
            "operators": self._operators(held["operators"]),
            "files": [file.hex() for file in files],
            "names": [str(number) for number in range(len(files))],
            "openings": openings,
            "now": self._now(sources),
            "require": required if rng.random() < 0.7 else [],
            "quorum": max(1, rng.choice((1, 1, 2, max(source.given.get("quorum", 1) for source in sources)))),
        }

    def _pieces(self, sources: Sequence[Source]) -> list[bytes]:
        """Return artefacts of the sources: all, or all but a few, with some altered, doubled, or with junk between."""
        rng = self.rng
        pieces = [piece for source in sources for piece in source.pieces]
        if rng.random() < 0.4:
            kept = rng.choice((0.5, 0.8, 0.95))
            pieces = [piece for piece in pieces if rng.random() < kept]
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            if not pieces:
                break
            at = rng.randrange(len(pieces))
            match rng.randrange(5):
                case 0:
                    pieces[at] = bytes_of(rng, pieces[at])
                case 1:
                    pieces.insert(at, bytes_of(rng, pieces[at]))
                case 2 if len(pieces[at]) < _SMALL:
                    pieces[at] = inside(rng, pieces[at])
                case 3:
                    pieces.insert(at, rng.choice(_JUNK))
                case _:
                    pieces.append(pieces[at])
        if rng.random() < 0.7:
            rng.shuffle(pieces)
        return pieces

    def _files(self, pieces: Sequence[bytes]) -> list[bytes]:
        """Return the artefacts in up to four files, some of them armored, as text of one encoding or another."""
        files: list[list[bytes]] = [[] for _ in range(self.rng.choice((1, 1, 2, 4)))]
        for piece in pieces:
            self.rng.choice(files).append(piece)
        return [self._written(b"".join(file)) for file in files]

    def _written(self, file: bytes) -> bytes:
        match self.rng.randrange(12):
            case 0:
                return armor(file).encode()
            case 1:
                return ("Dear all,\n\n> " + armor(file).replace("\n", "\n> ")).encode()
            case 2:
                return armor(file).encode("utf-16")
            case 3:
                return file + b"\n" + armor(file[: len(file) // 2]).encode()
        return file

    def _held(self, found: Sequence[Json]) -> list[Json]:
        distinct = [one for i, one in enumerate(found) if one not in found[:i]]
        return distinct if self.rng.random() < 0.6 else [one for one in distinct if self.rng.random() < 0.7]

    def _operators(self, found: Sequence[Json]) -> list[Json]:
        names = {one["name"]: one for one in found}
        changed = self.rng.random() < 0.2
        return [{**one, "accuracy": self.rng.choice((0, 1, 60, 86400))} if changed else one for one in names.values()]

    def _now(self, sources: Sequence[Source]) -> int:
        rng = self.rng
        own: list[int] = [source.given["now"] for source in sources]
        moments: list[int] = rng.choice((own, own, self.times, [0, START, START + 250, 253402300799]))
        return max(0, rng.choice(moments) + rng.choice((0, 0, 0, -1, 1, 86400, -100_000, 40_000_000)))


def _of_case(case: Json) -> Source:
    given = case["input"]
    if case["operation"] not in ("assess", "report") or given.get("beacon"):
        return Source((), {"now": 0})
    files = [bytes.fromhex(file) for file in given["files"]]
    return Source([piece for file in files for piece in (framed(file) if len(file) < _SMALL else [file])], given)


def _of_generated() -> Source:
    cards = [generated.identity(bytes([n]) * 32).party.card.hex() for n in (1, 2)]
    return Source(
        generated.artefacts(), {"pinned": cards, "openings": dict(generated.OPENED), "now": 1000, "require": []}
    )


@cache
def _timed(quorum: int) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """Return the statements and envelopes of an exchange that is settled, whose terms have deadlines and two clocks."""
    hall = Hall()
    deadlines = Deadlines(START + 100, START + 200, START + 300, START + 400)
    clocks = [Clock(name, (Certificate.read(one.raw).digest,), 1) for name, one in AUTHORITIES.items()]
    hall.agree(terms(deadlines=deadlines, grace=50, delivery=True, clocks=clocks, quorum=quorum), NORTH, SOUTH)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    hall.acknowledge(NORTH, SOUTH)
    hall.reveal(NORTH, SOUTH)
    hall.acknowledge(NORTH, SOUTH)
    for who, other in ((NORTH, SOUTH), (SOUTH, NORTH)):
        hall.add(hall.desk(who).review(*hall.files, commitment=hall.commitment(other), verdict="agreed"))
    read = [Transcript.read(file) for file in hall.files]
    statements = {one.raw for file in read for one in file.statements.values() if one.kind != "card"}
    return sorted(statements), sorted({one.raw for file in read for one in file.envelopes.values()})


def _of_timed_exchange(rng: Random) -> Source:
    """Return such an exchange with stamps of most of its statements: at a deadline, around it, renewed."""
    quorum = rng.choice((1, 2))
    statements, envelopes = _timed(quorum)
    stamps = []
    for statement in statements:
        for authority in rng.choice(((), *[(one,) for one in AUTHORITIES.values()], tuple(AUTHORITIES.values()))):
            time = START + rng.choice((99, 199, 249, 299, 399, rng.randrange(600))) + rng.choice((0, 0, 1))
            stamps.append(stamp(authority, statement, time))
            if rng.random() < 0.1:
                stamps.append(renewal(rng.choice(list(AUTHORITIES.values())), stamps[-1], time + 100))
    operators = [{"name": n, "certificates": [one.raw.hex()], "accuracy": 1} for n, one in AUTHORITIES.items()]
    given = {"pinned": [who.party.card.hex() for who in (NORTH, SOUTH)], "openings": {}, "require": []}
    moment = START + rng.choice((50, 150, 250, 350, 500))
    return Source(
        [*statements, *envelopes, *stamps], {**given, "now": moment, "operators": operators, "quorum": quorum}
    )


def _of_exchange(rng: Random) -> Source:
    honest = len(exchanged.hall().files)
    pool = exchanged.pool()
    most = rng.choice((len(pool), len(pool), honest, 2 * honest))
    cards = [who.party.card for who in EVERYONE]
    given = {"pinned": [card.hex() for card in cards], "openings": {}, "now": START + 250, "require": []}
    return Source([*cards, *pool[:most]], given)
