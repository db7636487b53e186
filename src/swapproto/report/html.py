"""Render a page that people read: one file that loads nothing, needs no script, and contains its transcript.

The transcript is armored text in an element that browsers do not show, so that whatever reads armored text reads the
page itself (spec 3.3). Values are escaped by Jinja, wherever they stand. One script, allowed by its hash, adds the
reader's own local time to times in UTC, and reads nothing but those.
"""

import base64
import hashlib
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..assessment.plain import SCHEMA, SPEC
from ..errors import FormatError
from ..wire.armor import armor
from ..wire.framing import frame
from ..wording import load, when
from .markup import clean


def render(template: str, language: str, transcript: bytes, **values: Any) -> bytes:
    """Return the page of a template in ``templates/``, with what it shows as ``values``.

    ``language`` is that of its sentences, and ``transcript`` the artefacts that are in it, which whoever reads the page
    reads, and nothing else. Raise :class:`FormatError` ``armor-malformed`` where a value would change that.
    """
    style = _style(hashlib.sha256(transcript).hexdigest())
    script, words = _text("local_time.js"), load(language)
    allowed = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    values |= {
        "language": language,
        "direction": "rtl" if words.is_from_right else "ltr",
        "policy": f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
        "style": style,
        "script": script,
        "local": words.showing(str).report("local", local="%"),
        "transcript": armor(transcript),
    }
    page = _joined(_environment().get_template(template).generate(values))
    values.clear()  # what was shown is in the page
    check(page, transcript)
    return page


def check(page: bytes, transcript: bytes) -> None:
    """Raise :class:`FormatError` unless a page is split as its transcript alone is, so that their verdicts are one."""
    pieces = zip_longest(frame(page), frame(armor(transcript).encode()))
    if any(one is None or meant is None or not one.reads_as(meant) for one, meant in pieces):
        raise FormatError(
            "armor-malformed", "a text in this page would change what is read from it: nothing is written"
        )


def _joined(parts: Iterable[str]) -> bytes:
    """Return the parts of a page as one. They are short: all of them at once would take three times as much memory."""
    page = io.BytesIO()
    for part in parts:
        page.write(part.encode())
    return page.getvalue()


def _style(digest: str) -> str:
    """Return the style of all pages, and the digest of the transcript for the foot of each printed page."""
    return (
        _text("style.css")
        + f'@page {{ @bottom-left {{ content: "SHA-256 {digest}"; font: 7pt monospace; direction: ltr }} '
        + '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt serif; direction: ltr } }\n'
    )


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    """Return the SHA-256 of what is between two tags, as a policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("swapproto.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) else clean(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"SPEC": SPEC, "SCHEMA": SCHEMA}
    environment.filters |= {"when": when, "day": _day, "base": base}
    return environment


def base(path: str) -> str:
    """Return the name of a file without the folders that it is in: these are nobody's affair."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1] or path


def _day(seconds: int) -> str:
    """Return the day of a time in seconds since 1970, which can be before 1970."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date().isoformat()
