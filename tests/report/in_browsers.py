"""What the tests of both browsers share: a page on which the cases of the specification are asked."""

from pathlib import Path

from swapproto.conformance.cases import Case, folder, load
from swapproto.report import pages
from tests.report.verifier import may_be_left_out


def page_of_cases(path: Path) -> Path:
    """Write a page whose function ``ask`` answers as the runner does."""
    program = pages.script("operations.mjs") + pages.script("json.mjs").partition("const MODULES = {};")[2]
    ask = """
window.ask = async (line) => {
  const { operation, input } = MODULES['json.mjs'].parseJson(line);
  return MODULES['json.mjs'].printJson(await MODULES['operations.mjs'].answer(operation, input));
};"""
    path.write_text(f'<!doctype html><meta charset="utf-8"><script>{program}{ask}</script>', "utf-8")
    return path


def cases() -> list[Case]:
    """Return the cases that a reader has to answer."""
    return [case for case in load(folder()) if not may_be_left_out(case.operation, case.input)]
