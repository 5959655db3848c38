"""TICK_5 at multiples of five seconds; TICK brings it, too."""

from driver import listening

PROGRAMS = listening.section("five", "TICK_5") + listening.section("all", "TICK")


def play(s):
    s.start(PROGRAMS)
    for name in ("five", "all"):
        listening.wait_for_event(s, name, "TICK_5", count=2)
        ticks = [int(p.removeprefix("when:")) for h, p in listening.told(s, name) if h["eventname"] == "TICK_5"][:2]
        s.expect(ticks[0] % 5 == 0 and ticks[1] == ticks[0] + 5, f"a slice after the other: {ticks}")
        s.note(name, listening.shown(listening.about(listening.told(s, name), "TICK_5")[:2]))
    for header, payload in listening.told(s, "all"):
        period = int(header["eventname"].removeprefix("TICK_"))
        s.expect(int(payload.removeprefix("when:")) % period == 0, f"{payload} is a multiple of {period}")
