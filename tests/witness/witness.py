"""Run by .venv-witness: what other implementations make of our artefacts and of tokens. JSON lines in and out.

They share no code with this package: not even the CBOR library is of the same version.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import cbor2
from cryptography.x509 import load_der_x509_certificate
from cwt import COSE, COSEKey, COSEMessage
from cwt.recipient_algs.hpke import HPKE
from rfc3161_client import VerifierBuilder, decode_timestamp_response


def read_statement(statement: str, verify: str) -> Any:
    """Verify a COSE_Sign1; the algorithm is the one that the key is for, and the kid has to be the key's."""
    data = bytes.fromhex(statement)
    kid = COSEMessage.loads(data).protected[4]
    key = COSEKey.new({1: 1, 2: kid, 3: -19, -1: 6, -2: bytes.fromhex(verify)})
    protected, unprotected, payload = COSE.new(verify_kid=True).decode_with_headers(data, key)
    claims = {str(label): value for label, value in protected[15].items()}
    header = {"alg": protected[1], "kid": protected[4].hex(), "claims": claims, "typ": protected[16]}
    return {"header": header, "others": len(protected) - 4 + len(unprotected), "payload": payload.hex()}


def read_stamp(statement: str) -> Any:
    """What stands in the unprotected header of a COSE_Sign1 that has a time stamp there (RFC 9921)."""
    message = COSEMessage.loads(bytes.fromhex(statement))
    return {str(label): value.hex() for label, value in message.unprotected.items()}


def read_envelope(envelope: str, ctx: str, cek: str) -> Any:
    """Decrypt the content layer of a COSE_Encrypt, its recipients replaced by one that has the key already."""
    message = COSEMessage.loads(bytes.fromhex(envelope))
    kids = [cbor2.loads(recipient[0])[4].hex() for recipient in message.recipients]
    protected, unprotected, ciphertext, _ = cbor2.loads(bytes.fromhex(envelope)).value
    iv = cbor2.loads(protected)[5]
    key = COSEKey.from_symmetric_key(bytes.fromhex(cek), alg="A256GCM", kid=b"the reader")
    direct = [b"", {1: -6, 4: b"the reader"}, b""]
    # It looks for an IV in the unprotected header only, which nothing authenticates: it gets ours there a second time.
    framed = cbor2.dumps(cbor2.CBORTag(96, [protected, unprotected | {5: iv}, ciphertext, [direct]]))
    plaintext = COSE.new().decode(framed, key, external_aad=bytes.fromhex(ctx))
    return {"kids": kids, "plaintext": plaintext.hex()}


def wrap_info(protected: str, extra: str) -> Any:
    """The Recipient_structure that it binds a wrapped key to."""
    recipient = HPKE.__new__(HPKE)  # it knows the structure, but not this KEM
    recipient._b_protected = bytes.fromhex(protected)
    recipient._extra_info = bytes.fromhex(extra)
    recipient._cbor_processor = None
    return {"info": recipient._build_recipient_info(3).hex()}


def read_token(response: str, data: str, roots: str) -> Any:
    """Verify a TimeStampResp for ``data`` by root certificates; what it cannot decode it has no opinion on."""
    certificates = [load_der_x509_certificate(bytes.fromhex(root)) for root in roots.split()]
    try:
        decoded = decode_timestamp_response(bytes.fromhex(response))
        VerifierBuilder(roots=certificates).build().verify_message(decoded, bytes.fromhex(data))
    except ValueError as error:
        return {"undecoded": str(error)}
    return {"time": int(decoded.tst_info.gen_time.timestamp()), "serial": str(decoded.tst_info.serial_number)}


OPERATIONS: dict[str, Callable[..., Any]] = {
    "statement": read_statement,
    "stamp": read_stamp,
    "envelope": read_envelope,
    "info": wrap_info,
    "token": read_token,
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"ok": OPERATIONS[request["operation"]](**request["input"])}
    except Exception as error:  # noqa: BLE001 (whatever it objects to is the answer)
        answer = {"refused": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
