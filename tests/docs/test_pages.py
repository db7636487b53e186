"""The pages that the documentation contains as files are the same with each build, and tell their four stories."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from swapproto import Transcript, Trust, assess
from swapproto.report import bundle as verifier

DOCS = Path(__file__).parents[2] / "docs"
STORIES = {
    "fulfilled": (0, "each list is public or its readers say that they opened it"),
    "unanswered": (0, "there is no list from <bdi>South</bdi>"),
    "contradiction": (4, "<bdi>North</bdi> signed two different lists"),
    "unpinned": (3, "a party whose card the maker of this page did not pin"),
}


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("documented_pages", DOCS / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(pages: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    pages.write(folder)
    return folder


def test_a_second_build_gives_the_same_bytes(pages: ModuleType, written: Path, tmp_path: Path) -> None:
    pages.write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in written.iterdir()
    }


def test_the_verifier_of_the_documentation_is_that_of_the_program(written: Path) -> None:
    assert (written / "verifier.html").read_bytes() == verifier.verifier()


@pytest.mark.parametrize("story", STORIES)
def test_a_sample_tells_its_story(written: Path, pages: ModuleType, story: str) -> None:
    page = (written / f"{story}.html").read_text("utf-8")
    headline = re.search("<h1>(.*?)</h1>", page)
    assert headline is not None
    code, words = STORIES[story]
    assert words in headline[1]
    transcript = Transcript.read(page.encode())
    pinned = [party for party in transcript.cards() if party.name in pages.PINNED]
    assert assess(transcript, Trust.of(*pinned), now=pages.AS_OF).exit_code() == code


def test_the_how_to_links_to_every_sample(written: Path) -> None:
    text = (DOCS / "how-to" / "report-to-a-journalist.md").read_text("utf-8")
    linked = set(re.findall(r'href="\.\./pages/([^"]+)"', text))
    assert linked == {path.name for path in written.glob("*.html")}
