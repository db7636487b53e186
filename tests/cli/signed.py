"""The commitments in a file that a command wrote."""

from swapproto import Commitment, Signed, Transcript, read_statement
from swapproto.cli.pinning.pins import read_card

from .desk import Desk


def commitments(desk: Desk, name: str, by: str = "North") -> list[Signed[Commitment]]:
    """Return the commitments in a file on a desk, all by the same party."""
    author = read_card(f"{by}.swap")
    found = Transcript.read(desk.read(name)).statements.values()
    return [read_statement(s.raw, author.verify_key, Commitment) for s in found if s.kind == "commitment"]


def commitment_in(desk: Desk, name: str, by: str = "North") -> Signed[Commitment]:
    """Return the only commitment in a file."""
    (found,) = commitments(desk, name, by)
    return found
