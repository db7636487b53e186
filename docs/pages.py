"""The pages that the documentation contains as files: the verifier, and a sample report of each of four stories."""

import shlex
from importlib.metadata import version
from pathlib import Path

from swapproto import Transcript, Trust, assess
from swapproto.report import bundle, page
from swapproto.report.made_of import Material
from swapproto.stamps import read_certificates
from swapproto.stamps.clocks import Clocks, Operator

SAMPLES = Path(__file__).parent / "samples"
PINNED = ("North", "South", "Mira")
AS_OF = 1_800_000_000 + 10 * 86_400
AT = "2027-01-25T08:00:00Z"


def write(folder: Path) -> None:
    """Write all pages, and the files that the reports are made of. They are the same bytes with each build."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "verifier.html").write_bytes(bundle.verifier())
    for path in sorted(SAMPLES.iterdir()):
        (folder / path.name).write_bytes(path.read_bytes())
    for path in sorted(SAMPLES.glob("*.swap")):
        (folder / f"{path.stem}.html").write_bytes(report(path.name, path.read_bytes()))


def report(name: str, data: bytes) -> bytes:
    """Return the report of a file, by somebody who pinned three parties and a clock."""
    transcript = Transcript.read(data, name)
    pinned = [party for party in transcript.cards() if party.name in PINNED]
    clocks = Clocks([Operator("Sundial", read_certificates((SAMPLES / "Sundial.pem").read_bytes()))])
    found = assess(transcript, Trust.of(*pinned)._replace(clocks=clocks), now=AS_OF)
    names = {party.kid: party.name for party in pinned} | {
        identifier: party.name
        for identifier, statement in found.statements.items()
        for party in pinned
        if party.kid == statement.kid
    }
    shared = [word for party in pinned for word in ("--from", party.fingerprint)]
    shared += ["--trust", "Sundial.pem", "--at", AT]
    maker = "the documentation, with made-up people"
    stem = name.removesuffix(".swap")
    material = Material(
        assessment=found,
        exit_code=found.exit_code(),
        transcript=transcript,
        inputs={name: data},
        not_read=(),
        belonging=(),
        impostors=(),
        missing=(),
        by=maker,
        command=shlex.join(["swapproto", "report", name, *shared, f"--by={maker}", "-o", f"{stem}.html"]),
        check=shlex.join(["swapproto", "verify", f"{stem}.html", *shared]),
        version=version("swapproto"),
    )
    return b"".join(page.page(material, "en", lambda kid: names.get(kid, kid.hex()[:12])))
