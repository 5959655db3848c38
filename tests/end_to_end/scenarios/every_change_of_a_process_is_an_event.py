"""PROCESS_STATE events of programs that exit, are stopped, fail and give up; and who asked for which."""

from driver import listening

# Those that fail have far longer to stay up than they do: Debian's looks once a second, and later under load.
PROGRAMS = listening.section("all", "PROCESS_STATE") + listening.section("ends", "PROCESS_STATE_EXITED, process_state_fatal")
PROGRAMS += """
[program:stays]
command=/bin/sleep 1000
startsecs=0
[program:exits]
command=/bin/sh -c 'read code; exit $code'
startsecs=0
autorestart=false
[program:fails]
command=/bin/sh -c 'sleep 0.3; exit 1'
startsecs=5
startretries=1
autostart=false
[program:held]
command=/bin/sh -c 'sleep 0.3; exit 1'
startsecs=5
startretries=100
autostart=false
[group:g]
programs=member
[program:member]
command=/bin/sleep 1000
startsecs=0
autostart=false
"""


def play(s):
    s.start(PROGRAMS)
    for name in ("stays", "exits"):
        listening.wait_for_event(s, "all", "PROCESS_STATE_RUNNING", f"processname:{name} ")
    s.call("supervisor.sendProcessStdin", "exits", "0\n")
    listening.wait_for_event(s, "all", "PROCESS_STATE_EXITED", "processname:exits ")
    s.call("supervisor.startProcess", "exits")
    s.call("supervisor.sendProcessStdin", "exits", "7\n")
    listening.wait_for_event(s, "all", "PROCESS_STATE_EXITED", "processname:exits ", count=2)
    s.call("supervisor.stopProcess", "stays")
    for name in ("fails", "held"):
        s.call("supervisor.startProcess", name, False)
    listening.wait_for_event(s, "all", "PROCESS_STATE_FATAL", "processname:fails ")
    listening.wait_for_event(s, "all", "PROCESS_STATE_BACKOFF", "processname:held groupname:held from_state:STARTING tries:2")
    s.call("supervisor.stopProcess", "held")
    s.call("supervisor.startProcess", "g:member")
    s.call("supervisor.stopProcess", "g:member")
    listening.wait_for_event(s, "all", "PROCESS_STATE_STOPPED", "processname:member ")
    for name in ("stays", "exits", "fails", "held", "member"):
        s.note(f"about {name}", listening.shown(listening.about(listening.told(s, "all"), f"processname:{name} ")))
    listening.wait_for_event(s, "ends", "PROCESS_STATE_FATAL")
    ends = listening.told(s, "ends")
    s.note("ends", "\n".join(sorted(listening.shown(ends).splitlines())))
