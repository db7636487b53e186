"""The letter in a browser, as a family has it: on a telephone, on paper, and in the page that checks it."""

import re
from pathlib import Path
from typing import Any

import pytest

from swapproto.wording import LANGUAGES
from tests.cli.desk import Desk
from tests.report.in_browsers import DESK, PHONE, verify
from tests.report.letters import HOSTILE, letter, north_with_people
from tests.report.test_letter import mailed

pytestmark = pytest.mark.slow

COPIED = "the text of a letter, without the data in the letter that proves it"


@pytest.fixture
def digits(desk: Desk) -> str:
    return north_with_people(desk, pin=False)


def opened(browser: Any, path: Path, **how: Any) -> Any:
    """Open a letter, and fail if it asks for anything, runs anything or is wider than the window."""
    shown = browser.new_page(**{"viewport": PHONE, **how})
    requests: list[str] = []
    wrong: list[str] = []
    shown.on("request", lambda asked: requests.append(asked.url))
    for event in ("pageerror", "console", "dialog"):
        shown.on(event, lambda one: wrong.append(str(one)))
    shown.goto(path.as_uri())
    assert requests == [path.as_uri()]
    assert wrong == []
    if how.get("java_script_enabled", True):
        assert shown.evaluate("document.documentElement.scrollWidth") <= shown.viewport_size["width"]
    return shown


@pytest.mark.parametrize("how", [{}, {"viewport": DESK}, {"java_script_enabled": False}, {"color_scheme": "dark"}])
def test_a_letter_is_read_without_scripts_and_asks_for_nothing(
    browser: Any,
    desk: Desk,
    digits: str,
    how: dict[str, Any],
) -> None:
    shown = opened(browser, letter(desk, "--contact", "Іванна, +380 44 000 00 00"), **how)
    text = shown.inner_text("main")
    assert "Лунобій" in text
    assert "+380 44 000 00 00" in text
    assert digits in re.sub(r"\s+", " ", shown.inner_text(".digits"))
    assert "BEGIN SWAPPROTO" not in text


def test_times_of_a_letter_have_the_readers_own_beside_them(browser: Any, desk: Desk, digits: str) -> None:
    path = letter(desk, "--language", "uk")
    shown = opened(browser, path, timezone_id="Asia/Kathmandu")
    (local,) = shown.locator(".local").all_inner_texts()
    assert local.startswith("(ваш час: ")
    assert "GMT+5:45" in local
    shown.emulate_media(media="print")
    assert not shown.locator(".local").is_visible()
    shown = opened(browser, path, timezone_id="Asia/Kathmandu", java_script_enabled=False)
    assert shown.locator("time").count() == 1
    assert shown.locator(".local").count() == 0


