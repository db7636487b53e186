"""Put the verifier together: modules, sentences, style and page into one file that loads nothing.

The modules in ``verifier/`` are plain ES modules, and run as they are in Node. A page that is opened from a disk cannot
load modules, so that they are joined into one script here. It is the same bytes every time.
"""

import base64
import hashlib
import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from ..tables import profiles

_IMPORT = re.compile(r"^import \{([^}]*)\} from '\./([a-z0-9_-]+\.mjs)';\n", re.MULTILINE)
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
    parts = {"policy": policy, "style": style, "sentences": _sentences(), "profiles": _profiles(), "program": program}
    page = re.sub(rf"\{{({'|'.join(parts)})\}}", lambda part: parts[part[1]], _text(folder, "verifier.html"))
    return page.encode()


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


def _sentences() -> str:
    """Return the sentences of all languages but those of reports and letters, in JSON that cannot end a script."""
    found = {
        entry.name.removesuffix(".json"): json.loads(entry.read_text("utf-8"))
        for entry in sorted(files("swapproto.wording").iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".json")
    }
    for sentences in found.values():
        del sentences["report"], sentences["letter"]
    return _data(found)


def _profiles() -> str:
    """Return the columns of each profile, by the digest of its schema: a disclosure says no more than that."""
    found = {}
    for schema in (profiles.load(name).schema for name in profiles.names()):
        columns = [
            {"name": field["name"], "titles": field["title"], "restricted": field.get("restricted", False)}
            for field in schema.to_wire()["fields"]
        ]
        found[schema.digest.hex()] = columns
    return _data(found)


def _data(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
