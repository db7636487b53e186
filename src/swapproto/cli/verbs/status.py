import argparse

EXAMPLES = ("swapproto", "swapproto")


def add_arguments(p: argparse.ArgumentParser) -> None:
    """x."""


def run(o: argparse.Namespace) -> int:
    """X."""
    return 0
