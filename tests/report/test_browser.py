"""The page in a browser, as a reader has it: Debian's Chromium, driven by playwright (``make browser``).

Skipped, saying so, where either is missing (tests/report/conftest.py).
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from swapproto import Identity, wording
from swapproto.conformance import exchanged
from swapproto.report import bundle
from swapproto.statements import Commitment, Deadlines, Place
from swapproto.testing.exchanges import EVERYONE, NORTH, OTTO, Hall, kid, signed, terms
from tests.cli.desk import Desk
from tests.report.in_browsers import PHONE, cases, page_of_cases, verify

pytestmark = pytest.mark.slow

AS_OF = 1_800_100_000
YEAR_AND_DAY = """(() => {
  const node = document.createTreeWalker(document.querySelector('#verdict p'), NodeFilter.SHOW_TEXT).nextNode();
  const at = node.data.search(/[0-9]{4}-[0-9]{2}-[0-9]{2}/);
  return [at, at + 8].map((start) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + 2);
    return range.getBoundingClientRect().toJSON();
  });
})()"""
"""Where the year and the day of the first time in the verdict are."""
FIRST_AND_LAST_DIGITS = """(() => {
  const isDigits = (one) => /^([0-9]{5} ?){12}$/.test(one.textContent);
  const { firstChild: text } = [...document.querySelectorAll('code')].find(isDigits);
  return [0, text.length - 5].map((start) => {
    const range = document.createRange();
    range.setStart(text, start);
    range.setEnd(text, start + 5);
    return range.getBoundingClientRect().toJSON();
  });
})()"""
"""Where the first and the last five of sixty digits are."""


def published(desk: Desk) -> tuple[Path, str]:
    """Return a list that its signer published, and their digits."""
    digits = desk.party("North", pin=False)
    desk.write("people.csv", "number,name\n1,Olha\n2,Іван\n3,<img src=x onerror=alert(1)>\n")
    desk.run(*["sign", "people.csv", "-k", "North.swapkey", "--role", "report", "--yes", "-o", "people.swap"])
    return desk.folder / "people.swap", digits


def test_a_published_list_is_verified_and_shown(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    shown = verify(page, [path], digits)
    assert "VERIFIED: what the parties signed here verifies against the card with the digits that you gave." in shown
    assert "opened: every entry matches what was committed to, and everyone can check that" in shown
    assert "Іван" in shown
    assert "<img src=x onerror=alert(1)>" in shown
    assert page.evaluate("document.activeElement.id") == "verdict"


def test_without_digits_nothing_is_shown_to_be_proven(page: Any, desk: Desk) -> None:
    path, _ = published(desk)
    shown = verify(page, [path])
    assert "NOT COMPLETE" in shown
    assert "Type the sixty digits" in shown
    assert "Іван" not in shown


def test_an_altered_file_fails(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    data = bytearray(path.read_bytes())
    data[-400] ^= 1
    path.write_bytes(data)
    assert "FAILED" in verify(page, [path], digits)


def test_armored_mail_is_read(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    desk.run("merge", path, "-o", "mail.txt", "--armor")
    quoted = "\n".join(f"> {line}" for line in desk.read("mail.txt").decode().splitlines())
    mail = desk.write("quoted.txt", f"Dear editor,\n\n{quoted}\n")
    assert "VERIFIED" in verify(page, [mail], digits)


def test_a_key_file_is_refused(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    shown = verify(page, [path, desk.folder / "North.swapkey"], digits, until="key file")
    assert "Never give it to a web page" in shown
    assert "VERIFIED" not in shown


@pytest.mark.parametrize("zero", ["\u0660", "\u06f0", "\uff10", "\N{DEVANAGARI DIGIT ZERO}"])
def test_digits_of_any_script_are_digits(page: Any, desk: Desk, zero: str) -> None:
    path, digits = published(desk)
    assert "VERIFIED" in verify(page, [path], "".join(chr(ord(zero) + int(one)) for one in digits if one != " "))


def test_digits_of_another_and_half_the_digits_are_explained(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    assert "here are 55" in verify(page, [path], digits[:-5], until="Sixty")
    assert "here are 0" in verify(page, [path], "of North", until="Sixty")
    other = ("0" if digits[0] != "0" else "1") + digits[1:]
    assert "No card in these files has the digits" in verify(page, [path], other)


def test_digits_that_no_card_has_are_the_headline_and_not_in_a_mild_colour(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    wrong = ("0" if digits[0] != "0" else "1") + digits[1:]
    verify(page, [path], wrong)
    assert page.inner_text("#verdict h2").startswith("✗ THE DIGITS DO NOT MATCH: no card in these files")
    assert page.get_attribute("#verdict", "class") == "verdict bad"
    assert "NOT COMPLETE" not in page.inner_text("#result")
    assert "VERIFIED" in verify(page, [path], f"{digits}\n{wrong}")  # one of two: then those are told below it
    assert f"No card in these files has the digits \u2068{wrong}" in page.inner_text("#result")


def test_digits_are_not_blamed_where_no_card_could_be_read(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    others = path.read_bytes().replace(card := desk.read("North.swap"), b"")
    assert len(others) == path.stat().st_size - len(card)
    given = [("pasted.txt", b"Dear editor,\n", "NOTHING TO VERIFY"), ("a.swap", others, "NOT COMPLETE")]
    for file, data, headline in given:
        verify(page, [desk.write(file, data)], digits)
        assert headline in page.inner_text("#verdict h2")
        assert "No card in these files has the digits" not in page.inner_text("#result")
        assert "Type the sixty digits" not in page.inner_text("#result")
        assert ("No card that can be read is in these files" in page.inner_text("#result")) == (file == "a.swap")
        page.click("#files-given button")


def test_the_digits_are_counted_while_they_are_typed(page: Any) -> None:
    box, count, told = page.locator("#digits"), page.locator("#counted"), page.locator("#told")
    assert count.inner_text() == ""
    for typed, said in (
        ("1", 1),
        ("12345 67890 12345 67890\n12345", 25),
        ("12345 " * 12, 60),
        ("1" * 61, 61),
        ("o", 0),
    ):
        box.fill("")
        box.press_sequentially(typed)
        assert count.inner_text() == f"Digits: {said} of 60"
        assert told.inner_text() != f"Digits: {said} of 60", "it is told when the typing stops, and not at each digit"
        told.filter(has_text=f"Digits: {said} of 60").wait_for(state="attached")
    box.fill("12345 " * 12)
    lines = box.evaluate("(one) => [one.clientHeight, one.scrollHeight]")
    assert lines[1] <= lines[0], "there is room for twelve groups"
    assert told.get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_files_digits_and_button_are_on_the_first_screen_of_a_telephone(page: Any, language: str) -> None:
    page.set_viewport_size(PHONE)
    page.select_option("#language", language)
    for one in ("label.button[for=files]", "#digits", "#go"):
        box = page.locator(one).bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"], one
        assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"], one


def test_only_the_files_that_were_chosen_are_named_and_the_keyboard_reaches_the_choice(page: Any, desk: Desk) -> None:
    """A browser's own words, as "No file chosen", would stand above the files that were taken in."""
    path, _ = published(desk)
    page.set_input_files("#files", [path])
    assert page.inner_text("#files-given bdi") == path.name
    hidden = page.locator("#files").bounding_box()
    assert hidden["width"] <= 1
    assert hidden["height"] <= 1
    page.focus("#language")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "files"
    assert page.evaluate("getComputedStyle(document.querySelector('.button[for=files]')).outlineStyle") == "solid"
    for number, press in enumerate((page.keyboard.press, page.click)):
        with page.expect_file_chooser() as chooser:
            press("Space" if number == 0 else ".button[for=files]")
        chooser.value.set_files([desk.write(f"{number}.swap", str(number))])
        assert page.locator("#files-given bdi").all_inner_texts()[-1] == f"{number}.swap"


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_the_page_is_accessible_by_the_rules_of_wcag_2_2(page: Any, desk: Desk, language: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe, which judges pages, is missing")
    path, digits = published(desk)
    page.select_option("#language", language)
    page.set_input_files("#files", [path])
    page.fill("#digits", digits[:-1])
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.response["violations"] == []


BAD = {
    "a picture": ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "not of this kind"),
    "an empty file": ("empty.swap", b"", "empty"),
    "an archive": ("files.zip", b"PK\x03\x04" + bytes(30), "unpack it, and give the files in it"),
    "a letter": ("letter.txt", b"Dear editor,\n", "ask whoever sent it for the file itself, as an attachment"),
    "encoded mail": (
        "letter.eml",
        b"From: a@b.example\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nLS0tLS1CRUdJTg==\n",
        "save what is attached to it, and give that",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_file_is_explained(page: Any, desk: Desk, name: str) -> None:
    file, data, said = BAD[name]
    verify(page, [desk.write(file, data)])
    headline = page.inner_text("#verdict h2")
    assert headline.startswith(("NOTHING TO VERIFY", "–\u00a0NOTHING", "– NOTHING"))
    assert said in (headline if file != "empty.swap" else page.inner_text("main"))


def test_a_file_that_was_cut_is_explained(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    shown = verify(page, [desk.write("cut.swap", path.read_bytes()[:-100])], digits)
    assert "damaged or cut off on its way: ask whoever sent the file to send it again" in shown


def test_armor_with_trash_in_it_is_explained(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    desk.run("merge", path, "-o", "mail.txt", "--armor")
    spoilt = desk.read("mail.txt").replace(b"\n", b"\n(a remark)\n", 3)
    assert "was cut or altered on its way" in verify(page, [desk.write("mail.txt", spoilt)], digits)


def test_two_cards_of_one_name_are_told_apart(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    other = Identity.from_seed(bytes(32), "North", iat=0).party
    shown = verify(page, [path, desk.write("other.swap", other.card)], digits)
    assert "IMPOSTOR: a card in \u2068other.swap\u2069 is called \u2068North\u2069" in shown
    assert other.fingerprint in shown


def test_a_file_given_twice_counts_once(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    page.set_input_files("#files", [path])
    assert "in 1 file," in verify(page, [path], digits)


def test_a_block_in_a_page_or_report_is_read(page: Any, desk: Desk) -> None:
    path, digits = published(desk)
    desk.run("merge", path, "-o", "mail.txt", "--armor")
    html = b"<!doctype html><p>A report</p><script type='text/plain'>\n" + desk.read("mail.txt") + b"</script>\n"
    assert "VERIFIED" in verify(page, [desk.write("report.html", html)], digits)


def test_without_scripts_the_page_says_what_to_do(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "verifier.html"
    path.write_bytes(bundle.verifier())
    opened = browser.new_context(java_script_enabled=False).new_page()
    opened.goto(path.as_uri())
    assert "save the page, and open it in Chrome, Firefox, Edge or Safari" in opened.inner_text("main")
    assert not opened.is_visible("#form")


def test_the_page_says_what_verify_says(page: Any, desk: Desk) -> None:
    """Of an exchange in which all that is forbidden was done: sentence by sentence, section by section."""
    files = [desk.write(f"{number:03}.swap", piece) for number, piece in enumerate(exchanged.pool())]
    cards = [desk.write(f"{who.party.name}.card", who.party.card) for who in EVERYONE]
    trust = [word for card in cards for word in ("--trust", card)]
    said = desk.run("verify", *files, *trust, "--at", str(AS_OF), expect=4).out
    page.click("summary")
    page.set_input_files("#cards", cards)
    shown = " ".join(re.sub("[\u2068\u2069]", "", verify(page, files)).replace("’", "'").split())
    sentences = [found[2] for found in re.finditer(r"(?m)^  (proven|so far) +(.*)$", said)]
    assert len(sentences) > 100
    assert [one for one in sentences if one not in shown] == []
    titles = ["CONTRADICTIONS", "Exchange", "Overview", "List", "Rejected", "Not proven by any of this", "Files"]
    headings = page.locator("#result h2").all_inner_texts()
    places = [next(i for i, text in enumerate(headings) if text.startswith(title)) for title in titles]
    assert places == sorted(places)


NOT_ISOLATED = """(() => {
  const copy = document.getElementById('result').cloneNode(true);
  copy.querySelectorAll('td, code, dl').forEach((one) => one.remove());
  return copy.textContent;
})()"""
"""All words of the verdict but for what stands in cells and elements of its own."""


def test_from_right_to_left_the_page_says_no_word_of_another_language(page: Any, desk: Desk) -> None:
    files = [desk.write(f"{number:03}.swap", piece) for number, piece in enumerate(exchanged.pool())]
    cards = [desk.write(f"{who.party.name}.card", who.party.card) for who in EVERYONE]
    page.select_option("#language", "ar")
    page.click("summary")
    page.set_input_files("#cards", cards)
    page.set_input_files(
        "#files", [desk.write("cut.swap", files[0].read_bytes()[:-9]), desk.write("a.zip", b"PK\x03\x04"), *files]
    )
    page.click("#go")
    page.locator("#verdict").wait_for()
    words, isolated = page.evaluate(NOT_ISOLATED), re.compile("\u2068[^\u2068\u2069]*\u2069")
    while isolated.search(words):
        words = isolated.sub("", words)
    assert len(words) > 1_000
    assert set(re.findall("[A-Za-z]+", words)) == {"id", "SHA"}, "but for the name of a field, and a hash"
    assert page.locator("td", has_text="undefined").count() == 0
    first, last = page.evaluate(FIRST_AND_LAST_DIGITS)
    assert first["x"] < last["x"] or first["y"] < last["y"], "digits read from left to right"


def test_whose_move_it_is_is_told_as_by_status(page: Any, desk: Desk) -> None:
    """With release 2 of the mediators, too; and of terms that were not accepted in time, that it takes others."""
    hall = Hall()
    hall.now = 1_700_000_000
    hall.propose(NORTH, terms(release=2, mediators=[kid(OTTO)], deadlines=Deadlines(accept=hall.now + 86_400)))
    file = desk.write("terms.swap", hall.files[0])
    cards = [desk.write(f"{who.party.name}.card", who.party.card) for who in EVERYONE]
    trust = [word for card in cards for word in ("--trust", card)]
    said = desk.run("status", file, *trust).out
    page.click("summary")
    page.set_input_files("#cards", cards)
    verify(page, [file])
    told = {re.sub("[\u2068\u2069]", "", one) for one in page.locator("ul.moves li").all_inner_texts()}
    lines = [line.removeprefix("  whose move   ").strip() for line in said.splitlines()]
    assert told == {line for line in lines if ", to accept" in line or "The time to accept" in line}
    assert len(told) == 3
    assert sum("(passed)" in one for one in told) == 1


def test_several_exchanges_have_a_line_each_and_files_of_one_name_a_number(page: Any, desk: Desk) -> None:
    halls = []
    for number, title in enumerate(("the first", "the second")):
        found = Hall()
        found.propose(NORTH, terms(title=title))
        (desk.folder / str(number)).mkdir()
        halls.append(desk.write(f"{number}/terms.swap", found.files[0]))
    cards = [desk.write(f"{who.party.name}.card", who.party.card) for who in EVERYONE]
    page.click("summary")
    page.set_input_files("#cards", cards)
    verify(page, halls)
    line = page.locator("table", has_text="Where each stands").locator("tbody tr", has_text="the second")
    assert [re.sub("[\u2068\u2069]", "", cell) for cell in line.locator("td").all_inner_texts()][2:5] == [
        *("the second", "proposed", "South to accept")
    ]
    assert "terms.swap (2)" in page.inner_text("#result")


def test_fifty_megabytes_of_beginnings_take_seconds_and_the_page_stays_alive(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "verifier.html"
    path.write_bytes(bundle.verifier())
    bomb = tmp_path / "bomb.swap"
    bomb.write_bytes(bytes.fromhex("da535741508 46a646973636c6f737572655820 00".replace(" ", "")) * 2_500_000)
    opened = browser.new_page()
    opened.goto(path.as_uri())
    opened.set_input_files("#files", [bomb])
    opened.click("#go")
    assert opened.evaluate("1 + 1") == 2
    opened.locator("#status", has_text="Done").wait_for(timeout=10_000)


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_page_speaks_every_language(page: Any, desk: Desk, language: str) -> None:
    path, digits = published(desk)
    verify(page, [path], digits)
    page.select_option("#language", language)  # after the verdict, which changes its language with the page
    words = json.loads(Path(wording.__file__).with_name(f"{language}.json").read_text("utf-8"))
    shown = page.inner_text("main")
    assert words["page"]["title"] in shown
    assert words["facts"]["opened"][0] in shown
    assert words["unproven"]["refusal-not-proven"] in shown
    assert "Іван" in shown
    root = page.evaluate("[document.documentElement.lang, document.documentElement.dir, document.title]")
    assert root == [language, words["dir"], words["page"]["title"]]
    assert page.evaluate("getComputedStyle(document.getElementById('digits')).direction") == "ltr"
    assert page.evaluate("[...document.querySelectorAll('[data-text]')].every((one) => one.textContent)")
    if words["dir"] == "rtl":
        year, day = page.evaluate(YEAR_AND_DAY)
        assert year["x"] < day["x"] or year["y"] < day["y"], "a time reads from left to right"


def test_the_work_can_be_stopped(page: Any, desk: Desk) -> None:
    block = "-----BEGIN SWAPPROTO-----\nAAAA\n-----END SWAPPROTO-----\n"
    path = desk.write("large.txt", block * 1_000_000)
    page.set_input_files("#files", [path])
    page.click("#go")
    page.click("#stop")
    page.locator("#status", has_text="Stopped. Nothing was concluded.").wait_for(timeout=5_000)
    assert page.is_enabled("#go")
    assert page.inner_text("#result") == ""


STOP_AT_SIGNATURES = """new MutationObserver((_, observer) => {
  if (!document.getElementById('status').textContent.startsWith('Checking')) return;
  observer.disconnect();
  document.getElementById('stop').click();
}).observe(document.getElementById('status'), { childList: true })"""


def many(who: Identity, number: int) -> bytes:
    """Return so many lists of one party, as commitments alone: each another version 1 of the same list."""
    place = Place("report", bytes(16), 1, None, None, None)
    fixed = Commitment(place, bytes(32), 1, bytes(32), bytes(32), bytes(32), None, ())
    lists = (fixed._replace(root=number.to_bytes(32, "big")) for number in range(number))
    return who.party.card + b"".join(signed(who, one, place.subject) for one in lists)


def test_a_check_that_is_stopped_ends_with_what_was_found_and_says_that_it_is_not_whole(page: Any, desk: Desk) -> None:
    who = Identity.from_seed(bytes(32), "North", iat=0)
    path = desk.write("many.swap", many(who, 5_000))
    page.evaluate(STOP_AT_SIGNATURES)
    shown = verify(page, [path], who.party.fingerprint, until="Stopped: not all was checked.")
    assert "NOT WHOLE: you stopped before all was checked." in shown
    assert "VERIFIED" not in shown
    assert page.is_enabled("#go")
    assert not page.is_visible("#stop")


def test_a_fork_of_thousands_takes_seconds(page: Any, desk: Desk) -> None:
    who = Identity.from_seed(bytes(32), "North", iat=0)
    shown = verify(page, [desk.write("many.swap", many(who, 5_000))], who.party.fingerprint)
    assert "CONTRADICTION: a fault of" in shown
    assert page.locator("#result ul.bad > li").count() == 1


def test_every_control_has_a_name_and_is_reached_by_keyboard(page: Any) -> None:
    names = page.evaluate("[...document.querySelectorAll('input, textarea')].map((one) => one.labels.length)")
    assert names
    assert all(names)
    reached = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert {"files", "digits", "SUMMARY", "go"} <= reached


def test_the_cases_have_their_answers_in_the_browser(browser: Any, tmp_path: Path) -> None:
    opened = browser.new_page()
    opened.goto(page_of_cases(tmp_path / "cases.html").as_uri())
    for case in cases():
        answer = opened.evaluate("ask", json.dumps({"operation": case.operation, "input": case.input}))
        assert case.difference(json.loads(answer)) is None, case.path
    assert len(cases()) > 1700
