"""Every command and program in the tutorial and the how-to pages runs, and prints what the page says it prints."""

import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from swapproto import Identity, KeyFile, Party
from tests.docs.blocks import Answer, Terminal, agrees, blocks, commands, run_page
from tests.stamps.authorities import OPENSSL, Authorities
from tests.stamps.serving import serving

DOCS = Path(__file__).parents[2] / "docs"
TUTORIAL = sorted((DOCS / "tutorial").glob("*.md"))
HOW_TO = sorted((DOCS / "how-to").glob("*.md"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform == "win32" or shutil.which("bash") is None, reason="the pages are tried on a Unix terminal"
    ),
]

PEOPLE = """\
id,family_name,given_name,born,place
P-001,Вітрогонч,Ігор,1985-01-13,Дзвінка
P-002,Tarn,Ossian,1990-11-23,Maulne
P-003,Зорекрич,Ганна,1968-11-22,Синьозір
P-004,Dovik,Mirle,1979-04-02,Port Haal
P-005,Haal,Jorun,1993-08-30,Maulne
"""

PROPOSED = (
    "mkdir exchange",
    "swapproto propose --template -o TERMS.toml",
    (
        "sed -i.bak -e 's/^title = .*/title = \"Five for five\"/' -e 's/^release = 1/release = 2/' "
        "-e 's/^delivery = false/delivery = true/' -e 's/^# count = 100/count = 5/' "
        "-e 's/^# \\(\\[\\[mediator\\]\\]\\)/\\1/' -e 's/^# \\(party = \"Mediator\"\\)/\\1/' TERMS.toml"
    ),
    "swapproto propose TERMS.toml -k North.swapkey --yes -o exchange/terms.swap",
)
COMMITTED = (
    *PROPOSED,
    "swapproto accept exchange -k South.swapkey --yes -o exchange/south-accepts.swap",
    "swapproto accept exchange -k Mediator.swapkey --yes -o exchange/mediator-accepts.swap",
    "swapproto commit people.csv -k North.swapkey --exchange exchange --yes -o exchange/north.swap",
    "swapproto commit people.csv -k South.swapkey --exchange exchange --yes -o exchange/south.swap",
)
BY_PARTIES = tuple(command.replace("-e 's/^release = 1/release = 2/' ", "") for command in COMMITTED)
#: What has happened before a page about exchanges begins: every party is pinned, too.
BEFORE = {
    "propose-an-exchange": (),
    "answer-a-proposal": PROPOSED,
    "mediate-an-exchange": PROPOSED,
    "follow-an-exchange": (
        *COMMITTED,
        "swapproto receipt exchange -k South.swapkey --yes -o exchange/south-received.swap",
        "swapproto merge exchange -o exchange.swap",
    ),
    "report-to-a-journalist": COMMITTED,
    "complain-of-a-list": (
        *BY_PARTIES,
        *(
            f"swapproto receipt exchange -k {name}.swapkey --yes -o exchange/{name}-received.swap"
            for name in ("North", "South", "Mediator")
        ),
        "swapproto reveal exchange -k North.swapkey --exchange --yes -o exchange/north-key.swap",
        "python -m tests.docs.wrong_key exchange South.swapkey exchange/south-key.swap",
    ),
}


def group_of(asked: "re.Match[str]", command: str, folder: Path) -> str:
    card = re.search(r"trust (\S+)", command)
    assert card is not None
    return Party.read((folder / card[1]).read_bytes()).fingerprint.split(" ")[int(asked[1]) - 1]


def on_a_terminal(folder: Path, tools: Path) -> Terminal:
    def always(text: str) -> Answer:
        return lambda asked, command: text

    return Terminal(
        folder,
        tools,
        {
            r"(?:passphrase|The same again|Passphrase for \S+): ": always("seven made-up words on a sheet of paper"),
            r"(?:Sign this|Disclose this|Hand this over)\? Type yes: ": always("yes"),
            r"Believe this clock, as '\w+'\? Type yes: ": always("yes"),
            r"Type group (\d+): ": lambda asked, command: group_of(asked, command, folder),
        },
    )


