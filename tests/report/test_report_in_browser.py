"""A report in a browser, as a journalist has it: on a telephone, on paper, and in the page that checks it."""

import re
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spec.cases.clocks import SUNDIAL
from swapproto import wording
from swapproto.report import bundle
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.statements import Deadlines
from swapproto.testing.exchanges import MIRA, NORTH, SOUTH, START, Hall, terms
from tests.docs.sample_files import FOLDER
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


AWAY = "Asia/Kathmandu"
"""A zone with a long offset."""


def bottom(one: Any) -> float:
    """Return where an element ends."""
    box = one.first.bounding_box()
    assert box is not None
    return float(box["y"] + box["height"])


@cache
def sample(story: str, language: str) -> str:
    """Return the report of one of the documentation's four stories."""
    data = (FOLDER / f"{story}.swap").read_bytes()
    pinned = [NORTH.party] if story == "unpinned" else [NORTH.party, SOUTH.party, MIRA.party]
    clocks = Clocks([Operator("Sundial", (Certificate.read(SUNDIAL.raw),))])
    made = material({f"{story}.swap": data}, now=START + 10 * 86_400, pinned=pinned, clocks=clocks)
    return rendered(made, language=language)


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
        assert bottom(shown.get_by_text(text)) <= PHONE["height"], text


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("story", sorted(path.stem for path in FOLDER.glob("*.swap")))
def test_the_first_screen_has_the_headline_and_whose_move_it_is(
    browser: Any, tmp_path: Path, story: str, language: str, window: dict[str, int]
) -> None:
    shown = opened(browser, tmp_path, sample(story, language), viewport=window, timezone_id=AWAY)
    assert 0 < bottom(shown.locator("h1")) < bottom(shown.locator(".moves")) <= window["height"]
    times = {"fulfilled": 0, "unanswered": 2, "contradiction": 4, "unpinned": 0}[story]
    assert shown.locator(".moves time").count() == shown.locator(".moves .local").count() == times
    assert shown.locator(".verdict").bounding_box()["y"] < window["height"]
    shown.close()


def test_times_have_the_readers_own_beside_them_on_their_screen_alone(browser: Any, tmp_path: Path) -> None:
    page = report(unanswered())
    shown = opened(browser, tmp_path, page, timezone_id=AWAY)
    beside = shown.locator(".moves .local").all_inner_texts()
    assert all(re.fullmatch(r"\(your time: \u2068January .+ GMT\+5:45\u2069\)", one) for one in beside)
    for one in shown.locator(".dated time").element_handles():
        utc, local = one.get_attribute("datetime"), one.evaluate("(it) => it.nextElementSibling.innerText")
        there = datetime.fromisoformat(utc).astimezone(ZoneInfo(AWAY))
        assert there.strftime("%-d, %Y at %H:%M:%S") in local
    assert shown.locator(".local").count() == shown.locator(".dated time").count() > len(beside)
    shown.emulate_media(media="print")
    assert not any(one.is_visible() for one in shown.locator(".local").all())
    shown.close()
    for how in ({"timezone_id": "UTC"}, {"timezone_id": AWAY, "java_script_enabled": False}):
        shown = opened(browser, tmp_path, page, **how)
        assert shown.locator(".local").count() == 0
        assert "since 2027-01-15 08:00:20 UTC, as signers state it" in shown.inner_text(".moves")
        shown.close()


def test_a_day_is_that_of_the_readers_zone_and_an_hour_that_of_its_summer(browser: Any, tmp_path: Path) -> None:
    """London is at UTC in winter, when nothing is added, and an hour ahead in summer."""
    summer = datetime(2027, 7, 1, 23, 30, tzinfo=UTC)
    for due, added in ((START + 300, 0), (int(summer.timestamp()), 1)):
        hall = Hall()
        hall.agree(terms(deadlines=Deadlines(commit=due)), NORTH, SOUTH)
        shown = opened(browser, tmp_path, report(hall), timezone_id="Europe/London")
        assert shown.locator(".moves li:first-of-type .local").count() == added
        assert not added or "July 2, 2027 at 00:30:00" in shown.locator(".moves .local").first.inner_text()
        shown.close()


