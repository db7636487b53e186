"""A report says what its files show and no more, and repeats its verdict to whoever verifies the page itself."""

import hashlib
import html
import json
import os
import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from spec.cases.clocks import SUNDIAL, stamp
from swapproto import Identity, Place, Transcript, seal, wording
from swapproto.errors import FormatError
from swapproto.release import prepare_reveal
from swapproto.report import html as html_pages
from swapproto.report.entries import ENTRIES
from swapproto.report.headline import headline
from swapproto.report.markup import clean
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.statements import Clock, Deadlines
from swapproto.testing.exchanges import EVERYONE, MIRA, NORTH, SOUTH, START, Hall, ids, kid, terms
from swapproto.testing.made import make
from swapproto.wire.armor import armor
from swapproto.wire.framing import frame
from tests.cli.desk import Desk
from tests.cli.made_exchanges import IDENTITIES, KIDS, Exchange, T, pin
from tests.exchanges import released_by_a_mediator, released_by_parties
from tests.report.reports import hostile, impostor, material, numbered, rendered

DAY = 86_400
ENGLISH = Path(wording.__file__).with_name("en.json")
COMMAND = re.compile(r'class="command" dir="ltr"><code>(.*?)</code>')
MARKS = ("-----BEGIN SWAPPROTO-----", "-----END SWAPPROTO-----")
SCRAPS = ["BLOCK", *MARKS, f"{MARKS[0]}\n", f"\n{MARKS[1]}", *"\n >a-", "AAAA\n", "<p>", "-----", "\0", "\r"]
"""What a page is joined from, to find one that is read as more than its block."""
OURS = re.compile(r"\b(sent|refused|good faith|silent)\b", re.IGNORECASE)


