"""Cases of 6.1: what whoever makes a list from a table checks, and no reader does."""

from __future__ import annotations

from typing import Any

from spec.cases.making import Cases


def values(c: Cases, name: str, about: str, kind: str, good: list[Any], bad: list[Any], **constraints: Any) -> None:
    """Add a case of values that fit and, after them, of values that do not."""
    field: dict[str, Any] = {"name": "n", "type": kind}
    if constraints:
        field["constraints"] = constraints
    result = c.add("check-values", name, about, "6.1", field=field, values=[*good, *bad])
    expected = [True] * len(good) + [False] * len(bad)
    if result["valid"] != expected:
        wrong = [
            v for v, is_valid, due in zip([*good, *bad], result["valid"], expected, strict=True) if is_valid != due
        ]
        raise SystemExit(f"check-values/{name}: {wrong}")


def form_cases(c: Cases) -> None:
    def form(name: str, about: str, kind: str, good: str, bad: list[str]) -> None:
        values(c, name, about, kind, [*good.split(), None], bad)

    form(
        "number",
        "Numbers as in JSON.",
        "number",
        "0 -0 7 -7 10 0.5 1.50 -0.0 1e5 1E+5 1.5e-05 1e999999 12345678901234567890.1",
        [
            "",
            "01",
            "-01",
            "+1",
            "1.",
            ".5",
            "1,5",
            "1 000",
            " 1",
            "1\n",
            "1e",
            "1e1000000",
            "0x1",
            "NaN",
            "١",
            "--1",
            "1e1.5",
        ],
    )
    form(
        "date",
        "Days of the Gregorian calendar.",
        "date",
        "0001-01-01 1900-02-28 2000-02-29 1984-02-29 9999-12-31 1582-10-10",
        [
            "",
            "0000-12-31",
            "1900-02-29",
            "2023-02-29",
            "2024-02-30",
            "2024-04-31",
            "2024-00-01",
            "2024-13-01",
            "2024-01-00",
            "2024-1-1",
            "24-01-01",
            "20240101",
            "2024-01-01 ",
            "2024-01-01\n",
            "2024-01",
            "2024",
            "2024-01-01?",
            "2024-W01-1",
            "12024-01-01",
            "-2024-01-01",
            "2024/01/01",
            "٢٠٢٤-01-01",
            "2024-01-01T00:00:00Z",
        ],
    )
    form(
        "partialdate",
        "Dates that may lack the day, or month and day, and may say how certain they are.",
        "partialdate",
        "1984 1984-05 1984-05-17 1984? 1984-05~ 1984-05-17% 0001 9999-12",
        [
            "",
            "84",
            "0000",
            "0000-01",
            "1984-13",
            "1984-00",
            "1984-02-30",
            "1984??",
            "1984?~",
            "?1984",
            "198X",
            "1984-5",
            "1984-",
            "1984 ?",
        ],
    )
    form(
        "datetime",
        "Dates and times of RFC 3339, with their offsets.",
        "datetime",
        "2024-02-29T16:30:00Z 2024-02-29t00:00:00z 2024-02-29T23:59:60+02:00 2024-02-29T16:30:00.123456789-23:59",
        [
            "",
            "2024-02-29",
            "2024-02-29T16:30:00",
            "2024-02-29T16:30Z",
            "2024-02-30T16:30:00Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29T16:60:00Z",
            "2024-02-29T16:30:61Z",
            "2024-02-29T16:30:00.Z",
            "2024-02-29T16:30:00,5Z",
            "2024-02-29T16:30:00+24:00",
            "2024-02-29T16:30:00+02:60",
            "2024-02-29T16:30:00+0200",
            "2024-02-29T16:30:00+02",
            "2024-02-29_16:30:00Z",
            "2024-02-29T16:30:00Z ",
            "2024-02-29T16:30:00 Z",
            "T16:30:00Z",
        ],
    )
    values(
        c,
        "datetime-space",
        "A space in place of the T.",
        "datetime",
        ["2024-02-29 16:30:00Z"],
        ["2024-02-29  16:30:00Z"],
    )
    values(c, "string", "Any text is a string, the empty one, too.", "string", ["", " ", "x\n", "😀", None], [])
    values(c, "integer", "Integers have no form of text.", "integer", [0, -(2**63), 2**63 - 1, None], [])


