"""What programs do in the story, and no command does: fill in a workbook, and cheat."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from .. import reviews
from ..desk import Desk
from ..envelope import seal
from ..keys import Identity, KeyFile
from ..ledger import InMemory, Ledger
from ..lists import List
from ..release import prepare_reveal
from ..statements import Commitment, Party, Place
from ..tables.workbooks import review as sheets
from .people import SCHEMA

NAMES = ("North", "South", "Mediator")


def card(name: str) -> Party:
    """Return a party as its card, a file in the current folder, shows it."""
    return Party.read(Path(f"{name}.swap").read_bytes())


def fill_in(path: str, row: int, reason: str) -> None:
    """Fill in a workbook as South's reviewers do: every entry of North's agreed, but that of ``row``, from 0."""
    found = _desk("South").assess(*_files("exchange"))
    commitments = found.of(Commitment)
    (opened,) = (one for key, one in found.opened.items() if commitments[key].kid == card("North").kid)
    question = sheets.Question(opened.list, reviews.leaves(opened), reviews.VERDICTS, reviews.REASON_LIMIT)
    given = {leaf: sheets.Answer("agreed", "") for leaf in question.leaves}
    given[question.leaves[row]] = sheets.Answer("contested", reason)
    with open(path, "xb") as stream:
        sheets.write(question, stream, given)


def another_list(folder: str, entries: Sequence[Mapping[str, str]]) -> bytes:
    """Return a list by North for the slot of the exchange in a folder, whatever North signed there before."""
    (standing,) = _desk("North").assess(*_files(folder)).exchanges
    place = Place.first("offer", exchange=standing.exchange.id)
    north, content = _unlock("North"), List.of("short", SCHEMA, entries)
    sealed = seal(content, author=north.party, local_secret=north.local_secret, place=place, iat=_now())
    return north.party.card + sealed.sign(north) + sealed.envelope


def key_of_another_list(folder: str, entries: Sequence[Mapping[str, str]]) -> bytes:
    """Return a reveal by South to North, in the exchange in a folder, of a key that opens another list."""
    south, north = _unlock("South"), card("North")
    found = _desk("South").assess(*_files(folder))
    commitments = {one.kid: one for one in found.of(Commitment).values()}
    ours, theirs = commitments[south.party.kid], commitments[north.kid]
    (standing,) = found.exchanges
    other = List.of("other", SCHEMA, entries)
    sealed = seal(other, author=south.party, local_secret=south.local_secret, place=ours.body.place, iat=_now())
    reveal = prepare_reveal(
        ours._replace(body=ours.body._replace(key=sealed.commitment.key)),
        sealed.opened.cek,
        revealer=south.party,
        reader=standing.exchange.key_for(ours.kid, theirs.kid),
        iat=_now(),
        given=[theirs.id],
        seen=[ours.id],
    )
    return south.party.card + reveal.sign(south)


def _desk(name: str) -> Desk:
    """Return the desk of a party, without the journal of the command line."""
    me = _unlock(name)
    return Desk(me, Ledger(InMemory(), me.party.kid), clock=_now, pinned=map(card, NAMES))


def _unlock(name: str) -> Identity:
    return KeyFile.read(Path(f"{name}.swapkey").read_text("utf-8")).unlock()


def _files(folder: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(Path(folder).glob("*.swap"))]


def _now() -> int:
    return int(time.time())
