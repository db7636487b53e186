"""Put the verifier together: modules, sentences, style and page into one file that loads nothing.

The modules in ``verifier/`` are plain ES modules, and run as they are in Node. A page that is opened from a disk cannot
load modules, so that they are joined into one script here. It is the same bytes every time.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from .. import wording
from ..tables import choices, profiles
from .html import hash_source
from .packing import packed

_IMPORT = re.compile(r"^import \{([^}]*)\} from '\./([a-z0-9_-]+\.mjs)';\n", re.MULTILINE)
_TEXT = re.compile(r'<[^>]* data-text="([a-z-]+)"[^>]*>')
_OF_LETTERS = ("approximate", "no", "signed-as", "uncertain", "uncertain-approximate", "yes")
_CELLS = (
    *("absent", "existed-claimed", "existed-proven", "acknowledged", "no-other-version", "handed-over-proven"),
    *("handed-over-claimed", "handed-over-unopened", "published-unopened", "proven", "claimed-by", "no-fault"),
    "contradicted",
)
_OF_REPORTS = (
    *(f"cells.{cell}" for cell in _CELLS),
    *("events", "key", "moves", "parts", "sealed", "steps"),
    *("move.nobody", "move.over", "move.unknown", "questions.column", "section.digits", "section.mediators"),
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)


def verifier() -> bytes:
    """Return ``verifier.html``."""
    folder = _folder()
    program = script("page.mjs")
    style = _text(files(__package__), "style.css")
    policy = (
        f"default-src 'none'; script-src '{hash_source(program)}'; style-src '{hash_source(style)}'; worker-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    english = _sentences("en")["page"]
    page = _TEXT.sub(lambda found: found[0] + escape(english[found[1]]), _text(folder, "verifier.html"))
    parts = {
        "policy": policy,
        "style": style,
        "sentences": packed(sentences()),
        "profiles": _profiles(),
        "program": program,
    }
    return re.sub(rf"\{{({'|'.join(parts)})\}}", lambda part: parts[part[1]], page).encode()


def digest(page: bytes) -> str:
    """Return the SHA-256 of a page, in hexadecimal."""
    return hashlib.sha256(page).hexdigest()


def _folder() -> Traversable:
    return files(__package__).joinpath("verifier")


def _text(folder: Traversable, name: str) -> str:
    return folder.joinpath(name).read_text("utf-8")


def script(entry: str) -> str:
    """Return a module and all that it needs as one script, each after those that it imports from.

    In the script, ``MODULES`` has what each module exports, by its name.
    """
    folder = _folder()
    joined: dict[str, str] = {}

    def add(name: str) -> None:
        if name in joined:
            return
        source = _text(folder, name)
        for imported in _IMPORT.findall(source):
            add(imported[1])
        joined[name] = _as_function(name, source)

    add(entry)
    whole = "'use strict';\nconst MODULES = {};\n" + "".join(joined.values())
    if "</script" in whole or "<!--" in whole:
        raise ValueError("a module has a text that would end the script")
    return whole


def _as_function(name: str, source: str) -> str:
    """Return a module as a function that is called at once, and leaves what the module exports in ``MODULES``."""
    exported = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: f"const {{{found[1]}}} = MODULES['{found[2]}'];\n", source))
    if re.search(r"^(import|export) ", body, re.MULTILINE):
        raise ValueError(f"{name}: an import or export in a form that is not joined")
    return f"\n// {name}\nMODULES['{name}'] = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def sentences() -> str:
    """Return the sentences that the page says in all languages, as JSON."""
    return _as_script({tag: _sentences(tag) for tag in wording.LANGUAGES})


def _sentences(language: str) -> dict[str, Any]:
    """Return the sentences of a language without those that only other pages and the command line have."""
    data = json.loads(files("swapproto.wording").joinpath(f"{language}.json").read_text("utf-8"))
    shared = {name: one for name, one in data.items() if name != "console"}
    return {**shared, "report": _only(data["report"], _OF_REPORTS), "letter": _only(data["letter"], _OF_LETTERS)}


def _only(data: dict[str, Any], places: Iterable[str]) -> dict[str, Any]:
    """Return what is at these places of nested data, as ``section.digits``, and nothing else."""
    found: dict[str, Any] = {}
    for place in places:
        name, _, rest = place.partition(".")
        if rest:
            found.setdefault(name, {}).update(_only(data[name], [rest]))
        else:
            found[name] = data[name]
    return found


def _profiles() -> str:
    """Return the columns of each profile, by the digest of its schema, as a disclosure says no more than that; and what
    closed values are called."""
    found = {}
    for schema in (profiles.load(name).schema for name in profiles.names()):
        columns = [
            {"name": field["name"], "type": field["type"], "titles": field["title"]}
            for field in schema.to_wire()["fields"]
        ]
        found[schema.digest.hex()] = columns
    return _as_script({"columns": found, **choices.known()})


def _as_script(data: object) -> str:
    """Return data in JSON that cannot end a script."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
