"""What holds for every public name: it copies, pickles, compares, and shows neither keys nor people's data."""

import base64
import copy
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from typing import Any

import pytest

import swapproto
from swapproto import (
    AccessError,
    Awaited,
    Clock,
    Constraints,
    Deadlines,
    Desk,
    Diff,
    Disclosure,
    ExchangeKey,
    Field,
    FormatError,
    InputError,
    KeyFile,
    List,
    LocalSecret,
    Moves,
    NotOpened,
    Party,
    Place,
    Requirement,
    Reveal,
    Review,
    Revoke,
    Schema,
    Slot,
    SwapError,
    Transcript,
    Trust,
    VerificationError,
    Withdraw,
    diff,
    disclose,
    gather,
    prepare_opening,
    prepare_reveal,
    read_statement,
    unseal,
)
from swapproto.ledger import InMemory, Ledger
from swapproto.tables import checks, findings, profiles
from swapproto.tables import people as persons
from tests.exchanges import released_by_parties
from tests.making import GUARDED, IAT, NORTH, NOW, SOUTH, STRANGER, assessed, make, people, pins, reveal, sealed

MADE = make(NORTH, people(schema=GUARDED), readers=[SOUTH])
SEALED = sealed(NORTH, people(schema=GUARDED), place=MADE.signed.body.place)
REVEAL = read_statement(reveal(MADE), NORTH.party.verify_key, Reveal)
DISCLOSURE = disclose(unseal(MADE.signed, MADE.envelope, MADE.cek), [0], restricted=True)
TRANSCRIPT = Transcript.read(MADE.both + REVEAL.raw + DISCLOSURE + make(STRANGER).both + STRANGER.party.card + b"\0")
ASSESSMENT = assessed(TRANSCRIPT.encode() + b"\0", NORTH)
FORK = assessed([MADE.both, make(NORTH, people(2), place=MADE.signed.body.place).both], NORTH)
BAD = b"id,day\n1,person\n1,1.2.1984\n"
SURVEY = swapproto.tables.survey(BytesIO(BAD), "csv", label="t", schema=Schema([Field("id"), Field("day", "date")]))
DIFF: Diff = diff(people(3), people(2, word="other"), ["id"])
CHANGED = diff(people(1), List.of("l", people().schema, [{"id": "person id 0", "name": "person x"}]))

DESK = Desk(NORTH, Ledger(InMemory(), NORTH.party.kid), clock=lambda: IAT)
PROPOSAL = DESK.propose(people(schema=GUARDED), "offer")

SECRETS = [MADE.cek, SEALED.opened.cek, NORTH.seed, bytes(NORTH.local_secret), *SEALED.opened.salts.of(0)]
PERSONAL = ["person id", "person name", "person health", "person x", "other name", "1.2.1984"]

SAMPLES: dict[str, Any] = {
    "AccessError": AccessError("signer-not-pinned", "made up"),
    "Assessment": ASSESSMENT,
    "Change": CHANGED.changed[0],
    "Claim": ASSESSMENT.facts[0],
    "Commitment": MADE.signed.body,
    "Confirmation": PROPOSAL.confirmation,
    "Constraints": Constraints(required=True),
    "Contradiction": FORK.contradictions[0],
    "Diff": DIFF,
    "Disclosure": Disclosure.read(DISCLOSURE),
    "Evidence": gather(TRANSCRIPT, pins(NORTH)),
    "Examined": checks.Examined(2, ("left out",)),
    "Field": Field("x", title={"en": "X"}, constraints=Constraints(enum=("a",))),
    "Finding": next(iter(SURVEY.findings)),
    "Findings": SURVEY.findings,
    "FormatError": FormatError("malformed", "made up"),
    "Ignored": ASSESSMENT.ignored[0],
    "Imported": swapproto.tables.Imported(people(), ["a note"]),
    "InputError": InputError("table", "made up"),
    "KeyFile": KeyFile.lock(NORTH, None),
    "List": people(schema=GUARDED),
    "NotOpened": NotOpened("wrap-invalid"),
    "Opened": SEALED.opened,
    "Pair": persons.Pair(1, 2, 0.5, ("name",), ()),
    "Party": NORTH.party,
    "Profile": profiles.load("person"),
    "Proposal": PROPOSAL,
    "Rejected": ASSESSMENT.rejected[0],
    "Requirement": Requirement("opened"),
    "Reveal": REVEAL.body,
    "Rules": checks.Rules(),
    "Schema": GUARDED,
    "Sealed": SEALED,
    "Shown": next(iter(ASSESSMENT.shown.values()))[0],
    "Signed": REVEAL,
    "Place": Place.first("offer"),
    "Survey": SURVEY,
    "SwapError": SwapError("usage", "made up"),
    "Transcript": TRANSCRIPT,
    "Trust": pins(NORTH, SOUTH),
    "Unsigned": prepare_reveal(MADE.signed, MADE.cek, revealer=NORTH.party, reader=None, iat=IAT),
    "Wrapped": prepare_opening(MADE.signed, MADE.envelope, SOUTH.party.kid),
    "VerificationError": VerificationError("signature-invalid", "made up"),
}
HALL = released_by_parties()
MOVES = Moves(NORTH, gather(TRANSCRIPT, pins(NORTH)), ASSESSMENT, DESK.ledger, iat=IAT)
STANDING = HALL.standing()
STATEMENTS = sorted(HALL.assess().statements.values(), key=lambda statement: type(statement.body).__name__)
SAMPLES |= {type(statement.body).__name__: statement.body for statement in STATEMENTS}
SAMPLES |= {
    "Awaited": Awaited(bytes(32), "accept", None, 0, 1),
    "Clock": Clock("a clock", (bytes(32),), 1),
    "Deadlines": Deadlines(1, 2, 3, 4),
    "Exchange": STANDING.exchange,
    "Prepared": MOVES.revoke(0),
    "Review": Review(bytes(16), bytes(32), "agreed"),
    "Revoke": Revoke(bytes(16), 0),
    "Slot": Slot(bytes(32), "offer", 1),
    "Standing": STANDING,
    "Withdraw": Withdraw(bytes(16), bytes(32), "a reason"),
}
KEPT_IN_PLACE = {
    "Desk": DESK,
    "ExchangeKey": ExchangeKey(NORTH.local_secret, bytes(32), bytes(32), 0),
    "Identity": NORTH,
    "LocalSecret": LocalSecret(bytes(NORTH.local_secret)),
    "Moves": MOVES,
}
NOT_MADE = {"AssessmentData", "Holder", "Keys", "Opener", "Signer"}  # protocols, and the type of a dict


