"""A report in a browser, as a journalist has it: on a telephone, on paper, and in the page that checks it."""

import re
from pathlib import Path
from typing import Any

import pytest

from swapproto import wording
from swapproto.report import bundle
from swapproto.testing.exchanges import NORTH, SOUTH, Hall
from tests.exchanges import released_by_parties
from tests.report.in_browsers import DESK, PHONE
from tests.report.reports import HOSTILE, hostile, material, numbered, rendered
from tests.report.test_report import forked, report, unanswered

pytestmark = pytest.mark.slow

SHEET = {"width": 673, "height": 978}
"""A4 without its margins, in pixels of 1/96 inch."""
LOOKS: list[dict[str, Any]] = [
    {"viewport": PHONE},
    {"viewport": DESK},
    {"viewport": PHONE, "color_scheme": "dark"},
    {"viewport": DESK, "color_scheme": "dark"},
]
WATCH = """window.violations = [];
addEventListener('securitypolicyviolation', (one) => violations.push(one.violatedDirective))"""
HANDLERS = """[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes])
.filter(({name}) => /^(on|style)/.test(name)).length"""
ISOLATED = "(text) => [...document.querySelectorAll('bdi')].filter((one) => one.textContent === text).length"
NOT_ISOLATED = """[...document.querySelectorAll('main *')].filter((one) => !one.children.length
&& one.textContent.includes('pwned') && !one.closest('bdi, svg, .command')).map((one) => one.outerHTML)"""
STORIES = {"settled": released_by_parties, "unanswered": unanswered, "forked": forked}


def stranger() -> str:
    """Return the report of an exchange of which one party is not pinned."""
    return report(unanswered(), pinned=[SOUTH.party])


def page_of(story: str) -> str:
    return stranger() if story == "stranger" else report(STORIES[story]())


def opened(browser: Any, folder: Path, page: str, **how: Any) -> Any:
    """Open a report, and fail if it asks for anything, complains of anything, or is wider than the window."""
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    shown = browser.new_page(**{"viewport": PHONE, **how})
    requests: list[str] = []
    wrong: list[str] = []
    shown.on("request", lambda asked: requests.append(asked.url))
    for event in ("pageerror", "console", "dialog"):
        shown.on(event, lambda one: wrong.append(str(one)))
    shown.add_init_script(WATCH)
    shown.goto(path.as_uri())
    assert requests == [path.as_uri()]
    assert wrong == []
    if how.get("java_script_enabled", True):
        assert shown.evaluate("violations") == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= shown.viewport_size["width"]
    return shown


@pytest.mark.parametrize("story", [*STORIES, "stranger"])
@pytest.mark.parametrize("how", LOOKS, ids=["phone", "desk", "phone-dark", "desk-dark"])
def test_a_report_is_accessible_and_fits(browser: Any, tmp_path: Path, story: str, how: dict[str, Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe, which judges pages, is missing")
    shown = opened(browser, tmp_path, page_of(story), **how)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.Axe().run(shown, options={"runOnly": rules})
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found.response["violations"]] == []
    assert found.response["passes"]
    shown.close()


def test_the_first_screen_of_a_phone_says_who_has_not_answered_and_since_when(browser: Any, tmp_path: Path) -> None:
    shown = opened(browser, tmp_path, report(unanswered()), java_script_enabled=False)
    for text in ("there is no list from South", "since 20", "was due by 20", "What this does not prove"):
        box = shown.get_by_text(text).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"], text


def test_hostile_text_runs_nothing_and_stays_in_its_place(browser: Any, tmp_path: Path) -> None:
    shown = opened(browser, tmp_path, rendered(*hostile()))
    assert shown.evaluate("typeof pwned") == "undefined"
    assert shown.locator("img, iframe, object, link, base, form, embed").count() == 0
    scripts = shown.locator("script").evaluate_all("(all) => all.map((one) => [one.type, one.id])")
    assert scripts == [["text/plain", "transcript"]]
    assert shown.evaluate(HANDLERS) == 0
    assert shown.evaluate(ISOLATED, HOSTILE.replace("\u202e", "\ufffd")) > 10
    assert shown.evaluate(NOT_ISOLATED) == []


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "W" * 60,
        "Щ" * 60,
        "漢" * 60,
        "the secretariat of all parties, and others",
        "Координаційний штаб з питань поводження",
    ],
)
def test_labels_of_the_picture_end_before_its_plot(browser: Any, tmp_path: Path, language: str, name: str) -> None:
    hall = released_by_parties()
    made = material(numbered(hall.files), now=hall.now)
    page = rendered(made, {NORTH.party.kid: name, SOUTH.party.kid: name}, language)
    shown = opened(browser, tmp_path, page)
    labels = "(all) => all.map((one) => one.getBBox().x + one.getBBox().width)"
    ends = shown.locator("svg text:not(.number, .time)").evaluate_all(labels)
    begins = float(shown.locator("svg .guide").first.get_attribute("x1"))
    assert len(ends) > 5
    assert max(ends) <= begins
    shown.close()


