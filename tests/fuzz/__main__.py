"""``python -m tests.fuzz [-max_total_time=SECONDS] [TARGET ...]``: each target in a process of its own, in turn.

What is found stays in ``build/fuzz/TARGET/``, beside the corpus that later runs begin with.
"""

import subprocess
import sys
from pathlib import Path

CORPUS = Path("build/fuzz")
MOST_BYTES, MOST_SECONDS, MOST_MIB = 16_384, 10, 1024


def run(target: str) -> None:
    """Fuzz one target in this process until libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["swapproto"]):
        from tests.fuzz.targets import TARGETS, seeds
    # here, and not where this process was started: envelopes are different each time they are made
    for number, seed in enumerate(seeds(target)):
        (CORPUS / target / f"seed-{number}").write_bytes(seed)
    atheris.Setup(sys.argv, TARGETS[target])
    atheris.Fuzz()


def start(target: str, seconds: int) -> int:
    """Fuzz one target in another process; its exit code."""
    corpus = CORPUS / target
    corpus.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "tests.fuzz", "--run", target),
        *(f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", f"-timeout={MOST_SECONDS}"),
        *(f"-rss_limit_mb={MOST_MIB}", f"-artifact_prefix={corpus}/", "-print_final_stats=1", str(corpus)),
    ]
    return subprocess.run(command, check=False).returncode


def main() -> int:
    """All targets, or those named; 1 if any found something."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--run"]:
        target = arguments[1]
        del sys.argv[1:3]
        run(target)
        return 0
    from tests.fuzz.targets import TARGETS

    total = [int(a.split("=")[1]) for a in arguments if a.startswith("-max_total_time=")]
    chosen = [a for a in arguments if not a.startswith("-")] or list(TARGETS)
    each = max(1, (total[-1] if total else 120) // len(chosen))
    failed = [target for target in chosen if start(target, each)]
    print(
        f"{len(chosen)} targets, {each} s each; " + (f"FOUND SOMETHING: {', '.join(failed)}" if failed else "nothing")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
