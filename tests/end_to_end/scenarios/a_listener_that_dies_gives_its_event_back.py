"""BUSY when it is killed, exits or is stopped: another member gets the event, or the same one when it is up again."""

from driver import listening
from driver.waiting import wait_until

PROGRAMS = (listening.section("alone", "REMOTE_COMMUNICATION", "autorestart=true\npriority=-2")
            + listening.section("pair", "REMOTE_COMMUNICATION",
                                "numprocs=2\nprocess_name=%(program_name)s_%(process_num)d\nautorestart=false"))


def play(s):
    orders = {name: listening.Orders(s, name) for name in ("alone", "pair_0", "pair_1")}
    s.start(PROGRAMS, "-e", "debug")
    for name in orders:
        s.wait_for_log(f"{name}: ACKNOWLEDGED -> READY")
    for name in ("alone", "pair:pair_0", "pair:pair_1"):
        s.wait_for_state(name, "RUNNING")
    s.call("supervisor.sendRemoteCommEvent", "t", "one")
    for name in ("alone", "pair_0"):
        listening.wait_for_event(s, name, "REMOTE_COMMUNICATION", "one")
    orders["pair_0"].give("die")
    listening.wait_for_event(s, "pair_1", "REMOTE_COMMUNICATION", "one")
    orders["pair_1"].give("ok")
    for number, order in enumerate(("die", "exit"), 2):
        orders["alone"].give(order)
        listening.wait_for_event(s, "alone", "REMOTE_COMMUNICATION", "one", count=number)
    s.call("supervisor.stopProcess", "alone")
    s.call("supervisor.startProcess", "alone")
    listening.wait_for_event(s, "alone", "REMOTE_COMMUNICATION", "one", count=4)
    orders["alone"].give("ok")
    wait_until(lambda: s.read("supervisord.log").count("event was processed") == 2, 20, "both are processed")
    for name in orders:
        s.note(name, listening.shown(listening.told(s, name), serials=True))
        s.note(f"the log about {name}", s.log_lines(f"sent to listener {name}", f"{name}: event"))
    s.note("what came back", s.log_lines("rebuffering event 0 for pool alone"))
