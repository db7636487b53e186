"""A runner as a child process, which answers one line with one line, in bounded time and memory. Spec 16."""

import contextlib
import json
import subprocess
from collections import deque
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

from ..errors import InputError
from .cases import Json, shorten

ANSWER_LIMIT = 2**26
"""The most characters in one answer."""


class RunnerFailed(Exception):
    """The runner did not answer: it ended, took too long, or printed something else. It has been stopped."""


class Runner:
    """A started runner. ``limit`` is how many seconds one answer may take.

    Raise :class:`InputError` ``usage`` if the program cannot be started.
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
        # threads read and write the pipes, so that a runner that does neither cannot block this program
        self._threads = [Thread(target=work, daemon=True) for work in (self._converse, self._listen)]
        for thread in self._threads:
            thread.start()

    def ask(self, operation: str, given: Json) -> Json:
        """Return the answer to one request. Raise :class:`RunnerFailed`, and the same again after a failure."""
        if self._failure is None:
            self._requests.put(json.dumps({"operation": operation, "input": given}, ensure_ascii=False) + "\n")
            try:
                return _read(self._answers.get(timeout=self._limit))
            except Empty:
                self._failure = RunnerFailed(f"no answer within {self._limit:g} seconds")
            except EOFError:
                self._failure = RunnerFailed(self._how_it_ended())
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
            thread.join(timeout=1)  # longer only if a child of the runner keeps its pipes open

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

    def _how_it_ended(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        self._threads[1].join(timeout=1)  # its last words may still be in the pipe
        status = self._process.poll()
        ended = "it closed its output" if status is None else f"it ended with status {status}"
        return f"{ended}; its last words: {shorten(' | '.join(self._words))}" if self._words else ended


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise ValueError("no pipe")
    return pipe


def _read(line: str) -> Json:
    """Return an answer. Raise EOFError for no line, ValueError for a line that is not an answer."""
    if not line:
        raise EOFError
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        answer = None
    match answer:
        case {"ok": dict()} | {"error": str()} | {"unsupported": True} if len(answer) == 1:
            return answer
    raise ValueError(f"it printed {shorten(line.rstrip())}, which is not an answer")
