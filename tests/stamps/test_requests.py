"""Requests for tokens and their answers: only the answer to the very request gives a token."""

import http.client
import subprocess
from pathlib import Path

import pytest

from swapproto import InputError, SwapError
from swapproto.stamps.requests import QUERY_TYPE, RESPONSE_LIMIT, Request, read_response, read_token_file
from swapproto.stamps.tokens import read_token

from .authorities import OPENSSL, Authorities
from .forging import response
from .serving import MODES, serving

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")

DATA = b"\x58\x40" + bytes(64)
REFUSED = {
    "wrong": "token-altered",
    "page": "token-malformed",
    "another's": "token-imprint",
    "past": "token-imprint",
    "nothing": "token-malformed",
    "large": "token-malformed",
    "rejected": "token-malformed",
}


def code_of(request: Request, answer: bytes) -> str:
    with pytest.raises(SwapError) as caught:
        read_token(request.token_of(answer), [DATA])
    return caught.value.code


def ask(address: str, request: Request, timeout: float = 10) -> tuple[int, bytes]:
    host, _, port = address.removeprefix("http://").rstrip("/").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=timeout)
    try:
        connection.request("POST", "/", request.raw, {"Content-Type": QUERY_TYPE})
        answer = connection.getresponse()
        return answer.status, answer.read(RESPONSE_LIMIT + 1)
    finally:
        connection.close()


@pytest.mark.parametrize("hash_name", ["sha256", "sha384", "sha512"])
def test_the_answer_to_a_request_gives_a_token(authorities: Authorities, hash_name: str) -> None:
    request = Request.of(DATA, hash_name=hash_name)
    token = read_token(request.token_of(authorities.authority().reply(request.raw)), [DATA])
    assert (token.hash_name, token.imprint, token.nonce) == (hash_name, request.imprint, request.nonce)
    assert token.accuracy == 1
    assert token.signer == authorities.rsa.certificate


def test_openssl_reads_a_request_as_it_is_meant(tmp_path: Path) -> None:
    assert OPENSSL
    request = Request.of(DATA, nonce=b"\x80\x01\x02\x03\x04\x05\x06\x07")
    (tmp_path / "it.tsq").write_bytes(request.raw)
    words = [OPENSSL, "ts", "-query", "-in", "it.tsq", "-text"]
    shown = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30).stdout
    assert "Hash Algorithm: sha256" in shown
    assert "Nonce: 0x8001020304050607" in shown
    assert "Certificate required: yes" in shown


def test_a_request_that_was_saved_is_read_again() -> None:
    request = Request.of(DATA)
    assert Request.read(request.raw) == request
    assert Request.of(DATA).nonce != request.nonce


def test_no_request_is_made_with_a_weak_hash() -> None:
    with pytest.raises(InputError):
        Request.of(DATA, hash_name="sha1")


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode not in ("slow", "redirect")])
def test_a_server_that_answers_anything_else_gives_no_token(authorities: Authorities, mode: str) -> None:
    request = Request.of(DATA)
    with serving(authorities.authority(), mode) as address:
        status, answer = ask(address, request)
    assert status == 200
    if mode in REFUSED:
        assert code_of(request, answer) == REFUSED[mode]
    else:
        assert read_token(request.token_of(answer), [DATA]).nonce == request.nonce


def test_a_slow_server_is_slow_and_another_sends_elsewhere(authorities: Authorities) -> None:
    request = Request.of(DATA)
    with serving(authorities.authority(), "slow", slowness=30) as address, pytest.raises(TimeoutError):
        ask(address, request, timeout=0.2)
    with serving(authorities.authority(), "redirect") as address:
        assert ask(address, request)[0] == 302


def test_what_an_authority_says_when_it_refuses_is_told(authorities: Authorities) -> None:
    with pytest.raises(SwapError, match=r'status 2 \(rejected\), and says: "No\?\[2J more"'):
        read_response(response(b"", 2, "No\x1b[2J more"))
    granted = authorities.authority().reply(Request.of(DATA).raw)
    token = read_response(granted)
    with pytest.raises(SwapError, match="granted with changes"):
        read_response(response(token, 1))
    with pytest.raises(SwapError, match="has no token"):
        read_response(response(b"", 0))
    with pytest.raises(SwapError, match="does not belong"):
        read_response(response(token * 2, 0))


def test_a_file_may_hold_an_answer_or_a_token_alone(authorities: Authorities) -> None:
    answer = authorities.authority().reply(Request.of(DATA).raw)
    token = read_response(answer)
    assert read_token_file(answer) == token
    assert read_token_file(token) == token
    for other in (b"", b"\x30\x00", b"text", b"<html>"):
        with pytest.raises(SwapError):
            read_token_file(other)


def test_an_answer_is_no_token(authorities: Authorities) -> None:
    """A .tsr put where a token belongs is refused."""
    answer = authorities.authority().reply(Request.of(DATA).raw)
    with pytest.raises(SwapError) as caught:
        read_token(answer, [DATA])
    assert caught.value.code == "token-malformed"
