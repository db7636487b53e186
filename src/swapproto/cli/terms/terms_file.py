"""The file of terms: a small TOML file in which people write what they propose. Every message names its line."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from ...errors import InputError
from ...lists import ENTRIES
from ...lists.fields import is_language
from ...stamps.clocks import ACCURACY
from ...statements.terms import (
    ACCURACY_LIMIT,
    CERTIFICATES,
    CONDITION_LIMIT,
    CONDITIONS,
    GRACE_LIMIT,
    LANGUAGES,
    MEDIATORS,
    OPERATOR_LIMIT,
    OPERATORS,
    SLOTS,
    TITLE_LIMIT,
    Text,
    is_condition,
    is_title,
)
from ...text import HIDING, is_visible
from ..disk import files
from ..disk.toml_text import Path, TomlText
from ..screen import moments

SIZE_LIMIT = 65_536


class _Strict(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)


def _seconds(value: object) -> object:
    seconds = moments.parse_duration(value) if isinstance(value, str) else None
    if seconds is None:
        raise ValueError('write a duration in quotes, as "2d", "36h", "90m" or "30s"')
    return seconds


def _with_offset(value: object) -> object:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("write a time with its offset and without quotes, as 2027-01-31T18:00:00+02:00 or ...Z")
    return int(value.timestamp())


def _digest(value: object) -> object:
    if not isinstance(value, str) or len(value) != 64 or not set(value) <= set("0123456789abcdef"):
        raise ValueError("write 64 digits of lower-case hexadecimal, in quotes")
    return value


_Duration = Annotated[int, BeforeValidator(_seconds)]
_Moment = Annotated[int, BeforeValidator(_with_offset)]
_Digest = Annotated[str, BeforeValidator(_digest)]
_Text = str | dict[str, str]


class WrittenSlot(_Strict):
    """Who owes a list."""

    party: str
    role: str
    count: Annotated[int, Field(ge=0, le=ENTRIES)] | None = None


class WrittenMediator(_Strict):
    """Who mediates."""

    party: str


class WrittenDeadlines(_Strict):
    """By when each step is due, in seconds."""

    accept: _Moment | None = None
    commit: _Moment | None = None
    reveal: _Moment | None = None
    review: _Moment | None = None


class WrittenClock(_Strict):
    """Whose time stamps are believed."""

    operator: str
    certificates: list[str] = Field(min_length=1, max_length=CERTIFICATES)
    accuracy: Annotated[_Duration, Field(le=ACCURACY_LIMIT)] = ACCURACY


class Written(_Strict):
    """Terms as a person wrote them: parties, profile and replaced terms by their names or files."""

    title: _Text
    slot: list[WrittenSlot] = Field(min_length=2, max_length=SLOTS)
    mediator: list[WrittenMediator] = Field(default=[], max_length=MEDIATORS)
    release: Literal[1, 2] = 1
    delivery: bool = False
    grace: Annotated[_Duration, Field(le=GRACE_LIMIT)] = 0
    profile: str | None = None
    conditions: list[_Text] = Field(default=[], max_length=CONDITIONS)
    deadlines: WrittenDeadlines = WrittenDeadlines()
    clock: list[WrittenClock] = Field(default=[], max_length=OPERATORS)
    quorum: int | None = None
    beacon: _Digest | None = None
    replaces: str | None = None


class TermsFile:
    """A file of terms that has the right form, and the places in it for messages."""

    def __init__(self, data: bytes, path: str) -> None:
        self._text = TomlText(data, path, SIZE_LIMIT)
        self._folder = "" if path == "-" else os.path.dirname(path)
        try:
            #: What the file says.
            self.written: Written = Written.model_validate(self._text.content)
        except ValidationError as error:
            first, *more = error.errors(include_url=False)
            others = f" (and {len(more)} more)" if more else ""
            place, why = _in_words(first)
            raise self.refused(f"{why}{others}", place) from None
        for path_of_text, text in texts_of(self.written):
            fault = (_fault_of_title if path_of_text[0] == "title" else _fault_of_condition)(text)
            if fault is not None:
                raise self.refused(fault, path_of_text)
        for number, clock in enumerate(self.written.clock):
            if not is_visible(clock.operator, OPERATOR_LIMIT):
                why = f"a name has 1 to {OPERATOR_LIMIT} bytes and no control or invisible characters"
                raise self.refused(why, ("clock", number, "operator"))

    @classmethod
    def read(cls, path: str) -> "TermsFile":
        """Read a file, or standard input for ``-``. Raise :class:`InputError` with the line and the key."""
        return cls(files.read_bytes(path, SIZE_LIMIT), path)

    def refused(self, why: str, path: Path) -> InputError:
        """Return the refusal of what is at a place in the file."""
        return self._text.refused(why, path)

    def beside(self, name: str) -> str:
        """Return the path of a file that the terms name: as it is seen from the folder that they are in."""
        return os.path.join(self._folder, name)


def texts_of(written: Written) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Yield the title and the conditions, each with its place."""
    yield ("title",), written.title
    for number, condition in enumerate(written.conditions):
        yield ("conditions", number), condition