def constraint_cases(c: Cases) -> None:
    values(c, "required", "Neither null nor the empty text.", "string", ["x", "-"], [None, ""], required=True)
    nothing = [" ", "\u00a0", "\u3000", "\u2800", "\u200b", "\n\t", "\u3164", "\ufeff \u00ad", "\U000e0041"]
    values(
        c, "required-seen", "A text that shows nothing is none.", "string", [" x", "\u200b."], nothing, required=True
    )
    values(c, "required-boolean", "False is a value.", "boolean", [False, True], [None], required=True)
    values(c, "required-array", "An empty array is a value.", "array", [[], [1]], [None], required=True)
    values(
        c,
        "unique",
        "Nulls do not count; cases and normal forms are different texts.",
        "string",
        ["a", "A", "é", "e\u0301", "", None, None],
        ["a", ""],
        unique=True,
    )
    values(
        c,
        "unique-number",
        "Values are compared as they are encoded.",
        "number",
        ["1", "1.0", "1e0"],
        ["1"],
        unique=True,
    )
    values(
        c,
        "unique-integer",
        "Integers that a double cannot tell apart.",
        "integer",
        [2**53, 2**53 + 1],
        [2**53],
        unique=True,
    )
    values(
        c, "enum", "One of the texts, exactly.", "string", ["a", "b c", None], ["", "A", "a ", "b"], enum=["a", "b c"]
    )
    values(
        c,
        "length",
        "Lengths in Unicode scalar values.",
        "string",
        ["її", "😀😀😀", None],
        ["", "a", "😀", "abcd", "e\u0301e\u0301"],
        minLength=2,
        maxLength=3,
    )
    values(c, "length-zero", "No text but the empty one.", "string", ["", None], ["a"], maxLength=0)
    values(
        c,
        "range-integer",
        "Integers in a range.",
        "integer",
        [-3, 0, 3, None],
        [-4, 4, 2**63 - 1],
        minimum=-3,
        maximum=3,
    )
    values(
        c,
        "range-large",
        "Bounds that a double cannot hold.",
        "integer",
        [2**53 + 1, 2**63 - 2],
        [2**53, 2**63 - 1],
        minimum=2**53 + 1,
        maximum=2**63 - 2,
    )
    values(
        c,
        "range-number",
        "Numbers are compared by value, whatever their notation.",
        "number",
        ["0.5", "0.50", "5E-1", "10", "10.0", "1e1", "9.99", "0.000001e6", "100000e-4", None],
        [
            "0.4999999999999999999999",
            "10.000000000000000000001",
            "-1",
            "0",
            "1e2",
            "-5e999999",
            "1e999999",
            "4e-1",
            "x",
        ],
        minimum="0.5",
        maximum="1e1",
    )
    values(
        c,
        "range-negative",
        "Numbers below zero, and zero itself.",
        "number",
        ["-1", "-1.0", "-0.999", "-0", "0", "0e5", "0.0", "-1e-9"],
        ["-1.0000001", "-2", "1e-999999", "-1e1"],
        minimum="-1",
        maximum="-0",
    )
    values(
        c,
        "range-exact",
        "Numbers that a double cannot tell apart.",
        "number",
        ["9007199254740993"],
        ["9007199254740992", "9007199254740992.9"],
        minimum="9007199254740993",
    )
    values(
        c,
        "range-date",
        "Days in a range.",
        "date",
        ["1984-05-17", "1984-05-18", None],
        ["1984-05-16", "1984-05-19", "1984"],
        minimum="1984-05-17",
        maximum="1984-05-18",
    )
    values(
        c,
        "range-partialdate",
        "Some day that it can be is in range.",
        "partialdate",
        ["1984", "1984?", "1984-02", "1984-02%", "1984-02-29", "1984-02-29~", "1984-03", "1984-03-01", None],
        ["1983", "1985", "1984-01", "1984-04", "1984-02-28", "1984-03-02?", "1983-12-31", "0001"],
        minimum="1984-02-29",
        maximum="1984-03-01",
    )
    values(
        c,
        "range-last-day",
        "The last day of a February, of a leap year and of another.",
        "partialdate",
        ["1984-02", "2000-02"],
        ["1983-02", "1984-01"],
        minimum="1984-02-29",
    )
    values(
        c,
        "range-common",
        "The last day of February 1900, which has 28.",
        "partialdate",
        ["1900-03", "1900"],
        ["1900-02", "1899"],
        minimum="1900-03-01",
    )

    def refused(name: str, about: str, kind: str, **constraints: Any) -> None:
        field = {"name": "n", "type": kind, "constraints": constraints}
        c.add("check-values", name, about, "6.1", error="schema-invalid", field=field, values=[])

    refused("minimum-form", "A minimum that is no number.", "number", minimum="low")
    refused("minimum-plus", "A minimum that is no number of JSON.", "number", minimum="+1")
    refused("maximum-day", "A maximum that is no day.", "date", maximum="2023-02-29")
    refused("minimum-partial", "The bound of a partial date is a whole date.", "partialdate", minimum="1984")
    refused("minimum-uncertain", "The bound of a partial date is certain.", "partialdate", minimum="1984-05-17?")
    refused("bounds-number", "By value, the least is more than the most.", "number", minimum="10", maximum="9.5")
    refused("bounds-integer", "The least is more than the most.", "integer", minimum=1, maximum=0)
    refused("bounds-date", "The first day is after the last.", "date", minimum="2024-01-02", maximum="2024-01-01")
    refused("bounds-length", "The least length is more than the most.", "string", minLength=2, maxLength=1)
    refused("constraint", "A constraint that the type does not have.", "boolean", minimum="1")
    values(
        c,
        "bounds-equal",
        "The least and the most are equal by value.",
        "number",
        ["10"],
        ["9", "11"],
        minimum="10",
        maximum="1e1",
    )


