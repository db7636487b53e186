"""Reports for tests: made of files by the library, as the command line makes them."""

from collections.abc import Mapping, Sequence

from spec.cases.clocks import SUNDIAL
from swapproto import Field, Identity, List, Schema, Transcript, Trust, assess, seal
from swapproto.report import page
from swapproto.report.made_of import Material
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.statements import Clock, Party, Place
from swapproto.testing.exchanges import EVERYONE, NORTH, SOUTH, Hall, kid, terms

HOSTILE = "\"><script>pwned=1</script><img src=x onerror=pwned=1>'{{7*7}}\u202e-----BEGIN SWAPPROTO-----"
"""A text that tries to get out of wherever it is put, to turn the text around it, and to begin a block of armor."""

PINNED = [who.party for who in EVERYONE]


def material(
    inputs: Mapping[str, bytes],
    *,
    now: int,
    pinned: Sequence[Party] = PINNED,
    clocks: Clocks | None = None,
    by: str | None = None,
    impostors: Sequence[tuple[Party, bytes]] = (),
    not_read: Sequence[tuple[str, str]] = (),
    missing: Sequence[str] = (),
    command: str = "swapproto report exchange -o report.html",
) -> Material:
    """Return what a report of these files is made of."""
    transcript = Transcript.union(Transcript.read(data, name) for name, data in inputs.items())
    found = assess(transcript, Trust.of(*pinned)._replace(clocks=clocks or Clocks()), now=now)
    return Material(
        found,
        found.exit_code(),
        transcript,
        inputs,
        not_read,
        (),
        impostors,
        missing,
        by,
        command,
        "swapproto verify report.html",
        "0",
    )


def rendered(one: Material, names: Mapping[bytes, str] | None = None, language: str = "en") -> str:
    """Return the page; parties are called what their cards call them, or as ``names`` says."""
    called = {kid: party.name for kid, party in one.assessment.trust.parties.items()} | dict(names or {})
    return b"".join(page.page(one, language, lambda kid: called.get(kid, kid.hex()[:12]))).decode()


def numbered(files: Sequence[bytes]) -> dict[str, bytes]:
    """Return files under made-up names."""
    return {f"{number}.swap": data for number, data in enumerate(files, 1)}


def impostor(name: str) -> Party:
    """Return a party with the name of another, and another key."""
    return Identity.from_seed(bytes(32), name, iat=0).party


def hostile() -> tuple[Material, dict[bytes, str]]:
    """Return what a report is made of if everybody in it is hostile, with the names that its maker gives to parties."""
    visible = HOSTILE.replace("\u202e", "")
    sundial = Certificate.read(SUNDIAL.raw)
    clock = Clock(visible[:60], (sundial.digest,), 1)
    hall = Hall()
    hall.agree(terms(title=visible[:100], conditions=[f"{visible}\n{visible}"], clocks=[clock], quorum=1), NORTH, SOUTH)
    schema = Schema((Field("id"), Field(visible[:100])), primary_key=("id",))
    content = List.of(HOSTILE, schema, [{"id": HOSTILE, visible[:100]: HOSTILE}])
    commitment = hall.commit(NORTH, content)
    hall.add(hall.desk(NORTH).reveal(*hall.files, commitment=commitment, reader=None))
    (accept,) = (one for one in hall.standing().exchange.accepts if one.kid == kid(SOUTH))
    hall.add(hall.desk(SOUTH).withdraw(*hall.files, target=accept, reason=visible))
    stranger = Identity.from_seed(bytes(32), visible[:100], iat=0)
    sealed = seal(
        content,
        author=stranger.party,
        local_secret=stranger.local_secret,
        place=Place.first("offer"),
        iat=hall.now,
    )
    strange = stranger.party.card + sealed.sign(stranger) + sealed.envelope
    inputs = {HOSTILE: b"".join(hall.files), f"{HOSTILE} 2": strange, f"{HOSTILE} 3": b"\xd2\x84\x58"}
    one = material(
        inputs,
        now=hall.now,
        clocks=Clocks([Operator(HOSTILE, (sundial,))]),
        by=HOSTILE,
        impostors=[(stranger.party, kid(NORTH))],
        not_read=[(HOSTILE, HOSTILE)],
        missing=[HOSTILE],
        command=HOSTILE,
    )
    return one, {kid(NORTH): HOSTILE, kid(SOUTH): HOSTILE}
