"""Real tokens of public authorities, in the evidence folder."""

import base64
import re
from typing import NamedTuple

from swapproto.stamps.certificates import Certificate
from swapproto.stamps.requests import read_token_file
from tests import shared

TOKENS = shared.DATA / "tokens"


class Real(NamedTuple):
    """A token as its authority made it, and the certificates to pin."""

    answer: bytes
    roots: bytes

    @property
    def token(self) -> bytes:
        return read_token_file(self.answer)

    @property
    def certificates(self) -> list[Certificate]:
        blocks = re.findall(rb"-----BEGIN CERTIFICATE-----(.*?)-----END", self.roots, re.DOTALL)
        return [Certificate.read(base64.b64decode(block)) for block in blocks]


ROOTS = {"digicert": "digicert-root-g4", "identrust": "identrust-root", "sigstage-sha256": "sigstage-chain"}

ARCHIVED = b"4b7b4e39f12b8c725e6e603e6d4422500316df94211070682ef10260ff5759ef"
DATA = {"digicert": ARCHIVED, "identrust": ARCHIVED, "sigstage-sha256": b"hello"}


def real(name: str) -> Real:
    return Real((TOKENS / f"{name}.tsr").read_bytes(), (TOKENS / f"{ROOTS[name]}.pem").read_bytes())
