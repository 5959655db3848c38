"""Events larger than a pipe, in text of several bytes a character, to a listener that takes its time."""

from driver import listening

PROGRAMS = listening.section("l", "REMOTE_COMMUNICATION")


def play(s):
    orders = listening.Orders(s, "l")
    s.start(PROGRAMS)
    s.call("supervisor.sendRemoteCommEvent", "t", "first")
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "first")
    for text in ("x" * 300_000, "ü日\U0001f408" * 50_000, "last"):
        s.rpc.supervisor.sendRemoteCommEvent("t", text)
        orders.give("ok")
        listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", text)
    s.note("sizes", [(h["serial"], h["len"], len(p)) for h, p in listening.told(s, "l")])
