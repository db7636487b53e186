"""How the documentation is built: `make docs`."""

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))

project = "swapproto"
author = "The swapproto authors"
project_copyright = author
version = release = installed_version("swapproto")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4

suppress_warnings = ["ref.python"]  # the builtin list, beside attributes that are called list
default_role = "code"  # `name` in a docstring is code
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 100

html_theme = "furo"
html_title = "swapproto"
html_copy_source = False
html_show_sphinx = False


def _write_pages(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        import pages

        pages.write(Path(app.outdir) / "pages")


def setup(app: Sphinx) -> None:
    """Put the verifier and the sample reports beside the pages."""
    app.connect("build-finished", _write_pages)
