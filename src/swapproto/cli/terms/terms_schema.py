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
    name = name_of(digest, files)
    if name is None:
        return f" (no file beside these has this schema: ask for it, and put it there as NAME{_SUFFIX})"
    if name in profiles.names():
        return f" (the profile {name})"
    return f" ({clean(name)}: {_fields(read_profile(name).schema)})"


def name_of(digest: bytes, files: Iterable[str]) -> str | None:
    """Return what ``--profile`` takes for the schema with this digest: a profile of the program, or a file."""
    return next((name for name in (*profiles.names(), *files) if _has(name, digest)), None)


def _has(name: str, digest: bytes) -> bool:
    try:
        return read_profile(name).schema.digest == digest
    except SwapError:
        return False


def beside(paths: Iterable[str]) -> Iterator[str]:
    """Yield the schema files that are in folders, and beside files."""
    for path in paths:
        if os.path.isdir(path):
            yield from (os.path.join(path, name) for name in names_in(path) if name.endswith(_SUFFIX))
        elif os.path.isfile(path_beside(path)):
            yield path_beside(path)


def _fields(schema: Schema) -> str:
    return ", ".join(clean(field.name) + (" (restricted)" if field.restricted else "") for field in schema.fields)
