"""A runner as a process: a line in, a line out, and whatever can go wrong with that. Spec 16."""

import contextlib
import json
import subprocess
from collections import deque
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from ..errors import InputError
from .cases import shorten

Json = Any
ANSWER_LIMIT = 2**26
"""Characters in one answer; more is no answer."""


class RunnerFailed(Exception):
    """The runner gave no answer: it ended, took too long, or printed something else. It has been stopped."""


class Runner:
    """A started runner. ``limit`` is how many seconds it may take for one answer.

    Raises :class:`InputError` ``usage`` if the program cannot be started.
    """

    def __init__(self, command: Sequence[str], limit: float) -> None:
        self._limit = limit
        self._failure: RunnerFailed | None = None
        try:
            self._process = subprocess.Popen(  # noqa: S603 (to start what the user names is the purpose)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="backslashreplace",
            )
        except OSError as error:
            raise InputError("usage", f"the runner {command[0]!r} cannot be started: {error.strerror}") from None
        self._requests: SimpleQueue[str] = SimpleQueue()
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._words: deque[str] = deque(maxlen=3)
        # Pipes are read and written by threads alone, so that a runner which does neither cannot hold up this one.
        self._threads = [Thread(target=work, daemon=True) for work in (self._converse, self._listen)]
        for thread in self._threads:
            thread.start()

    def ask(self, operation: str, given: Json) -> Json:
        """The answer to one request. Raises :class:`RunnerFailed`, and the same again once it has failed."""
        if self._failure is None:
            self._requests.put(json.dumps({"operation": operation, "input": given}, ensure_ascii=False) + "\n")
            try:
                return _read(self._answers.get(timeout=self._limit))
            except Empty:
                self._failure = RunnerFailed(f"no answer within {self._limit:g} seconds")
            except EOFError:
                self._failure = RunnerFailed(self._obituary())
            except ValueError as error:
                self._failure = RunnerFailed(str(error))
            self.stop()
        raise self._failure

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._requests.put("")
        for thread in self._threads:
            thread.join(timeout=1)  # longer only if a child of the runner still holds its pipes

    def _converse(self) -> None:
        requests, answers = _pipe(self._process.stdin), _pipe(self._process.stdout)
        with contextlib.suppress(OSError, ValueError), requests, answers:
            while request := self._requests.get():
                requests.write(request)
                requests.flush()
                if not (answer := answers.readline(ANSWER_LIMIT)):
                    break
                self._answers.put(answer)
        self._answers.put("")

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError), _pipe(self._process.stderr) as errors:
            while line := errors.readline(1000):
                if line.strip():
                    self._words.append(line.strip())

    def _obituary(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        self._threads[1].join(timeout=1)  # what it said last is still on its way
        status = self._process.poll()
        ended = "it closed its output" if status is None else f"it ended with status {status}"
        return f"{ended}; its last words: {shorten(' | '.join(self._words))}" if self._words else ended


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise ValueError("no pipe")
    return pipe


def _read(line: str) -> Json:
    """Raises EOFError for no line, ValueError for one that is no answer."""
    if not line:
        raise EOFError
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        answer = None
    match answer:
        case {"ok": dict()} | {"error": str()} | {"unsupported": True} if len(answer) == 1:
            return answer
    raise ValueError(f"it printed {shorten(line.rstrip())}, which is no answer")
