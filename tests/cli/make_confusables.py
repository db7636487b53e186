"""The table of look-alike characters, made from the data of Unicode TR 39: ``python -m tests.cli.make_confusables``.

The data come from the library confusable-homoglyphs, which lists every pair in both directions. Here each character
gets one prototype, as in TR 39.
"""

import unicodedata
from collections import defaultdict
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src/swapproto/cli/screen/confusables.txt"
LIBRARY = "confusable-homoglyphs"
_DIRECTION = "\u200e"  # the library's data keep the marks of direction from the comments of the original
_SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL "
_OWN = {"\u0138": "k"}  # kra; beside it, only small capitals are added to the data


Pairs = dict[str, list[dict[str, str]]]


def pairs() -> Pairs:
    """Return the library's data."""
    data: Pairs = import_module("confusable_homoglyphs.confusables").confusables_data  # the library has no types
    return data


def groups(pairs: Pairs) -> list[set[str]]:
    """Return the sets of strings that look alike."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for one, others in pairs.items():
        for other in others:
            a, b = one.replace(_DIRECTION, ""), other["c"].replace(_DIRECTION, "")
            near[a].add(b)
            near[b].add(a)
    found, seen = [], set[str]()
    for start in near:
        group, todo = set[str](), [start]
        while todo:
            if (one := todo.pop()) not in seen:
                seen.add(one)
                group.add(one)
                todo += near[one]
        if group:
            found.append(group)
    return found


def prototype(group: set[str]) -> str:
    """Return the member that stands for the others: the longest, or one of ASCII, or a small capital, or the lowest."""
    return min(
        group,
        key=lambda one: (
            -_length(one),
            len(one) == 1,
            not one.isascii(),
            _plain(one) == one,
            not one.isalpha(),
            one.isupper(),
            one,
        ),
    )


def _length(one: str) -> int:
    return len(unicodedata.normalize("NFD", one))  # a name is decomposed before its characters are looked up


def table(pairs: Pairs) -> dict[str, str]:
    """Return by prototype the characters that look like it."""
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for group in groups(pairs):
        target = prototype(group)
        alike[_plain(target)] |= {one for one in group if len(one) == 1 and one != target}
    return {target: "".join(sorted(alike[target])) for target in sorted(alike) if alike[target]}


def _plain(target: str) -> str:
    if target in _OWN:
        return _OWN[target]
    name = unicodedata.name(target, "") if len(target) == 1 else ""
    letter = name.removeprefix(_SMALL_CAPITAL)
    return letter.lower() if letter != name and len(letter) == 1 else target


def small_capitals() -> dict[str, str]:
    """Return the small capitals, and kra, by the letter that they look like."""
    found = {c: _plain(c) for c in map(chr, range(0x250, 0x20000)) if _plain(c) != c}
    return {**found, **_OWN}


def resolved(alike: dict[str, str]) -> dict[str, str]:
    """Return the table with the characters of each prototype replaced by their own prototypes."""
    single = {ord(c): target for target, others in alike.items() for c in others}
    found: defaultdict[str, str] = defaultdict(str)
    for target, others in alike.items():
        found[unicodedata.normalize("NFD", target).translate(single)] += others
    return {target: "".join(sorted(others)) for target, others in found.items()}


def _composed(others: str) -> str:
    """Leave out what is never looked up: a name is composed before, which replaces these characters in it."""
    return "".join(c for c in others if unicodedata.normalize("NFC", c) == c)


def _decomposed(alike: dict[str, str]) -> str:
    """Return the characters that look like their compatibility decomposition: their prototypes need not be written."""
    simpler = {c: unicodedata.normalize("NFKD", c) for others in alike.values() for c in others}
    single = {ord(c): target for target, others in alike.items() for c in others if simpler[c] == c}
    looks = {c: unicodedata.normalize("NFD", other.translate(single)) for c, other in simpler.items() if other != c}
    pairs = ((c, unicodedata.normalize("NFD", target)) for target, others in alike.items() for c in others)
    return "".join(sorted(c for c, target in pairs if looks.get(c) == target))


def text() -> str:
    """Return the file: where the data are from; what looks like its compatibility decomposition; and the others, in
    each line a prototype, a tab, and what looks like it."""
    alike = table(pairs())
    known = set("".join(alike.values()))
    for small, letter in small_capitals().items():
        if small not in known:
            alike[letter] = "".join(sorted({*alike.get(letter, ""), small}))
    alike = {target: others for target, all_ in resolved(alike).items() if (others := _composed(all_))}
    source = (
        f"Unicode TR 39, confusables.txt (copyright Unicode, Inc., Unicode License v3), as in {LIBRARY} "
        f"{version(LIBRARY)}, and small capitals. Made by tests/cli/make_confusables.py"
    )
    decomposed = _decomposed(alike)
    with_prototype = {target: "".join(c for c in alike[target] if c not in decomposed) for target in sorted(alike)}
    rows = (f"{target}\t{found}" for target, found in with_prototype.items() if found)
    return "".join(f"{line}\n" for line in (source, decomposed, *rows))


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
