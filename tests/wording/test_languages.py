"""The languages: each has every sentence, with the same values in the same cases, in the forms that it needs."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from swapproto import wording
from swapproto.cli.pinning.pins import is_reserved
from swapproto.conformance.assessing import assessed
from swapproto.conformance.cases import folder, load
from swapproto.wording import plurals

FOLDER = Path(wording.__file__).parent
OTHERS = [language for language in wording.LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"\{(\w+):([\w.]+)\}")
CATEGORIES = {"zero", "one", "two", "few", "many"}
CONSTANTS = {"null": None, "true": True, "false": False}
NUMBERS = (*range(23), 99, 100, 101, 102, 103, 111, 1_000, 1_000_000)
ISOLATED = re.compile(
    "\N{FIRST STRONG ISOLATE}[^\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]*\N{POP DIRECTIONAL ISOLATE}"
)


def sentences(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each sentence with where it is."""
    if isinstance(data, dict) and "choose" not in data:
        for name, one in data.items():
            yield from sentences(one, f"{path}/{name}")
    else:
        yield path, data


ALL = {tag: dict(sentences(json.loads((FOLDER / f"{tag}.json").read_text("utf-8")))) for tag in wording.LANGUAGES}


def choices(sentence: Any) -> Iterator[dict[str, Any]]:
    """Yield all choices in a sentence."""
    if isinstance(sentence, list):
        for part in sentence:
            yield from choices(part)
    elif isinstance(sentence, dict):
        yield sentence
        for case, part in sentence.items():
            if case != "choose":
                yield from choices(part)


def chooses_by_number(choice: Mapping[str, Any]) -> bool:
    return any(case in CATEGORIES or case.startswith("=") for case in choice)


def values_of(*versions: Any) -> dict[str, list[object]]:
    """The values that decide something in a sentence, each with those that it has to be tried with."""
    found: dict[str, list[dict[str, Any]]] = {}
    for choice in (choice for sentence in versions for choice in choices(sentence)):
        found.setdefault(choice["choose"], []).append({case: one for case, one in choice.items() if case != "choose"})
    return {name: tried(cases) for name, cases in found.items()}


def tried(cases: list[dict[str, Any]]) -> list[object]:
    """The values to try of those that several choices name."""
    named = {case for choice in cases for case in choice}
    if any(map(chooses_by_number, cases)):
        return [*NUMBERS, *([None] if "null" in named else [])]
    values: list[object] = [CONSTANTS.get(case, case) for case in named - {"other"}]
    return [*values, "something else"] if all("other" in choice for choice in cases) else values


def chosen(sentence: Any, values: Mapping[str, object], language: str) -> str:
    """Return a sentence as far as its choices go, with its placeholders."""
    if isinstance(sentence, str):
        return sentence
    if isinstance(sentence, list):
        return "".join(chosen(part, values, language) for part in sentence)
    return chosen(wording.load(language).chosen(sentence, values[sentence["choose"]]), values, language)


def test_each_language_has_its_file() -> None:
    assert sorted(f"{tag}.json" for tag in wording.LANGUAGES) == sorted(path.name for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_every_sentence_and_no_other(language: str) -> None:
    assert list(ALL[language]) == list(ALL["en"])


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_tells_the_same_values_in_the_same_cases(language: str) -> None:
    for path, english in ALL["en"].items():
        other = ALL[language][path]
        variables = values_of(english, other)
        for values in itertools.product(*variables.values()):
            given = dict(zip(variables, values, strict=True))
            said, meant = chosen(other, given, language), chosen(english, given, "en")
            assert (said == "") == (meant == ""), (path, given)
            spelt = {("number", name) for name, value in given.items() if value in (0, 1, 2) and value is not False}
            assert {*PLACEHOLDER.findall(said)} | spelt == {*PLACEHOLDER.findall(meant)} | spelt, (path, given)


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_a_noun_has_the_form_for_every_number(language: str) -> None:
    rule = plurals.rule(language)
    for path, english in ALL["en"].items():
        counted = {choice["choose"] for choice in choices(english) if "=1" in choice}
        mine = [choice for choice in choices(ALL[language][path]) if chooses_by_number(choice)]
        shown = {name for kind, name in PLACEHOLDER.findall(json.dumps(ALL[language][path])) if kind == "number"}
        assert counted & shown <= {choice["choose"] for choice in mine}, path
        for choice in mine:
            if choice.keys() & CATEGORIES or "=1" in choice:
                missing = {rule(n) for n in NUMBERS if f"={n}" not in choice} - choice.keys()
                assert not missing, (path, missing)


@pytest.mark.parametrize("language", OTHERS)
def test_a_form_for_several_numbers_shows_which(language: str) -> None:
    rule = plurals.rule(language)
    for path, sentence in ALL[language].items():
        for choice in filter(chooses_by_number, choices(sentence)):
            name = choice["choose"]
            shown = {case for case, part in choice.items() if f"{{number:{name}}}" in json.dumps(part)}
            for case in choice.keys() & CATEGORIES if shown else ():
                assert case in shown or len({n for n in NUMBERS if rule(n) == case}) == 1, (path, case)


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_a_language_is_written_as_cldr_says(language: str) -> None:
    locale, said = Locale.parse(language), ALL[language]
    assert said["/language"].casefold() == str(locale.language_name).casefold()
    assert said["/dir"] == locale.text_direction
    assert said["/thousands"] == locale.number_symbols["latn"]["group"]


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_nobody_can_be_pinned_as_the_reader_or_as_everyone(language: str) -> None:
    words = wording.load(language)
    for word in ("you", "everyone"):
        assert is_reserved(words.label(word).strip("«»\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE} ")), word


def test_english_needs_no_rules_of_plurals() -> None:
    found = [choice for sentence in ALL["en"].values() for choice in choices(sentence)]
    assert not [choice for choice in found if choice.keys() & CATEGORIES]


def test_from_right_to_left_every_value_is_isolated() -> None:
    words = wording.load("ar")
    for case in load(folder()):
        if case.operation not in ("assess", "report") or case.input.get("beacon"):
            continue
        found = assessed(case.input, [str(number) for number in range(len(case.input["files"]))])
        for claim in (*found.facts, *found.views):
            said = words.claim(claim, wording.short)
            rest = ISOLATED.sub("", said)
            assert re.findall("[0-9A-Za-z]", rest) == [], said
            assert ISOLATED.sub("", rest) == rest


@pytest.mark.parametrize("language", [tag for tag in wording.LANGUAGES if ALL[tag]["/dir"] == "rtl"])
def test_from_right_to_left_what_is_latin_is_isolated_in_the_sentences_themselves(language: str) -> None:
    for path, sentence in ALL[language].items():
        for text in texts(sentence) if path.count("/") > 1 else ():
            assert re.findall("[A-Za-z]", ISOLATED.sub("", PLACEHOLDER.sub("", text))) == [], (path, text)


def texts(sentence: Any) -> Iterator[str]:
    """Yield the texts of a sentence."""
    if isinstance(sentence, str):
        yield sentence
    elif isinstance(sentence, list):
        for part in sentence:
            yield from texts(part)
    else:
        for case, part in sentence.items():
            if case != "choose":
                yield from texts(part)


def test_in_french_no_line_is_broken_before_punctuation() -> None:
    for path, sentence in ALL["fr"].items():
        assert not [text for text in texts(sentence) if re.search("« | [:;?!»]", text)], path


def test_a_tag_finds_the_nearest_language() -> None:
    tags = ("uk", "uk-UA", "AR", "de", "", None)
    assert [wording.nearest(tag) for tag in tags] == ["uk", "uk", "ar", "en", "en", "en"]