@pytest.mark.parametrize("how", [{}, {"viewport": DESK}, {"color_scheme": "dark"}])
def test_a_letter_is_accessible(browser: Any, desk: Desk, digits: str, how: dict[str, Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe, which judges pages, is missing")
    shown = opened(browser, letter(desk, "--entry", 2, "--contact", "Іванна"), **how)
    found = axe.Axe().run(shown, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.response["violations"] == []
    assert found.response["passes"]


def test_hostile_entries_are_text(browser: Any, desk: Desk) -> None:
    desk.party("North", pin=False)
    hostile = HOSTILE.replace("\u202e", "")
    cell = hostile.replace('"', '""')
    desk.commit("list", table=f'id,name,"{cell[:100]}"\n1,"{cell}","{cell}"\n')
    shown = opened(browser, letter(desk, "--contact", hostile))
    assert shown.locator("img, iframe, object, link, base, form").count() == 0
    assert shown.locator("script:not([type])").count() == 1
    assert shown.inner_text("main").count(hostile) == 3


def test_text_from_the_right_keeps_numbers_in_order(browser: Any, desk: Desk, digits: str) -> None:
    """In text from right to left the groups of a telephone number would change places."""
    path = letter(desk, "--contact", "ليلى، +963 11 000 0000", row=2)
    path.write_text(path.read_text("utf-8").replace('lang="en" dir="ltr"', 'lang="ar" dir="rtl"'), "utf-8")
    shown = opened(browser, path)
    where = "[...document.querySelectorAll('.digits span')].map((one) => one.getBoundingClientRect().left)"
    left = shown.evaluate(where)
    assert left[:4] == sorted(left[:4])
    assert shown.evaluate("getComputedStyle(document.querySelector('.number')).direction") == "ltr"
    assert shown.evaluate("document.querySelector('.digits').getBoundingClientRect().right") > PHONE["width"] / 2


def test_a_letter_prints_on_few_sheets_of_a4(browser: Any, desk: Desk, digits: str) -> None:
    printed = opened(browser, letter(desk, "--contact", "Іванна")).pdf(prefer_css_page_size=True)
    pages = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)[.\d]*\]", printed)
    assert {(b"594", b"841"), (b"595", b"842"), (b"595", b"841")} & set(pages)
    assert 1 <= len(pages) <= 3


def test_the_verifier_reads_a_letter_and_shows_its_entry_in_the_profiles_order(
    page: Any,
    desk: Desk,
    digits: str,
) -> None:
    shown = verify(page, [letter(desk)], digits)
    assert "VERIFIED: what the parties signed here verifies" in shown
    fields = re.sub("[\u2068\u2069]", "", page.locator(".entry dl").inner_text()).split("\n")
    assert fields[:9] == [
        *("Number in the list", "22"),
        *("Status under the Geneva Conventions", "prisoner of war", "in the list: prisoner-of-war"),
        *("Family name", "Лунобій", "Given name", "Іван"),
    ]
    assert "restricted fields are withheld" in shown
    assert "Other given names" not in shown


def test_the_verifier_shows_the_data_of_a_letter_and_not_its_text(
    page: Any,
    desk: Desk,
    digits: str,
) -> None:
    path = letter(desk)
    text = path.read_text("utf-8")
    path.write_text(text.replace("Лунобій", "Тихоплин"), "utf-8")
    shown = verify(page, [path], digits)
    assert "VERIFIED" in shown
    assert "Лунобій" in shown
    assert "Тихоплин" not in shown


def test_the_verifier_says_what_is_the_matter_with_a_letter(page: Any, desk: Desk, digits: str) -> None:
    sound = letter(desk).read_bytes()
    place = sound.index(b"-----END SWAPPROTO-----") - 400
    altered = desk.write("altered.html", sound[:place] + (b"A" if sound[place] != 65 else b"B") + sound[place + 1 :])
    assert "FAILED" in verify(page, [altered], digits)
    page.reload()
    copied = desk.write("copied.html", re.sub(rb"<script.*?</script>", b"", sound, flags=re.DOTALL))
    verify(page, [copied], digits)
    assert COPIED in page.inner_text("#verdict h2")
    page.reload()
    shown = verify(page, [desk.write("mail.eml", mailed(sound, "attached"))], digits)
    assert "save what is attached to it" in shown


def test_the_verifier_says_first_that_a_pasted_letter_is_its_text_alone(
    browser: Any,
    page: Any,
    desk: Desk,
    digits: str,
) -> None:
    """In whatever language it is: the data that prove it are not in what a reader sees and copies."""
    for language in LANGUAGES:
        path = letter(desk, "--language", language, name=f"{language}.html")
        pasted = desk.write(f"{language}.txt", "See below.\n\n" + opened(browser, path).inner_text("main"))
        page.reload()
        verify(page, [pasted], digits)
        assert COPIED in page.inner_text("#verdict h2")
        assert "not .swap files" not in page.inner_text("main")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verifier_shows_values_in_the_words_of_the_letter(
    browser: Any,
    page: Any,
    desk: Desk,
    digits: str,
    language: str,
) -> None:
    path = letter(desk, "--language", language)
    said = opened(browser, path).locator(".values dd").all_inner_texts()
    verify(page, [path], digits)
    page.select_option("#language", language)
    shown = page.locator(".entry dd").all_inner_texts()
    assert [_plain(text) for text in shown] == [_plain(text) for text in said]
    assert sum("\n" in text.strip() for text in shown) >= 4, "values in words have themselves below them"


def _plain(text: str) -> list[str]:
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text).split()


def test_the_verifier_shows_each_of_several_entries(page: Any, desk: Desk, digits: str) -> None:
    verify(page, [letter(desk, "--entry", 2)], digits)
    assert page.locator(".entry").count() == 2
    shown = page.locator(".entry").all_inner_texts()
    assert [sum(name in text for text in shown) for name in ("Лунобій", "الوهمي")] == [1, 1]
