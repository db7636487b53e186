"""This package as a conformance runner: one JSON request a line in, one answer a line out. Spec 16."""

import json
import sys
from collections.abc import Callable, Mapping

from ..assessment.complaints import is_void
from ..disclosure import Disclosure
from ..envelope import Envelope, check_digest, seal, unseal
from ..errors import AccessError, SwapError, VerificationError
from ..keys import ExchangeKey, Identity, KeyFile
from ..lists import List, Schema
from ..release import obtain_key, opened_tag
from ..stamps import beacon
from ..statements import Accept, Commitment, Party, Place, Signed, narrow, read_form, read_statement, verify
from ..tables.constraints import Constraint
from ..tables.field_types import FIELD_TYPES
from ..tables.formats import Invalid
from ..transcript import LISTED, kind_of
from ..wire import cbor, cose
from ..wire.armor import armor, dearmor
from ..wire.cose_encrypt import Encrypted
from ..wire.framing import frame
from ..wire.hpke import Opener, wrap, wrap_info
from ..wire.merkle import SortedTree
from . import assessing
from .cases import Json


def answer(request: Json) -> Json:
    """Return the answer to one request: ``{"ok": ..}``, ``{"error": CODE}`` or ``{"unsupported": true}``."""
    operation = OPERATIONS.get(request["operation"])
    about_beacon = request["operation"] == "verify-beacon" or request["input"].get("beacon", False)
    if operation is None or (about_beacon and not beacon.installed()):
        return {"unsupported": True}
    try:
        return {"ok": operation(request["input"])}
    except SwapError as error:
        return {"error": error.code}


