"""Pools with other subscriptions, priorities and numbers of their own; one that does not answer stops no other."""

from driver import listening

PROGRAMS = (listening.section("everything", "EVENT", "priority=-10")
            + listening.section("remote", "REMOTE_COMMUNICATION", "priority=5")
            + listening.section("deaf", "REMOTE_COMMUNICATION")
            + listening.section("groups", "PROCESS_GROUP,SUPERVISOR_STATE_CHANGE,REMOTE_COMMUNICATION"))


def play(s):
    listening.Orders(s, "deaf")  # none are given
    s.start(PROGRAMS)
    for data in ("one", "two", "three"):
        s.call("supervisor.sendRemoteCommEvent", "t", data)
    for name in ("everything", "remote", "groups"):
        listening.wait_for_event(s, name, "REMOTE_COMMUNICATION", "three")
    listening.wait_for_event(s, "deaf", "REMOTE_COMMUNICATION", "one")
    for name in ("remote", "deaf", "groups"):
        events = listening.told(s, name)
        pool_serials = [int(h["poolserial"]) for h, _ in events]
        s.expect(pool_serials == list(range(len(events))), f"the pool counts for itself: {pool_serials}")
        s.note(name, listening.shown(events))
    serials = [int(h["serial"]) for h, _ in listening.told(s, "everything")]
    s.expect(serials == list(range(len(serials))), f"who gets everything sees every number: {serials}")
    by_serial = {h["serial"]: p for h, p in listening.told(s, "everything")}
    for name in ("remote", "groups"):
        for header, payload in listening.told(s, name):
            s.expect(by_serial[header["serial"]] == payload, "a number is that of the same event everywhere")
