"""A listener that is READY but STARTING gets nothing: the first event comes once it is RUNNING."""

import time

from driver import listening

PROGRAMS = listening.section("l", "REMOTE_COMMUNICATION", "startsecs=2")


def play(s):
    began = time.monotonic()
    s.start(PROGRAMS, "-e", "debug")
    s.wait_for_log("l: ACKNOWLEDGED -> READY")
    s.call("supervisor.sendRemoteCommEvent", "t", "early")
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "early")
    s.expect(time.monotonic() - began > 2, "not before startsecs are over")
    s.wait_for_log("success: l entered RUNNING")
    s.note("told", listening.shown(listening.told(s, "l"), serials=True))
    log = s.read("supervisord.log")
    s.expect(log.index("l: ACKNOWLEDGED -> READY") < log.index("event 0 sent to listener l"), "READY comes first")
