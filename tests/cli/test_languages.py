"""--language: a verdict and a story in the reader's language, in which nothing of the program stays English."""

import json
import re

import pytest

from swapproto import wording
from tests.cli.desk import Desk
from tests.cli.made_exchanges import Exchange, T, pin

OTHERS = [language for language in wording.LANGUAGES if language != "en"]
ISOLATES = re.compile("[\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]")
OF_OTHERS = re.compile(
    r"'[^']*'|swapproto \w+ .*|[0-9a-f]{12,}|\b\S+\.swap\b|UTC|SHA-256|--\w+|\.swap|\[[a-z-]+\]|\bby \d"
)
"""What is the same in every language: what others wrote, commands, ids, files, options and codes."""


@pytest.fixture
def table(desk: Desk) -> Desk:
    """Return a desk with an exchange that is contested, a list of a stranger, and a file that was altered."""
    pin(desk)
    Exchange().receive().review("South", "North", "contested").review("North", "South", "agreed").write(desk)
    return desk


def said(desk: Desk, verb: str, *words: object, expect: int = 0) -> list[str]:
    names = sorted(name for name in desk.names() if name.startswith("exchange"))
    return desk.run(verb, *names, "--at", str(T + 1000), *words, expect=expect).out.splitlines()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("words", [("verify",), ("status",), ("status", "-k", "North.swapkey")], ids=" ".join)
def test_no_line_stays_english(table: Desk, words: tuple[str, ...], language: str) -> None:
    english, theirs = said(table, *words), said(table, *words, "--language", language)
    assert len(english) == len(theirs)
    same = [line for line in english if line in theirs and re.search("[A-Za-z]", OF_OTHERS.sub("", line))]
    assert same == []
    assert not any("\N{REPLACEMENT CHARACTER}" in line for line in theirs)


@pytest.mark.parametrize("language", OTHERS)
def test_the_verdict_and_its_sections_are_in_the_language(table: Desk, language: str) -> None:
    words = wording.load(language)
    lines = said(table, "verify", "--language", language)
    assert lines[0] == words.verdict(0, "pins")
    for heading in (words.label("not-proven"), words.label("overview"), words.label("files")):
        assert heading in lines
    assert f"  {words.unproven('refusal-not-proven')}" in lines
    assert any(line.startswith(f"  {words.label('proven')} ") for line in lines)
    assert any(line.startswith(f"  {words.label('so-far')} ") for line in lines)


def test_json_is_the_same_in_every_language(table: Desk) -> None:
    answers = {"\n".join(said(table, "verify", "--json", "--language", language)) for language in wording.LANGUAGES}
    assert len(answers) == 1
    json.loads(answers.pop())


def test_what_arabic_isolates_is_what_english_says(table: Desk) -> None:
    ids = re.findall("[0-9a-f]{64}", "\n".join(said(table, "verify")))
    arabic = said(table, "verify", "--language", "ar")
    assert re.findall("[0-9a-f]{64}", "\n".join(arabic)) == ids
    times = [line for line in arabic if "UTC" in line]
    assert times
    assert all(
        re.search("\N{FIRST STRONG ISOLATE}[0-9-]+ [0-9:]+ UTC\N{POP DIRECTIONAL ISOLATE}", line) for line in times
    )
    assert not any(ISOLATES.search(line) for line in said(table, "verify", "--language", "uk"))


def test_digits_of_a_signer_stay_in_order_in_arabic(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    desk.write("people.csv", "number,name\n1,Olha\n")
    desk.run(*["sign", "people.csv", "-k", "North.swapkey", "--role", "report", "--yes", "-o", "people.swap"])
    out = desk.run("verify", "people.swap", "--from", digits, "--language", "ar").out
    first = " ".join(digits.split()[:2])
    assert f"\N{FIRST STRONG ISOLATE}{first}\N{POP DIRECTIONAL ISOLATE}" in out
    assert f"\N{FIRST STRONG ISOLATE}{digits}\N{POP DIRECTIONAL ISOLATE}" in out


def test_a_language_without_sentences_is_told_and_english_is_shown(table: Desk) -> None:
    names = sorted(name for name in table.names() if name.startswith("exchange"))
    result = table.run("verify", *names, "--at", str(T + 1000), "--language", "de")
    assert result.out.startswith("VERIFIED")
    assert "there are no sentences in 'de', but in en, uk, ru, fr, ar" in result.err


def test_a_region_is_no_other_language(table: Desk) -> None:
    assert said(table, "verify", "--language", "uk-UA") == said(table, "verify", "--language", "uk")


def test_a_title_is_shown_in_the_readers_language_if_it_has_one(desk: Desk) -> None:
    pin(desk)
    Exchange(title={"en": "Winter lists", "uk": "Зимові списки"}).propose().write(desk)
    assert "'Зимові списки'" in said(desk, "status", "--language", "uk")[0]
    assert "'Winter lists'" in said(desk, "status", "--language", "fr")[0]


@pytest.mark.parametrize("language", OTHERS)
def test_a_report_is_a_page_in_the_language(table: Desk, language: str) -> None:
    names = sorted(name for name in table.names() if name.startswith("exchange"))
    told = table.run("report", *names, "--at", str(T + 1000), "-o", "page.html", "--language", language).err
    assert "page.html: VERIFIED" in told
    words, page = wording.load(language), table.read("page.html").decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}" ' in page
    for place in ("title", "vouch.text", "basis.title", "questions.title", "unproven.title"):
        assert words.report(place) in page
        assert wording.load().report(place) not in page
    assert "\N{REPLACEMENT CHARACTER}" not in page


def test_the_command_in_a_report_has_its_language(table: Desk) -> None:
    names = sorted(name for name in table.names() if name.startswith("exchange"))
    table.run("report", *names, "-o", "page.html", "--language", "fr-CA", expect=0)
    assert "--language fr -o page.html" in table.read("page.html").decode()
