"""buffer_size: what comes to a full pool pushes the oldest out, with a line in the log; the numbers show the gap."""

from driver import listening

PROGRAMS = listening.section("l", "REMOTE_COMMUNICATION", "buffer_size=3") + listening.section(
    "one", "REMOTE_COMMUNICATION", "buffer_size=1\npriority=-2")  # Debian's mixes up rejections of one priority


def play(s):
    orders = {name: listening.Orders(s, name) for name in ("l", "one")}
    s.start(PROGRAMS)
    s.call("supervisor.sendRemoteCommEvent", "t", "busy with this")
    for name in orders:
        listening.wait_for_event(s, name, "REMOTE_COMMUNICATION", "busy")
    for number in range(1, 8):
        s.call("supervisor.sendRemoteCommEvent", "t", f"event {number}")
    s.note("the log", s.log_lines("overflowed"))
    orders["l"].give("fail", *["ok"] * 4)  # coming back pushes one out, too
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "event 7")
    orders["one"].give("ok", "ok")
    listening.wait_for_event(s, "one", "REMOTE_COMMUNICATION", "event 7")
    for name in orders:
        s.note(name, listening.shown(listening.told(s, name), serials=True))
        s.note("the log", s.log_lines(f"pool {name} event"))
