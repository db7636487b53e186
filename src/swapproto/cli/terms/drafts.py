"""The draft: a list that is to be signed, as the options of a command describe it."""

import argparse
from typing import NamedTuple

from ..arguments import KeyChoice, TableChoice
from ..pinning import roles


class Draft(NamedTuple):
    """A list that is to be committed to, as the options of ``commit`` or ``sign`` describe it.

    ``published`` is whether its key is to be published with it, and ``public`` whether its restricted fields may be.
    ``exchange`` are the files of the exchange whose terms it is under, and ``terms`` says which of several it is.
    ``beacon`` is the file or the address of a round of the public beacon.
    """

    table: TableChoice
    key: KeyChoice
    output: str
    force: bool
    role: str | None
    label: str | None
    previous: str | None
    answers: str | None
    to: list[str]
    id: str | None
    adopt: bool
    yes: bool
    trust: list[str] | None
    command: list[str]
    published: bool
    public: bool
    exchange: list[str]
    terms: str | None
    beacon: str | None

    @classmethod
    def of(cls, options: argparse.Namespace, *, published: bool, public: bool = False) -> "Draft":
        """Return what the options of :func:`arguments.add_new_list` say."""
        return cls(
            table=TableChoice.of(options),
            key=KeyChoice.of(options),
            output=options.output,
            force=options.force,
            role=roles.given(options),
            label=options.label,
            previous=options.previous,
            answers=options.answers,
            to=options.to,
            id=options.id,
            adopt=options.adopt,
            yes=options.yes,
            trust=options.trust,
            command=options.command,
            published=published,
            public=public,
            exchange=getattr(options, "exchange", []),
            terms=getattr(options, "terms", None),
            beacon=getattr(options, "beacon", None),
        )
