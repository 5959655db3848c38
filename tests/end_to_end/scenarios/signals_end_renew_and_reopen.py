"""SIGTERM, SIGINT, SIGQUIT end the daemon, SIGHUP renews it, SIGUSR2 reopens the logs."""

import os
import signal

from driver import rpc
from driver.processes import is_alive
from driver.waiting import wait_until

PROGRAMS = """
[program:relay]
command=/bin/sh -c 'exec cat < @DIR@/fifo'
startsecs=0
stdout_logfile=@DIR@/relay.log
stdout_logfile_maxbytes=0
[program:last]
command=/bin/sleep 1000
startsecs=0
priority=1
"""


def play(s):
    os.mkfifo(f"{s.dir}/fifo")
    pipe = os.open(f"{s.dir}/fifo", os.O_RDWR | os.O_CLOEXEC)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        s.start(PROGRAMS)
        s.wait_for_state("relay", "RUNNING")
        s.wait_for_state("last", "RUNNING")
        pids = [p["pid"] for p in s.rpc.supervisor.getAllProcessInfo()]
        os.kill(s.daemon.pid, number)
        s.note(f"exit code after {number.name}", s.wait_for_end())
        s.expect(not any(is_alive(pid) for pid in pids), "no program is left")
        s.note("left behind", sorted(f for f in os.listdir(s.dir) if f.endswith((".pid", ".socket"))))
    s.note("the log", s.log_lines("SIG", "stopped: ", "to die"))

    s.start(PROGRAMS)
    s.wait_for_state("relay", "RUNNING")
    os.write(pipe, b"one\n")
    s.wait_for_text("relay.log", "one\n")
    for name in ("supervisord.log", "relay.log"):
        os.rename(f"{s.dir}/{name}", f"{s.dir}/{name}.moved")
    os.kill(s.daemon.pid, signal.SIGUSR2)
    s.wait_for_text("supervisord.log.moved", "logreopen")
    wait_until(lambda: os.path.exists(f"{s.dir}/supervisord.log"), 10, "the daemon's log is there again")
    wait_until(lambda: os.path.exists(f"{s.dir}/relay.log"), 10, "the program's log is there again")
    os.write(pipe, b"two\n")
    s.wait_for_text("relay.log", "two\n")
    s.note("the program's log", s.read("relay.log"))
    s.note("the moved one", s.read("relay.log.moved"))
    s.note("the end of the moved log", s.read("supervisord.log.moved").splitlines()[-1].split(" ", 2)[2])
    old, daemon = s.info("relay")["pid"], s.daemon.pid
    os.kill(daemon, signal.SIGHUP)

    def renewed():
        try:
            return s.info("relay")["pid"] not in (0, old) and s.state("relay") == "RUNNING"
        except rpc.not_there_or_unsettled:
            return False

    wait_until(renewed, 20, "everything was started anew")
    s.wait_for_state("last", "RUNNING")
    s.expect(s.rpc.supervisor.getPID() == daemon, "the daemon's pid stays")
    s.expect(not is_alive(old), "the old program is gone")
    s.note("the log of SIGHUP", s.log_lines("SIG", "stopped: ", "to die", "initialized", "supervisord started"))
    s.ctl("status")
