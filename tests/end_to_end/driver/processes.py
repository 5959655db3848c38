"""Processes that do not outlive a scenario."""

import ctypes
import os
import signal

from driver.waiting import Failure, is_asking, wait_until

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def die_with_parent(with_signal=signal.SIGKILL):
    _libc.prctl(_PR_SET_PDEATHSIG, with_signal)


def adopt_orphans():
    """Makes a daemon's children ours when it is gone, so that kill_descendants() finds them."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _command_line(pid):
    with open(f"/proc/{pid}/cmdline", "rb") as file:
        return file.read()


def _stat(pid):
    """What state() says of a process, and its parent."""
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
        letter, parent = stat.read().rsplit(")", 1)[1].split()[:2]
    return letter, int(parent)


def _all():
    """The pid, letter and parent of every process there is."""
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            yield int(entry), *_stat(entry)
        except OSError:
            continue


def has_started(pid):
    """Whether a process runs a program of its own and not still, before its exec, its parent's."""
    try:
        return _command_line(pid) not in (_command_line(_stat(pid)[1]), b"")
    except OSError:
        return False


def children_of(pid):
    """The living children of a process (zombies are not)."""
    return [child for child, letter, parent in _all() if parent == pid and letter not in "ZX"]


def is_alive(pid):
    """Whether a process runs; a zombie does not."""
    try:
        return state(pid) not in "ZX"
    except OSError:
        return False


def state(pid):
    """The letter that proc(5) has for what a process does: R it runs, S it sleeps."""
    return _stat(pid)[0]


def is_stopped(pid):
    """Whether a process stands still. SIGSTOP takes a moment, in which another signal still ends it."""
    return state(pid) == "T"


def _turns_of_descendants():
    """How often each descendant has been given a processor and left it; None while one of them wants it.

    One that waits for the disk wants it, too.
    """
    letters, parents = {}, {}
    for pid, letter, parent in _all():
        letters[pid], parents[pid] = letter, parent
    turns, family = {}, {os.getpid()}
    while family:
        family = {pid for pid, parent in parents.items() if parent in family}
        for pid in family:
            if letters[pid] in "RD":
                return None
            try:
                with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as status:
                    turns[pid] = [line for line in status if "ctxt_switches" in line]
            except OSError:
                return None
    return turns


def are_at_rest():
    """Whether all descendants sleep, and did so for a moment: only a clock, or we, can wake them then."""
    turns = _turns_of_descendants()
    return turns is not None and _turns_of_descendants() == turns


def settle(limit=3):
    """To be called before a look at what there is that is not repeated: what is on its way is waited for.

    Else a scenario could see a line of a log or not, as a program happens to be a moment earlier or later. It
    goes on after `limit` all the same, as there are programs that never rest.
    """
    if is_asking():
        return
    try:
        wait_until(are_at_rest, limit, "all is at rest")
    except Failure:
        pass


def kill_descendants():
    # Each round also finds what the round before orphaned.
    for _ in range(20):
        alive = children_of(os.getpid())
        if not alive:
            break
        for pid in alive:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for pid in alive:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass
