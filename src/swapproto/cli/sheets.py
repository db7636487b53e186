"""``template``: a blank workbook for people to fill in."""

import argparse

from .. import tables
from ..errors import InputError
from . import files
from .reading import read_profile
from .terminal import clean, say


def template(options: argparse.Namespace) -> int:
    """The workbook, headed by names of fields, or by titles in one language."""
    from ..tables.workbooks import template as blank  # seldom needed

    files.check_outputs(options.output, force=options.force, spare=[options.profile])
    if options.output != "-" and tables.kind_of(options.output) != "xlsx":
        raise InputError("usage", f"{options.output}: a template is a workbook: let its name end in .xlsx")
    schema = read_profile(options.profile).schema
    files.write(options.output, lambda stream: blank.write(schema, stream, options.language), force=options.force)
    headed = "field names" if options.language is None else f"titles in {options.language!r}"
    say(
        f"{clean(options.output)}: {len(schema.fields)} columns, headed by {headed}. Fill in the sheet {blank.LIST}, "
        f"as the sheet {blank.EXPLAINED!r} says."
    )
    return 0
