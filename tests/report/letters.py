"""Letters for tests: a list of made-up people, one of them hostile, and what a page of a letter consists of."""

from html.parser import HTMLParser
from pathlib import Path

from tests.cli.desk import Desk

PEOPLE = """\
id,status,family_name,given_name,patronymic_name,birth_date,birth_place,nationality,measure,measure_date,last_event
22,prisoner-of-war,Лунобій,Іван,Іванович,1991-02-03,"с. Синьозір, Вигадана область",UKR,capture,2025-11?,transfer
23,civilian,الوهمي,علی‌رضا,,1968,,SYR,internment,2024-05-17~,
"""
HOSTILE = '</script></dd><img src="https://example.org/x" onerror=alert(1)><!--{{ 7*7 }}\u202e"\' onload=alert(2) x='
"""Two lines of it would end an element, an attribute, a comment or a script, load something, or reorder text."""


def north_with_people(desk: Desk, *, pin: bool = True) -> str:
    """Have North sign a list of two people, in list.swap, and return their digits."""
    digits = desk.party("North", pin=pin)
    desk.commit("list", "--profile", "detainee", table=PEOPLE)
    return digits


def letter(desk: Desk, *words: object, row: int = 1, name: str = "letter.html") -> Path:
    """Write the letter about a row of list.swap."""
    desk.run("disclose", "list.swap", "-k", "North.swapkey", "--entry", row, "--yes", "--letter", name, *words)
    return desk.folder / name


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text that is shown."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self._hidden = False
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        self._hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data

    @property
    def words(self) -> str:
        """The text without runs of spaces, and without the marks that keep directions apart."""
        return " ".join(self.text.replace("\u2068", "").replace("\u2069", "").split())