def pattern_cases(c: Cases) -> None:
    def pattern(name: str, about: str, text: str, good: list[str], bad: list[str]) -> None:
        values(c, f"pattern-{name}", about, "string", [*good, None], bad, pattern=text)

    pattern("plain", "The whole text matches, in the same case.", "ab", ["ab"], ["", "a", "abc", " ab", "AB", "ab\n"])
    pattern("branches", "Alternatives.", "ab|c|d+", ["ab", "c", "dd"], ["abc", "ac", ""])
    pattern(
        "dot",
        "Any character but line feed and carriage return.",
        "a.c",
        ["abc", "a😀c", "a\u2028c", "a\0c"],
        ["a\nc", "a\rc", "ac"],
    )
    pattern("question", "None or one.", "ab?", ["a", "ab"], ["abb", ""])
    pattern("star", "Any number.", "ab*", ["a", "ab", "a" + "b" * 1023], ["a" + "b" * 1024, "b"])
    pattern("plus", "One or more.", "[0-9]+", ["0", "0123456789"], ["", "a", "٣"])
    pattern("count", "Exactly so many.", "a{3}", ["aaa"], ["aa", "aaaa"])
    pattern("count-zero", "None.", "a{0}b", ["b"], ["ab", ""])
    pattern("count-least", "At least so many.", "a{2,}", ["aa", "aaaaa"], ["a", ""])
    pattern("count-range", "From so many to so many.", "a{1,3}b", ["ab", "aaab"], ["b", "aaaab"])
    pattern("count-large", "A count of three digits.", "a{999}a{25}", ["a" * 1024], ["a" * 1023, ""])
    pattern(
        "overlap", "What follows a repetition may be what it repeats.", "a*a{2}a?", ["aa", "aaa", "aaaa"], ["a", ""]
    )
    pattern("class", "One of some characters.", "[abc]", ["a", "c"], ["d", "", "ab", "-"])
    pattern("class-range", "Ranges.", "[a-cx-z0]", ["b", "y", "0"], ["d", "-", "1"])
    pattern(
        "class-not",
        "None of some characters, and a line feed is one of the others.",
        "[^a-c]",
        ["d", "\n", "^"],
        ["a", ""],
    )
    pattern("class-hyphens", "Hyphens at both ends.", "[-a-]", ["-", "a"], ["b"])
    pattern("class-hyphen", "A hyphen alone, and not a hyphen.", "[-][^-]", ["-a"], ["--", "a-"])
    pattern("class-hyphen-twice", "A hyphen at each end, and nothing between.", "[--]", ["-"], [",", ""])
    pattern("class-not-hyphens", "A hyphen after a caret.", "[^-a]", ["b", "^"], ["-", "a"])
    pattern("class-caret", "A caret that is not the first.", "[a^]", ["a", "^"], ["b"])
    pattern("class-meta", "Other signs have no meaning in a class.", "[.*+?(){}|$]", [".", "$", "|", "{"], ["a", "\\"])
    pattern(
        "class-escapes",
        "Escapes in a class, also as ends of a range.",
        "[\\[-\\]\\n]",
        ["[", "\\", "]", "\n"],
        ["n", "^"],
    )
    pattern(
        "escapes",
        "Every escape.",
        "\\(\\)\\.\\*\\+\\?\\[\\\\\\]\\^\\{\\|\\}\\-\\n\\r\\t",
        ["().*+?[\\]^{|}-\n\r\t"],
        ["()"],
    )
    pattern("plain-signs", "Signs that need no escape.", "a-b,c/d#e", ["a-b,c/d#e"], ["ab"])
    pattern(
        "beyond", "Characters beyond the basic plane are single characters.", "[😀-😂]{2}", ["😁😂"], ["😁", "😃😃"]
    )
    pattern("normal-forms", "Different normal forms are different characters.", "é", ["é"], ["e\u0301"])

    for name, about, text in (
        ("group", "A group.", "(a)"),
        ("caret", "An anchor at the beginning.", "^a"),
        ("dollar", "An anchor at the end.", "a$"),
        ("category", "A category of characters.", "\\p{L}"),
        ("digit", "A class escape.", "\\d"),
        ("escape-letter", "An escape that there is not.", "\\a"),
        ("escape-end", "An escape of nothing.", "a\\"),
        ("branch-empty", "Nothing after a bar.", "a|"),
        ("branch-first", "Nothing before a bar.", "|a"),
        ("branch-between", "Nothing between two bars.", "a||b"),
        ("quantifier-first", "Nothing to repeat.", "*a"),
        ("quantifier-twice", "A repetition of a repetition.", "a**"),
        ("quantifier-lazy", "A lazy repetition.", "a+?"),
        ("quantifier-bar", "Nothing to repeat after a bar.", "a|+"),
        ("count-four", "A count of four digits.", "a{1000}"),
        ("count-descending", "From more to fewer.", "a{3,2}"),
        ("count-empty", "A count of nothing.", "a{}"),
        ("count-from-nothing", "A count without its least.", "a{,3}"),
        ("count-open", "A count that does not end.", "a{3"),
        ("count-space", "A count with a space.", "a{1, 2}"),
        ("count-digits", "A count in other digits.", "a{٣}"),
        ("brace", "A closing brace.", "a}"),
        ("bracket", "A closing bracket.", "a]"),
        ("class-empty", "An empty class.", "[]"),
        ("class-not-empty", "A class of all characters.", "[^]"),
        ("class-open", "A class that does not end.", "[a"),
        ("class-descending", "A range from more to less.", "[z-a]"),
        ("class-bracket", "A bracket in a class.", "[[]"),
        ("class-hyphen-inside", "A hyphen between a range and another character.", "[a-b-c]"),
        ("class-hyphens-three", "Three hyphens.", "[---]"),
        ("class-to-hyphen", "A range that ends at a hyphen.", "[+--]"),
        ("class-escape", "A class escape in a class.", "[\\d]"),
    ):
        field = {"name": "n", "type": "string", "constraints": {"pattern": text}}
        c.add("check-values", f"pattern-{name}", about, "6.1", error="schema-invalid", field=field, values=[])


GROUPS = (form_cases, constraint_cases, pattern_cases)
