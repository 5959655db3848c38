"""Shutdown: SUPERVISOR_STATE_CHANGE_STOPPING and what the programs do; then the listeners go, as their priority says."""

import os

from driver import listening
from driver.waiting import wait_until

PROGRAMS = listening.section("l", "SUPERVISOR_STATE_CHANGE,PROCESS_STATE_STOPPING,PROCESS_STATE_STOPPED") + """
[program:early]
command=/bin/sleep 1000
startsecs=0
priority=5
[program:middle]
command=/bin/sh -c 'trap "sleep 1.5; exit 0" TERM; touch @DIR@/ready; while :; do sleep 0.05; done'
startsecs=0
priority=10
[program:late]
command=/bin/sleep 1000
startsecs=0
priority=20
"""


def play(s):
    s.start(PROGRAMS)
    for name in ("l", "early", "middle", "late"):
        s.wait_for_state(name, "RUNNING")
    listening.wait_for_event(s, "l", "SUPERVISOR_STATE_CHANGE_RUNNING")
    wait_until(lambda: os.path.exists(f"{s.dir}/ready"), 10, "its trap is set")
    s.daemon.terminate()
    s.expect(s.wait_for_end() == 0, "it ends")
    events = listening.told(s, "l")
    # What comes after that, right before its own end, the listener may or may not have read.
    last = [i for i, e in enumerate(events) if e[1].startswith("processname:middle ")][0]
    s.note("told", listening.shown(events[:last + 1]))
    s.note("the log", s.log_lines("stopped: "))
