"""Repairing: characters that nobody sees or means are taken out of a text, where that admits one reading. Record 43."""

import re
import unicodedata
from collections.abc import Mapping

from ...lists import Schema
from ..checks import examine_texts
from ..checks.texts import find_faults
from ..checks.wrong_letters import has_wrong_letters
from ..columnar import Columnar
from ..findings import CODES, Code, Findings
from ..profiles import Profile
from .record import Repair

SAFE: frozenset[Code] = frozenset(
    ("spaces", "not-nfc", "invisible", "bidirectional", "apostrophes", "escapes", "quotes")
)
"""What is repaired by a character or two that nobody sees or means."""
_OTHERS: Mapping[str, str] = dict.fromkeys({*CODES} - SAFE, "ignore")
_MARKS = "\u061c\u200e\u200f"  # of direction, which turn nothing round at the end of a word of one direction
_LINE_BREAK = re.compile(r"[\n\r]")


def find_repairs(values: Columnar, profile: Profile, fields: set[str]) -> dict[str, dict[str, Repair]]:
    """Return what the checks propose where it is safe, by field and text."""
    texts = [field for field in profile.schema.fields if field.name in fields and field.type == "string"]
    if not texts:
        return {}
    found = Findings({**profile.rules.severity, **_OTHERS})
    examine_texts(values, Schema(texts), found)
    repairs: dict[str, dict[str, Repair]] = {}
    safe: dict[str, bool] = {}
    for finding in found:
        if finding.code not in SAFE or not finding.instead or not finding.field:
            continue
        of = repairs.setdefault(finding.field, {})
        if finding.found not in safe:
            safe[finding.found] = is_safe(finding.found)
        if safe[finding.found]:
            of.setdefault(finding.found, Repair(finding.instead, finding.code))
    return {field: of for field, of in repairs.items() if of}


def is_safe(text: str) -> bool:
    """Return whether a repair of a text admits one reading: with any other fault in it, all of it needs a person.

    A line break between words may separate two names.
    """
    codes = {code for code, _ in find_faults(text)}
    if codes - SAFE or has_wrong_letters(text) or _LINE_BREAK.search(text.strip()):
        return False
    return "bidirectional" not in codes or _is_marked_at_its_ends(text)


def _is_marked_at_its_ends(text: str) -> bool:
    """Return whether a text is shown as it is written, but for marks of direction that can be left out."""
    bare = text.strip().strip(_MARKS).strip()
    ways = {unicodedata.bidirectional(c) for c in bare if c.isalpha()}
    inside = any(unicodedata.bidirectional(c) in _CONTROLS or c in _MARKS for c in bare)
    ends = bare[:1].isalpha() and bare[-1:].isalpha()
    return ends and not inside and (ways <= {"L"} or ways <= {"R", "AL"})


_CONTROLS = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def with_repairs(values: Columnar, repairs: Mapping[str, Mapping[str, Repair]]) -> Columnar:
    """Return the values with some texts repaired."""
    made = Columnar(values.names)
    for _, portions in values.side_by_side(values.names):
        columns = {}
        for name, portion in zip(values.names, portions, strict=True):
            texts = [str(text) for text in portion.values()]
            of = repairs.get(name)
            columns[name] = [of[text].after if text in of else text for text in texts] if of else texts
        made.add(columns)
    return made
