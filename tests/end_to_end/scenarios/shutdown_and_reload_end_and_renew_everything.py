"""reload keeps the daemon's pid and reads the file again; shutdown ends it and cleans up."""

import os

from driver import rpc
from driver.processes import is_alive
from driver.waiting import wait_until

PROGRAMS = """
[program:{0}]
command=/bin/sleep 1000
startsecs=0
"""


def play(s):
    s.start(PROGRAMS.format("old"))
    s.wait_for_state("old", "RUNNING")
    old, daemon = s.info("old")["pid"], s.rpc.supervisor.getPID()
    s.configure(PROGRAMS.format("new"))
    s.ctl("reload", "extra")
    s.ctl("reload")

    def renewed():
        try:
            return [p["name"] for p in s.rpc.supervisor.getAllProcessInfo()] == ["new"]
        except rpc.not_there_or_unsettled:
            return False

    wait_until(renewed, 20, "the new file is in force")
    s.wait_for_answer()
    s.wait_for_state("new", "RUNNING")
    s.expect(s.rpc.supervisor.getPID() == daemon == s.daemon.pid, "reload keeps the pid")
    s.expect(not is_alive(old), "reload ends the old programs")
    s.note("pidfile names the daemon", s.read("supervisord.pid") == f"{daemon}\n")
    s.ctl("status")
    new = s.info("new")["pid"]
    s.ctl("shutdown", "extra")
    s.ctl("shutdown")
    s.note("exit code", s.wait_for_end())
    s.expect(not is_alive(new), "shutdown ends the programs")
    s.note("left behind", sorted(f for f in os.listdir(s.dir) if f.endswith((".pid", ".socket"))))
    for line in ("status", "start new", "stop new", "restart new", "tail new", "maintail", "pid", "version",
                 "clear new", "signal HUP new", "shutdown", "reload", "avail", "reread", "update", "add x",
                 "remove x"):
        s.ctl(*line.split())
    s.note("what the log says of it", s.log_lines("SIG", "stopped: ", "to die", "RPC", "exit"))
