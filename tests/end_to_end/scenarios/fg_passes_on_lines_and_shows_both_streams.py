"""fg connects a client to a program: what is typed reaches it, what it writes is shown."""

import contextlib
import os
import signal

PROGRAMS = """
[program:relay]
command=/bin/sh -c 'while read line; do echo "out $line"; echo "err $line" >&2; done; exit 3'
startsecs=0
autorestart=false
[program:quitter]
command=/bin/sh -c 'read line; exit 0'
startsecs=0
autorestart=false
"""


def play(s):
    s.start(PROGRAMS)
    for name in ("relay", "quitter"):
        s.wait_for_state(name, "RUNNING")

    client = s.native_follow("fg", "relay")
    client.wait_for_text("==> Press Ctrl-C to exit <==\n")
    for line in ("hello", "", "The Øresund bridge ends in Malmö"):
        client.typed.write(f"{line}\n".encode())
        # Which of the two streams is shown first is chance.
        client.wait_for_text(f"out {line}\n")
        client.wait_for_text(f"err {line}\n")
    client.typed.close()
    client.wait_for_text("Exiting foreground\n")
    s.note("at the end of what is typed", sorted(client.text().splitlines()))
    s.note("the program stays", s.state("relay"))

    client = s.native_follow("fg", "relay")
    client.wait_for_text("out hello\n")
    os.kill(client.pid, signal.SIGINT)
    client.wait_for_text("Exiting foreground\n")
    client.end(signal.SIGKILL)  # Debian's waits for its thread, and that for a line of the log
    s.note("the program still stays", s.state("relay"))

    client = s.native_follow("fg", "quitter")
    client.wait_for_text("==> Press Ctrl-C to exit <==\n")
    client.typed.write(b"go\n")
    s.wait_for_state("quitter", "EXITED")
    with contextlib.suppress(BrokenPipeError):  # it may have seen the end already
        client.typed.write(b"again\n")
    client.wait_for_text("Exiting foreground\n")
    s.note("a program that ends", client.text())