def test_a_report_is_reached_by_keyboard_and_its_picture_has_words(browser: Any, tmp_path: Path) -> None:
    shown = opened(browser, tmp_path, report(released_by_parties()))
    reached = []
    for _ in range(6):
        shown.keyboard.press("Tab")
        reached.append(
            shown.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.hash")
        )
    assert "#vouch" in reached
    assert any("Each list" in (one or "") for one in reached)
    assert shown.locator("svg > title").count() == shown.locator("svg > desc").count() == 1
    assert "Timeline of" in shown.locator("svg > title").text_content()


@pytest.mark.parametrize("story", [*STORIES, "stranger"])
def test_a_report_prints_on_a4_with_page_numbers_and_its_digest(browser: Any, tmp_path: Path, story: str) -> None:
    page = page_of(story)
    printed = opened(browser, tmp_path, page).pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)[.\d]*\]", printed)
    assert 2 <= len(sheets) <= 8
    assert all(595 <= int(width) + 1 <= 597 and 841 <= int(height) + 1 <= 843 for width, height in sheets)
    digest = re.search(r"@bottom-left \{ content: \"SHA-256 ([0-9a-f]{64})\"", page)
    assert digest is not None
    assert digest[1] in page.partition('id="basis"')[2]


@pytest.mark.parametrize("story", [*STORIES, "stranger"])
def test_what_is_not_proven_is_on_the_first_sheet(browser: Any, tmp_path: Path, story: str) -> None:
    shown = opened(browser, tmp_path, page_of(story), viewport=SHEET)
    shown.emulate_media(media="print")
    box = shown.locator("#unproven").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= SHEET["height"]


@pytest.mark.parametrize("story", ["settled", "unanswered", "forked"])
def test_the_verifier_says_of_a_report_what_it_says_of_the_files(browser: Any, tmp_path: Path, story: str) -> None:
    hall: Hall = STORIES[story]()
    (tmp_path / "verifier.html").write_bytes(bundle.verifier())
    (tmp_path / "report.html").write_text(report(hall), encoding="utf-8")
    (tmp_path / "files.swap").write_bytes(b"".join(hall.files))
    digits = "\n".join(who.party.fingerprint for who in (NORTH, SOUTH))
    said = {}
    for name in ("report.html", "files.swap"):
        shown = browser.new_page(viewport=PHONE)
        shown.goto((tmp_path / "verifier.html").as_uri())
        shown.set_input_files("#files", [tmp_path / name])
        shown.fill("#digits", digits)
        shown.click("#go")
        shown.locator("#status", has_text="Done").wait_for(timeout=60_000)
        verdict = shown.inner_text("#verdict h2")
        said[name] = [verdict, *shown.locator(".claims li").all_inner_texts()]
        shown.close()
    assert said["report.html"] == said["files.swap"]
    assert said["report.html"][0]


def test_the_verifier_finds_an_altered_byte_of_a_report(browser: Any, tmp_path: Path) -> None:
    hall = released_by_parties()
    page = report(hall)
    at = page.index("-----BEGIN SWAPPROTO-----") + 200
    altered = page[:at] + ("B" if page[at] != "B" else "C") + page[at + 1 :]
    (tmp_path / "report.html").write_text(altered, encoding="utf-8")
    (tmp_path / "verifier.html").write_bytes(bundle.verifier())
    shown = browser.new_page(viewport=PHONE)
    shown.goto((tmp_path / "verifier.html").as_uri())
    shown.set_input_files("#files", [tmp_path / "report.html"])
    shown.fill("#digits", "\n".join(who.party.fingerprint for who in (NORTH, SOUTH)))
    shown.click("#go")
    shown.locator("#status", has_text="Done").wait_for(timeout=60_000)
    assert "FAILED" in shown.inner_text("#verdict")


def test_a_large_report_opens_in_time(browser: Any, tmp_path: Path) -> None:
    hall = released_by_parties()
    files = numbered(hall.files) | {f"{number}.txt.swap": b"\xa0" for number in range(300)}
    shown = opened(browser, tmp_path, rendered(material(files, now=hall.now)))
    assert shown.locator("#basis tr").count() > 300
