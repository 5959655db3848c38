"""UNKNOWN: words before READY, words while READY, a bad result line; until it is started again."""

from driver import listening
from driver.waiting import wait_until

SAYS = """
[eventlistener:{0}]
command=/bin/sh -c 'printf "{1}"; exec cat > @DIR@/{0}.heard'
events=REMOTE_COMMUNICATION
startsecs=0
priority=-3
"""
PROGRAMS = (SAYS.format("early", "hello, world\\n") + SAYS.format("short", "hi") + SAYS.format("late", "READY\\nand more")
            + SAYS.format("twice", "READY\\nREADY\\n") + SAYS.format("bytes", "\\\\377\\\\377READY\\n")
            + listening.section("bad", "REMOTE_COMMUNICATION") + listening.section("worse", "REMOTE_COMMUNICATION", "priority=-2"))
UNKNOWN = "{}: has entered the UNKNOWN state"


def play(s):
    orders = {name: listening.Orders(s, name) for name in ("bad", "worse")}
    s.start(PROGRAMS, "-e", "debug")
    for name in ("early", "late", "twice", "bytes"):
        s.wait_for_log(UNKNOWN.format(name))
    s.call("supervisor.sendRemoteCommEvent", "t", "one")
    for name in orders:
        listening.wait_for_event(s, name, "REMOTE_COMMUNICATION", "one")
    orders["bad"].say("RESULT two\nOK")
    orders["worse"].say("grüße\nREADY\n")
    for name in orders:
        s.wait_for_log(UNKNOWN.format(name))
    s.call("supervisor.sendRemoteCommEvent", "t", "two")
    for name in ("bad", "worse"):
        s.call("supervisor.stopProcess", name)
        s.call("supervisor.startProcess", name)
        orders[name].give("ok", "ok")
        listening.wait_for_event(s, name, "REMOTE_COMMUNICATION", "two")
        wait_until(lambda n=name: s.read("supervisord.log").count(f"{n}: event was processed") == 2, 20, "both are done")
        s.note(name, listening.shown(listening.told(s, name), serials=True))
    for name in ("early", "short", "late", "twice", "bytes", "bad", "worse"):
        s.note(f"the log about {name}", s.log_lines(f" {name}: ", f"to listener {name}"))
    for name in ("early", "late", "twice", "bytes", "short"):
        s.expect(not s.read(f"{name}.heard"), f"{name} was sent nothing")
