"""A report leaves out nothing that verify says, and tells what speaks against something before all else."""

import re
from html import unescape
from typing import get_args

import pytest

from spec.cases.clocks import SUNDIAL, Certified, ed25519, stamp
from swapproto import Identity, Place, Transcript, wording
from swapproto.assessment.claims import FACTS, View
from swapproto.report.html import base
from swapproto.report.told import ADVERSE, facts_to_tell
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.statements import Accept, Clock, Deadlines, Receipt, Reveal, Revoke, Slot, Terms, Withdraw
from swapproto.testing.exchanges import EAST, NORTH, OTTO, SOUTH, START, Hall, ids, kid, signed, terms
from swapproto.testing.made import make, people
from swapproto.testing.made import reveal as reveal_of
from tests.cli.desk import Desk
from tests.cli.made_exchanges import Exchange, T, pin
from tests.exchanges import released_by_parties
from tests.report.reports import material, numbered, rendered
from tests.report.test_report import forked, report, section, text_of, unanswered

DAY = 86_400
LATER = START + 30 * DAY
AGREED = [Clock("Sundial", (Certificate.read(SUNDIAL.raw).digest,), 1)]
PINNED = Clocks([Operator("Sundial", (Certificate.read(SUNDIAL.raw),))])


HARMLESS = {
    *("accept-late", "amended", "awaiting", "beacon-unchecked", "binding", "current-version", "disclosure-age"),
    *("envelope-absent", "in-force", "owed", "sealed", "state", "unanswered"),
}
"""The views that warn of nothing."""


def test_every_view_warns_or_is_known_to_warn_of_nothing() -> None:
    views = set(get_args(View))
    assert views - set(ADVERSE) == HARMLESS
    assert set(ADVERSE) <= views | FACTS


def spaced(text: str) -> str:
    """Return a text as ``text_of`` has it, whatever elements its values stand in."""
    return re.sub(r"\s+", "", unescape(text))


def named(one: Hall) -> dict[bytes, str]:
    return {who.kid: who.name for who in one.pinned}


