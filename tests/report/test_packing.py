"""A text that was packed is unpacked by the page, and is the same again."""

import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swapproto.report import bundle
from swapproto.report.packing import packed
from tests.report.verifier import FOLDER, NODE, needs_node

pytestmark = needs_node

SCRIPT = """
import { readFileSync } from 'node:fs';
const { unpacked } = await import(`${process.argv[1]}/packing.mjs`);
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf-8')).map(unpacked)));
"""


def unpacked(texts: list[str]) -> list[str]:
    assert NODE is not None
    command = [NODE, "--input-type=module", "-e", SCRIPT, str(FOLDER)]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, encoding="utf-8", check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_the_sentences_of_the_page_are_unpacked_and_shorter_packed() -> None:
    sentences = bundle.sentences()
    assert unpacked([packed(sentences)]) == [sentences]
    assert len(packed(sentences).encode()) < len(sentences.encode()) / 2


@pytest.mark.parametrize(
    "text", ["", "a", "ab" * 5_000, "x" * 100_000, "один два три один два три", "😀 twice 😀 twice 😀 twice"]
)
def test_a_text_is_the_same_again(text: str) -> None:
    assert unpacked([packed(text)]) == [text]


@settings(max_examples=20)
@given(st.lists(st.lists(st.sampled_from(["entries ", "сторона ", "السجل ", "<", "\n", "😀"])).map("".join)))
def test_any_text_is_the_same_again(texts: list[str]) -> None:
    assert unpacked([packed(text) for text in texts]) == texts


def test_what_would_be_read_as_packed_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be packed"):
        packed("a text with \ue000 in it")
