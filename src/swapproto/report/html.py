"""Render a page that people read: one file that loads nothing, needs no script, and contains its transcript.

The transcript is armored text in an element that browsers do not show, so that whatever reads armored text reads the
page itself (spec 3.3). Values are escaped by Jinja, wherever they stand. One script, allowed by its hash, adds the
reader's own local time to times in UTC, and reads nothing but those.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..assessment.plain import SCHEMA, SPEC
from ..errors import FormatError
from ..wire.armor import armored, marks
from ..wording import day, load, when
from .markup import clean

_BLOCK = ["-----BEGIN SWAPPROTO-----", "-----END SWAPPROTO-----"]
_PORTION = 2**16  # characters


def render(template: str, language: str, transcript: Sequence[bytes], **values: Any) -> Iterator[bytes]:
    """Yield the parts of the page of a template in ``templates/``, with what it shows as ``values``.

    ``language`` is that of its sentences, and ``transcript`` the artefacts that are in it, which whoever reads the page
    reads, and nothing else. Raise :class:`FormatError` ``armor-malformed`` at the end where a value would change that:
    the page is then no page.
    """
    style = _style(digest(transcript))
    script, words = _text("local_time.js"), load(language)
    allowed = f"style-src '{hash_source(style)}'; script-src '{hash_source(script)}'"
    values |= {
        "language": language,
        "direction": "rtl" if words.is_from_right else "ltr",
        "policy": f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
        "style": style,
        "script": script,
        "local": words.showing(str).report("local", local="%"),
        "transcript": map(Markup, armored(transcript)),
    }
    yield from checked(_environment().get_template(template).generate(values))


def digest(transcript: Iterable[bytes]) -> str:
    """Return the SHA-256 of artefacts that are joined, in hexadecimal."""
    found = hashlib.sha256()
    for artefact in transcript:
        found.update(artefact)
    return found.hexdigest()


def checked(page: Iterable[str]) -> Iterator[bytes]:
    """Yield a page, and raise :class:`FormatError` at its end unless it is split as its transcript alone is, so that
    their verdicts are one.

    So it is if no line but those of its own block begins or ends one. Nothing else that artefacts or a block in UTF-16
    begin with is UTF-8 without NUL. Spec 3.2, 3.3.
    """
    found: list[str] = []
    for lines in _portions(page):
        found += [*marks(lines), *("\0" in lines) * ["\0"]]
        yield lines.encode()
    if found != _BLOCK:
        raise FormatError(
            "armor-malformed", "a text in this page would change what is read from it: nothing is written"
        )


def _portions(page: Iterable[str]) -> Iterator[str]:
    """Yield a page by many whole lines at a time."""
    held: list[str] = []
    size = 0
    for part in page:
        held.append(part)
        size += len(part)
        if size >= _PORTION and "\n" in part:
            lines, end, rest = "".join(held).rpartition("\n")
            yield lines + end
            held, size = [rest], len(rest)
    yield "".join(held)


def _style(digest: str) -> str:
    """Return the style of all pages, and the digest of the transcript for the foot of each printed page."""
    return (
        _text("style.css")
        + f'@page {{ @bottom-left {{ content: "SHA-256 {digest}"; font: 7pt monospace; direction: ltr }} '
        + '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt serif; direction: ltr } }\n'
    )


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def hash_source(text: str) -> str:
    """Return the SHA-256 of what is between two tags, as a Content Security Policy names it."""
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
    environment.filters |= {"when": when, "day": day, "base": base}
    return environment


def base(path: str) -> str:
    """Return the name of a file without the folders that it is in: these are nobody's affair."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1] or path
