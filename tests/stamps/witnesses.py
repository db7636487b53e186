"""Other programs that verify tokens: `openssl ts`, `openssl cms` and rfc3161-client."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .authorities import OPENSSL
from .forging import Made


def openssl_accepts(
    token: bytes, data: bytes, at: int, anchors: Sequence[Made], others: Sequence[Made] = (), verb: str = "ts"
) -> bool:
    """Return whether `openssl ts -verify` (or `cms`) accepts a token at a time, with any certificate as an anchor."""
    assert OPENSSL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in {
            "token": token,
            "data": data,
            "anchors.pem": b"".join(one.pem for one in anchors),
            "others.pem": b"".join(one.pem for one in others),
        }.items():
            (folder / file).write_bytes(content)
        words = [OPENSSL, verb, "-verify", "-in", "token", "-CAfile", "anchors.pem"]
        words += ["-attime", str(at), "-partial_chain"]
        if verb == "ts":
            words += ["-token_in", "-data", "data", *(("-untrusted", "others.pem") if others else ())]
        else:
            words += ["-inform", "DER", "-purpose", "timestampsign", "-out", "content"]
            words += ["-certfile", "others.pem"] if others else []
        return subprocess.run(words, check=False, cwd=folder, capture_output=True, timeout=30).returncode == 0
