"""What "sent in good faith" consists of: each part is proven, claimed, absent or contradicted, and nothing more."""

import re

import pytest

from spec.cases.clocks import CANDLE, SUNDIAL, stamp
from swapproto import Transcript, Trust, assess, seal
from swapproto.cli.pinning.pins import Pins
from swapproto.cli.verdicts.good_faith import table
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.statements import Clock, Deadlines
from swapproto.testing.exchanges import EVERYONE, NORTH, SOUTH, START, Hall, ids, terms
from tests.exchanges import released_by_parties

PARTS = [
    "committed to",
    "acknowledged",
    "fixed since",
    "handed over in turn",
    "opened, and matching",
    "no fault of its signer",
]


def shown(hall: Hall, *more: bytes, clocks: Clocks | None = None, faults: int = 0) -> dict[str, list[str]]:
    """Return the cells of the table by part: those of North's list and of South's."""
    pins = Pins()
    for who in EVERYONE:
        pins.add(who.party, who.party.name)
    files = [*hall.files, *more]
    trust = Trust.of(*hall.pinned)._replace(clocks=clocks or Clocks())
    found = assess(Transcript.union(map(Transcript.read, files)), trust, now=hall.now)
    assert len(found.contradictions) == faults
    (standing,) = found.exchanges
    title, heads, *rows = table(standing, found, pins)
    assert "as far as these files show it" in title
    assert heads.split() == ["North,", "offer", "South,", "offer"]
    cells = {label: cells for label, *cells in (re.split(" {2,}", row.strip()) for row in rows)}
    assert list(cells) == PARTS
    return cells


def test_without_lists_every_part_is_absent() -> None:
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    cells = shown(hall)
    assert {cell for part in PARTS[:-1] for cell in cells[part]} == {"absent"}
    assert cells["no fault of its signer"] == ["none here", "none here"]


def test_without_stamps_a_time_is_claimed() -> None:
    cells = shown(released_by_parties())
    assert all(cell.startswith("claimed: 20") for cell in cells["committed to"])
    assert cells["acknowledged"] == ["proven: by South", "proven: by North"]
    assert cells["handed over in turn"] == ["proven", "proven"]
    assert cells["opened, and matching"] == ["claimed: by South", "claimed: by North"]


def test_with_stamps_by_agreed_clocks_a_time_is_proven() -> None:
    agreed = [Clock("Sundial", (Certificate.read(SUNDIAL.raw).digest,), 1)]
    hall = Hall()
    hall.agree(terms(clocks=agreed, quorum=1, deadlines=Deadlines(commit=START + 300), delivery=True), NORTH, SOUTH)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    hall.acknowledge(NORTH, SOUTH)
    statements = Transcript.union(map(Transcript.read, hall.files)).statements.values()
    stamps = [stamp(SUNDIAL, one.raw, one.iat) for one in statements if one.kind in ("commitment", "receipt")]
    cells = shown(hall, *stamps)
    assert all(cell.startswith("proven: by 20") for cell in cells["committed to"])
    assert all(cell.endswith("(agreed clocks), in time") for cell in cells["committed to"])
    assert cells["acknowledged"] == [f"proven: by {who}, in time (agreed clocks)" for who in ("South", "North")]


def test_a_pinned_clock_is_not_hidden_by_an_earlier_one_of_the_parties() -> None:
    agreed = [Clock("Candle", (Certificate.read(CANDLE.raw).digest,), 1)]
    hall = Hall()
    hall.agree(terms(clocks=agreed, quorum=1, deadlines=Deadlines(commit=START + 300)), NORTH, SOUTH)
    commitment = hall.commit(NORTH, ids("a"))
    early, late = (stamp(tsa, commitment.raw, START + time) for tsa, time in ((CANDLE, 60), (SUNDIAL, 600)))
    clocks = Clocks([Operator("Sundial", (Certificate.read(SUNDIAL.raw),))])
    hall.now += 1000
    (cell, _) = shown(hall, early, late, clocks=clocks)["committed to"]
    assert cell.endswith("(pinned clocks)"), "it was late by the reader's own clock"


def test_a_key_that_nobody_opened_with_is_not_said_to_be_handed_over() -> None:
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    hall.reveal(NORTH, SOUTH)
    assert shown(hall)["handed over in turn"][0] == "claimed: in turn, and not shown to open; by North, to South"


@pytest.mark.parametrize("part", ["fixed since", "no fault of its signer"])
def test_a_fork_contradicts_what_its_signer_says(part: str) -> None:
    hall = released_by_parties()
    place = hall.commitment(NORTH).body.place
    forked = seal(ids("z"), author=NORTH.party, local_secret=NORTH.local_secret, place=place, iat=START)
    cells = shown(hall, forked.sign(NORTH) + forked.envelope, faults=1)
    assert cells[part][0] == "contradicted: fork"
    assert not cells[part][1].startswith("contradicted")


def test_a_fork_elsewhere_says_nothing_of_this_list() -> None:
    hall = released_by_parties()
    place = hall.commitment(NORTH).body.place._replace(exchange=None, list_id=bytes(16))
    forked = [
        seal(ids(entry), author=NORTH.party, local_secret=NORTH.local_secret, place=place, iat=START) for entry in "yz"
    ]
    cells = shown(hall, *(one.sign(NORTH) + one.envelope for one in forked), faults=1)
    assert not any(cell.startswith("contradicted") for cells_of_part in cells.values() for cell in cells_of_part)
