"""The schema of terms, which have only its digest: the profile or the file that it is the digest of."""

import os
from collections.abc import Iterable, Iterator

from ...errors import SwapError
from ...lists import Schema
from ...tables import profiles
from ..disk.files import names_in
from ..screen.terminal import clean
from ..table import read_profile

_SUFFIX = ".schema.json"


def path_beside(output: str) -> str:
    """Return where the schema of terms is written: beside them, under a name that belongs to theirs."""
    return os.path.splitext(output)[0] + _SUFFIX


def in_words(digest: bytes, files: Iterable[str]) -> str:
    """Return what has this digest: a profile of the program, or the schema in one of these files, with its fields."""
    for name in profiles.names():
        if profiles.load(name).schema.digest == digest:
            return f" (the profile {name})"
    for path in files:
        try:
            schema = read_profile(path).schema
        except SwapError:
            continue
        if schema.digest == digest:
            return f" ({clean(path)}: {_fields(schema)})"
    return f" (no file beside these has this schema: ask for it, and put it there as NAME{_SUFFIX})"


def beside(paths: Iterable[str]) -> Iterator[str]:
    """Yield the schema files that are in folders, and beside files."""
    for path in paths:
        if os.path.isdir(path):
            yield from (os.path.join(path, name) for name in names_in(path) if name.endswith(_SUFFIX))
        elif os.path.isfile(path_beside(path)):
            yield path_beside(path)


def _fields(schema: Schema) -> str:
    return ", ".join(clean(field.name) + (" (restricted)" if field.restricted else "") for field in schema.fields)
