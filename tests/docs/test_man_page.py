"""The man page says what the command line takes, and a formatter accepts it."""

import shutil
import subprocess

import pytest

from tests.docs import man_page


def test_the_man_page_is_what_the_command_line_takes() -> None:
    assert man_page.PAGE.read_text("utf-8") == man_page.page(), "run: python -m tests.docs.man_page"


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_the_man_page_is_formatted_without_a_warning() -> None:
    words = ["groff", "-man", "-Tutf8", "-ww", "-z", str(man_page.PAGE)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stderr == ""
