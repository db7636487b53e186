"""The network: what is asked has limits, and no other module of the package uses it."""

import ast
import time
from pathlib import Path

import pytest

import swapproto
from swapproto import InputError
from swapproto.cli import network
from swapproto.cli.pinning.authorities import PUBLIC, named
from tests.budget import check_cpu_time
from tests.cli.serving import sending

PACKAGE = Path(swapproto.__file__).parent
NETWORK = {"socket", "ssl", "urllib", "http", "ftplib", "smtplib", "asyncio", "socketserver", "requests", "httpx"}


def imported(path: Path) -> set[str]:
    """Return the first parts of the names of all modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_no_other_module_can_use_the_network() -> None:
    using = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if imported(path) & NETWORK}
    assert using == {"cli/network.py", "demo/clocks.py"}, "the demonstration answers, on 127.0.0.1, and asks nobody"


def test_an_answer_comes_back_as_it_was_sent() -> None:
    with sending(b"sixteen bytes ..") as address:
        assert network.ask(address, limit=16) == b"sixteen bytes .."


def test_an_answer_above_the_limit_is_refused() -> None:
    with sending(bytes(17)) as address, pytest.raises(InputError, match="more than 16 bytes"):
        network.ask(address, limit=16)


def test_a_server_that_drips_is_left_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, so that no limit of a single step is ever reached."""
    monkeypatch.setattr(network, "SECONDS", 0.5)
    began = time.process_time()
    with sending(b"x", pause=0.1) as address, pytest.raises(InputError, match=r"no answer within 0\.5 seconds"):
        network.ask(address, limit=16)
    check_cpu_time(time.process_time() - began, 5)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("404 Not Found", "error 404 .Not Found."),
        ("500 Oops\x1b[2J", r"error 500 .Oops\?\[2J."),
        ("301 Moved", "sends on to elsewhere"),
        ("what", "no address of a web server"),
    ],
)
def test_an_error_of_a_server_is_told_in_plain_words(status: str, words: str) -> None:
    with sending(b"x", status=status) as address, pytest.raises(InputError, match=words) as caught:
        network.ask(address, limit=16)
    assert caught.value.code == "network"
    assert str(caught.value).startswith(address)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:,x", "127.0.0.1", ""])
def test_nothing_but_http_is_an_address(address: str) -> None:
    with pytest.raises(InputError) as caught:
        network.ask(address, limit=16)
    assert caught.value.code == "usage"


def test_the_public_authorities_have_names_that_are_found_in_any_case() -> None:
    assert named([known.name.upper() for known in PUBLIC]) == list(PUBLIC)
    assert all(network.is_address(known.address) for known in PUBLIC)
    assert named(["freetsa", PUBLIC[0].address, "FreeTSA"]) == [PUBLIC[0]]
