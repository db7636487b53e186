"""The package and the verifier in JavaScript say the same of generated and altered transcripts, in every detail."""

import shutil
from pathlib import Path

import pytest

from swapproto.conformance.process import Runner
from tests.report.differential import ROOT, Difference, compared, start
from tests.report.transcripts import Transcripts
from tests.report.verifier import FOLDER, needs_node

pytestmark = [needs_node, pytest.mark.slow]

SEED = 20_261_128
MISTAKES = {
    "a late stamp is in time": ("times.mjs", "?.time <= deadline", "?.time <= deadline + 1e9"),
    "a review of oneself counts": ("exchanges.mjs", "commitment.signer !== review.signer", "true"),
    "the lowest version is current": ("lists.mjs", "body.version > most", "body.version < most"),
}


def first_difference(page: Runner, most: int) -> Difference | None:
    requests = Transcripts(SEED, ROOT / "spec" / "vectors")
    try:
        return next(filter(None, (compared(requests.next(), page) for _ in range(most))), None)
    finally:
        page.stop()


def test_the_two_say_the_same() -> None:
    assert first_difference(start(), 200) is None


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_verifier_is_found(name: str, tmp_path: Path) -> None:
    module, sound, mistaken = MISTAKES[name]
    folder = shutil.copytree(FOLDER, tmp_path / "verifier")
    source = (folder / module).read_text("utf-8")
    assert sound in source
    (folder / module).write_text(source.replace(sound, mistaken), "utf-8")
    assert first_difference(start(folder), 1000) is not None