def _fault_of_title(text: Text) -> str | None:
    return _fault(text, is_title, TITLE_LIMIT, "it has 1 to {limit} bytes, in one line, with single spaces in between")


def _fault_of_condition(text: Text) -> str | None:
    return _fault(text, is_condition, CONDITION_LIMIT, "it has 1 to {limit} bytes")


def _fault(text: Text, check: Callable[[object], bool], limit: int, form: str) -> str | None:
    """Return what is wrong with a text in one language or several, or None."""
    if isinstance(text, str):
        if check(text):
            return None
        if hidden := HIDING.search(text.replace("\n", "")):
            return f"it contains U+{ord(hidden[0]):04X}, which controls, hides or reorders text: remove it"
        if "://" in text and check(text.replace("://", " ")):
            return (
                "it names an address, and what is there could be changed later: add the SHA-256 of it, "
                "64 digits of lower-case hexadecimal"
            )
        return form.format(limit=f"{limit:,}")
    if not 1 <= len(text) <= LANGUAGES:
        return f"it has a text in 1 to {LANGUAGES} languages"
    if wrong := next((tag for tag in text if not is_language(tag)), None):
        return f"{wrong!r} is not the tag of a language, as uk or pt-BR"
    faults = ((tag, _fault(one, check, limit, form)) for tag, one in text.items())
    return next((f"in {tag}, {why}" for tag, why in faults if why is not None), None)


_KNOWN = ", ".join(Written.model_fields)


def _in_words(error: ErrorDetails) -> tuple[tuple[str | int, ...], str]:
    """Return the place of an error, and what is wrong there."""
    place: tuple[str | int, ...] = tuple(error["loc"])
    place = tuple(part for part in place if part not in ("str", "dict[str,str]"))  # the ways of reading a text
    context: dict[str, Any] = error.get("ctx") or {}
    match error["type"]:
        case "extra_forbidden":
            if len(place) > 1 and place[-1] in Written.model_fields:
                return place, "move it above the first [table]: what stands below one is a part of it"
            return place, "there is no such key here" + (f"; there are {_KNOWN}" if len(place) == 1 else "")
        case "missing":
            return place, "it is missing"
        case "value_error":
            return place, str(context["error"])
        case "literal_error":
            return place, f"it is {context['expected']}"
        case "too_short" | "too_long":
            least, most = context.get("min_length", 0), context.get("max_length")
            return place, f"there are at least {least} of them" if most is None else f"there are at most {most} of them"
        case "greater_than_equal" | "less_than_equal":
            return (
                place,
                f"it is too {'small' if 'ge' in context else 'large'}: the limit is {next(iter(context.values())):,}",
            )
        case _:
            return place, _expected(place)


def _expected(place: Path) -> str:
    match [part for part in place if isinstance(part, str)]:
        case ["title", *_] | ["conditions", _, *_]:
            return 'write a text in quotes, or a table of languages: { uk = "...", en = "..." }'
        case ["slot" | "mediator" | "clock" as name]:
            return f"write it as a table of its own, below [[{name}]]"
        case ["deadlines"]:
            return "write them below [deadlines]"
        case ["release" | "quorum"] | [_, "count"]:
            return "write a whole number without quotes"
        case [_, "certificates"]:
            return "write a list of files with certificates, or of their SHA-256"
        case ["conditions"]:
            return "write a list of texts"
        case ["delivery"]:
            return "write true or false, without quotes"
        case _:
            return "write a text in quotes"
