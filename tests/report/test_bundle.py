"""verifier.html is one file, the same bytes each time, that loads nothing; and its source stays readable."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from swapproto.report import bundle
from tests.cli.desk import Desk
from tests.report.verifier import FOLDER

DOCUMENTED = Path(__file__).parents[2] / "docs" / "how-to" / "verify-in-a-browser.md"
MOST_BYTES = 400_000
MOST_LINES = 5_000  # blank lines and comments included
MOST_COLUMNS = 120


@pytest.fixture(scope="module")
def page() -> str:
    return bundle.verifier().decode()


def test_the_page_is_the_same_bytes_each_time() -> None:
    assert bundle.verifier() == bundle.verifier()


def test_the_page_and_its_source_stay_small(page: str) -> None:
    assert len(page.encode()) <= MOST_BYTES
    lines = [line for path in FOLDER.glob("*.mjs") for line in path.read_text("utf-8").splitlines()]
    assert len(lines) <= MOST_LINES
    assert [line for line in lines if len(line) > MOST_COLUMNS] == []


def test_the_policy_allows_this_script_and_style_and_nothing_else(page: str) -> None:
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    allowed = dict(part.strip().split(" ", 1) for part in policy[1].split(";"))
    assert allowed["default-src"] == "'none'"
    assert allowed["worker-src"] == "blob:"
    for tag, source in (("<style>", "style-src"), ('<script id="program">', "script-src")):
        content = page.partition(tag)[2].partition(f"</{tag[1:].split('>')[0].split()[0]}>")[0]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert allowed[source] == f"'sha256-{digest}'"


def test_nothing_in_the_page_has_an_address(page: str) -> None:
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", page) == []
    assert re.findall(r"<(?:link|img|iframe|script src|object|embed)\b|\burl\(|@import", page) == []


def test_the_documentation_has_the_digest_of_the_page() -> None:
    digest = bundle.digest(bundle.verifier())
    assert digest in DOCUMENTED.read_text("utf-8"), "python -m tests.docs.verifier_page writes it"


def test_the_verb_writes_the_page_and_prints_its_digest(desk: Desk) -> None:
    said = desk.run("verifier", "-o", "verifier.html").err
    assert desk.read("verifier.html") == bundle.verifier()
    assert hashlib.sha256(desk.read("verifier.html")).hexdigest() in said
    desk.fails(2, "file", "verifier", "-o", "verifier.html")
    assert desk.process("verifier", "-o", "-").out.encode() == bundle.verifier()
