"""The real tokens of three public operators verify, at their times, by the roots that were published."""

from datetime import UTC, datetime

import pytest

from swapproto import SwapError
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.stamps.tokens import read_token

from .real import DATA, TOKENS, real

TIMES = {
    "digicert": datetime(2025, 3, 24, 11, 17, 47, tzinfo=UTC),
    "identrust": datetime(2025, 3, 11, 10, 43, 58, tzinfo=UTC),
    "sigstage-sha256": datetime(2025, 5, 9, 11, 58, 55, tzinfo=UTC),
}
pytestmark = pytest.mark.skipif(not TOKENS.exists(), reason="the evidence folder is not here")


@pytest.mark.parametrize("name", TIMES)
def test_a_real_token_verifies(name: str) -> None:
    found = real(name)
    clocks = Clocks([Operator(name, tuple(found.certificates))])
    token = read_token(found.token, [DATA[name]], clocks.certificates)
    assert token.time == TIMES[name].timestamp()
    assert token.accuracy == (1 if name == "sigstage-sha256" else None)
    assert clocks.pinned(token).name == name
    with pytest.raises(SwapError) as caught:
        Clocks([Operator("another", tuple(real(next(one for one in TIMES if one != name)).certificates))]).pinned(token)
    assert caught.value.code == "token-untrusted"


@pytest.mark.parametrize("name", TIMES)
def test_a_real_token_is_of_its_own_bytes_alone(name: str) -> None:
    found = real(name)
    with pytest.raises(SwapError) as caught:
        read_token(found.token, [DATA[name] + b"\n"], found.certificates)
    assert caught.value.code == "token-imprint"


@pytest.mark.parametrize("name", ["digicert", "identrust"])
def test_an_intermediate_or_the_authority_itself_may_be_pinned(name: str) -> None:
    found = real(name)
    token = read_token(found.token, [DATA[name]])
    for one in token.certificates:
        assert Clocks([Operator("pinned", (one,))]).pinned(token).name == "pinned"