@pytest.fixture(scope="module")
def after_the_tutorial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the tutorial leaves behind, but with keys that take no passphrase, for speed."""
    folder = tmp_path_factory.mktemp("start")
    here, tools = folder / "here", folder / "tools"
    here.mkdir()
    (here / "people.csv").write_text(PEOPLE, encoding="utf-8")
    shell = on_a_terminal(here, tools)
    now = int(time.time())
    for name in ("North", "South", "Mediator"):
        identity = Identity.generate(name, iat=now)
        key = here / f"{name}.swapkey"
        key.write_text(KeyFile.lock(identity, None).encode(), encoding="utf-8")
        key.chmod(0o600)
        (here / f"{name}.swap").write_bytes(identity.party.card)
        if name != "Mediator":
            shell.run(f"swapproto trust {name}.swap --fingerprint '{identity.party.fingerprint}'")
            assert shell.status == 0
    shell.run("swapproto commit people.csv -k North.swapkey --role offer --yes -o people-1.swap")
    assert shell.status == 0
    return folder


def begin_an_exchange(folder: Path, tools: Path, before: Iterable[str]) -> None:
    """Pin the mediator, write the digits of each party to a file, and run what comes before a page."""
    shell = on_a_terminal(folder, tools)
    for name in ("North", "South", "Mediator"):
        (folder / f"{name}.digits").write_text(Party.read((folder / f"{name}.swap").read_bytes()).fingerprint)
    for command in ('swapproto trust Mediator.swap --fingerprint "$(cat Mediator.digits)"', *before):
        printed = shell.run(command)
        assert shell.status == 0, printed


def failures(page: Path, folder: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return "\n\n".join(run_page(text, on_a_terminal(folder / "here", folder / "tools")))


@pytest.mark.parametrize("page", TUTORIAL, ids=lambda page: page.stem)
def test_a_tutorial_runs_from_nothing(page: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    wrong = failures(page, tmp_path)
    assert not wrong, wrong


@pytest.fixture
def a_clock(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For the page on stamps: whoever asks by plain HTTP reaches a clock of this computer, whose root is at hand."""
    if request.getfixturevalue("page").stem != "stamp-a-statement":
        yield
        return
    if shutil.which("curl") is None or OPENSSL is None:
        pytest.skip("curl or openssl is not installed")
    clocks: Authorities = request.getfixturevalue("authorities")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "digicert-root.pem").write_bytes(clocks.root.pem)
    with serving(clocks.authority()) as address:
        monkeypatch.setenv("http_proxy", address)
        yield


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
@pytest.mark.usefixtures("a_clock")
def test_a_how_to_runs_after_the_tutorial(page: Path, tmp_path: Path, after_the_tutorial: Path) -> None:
    shutil.copytree(after_the_tutorial, tmp_path, dirs_exist_ok=True)
    if page.stem in BEFORE:
        begin_an_exchange(tmp_path / "here", tmp_path / "tools", BEFORE[page.stem])
    wrong = failures(page, tmp_path)
    assert not wrong, wrong


def test_every_block_of_a_page_is_of_a_known_kind() -> None:
    known = {"console", "python", "text", "sh", "json", "{code-block}", "{csv-table}", "{toctree}", "{argparse}"}
    odd = [
        (page.name, block.line, block.kind)
        for page in (*TUTORIAL, *HOW_TO)
        for block in blocks(page.read_text("utf-8"))
        if block.kind not in known
    ]
    assert odd == []
    assert TUTORIAL
    assert HOW_TO


def test_the_runner_of_pages_notices_differences(tmp_path: Path) -> None:
    assert list(commands("$ one \\\n> two\nprinted\n$ three\n")) == [("one \\\ntwo", "printed"), ("three", "")]
    assert agrees("a ... c\n", "a b\nb c \n")
    assert not agrees("a ... c\n", "a b\n")
    assert not agrees("a\n", "a\nb\n")
    (tmp_path / "here").mkdir()
    shell = on_a_terminal(tmp_path / "here", tmp_path / "tools")
    assert len(run_page("```console\n$ false\n```\n", shell)) == 1
    assert len(run_page("```console\n$ echo one\ntwo\n```\n", shell)) == 1
    assert len(run_page("```python\nprint(1)\n```\n\n```text\n2\n```\n", shell)) == 1
    assert run_page("```console\n$ false\n$ echo $?\n1\n```\n", shell) == []
