"""Cases of 18.1 to 18.4: stamps, tokens, whose clocks they are of, and rounds of the beacon."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from spec import reference as r
from spec.cases.clocks import (
    CA,
    CANDLE,
    HOURGLASS,
    HOURGLASS_ROOT,
    NULL,
    ROOT,
    SUNDIAL,
    TSA,
    TST_INFO,
    Certified,
    Making,
    accuracy,
    algorithm,
    attribute,
    crl,
    der,
    ecdsa,
    ed25519,
    ess_v1,
    ess_v2,
    extension,
    general_place,
    integer,
    is_ca,
    name,
    octets,
    oid,
    purposes,
    rsa_key,
    stamp,
    stamp_of,
    token,
    usage,
)
from spec.cases.making import NORTH, Cases
from spec.reference import H, cbor

STAMPED = b"swapproto vectors: what is stamped"
TIME = 1800000000


class Tokens:
    """Add cases of `verify-token`."""

    def __init__(self, c: Cases) -> None:
        self.c = c

    def __call__(
        self,
        name: str,
        about: str,
        spec: str,
        error: str | None = None,
        making: Making = Making(),  # noqa: B008 (immutable)
        *,
        tsa: Certified = SUNDIAL,
        anchors: tuple[Certified, ...] = (ROOT,),
        revocations: tuple[bytes, ...] = (),
        time: int = TIME,
        raw: bytes | None = None,
        assumed: int = 1,
        bound: int | None = None,
        stamped: tuple[bytes, ...] = (STAMPED,),
    ) -> None:
        given: dict[str, Any] = {"token": token(tsa, STAMPED, time, making) if raw is None else raw}
        given |= {"stamped": list(stamped), "certificates": [anchor.raw for anchor in anchors]}
        given |= {"revocations": list(revocations), "accuracy": assumed}
        result = self.c.add("verify-token", name, about, spec, error=error, **given)
        if bound is not None and result["bound"] != bound:
            raise SystemExit(f"verify-token/{name}: bound {result['bound']}, not {bound}")


def token_cases(c: Cases) -> None:
    add = Tokens(c)
    good = token(SUNDIAL, STAMPED, TIME)
    add("ecdsa", "A token signed with ECDSA on P-256.", "18.2; 18.3, step 1", bound=TIME + 1)
    add("rsa", "A token signed with RSA, by PKCS#1.", "18.2, step 7", tsa=HOURGLASS, anchors=(HOURGLASS_ROOT,))
    add(
        "ed25519",
        "A token signed with Ed25519, whose certificate is the anchor.",
        "18.2, step 7; 18.3, step 1",
        tsa=CANDLE,
        anchors=(CANDLE,),
    )
    for label, key in (
        ("rsa-plain", rsa_key(plain=True)),
        ("rsa-pss", rsa_key(pss=True)),
        ("rsa-sha512", rsa_key(digest="sha512")),
        ("ecdsa-p384", ecdsa("p384", ec.SECP384R1(), "sha384")),
        ("ecdsa-p521", ecdsa("p521", ec.SECP521R1(), "sha512")),
    ):
        add(label, "A token signed with another algorithm.", "18.2, step 7", tsa=Certified("Other", key, ROOT))

    # the structure
    malformed = "token-malformed"
    step = "18.2, step 1"
    add("empty", "No bytes.", step, malformed, raw=b"")
    add("cut", "The last byte is missing.", step, malformed, raw=good[:-1])
    add("extended", "A byte follows.", step, malformed, raw=good + b"\0")
    response = der(0x30, der(0x30, integer(0)), good)
    add("response", "A TimeStampResp, and not the token in it.", step, malformed, raw=response)
    add("indefinite", "A length that is not definite.", "18.2", malformed, raw=b"\x30\x80" + good[4:] + b"\0\0")
    add("long-length", "A length in more bytes than it needs.", "18.2", malformed, raw=b"\x30\x83\0" + good[2:])
    add("two-signers", "Two signers.", step, malformed, Making(signers=2))
    add("no-signer", "No signer.", step, malformed, Making(signers=0))
    add("crls", "Revocation lists in the token.", step, malformed, Making(crls=der(0xA1, der(0x30))))
    eight = (SUNDIAL.raw, *(Certified(f"Other {i}", ecdsa("other")).raw for i in range(7)))
    add("eight-certificates", "Eight certificates.", step, None, Making(bag=eight))
    add("nine-certificates", "Nine certificates.", step, malformed, Making(bag=(*eight, ROOT.raw)))
    add(
        "unsorted",
        "The certificates are not sorted.",
        "18.2",
        None,
        Making(bag=tuple(sorted((SUNDIAL.raw, ROOT.raw, CANDLE.raw), reverse=True))),
    )
    add("no-certificate", "A certificate that is none.", step, malformed, Making(bag=(SUNDIAL.raw, der(0x30))))
    twice = Certified("Twice", ecdsa("sundial"), ROOT, extensions=(*TSA, purposes()))
    add("extension-twice", "A certificate has an extension twice.", "18.2", malformed, tsa=twice)
    old = Certified("Old", ecdsa("sundial"), ROOT, version=0)
    add("extensions-in-version-1", "A certificate of version 1 has extensions.", "18.2", malformed, tsa=old)
    add(
        "digest-not-listed",
        "The digest algorithm of the signer is not among those of the data.",
        step,
        malformed,
        Making(digests=der(0x31, algorithm("2.16.840.1.101.3.4.2.3", NULL))),
    )
    add(
        "digests-more",
        "Another digest algorithm is listed beside it.",
        step,
        malformed,
        Making(digests=der(0x31, algorithm("2.16.840.1.101.3.4.2.3"), algorithm("2.16.840.1.101.3.4.2.1", NULL))),
    )
    add(
        "unsigned",
        "Attributes that are not signed.",
        step,
        None,
        Making(unsigned=der(0xA1, attribute("1.2.3", octets(b"")))),
    )
    for label, about, value in (
        ("tag-long", "a tag number of 31 and more", b"\xbf\x00"),
        ("integer-long", "an INTEGER that is not in shortest form", b"\x02\x02\x00\x01"),
        ("boolean", "a BOOLEAN that is neither", der(1, b"\x01")),
        ("null", "a NULL that is not empty", der(5, b"\0")),
        ("oid-cut", "an OBJECT IDENTIFIER that is cut", der(6, b"\x81")),
        ("bits-loose", "a BIT STRING with loose bits", der(3, b"\x01\x01")),
        ("text", "a UTF8String that is not UTF-8", der(0x0C, b"\xff")),
        ("set-primitive", "a SET that is primitive", der(0x11)),
        ("octets-parts", "an OCTET STRING in parts", der(0x24)),
    ):
        unsigned = Making(unsigned=der(0xA1, attribute("1.2.3", value)))
        add(f"unsigned-{label}", f"An attribute that is not signed has {about}.", "18.2", malformed, unsigned)
    key_id = der(0x80, bytes(20))
    add("sid-key", "The signer is named by a key identifier.", step, malformed, Making(place=key_id))
    data = good.replace(oid(TST_INFO), oid("1.2.840.113549.1.9.16.1.5"), 1)
    add("content-type", "The content is of another type.", step, malformed, raw=data)
    signed = good.replace(oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.7.3"), 1)
    add("not-signed-data", "Another kind of ContentInfo.", step, malformed, raw=signed)

    # TSTInfo
    step = "18.2, step 2"
    add("version", "A TSTInfo of version 2.", step, malformed, Making(version=2))
    add(
        "fraction",
        "A fraction of a second: the time is rounded up.",
        step,
        None,
        Making(fraction=".269"),
        bound=TIME + 2,
    )
    add("fraction-zero", "A fraction of zero.", step, None, Making(fraction=".0"), bound=TIME + 1)
    add("fraction-long", "A fraction of ten digits.", step, malformed, Making(fraction=".0000000001"))
    add("fraction-empty", "A point without digits.", step, malformed, Making(fraction="."))
    add(
        "accuracy",
        "An accuracy in seconds, millis and micros: it is rounded up.",
        step,
        None,
        Making(accuracy=accuracy(2, 1, 1)),
        bound=TIME + 3,
    )
    add("accuracy-millis-one", "A millisecond.", step, None, Making(accuracy=accuracy(0, 1)), bound=TIME + 1)
    add("accuracy-seconds", "An accuracy of whole seconds.", step, None, Making(accuracy=accuracy(2)), bound=TIME + 2)
    add(
        "accuracy-micros",
        "An accuracy of a microsecond.",
        step,
        None,
        Making(accuracy=accuracy(None, None, 1)),
        assumed=5,
        bound=TIME + 1,
    )
    add(
        "accuracy-empty",
        "An accuracy without parts is none at all: nothing is assumed.",
        step,
        None,
        Making(accuracy=accuracy()),
        assumed=5,
        bound=TIME,
    )
    add(
        "accuracy-zero", "An accuracy of zero seconds.", step, None, Making(accuracy=accuracy(0)), assumed=5, bound=TIME
    )
    add("accuracy-absent", "No accuracy: that of the operator is assumed.", "18.5", assumed=5, bound=TIME + 5)
    add("accuracy-millis", "A thousand milliseconds.", step, malformed, Making(accuracy=accuracy(0, 1000)))
    add("accuracy-millis-zero", "No milliseconds.", step, malformed, Making(accuracy=accuracy(0, 0)))
    add("accuracy-negative", "An accuracy below zero.", step, malformed, Making(accuracy=accuracy(-1)))
    add("accuracy-long", "An accuracy of more than a day.", step, malformed, Making(accuracy=accuracy(86401)))
    ordered = der(1, b"\xff") + integer(77) + der(0xA0, der(0xA4, name("Anybody")))
    add("rest", "Ordering, a nonce, and the name of another.", "18.2, step 6", malformed, Making(rest=ordered))
    add("nonce", "Ordering and a nonce.", step, None, Making(rest=der(1, b"\xff") + integer(77)))
    add("ordering-false", "An ordering that says false.", "18.2", None, Making(rest=der(1, b"\0")))
    add("ordering-one", "A BOOLEAN that is neither.", "18.2", malformed, Making(rest=der(1, b"\x01")))
    add("nonce-long", "An INTEGER that is not in shortest form.", "18.2", malformed, Making(rest=der(2, b"\0\x01")))
    harmless, critical = extension("1.2.3", b""), extension("1.2.3", b"", critical=True)
    add("extension", "An extension that is not critical.", step, None, Making(rest=der(0xA1, harmless)))
    add("extension-critical", "A critical extension.", step, malformed, Making(rest=der(0xA1, critical)))
    add("info-extended", "Something follows in the TSTInfo.", "18.2", malformed, Making(rest=octets(b"")))
    text = der(0x18, b"20270115080000Z")
    assert text in good

    def timed(moment: bytes) -> Making:
        return Making(content=lambda info: der(0x30, *_replaced(info, text, der(0x18, moment))))

    add("time-no-zone", "A time without its zone.", step, malformed, timed(b"20270115080000"))
    add("time-no-seconds", "A time without seconds.", step, malformed, timed(b"202701150800Z"))
    add("time-leap", "Second 60.", step, malformed, timed(b"20270115080060Z"))
    add("time-no-day", "The 30th of February.", step, malformed, timed(b"20270230080000Z"))
    add("time-early", "A time before 1970.", step, malformed, timed(b"19691231235959Z"))
    # hash and imprint
    step = "18.2, step 3"
    for digest in ("sha1", "md5"):
        add(f"imprint-{digest}", "The imprint is by a weak hash.", step, "token-hash-weak", Making(digest=digest))
    for digest in ("sha384", "sha512"):
        add(f"imprint-{digest}", "The imprint is by another hash of SHA-2.", step, None, Making(digest=digest))
    add("digest-sha1", "The signer's digest is SHA-1.", step, "token-hash-weak", Making(signed_with="sha1"))
    step = "18.2, step 4"
    add("imprint", "The token is for other bytes.", step, "token-imprint", stamped=(b"other bytes",))
    add("variants", "The token is for the second of two.", step, None, stamped=(b"other bytes", STAMPED))
    add(
        "imprint-altered",
        "The imprint was altered, and the token signed again.",
        step,
        "token-imprint",
        Making(hashed=bytes(32)),
    )

    # attributes
    step = "18.2, step 5"
    doubled = Making(attributes=lambda given: [*given, given[0]])
    add("attribute-twice", "An attribute that is there twice.", step, malformed, doubled)
    values = Making(
        attributes=lambda given: [attribute("1.2.840.113549.1.9.3", oid(TST_INFO), oid(TST_INFO)), *given[1:]]
    )
    add("attribute-values", "An attribute with two values.", step, malformed, values)
    add("no-content-type", "No content type.", step, malformed, Making(attributes=lambda given: given[1:]))
    add("no-digest", "No message digest.", step, malformed, Making(attributes=lambda given: [given[0], *given[2:]]))
    add("no-signing-certificate", "No signing certificate.", step, malformed, Making(names=()))
    wrong = Making(
        attributes=lambda given: [attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.7.1")), *given[1:]]
    )
    add("attribute-content-type", "The content type is another.", step, malformed, wrong)
    other_digest = Making(
        attributes=lambda given: [given[0], attribute("1.2.840.113549.1.9.4", octets(bytes(32))), *given[2:]]
    )
    add("message-digest", "The message digest is another.", step, "token-altered", other_digest)
    add(
        "signing-certificate-1",
        "The certificate is named by SHA-1 alone.",
        step,
        None,
        Making(names=(ess_v1(SUNDIAL),)),
    )
    add(
        "signing-certificate-both",
        "It is named in both ways.",
        step,
        None,
        Making(names=(ess_v1(SUNDIAL), ess_v2(SUNDIAL))),
    )
    add(
        "signing-certificate-sha512",
        "It is named by SHA-512.",
        step,
        None,
        Making(names=(ess_v2(SUNDIAL, digest="sha512"),)),
    )
    add(
        "signing-certificate-md5",
        "It is named by MD5.",
        step,
        malformed,
        Making(names=(ess_v2(SUNDIAL, digest="md5"),)),
    )

    twice_named = attribute(
        "1.2.840.113549.1.9.16.2.47",
        der(0x30, der(0x30, *[der(0x30, octets(H(tsa.raw))) for tsa in (SUNDIAL, ROOT)])),
    )
    add(
        "signing-certificate-two",
        "Another certificate is named after it.",
        step,
        malformed,
        Making(names=(twice_named,)),
    )

    # the signer's certificate
    step = "18.2, step 6"
    missing = "token-signer-missing"
    add("signer-missing", "The signer's certificate is not in the token.", step, missing, Making(bag=()))
    add("signer-pinned", "It is the anchor, and not in the token.", step, None, Making(bag=()), anchors=(SUNDIAL,))
    add("signer-other", "Another certificate is named.", step, missing, Making(names=(ess_v2(CANDLE),)))
    both = Making(names=(ess_v1(CANDLE), ess_v2(SUNDIAL)))
    add("signer-other-1", "The two attributes name two certificates.", step, missing, both)
    twin = Certified("Sundial Time", ecdsa("twin"), ROOT)
    add(
        "twin",
        "A certificate of the same issuer and serial number stands first.",
        step,
        malformed,
        Making(bag=(twin.raw, SUNDIAL.raw)),
    )
    add(
        "sid-other",
        "The sid has another serial number.",
        step,
        malformed,
        Making(place=der(0x30, SUNDIAL.issuer, integer(9))),
    )
    add(
        "place",
        "The certificate is named with its issuer and serial number.",
        step,
        None,
        Making(names=(ess_v2(SUNDIAL, place=general_place(SUNDIAL)),)),
    )
    add(
        "place-other",
        "It is named with another serial number.",
        step,
        malformed,
        Making(names=(ess_v2(SUNDIAL, place=general_place(SUNDIAL, 9)),)),
    )

    named = der(0xA0, der(0xA4, SUNDIAL.subject))
    add("tsa", "The authority's name is that of the certificate.", step, None, Making(rest=named))
    titled = Certified(
        "Sundial Time",
        ecdsa("sundial"),
        ROOT,
        extensions=(*TSA, extension("2.5.29.17", der(0x30, der(0x82, b"sundial")))),
    )
    add(
        "tsa-alternative",
        "It is an alternative name of the certificate.",
        step,
        None,
        Making(rest=der(0xA0, der(0x82, b"sundial"))),
        tsa=titled,
    )

    # key and signature
    step = "18.2, step 7"
    for label, key in (
        ("rsa-1024", rsa_key(1024)),
        ("rsa-exponent", rsa_key(e=2**32 + 15)),
        ("secp256k1", ecdsa("koblitz", ec.SECP256K1())),
        ("ed25519-identity", ed25519("candle")._replace(public=_identity_key())),
    ):
        add(
            f"key-{label}",
            "A key that is too weak, or of another kind.",
            step,
            "token-key-weak",
            tsa=Certified("Weak", key, ROOT),
        )
    algorithms = "token-algorithm"
    add(
        "algorithm-rsa",
        "The algorithm is that of another kind of key.",
        step,
        algorithms,
        Making(algorithm=rsa_key().algorithm),
    )
    add(
        "algorithm-sha512",
        "The algorithm has another digest than the signer.",
        step,
        algorithms,
        Making(algorithm=algorithm("1.2.840.10045.4.3.4")),
    )
    add(
        "algorithm-parameters",
        "ECDSA with NULL as its parameters.",
        step,
        None,
        Making(algorithm=algorithm("1.2.840.10045.4.3.2", NULL)),
    )
    add(
        "algorithm-pss",
        "RSASSA-PSS without parameters.",
        step,
        algorithms,
        Making(algorithm=algorithm("1.2.840.113549.1.1.10")),
        tsa=HOURGLASS,
    )
    broken = algorithm("1.2.840.113549.1.1.10", der(0x30, der(0xA0, NULL)))
    add(
        "algorithm-pss-malformed",
        "RSASSA-PSS with parameters in another form.",
        step,
        algorithms,
        Making(algorithm=broken),
        tsa=HOURGLASS,
        anchors=(HOURGLASS_ROOT,),
    )
    iron = Certified("Iron Root", rsa_key(), extensions=CA, serial=1)
    tsa = Certified("Iron Time", ecdsa("iron"), iron)
    forger = Certified("Iron Root", iron.key._replace(algorithm=broken), extensions=CA)
    bag = Making(bag=(tsa.raw, Certified("Rust", ecdsa("rust"), forger, serial=8).raw))
    add(
        "bag-pss-malformed", "A stranger's certificate with such parameters.", step, None, bag, tsa=tsa, anchors=(iron,)
    )
    add(
        "algorithm-sha1",
        "RSA with SHA-1.",
        step,
        algorithms,
        Making(algorithm=algorithm("1.2.840.113549.1.1.5", NULL)),
        tsa=HOURGLASS,
    )
    add(
        "ed25519-sha256",
        "Ed25519 with another digest than SHA-512.",
        step,
        algorithms,
        Making(signed_with="sha256"),
        tsa=CANDLE,
    )
    flipped = Making(signature=lambda signature: signature[:-1] + bytes([signature[-1] ^ 1]))
    add("signature", "The signature does not verify.", step, "token-altered", flipped)
    add("signature-rsa", "The same, of RSA.", step, "token-altered", flipped, tsa=HOURGLASS)
    add("signature-ed25519", "The same, of Ed25519.", step, "token-altered", flipped, tsa=CANDLE)

    # purpose
    step = "18.2, step 8"
    server, signing = oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.3")
    for label, about, extensions in (
        ("none", "No extended key usage.", TSA[:2]),
        ("not-critical", "It is not critical.", (*TSA[:2], purposes(critical=False))),
        ("server", "A certificate of a web server.", (*TSA[:2], purposes(der(0x30, server)))),
        ("two", "Two purposes.", (*TSA[:2], purposes(der(0x30, oid("1.3.6.1.5.5.7.3.8"), signing)))),
        ("key-usage", "A key usage that allows no signature.", (TSA[0], usage(0x20, unused=5), TSA[2])),
        (
            "key-usage-more",
            "A key usage that allows certificates to be signed.",
            (TSA[0], usage(0x84, unused=2), TSA[2]),
        ),
    ):
        tsa = Certified("Purpose", ecdsa("purpose"), ROOT, extensions=extensions)
        add(f"purpose-{label}", about, step, "token-purpose", tsa=tsa)
    no_usage = Certified("Purpose", ecdsa("purpose"), ROOT, extensions=(TSA[0], TSA[2]))
    add("purpose-alone", "No key usage at all.", step, tsa=no_usage)


def path_cases(c: Cases) -> None:
    add = Tokens(c)
    step = "18.3, step 1"
    untrusted = "token-untrusted"
    add("untrusted", "The anchor is that of another authority.", step, untrusted, anchors=(HOURGLASS_ROOT,))
    add("no-anchor", "There is no anchor.", step, untrusted, anchors=())
    add("two-anchors", "The second of two anchors.", step, anchors=(HOURGLASS_ROOT, ROOT))
    same_name = Certified("Sundial Root", ecdsa("impostor"), extensions=CA)
    add("impostor", "A root of the same name and another key.", step, untrusted, anchors=(same_name,))
    renamed = Certified("Sundial Roof", ed25519("sundial root"), extensions=CA)
    tsa = Certified("Sundial Time", ecdsa("sundial"), renamed)
    add("renamed", "The issuer has another name than the anchor, and its key.", step, untrusted, tsa=tsa)
    forged = Certified("Forged", ecdsa("forged"), ROOT, forged=True)
    add("forged", "The signature of the certificate does not verify.", step, untrusted, tsa=forged)

    def chain(
        *extensions: tuple[bytes, ...], root: tuple[bytes, ...] = CA, **last: Any
    ) -> tuple[Certified, Certified, Making]:
        """Return a root, an authority below intermediates with these extensions, and a token with all of them."""
        top = above = Certified("Tower Root", ecdsa("tower root"), extensions=root)
        bag = []
        for number, given in enumerate(extensions):
            above = Certified(f"Tower {number}", ecdsa(f"tower {number}"), above, extensions=given, **last)
            bag.append(above.raw)
        tsa = Certified("Tower Time", ecdsa("tower"), above)
        return top, tsa, Making(bag=(tsa.raw, *bag[::-1]))

    def path(
        name: str,
        about: str,
        *extensions: tuple[bytes, ...],
        error: str | None = None,
        root: tuple[bytes, ...] = CA,
        **last: Any,
    ) -> None:
        top, tsa, making = chain(*extensions, root=root, **last)
        add(f"path-{name}", about, step, error, making, tsa=tsa, anchors=(top,))

    path("one", "One certificate between.", CA)
    path("six", "Six certificates between: eight in the chain.", *[CA] * 6)
    path("seven", "Seven certificates between: nine in the chain.", *[CA] * 7, error=untrusted)
    path("not-ca", "The one between is no CA.", (is_ca(ca=False), CA[1]), error=untrusted)
    path("no-constraints", "The one between has no basic constraints.", CA[1:], error=untrusted)
    path("no-cert-sign", "The one between may not sign certificates.", (CA[0], usage(0x02, unused=1)), error=untrusted)
    path("no-usage", "The one between has no key usage.", CA[:1])
    path("length-zero", "A path length of zero, right above the authority.", (is_ca(0), CA[1]))
    path("length-root", "A root with a path length of one, and one between.", CA, root=(is_ca(1), CA[1]))
    path(
        "length-short",
        "A root with a path length of zero, and one between.",
        CA,
        error=untrusted,
        root=(is_ca(0), CA[1]),
    )
    path("purpose", "The one between is for time stamping.", (*CA, purposes(critical=False)))
    other = purposes(der(0x30, oid("1.3.6.1.5.5.7.3.1")), critical=False)
    path("purpose-other", "The one between is for servers alone.", (*CA, other), error=untrusted)
    path(
        "policies",
        "The one between has critical policies.",
        (*CA, extension("2.5.29.32", der(0x30, der(0x30, oid("2.5.29.32.0"))), critical=True)),
    )
    path(
        "critical",
        "The one between has name constraints.",
        (*CA, extension("2.5.29.30", der(0x30), critical=True)),
        error=untrusted,
    )
    path("unknown", "The one between has an unknown extension that is not critical.", (*CA, extension("1.2.3", b"")))
    path(
        "names",
        "The one between has name constraints that are not critical.",
        (*CA, extension("2.5.29.30", der(0x30))),
        error=untrusted,
    )
    path(
        "unknown-critical",
        "The one between has an unknown critical extension.",
        (*CA, extension("1.2.3", b"", critical=True)),
        error=untrusted,
    )
    path("expired", "The one between has expired before.", CA, error="token-expired", end=TIME)
    top, tsa, making = chain(CA)
    add("path-cut", "The one between is missing.", step, untrusted, Making(bag=(tsa.raw,)), tsa=tsa, anchors=(top,))
    between = Certified("Tower 0", ecdsa("tower 0"), top, extensions=CA)
    add(
        "path-anchor", "The one between is the anchor.", step, None, Making(bag=(tsa.raw,)), tsa=tsa, anchors=(between,)
    )
    crossed = Certified("Sundial Root", ed25519("sundial root"), HOURGLASS_ROOT, extensions=CA, serial=9)
    bag = Making(bag=(SUNDIAL.raw, crossed.raw))
    add("path-crossed", "The root is signed by another root, too.", step, None, bag, anchors=(HOURGLASS_ROOT,))
    edge = Certified("Edge", ecdsa("edge"), ROOT, start=TIME, end=TIME + 1)
    add("valid-second", "A certificate that is valid for this one second.", step, tsa=edge)
    add(
        "valid-fraction",
        "The time is rounded up, to when it has expired.",
        step,
        "token-expired",
        Making(fraction=".5"),
        tsa=edge,
    )
    add("expired", "The certificate had expired.", step, "token-expired", tsa=edge, time=TIME + 1)
    add("not-yet", "The certificate was not yet valid.", step, "token-expired", tsa=edge, time=TIME - 1)
    brief = Certified("Brief Root", ecdsa("brief root"), extensions=CA, end=TIME - 1)
    below = Certified("Brief Time", ecdsa("brief"), brief)
    add("root-expired", "The anchor had expired.", step, "token-expired", tsa=below, anchors=(brief,))

    revoked = "token-revoked"
    for label, about, error, entry, invalid in (
        ("before", "The certificate was revoked before.", revoked, (7, TIME - 1, 1), None),
        ("then", "It was revoked at that time.", revoked, (7, TIME, 4), None),
        ("after", "It was revoked later.", None, (7, TIME + 1, 1), None),
        ("invalid", "It was revoked later, and invalid before.", revoked, (7, TIME + 9, 1), TIME - 9),
        ("other", "Another certificate was revoked.", None, (8, TIME - 1, 1), None),
    ):
        add(f"revoked-{label}", about, step, error, revocations=(crl(ROOT, entry, invalid=invalid),))
    entry = (7, TIME - 1, 1)
    add("revoked-forged", "The list was not signed by the issuer.", step, revocations=(crl(ROOT, entry, forged=True),))
    add(
        "revoked-elsewhere",
        "The list is by another issuer.",
        step,
        revocations=(crl(HOURGLASS_ROOT, entry),),
        anchors=(ROOT, HOURGLASS_ROOT),
    )
    add("revoked-two", "The second of two lists revokes it.", step, revoked, revocations=(crl(ROOT), crl(ROOT, entry)))
    add("revoked-no-list", "What was given is no list.", step, revocations=(b"\x30\x00",))
    top, tsa, making = chain(CA)
    gone = crl(top, (7, TIME - 1, 1))
    add(
        "revoked-between",
        "The one between was revoked.",
        step,
        revoked,
        making,
        tsa=tsa,
        anchors=(top,),
        revocations=(gone,),
    )


def stamp_cases(c: Cases) -> None:
    made = c.commit("stamped")
    good = stamp(SUNDIAL, made.statement, TIME)

    def frame(name: str, about: str, data: bytes, spec: str = "3.2, step 1; 18.1, step 1") -> None:
        c.add("frame", name, about, spec, bytes=data)

    frame(
        "stamp",
        "A stamp, between a statement and a disclosure's beginning.",
        made.statement + good + b"\xda\x53\x57\x41\x50\x84",
    )
    frame("stamp-cut", "A stamp that is cut.", good[:-1])

    def assess(name: str, about: str, data: bytes, rejected: str, exit: int) -> None:
        given: dict[str, Any] = {
            "files": [made.statement + made.envelope, data],
            "pinned": [NORTH.card_bytes],
            "openings": {},
            "now": TIME,
        }
        result = c.add("assess", name, about, "18.1, step 1", **given, require=[])
        if (result["rejected"], result["exit"]) != (rejected.split(), exit):
            raise SystemExit(f"assess/{name}: {result['rejected']}, exit {result['exit']}")

    malformed = "stamp-malformed"

    def item(*members: Any) -> bytes:
        return cbor(r.Tag(r.DISCLOSURE, ["stamp", *members]))

    assess("stamp-no-token", "A stamp with an empty token.", item(made.id, b""), malformed, 1)
    assess("stamp-long", "A token of 32,769 bytes.", item(made.id, bytes(32769)), malformed, 1)
    assess("stamp-text", "A token that is a text.", item(made.id, "token"), malformed, 1)
    assess("stamp-null", "A token that is null.", item(made.id, None), malformed, 1)
    assess("stamp-longest", "A token of 32,768 bytes.", item(made.id, bytes(32768)), "token-malformed", 1)
    assess("stamp-short", "A token of 255 bytes.", item(made.id, bytes(255)), malformed, 1)
    assess("stamp-shortest", "A token of 256 bytes.", item(made.id, bytes(256)), "token-malformed", 1)
    c.add(
        "verify-token",
        "statement",
        "What a statement has stamped is its encoded signature.",
        "18.1, step 1",
        token=r.parse_stamp(good).token,
        stamped=[b"\x58\x40" + r.parse_statement(made.statement).signature],
        certificates=[ROOT.raw],
        revocations=[],
        accuracy=0,
    )
    assert stamp_of(made.id, r.parse_stamp(good).token) == good


ROUNDS = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    1001: "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41",
    12040883: "929906c959032ab363c9f26570d215d66f5c06cb0c44fe508c12bb5839f04ec895bb6868e5b9ff13ab289bdb5266b394",
    32285086: "a64d99fd7fa3e48912be7209c7b69c72c88fc5224be2516949b6f29f3a4b7e3fa069dd58b2bbb4bf2c34ae61ef631a44",
}
"""Published rounds of quicknet."""
FASTNET_1000 = "b09eacd45767c4d58306b98901ad0d6086e2663766f3a4ec71d00cf26f0f49eaf248abc7151c60cf419c4e8b37e80412"


def beacon_cases(c: Cases) -> None:
    def beacon(name: str, about: str, number: int, signature: str, error: str | None = "beacon-invalid") -> None:
        c.add(
            "verify-beacon", name, about, "18.4, step 1", error=error, round=number, signature=bytes.fromhex(signature)
        )

    for number, signature in ROUNDS.items():
        beacon(f"round-{number}", "A published round.", number, signature, None)
    beacon("next-round", "The signature of the round before.", 1001, ROUNDS[1000])
    beacon("other-chain", "Round 1000 of another chain.", 1000, FASTNET_1000)
    beacon("identity", "The point at infinity.", 1000, "c0" + "00" * 47)
    beacon("short", "A signature of 47 bytes.", 1000, ROUNDS[1000][:-2])
    beacon("empty", "No bytes.", 1000, "")
    beacon("zero", "Zero bytes.", 1000, "00" * 48)
    beacon("uncompressed", "The flag of compression is missing.", 1000, "34" + ROUNDS[1000][2:])
    beacon("negative", "The negative of the point.", 1000, "94" + ROUNDS[1000][2:])
    beacon("off-curve", "No point has this coordinate.", 1000, _off_curve())
    beacon("off-subgroup", "A point of the curve that is not in the subgroup.", 1000, _off_subgroup())
    beacon("late", "A round after the year 9999.", 2**62, ROUNDS[1000])


P = int("1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab", 16)


def _is_on_curve(x: int) -> bool:
    return pow(x**3 + 4, (P - 1) // 2, P) == 1


def _off_curve() -> str:
    x = next(x for x in range(1, 100) if not _is_on_curve(x))
    return (x | 1 << 383).to_bytes(48, "big").hex()


def _off_subgroup() -> str:
    # hardly any point is in the subgroup: its index is about 2^125
    x = next(x for x in range(1, 100) if _is_on_curve(x))
    return (x | 1 << 383).to_bytes(48, "big").hex()


def _replaced(info: bytes, old: bytes, new: bytes) -> tuple[bytes, ...]:
    """Return the elements of a structure with one replaced."""
    return tuple(new if element.whole == old else element.whole for element in r.Reader(info).into(0x30).rest[::-1])


def _identity_key() -> bytes:
    return der(0x30, algorithm("1.3.101.112"), der(3, b"\0", b"\x01" + bytes(31)))


GROUPS = (token_cases, path_cases, stamp_cases, beacon_cases)
