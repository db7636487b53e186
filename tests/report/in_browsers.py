"""What the tests of browsers share: windows, the verifier at work, and a page for the cases of the specification."""

from pathlib import Path
from typing import Any

from swapproto.conformance.cases import Case, folder, load
from swapproto.report import bundle
from tests.report.verifier import may_be_left_out

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1400, "height": 900}


def verify(page: Any, files: list[Path], digits: str = "", *, until: str = "Done") -> str:
    """Give files and digits, press the button, and return what the page then shows."""
    page.set_input_files("#files", files)
    page.fill("#digits", digits)
    page.click("#go")
    page.locator("#status", has_text=until).wait_for(timeout=60_000)
    return str(page.inner_text("main"))


def page_of_cases(path: Path) -> Path:
    """Write a page whose function ``ask`` answers as the runner does."""
    program = bundle.script("operations.mjs")
    ask = """
window.ask = async (line) => {
  const { answer, parseJson, printJson } = MODULES['operations.mjs'];
  const { operation, input } = parseJson(line);
  return printJson(await answer(operation, input));
};"""
    path.write_text(f'<!doctype html><meta charset="utf-8"><script>{program}{ask}</script>', "utf-8")
    return path


def cases() -> list[Case]:
    """Return the cases that a reader has to answer."""
    return [case for case in load(folder()) if not may_be_left_out(case.operation, case.input)]
