"""The operations of a runner on whole files: to verify a token, to find openings, to assess, and to report. Spec 16."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from ..assessment import Assessment, NotOpened, Requirement, assess, gather, open_wraps, plain
from ..errors import InputError
from ..keys import Identity
from ..stamps.certificates import Certificate
from ..stamps.clocks import Clocks, Operator
from ..stamps.revocations import RevocationList
from ..stamps.tokens import read_token
from ..statements import Party
from ..transcript import Transcript
from ..trust import Trust
from .cases import Json


def _opening(key: str | None) -> bytes | NotOpened:
    return NotOpened("wrap-invalid") if key is None else bytes.fromhex(key)


def requirement(given: Json) -> Requirement:
    """Return a requirement of a request."""
    by, list_id = (None if given[name] is None else bytes.fromhex(given[name]) for name in ("by", "list"))
    return Requirement(given["code"], by, given["role"], list_id)


def assessed(given: Json, names: list[str]) -> Assessment:
    """Return the assessment that a case asks for; ``names`` are those of its files."""
    openings = {bytes.fromhex(i): _opening(key) for i, key in given["openings"].items()}
    trust = _pinned(given)._replace(
        clocks=Clocks(map(_operator, given.get("operators", ())), _revocations(given.get("revocations", ()))),
        quorum=given.get("quorum", 1),
        beacon=given.get("beacon", False),
    )
    return assess(_transcript(given, names), trust, openings=openings, now=given["now"])


def _transcript(given: Json, names: list[str]) -> Transcript:
    files = zip(map(bytes.fromhex, given["files"]), names, strict=True)
    return Transcript.union(Transcript.read(data, name) for data, name in files)


def _pinned(given: Json) -> Trust:
    return Trust.of(*(Party.read(bytes.fromhex(card)) for card in given["pinned"]))


def find_openings(given: Json) -> Json:
    """Open every wrap for the reader with a seed."""
    reader = Identity.from_seed(bytes.fromhex(given["seed"]), "reader", iat=0)
    evidence = gather(_transcript(given, [""] * len(given["files"])), _pinned(given))
    found = open_wraps(evidence, reader.party.kid, reader, reader.local_secret)
    return {"openings": {i.hex(): None if isinstance(key, NotOpened) else key.hex() for i, key in found.items()}}


def _operator(given: Json) -> Operator:
    certificates = tuple(Certificate.read(bytes.fromhex(raw)) for raw in given["certificates"])
    return Operator(given["name"], certificates, given["accuracy"])


def _revocations(given: Json) -> Iterator[RevocationList]:
    for raw in given:
        with suppress(InputError):  # what is none says nothing
            yield RevocationList.read(bytes.fromhex(raw))


def verify_token(given: Json) -> Json:
    """Verify a token for one of the byte strings that were stamped."""
    operator = _operator({"name": "", **given})
    clocks = Clocks([operator], _revocations(given["revocations"]))
    token = read_token(bytes.fromhex(given["token"]), map(bytes.fromhex, given["stamped"]), clocks.certificates)
    clocks.pinned(token)
    return {"time": token.time, "bound": token.bound(operator.accuracy), "signer": token.signer.digest.hex()}


_ROWS: Mapping[str, tuple[str, ...]] = {
    "inputs": ("name", "sha256", "size", "artefacts"),
    "require": ("code", "by", "role", "list"),
    "missing": ("code", "by", "role", "list"),
    "trust": ("kid", "name", "card", "fingerprint", "not_after"),
    "clocks": ("name", "certificates", "accuracy"),
    "lists": (
        *("commitment", "by", "list", "role", "version", "previous", "exchange", "answers", "count", "root", "iat"),
    ),
    "rejected": ("id", "code", "file", "offset"),
    "ignored": ("id", "kind", "code"),
}


_CLAIM = ("code", "subject", "by", "value", "evidence")
_ALONE = (
    "schema",
    "spec",
    "ok",
    "exit",
    "now",
    "quorum",
    "beacon",
    "exchanges",
    "awaiting",
    "claims",
    "contradictions",
)
_AS_GIVEN = ("inputs", "require", "missing", "clocks")


def report(given: Json) -> Json:
    """Assess files, and return what a report of them says, without what implementations may say otherwise."""
    names = given["names"]
    found = assessed(given, names)
    inputs = dict(zip(names, map(bytes.fromhex, given["files"]), strict=True))
    whole: Json = plain(found, inputs=inputs, require=map(requirement, given["require"]))
    rows = {key: _rows(whole[key], members, key not in _AS_GIVEN) for key, members in _ROWS.items()}
    return {"assessment": {key: whole[key] for key in _ALONE} | rows | {"not_proven": sorted(whole["not_proven"])}}


def _rows(rows: Json, members: tuple[str, ...], in_order: bool) -> Json:
    """Return rows with these members alone, each once."""
    chosen = [{name: row[name] for name in members} for row in rows]
    if not in_order:
        return chosen
    unique = {str([*row.values()]): row for row in chosen}
    return sorted(unique.values(), key=lambda row: [("" if value is None else str(value)) for value in row.values()])


def assess_files(given: Json) -> Json:
    """Assess files, and return the claims with the exit code."""
    found = assessed(given, [str(number) for number in range(len(given["files"]))])
    whole: Json = plain(found)
    claims = {kind: [one for one in whole["claims"] if one["class"] == kind] for kind in ("fact", "view")}
    return {
        "exit": found.exit_code(map(requirement, given["require"])),
        "facts": [[one[name] for name in _CLAIM] for one in claims["fact"]],
        "views": [[one[name] for name in _CLAIM] for one in claims["view"]],
        "contradictions": [[*one.values()] for one in whole["contradictions"]],
        "rejected": sorted(r.code for r in found.rejected),
        "ignored": sorted(i.code for i in found.ignored),
        "unproven": sorted(found.not_proven),
    }
