"""numprocs: each event goes to the first member that is READY, in the order of the pool."""

from driver import listening

MEMBERS = ("l_0", "l_1", "l_2")
PROGRAMS = listening.section("l", "REMOTE_COMMUNICATION", "numprocs=3\nprocess_name=%(program_name)s_%(process_num)d")


def play(s):
    orders = {name: listening.Orders(s, name) for name in MEMBERS}
    s.start(PROGRAMS, "-e", "debug")
    for name in MEMBERS:
        s.wait_for_log(f"{name}: ACKNOWLEDGED -> READY")
        s.wait_for_state(f"l:{name}", "RUNNING")
    for number in range(5):
        s.call("supervisor.sendRemoteCommEvent", "t", f"event {number}")
    for number, name in enumerate(MEMBERS):
        listening.wait_for_event(s, name, "REMOTE_COMMUNICATION", f"event {number}")
    orders["l_1"].give("ok")
    listening.wait_for_event(s, "l_1", "REMOTE_COMMUNICATION", "event 3")
    orders["l_0"].give("ok")
    listening.wait_for_event(s, "l_0", "REMOTE_COMMUNICATION", "event 4")
    orders["l_2"].give("fail")  # and gets it again: the others are BUSY
    listening.wait_for_event(s, "l_2", "REMOTE_COMMUNICATION", "event 2", count=2)
    for name in MEMBERS:
        s.note(name, listening.shown(listening.told(s, name), serials=True))
    s.note("the log", s.log_lines("sent to listener"))
    s.ctl("status")
