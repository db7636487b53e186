"""Checks of your own store, ledger storage or key service: call one in a test of yours.

Each raises :class:`AssertionError` if something does not hold, and says what.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..assessment import Assessment, assess
from ..envelope import Sealed, seal, unseal
from ..errors import InputError, SwapError
from ..keys import LocalSecret, Opener, Signer
from ..ledger import AboutList, Ledger, Record, Storage
from ..release import obtain_key
from ..statements import Commitment, Party, Place, read_statement
from ..transcript import Transcript
from ..trust import Trust
from .made import IAT, NOW, make, party, people
from .strategies import PARTIES, histories

_EXAMPLES = 50
_NORTH = party("North")


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


class Store(Protocol):
    """A place for the artefacts that others send. It only grows."""

    def put(self, file: bytes) -> object:
        """Add everything readable in a file."""
        ...

    def read(self) -> bytes | Iterable[bytes]:
        """Return all that was added, as one file or several."""
        ...


def check_store(make_store: Callable[[], AbstractContextManager[Store]], *, examples: int = _EXAMPLES) -> None:
    """Check that a store proves what the files in it prove, whatever their order, and never less than before.

    ``make_store`` returns a new, empty store each time.
    """

    def holds(files: Sequence[bytes], random: Any) -> None:
        order = [*files, *files[:2]]  # some are put in twice
        random.shuffle(order)
        with make_store() as store:
            proven: set[tuple[str, bytes]] = set()
            for file in order:
                store.put(file)
                now_proven = _proven(_assessed(store.read()))
                _require(proven <= now_proven, f"the store no longer proves {_in_words(proven - now_proven)}")
                proven = now_proven
        expected = _proven(_assessed(files))
        only, lost = _in_words(proven - expected), _in_words(expected - proven)
        _require(proven == expected, f"of what its files prove, the store lacks {lost}, and it alone proves {only}")

    wanted = settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    wanted(given(histories(), st.randoms(use_true_random=False))(holds))()


def _assessed(files: bytes | Iterable[bytes]) -> Assessment:
    parts = [files] if isinstance(files, bytes) else files
    trust = Trust.of(*(one.party for one in PARTIES))
    return assess(Transcript.union(map(Transcript.read, parts)), trust, now=NOW)


def _proven(found: Assessment) -> set[tuple[str, bytes]]:
    facts = {(str(fact.code), fact.subject) for fact in found.facts}
    return facts | {(str(fault.code), fault.culprit) for fault in found.contradictions}


def _in_words(proven: set[tuple[str, bytes]]) -> str:
    return ", ".join(sorted(f"{code} of {subject.hex()[:12]}" for code, subject in proven)) or "nothing"


def check_ledger_storage(make_storage: Callable[[], AbstractContextManager[Storage]]) -> None:
    """Check that records are kept in their order, and that of two who read the same records only one adds another.

    ``make_storage`` returns a new, empty storage each time.
    """
    made = [make(_NORTH, people(count), place=Place("offer", bytes(16))) for count in (1, 2)]
    kid = _NORTH.party.kid
    first, second = (
        Record(kid.hex(), one.id.hex(), "commitment", IAT, "", AboutList.of(one.signed.body, "people")) for one in made
    )
    with make_storage() as storage:
        one, other = Ledger(storage, kid), Ledger(storage, kid)
        _require(one.records == [], "a new storage has records already")
        with one.claimed():
            one.add(first)
        _require(not _adds(other, second), "somebody who had not read the first record added a second one: a fork")
        with other.claimed():
            _require(other.records == [first], "a record that was added is not read")
            other.add(second)
        _require(Ledger(storage, kid).records == [first, second], "records are not kept in their order")


def _adds(ledger: Ledger, record: Record[AboutList]) -> bool:
    try:
        ledger.add(record)
    except InputError:
        return False
    return True


def check_signer(signer: Signer, owner: Party) -> None:
    """Check that readers accept what a signer signs for the party of this card. It signs a made-up commitment."""
    sealed = _sealed_by(owner)
    try:
        commitment = sealed.sign(signer)
    except SwapError as error:
        raise AssertionError(f"what it signs does not verify with the key of this card: {error}") from None
    found = assess(Transcript.read(owner.card + commitment + sealed.envelope), Trust.of(owner), now=NOW)
    _require(found.exit_code() == 0, f"readers do not accept what it signs: {found.rejected}")


def check_opener(opener: Opener, owner: Party) -> None:
    """Check that an opener opens what is sealed to the party of this card, and nothing else."""
    sealed = _sealed_by(_NORTH.party, owner)
    commitment = read_statement(sealed.sign(_NORTH), _NORTH.party.verify_key, Commitment)
    try:
        key = obtain_key(commitment, sealed.envelope, owner.kid, opener)
    except SwapError as error:
        raise AssertionError(f"it does not open what is sealed to this card: {error}") from None
    opened = unseal(commitment, sealed.envelope, key)
    _require(len(opened.list) == sealed.commitment.count, "it opens to another list")
    for wrap in (b"", bytes(1168), b"\xff" * 1168):
        _require(not _opens(opener, wrap), "it opens a wrap that nobody made")


def _opens(opener: Opener, wrap: bytes) -> bool:
    try:
        opener.open(wrap, b"info")
    except SwapError:
        return False
    return True


def _sealed_by(author: Party, *readers: Party) -> Sealed:
    place = Place("report", bytes(16))
    return seal(people(), author=author, local_secret=LocalSecret(b"\1" * 32), place=place, readers=readers, iat=IAT)
