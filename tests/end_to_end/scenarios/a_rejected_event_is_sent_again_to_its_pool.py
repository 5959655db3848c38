"""FAIL, an empty result and a wrong one: the same event comes again, before the others, and to its own pool alone."""

from driver import listening
from driver.stage import HEAD
from driver.waiting import wait_until

PROGRAMS = listening.section("l", "REMOTE_COMMUNICATION") + listening.section("other", "TICK_3600")


def play(s):
    orders = listening.Orders(s, "l")
    s.start(PROGRAMS, "-e", "debug", head=HEAD)
    s.wait_for_log("other: ACKNOWLEDGED -> READY")
    for data in ("one", "two"):
        s.call("supervisor.sendRemoteCommEvent", "t", data)
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "one")
    orders.give("fail")
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "one", count=2)
    orders.say("RESULT 3\nOK\n")
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "one", count=3)
    orders.say("RESULT 0\n")
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "one", count=4)
    orders.say("WHATEVR2\nOK")  # only the number is looked at
    orders.give("ok")
    wait_until(lambda: s.read("supervisord.log").count("l: event was processed") == 2, 20, "both are processed")
    s.note("told", listening.shown(listening.told(s, "l"), serials=True))
    s.note("the log", s.log_lines("l: event was", "event 0 sent to listener l", "event 1 sent to listener l"))
    if s.ours:
        s.expect(not listening.told(s, "other"), "another pool is not told what it did not ask for")
        s.expect("for pool other" not in s.read("supervisord.log"), "nothing comes back to another pool")
