"""SUPERVISOR_STATE_CHANGE and PROCESS_GROUP events, at the start, with update, add and remove, with their numbers."""

from driver import listening

LISTENERS = (listening.section("first", "SUPERVISOR_STATE_CHANGE,PROCESS_GROUP", "priority=-2")
             + listening.section("second", "EVENT", "priority=-1") + listening.section("last", "PROCESS_GROUP", "priority=1000"))
PROGRAM = "[program:{0}]\ncommand=/bin/sleep {1}\nautostart=false\n"


def play(s):
    s.start(LISTENERS + PROGRAM.format("b", 1) + PROGRAM.format("a", 1))
    listening.wait_for_event(s, "first", "SUPERVISOR_STATE_CHANGE_RUNNING")
    s.note("at the start, to the first", listening.shown(listening.told(s, "first"), serials=True))
    listening.wait_for_event(s, "last", "PROCESS_GROUP_ADDED", "groupname:last\n")
    s.note("at the start, to the last", listening.shown(listening.told(s, "last"), serials=True))
    listening.wait_for_event(s, "second", "SUPERVISOR_STATE_CHANGE_RUNNING")
    s.note("at the start, to the second", listening.shown(listening.told(s, "second")[:5], serials=True))
    s.configure(LISTENERS + PROGRAM.format("b", 2) + PROGRAM.format("c", 1))
    s.ctl("update")
    s.ctl("add", "c")
    s.ctl("remove", "c")
    listening.wait_for_event(s, "first", "PROCESS_GROUP_REMOVED", "groupname:c\n")
    for name in ("first", "second"):
        listening.wait_for_event(s, name, "PROCESS_GROUP_REMOVED", "groupname:c\n")
        changes = listening.about(listening.told(s, name), "PROCESS_GROUP")
        s.note(f"in all, to the {name}", listening.shown(changes))