@pytest.mark.parametrize(
    "text", [HOSTILE, '<time datetime="2027-01-01T00:00:00Z">soon</time>', "2027-01-01 00:00:00 UTC"]
)
def test_nothing_that_others_wrote_is_given_a_time(browser: Any, tmp_path: Path, text: str) -> None:
    hall = Hall()
    hall.agree(terms(title=text.replace("\u202e", ""), deadlines=Deadlines(commit=START + 300)), NORTH, SOUTH)
    made = material(numbered(hall.files), now=hall.now)
    shown = opened(browser, tmp_path, rendered(made, {NORTH.party.kid: text, SOUTH.party.kid: text}), timezone_id=AWAY)
    assert shown.evaluate("typeof pwned") == "undefined"
    assert {one.strip() for one in shown.locator("time").all_inner_texts()} == {
        one.replace("T", " ").replace("Z", " UTC")
        for one in shown.locator("time").evaluate_all("(all) => all.map((one) => one.dateTime)")
    }
    assert shown.locator(".local").count() == shown.locator(".dated time").count()
    assert shown.locator("time").filter(has_text="soon").count() == 0


def test_hostile_text_runs_nothing_and_stays_in_its_place(browser: Any, tmp_path: Path) -> None:
    shown = opened(browser, tmp_path, rendered(*hostile()))
    assert shown.evaluate("typeof pwned") == "undefined"
    assert shown.locator("img, iframe, object, link, base, form, embed").count() == 0
    scripts = shown.locator("script").evaluate_all("(all) => all.map((one) => [one.type, one.id])")
    assert scripts == [["text/plain", "transcript"], ["", ""]]
    assert shown.locator("script").last.text_content() == Path(bundle.__file__).with_name("local_time.js").read_text(
        "utf-8"
    )
    assert shown.evaluate(HANDLERS) == 0
    assert shown.evaluate(ISOLATED, HOSTILE.replace("\u202e", "\ufffd")) > 10
    assert shown.evaluate(NOT_ISOLATED) == []


def test_the_policy_holds_even_where_markup_got_in(browser: Any, tmp_path: Path) -> None:
    page = report(unanswered())
    allowed = re.search(r"script-src '(sha256-[^']+)'", unescape(page))
    assert allowed is not None
    elsewhere = "http://127.0.0.1:9/it.js"
    markup = f"""<script>window.pwned = 1</script><img src="{elsewhere}" onerror="pwned = 1">
        <script src="{elsewhere}" integrity="{allowed[1]}" crossorigin></script>"""
    path = tmp_path / "altered.html"
    path.write_text(page.replace("</h1>", f"</h1>{markup}"), "utf-8")
    shown = browser.new_page(viewport=PHONE, timezone_id=AWAY)
    shown.add_init_script(WATCH)
    refused: list[str] = []
    shown.on("requestfailed", lambda asked: refused.append(str(asked.failure)))
    asked: list[str] = []
    shown.on("requestfinished", lambda one: asked.append(one.url))
    shown.goto(path.as_uri())
    assert shown.evaluate("typeof pwned") == "undefined"
    assert set(refused) <= {"csp"}
    assert asked == [path.as_uri()]
    assert set(shown.evaluate("violations")) == {"script-src-elem", "img-src", "script-src-attr"}
    assert shown.locator(".moves .local").count() == 2


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
    width = shown.locator("svg").evaluate("(all) => all.viewBox.baseVal.width")
    far = f"{width} - one.getBBox().x" if language == "ar" else "one.getBBox().x + one.getBBox().width"
    ends = shown.locator("svg text:not(.number, .time)").evaluate_all(f"(all) => all.map((one) => {far})")
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
