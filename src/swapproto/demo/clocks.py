"""Two clocks for the demonstration: authorities on 127.0.0.1 that stamp by ``openssl ts``, each with a root of its own.

A real authority is somebody else's. These live as long as the demonstration, and so do their keys.
"""

import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ..stamps.requests import RESPONSE_TYPE

NAMES = ("Sundial", "Hourglass")
_VALID = timedelta(days=3650)
_REQUEST_LIMIT, _MOST_REQUESTS, _SECONDS = 65_536, 100, 30
_CONFIGURATION = """
[tsa]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def available() -> bool:
    """Return whether this computer has the program that makes the stamps."""
    return shutil.which("openssl") is not None


@contextmanager
def running() -> Iterator[Mapping[str, str]]:
    """Let both clocks run, and write their roots as ``NAME.pem`` into the current folder. Yield their addresses."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield {name: stack.enter_context(_serving(_Clock(name, folder / name))) for name in NAMES}


class _Clock:
    """An authority below a root that is in the current folder."""

    def __init__(self, name: str, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700)
        root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = _certificate(f"{name} Root", root_key, f"{name} Root", root_key, ca=True)
        signer = _certificate(f"{name} Time", key, f"{name} Root", root_key, ca=False)
        Path(f"{name}.pem").write_bytes(root.public_bytes(Encoding.PEM))
        files = {
            "tsa.cnf": _CONFIGURATION.encode(),
            "serial": b"01\n",
            "signer.pem": signer.public_bytes(Encoding.PEM),
            "key.pem": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        }
        for file, content in files.items():
            (folder / file).write_bytes(content)

    def reply(self, query: bytes) -> bytes:
        """Answer a request for a time stamp."""
        (self._folder / "query").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-queryfile", "query", "-inkey", "key.pem", "-signer", "signer.pem"]
        command += ["-config", "tsa.cnf", "-section", "tsa", "-out", "reply"]
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True, timeout=_SECONDS)
        return (self._folder / "reply").read_bytes()


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, issuer_key: ec.EllipticCurvePrivateKey, *, ca: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    subject, above = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer))
    builder = x509.CertificateBuilder(above, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + _VALID)
    builder = builder.add_extension(x509.BasicConstraints(ca, None), critical=True)
    if not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer_key, SHA256())


@contextmanager
def _serving(clock: _Clock) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _SECONDS

        def do_POST(self) -> None:
            reply = clock.reply(self.rfile.read(min(int(self.headers["Content-Length"]), _REQUEST_LIMIT)))
            self.send_response(200)
            self.send_header("Content-Type", RESPONSE_TYPE)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the screen is the story's."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.timeout = 0.1
    ended = threading.Event()

    def run() -> None:
        for _ in range(_MOST_REQUESTS * _SECONDS):
            if ended.is_set():
                return
            server.handle_request()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        ended.set()
        thread.join()
        server.server_close()
