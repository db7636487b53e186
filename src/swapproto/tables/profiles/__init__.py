"""Profiles: schemas with rules, read from JSON files. Some come with the program, and users can write their own."""

from importlib.resources import files
from typing import NamedTuple

from ...errors import InputError
from ...lists import Schema
from ..checks.rules import Rules

__all__ = ["Profile", "load", "names", "read"]

_SUFFIX = ".json"


class Profile(NamedTuple):
    """The schema of a list, and the rules of what to report to its owner before they sign it."""

    #: The fields.
    schema: Schema
    #: What the checks expect of their values.
    rules: Rules

    def __repr__(self) -> str:
        return f"Profile({self.schema!r})"


def names() -> list[str]:
    """Return the names of the profiles that come with the program, sorted."""
    return sorted(file.name.removesuffix(_SUFFIX) for file in files(__name__).iterdir() if file.name.endswith(_SUFFIX))


def load(name: str) -> Profile:
    """Return the profile of that name. Raises :class:`InputError` ``usage`` if there is none."""
    if name not in names():
        raise InputError("usage", f"there is no profile {name!r}; there are {', '.join(names())}")
    return _read((files(__name__) / f"{name}{_SUFFIX}").read_bytes(), common_words=True)


def read(data: bytes) -> Profile:
    """Read the profile from a Table Schema JSON file. Raises :class:`InputError` ``schema-invalid``. Spec 6.1."""
    return _read(data, common_words=False)


def _read(data: bytes, *, common_words: bool) -> Profile:
    from . import descriptor  # pydantic takes longer to load than a verification takes

    return Profile(*descriptor.read(data, common_words=common_words))
