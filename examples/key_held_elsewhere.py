"""Sign and open with keys that this program never sees.

The keys are in another process, which stands in for a hardware module or a key service. It answers "sign" and "open"
over a pipe, and never gives a key away. `KeyBox` is all the code that such keys need: one method for `Signer`, one for
`Opener`. Signing can also be split: prepare here, sign there, perhaps days later on another machine, and finish here.

It does NOT make this program harmless: the program sees each list, and the box signs any statement it is given. A real
box shows a person what is to be signed. The local secret stays in this program, since `seal` needs it. Keep it, and
keep it secret: with another one, sealing the same version again gives another root, and that is a fork.
"""

import json
import subprocess
import sys
import time
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from swapproto import (
    Commitment,
    List,
    LocalSecret,
    Opener,
    Party,
    Place,
    Schema,
    Signer,
    SwapError,
    VerificationError,
    obtain_key,
    prepare_card,
    prepare_reveal,
    read_statement,
    seal,
    unseal,
)


def hold_keys() -> None:
    """Run the other process, which generates keys, keeps them, and answers one line of JSON with another."""
    signing, mlkem, x25519 = Ed25519PrivateKey.generate(), MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.SHAKE256, hpke.AEAD.AES_256_GCM)
    opening = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
    for line in sys.stdin:
        asked = {name: bytes.fromhex(value) for name, value in json.loads(line).items()}
        answer = b""  # refused
        match asked:
            case {"sign": message} if message.startswith(b"\x84\x6aSignature1"):  # statements, and nothing else
                answer = signing.sign(message)
            case {"open": wrap, "info": info}:
                with suppress(InvalidTag, ValueError):
                    answer = suite.decrypt(wrap, opening, info=info)
            case {"public": _}:
                encrypt_key = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
                answer = signing.public_key().public_bytes_raw() + encrypt_key
        print(json.dumps(answer.hex()), flush=True)


class KeyBox:
    """The process with the keys, as a `Signer` and an `Opener`."""

    def __enter__(self) -> "KeyBox":
        command = [sys.executable, __file__, "--hold-keys"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()  # the process ends when its input ends

    def sign(self, message: bytes) -> bytes:
        return self.ask(sign=message)

    def open(self, wrap: bytes, info: bytes) -> bytes:
        secret = self.ask(open=wrap, info=info)
        if not secret:
            raise VerificationError("wrap-invalid", "the box cannot open this")
        return secret

    def ask(self, **question: bytes) -> bytes:
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: PT018
        print(json.dumps({name: value.hex() for name, value in question.items()}), file=self.process.stdin, flush=True)
        if not (answer := self.process.stdout.readline()):
            raise ConnectionError("the process that holds the keys has ended")
        return bytes.fromhex(json.loads(answer))


def main() -> None:
    with KeyBox() as box:
        public = box.ask(public=b"")
        card = prepare_card("Notary", verify_key=public[:32], encrypt_key=public[32:], iat=int(time.time()))
        notary = Party.read(card.finish(box.sign(card.to_be_signed)))
        print(f"the card of {notary.name}, signed in the box: {len(notary.card)} bytes")
        run(notary, box, box)
    print(f"the box closed with status {box.process.returncode}")


def run(notary: Party, signer: Signer, opener: Opener) -> None:
    deeds = List.of("Deeds", Schema.of_texts(["deed"]), [{"deed": "Mill Lane 3"}, {"deed": "Quay 11"}])
    local_secret = LocalSecret.generate()  # once, and stored where only this program can read it
    sealed = seal(deeds, author=notary, local_secret=local_secret, place=Place.first("report"), iat=int(time.time()))
    signature = signer.sign(sealed.unsigned.to_be_signed)  # or carried there and back on a stick
    commitment = read_statement(sealed.unsigned.finish(signature), notary.verify_key, Commitment)
    print(f"committed to {commitment.body.count} deeds, by a key that this program never saw")

    cek = obtain_key(commitment, sealed.envelope, notary.kid, opener)
    print(f"reopened through the box: {[entry['deed'] for entry in unseal(commitment, sealed.envelope, cek).list]}")

    reveal = prepare_reveal(commitment, cek, revealer=notary, reader=None, iat=int(time.time()))
    try:
        reveal.finish(signature)  # of the commitment
    except SwapError as error:
        print(f"a signature of something else is refused: {error.code}")
    print(f"revealed to all: {len(reveal.finish(signer.sign(reveal.to_be_signed)))} bytes")


if __name__ == "__main__":
    if sys.argv[1:] == ["--hold-keys"]:
        hold_keys()
    else:
        main()
