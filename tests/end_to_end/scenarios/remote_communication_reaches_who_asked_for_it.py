"""sendRemoteCommEvent: any type and text, to each pool that wants it; and while nobody does."""

from driver import listening

PROGRAMS = (listening.section("remote", "REMOTE_COMMUNICATION") + listening.section("ticks", "TICK_3600")
            + listening.section("both", "REMOTE_COMMUNICATION,TICK_3600"))


def play(s):
    s.start(PROGRAMS)
    texts = [("plain", "data"), ("", ""), ("lines", "one\ntwo\n"), ("umlaut", "grüße, 日本 \U0001f408"),
             ("markup", "<a href='x'>&amp;</a>"), ("percent", "%s %(x)s {}"), ("tabs", "\ta\t"), ("end", "x" * 5000)]
    for kind, data in texts:
        s.call("supervisor.sendRemoteCommEvent", kind, data)
    for name in ("remote", "both"):
        listening.wait_for_event(s, name, "REMOTE_COMMUNICATION", "type:end\n")
        s.note(name, listening.shown(listening.told(s, name), serials=True))
    s.expect(not listening.told(s, "ticks"), "who did not ask is not told")
    s.call("supervisor.sendRemoteCommEvent", "one")
