"""Tests of `swapproto.cddl` against the artefacts of the vectors, with an independent validator."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import cbor2
import pycddl  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SPEC = Path(__file__).parents[2] / "spec"
CDDL = (SPEC / "swapproto.cddl").read_text("utf-8")
PROTECTED = bytes.fromhex("a20103054c000000000000000000000000")
TAGS = {18: "statement", 96: "envelope"}


@cache
def rule(name: str) -> Any:
    return pycddl.Schema(f"start = {name}\n{CDDL}")


def accepts(name: str, item: bytes) -> bool:
    try:
        rule(name).validate_cbor(item)
    except pycddl.ValidationError:
        return False
    return True


def positive_cases() -> list[Path]:
    return [path for path in sorted(SPEC.glob("vectors/*/*.json")) if not path.stem.endswith("_fail")]


def artefact(item: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield an artefact and the items encoded in its byte strings, each with the name of its rule."""
    tag = cbor2.loads(item)
    yield "artefact", item
    yield TAGS.get(tag.tag) or tag.value[0], item
    if tag.tag == 18:
        yield "statement-header", tag.value[0]
        yield "body", tag.value[2]
        kind = cbor2.loads(tag.value[0])[16].removeprefix("application/vnd.swapproto.").removesuffix("+cose")
        yield f"{kind}-body", tag.value[2]
        yield "sig-structure", cbor2.dumps(["Signature1", tag.value[0], b"", tag.value[2]])
    elif tag.tag == 96:
        yield "envelope-header", tag.value[0]
        for protected, _, _ in tag.value[3]:
            yield "recipient-header", protected
    elif tag.value[0] == "disclosure":
        for _, _, entry, restricted in tag.value[2]:
            yield "part", entry
            if isinstance(restricted, list):
                yield "part", restricted[1]


def of_seal(given: Any, result: Any) -> Iterator[tuple[str, bytes]]:
    yield "schema", cbor2.dumps(given["schema"])
    for part in [*given["entries"], *(given["restricted"] or [])]:
        yield "part", bytes.fromhex(part)
    aad = cbor2.dumps(["Encrypt", PROTECTED, bytes.fromhex(result["ctx"])])
    yield "envelope-aad", aad
    plaintext = AESGCM(bytes.fromhex(result["cek"])).decrypt(bytes(12), bytes.fromhex(result["ciphertext"]), aad)
    stream = io.BytesIO(plaintext)
    cbor2.CBORDecoder(stream, read_size=1).decode()
    yield "content", plaintext[: stream.tell()]


def items(case: Any) -> Iterator[tuple[str, bytes]]:
    """Yield every item in a case that a rule describes, with the name of that rule."""
    given, result = case["input"], case["expect"]["ok"]
    names = ("card", "statement", "commitment", "envelope", "disclosure", "accept")
    for name in names if case["operation"] != "opened-tag" else ():  # its commitment is an id
        for value in (given, result):
            if name in value:
                yield from artefact(bytes.fromhex(value[name]))
    match case["operation"]:
        case "seal":
            yield from of_seal(given, result)
        case "wrap-info":
            extra = bytes.fromhex(given["extra"])
            yield "hpke-info", bytes.fromhex(result["info"])
            yield f"{cbor2.loads(extra)[0]}-extra", extra
        case "read-key-file":
            block = base64.b64decode("".join(given["text"].splitlines()[1:-1]))
            yield "key-file", block
            yield from artefact(cbor2.loads(block)["card"])
        case "assess":
            for card in given["pinned"]:
                yield from artefact(bytes.fromhex(card))
            if result["exit"] in (0, 3, 4) and not result["rejected"]:
                for file in given["files"]:
                    yield from in_file(bytes.fromhex(file))


def in_file(file: bytes) -> Iterator[tuple[str, bytes]]:
    if file.startswith(b"-----BEGIN"):
        file = base64.b64decode(b"".join(file.splitlines()[1:-1]))
    stream = io.BytesIO(file)
    while (start := stream.tell()) < len(file):
        cbor2.CBORDecoder(stream, read_size=1).decode()
        yield from artefact(file[start : stream.tell()])


@pytest.mark.parametrize("operation", sorted({path.parent.name for path in positive_cases()}))
def test_the_shapes_accept_the_artefacts_of_the_positive_vectors(operation: str) -> None:
    for path in positive_cases():
        if path.parent.name == operation:
            for name, item in items(json.loads(path.read_text("utf-8"))):
                assert accepts(name, item), f"{path.name}: {name}: {item.hex()[:200]}"


def worked(operation: str, name: str) -> Any:
    case = json.loads((SPEC / "vectors" / operation / "worked.json").read_text("utf-8"))
    return cbor2.loads(bytes.fromhex(case["input"][name]))


def altered(fields: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
    """Yield the map with one field missing, of a wrong type, or added."""
    for name in fields:
        yield {key: value for key, value in fields.items() if key != name}
        yield {**fields, name: 0.5}
    yield {**fields, "note": None}


def test_the_shapes_reject_a_body_or_header_with_a_field_missing_wrong_or_unknown() -> None:
    statement = worked("read-statement", "statement").value
    bodies = [("body", statement[2]), ("statement-header", statement[0])]
    for kind in ("terms-plain", "accept-plain", "receipt-unopenable-seed", "review-agreed", "withdraw-plain"):
        case = json.loads((SPEC / "vectors" / "read-statement" / f"{kind}.json").read_text("utf-8"))
        body = cbor2.loads(bytes.fromhex(case["input"]["statement"])).value[2]
        bodies.append((f"{kind.partition('-')[0]}-body", body))
    for name, encoded in bodies:
        assert accepts(name, encoded)
        for wrong in altered(cbor2.loads(encoded)):
            assert not accepts(name, cbor2.dumps(wrong)), wrong


@pytest.mark.parametrize(
    ("operation", "name"), [("read-statement", "statement"), ("open", "envelope"), ("read-disclosure", "disclosure")]
)
def test_the_shapes_reject_an_artefact_with_a_member_missing_wrong_or_unknown(operation: str, name: str) -> None:
    tag = worked(operation, name)
    assert accepts(name, cbor2.dumps(tag))
    for i in range(len(tag.value)):
        for members in ([*tag.value[:i], *tag.value[i + 1 :]], [*tag.value[:i], 0.5, *tag.value[i + 1 :]]):
            assert not accepts(name, cbor2.dumps(cbor2.CBORTag(tag.tag, members))), members
    assert not accepts(name, cbor2.dumps(cbor2.CBORTag(tag.tag, [*tag.value, None])))
    assert not accepts(name, cbor2.dumps(cbor2.CBORTag(17, tag.value)))
    if name != "disclosure":
        open_map = [tag.value[0], {4: b"kid"}, *tag.value[2:]]
        assert not accepts(name, cbor2.dumps(cbor2.CBORTag(tag.tag, open_map)))
