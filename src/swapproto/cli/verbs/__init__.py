"""The verbs of the command line: one module each, and a table of all. A new verb is a file and a row."""

import argparse
from importlib import import_module
from typing import NamedTuple, Protocol, cast


class Verb(NamedTuple):
    """A verb's name, its group in the overview (the main verbs have none), and a summary of one line."""

    name: str
    group: str
    summary: str


class Module(Protocol):
    """What the module of a verb provides. The docstring of ``run`` is the verb's help."""

    EXAMPLES: tuple[str, str]

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the verb's options."""
        ...

    def run(self, options: argparse.Namespace) -> int:
        """Carry out the verb and return the exit code."""
        ...


VERBS = {
    verb.name: verb
    for verb in (
        Verb("keygen", "", "make a key, and the card that others pin"),
        Verb("trust", "", "pin another party's card, or a clock, after comparing its fingerprint"),
        Verb("check", "", "find what is wrong with a table, before anything is signed"),
        Verb("commit", "", "commit to a list and seal it: two artefacts in one file"),
        Verb("open", "", "read a list that is sealed or revealed to you"),
        Verb("verify", "", "report what files prove, and what they do not"),
        Verb("report", "", "write a page of what files prove, for people who read no files"),
        Verb("prepare", "", "make a list that can be checked of a clerk's table"),
        Verb("propose", "exchange", "propose the terms of an exchange, and accept them"),
        Verb("accept", "exchange", "accept terms that were proposed to you"),
        Verb("receipt", "exchange", "acknowledge the lists of others, or complain of one that does not open"),
        Verb("reveal", "exchange", "give the key of a list to chosen readers, or to everyone"),
        Verb("review", "exchange", "say of a list of others, as a whole or by entry, whether you agree"),
        Verb("stamp", "exchange", "have statements stamped with the time, by the clocks of others"),
        Verb("withdraw", "exchange", "take back your terms, your accept or a commitment"),
        Verb("status", "exchange", "show where exchanges stand, and whose move it is"),
        Verb("sign", "tools", "commit and publish at once"),
        Verb("disclose", "tools", "show some entries, with the proof that they are in the list"),
        Verb("card", "tools", "write the card of a key file again, and print its digits"),
        Verb("diff", "tools", "show what changed between two versions"),
        Verb("match", "tools", "find who may be the same person on two lists"),
        Verb("inspect", "tools", "show what is in a file; no keys, no trust"),
        Verb("merge", "tools", "join several files into one"),
        Verb("init", "tools", "make a folder the home of a case, with key and profile"),
        Verb("template", "tools", "make a blank spreadsheet to fill in"),
        Verb("verifier", "tools", "write the page with which anyone can verify in a browser"),
        Verb("revoke", "tools", "say that your key is not to be believed any more"),
        Verb("demo", "tools", "run every step with made-up people"),
    )
}


def load(name: str) -> Module:
    """Import the module of a verb: this one and no other, so that each command starts quickly."""
    return cast("Module", import_module(f".{name}", __name__))
