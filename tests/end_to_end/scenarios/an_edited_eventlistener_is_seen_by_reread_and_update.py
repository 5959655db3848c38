"""reread and update when a listener's events, buffer or program change, when one is added and when one goes."""

from driver import listening


def play(s):
    def edit(**pools):
        s.configure("".join(listening.section(name, *keys) for name, keys in pools.items()))

    l, kept = ("REMOTE_COMMUNICATION", "buffer_size=10"), ("PROCESS_GROUP",)
    s.start(listening.section("l", *l) + listening.section("kept", *kept))
    s.ctl("reread")
    for new in (("REMOTE_COMMUNICATION,PROCESS_GROUP", "buffer_size=10"), ("REMOTE_COMMUNICATION", "buffer_size=11"),
                ("REMOTE_COMMUNICATION", "buffer_size=10\npriority=7"),
                ("REMOTE_COMMUNICATION", "buffer_size=10\nautorestart=true")):
        edit(l=new, kept=kept)
        s.ctl("reread")
    edit(l=("REMOTE_COMMUNICATION,REMOTE_COMMUNICATION", "buffer_size=10"), kept=kept)
    s.ctl("reread")
    pid = s.info("kept")["pid"]
    edit(l=("REMOTE_COMMUNICATION,PROCESS_GROUP", "buffer_size=10"), kept=kept, new=("REMOTE_COMMUNICATION",))
    s.ctl("reread")
    s.ctl("update")
    s.wait_for_state("new", "RUNNING")
    s.wait_for_state("l", "RUNNING")
    s.call("supervisor.sendRemoteCommEvent", "t", "to both")
    for name in ("l", "new"):
        listening.wait_for_event(s, name, "REMOTE_COMMUNICATION", "to both")
    edit(l=("REMOTE_COMMUNICATION,PROCESS_GROUP", "buffer_size=10"), kept=kept)
    s.ctl("update")
    s.call("supervisor.sendRemoteCommEvent", "t", "to one")
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "to one")
    s.ctl("status")
    s.ctl("remove", "l")
    s.ctl("stop", "l")
    s.ctl("remove", "l")
    s.call("supervisor.sendRemoteCommEvent", "t", "to none")
    s.ctl("add", "l")
    s.wait_for_state("l", "RUNNING")
    listening.wait_for_event(s, "kept", "PROCESS_GROUP_ADDED", "groupname:l", count=3)
    for name in ("kept", "l", "new"):
        s.note(name, listening.shown(listening.told(s, name)))
    s.expect(s.info("kept")["pid"] == pid, "what did not change runs on")
    for bad in (("NOSUCH",), ("",), ("TICK", "buffer_size=0"), ("TICK", "redirect_stderr=true"),
                ("TICK", "result_handler=no.such:thing")):
        edit(kept=kept, bad=bad)
        answer = s.ctl("reread")
        s.expect("ERROR: CANT_REREAD: " in answer, f"{bad} is refused")