def main() -> None:
    """Serve requests from standard input until it ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line)), ensure_ascii=False), flush=True)


def _bytes(value: str | None) -> bytes | None:
    return None if value is None else bytes.fromhex(value)


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def _read_cbor(given: Json) -> Json:
    cbor.decode(bytes.fromhex(given["bytes"]), given["depth"])
    return {}


def _read_armor(given: Json) -> Json:
    return {"bytes": dearmor(given["text"]).hex()}


def _frame(given: Json) -> Json:
    artefacts: list[Json] = []
    rejected: list[Json] = []
    for piece in frame(bytes.fromhex(given["bytes"])):
        try:
            kind_of(piece)
            artefacts.append([piece.offset, len(piece.data)])
        except SwapError as error:
            rejected.append([piece.offset, error.code])
    return {"artefacts": artefacts, "rejected": rejected[:LISTED]}


def _card(party: Party) -> dict[str, Json]:
    return {"kid": party.kid.hex(), "card_id": party.card_id.hex(), "fingerprint": party.fingerprint}


def _derive_identity(given: Json) -> Json:
    identity = Identity.from_seed(
        bytes.fromhex(given["seed"]), given["name"], iat=given["iat"], not_after=given["notAfter"]
    )
    return {"card": identity.party.card.hex(), **_card(identity.party)}


def _read_card(given: Json) -> Json:
    party = Party.read(bytes.fromhex(given["card"]))
    return {"name": party.name, **_card(party)}


def _identity(seed: str) -> Identity:
    return Identity.from_seed(bytes.fromhex(seed), "runner", iat=0)


def _sign_statement(given: Json) -> Json:
    identity = _identity(given["seed"])
    body = cbor.decode(bytes.fromhex(given["body"]), 8)
    subject = bytes.fromhex(given["sub"])
    unsigned = cose.prepare(
        given["kind"], body, verify_key=identity.party.verify_key, subject=subject, iat=given["iat"]
    )
    return {"statement": unsigned.finish(identity.sign(unsigned.to_be_signed)).hex(), "id": unsigned.id.hex()}


def _read_statement(given: Json) -> Json:
    statement = read_form(bytes.fromhex(given["statement"]))
    signed = verify(statement, bytes.fromhex(given["verify"]))
    return {"kind": statement.kind, "id": signed.id.hex(), "body": cbor.encode(signed.body.to_body()).hex()}


def _write_armor(given: Json) -> Json:
    return {"text": armor(bytes.fromhex(given["bytes"]))}


def _check_values(given: Json) -> Json:
    (field,) = Schema.from_wire({"fields": [given["field"]]}).fields
    read, constraint = FIELD_TYPES[field.type].read, Constraint(field)

    def is_valid(value: Json, row: int) -> bool:
        try:
            if isinstance(value, str):
                read(value)
            constraint.enforce(value, row)
        except Invalid:
            return False
        return True

    return {"valid": [is_valid(value, row) for row, value in enumerate(given["values"], 1)]}


def _tree(given: Json) -> Json:
    return {"root": SortedTree([bytes.fromhex(leaf) for leaf in given["leaves"]]).root.hex()}


def _prove(given: Json) -> Json:
    tree = SortedTree([bytes.fromhex(leaf) for leaf in given["leaves"]])
    return {"proof": [node.hex() for node in tree.prove(given["positions"])]}


def _seal(given: Json) -> Json:
    identity = _identity(given["seed"])
    schema = Schema.from_wire(given["schema"])
    restricted = given["restricted"]
    content = List(
        given["label"],
        schema,
        [bytes.fromhex(entry) for entry in given["entries"]],
        None if restricted is None else [bytes.fromhex(part) for part in restricted],
    )
    list(content)  # checks every entry against the schema
    place = Place(
        role=given["role"],
        list_id=bytes.fromhex(given["list"]),
        version=given["version"],
        previous=_bytes(given["previous"]),
        exchange=_bytes(given["exchange"]),
        answers=_bytes(given["answers"]),
    )
    sealed = seal(content, author=identity.party, local_secret=identity.local_secret, place=place, iat=0)
    commitment = read_statement(sealed.sign(identity), identity.party.verify_key, Commitment)
    return {
        "ctx": sealed.opened.ctx.hex(),
        "cek": sealed.opened.cek.hex(),
        "key": commitment.body.key.hex(),
        "root": commitment.body.root.hex(),
        "schema": commitment.body.schema.hex(),
        "ciphertext": Encrypted.read(sealed.envelope).ciphertext.hex(),
    }


def _wrap_info(given: Json) -> Json:
    return {"info": wrap_info(bytes.fromhex(given["reader"]), bytes.fromhex(given["extra"])).hex()}


def _wrap(given: Json) -> Json:
    names = ("cek", "encrypt", "reader", "extra")
    return {"wrap": wrap(*(bytes.fromhex(given[name]) for name in names)).hex()}


def _unwrap(given: Json) -> Json:
    info = wrap_info(bytes.fromhex(given["reader"]), bytes.fromhex(given["extra"]))
    return {"cek": _identity(given["seed"]).open(bytes.fromhex(given["wrap"]), info).hex()}


def _commitment(given: Json) -> Signed[Commitment]:
    statement = verify(read_form(bytes.fromhex(given["commitment"])), bytes.fromhex(given["verify"]))
    commitment = narrow(statement, Commitment)
    if commitment is None:
        raise VerificationError("commitment-missing", "this is another kind of statement")
    return commitment


def _exchange_key(identity: Identity, exchange: bytes, maker: bytes, number: int) -> ExchangeKey:
    return ExchangeKey(identity.local_secret, exchange, maker, number)


def _derive_exchange_key(given: Json) -> Json:
    places = bytes.fromhex(given["exchange"]), bytes.fromhex(given["for"]), given["number"]
    key = _exchange_key(_identity(given["seed"]), *places)
    return {"encrypt": key.encrypt_key.hex(), "secret": key.seed.hex()}


def _opened_tag(given: Json) -> Json:
    cek, commitment, receiver = (bytes.fromhex(given[name]) for name in ("cek", "commitment", "receiver"))
    return {"tag": opened_tag(cek, commitment, receiver).hex()}


def _own_accept(statement: str, identity: Identity, commitment: Signed[Commitment]) -> Signed[Accept]:
    form = read_form(bytes.fromhex(statement))
    if form.kid == identity.party.kid and form.kind == "accept":
        accept = read_statement(form.raw, identity.party.verify_key, Accept)
        if not is_void(accept, commitment, commitment):
            return accept
    raise AccessError("reader-not-found", "no wrap for this accept can be for this reader")


def _open(given: Json) -> Json:
    commitment = _commitment(given)
    envelope = bytes.fromhex(given["envelope"])
    check_digest(commitment, Envelope.read(envelope).digest)
    if "cek" in given:
        cek = bytes.fromhex(given["cek"])
    else:
        identity = _identity(given["seed"])
        key_id: bytes = identity.party.kid
        opener: Opener = identity
        if "accept" in given:
            accept = _own_accept(given["accept"], identity, commitment)
            key_id, opener = accept.id, _exchange_key(identity, *accept.body[1:4])
        cek = obtain_key(commitment, envelope, key_id, opener)
    content = unseal(commitment, envelope, cek).list
    return {
        "label": content.label,
        "entries": [entry.hex() for entry in content.public],
        "restricted": None if content.restricted is None else [part.hex() for part in content.restricted],
    }


def _read_disclosure(given: Json) -> Json:
    commitment = _commitment(given)
    disclosure = Disclosure.read(bytes.fromhex(given["disclosure"]))
    disclosure.verify(commitment)
    return {"items": [[position, public.hex(), _hex(inner)] for position, public, inner in disclosure.encoded()]}


def _read_key_file(given: Json) -> Json:
    return {"seed": KeyFile.read(given["text"]).unlock(given["passphrase"]).seed.hex()}


def _verify_beacon(given: Json) -> Json:
    return {"time": beacon.verify_round(given["round"], bytes.fromhex(given["signature"]))}


OPERATIONS: Mapping[str, Callable[[Json], Json]] = {
    "read-cbor": _read_cbor,
    "read-armor": _read_armor,
    "frame": _frame,
    "derive-identity": _derive_identity,
    "read-card": _read_card,
    "sign-statement": _sign_statement,
    "read-statement": _read_statement,
    "write-armor": _write_armor,
    "check-values": _check_values,
    "tree": _tree,
    "prove": _prove,
    "seal": _seal,
    "wrap-info": _wrap_info,
    "derive-exchange-key": _derive_exchange_key,
    "opened-tag": _opened_tag,
    "wrap": _wrap,
    "unwrap": _unwrap,
    "open": _open,
    "read-disclosure": _read_disclosure,
    "verify-token": assessing.verify_token,
    "verify-beacon": _verify_beacon,
    "read-key-file": _read_key_file,
    "find-openings": assessing.find_openings,
    "assess": assessing.assess_files,
    "report": assessing.report,
}

if __name__ == "__main__":
    main()
