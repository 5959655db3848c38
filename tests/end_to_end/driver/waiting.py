"""The one place where these tests let time pass."""

import contextlib
import time

_asking = 0  # how many, one within the other


class Failure(Exception):
    """A scenario found something it did not expect."""


def is_asking():
    """Whether what is looked at will be looked at again until it is as wanted; else it is a result."""
    return _asking > 0


@contextlib.contextmanager
def asking():
    """For a scenario that has a loop of its own."""
    global _asking
    _asking += 1
    try:
        yield
    finally:
        _asking -= 1


def wait_until(condition, limit, what):
    """Returns what `condition()` says once that is true; fails when it is not within `limit` seconds."""
    deadline = time.monotonic() + limit
    while True:
        with asking():
            answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failure(f"waited {limit:g} s in vain until {what}")
        time.sleep(0.01)
