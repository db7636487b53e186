"""The page with all sentences in all languages side by side, from the files of the languages.

``python -m tests.docs.wording_page`` regenerates it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from swapproto import wording

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "sentences.md"
BEGIN, END = "<!-- sentences: begin -->\n", "<!-- sentences: end -->\n"
SECTIONS = {
    "verdicts": "The first line",
    "facts": "Facts",
    "views": "Views",
    "contradictions": "Contradictions",
    "unproven": "What is not proven",
    "roles": "Roles",
    "labels": "Words of the command line and of pages",
    "console": "Words of the command line",
    "reasons": "Why something is rejected or ignored, on the verifier's page",
    "kinds": "Kinds of what is in a file",
    "counted": "Numbers with their nouns",
    "page": "The verifier's page",
    "report": "Reports",
    "letter": "Letters",
}
"""What the sections of the files are called here. Those that have no name stand as they are called in the files."""
NUMBERS = (1, 2, 5, 11, 100, 0)
"""Numbers that have all the forms that there are in these languages."""

Values = Mapping[str, str]


def tables() -> str:
    """All sentences, section by section: a row for each case, a column for each language."""
    languages = {tag: _read(tag) for tag in wording.LANGUAGES}
    sections: dict[str, list[str]] = {}
    for path, _ in sentences(languages["en"]):
        versions = {tag: _at(data, path) for tag, data in languages.items()}
        name = "labels" if len(path) == 1 else path[0]
        code = ".".join(path) if len(path) == 1 else ".".join(path[1:])
        sections.setdefault(name, []).extend(_rows(code, versions))
    ordered = sorted(sections, key=lambda name: [*SECTIONS, name].index(name))
    return "\n".join(line for name in ordered for line in _section(name, sections[name], languages))


def sentences(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each sentence of a language with where it is in its file."""
    for name, one in data.items():
        if isinstance(one, dict) and "choose" not in one:
            yield from sentences(one, (*path, name))
        else:
            yield (*path, name), one


def glossary() -> Iterator[dict[str, list[str]]]:
    """Yield the words that the page gives for each term, by language."""
    _, _, rest = PAGE.read_text("utf-8").partition("| English | Ukrainian")
    for row in rest.partition("\n\n")[0].splitlines()[2:]:
        cells = [re.split("[,،] ?", cell.strip()) for cell in row.strip("|").split("|")]
        yield dict(zip(wording.LANGUAGES, cells, strict=True))


def written() -> str:
    """The tables as they stand in the page."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


def _read(tag: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(wording.__file__).with_name(f"{tag}.json").read_text("utf-8"))
    return data


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        data = data[name]
    return data


def _section(name: str, rows: list[str], languages: Mapping[str, Any]) -> Iterator[str]:
    heads = "".join(f"<th>{escape(data['language'])}</th>" for data in languages.values())
    yield from (
        f"### {SECTIONS.get(name, name.capitalize())}",
        "",
        '<div class="table-wrapper"><table class="docutils">',
    )
    yield f"<thead><tr><th>code</th><th>case</th>{heads}</tr></thead><tbody>"
    yield from (*rows, "</tbody></table></div>", "")


def _rows(code: str, versions: Mapping[str, Any]) -> Iterator[str]:
    """Yield a row for each case of a sentence; each value that decides something is varied by itself."""
    cases = _cases(versions.values())
    usual = {name: values[0] for name, values in cases.items()}
    tried = [usual, *({**usual, name: value} for name, values in cases.items() for value in values[1:])]
    seen = set()
    for values in tried:
        texts = {tag: _said(sentence, values, tag) for tag, sentence in versions.items()}
        if (spelt := tuple(texts.values())) in seen or not any(spelt):
            continue
        seen.add(spelt)
        case = ", ".join(f"{name} {value}" for name, value in values.items() if len(tried) > 1)
        cells = (
            f'<td lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">{_shown(text)}</td>'
            for tag, text in texts.items()
        )
        yield f"<tr><td><code>{escape(code)}</code></td><td>{escape(case)}</td>{''.join(cells)}</tr>"


def _cases(sentences: Any) -> dict[str, list[str]]:
    """Return the values that decide something, each with those that make a difference."""
    found: dict[str, dict[str, None]] = {}
    for choice in (choice for sentence in sentences for choice in _choices(sentence)):
        values = found.setdefault(choice["choose"], {})
        for case in choice:
            if case.startswith("=") or case in ("zero", "one", "two", "few", "many"):
                values.update(dict.fromkeys(map(str, NUMBERS)))
            elif case != "choose":
                values[case] = None
    return {
        name: [value for value in values if not (value == "other" and "5" in values)] for name, values in found.items()
    }


def _choices(sentence: Any) -> Iterator[dict[str, Any]]:
    if isinstance(sentence, list):
        for part in sentence:
            yield from _choices(part)
    elif isinstance(sentence, dict):
        yield sentence
        for case, part in sentence.items():
            if case != "choose":
                yield from _choices(part)


def _said(sentence: Any, values: Values, tag: str) -> str:
    """Return a sentence in one case, with its placeholders."""
    if isinstance(sentence, str):
        return sentence
    if isinstance(sentence, list):
        return "".join(_said(part, values, tag) for part in sentence)
    value = values[sentence["choose"]]
    constants: dict[str, Any] = {"null": None, "true": True, "false": False}
    given = int(value) if value.isdigit() else constants.get(value, value)
    return _said(wording.load(tag).chosen(sentence, given), values, tag)


def _shown(text: str) -> str:
    """Return a text for HTML, in which each placeholder keeps its own direction."""
    return re.sub(r"\{[a-z]+:([a-z_.0-9]+)\}", r"<bdi>{\1}</bdi>", escape(text))


if __name__ == "__main__":
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}{tables()}\n{END}{after}", encoding="utf-8")
