"""The store of the example, for any artefacts in any order: it is the union of what was put into it."""

import sqlite3
from collections.abc import Sequence
from random import Random
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from swapproto import Transcript, assess
from tests.examples.test_web_upload import load
from tests.making import NORTH, NOW, SOUTH, pins
from tests.properties.pool import pool

STORE: ModuleType = load("store_artefacts")
FILES = st.lists(st.sampled_from(pool()), max_size=6)


def stored(files: Sequence[bytes]) -> Transcript:
    database = sqlite3.connect(":memory:")
    database.executescript(STORE.TABLE)
    for file in files:
        STORE.put(database, file)
    found = STORE.everything(database)
    database.close()
    assert isinstance(found, Transcript)
    return found


@given(FILES, st.randoms(use_true_random=False))
def test_what_was_stored_is_what_was_read_in_any_order_and_twice(files: list[bytes], random: Random) -> None:
    shuffled = random.sample([*files, *files], 2 * len(files))
    direct = Transcript.union(map(Transcript.read, files))
    assert stored(shuffled) == direct
    known, found = (assess(one, pins(NORTH, SOUTH), now=NOW) for one in (direct, stored(shuffled)))
    assert (known.facts, known.contradictions) == (found.facts, found.contradictions)


@given(FILES, FILES)
def test_facts_and_contradictions_only_grow(files: list[bytes], more: list[bytes]) -> None:
    before, after = (assess(stored(all_of), pins(NORTH, SOUTH), now=NOW) for all_of in (files, [*files, *more]))
    assert set(map(repr, before.facts)) <= set(map(repr, after.facts))
    assert set(before.contradictions) <= set(after.contradictions)