def classes() -> Iterator[str]:
    """The names of all public classes, of the library and of its tables."""
    for module in (swapproto, swapproto.tables):
        for name in module.__all__:
            if isinstance(getattr(module, name), type):
                yield name


def same(one: Any, other: Any) -> bool:
    if isinstance(one, SwapError):  # exceptions are themselves alone
        return type(one) is type(other) and vars(one) == vars(other) and str(one) == str(other)
    return bool(one == other) and type(one) is type(other)


def test_every_public_class_has_a_sample() -> None:
    assert set(classes()) - NOT_MADE - set(KEPT_IN_PLACE) <= set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_it_copies_and_pickles(name: str) -> None:
    sample = SAMPLES[name]
    assert same(copy.copy(sample), sample)
    assert same(copy.deepcopy(sample), sample)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert same(pickle.loads(pickle.dumps(sample, protocol)), sample)


@pytest.mark.parametrize("name", [*SAMPLES, *KEPT_IN_PLACE])
def test_its_repr_is_short_and_shows_no_key_and_nobody(name: str) -> None:
    sample = (SAMPLES | KEPT_IN_PLACE)[name]
    for shown in (repr(sample), repr([sample]), f"{sample}", f"{sample!r}"):
        assert len(shown) < 1500
        assert [text for text in PERSONAL if text in shown] == []
        for secret in SECRETS:
            for form in (repr(secret)[2:-1], secret.hex(), base64.b64encode(secret).decode(), str([*secret])[1:-1]):
                assert form not in shown


@pytest.mark.parametrize("name", KEPT_IN_PLACE)
def test_a_secret_is_never_pickled(name: str) -> None:
    secret = KEPT_IN_PLACE[name]
    with pytest.raises(TypeError, match="holds a secret and is never pickled"):
        pickle.dumps(secret)
    assert copy.copy(secret) is copy.deepcopy(secret) is secret


def test_notes_of_an_error_are_kept() -> None:
    error = InputError("usage", "made up")
    error.add_note("swapproto demo")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["swapproto demo"]


def test_an_error_in_another_process_does_not_break_the_pool() -> None:
    with ProcessPoolExecutor(1) as pool:
        with pytest.raises(SwapError) as caught:
            pool.submit(Party.read, b"junk").result(60)
        assert caught.value.code == "malformed"
        assert (
            pool.submit(swapproto.assess, Transcript.read(MADE.both), pins(NORTH), now=NOW).result(60).exit_code() == 0
        )


def test_an_assessment_does_not_change_with_what_its_reader_does() -> None:
    mine = {NORTH.party.kid: NORTH.party}
    found = swapproto.assess(Transcript.read(MADE.both), Trust(mine), now=NOW)
    mine.clear()
    assert [*found.trust.parties] == [NORTH.party.kid]


def test_pins_count_by_their_own_keys_whatever_the_mapping_says() -> None:
    """A mapping by name would make an honest list a stranger's, and one with two keys mixed up would reject it."""
    for mine in ({b"North": NORTH.party}, {SOUTH.party.kid: NORTH.party}):
        found = swapproto.assess(Transcript.read(MADE.both), Trust(mine), now=NOW)
        assert found.exit_code() == 0
        assert found.trust == pins(NORTH)


def test_findings_still_say_where_after_a_pickle() -> None:
    again = pickle.loads(pickle.dumps(SURVEY.findings))
    assert isinstance(again, findings.Findings)
    assert again.place(2, "day") == SURVEY.findings.place(2, "day") == "row 2 (line 3), column 2 (day)"
