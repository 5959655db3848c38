"""stopwaitsecs then SIGKILL; stopsignal; stopasgroup and killasgroup reach the children too."""

import time

from driver.processes import is_alive
from driver.waiting import wait_until

PROGRAMS = """
[program:deaf]
command=/bin/sh -c 'trap "" TERM; echo ready; while :; do sleep 0.05; done'
startsecs=0
stopwaitsecs=1
[program:quick]
command=/bin/sleep 1000
startsecs=0
[program:polite]
command=/bin/sh -c 'trap "echo bye; exit 7" INT; echo ready; while :; do sleep 0.02; done'
startsecs=0
stopsignal=INT
[program:family]
command=/bin/sh -c 'sleep 1000 & echo $! > @DIR@/child.pid; echo ready; wait'
startsecs=0
stopasgroup=true
[program:deaf_family]
command=/bin/sh -c 'trap "" TERM; sleep 1000 & echo $! > @DIR@/deaf_child.pid; echo ready; while :; do sleep 0.05; done'
startsecs=0
stopwaitsecs=1
killasgroup=true
"""


def play(s):
    s.start(PROGRAMS)
    names = ("deaf", "polite", "family", "deaf_family")
    for name in names:
        wait_until(lambda n=name: s.rpc.supervisor.readProcessStdoutLog(n, 0, 0) == "ready\n", 10, f"{name} is ready")
    children = [int(s.read(f)) for f in ("child.pid", "deaf_child.pid")]
    s.ctl("stop", "polite")
    s.ctl("tail", "polite")
    s.ctl("stop", "family")
    began = time.monotonic()
    s.ctl("stop", "deaf")
    took = time.monotonic() - began
    s.expect(0.9 < took < 4, f"stopwaitsecs is waited for, not {took:.1f} s")
    s.ctl("stop", "deaf_family")
    for child in children:
        wait_until(lambda c=child: not is_alive(c), 5, "the children are gone")
    if s.ours:
        s.expect(took < 2.5, f"SIGKILL comes when stopwaitsecs is over, not after {took:.2f} s")
        # The best of some: on a busy machine any one may have had to wait for a processor.
        waits = []
        for _ in range(5):
            s.wait_for_state("quick", "RUNNING")
            began = time.monotonic()
            s.rpc.supervisor.stopProcess("quick")
            waits.append(time.monotonic() - began)
            s.rpc.supervisor.startProcess("quick")
        s.expect(min(waits) < 0.1, f"a stop is answered when the program is gone, not after {min(waits):.2f} s")
    for name in names:
        s.note(f"the log about {name}", s.log_lines(f"'{name}'", f": {name} "))
        s.note(name, {k: v for k, v in s.info(name).items() if k in ("statename", "exitstatus", "spawnerr", "pid")})
    s.ctl("start", "deaf", "polite")
    s.wait_for_state("polite", "RUNNING")
    # signal is for the program alone, and does not count as a stop: it is restarted.
    pid = s.info("polite")["pid"]
    wait_until(lambda: s.rpc.supervisor.readProcessStdoutLog("polite", 0, 0).count("ready") == 2, 10, "ready again")
    s.ctl("signal", "INT", "polite")
    wait_until(lambda: s.info("polite")["pid"] not in (0, pid), 10, "it exited with 7, and was restarted")
