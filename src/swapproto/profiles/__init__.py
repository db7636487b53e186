"""Profiles that come with the program: schemas as JSON files beside this module. A user's own is such a file, too."""

from importlib.resources import files

from ..errors import InputError
from ..schema import Schema
from ..tables import read_schema

_SUFFIX = ".json"


def names() -> list[str]:
    """The names of all profiles, sorted."""
    return sorted(file.name.removesuffix(_SUFFIX) for file in files(__name__).iterdir() if file.name.endswith(_SUFFIX))


def load(name: str) -> Schema:
    """The profile of that name. Raises :class:`InputError` ``usage`` if there is none."""
    if name not in names():
        raise InputError("usage", f"there is no profile {name!r}; there are {', '.join(names())}")
    return read_schema((files(__name__) / f"{name}{_SUFFIX}").read_bytes())
