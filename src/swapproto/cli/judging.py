"""``verify``, ``inspect`` and ``merge``: the verbs that look at files as a whole."""

import argparse
import time
from datetime import UTC, datetime
from typing import Any, Literal

from ..assessment import FACTS, assess, plain
from ..errors import InputError, SwapError
from ..statements import Commitment, Party
from ..statements import verify as verify_statement
from ..transcript import ARTEFACTS_LIMIT, FILE_LIMIT, Transcript, kinds
from ..trust import Trust
from ..wire.cose import TIME_MAX, Sign1
from ..wording import load, when
from . import files, report
from .choosing import trust_digits
from .pins import Pins
from .terminal import as_json, bold, clean, out, say, working

_BAD = "does not verify"


def verify(options: argparse.Namespace) -> int:
    """What the files prove, in words or as JSON."""
    unknown = [code for code in options.require if code not in FACTS]
    if unknown:
        raise InputError("usage", f"there is no fact {unknown[0]!r}; there are: {', '.join(sorted(FACTS))}")
    transcript, inputs = files.load(options.files)
    pins = Pins.load(options.trust) if options.trust or options.from_digits is None else Pins()
    if options.from_digits is not None and transcript.framed:
        trust_digits(pins, transcript, options.from_digits)
    now = int(time.time()) if options.at is None else _moment(options.at)
    with working("Verifying"):
        assessment = assess(transcript, Trust(pins.parties), now=now)
    code = assessment.exit_code(options.require)
    if options.json:
        out(as_json(plain(assessment, inputs=inputs, require=options.require)))
        return code
    count = len(transcript)
    trust: Literal["pins", "digits"] = "pins" if options.from_digits is None else "digits"
    out(bold(load().verdict(code if count else 2, trust)))
    if not count:
        for name in inputs:
            why = next((f"{r.message} [{r.code}]" for r in assessment.rejected if r.source == name), "it is empty")
            out(f"  {clean(name)}: {clean(why)}")
        return code
    out(f"{count} artefacts in {len(inputs)} file(s), as of {when(now)}\n")
    for line in report.report(assessment, pins, options.require):
        out(line)
    if options.entries:
        out()
        for line in report.entries(assessment):
            out(line)
    if any(i.code == "signer-not-pinned" for i in assessment.ignored) and not assessment.of(Commitment):
        say("\nTo trust a signer: compare the 60 digits above with those that he gave you over another channel, then")
        say("  swapproto trust CARD.swap        or, this once:  swapproto verify ... --from 'DIGITS'")
    return code


def _moment(text: str) -> int:
    try:
        if text.isascii() and text.isdigit():
            seconds = int(text)
        else:
            moment = datetime.fromisoformat(text)
            seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        seconds = -1
    if not 0 <= seconds <= TIME_MAX:
        raise InputError("usage", f"{text!r} is not a time: YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ, or seconds since 1970")
    return seconds


def inspect(options: argparse.Namespace) -> int:
    """Every artefact: kind, size, signer as claimed, and its fields where a card in the same files verifies it."""
    transcript, _ = files.load(options.files)
    cards = {party.kid: party for party in transcript.cards()}
    found = [_statement(transcript, digest, statement, cards) for digest, statement in transcript.statements.items()]
    for digest, envelope in transcript.envelopes.items():
        readers = sorted(kid.hex() for kid in envelope.wraps)
        found.append(_place(transcript, digest, "envelope", len(envelope.raw)) | {"readers": readers})
    for digest, disclosure in transcript.disclosures.items():
        about = {"commitment": disclosure.commitment_id.hex(), "entries": len(disclosure)}
        found.append(_place(transcript, digest, "disclosure", len(disclosure.raw)) | about)
    found.sort(key=lambda item: (item["file"], item["offset"]))
    rejected = [
        {"file": r.source, "offset": r.offset, "code": r.code, "message": r.message}
        for r in transcript.rejected.values()
    ]
    if options.json:
        out(as_json({"artefacts": found, "rejected": rejected}))
    else:
        say("Nothing here is verified against your pins; swapproto verify does that.")
        for item in [*found, *({"kind": "UNREADABLE"} | r for r in rejected)]:
            _print(item)
    if transcript.framed == 0:
        return 2
    forged = any(item.get("signature", "").startswith(_BAD) for item in found)
    return 1 if rejected or forged else 0


def _place(transcript: Transcript, digest: bytes, kind: str, size: int) -> dict[str, Any]:
    source, offset = transcript.places[digest]
    return {"kind": kind, "file": source, "offset": offset, "bytes": size, "sha256": digest.hex()}


def _statement(transcript: Transcript, digest: bytes, statement: Sign1, cards: dict[bytes, Party]) -> dict[str, Any]:
    item = _place(transcript, digest, statement.kind, len(statement.raw))
    item |= {"id": statement.id.hex(), "signer": statement.kid.hex(), "says_signed_at": when(statement.iat)}
    try:
        if statement.kind == "card":
            party = Party.read(statement.raw)
            return item | {"name": party.name, "fingerprint": party.fingerprint}
        card = cards.get(statement.kid)
        if card is None:
            return item | {"signature": "not checked: no card of the signer is in these files"}
        body: dict[str, Any] = _plain(verify_statement(statement, card.verify_key).body.to_body())
    except SwapError as error:
        return item | {"signature": f"{_BAD}: {error} [{error.code}]"}
    return item | {"signature": f"fits the card of {card.name!r} in these files"} | body


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _print(item: dict[str, Any]) -> None:
    out(bold(f"{item['kind']}  ({clean(str(item['file']))}, byte {item['offset']})"))
    for name, value in item.items():
        if name not in ("kind", "file", "offset") and value not in (None, []):
            text = clean(str(value))
            out(f"  {name:15} {text if len(text) <= 200 else text[:64] + '...'}")


def merge(options: argparse.Namespace) -> int:
    """The union of files; what is unreadable is left out, and said."""
    files.check_outputs(options.output, force=options.force)
    if wrong := [kind for kind in options.only or [] if kind not in kinds()]:
        raise InputError("usage", f"there is no kind {wrong[0]!r}; there are: {', '.join(kinds())}")
    transcript, _ = files.load(options.files)
    wanted = set(options.only or kinds())
    kept = Transcript(
        {
            name: {digest: one for digest, one in found.items() if getattr(one, "kind", name) in wanted}
            for name, found in transcript.by_kind.items()
        }
    )
    artefacts = kept.artefacts()
    if not artefacts:
        raise InputError("usage", "nothing of that kind is in these files; nothing was written")
    if len(artefacts) > ARTEFACTS_LIMIT or sum(map(len, artefacts)) > FILE_LIMIT:
        raise InputError(
            "usage", f"a file has at most {ARTEFACTS_LIMIT:,} artefacts and 1 GiB: merge less, or --only some"
        )
    data = kept.armored().encode() if options.armor else kept.encode()
    files.write(options.output, data, force=options.force, private=bool(kept.disclosures))  # they show entries
    for rejected in transcript.rejected.values():
        say(f"left out: {clean(rejected.source)}, byte {rejected.offset}: {clean(rejected.message)} [{rejected.code}]")
    say(f"{options.output}: {len(artefacts)} artefact(s)")
    return 1 if transcript.rejected else 0
