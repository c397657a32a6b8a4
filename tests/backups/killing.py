"""Do something in a process of its own, and kill that in the middle."""

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

Work = Callable[[], object]


def steps_of(work: Work) -> int:
    """How many calls the work makes, of Python and of C; it is done to its end."""
    reads, writes = os.pipe()

    def count() -> None:
        steps = 0

        def step(_frame: FrameType, _event: str, _about: object) -> None:
            nonlocal steps
            steps += 1

        sys.setprofile(step)
        work()
        sys.setprofile(None)
        os.write(writes, str(steps).encode())

    os.waitpid(_child(count), 0)
    os.close(writes)
    with os.fdopen(reads) as said:
        return int(said.read())


def killed_at(step: int, work: Work) -> bool:
    """Kill -9 at a call, wherever that is: not at a time, which other programs may use up."""

    def die_at_the_step() -> None:
        left = step

        def count(_frame: FrameType, _event: str, _about: object) -> None:
            nonlocal left
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        work()

    return _was_killed(_child(die_at_the_step))


def killed_after(seconds: float, work: Work) -> bool:
    """Kill -9 after a time, so that it may hit the inside of a call too."""
    child = _child(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return _was_killed(child)


def _child(work: Work) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def _was_killed(child: int) -> bool:
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
