"""Render a page that people read: one file that loads nothing, runs no script, and contains its transcript.

The transcript is armored text in an element that browsers do not show, so that whatever reads armored text reads the
page itself (spec 3.3). Values are escaped by Jinja, wherever they stand.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..text import HIDING
from ..wire.armor import armor

_RIGHT_TO_LEFT = ("ar",)


def render(template: str, language: str, transcript: bytes, **values: Any) -> bytes:
    """Return the page of a template in ``templates/``, with what it shows as ``values``.

    ``language`` is that of its sentences, and ``transcript`` the artefacts that are in it.
    """
    style = _style(hashlib.sha256(transcript).hexdigest())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = (
        _environment()
        .get_template(template)
        .render(
            language=language,
            direction="rtl" if language in _RIGHT_TO_LEFT else "ltr",
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            style=style,
            transcript=armor(transcript),
            **values,
        )
    )
    return page.encode()


def clean(value: object) -> str:
    """Return a text of somebody else without what hides or reorders text, as a page shows it."""
    return HIDING.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _style(digest: str) -> str:
    """Return the style of all pages, and the digest of the transcript for the foot of each printed page."""
    return (
        files(__package__).joinpath("style.css").read_text("utf-8")
        + f'@page {{ @bottom-left {{ content: "SHA-256 {digest}"; font: 7pt monospace }} '
        + '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt serif } }\n'
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("swapproto.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) else clean(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )
