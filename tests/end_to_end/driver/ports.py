"""A TCP port that no other scenario running at the same time is given."""

import fcntl
import os
import random
import socket
import tempfile

_held = []  # the lock of each port stays open, and so held, as long as this process lives


def free_port():
    folder = os.path.join(tempfile.gettempdir(), f"end_to_end_ports.{os.getuid()}")
    os.makedirs(folder, exist_ok=True)
    # Five digits, for the columns of transcripts; below the ports the kernel gives out itself.
    for port in random.sample(range(12000, 32000), 2000):
        lock = os.open(os.path.join(folder, str(port)), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            os.close(lock)
            continue
        _held.append(lock)
        return port
    raise RuntimeError("no free port between 12000 and 32000")
