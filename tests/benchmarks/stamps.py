"""Time stamps of one authority below a root, and the bare signature checks that verifying them takes at least."""

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from spec.cases.clocks import stamp
from swapproto import Revoke, Transcript, Trust, assess
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.stamps.stamp import Stamp
from swapproto.stamps.tokens import read_token
from tests.clocks import AUTHORITIES, clocks
from tests.exchanges import NORTH, START, kid, signed
from tests.stamps.forging import HASHES, STAMPING, PrivateKey, Recipe, certify, key_usage, tlv

KEYS: dict[str, Callable[[], PrivateKey]] = {
    "RSA 2,048": lambda: rsa.generate_private_key(65537, 2048),
    "RSA 4,096": lambda: rsa.generate_private_key(65537, 4096),
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
}


def contenders(kind: str, many: int) -> dict[str, Callable[[], object]]:
    """Return what is to be compared about so many stamps by an authority with a key of this kind."""
    root = certify("Root", rsa.generate_private_key(65537, 4096), ca=True)
    below = certify("Time CA", rsa.generate_private_key(65537, 4096), root, ca=True)
    signer = certify("Clock", KEYS[kind](), below, usage=key_usage("digital_signature"), purposes=STAMPING)
    recipe = Recipe(signer, certificates=[signer.raw, below.raw, root.raw])
    stamps = [Stamp.of(bytes(32), recipe.but(serial=number).token()).raw for number in range(many)]
    operator = Operator("North", (root.certificate,))
    message = tlv(0x31, recipe.signed_attributes(recipe.info()))
    signature, _ = recipe.sign(message)

    def verify(clocks: Callable[[], Clocks]) -> None:
        for raw in stamps:
            assert clocks().pinned(read_token(Stamp.read(raw).token, [recipe.data])).name == "North"

    def check() -> None:
        key = signer.x509.public_key()
        for _ in range(many):
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, message, padding.PKCS1v15(), HASHES["sha256"])
            elif isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(signature, message, ec.ECDSA(HASHES["sha256"]))

    warm = Clocks([operator])
    return {
        "signatures": check,
        "verify": lambda: verify(lambda: warm),
        "verify, each alone": lambda: verify(lambda: Clocks([operator])),
    }


def assessed(many: int) -> dict[str, Callable[[], object]]:
    """Return what is to be compared about so many statements with a stamp by each of three operators."""
    revoked = [signed(NORTH, Revoke(number.to_bytes(16, "big"), START), kid(NORTH)) for number in range(many)]
    stamps = [stamp(tsa, raw, START) for raw in revoked for tsa, _ in AUTHORITIES.values()]
    bare, whole = Transcript.read(b"".join(revoked)), Transcript.read(b"".join([*revoked, *stamps]))
    stamped = {one.id: one.raw[-66:] for one in bare.statements.values()}
    trust = Trust.of(NORTH.party)._replace(clocks=clocks())

    def read() -> None:
        for one in whole.stamps.values():
            read_token(one.token, [stamped[one.target]], trust.clocks.certificates)

    return {
        "statements": lambda: assess(bare, trust, now=START),
        "tokens": read,
        "assess": lambda: assess(whole, trust, now=START),
    }
