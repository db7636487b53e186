"""The verb ``inspect``: what is in files, as far as anyone can see it."""

import argparse
from collections.abc import Mapping
from typing import Any

from ...errors import SwapError
from ...stamps.tokens import read_info
from ...statements import Party, verify
from ...transcript import Transcript
from ...wire.cose import Sign1
from ...wording import when
from ..arguments import add_files
from ..disk import inbox
from ..screen.terminal import bold, clean, out, out_json, say

EXAMPLES = ("swapproto inspect people-1.swap", "swapproto inspect inbox --json")

_INVALID = "does not verify"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    parser.add_argument("--json", action="store_true", help="one object, with the artefacts and what was rejected")


def run(options: argparse.Namespace) -> int:
    """Show what is in files, as far as anyone can see it. Nothing is verified against anybody's pins."""
    transcript = inbox.load(options.files).transcript
    found = [*_statements(transcript), *_others(transcript)]
    found.sort(key=lambda item: (item["file"], item["offset"]))
    rejected = [
        {"file": r.source, "offset": r.offset, "code": r.code, "message": r.message}
        for r in transcript.rejected.values()
    ]
    forged = any(item.get("signature", "").startswith(_INVALID) for item in found)
    code = 2 if transcript.framed == 0 else 1 if rejected or forged else 0
    if options.json:
        out_json({"ok": code == 0, "exit": code, "artefacts": found, "rejected": rejected})
    else:
        say("Nothing here is verified against your pins; swapproto verify does that.")
        for item in [*found, *({"kind": "UNREADABLE"} | r for r in rejected)]:
            _print(item)
    return code


def _statements(transcript: Transcript) -> list[dict[str, Any]]:
    cards = {party.kid: party for party in transcript.cards()}
    return [_statement(transcript, digest, statement, cards) for digest, statement in transcript.statements.items()]


def _others(transcript: Transcript) -> list[dict[str, Any]]:
    found = []
    for digest, envelope in transcript.envelopes.items():
        readers = sorted(kid.hex() for kid in envelope.wraps)
        found.append(_place(transcript, digest, "envelope", len(envelope.raw)) | {"readers": readers})
    for digest, disclosure in transcript.disclosures.items():
        about = {"commitment": disclosure.commitment_id.hex(), "entries": len(disclosure)}
        found.append(_place(transcript, digest, "disclosure", len(disclosure.raw)) | about)
    for digest, stamp in transcript.stamps.items():
        item = _place(transcript, digest, "stamp", len(stamp.raw)) | {"of": stamp.target.hex()}
        try:
            found.append(item | {"says_existed_at": when(read_info(stamp.token).time)})
        except SwapError as error:
            found.append(item | {"signature": f"{_INVALID}: {error} [{error.code}]"})
    return found


def _place(transcript: Transcript, digest: bytes, kind: str, size: int) -> dict[str, Any]:
    source, offset = transcript.place(digest)
    return {"kind": kind, "file": source, "offset": offset, "bytes": size, "sha256": digest.hex()}


def _statement(transcript: Transcript, digest: bytes, statement: Sign1, cards: Mapping[bytes, Party]) -> dict[str, Any]:
    item = _place(transcript, digest, statement.kind, len(statement.raw))
    item |= {"id": statement.id.hex(), "signer": statement.kid.hex(), "says_signed_at": when(statement.iat)}
    try:
        if statement.kind == "card":
            party = Party.read(statement.raw)
            return item | {"name": party.name, "fingerprint": party.fingerprint}
        card = cards.get(statement.kid)
        if card is None:
            return item | {"signature": "not checked: no card of the signer is in these files"}
        body: dict[str, Any] = _plain(verify(statement, card.verify_key).body.to_body())
    except SwapError as error:
        return item | {"signature": f"{_INVALID}: {error} [{error.code}]"}
    return item | {"signature": f"fits the card of {card.name!r} in these files"} | body


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _print(item: Mapping[str, Any]) -> None:
    out(bold(f"{item['kind']}  ({clean(str(item['file']))}, byte {item['offset']})"))
    for name, value in item.items():
        if name not in ("kind", "file", "offset") and value not in (None, []):
            text = clean(str(value))
            out(f"  {name:15} {text if len(text) <= 200 else text[:64] + '...'}")
