"""Put the verifier together: modules, sentences, style and page into one file that loads nothing.

The modules in ``verifier/`` are plain ES modules, and run as they are in Node. A page that is opened from a disk cannot
load modules, so that they are joined into one script here. It is the same bytes every time.
"""

import base64
import hashlib
import json
import re
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from .. import wording

_IMPORT = re.compile(r"^import \{([^}]*)\} from '\./([a-z0-9_-]+\.mjs)';\n", re.MULTILINE)
_TEXT = re.compile(r'<[^>]* data-text="([a-z-]+)"[^>]*>')
_OF_OTHERS = ("console", "counted", "letter", "report")
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)


def verifier() -> bytes:
    """Return ``verifier.html``."""
    folder = _folder()
    program = script("main.mjs")
    style = _text(files(__package__), "style.css")
    policy = (
        f"default-src 'none'; script-src '{_digest(program)}'; style-src '{_digest(style)}'; worker-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    sentences = _sentences()
    parts = {"policy": policy, "style": style, "sentences": _as_script(sentences), "program": program}
    page = _TEXT.sub(lambda found: found[0] + escape(sentences["en"]["page"][found[1]]), _text(folder, "verifier.html"))
    return re.sub(r"\{(policy|style|sentences|program)\}", lambda part: parts[part[1]], page).encode()


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


def _sentences() -> dict[str, Any]:
    """Return the sentences of all languages, without those that only other pages and the command line have."""
    folder = files("swapproto.wording")
    found = {tag: json.loads(folder.joinpath(f"{tag}.json").read_text("utf-8")) for tag in wording.LANGUAGES}
    return {tag: {name: data[name] for name in data if name not in _OF_OTHERS} for tag, data in found.items()}


def _as_script(data: object) -> str:
    """Return data in JSON that cannot end a script."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