def headline_of(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found is not None
    return text_of(f"<body>{found[1]}")


def revoked() -> Hall:
    hall = released_by_parties()
    hall.add(signed(SOUTH, Revoke(bytes(16), START - 100), SOUTH.party.kid, hall.now))
    return hall


def stamped(*, time: int, now: int) -> Hall:
    hall = Hall()
    hall.agree(terms(clocks=AGREED, quorum=1, deadlines=Deadlines(commit=START + 2 * DAY)), NORTH, SOUTH)
    commitment = hall.commit(NORTH, ids("a"))
    hall.add(stamp(SUNDIAL, commitment.raw, time))
    hall.now = now
    return hall


def row(page: str, question: str) -> list[str]:
    found = re.search(rf'<th scope="row">{question}[^<]*</th>(.*?)</tr>', page, re.DOTALL)
    assert found is not None
    return [text_of(f"<body>{cell}") for cell in re.findall(r'<td class="cell.*?</td>', found[1])]


@pytest.mark.parametrize("make_hall", [unanswered, released_by_parties, forked, revoked])
def test_every_fact_and_view_that_verify_tells_is_on_the_page(make_hall: object) -> None:
    hall: Hall = make_hall()  # type: ignore[operator]
    hall.now = LATER
    found = material(numbered(hall.files), now=hall.now)
    page, words = spaced(text_of(rendered(found))), wording.load()
    called = named(hall)
    accepts = {i: called[one.kid] for i, one in found.assessment.of(Accept).items()}
    claims = [*facts_to_tell(found.assessment), *found.assessment.views]
    assert len(claims) > 8
    for claim in claims:
        sentence = words.claim(claim, lambda one: (called | accepts).get(one, one.hex()[:12]))
        assert spaced(sentence) in page, sentence
    assert "‘you’isthemakerofthispage" in page


def test_a_revoked_key_is_the_headline_and_a_warning_above_all_else() -> None:
    page = report(revoked())
    headline = "Among the files presented is a statement, signed with the key of South, that revokes this key"
    assert spaced(headline_of(page)) == spaced(headline)
    found = section(page, "warnings")
    assert "its signer's key is not to be believed from then on" in unescape(found)
    assert page.index("<h1>") < page.index('href="#warnings"') < page.index('class="verdict')


def test_a_withdrawn_list_is_the_headline_and_a_warning() -> None:
    one = make(SOUTH, people(2), place=Place("report", bytes(16)))
    withdraw = signed(SOUTH, Withdraw(bytes(16), one.id, "an error"), one.signed.body.place.subject, START)
    files = one.both + reveal_of(one)
    assert "it is the one that was committed to" in headline_of(rendered(material({"a.swap": files}, now=LATER)))
    page = rendered(material({"a.swap": files + withdraw}, now=LATER))
    assert headline_of(page) == "Among the files presented is a list that South withdrew"
    assert "withdrawn by South" in section(page, "warnings")


def test_an_expired_card_is_a_warning_only_of_those_who_are_in_the_files() -> None:
    old = Identity.from_seed(b"\x09" * 32, "Ottoline", iat=START, not_after=START + 50)
    one = make(old, people(2), place=Place("report", bytes(16)))
    page = rendered(material({"a.swap": one.both}, now=LATER, pinned=[old.party]))
    assert "the card of Ottoline was valid until" in section(page, "warnings")
    other = make(SOUTH, people(2), place=Place("report", bytes(16)))
    assert "Ottoline" not in rendered(material({"a.swap": other.both}, now=LATER, pinned=[old.party, SOUTH.party]))


def test_nothing_is_warned_of_where_nothing_speaks_against_anything() -> None:
    assert 'id="warnings"' not in report(released_by_parties())


def test_a_move_is_overdue_only_for_those_who_could_have_made_it_in_time() -> None:
    hall = Hall()
    days = [START + n * DAY for n in (2, 4, 6, 8)]
    hall.agree(terms(deadlines=Deadlines(*days), delivery=True), NORTH, SOUTH)
    hall.now += DAY
    hall.commit(NORTH, ids("a"))
    hall.acknowledge(SOUTH)
    hall.now = START + 5 * DAY
    hall.commit(SOUTH, ids("b"))  # late: North could not acknowledge it in time
    page = text_of(report(hall))
    assert "North is to acknowledge a list" in page
    assert ": passed" in page
    assert ": overdue" not in page
    assert ": overdue" in text_of(report(unanswered()))


def test_terms_that_were_not_accepted_in_time_are_said_to_need_others() -> None:
    hall = Hall()
    hall.agree(terms(deadlines=Deadlines(START + DAY, None, None, None)), NORTH)
    over = "The time to accept these terms has passed."
    assert over not in text_of(report(hall))
    hall.now = START + 2 * DAY
    page = text_of(report(hall))
    assert page.index("was due by") < page.index(": passed") < page.index(over) < page.index("As of")
    assert ": overdue" not in page


def test_a_time_says_whose_clock_shows_it() -> None:
    hall = stamped(time=START + 60, now=LATER)
    page = report(hall)
    assert "existed by 2027-01-15 08:01:01 UTC , by clocks that the parties agreed on" in text_of(page)
    assert 'class="bar agreed"' in page
    pinned = report(hall, clocks=PINNED)
    assert "(clocks that the maker of this page pinned)" in text_of(pinned)
    assert 'class="bar agreed"' not in pinned


@pytest.mark.parametrize(("code", "now"), [("is of", START + 30), ("was to be believed until", START + 20 * 365 * DAY)])
def test_a_stamp_ahead_or_in_doubt_proves_nothing_in_a_cell(code: str, now: int) -> None:
    hall = stamped(time=START + 60, now=now)
    for clocks in (None, PINNED):
        page = report(hall, clocks=clocks)
        assert row(page, "existed by")[0].startswith("○ claimed: 2027-01-15")
        assert 'class="bar' not in page
        assert f"a time stamp {code}" in section(page, "warnings")


def test_a_doubtful_stamp_of_terms_takes_no_time_from_a_list_that_has_its_own() -> None:
    hall = Hall()
    short = Certified("Candle Time", ed25519("candle"), end=START + DAY)
    clocks = [*AGREED, Clock("Candle", (Certificate.read(short.raw).digest,), 1)]
    hall.agree(terms(clocks=clocks, quorum=1, deadlines=Deadlines(commit=START + 5 * DAY), delivery=True), NORTH, SOUTH)
    (proposed,) = hall.assess().of(Terms).values()
    hall.add(stamp(short, proposed.raw, START + 60))
    commitment = hall.commit(NORTH, ids("a"))
    hall.add(stamp(SUNDIAL, commitment.raw, START + 2 * DAY))
    hall.acknowledge(SOUTH)
    (receipt,) = hall.assess().of(Receipt).values()
    hall.add(stamp(SUNDIAL, receipt.raw, START + 3 * DAY))
    hall.now = LATER
    page = report(hall)
    assert "a time stamp was to be believed until" in section(page, "warnings")
    assert row(page, "existed by")[0].endswith("(agreed clocks), in time")
    assert row(page, "acknowledged")[0].endswith(", in time (agreed clocks)")


def test_the_word_of_one_of_several_readers_proves_no_key_for_the_others() -> None:
    three = (NORTH, SOUTH, EAST)
    hall = Hall(*three)
    hall.agree(terms(*(Slot(kid(who), "offer") for who in three)), *three)
    for who in three:
        hall.commit(who, ids(who.party.name))
    hall.acknowledge(*three)
    hall.reveal(NORTH)
    hall.acknowledge(EAST)
    accepts = {one.id: one.kid for one in hall.assess().of(Accept).values()}
    reveals = hall.assess().of(Reveal).values()
    to_south = [one.raw for one in reveals if one.body.wrap and accepts[one.body.wrap[0]] == kid(SOUTH)]
    assert to_south
    data = Transcript.union(map(Transcript.read, hall.files)).encode()
    for raw in to_south:
        data = data.replace(raw, b"")
    page = rendered(material({"a.swap": data}, now=hall.now))
    assert row(page, "revealed")[0] == row(page, "handed over in turn")[0] == "○ claimed: by North , to East"


def test_the_pins_that_nothing_here_is_about_stay_with_the_maker() -> None:
    page = report(released_by_parties())
    assert SOUTH.party.fingerprint in page
    assert OTTO.party.fingerprint not in page
    assert OTTO.party.name not in text_of(page)


def test_folders_and_the_zone_of_the_maker_stay_with_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pin(desk)
    Exchange().receive().write(desk)
    secret = desk.folder / "case of Maulne"
    secret.mkdir()
    (secret / "exchange.swap").write_bytes(desk.read("exchange.swap"))
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    desk.run("report", str(secret / "exchange.swap"), "--at", str(T + 1000), "-o", str(secret / "report.html"))
    page = text_of((secret / "report.html").read_text("utf-8"))
    assert "exchange.swap" in page
    assert "Maulne" not in page
    assert "+05:45" not in page


def test_the_name_of_a_file_is_without_its_folders() -> None:
    assert [base(path) for path in ("a.swap", "/x/a.swap", "C:\\x\\a.swap", "inbox/", ".", "/")] == [
        *("a.swap", "a.swap", "a.swap", "inbox", ".", "/"),
    ]


def test_an_entry_that_is_shown_twice_is_counted_once() -> None:
    from swapproto.testing.made import shown

    one = make(SOUTH, people(3), place=Place("report", bytes(16)))
    files = {"a.swap": one.both, "b.swap": shown(one, [0, 1]), "c.swap": shown(one, [1])}
    assert "2 entries are shown" in headline_of(rendered(material(files, now=LATER)))