def text_of(page: str) -> str:
    """Return what a page shows, without the transcript and tags."""
    body = page.partition("<body>")[2].partition('<script type="text/plain"')[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def section(page: str, identifier: str) -> str:
    return text_of("<body>" + page.partition(f'id="{identifier}">')[2].partition("</section>")[0])


def unanswered() -> Hall:
    hall = Hall()
    hall.agree(terms(deadlines=Deadlines(commit=START + 300)), NORTH, SOUTH)
    hall.commit(NORTH, ids("a", "b"))
    hall.now += DAY
    return hall


def forked() -> Hall:
    hall = released_by_parties()
    place = hall.commitment(NORTH).body.place
    other = seal(ids("z"), author=NORTH.party, local_secret=NORTH.local_secret, place=place, iat=START)
    hall.add(other.sign(NORTH) + other.envelope)
    return hall


def report(hall: Hall, **how: object) -> str:
    return rendered(material(numbered(hall.files), now=hall.now, **how))  # type: ignore[arg-type]


# --- what it says


def test_without_the_terms_it_does_not_say_that_it_is_nobodys_move() -> None:
    hall = unanswered()
    statements = Transcript.read(b"".join(hall.files)).statements.values()
    without = b"".join(one.raw for one in statements if one.kind != "terms")
    shown = text_of(rendered(material({"rest.swap": without}, now=hall.now)))
    assert (
        "Whose move it is cannot be told: among these files are no terms of this exchange that a pinned party signed."
        in shown
    )
    assert "nobody’s move" not in shown
    unpinned = text_of(report(hall, pinned=[NORTH.party]))
    assert "Whose move it is cannot be told: not every party is pinned" in unpinned
    assert "nobody’s move" not in unpinned


def test_the_headline_and_the_first_lines_say_who_has_not_answered_and_since_when() -> None:
    page = report(unanswered())
    assert "<h1>Among the files presented there is no list from <bdi>South</bdi></h1>" in page
    first = text_of(page)[:600]
    assert "South is to commit to their list since 20" in first
    assert ": overdue" in first
    assert first.index("Whose move it is") < text_of(page).index("What this does not prove")


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_a_page_of_a_time_to_come_says_so_below_its_headline(language: str) -> None:
    """A deadline that passes only then would be taken for one that somebody has missed."""
    hall = unanswered()
    one = material(numbered(hall.files), now=hall.now)
    title = " ".join(wording.load(language).report("ahead.title").split())
    assert title not in text_of(rendered(one, language=language))
    page = rendered(one._replace(is_ahead=True), language=language)
    assert page.index("</h1>") < page.index('id="ahead"') < page.index('id="moves"')
    assert title in text_of(page)


def test_whose_digits_are_missing_is_said_with_the_name_that_a_card_claims() -> None:
    hall = unanswered()
    page = text_of(report(hall, pinned=[NORTH.party]))
    first, second = SOUTH.party.fingerprint.split()[:2]
    called = f"Its card here has the name 'South' ({first} {second} ...) ;"
    assert f"Missing: the digits of the key {kid(SOUTH).hex()[:12]} . {called}" in page
    assert "with --from 'DIGITS' for each key" in page
    assert "Missing: the digits" not in text_of(report(hall))
    cards = [one.raw for one in Transcript.read(b"".join(hall.files)).statements.values() if one.kind != "card"]
    bare = rendered(material({"bare.swap": b"".join(cards)}, now=hall.now, pinned=[NORTH.party]))
    assert f"the digits of the key {kid(SOUTH).hex()[:12]} . No card of it is among these files." in text_of(bare)


def test_a_mediator_whom_nobody_pinned_is_missing_too() -> None:
    """What they signed does not count, and the page would say that they did nothing."""
    hall = released_by_a_mediator()
    assert f"the digits of the key {kid(MIRA).hex()[:12]}" in text_of(report(hall, pinned=[NORTH.party, SOUTH.party]))


def revealed(page: str) -> str:
    """Return the cell of the first list that says whether its key was revealed."""
    found = re.search(r'<th scope="row">revealed</th>\s*<td class="cell [a-z]+">(.*?)</td>', page)
    assert found is not None
    return text_of(f"<body>{found[1]}")


def test_a_key_that_was_signed_over_outside_of_any_turn_is_not_absent() -> None:
    one = make(NORTH, ids("a"), place=Place("offer", bytes(16)))
    to_card = prepare_reveal(one.signed, one.cek, revealer=NORTH.party, reader=SOUTH.party, iat=START)
    files = {"list.swap": NORTH.party.card + SOUTH.party.card + one.both}
    assert revealed(rendered(material(files, now=START + 1))) == "– absent"
    with_key = rendered(material(files | {"key.swap": to_card.sign(NORTH)}, now=START + 1))
    assert revealed(with_key).startswith("○ claimed: by North , to South ; only its reader can find out")
    public = prepare_reveal(one.signed, one.cek, revealer=NORTH.party, reader=None, iat=START).sign(NORTH)
    assert revealed(rendered(material(files | {"key.swap": public}, now=START + 1))) == "✓ proven"
    sealed = {"list.swap": NORTH.party.card + one.signed.raw, "key.swap": public}
    assert revealed(rendered(material(sealed, now=START + 1))).startswith("○ claimed: published, and not shown to open")


def test_time_runs_in_the_direction_of_the_language() -> None:
    made = material(numbered(released_by_parties().files), now=START + DAY)
    drawn = {language: rendered(made, language=language) for language in wording.LANGUAGES}
    assert [one for one, page in drawn.items() if 'transform="matrix(-1 0 0 1' in page] == ["ar"]
    left = {
        one: [float(x) for x in re.findall(r'<text class="time" x="([0-9.]+)"', drawn[one])] for one in ("en", "ar")
    }
    assert min(left["en"]) > 500 > 200 > max(left["ar"])


def test_every_headline_has_a_sentence_that_accuses_nobody() -> None:
    table = json.loads(ENGLISH.read_text("utf-8"))["report"]["headline"]

    def texts(sentence: object) -> list[str]:
        if isinstance(sentence, str):
            return [sentence]
        parts = sentence.values() if isinstance(sentence, dict) else sentence
        return [text for part in parts for text in texts(part)]  # type: ignore[attr-defined]

    assert not any(OURS.search(text) for text in texts(table))
    halls = [Hall(), unanswered(), released_by_parties(), forked()]
    for hall in halls[1:]:
        found = headline(material(numbered(hall.files), now=hall.now))
        assert found.code.split(".")[0] in table


def test_the_words_sent_refused_and_good_faith_are_never_ours() -> None:
    for hall in (unanswered(), released_by_parties(), forked()):
        page = report(hall)
        rest = text_of(page).replace(section(page, "unproven"), "")
        assert not OURS.search(rest), OURS.search(rest)


def test_a_cell_says_in_word_sign_and_class_how_far_it_is_shown() -> None:
    page = report(forked()) + report(unanswered())
    cells = re.findall(r'<td class="cell (\w+)"><span class="sign" aria-hidden="true">(.)</span> (.*?)</td>', page)
    assert {(state, sign) for state, sign, _ in cells} == {
        ("proven", "✓"),
        ("claimed", "○"),
        ("absent", "–"),
        ("contradicted", "✗"),
    }
    alone = {"no second list in its place here", "none here"}  # what is absent there is a fault
    for state, _, text in cells:
        assert text.startswith(state) or text in alone, text


def test_the_table_has_a_column_for_each_party_and_says_what_is_absent() -> None:
    page = report(unanswered())
    for question in ("committed to", "existed by", "acknowledged", "revealed", "every entry matches", "contested"):
        row = re.search(rf'<th scope="row">{question}[^<]*</th>(.*?)</tr>', page, re.DOTALL)
        assert row is not None, question
        assert len(re.findall(r'<td class="cell', row[1])) == 2
        assert "absent" in row[1]


def test_a_contradiction_stands_with_both_statements_side_by_side() -> None:
    hall = forked()
    page = report(hall)
    assert "<h1><bdi>North</bdi> signed two different lists" in page
    found = section(page, "contradictions")
    assert found.count("commitment") >= 2
    assert "root of its entries ≠ differs" in found
    assert "role ≠" not in found
    statements = [fault.evidence for fault in hall.assess().contradictions]
    assert all(identifier.hex() in found for identifier in statements[0][:2])
    assert f"{len(hall.files)}.swap" in found


def test_a_statement_of_a_stranger_is_a_warning_and_shows_no_entry() -> None:
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    commitment = hall.commit(NORTH, ids("Oksana-1"))
    hall.add(hall.desk(NORTH).reveal(*hall.files, commitment=commitment, reader=None))
    assert "Oksana-1" in report(hall)
    page = report(hall, pinned=[SOUTH.party])
    assert '<section class="warning" id="strangers">' in page
    assert NORTH.party.fingerprint in section(page, "strangers")
    assert "Oksana-1" not in page
    assert '<section class="warning"' not in report(hall)


def test_of_many_strangers_the_warning_names_some_and_the_basis_all() -> None:
    hall = unanswered()
    inputs = numbered(hall.files)
    for number in range(9):
        who = Identity.from_seed(bytes([number] * 32), f"Stranger {number}", iat=0)
        sealed = seal(
            ids("a"), author=who.party, local_secret=who.local_secret, place=Place.first("offer"), iat=hall.now
        )
        inputs[f"strange-{number}.swap"] = who.party.card + sealed.sign(who) + sealed.envelope
    page = rendered(material(inputs, now=hall.now))
    assert section(page, "strangers").count("Calls itself") == 4
    assert "5 more such keys" in section(page, "strangers")
    assert section(page, "basis").count("Calls itself") == 9


def test_what_is_not_proven_comes_before_any_table() -> None:
    page = report(released_by_parties())
    assert page.index('id="unproven"') < page.index("<table")
    for code in released_by_parties().assess().not_proven:
        assert wording.load().unproven(code) in html.unescape(page)


def test_a_proven_time_is_a_bar_and_a_stated_one_a_ring() -> None:
    hall = Hall()
    hall.agree(terms(clocks=[Clock("Sundial", (Certificate.read(SUNDIAL.raw).digest,), 1)], quorum=1), NORTH, SOUTH)
    commitment = hall.commit(NORTH, ids("a"))
    bare = report(hall)
    assert 'class="bar"' not in bare
    assert bare.count('class="stated"') == 4  # the proposal, two accepts, and a list
    hall.add(stamp(SUNDIAL, commitment.raw, commitment.iat))
    page = report(hall, clocks=Clocks([Operator("Sundial", (Certificate.read(SUNDIAL.raw),))]))
    assert page.count('class="bar"') >= 1
    assert "existed by" in page
    assert Certificate.read(SUNDIAL.raw).digest.hex(":").upper() in section(page, "basis")


def test_an_arrow_leads_from_what_was_known_to_what_was_signed_then() -> None:
    page = report(released_by_parties())
    arrows = {(int(a), int(b)) for a, b in re.findall(r"<title>\D*(\d+)\D+was known when \D*(\d+)", page)}
    assert arrows
    assert all(before < after for before, after in arrows)


def test_the_basis_names_every_file_and_whoever_is_trusted() -> None:
    hall = unanswered()
    files = numbered(hall.files)
    found = section(rendered(material(files, now=hall.now, by="The Maulne Office")), "basis")
    for name, data in files.items():
        assert f"{name} {len(data)} {hashlib.sha256(data).hexdigest()}" in found
    for who in (NORTH, SOUTH):
        assert f"{who.party.name} {who.party.name} {who.party.fingerprint}" in found
    for who in {*EVERYONE} - {NORTH, SOUTH}:
        assert who.party.name not in found, "whom else its maker pinned is their own affair"
    assert "Made by The Maulne Office , as they say." in found
    assert "This page does not say who made it." in section(report(hall), "basis")


def test_files_that_were_not_used_are_listed_impostors_first() -> None:
    hall = released_by_parties()
    false = impostor("North")
    inputs = numbered(hall.files) | {"zz-north.swap": false.card, "cut.swap": hall.files[0][:200]}
    page = rendered(
        material(inputs, now=hall.now, impostors=[(false, kid(NORTH))], not_read=[("scan.pdf", "not of this kind")])
    )
    found = section(page, "misplaced")
    assert "Files that were not used, or not wholly" in found
    assert found.index("zz-north.swap IMPOSTOR") < found.index("cut.swap") < found.index("scan.pdf")
    assert false.fingerprint in found
    assert "1.swap" not in found


def test_entries_beyond_a_limit_are_counted_and_not_shown() -> None:
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    commitment = hall.commit(NORTH, ids(*(f"person-{number:04}" for number in range(ENTRIES + 7))))
    hall.add(hall.desk(NORTH).reveal(*hall.files, commitment=commitment, reader=None))
    page = report(hall)
    assert len(re.findall(r"<bdi>person-\d{4}</bdi>", page)) == ENTRIES
    assert "<bdi>7</bdi> more entries are not shown here" in page


def test_the_same_files_give_the_same_page() -> None:
    hall = released_by_parties()
    assert report(hall) == report(hall)


# --- the page as evidence


@pytest.mark.parametrize("made", [unanswered, released_by_parties, forked])
def test_the_page_holds_the_files_and_has_their_verdict(made: object) -> None:
    hall: Hall = made()  # type: ignore[operator]
    page = report(hall)
    again = hall.assess(page.encode())
    whole = hall.assess()
    assert again.exit_code() == whole.exit_code()
    assert (again.facts, again.views, again.contradictions) == (whole.facts, whole.views, whole.contradictions)


def test_what_cannot_be_read_in_the_files_cannot_be_read_in_the_page() -> None:
    hall = released_by_parties()
    for name, broken in (
        ("cut.swap", hall.files[0][:-9]),
        ("cut.txt", Transcript.read(hall.files[0]).armored().encode()[:-40]),
        ("junk.swap", bytes.fromhex("a0")),
    ):
        found = material(numbered(hall.files) | {name: broken}, now=hall.now)
        assert found.exit_code == 1, name
        assert hall.assess(rendered(found).encode()).exit_code() == 1, name


@cache
def _one_fork() -> Hall:
    """Return the same files each time: envelopes are sealed with random keys."""
    return forked()


@settings(max_examples=40)
@given(st.data())
def test_what_is_cut_across_files_is_whole_in_no_page(data: st.DataObject) -> None:
    """Joined in the page, two rests would be a statement that no file has: a fork, or the file that was cut off."""
    hall = _one_fork()
    artefacts = Transcript.read(b"".join(hall.files)).artefacts()
    cut = data.draw(st.sampled_from(artefacts))
    at = data.draw(st.one_of(st.integers(1, len(cut) - 1), st.integers(1, 60).map(lambda n: max(1, len(cut) - n))))
    keep = data.draw(st.booleans())
    whole = b"".join(one for one in artefacts if keep or one != cut)
    inputs = {"1.swap": whole + cut[:at], "2.swap": cut[at:]}
    if data.draw(st.booleans()):
        inputs = {"1.swap": cut[:at], "2.swap": cut[at:], "3.swap": whole}
    one = material(inputs, now=hall.now)
    again = material({"r.html": rendered(one).encode()}, now=hall.now)
    assert again.exit_code == one.exit_code
    assert again.assessment.facts == one.assessment.facts
    assert again.assessment.contradictions == one.assessment.contradictions
    assert bool(again.assessment.rejected) == bool(one.assessment.rejected)


def test_a_page_that_does_not_read_as_its_transcript_is_not_written() -> None:
    files = b"".join(forked().files)
    page = "<!doctype html>\n" + armor(files)
    assert b"".join(html_pages.checked([page])).decode() == page
    begin, end = MARKS
    mine = armor(make(NORTH, ids("w")).both)
    for more in (mine, f"{end}\n", f"> {end} and more", f"a{begin} \n", mine.replace("", "\0"), "\0"):
        with pytest.raises(FormatError, match="would change what is read"):
            list(html_pages.checked([*page, *more]))
    for more in (f"a {end}\n", f"{begin}<\n", f"<bdi>{begin}{end}</bdi>"):
        said = b"".join(html_pages.checked([*page, *more]))
        assert [piece.data for piece in frame(said)] == [piece.data for piece in frame(page.encode())]


@cache
def block() -> str:
    return armor(make(NORTH, ids("w")).both)


@given(st.lists(st.sampled_from(SCRAPS), max_size=6), st.integers(0, 6))
def test_a_page_that_is_written_is_split_as_its_transcript_is(scraps: list[str], at: int) -> None:
    parts = [*scraps[:at], "\n", "BLOCK", *scraps[at:]]
    said = "<!doctype html>" + "".join(block() if one == "BLOCK" else one for one in parts)
    try:
        b"".join(html_pages.checked([said]))
    except FormatError:
        return
    pieces, meant = (list(frame(text.encode())) for text in (said, block()))
    assert [(one.data, one.error) for one in pieces] == [(one.data, one.error) for one in meant]


def test_hostile_text_adds_nothing_to_the_transcript() -> None:
    block = "-----BEGIN SWAPPROTO-----\nAAAA\n-----END SWAPPROTO-----"
    hall = Hall()
    hall.agree(terms(title=block.replace("\n", " "), conditions=[block]), NORTH, SOUTH)
    hall.commit(NORTH, ids(block, label=block.replace("\n", " ")))
    whole = material({block: b"".join(hall.files)}, now=hall.now, by=block, command=block, not_read=[(block, block)])
    page = rendered(whole, {kid(NORTH): block})
    again = Transcript.read(page.encode())
    assert again.rejected == {}
    assert again.artefacts() == whole.transcript.artefacts()


def test_hostile_text_is_text_in_every_place() -> None:
    one, names = hostile()
    page = rendered(one, names)
    assert re.findall(r"<script\b[^>]*>", page) == ['<script type="text/plain" id="transcript">', "<script>"]
    times = re.findall(r"<time\b([^>]*)>", page)
    assert times
    assert all(re.fullmatch(r' datetime="20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"', one) for one in times)
    assert re.findall(r"<(?:img|iframe|object|link|base|form)\b", page) == []
    assert "{{" in page  # as text, and not evaluated: 49
    assert ">49<" not in page
    assert page.count("&lt;script&gt;pwned=1") > 15
    assert "\u202e" not in page
    assert Transcript.read(page.encode()).artefacts() == one.transcript.artefacts()


# --- the verb


@pytest.fixture
def table(desk: Desk) -> Desk:
    pin(desk)
    return desk


def test_the_verb_writes_a_page_and_verify_says_of_it_what_it_says_of_the_files(table: Desk) -> None:
    Exchange().receive().write(table)
    at = ("--at", str(T + 1000))
    said = table.run("report", "exchange.swap", *at, "-o", "report.html").err
    assert "VERIFIED" in said
    of_page, of_files = (
        json.loads(table.run("verify", name, *at, "--json").out) for name in ("report.html", "exchange.swap")
    )
    for key in ("exit", "claims", "contradictions", "awaiting", "not_proven", "lists", "exchanges"):
        assert of_page[key] == of_files[key]


def commands(page: bytes) -> list[list[str]]:
    """Return the two commands in a page: the one that makes it again, and the one that checks it."""
    return [shlex.split(html.unescape(found)) for found in COMMAND.findall(page.decode())]


def test_the_command_in_the_page_makes_the_same_page_again(table: Desk) -> None:
    Exchange().receive().write(table, "the exchange.swap")
    table.run("report", "the exchange.swap", "--at", str(T + 1000), "--by", "it's us", "-o", "report.html")
    program, *words = commands(table.read("report.html"))[0]
    assert [program, *words[:2]] == ["swapproto", "report", "the exchange.swap"]
    table.run(*words[:-1], "again.html")  # by digits, as anybody can
    once = table.read("again.html")
    again, check = commands(once)
    table.run(*again[1:], "--force")
    assert table.read("again.html") == once
    assert "VERIFIED" in table.run(*check[1:]).out


def test_one_altered_byte_of_the_transcript_fails_and_one_of_the_text_is_not_believed(table: Desk) -> None:
    Exchange().receive().write(table)
    at = ("--at", str(T + 1000))
    table.run("report", "exchange.swap", *at, "-o", "report.html")
    page = table.read("report.html")
    line = page.index(b"-----BEGIN SWAPPROTO-----") + 200
    other = b"B" if page[line : line + 1] != b"B" else b"C"
    table.write("altered.html", page[:line] + other + page[line + 1 :])
    assert "FAILED" in table.run("verify", "altered.html", *at, expect=1).out
    table.write("cut.html", page.replace(b"-----END SWAPPROTO-----", b"-----END SWAPPROTO----"))
    assert "cut off" in table.run("verify", "cut.html", *at, expect=2).out
    table.write("text.html", page.replace(b"<h1>Among", b"<h1>Bmong"))
    said = table.run("verify", "text.html", *at).out
    assert "VERIFIED" in said
    assert "Bmong" not in said


def test_the_overview_is_a_workbook_with_a_row_for_each_list(table: Desk) -> None:
    Exchange().receive().write(table)
    table.run("report", "exchange.swap", "--at", str(T + 1000), "--xlsx", "lists.xlsx", "-o", "report.html")
    heads, *rows = load_workbook(table.folder / "lists.xlsx").worksheets[0].iter_rows(values_only=True)
    assert heads[:5] == ("Party", "Role", "List", "Version", "Entries")
    assert {row[:2] + row[4:5] for row in rows} == {("North", "offer", "2"), ("South", "request", "3")}


def test_names_that_are_no_text_are_shown_all_the_same(table: Desk) -> None:
    Exchange().receive().write(table)
    os.rename("exchange.swap", b"\xff\xfe.swap")
    name = os.fsdecode(b"\xff\xfe.swap")
    table.run("report", name, "--by", name, "--xlsx", "lists.xlsx", "-o", "report.html")
    assert "\ufffd\ufffd.swap" in table.read("report.html").decode()


def test_the_page_goes_to_standard_output(table: Desk) -> None:
    Exchange().receive().write(table)
    done = table.process("report", "exchange.swap", "--at", str(T), "-o", "-")
    assert done.out.startswith("<!doctype html>")
    assert "VERIFIED" in done.err


def test_wrong_uses_are_refused_and_leave_nothing(table: Desk) -> None:
    Exchange().receive().write(table)
    table.write("notes.txt", "nothing")
    before = table.names()
    table.fails(2, "usage", "report", "exchange.swap", "--language", "../en", "-o", "report.html")
    table.fails(2, "usage", "report", "exchange.swap", "--xlsx", "lists.csv", "-o", "report.html")
    table.fails(2, "file", "report", "notes.txt", "-o", "report.html")
    table.fails(2, "file", "report", "exchange.swap", "-o", "exchange.swap", "--force")
    table.fails(2, "usage", "report", "exchange.swap", "--xlsx", "a.xlsx", "-o", "a.xlsx")
    assert table.names() == before


def test_the_exit_code_is_that_of_the_verdict(table: Desk) -> None:
    Exchange().receive().write(table)
    table.run("report", "exchange.swap", "--require", "reviewed", "-o", "report.html", expect=3)
    assert "Required, and not proven" in table.read("report.html").decode()


def test_the_maker_is_told_whose_digits_would_say_whose_move_it_is(table: Desk) -> None:
    Exchange().receive().write(table)
    words = ("report", "exchange.swap", "--language", "uk", "-o", "report.html", "--force", "--from")
    said = table.run(*words, IDENTITIES["North"].party.fingerprint, expect=3).err
    assert f"Missing: the digits of the key {KIDS['South'].hex()[:12]}. Its card here has the name 'South' (" in said
    assert "Missing" not in table.run("report", "exchange.swap", "-o", "all.html").err


@pytest.mark.parametrize(("given", "missing"), [("North", "South"), ("South", "North")])
def test_status_and_verify_say_whose_digits_are_missing(table: Desk, given: str, missing: str) -> None:
    """North proposed: with the digits of South alone its terms do not count, and are not said to be elsewhere."""
    Exchange().receive().write(table)
    for verb in ("status", "verify"):
        words = (verb, "exchange.swap", "--at", str(T + 1000), "--from", IDENTITIES[given].party.fingerprint)
        said = table.run(*words, expect=3).out
        assert (
            f"Missing: the digits of the key {KIDS[missing].hex()[:12]}. Its card here has the name '{missing}'" in said
        )
        assert "with --from 'DIGITS' for each key" in said
        assert "are not among these files:" not in said
        assert "Missing" not in table.run(verb, "exchange.swap", "--at", str(T + 1000)).out


def test_where_no_digits_are_given_all_who_accepted_are_missing(table: Desk) -> None:
    Exchange(release=2).agree().write(table)
    (table.folder / "nobody").mkdir()
    said = table.run("status", "exchange.swap", "--at", str(T + 1000), "--trust", "nobody", expect=3).out
    for name in ("North", "South", "Mediator"):
        assert f"Missing: the digits of the key {KIDS[name].hex()[:12]}. Its card here has the name '{name}'" in said


def test_a_report_of_a_time_to_come_is_one_to_its_maker_and_its_readers(table: Desk) -> None:
    Exchange().receive().write(table)
    words = ("report", "exchange.swap", "-o", "report.html", "--force", "--at")
    assert "a time to come" in table.run(*words, "9999-01-01").err
    assert "as of a time that had not come" in table.read("report.html").decode()
    assert "a time to come" not in table.run(*words, "2026-01-01").err
    assert "as of a time that had not come" not in table.read("report.html").decode()


def test_clean_leaves_no_character_that_hides_text() -> None:
    assert clean("a\u202eb\nc") == "a\ufffdb\ufffdc"
