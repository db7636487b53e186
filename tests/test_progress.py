"""Long work tells how far it is, and is ended by what the caller raises."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from swapproto import List, Transcript, assess, seal, unseal
from swapproto.progress import PORTION, Progress
from tests.envelope.test_envelope import SLOT
from tests.making import GUARDED, IAT, NORTH, NOW, make, people, pins, reveal

ENTRIES = 3 * PORTION + 7
CONTENT: List = people(ENTRIES, schema=GUARDED)
MADE = make(NORTH, CONTENT)
PUBLISHED = Transcript.read(MADE.both + reveal(MADE))

Work: TypeAlias = Callable[[Progress], object]
WORKS: dict[str, Work] = {
    "seal": lambda progress: seal(
        CONTENT, author=NORTH.party, local_secret=NORTH.local_secret, place=SLOT, iat=IAT, progress=progress
    ),
    "unseal": lambda progress: unseal(MADE.signed, MADE.envelope, MADE.cek, progress=progress),
    "assess": lambda progress: assess(PUBLISHED, pins(NORTH), now=NOW, progress=progress),
}


class Cancelled(Exception):
    pass


@pytest.mark.parametrize("name", WORKS)
def test_it_goes_forward_to_the_end(name: str) -> None:
    told: list[tuple[int, int]] = []
    WORKS[name](lambda done, total: told.append((done, total)))
    counts = [done for done, _ in told]
    assert len({total for _, total in told}) == 1
    assert counts == sorted(set(counts))
    assert counts[-1] == told[-1][1] >= ENTRIES
    assert max(after - before for before, after in zip([0, *counts], counts, strict=False)) <= PORTION


@pytest.mark.parametrize("name", WORKS)
def test_what_it_raises_ends_the_work(name: str) -> None:
    told = []

    def cancel(done: int, total: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        WORKS[name](cancel)
    assert len(told) == 2


def test_nothing_to_do_is_not_told() -> None:
    told: list[int] = []
    assess(Transcript.read(MADE.both), pins(NORTH), now=NOW, progress=lambda done, total: told.append(done))
    assert told == []


def test_a_list_is_watched_by_the_iterator_that_it_is_made_from() -> None:
    def cancelled() -> object:
        yield {"id": "1"}
        raise Cancelled

    with pytest.raises(Cancelled):
        List.of("crew", GUARDED, cancelled())  # type: ignore[arg-type]
