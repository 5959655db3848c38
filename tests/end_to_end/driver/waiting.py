"""The one place where these tests let time pass."""

import time


class Failure(Exception):
    """A scenario found something it did not expect."""


def wait_until(condition, limit, what):
    """Returns what `condition()` says once that is true; fails when it is not within `limit` seconds."""
    deadline = time.monotonic() + limit
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failure(f"waited {limit:g} s in vain until {what}")
        time.sleep(0.01)
