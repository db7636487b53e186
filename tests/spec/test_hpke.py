"""Tests of appendix B against the HPKE of the cryptography library: each opens what the other wrapped."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke

SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.SHAKE256, hpke.AEAD.AES_256_GCM)
CEK, EXTRA = bytes(range(32)), b"the place of the wrap"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    path = Path(__file__).parents[2] / "spec" / "reference.py"
    spec = importlib.util.spec_from_file_location("swapproto_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_library_opens_what_appendix_b_wraps(reference: ModuleType) -> None:
    reader = reference.Identity(bytes(32))
    info = reference.wrap_info(reader.kid, EXTRA)
    private = hpke.MLKEM768X25519PrivateKey(reader.mlkem, reader.x25519)
    wrap = reference.wrap_for(reader.encrypt, info, CEK)
    assert SUITE.decrypt(wrap, private, info=info) == CEK
    with pytest.raises(InvalidTag):
        SUITE.decrypt(wrap, private, info=info + b"\0")


def test_appendix_b_opens_what_the_library_wraps(reference: ModuleType) -> None:
    reader, other = reference.Identity(bytes(32)), reference.Identity(bytes([1]) * 32)
    public = hpke.MLKEM768X25519PrivateKey(reader.mlkem, reader.x25519).public_key()
    wrap = SUITE.encrypt(CEK, public, info=reference.wrap_info(reader.kid, EXTRA))
    assert reference.unwrap(reader, wrap, reader.kid, EXTRA) == CEK
    for wrong in (
        (reader, wrap, reader.kid, b"another place"),
        (reader, wrap, other.kid, EXTRA),
        (other, wrap, reader.kid, EXTRA),
    ):
        with pytest.raises(reference.Fail, match="wrap-invalid"):
            reference.unwrap(*wrong)
