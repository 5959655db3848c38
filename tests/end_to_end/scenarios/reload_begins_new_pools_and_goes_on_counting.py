"""reload: listeners end and begin anew, with pools of their own numbers; the daemon's number goes on."""

from driver import listening
from driver.waiting import wait_until

PROGRAMS = listening.section("l", "SUPERVISOR_STATE_CHANGE_RUNNING,REMOTE_COMMUNICATION,PROCESS_GROUP")


def play(s):
    s.start(PROGRAMS)
    s.call("supervisor.sendRemoteCommEvent", "t", "before")
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "before")
    s.ctl("reload")
    wait_until(lambda: len(s.read("l.pids").split()) == 2, 20, "it runs again")
    s.wait_for_answer()
    listening.wait_for_event(s, "l", "SUPERVISOR_STATE_CHANGE_RUNNING", count=2)
    s.wait_for_state("l", "RUNNING")
    s.call("supervisor.sendRemoteCommEvent", "t", "after")
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "after")
    s.note("told", listening.shown(listening.told(s, "l"), serials=True))
