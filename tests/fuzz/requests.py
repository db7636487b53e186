"""Requests of section 16 that the package and the reference must answer alike: mutated, and by signers who are hostile.

A hostile signer signs again what was changed, encrypts changed contents under the committed key, and commits to trees
of entries that no honest party has. So a request gets past the signature, the encryption and the proof.
"""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from spec import reference as r
from spec.cases import making
from spec.cases.making import EXPIRED, NORTH, NOW, SOUTH
from spec.cases.parties import SMALL_ORDER

from .mutation import bytes_of, graft, inside, text_of, value_of
from .signers import BY_KID, PARTIES, Signers, framed, id_of

Json = Any
Request = tuple[str, Json]

_FACTS = ("signed", "opened", "chained", "disclosed", "released", "count-proven")
_SLOW = ("read-key-file",)


class Requests:
    """Endless requests. ``vectors`` is the folder of cases to begin with."""

    def __init__(self, seed: int, vectors: Path) -> None:
        self.rng = Random(seed)
        self.cases: list[Json] = [json.loads(path.read_text("utf-8")) for path in sorted(vectors.glob("*/*.json"))]
        self.signers = Signers(self.rng, self.cases)
        self._makers: Sequence[tuple[int, Callable[[], Request]]] = (
            (5, self.mutated_case),
            (4, self.signed_again),
            (3, self.contents),
            (3, self.disclosure),
            (4, self.transcript),
            (2, self.letter),
            (1, self.column),
        )

    def next(self) -> Request:
        """Return one more request."""
        weights, makers = zip(*self._makers, strict=True)
        (maker,) = self.rng.choices(makers, weights)
        found: Request = maker()
        return found

    # --- cases, changed

    def mutated_case(self) -> Request:
        """Return a case with one or two of its inputs changed."""
        case = self.rng.choice(self.cases)
        operation, given = case["operation"], dict(case["input"])
        if operation in _SLOW and self.rng.random() < 0.9:
            return self.next()
        for _ in range(self.rng.choice((1, 1, 2))):
            name = self.rng.choice(sorted(given))
            given[name] = self._changed_input(operation, name, given[name])
        return operation, given

    def _changed_input(self, operation: str, name: str, value: Json) -> Json:
        """Return an input changed, or as it was where section 16 says that inputs are sound."""
        rng = self.rng
        match name:
            case "schema" | "field":
                return _json(value_of(rng, value), value)
            case "text" | "passphrase" if isinstance(value, str):
                return _scalars(text_of(rng, value))
            case "depth":
                return rng.randrange(10)
            case "pinned":
                return [*value, rng.choice(value)] if value else value
            case "files" | "entries" if value:
                i = rng.randrange(len(value))
                return [*value[:i], inside(rng, bytes.fromhex(value[i])).hex(), *value[i + 1 :]]
            case "bytes" | "card" | "statement" | "commitment" | "envelope" | "disclosure":
                change = inside if rng.random() < 0.5 else bytes_of
                return change(rng, bytes.fromhex(value)).hex()
            case "wrap" | "cek" | "verify" if operation in ("unwrap", "open", "read-statement", "read-disclosure"):
                altered = bytearray.fromhex(value)
                altered[rng.randrange(len(altered))] ^= 1 << rng.randrange(8)
                return altered.hex()
        return value

    # --- statements, signed again

    def signed_again(self) -> Request:
        """Return a statement or a card to be read, of a hostile signer."""
        item = self.signers.statement()
        try:
            kid = r.parse_statement(item).kid
        except r.Fail:
            kid = b""
        party = BY_KID.get(kid, NORTH)
        if self.rng.random() < 0.4:
            return "read-card", {"card": item.hex()}
        verify = party.verify
        if self.rng.random() < 0.1:
            verify = self.rng.choice((bytes(32), SOUTH.verify, bytes.fromhex(SMALL_ORDER["1"])))
        return "read-statement", {"statement": item.hex(), "verify": verify.hex()}

    # --- lists

    def contents(self) -> Request:
        """Return the envelope of a hostile committer, to be opened or assessed."""
        statement, envelope, cek = self.signers.sealed_list()
        read = r.parse_statement(statement)
        if self.rng.random() < 0.3:
            files = [statement + envelope]
            reveal = self.signers.reveal(statement, cek)
            openings = {id_of(statement).hex(): self.rng.choice((cek.hex(), bytes(32).hex(), None))}
            return "assess", self._assess([*files, reveal] if self.rng.random() < 0.5 else files, openings)
        verify = BY_KID[read.kid].verify
        given = {"commitment": statement, "verify": verify, "envelope": envelope, "cek": cek}
        return "open", {name: value.hex() for name, value in given.items()}

    # --- disclosures

    def disclosure(self) -> Request:
        """Return a disclosure to be read with its commitment, or assessed with or without it."""
        statement, data = self.signers.disclosure()
        kid = r.parse_statement(statement).kid
        if self.rng.random() < 0.4:
            files = [data, statement] if self.rng.random() < 0.6 else [data, NORTH.card_bytes]
            return "assess", self._assess(files, {})
        if self.rng.random() < 0.1:
            statement = self.rng.choice(self.signers.statements)
            kid = r.parse_statement(statement).kid
        given = {"commitment": statement, "verify": BY_KID[kid].verify, "disclosure": data}
        return "read-disclosure", {name: value.hex() for name, value in given.items()}

    # --- transcripts

    @cached_property
    def pool(self) -> list[list[bytes]]:
        """The files of each case of ``assess``."""
        return [[*map(bytes.fromhex, case["input"]["files"])] for case in self.cases if case["operation"] == "assess"]

    @cached_property
    def openings(self) -> list[tuple[str, str | None]]:
        """The openings of all cases."""
        return [
            pair for case in self.cases if "openings" in case["input"] for pair in case["input"]["openings"].items()
        ]

    def transcript(self) -> Request:
        """Return files of several cases, hostile artefacts, variants and junk, in files in any order."""
        rng = self.rng
        pieces = [piece for _ in range(rng.randint(1, 2)) for piece in rng.choice(self.pool)]
        pieces = [item for piece in pieces for item in (framed(piece) if len(piece) < 20_000 else [piece])]
        openings = dict(rng.sample(self.openings, min(3, len(self.openings)))) if self.openings else {}
        for _ in range(rng.randrange(4)):
            match rng.randrange(8):
                case 0:
                    pieces.append(self.signers.statement())
                case 1:
                    pieces += self.signers.disclosure()
                case 2:
                    statement, envelope, cek = self.signers.sealed_list()
                    pieces += [statement, envelope, self.signers.reveal(statement, cek)]
                    openings[id_of(statement).hex()] = rng.choice((cek.hex(), None, bytes(32).hex()))
                case 3 if pieces:
                    pieces.append(bytes_of(rng, rng.choice(pieces)))
                case 4:
                    pieces.append(self.signers.variant(rng.choice(pieces or self.signers.statements)))
                case 5:
                    pieces.append(
                        rng.choice((b"\x00", b"\x0a", b"\x0b\x0a", b"\xff", b"\x9f", b"\x80", b"\xd2\x80", b"text\n"))
                    )
                case 6:
                    pieces.append(rng.choice(PARTIES).card_bytes)
                case _ if pieces:
                    pieces.append(rng.choice(pieces))
        rng.shuffle(pieces)
        asked = self._assess(pieces, openings)
        if rng.random() < 0.3:
            return "report", {**asked, "names": [f"{number}.swap" for number in range(len(asked["files"]))]}
        return "assess", asked

    def _assess(self, pieces: list[bytes], openings: dict[str, str | None]) -> Json:
        """Return the request to assess these pieces, in up to three files of which some are armored."""
        rng = self.rng
        files: list[list[bytes]] = [[] for _ in range(rng.randint(1, 3))]
        for piece in pieces:
            rng.choice(files).append(piece)
        joined = [b"".join(file) for file in files]
        if rng.random() < 0.15:
            joined += rng.choices(
                (b"\x0a", b"\x0b\x0a", b"\x0b", b"\x9f", b"\x0a\x9f", b"text\n", b""), k=rng.randint(1, 3)
            )
        texts = [r.armor(file).encode() if rng.random() < 0.2 else file for file in joined]
        pinned = [party.card_bytes for party in PARTIES if rng.random() < 0.7]
        if rng.random() < 0.15:
            renewed = EXPIRED.card("Fleeting Office", rng.choice((1700000000, 1800000000, 1840000000)), None)
            pinned.insert(rng.randrange(len(pinned) + 1), renewed)
        return {
            "files": [file.hex() for file in texts],
            "pinned": [card.hex() for card in pinned],
            "openings": openings,
            "now": rng.choice((0, NOW, 1850000000, 1850000001)),
            "require": [self._requirement() for _ in range(rng.choice((0, 0, 1, 2)))],
        }

    def _requirement(self) -> Json:
        choose = self.rng.choice
        return {
            "code": choose(_FACTS),
            "by": choose((None, None, *(party.kid.hex() for party in PARTIES))),
            "role": choose((None, None, "offer", "request")),
            "list": choose((None, None, making.LIST_A.hex(), making.LIST_B.hex())),
        }

    # --- text

    def letter(self) -> Request:
        """Return a file of text, or text with armor in it."""
        rng = self.rng
        blocks = [
            r.armor(rng.randbytes(rng.randrange(120)), rng.choice(("SWAPPROTO",) * 4 + ("SWAPPROTO KEY",)))
            for _ in range(rng.randint(1, 2))
        ]
        text = rng.choice(
            ("", "Dear all,\n", "Добрий день!\n", "\ufeff", "-----BEGIN SWAPPROTO KEY-----\n", "> ")
        ).join(["", *blocks])
        for _ in range(rng.randrange(3)):
            text = text_of(rng, text)
        if rng.random() < 0.5:
            return "read-armor", {"text": _scalars(text)}
        encoding = rng.choice(("utf-8", "utf-8", "utf-16-le", "utf-16-be", "cp1251", "latin-1"))
        data = text.encode(encoding, "replace")
        mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
        data = rng.choice((b"", b"", b"\x7f", b"\xef\xbb\xbf", b"\x0b", b"\xff")) + mark + data
        if rng.random() < 0.1:
            data = graft(rng, data) if rng.random() < 0.5 else bytes_of(rng, data)
        return "frame", {"bytes": data.hex()}

    # --- tables

    def column(self) -> Request:
        """Return values to be checked against the constraints of a case, both changed."""
        cases = [case for case in self.cases if case["operation"] == "check-values"]
        if not cases:
            return self.next()
        one, other = self.rng.choice(cases)["input"], self.rng.choice(cases)["input"]
        field = one["field"]
        values = [*one["values"]]
        if field["type"] == other["field"]["type"]:
            values += other["values"]
        values = [text_of(self.rng, v) if isinstance(v, str) and self.rng.random() < 0.5 else v for v in values]
        constraints = field.get("constraints", {})
        texts = {
            k: text_of(self.rng, v) if isinstance(v, str) and self.rng.random() < 0.3 else v
            for k, v in constraints.items()
        }
        field = {**field, "constraints": texts} if texts else field
        return "check-values", {"field": _json(field, field), "values": [_scalars(v) for v in values]}


def _scalars(value: Json) -> Json:
    """Return text without half surrogate pairs, which JSON cannot carry in UTF-8."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _json(value: Any, otherwise: Json) -> Json:
    """Return a changed value if JSON has it, or else the value as it was."""
    try:
        return json.loads(json.dumps(_plain(value)))
    except (TypeError, ValueError):
        return otherwise


def _plain(value: Any) -> Any:
    if isinstance(value, dict | r.Pairs):
        pairs = list(value.items() if isinstance(value, dict) else value)
        if not all(isinstance(key, str) for key, _ in pairs):
            raise TypeError("a key that JSON does not have")
        return {key: _plain(v) for key, v in pairs}
    if isinstance(value, list):
        return [*map(_plain, value)]
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("an integer that no value is")
    return value
