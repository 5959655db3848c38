"""A second daemon on the same socket or port ends with 2 and harms nothing; a dead socket is unlinked."""

import os
import signal
import socket

from driver.stage import HEAD_WITH_TCP

PROGRAMS = """
[program:one]
command=/bin/sh -c 'echo hello; exec sleep 1000'
startsecs=0
"""


def play(s):
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(s.socket)
    s.start(PROGRAMS)
    s.note("what it says of the stale socket", s.read("daemon.err"))
    s.wait_for_state("one", "RUNNING")

    # The socket is taken by the first daemon.
    second = s.run_daemon("-n", conf=s.conf)
    s.note("a second daemon on the socket", ["\n".join(second.err.splitlines()[:2]), second.code])
    s.expect("Another program is already listening" in second, "it says why")
    s.ctl("status")
    if s.ours:
        s.expect("hello" in s.rpc.supervisor.readProcessStdoutLog("one", 0, 0), "the first one's logs are kept")
        s.expect(s.read("supervisord.pid") == f"{s.daemon.pid}\n", "and its pidfile")
    s.rpc.supervisor.shutdown()
    s.wait_for_end()

    # The port is taken by something else.
    with socket.create_server(("127.0.0.1", s.port)):
        s.configure(PROGRAMS, HEAD_WITH_TCP)
        taken = s.run_daemon("-n", conf=s.conf)
    s.note("a daemon on a taken port", ["\n".join(taken.err.splitlines()[:2]), taken.code])
    s.note("left behind", sorted(f for f in os.listdir(s.dir) if f.endswith(".pid")))

    # A daemon that was killed leaves its socket; the next one starts all the same.
    s.start(PROGRAMS)
    s.daemon.send_signal(signal.SIGKILL)
    s.wait_for_end()
    s.expect(os.path.exists(s.socket), "the socket of the killed one is there")
    s.start(PROGRAMS)
    s.wait_for_state("one", "RUNNING")
    s.ctl("status")
    s.note("both times it was told", s.read("daemon.err").count("Unlinking stale socket"))
