"""The cases of the specification, the page, and the letter, in Firefox."""

import json
from pathlib import Path

import pytest

from swapproto.report import bundle
from tests.cli.desk import Desk
from tests.report.firefox import Firefox
from tests.report.in_browsers import cases, page_of_cases
from tests.report.letters import letter, north_with_people

pytestmark = pytest.mark.slow

ASK = "const done = arguments[1]; window.ask(arguments[0]).then(done, (error) => done(String(error)))"


def test_the_cases_have_their_answers_in_firefox(firefox: Firefox, tmp_path: Path) -> None:
    firefox.do("WebDriver:Navigate", url=page_of_cases(tmp_path / "cases.html").as_uri())
    for case in cases():
        line = json.dumps({"operation": case.operation, "input": case.input})
        answer = firefox.do("WebDriver:ExecuteAsyncScript", script=ASK, args=[line], sandbox=None)
        assert case.difference(json.loads(answer)) is None, case.path
    assert len(cases()) > 1700


def test_the_page_verifies_a_published_list_in_firefox(firefox: Firefox, tmp_path: Path, desk: Desk) -> None:
    path = tmp_path / "verifier.html"
    path.write_bytes(bundle.verifier())
    digits = desk.party("North", pin=False)
    desk.write("people.csv", "number,name\n1,Olha\n")
    desk.run(*["sign", "people.csv", "-k", "North.swapkey", "--role", "report", "--yes", "-o", "people.swap"])
    assert "VERIFIED" in firefox.verify(path, desk.folder / "people.swap", digits)


LOADED = "return performance.getEntriesByType('resource').length"
WIDTH = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_letter_is_read_in_firefox_and_asks_for_nothing(firefox: Firefox, desk: Desk) -> None:
    digits = north_with_people(desk, pin=False)
    path = letter(desk, "--contact", "Іванна, +380 44 000 00 00")
    firefox.do("WebDriver:Navigate", url=path.as_uri())
    text = firefox.text("main")
    assert "Лунобій" in text
    assert "+380 44 000 00 00" in text
    assert "BEGIN SWAPPROTO" not in text
    assert " ".join(firefox.text(".digits").split()) == digits
    for script in (LOADED, WIDTH):
        assert firefox.do("WebDriver:ExecuteScript", script=script, args=[], sandbox=None) == 0


def test_the_verifier_reads_a_letter_in_firefox(firefox: Firefox, tmp_path: Path, desk: Desk) -> None:
    page = tmp_path / "verifier.html"
    page.write_bytes(bundle.verifier())
    digits = north_with_people(desk, pin=False)
    assert "VERIFIED" in firefox.verify(page, letter(desk), digits)
    shown = firefox.text(".entry")
    assert "Лунобій" in shown
    assert "prisoner of war" in shown
