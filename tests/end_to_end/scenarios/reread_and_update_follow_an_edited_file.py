"""reread, update, add and remove after the file was changed, extended, shortened and broken."""

PROGRAM = """
[program:{0}]
command=/bin/sleep {1}
startsecs=0
"""


def play(s):
    def edit(**programs):
        s.configure("".join(PROGRAM.format(*item) for item in programs.items()))

    s.start("".join(PROGRAM.format(n, 1000) for n in ("kept", "changed", "dropped")))
    for name in ("kept", "changed", "dropped"):
        s.wait_for_state(name, "RUNNING")
    kept, changed = s.info("kept")["pid"], s.info("changed")["pid"]

    s.ctl("reread")
    s.ctl("update")
    edit(kept=1000, changed=2000, new=1000)
    answer = s.ctl("reread")
    for text in ("new: available", "changed: changed", "dropped: disappeared"):
        s.expect(text in answer, text)
    s.ctl("avail")
    s.ctl("status")
    s.ctl("update")
    s.wait_for_state("new", "RUNNING")
    s.ctl("status")
    s.expect(s.info("kept")["pid"] == kept, "what did not change runs on")
    s.expect(s.info("changed")["pid"] != changed, "what changed was started anew")
    s.ctl("reread")

    # By hand: only what is named.
    edit(kept=1000, changed=2000, new=1000, one=1001, two=1002)
    s.ctl("add", "one")
    for line in ("reread", "add one", "add one", "add nosuch", "remove one", "stop one", "remove one",
                 "remove one", "remove nosuch", "update nosuch", "update two"):
        s.ctl(*line.split())
    edit(kept=1000, one=1001, two=1003)
    s.ctl("update", "two")
    s.ctl("update", "all")
    s.ctl("status")

    # A file that cannot be read changes nothing.
    for broken in ("[program:x]\n", "[program:x]\ncommand=/bin/true\nnumprocs=many\n",
                   "[program:x]\ncommand=/bin/true\nnumprocs=2\n", "[program:x]\ncommand=%(nothing)s\n",
                   "[group:g]\nprograms=nosuch\n", "[program:a b]\ncommand=/bin/true\n",
                   "[program:x]\ncommand=/bin/true\nautorestart=maybe\n"):
        s.configure(PROGRAM.format("kept", 1000) + broken)
        answer = s.ctl("reread")
        s.expect("ERROR: CANT_REREAD: " in answer and answer.code == 1, f"reread refuses {broken!r}")
    s.ctl("update")
    s.ctl("status")
    s.expect(s.info("kept")["pid"] == kept, "kept was never touched")
    s.note("what the log says of it", s.log_lines("updated", "removed", "added"))
