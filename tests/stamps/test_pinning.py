"""What is shown of certificates before they are pinned."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from swapproto import InputError
from swapproto.stamps.pinning import FILE_LIMIT, name_of, read_certificates

from .forging import certify
from .real import ROOTS, TOKENS, real

KEY = ec.generate_private_key(ec.SECP256R1())
ONE, TWO = (certify(name, KEY, ca=True) for name in ("One", "Two"))


def test_certificates_are_read_from_pem_and_der() -> None:
    assert read_certificates(ONE.raw) == (ONE.certificate,)
    assert read_certificates(ONE.pem) == (ONE.certificate,)
    text = b"# roots\r\n" + ONE.pem.replace(b"\n", b"\r\n") + b"and\n" + TWO.pem + ONE.pem
    assert read_certificates(text) == (ONE.certificate, TWO.certificate)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        ONE.raw[:-1],
        ONE.raw + TWO.raw,
        ONE.pem.replace(b"CERTIFICATE", b"PRIVATE KEY"),
        ONE.pem.replace(b"M", b"==", 1),
        ONE.pem + ONE.pem.replace(b"MI", b"MA", 1),
        ONE.pem + b" " * FILE_LIMIT,
    ],
)
def test_what_is_no_certificate_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_certificates(data)
    assert caught.value.code == "file"


def test_a_name_is_shown_without_what_hides() -> None:
    assert name_of(certify("Прапор\u202e\x1b[2J", KEY).certificate) == "Прапор??[2J"


@pytest.mark.skipif(not TOKENS.exists(), reason="the evidence folder is not here")
@pytest.mark.parametrize("which", ROOTS)
def test_the_names_of_real_roots_are_shown(which: str) -> None:
    shown = {
        "digicert": "DigiCert Trusted Root G4, www.digicert.com, DigiCert Inc, US",
        "identrust": "IdenTrust Commercial Root CA 1, IdenTrust, US",
        "sigstage-sha256": "sigstore-tsa-selfsigned, sigstore.dev",
    }
    found = read_certificates(real(which).roots)
    assert [name_of(one) for one in found][-1] == shown[which]
