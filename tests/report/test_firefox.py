"""The cases of the specification, and the page, in Firefox."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from swapproto.report import bundle
from tests.cli.desk import Desk
from tests.report.firefox import Firefox
from tests.report.in_browsers import cases, page_of_cases

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(PROGRAM is None, reason="there is no firefox")]

ASK = "const done = arguments[1]; window.ask(arguments[0]).then(done, (error) => done(String(error)))"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    assert PROGRAM is not None
    with Firefox(PROGRAM, tmp_path_factory.mktemp("profile")) as started:
        yield started


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
    firefox.do("WebDriver:Navigate", url=path.as_uri())
    firefox.do("WebDriver:ElementSendKeys", id=firefox.find("#files"), text=str(desk.folder / "people.swap"))
    firefox.do("WebDriver:ElementSendKeys", id=firefox.find("#digits"), text=digits)
    firefox.do("WebDriver:ElementClick", id=firefox.find("#go"))
    for _ in range(300):
        if firefox.do("WebDriver:GetElementText", id=firefox.find("#status")) == "Done.":
            break
        time.sleep(0.1)
    assert "VERIFIED" in firefox.do("WebDriver:GetElementText", id=firefox.find("#verdict"))
