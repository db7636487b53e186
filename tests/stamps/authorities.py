"""Time-stamping authorities for tests: certificates of several kinds, and `openssl ts`.

``authorities`` is a fixture of the session (tests/fixtures.py); the tests of the command line use it, too.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from swapproto.stamps.clocks import Operator
from swapproto.stamps.requests import Request, read_response

from .forging import STAMPING, Made, PrivateKey, Recipe, certify, key_usage

OPENSSL = shutil.which("openssl")
FAKETIME = shutil.which("faketime")
SIGNING = key_usage("digital_signature")
_CONFIG = """
[tsa]
serial = {folder}/serial
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = {tsa_name}
ess_cert_id_chain = {chain}
ess_cert_id_alg = {ess}
"""


class Authority(NamedTuple):
    """One that stamps by `openssl ts`: at the time of this computer's clock, or of one set by `faketime`."""

    folder: Path
    signer: Made
    chain: Sequence[Made] = ()
    digest: str = "sha256"
    tsa_name: str = "no"
    ess: str = "sha256"
    ess_chain: str = "no"
    at: str = ""

    def reply(self, query: bytes) -> bytes:
        """Answer a TimeStampReq with a TimeStampResp."""
        assert OPENSSL
        self.folder.mkdir(exist_ok=True)
        config, serial = self.folder / "tsa.cnf", self.folder / "serial"
        config.write_text(
            _CONFIG.format(
                folder=self.folder, digest=self.digest, tsa_name=self.tsa_name, ess=self.ess, chain=self.ess_chain
            )
        )
        if not serial.exists():
            serial.write_text("01\n")
        files = {
            "query": query,
            "key.pem": self.signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "signer.pem": self.signer.pem,
            "chain.pem": b"".join(one.pem for one in self.chain),
        }
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        command = [OPENSSL, "ts", "-reply", "-queryfile", "query", "-inkey", "key.pem", "-signer", "signer.pem"]
        command += ["-config", str(config), "-section", "tsa", "-out", "reply"]
        command += ["-chain", "chain.pem"] if self.chain else []
        if self.at:
            command = [FAKETIME or "faketime", self.at, *command]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=30)
        return (self.folder / "reply").read_bytes()

    def stamp(self, data: bytes, hash_name: str = "sha256") -> bytes:
        """Return a token of these bytes."""
        return read_response(self.reply(Request.of(data, hash_name=hash_name).raw))


class Authorities:
    """Two operators, North and South, each with a root; North with several kinds of authority below it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = certify("North Root", rsa.generate_private_key(65537, 3072), ca=True)
        self.intermediate = certify(
            "North Time CA", rsa.generate_private_key(65537, 2048), self.root, ca=True, path_length=0
        )
        self.other_root = certify("South Root", ec.generate_private_key(ec.SECP384R1()), ca=True)
        self.tls = certify(
            "north.example",
            ec.generate_private_key(ec.SECP256R1()),
            self.intermediate,
            usage=SIGNING,
            purposes=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
        )

    def leaf(self, name: str, key: PrivateKey, issuer: Made | None = None) -> Made:
        return certify(name, key, issuer or self.intermediate, usage=SIGNING, purposes=STAMPING)

    @cached_property
    def rsa(self) -> Made:
        return self.leaf("North Clock", rsa.generate_private_key(65537, 2048))

    @cached_property
    def rsa3072(self) -> Made:
        return self.leaf("North Clock 3072", rsa.generate_private_key(65537, 3072))

    @cached_property
    def p256(self) -> Made:
        return self.leaf("North Clock P-256", ec.generate_private_key(ec.SECP256R1()))

    @cached_property
    def p384(self) -> Made:
        return self.leaf("North Clock P-384", ec.generate_private_key(ec.SECP384R1()))

    @cached_property
    def p521(self) -> Made:
        return self.leaf("North Clock P-521", ec.generate_private_key(ec.SECP521R1()))

    @cached_property
    def ed25519(self) -> Made:
        return self.leaf("North Clock Ed25519", ed25519.Ed25519PrivateKey.generate())

    @cached_property
    def south(self) -> Made:
        return self.leaf("South Clock", ec.generate_private_key(ec.SECP256R1()), self.other_root)

    def authority(self, signer: Made | None = None, **options: str) -> Authority:
        """Return an authority of North that stamps by `openssl ts`."""
        signer = signer or self.rsa
        folder = self.folder / f"{signer.x509.serial_number:x}"
        return Authority(folder, signer, [self.intermediate], **options)

    @property
    def south_authority(self) -> Authority:
        """Return an authority of South."""
        return Authority(self.folder / "south", self.south)

    @property
    def north(self) -> Operator:
        return Operator("North", (self.root.certificate,))

    @property
    def recipe(self) -> Recipe:
        """A sound token of North of 2026-03-01, to be made wrong."""
        return Recipe(self.p256, certificates=[self.p256.raw, self.intermediate.raw])


@pytest.fixture(scope="session")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> Authorities:
    return Authorities(tmp_path_factory.mktemp("authorities"))
