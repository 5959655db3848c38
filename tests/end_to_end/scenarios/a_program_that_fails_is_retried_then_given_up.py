"""startsecs, BACKOFF and FATAL: how often, how long between, and what the log says of it."""

import datetime
import re

PROGRAMS = """
[program:crasher]
command=/bin/false
startsecs=10
startretries=2
[program:missing]
command=/no/such/program
startretries=1
[program:obedient_but_quick]
command=/bin/true
startsecs=10
startretries=1
[program:instant]
command=/bin/sh -c 'exit 0'
startsecs=0
autorestart=false
[program:survivor]
command=/bin/sleep 1000
startsecs=1
"""


def play(s):
    s.start(PROGRAMS)
    s.wait_for_state("instant", "EXITED")
    for name in ("crasher", "missing", "obedient_but_quick"):
        s.wait_for_state(name, "FATAL", limit=20)
    s.wait_for_state("survivor", "RUNNING")
    for name in ("crasher", "missing", "obedient_but_quick", "instant", "survivor"):
        # Whether a program that ends at once is seen running before it is seen gone is a race.
        s.note(f"the log about {name}", s.log_lines(
            f"spawned: '{name}'", f"exited: {name} ", f"gave up: {name} ", "spawnerr" if name == "missing" else f"'{name}'"))
        s.call("supervisor.getProcessInfo", name)
    times = [datetime.datetime.fromisoformat(stamp.replace(",", "."))
             for stamp in re.findall(r"^(\S+ \S+) INFO spawned: 'crasher'", s.read("supervisord.log"), re.M)]
    waits = [(b - a).total_seconds() for a, b in zip(times, times[1:])]
    s.expect(len(times) == 3, "startretries=2 is three attempts")
    s.expect(1 <= waits[0] < 2.9 and 2 <= waits[1] < 3.9, f"it waits one second, then two, not {waits}")
    if s.ours:
        s.expect(waits[0] < 1.3 and waits[1] < 2.3, f"and no longer than that: {waits}")
    s.ctl("status")
    s.ctl("start", "crasher")
    s.ctl("stop", "crasher")
