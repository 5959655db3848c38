"""A listener as they are written for Supervisor, with its own childutils. Not imported: run by daemons.

usage: listener.py NAME

It writes each event to NAME.events, a line of JSON each. When there is a fifo NAME.orders, it does with each
event what the next line there says, else "ok".
"""

import json
import os
import signal
import sys

from supervisor import childutils


def next_order(fifo):
    """Byte by byte, so that nothing is lost with a listener that dies."""
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(fifo, 1)
    return line.decode().rstrip("\n")


name = sys.argv[1]
# For writing too: it has no end then.
orders = os.open(name + ".orders", os.O_RDWR) if os.path.exists(name + ".orders") else None
with open(name + ".pids", "a") as pids:
    pids.write(f"{os.getpid()}\n")
while True:
    headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
    with open(name + ".events", "a", encoding="utf-8") as seen:
        seen.write(json.dumps([headers, payload]) + "\n")
    order = "ok" if orders is None else next_order(orders)
    if order == "ok":
        childutils.listener.ok(sys.stdout)
    elif order == "fail":
        childutils.listener.fail(sys.stdout)
    elif order == "exit":
        sys.exit(0)
    elif order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    else:  # a piece of JSON: what to write to stdout
        sys.stdout.write(json.loads(order))
        sys.stdout.flush()
