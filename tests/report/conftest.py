"""The browsers that the tests of pages share: Debian's Chromium, driven by playwright, and Firefox. Without one they
skip."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from swapproto.report import bundle
from tests.report.firefox import Firefox
from tests.report.in_browsers import DESK, PHONE

CHROMIUM = shutil.which("chromium")
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    why = "playwright, which drives the browser, is not installed"
    playwright = pytest.importorskip("playwright.sync_api", reason=why)
    if CHROMIUM is None:
        pytest.skip("there is no chromium")
    with playwright.sync_playwright() as started:
        yield started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if FIREFOX is None:
        pytest.skip("there is no firefox")
    with Firefox(FIREFOX, tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Any, tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "verifier.html"
    path.write_bytes(bundle.verifier())
    opened = browser.new_page(viewport=request.param)
    requests: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda asked: requests.append(asked.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(path.as_uri())
    yield opened
    assert errors == []
    assert [url for url in requests if not url.startswith((path.as_uri(), "blob:"))] == []  # nothing leaves the page
    assert opened.evaluate("document.documentElement.scrollWidth") <= request.param["width"]
    opened.close()
