"""sendProcessStdin: order and bytes kept however slow the reader; nobody reads; nothing runs; no text."""

import os

from driver.waiting import wait_until

PROGRAMS = """
[program:cat]
command=/bin/cat
startsecs=0
stdout_logfile=@DIR@/cat.log
[program:slow]
command=/bin/sh -c 'read go < @DIR@/go; exec cat'
startsecs=0
stdout_logfile=@DIR@/slow.log
stdout_logfile_maxbytes=0
[program:closed]
command=/bin/sh -c 'exec <&-; touch @DIR@/closed; exec sleep 1000'
startsecs=0
[program:stopped]
command=/bin/cat
autostart=false
"""


def play(s):
    os.mkfifo(f"{s.dir}/go")
    go = os.open(f"{s.dir}/go", os.O_RDWR | os.O_CLOEXEC)
    s.start(PROGRAMS)
    for name in ("cat", "slow", "closed"):
        s.wait_for_state(name, "RUNNING")
    s.call("supervisor.sendProcessStdin", "cat", "one\n")
    s.call("supervisor.sendProcessStdin", "cat", "grüße\n")
    s.call("supervisor.sendProcessStdin", "cat", "")
    s.wait_for_text("cat.log", "one\ngrüße\n")
    for piece in "abcdefghij":
        try:
            answer = str(s.rpc.supervisor.sendProcessStdin("slow", piece * 100_000))
        except Exception as error:  # Debian's says 500 when the pipe is full, and keeps the text
            answer = type(error).__name__
        if s.ours:
            s.expect(answer == "True", f"a full pipe is no error, it said {answer}")
    os.write(go, b"go\n")
    wait_until(lambda: len(s.read("slow.log")) == 1_000_000, 20, "all of it arrives")
    s.note("in order", "".join(dict.fromkeys(s.read("slow.log"))))
    wait_until(lambda: os.path.exists(f"{s.dir}/closed"), 10, "it has closed its stdin")
    s.call("supervisor.sendProcessStdin", "closed", "x")
    s.call("supervisor.sendProcessStdin", "closed", "x")
    s.call("supervisor.sendProcessStdin", "stopped", "x")
    s.call("supervisor.sendProcessStdin", "nosuch", "x")
    s.call("supervisor.sendProcessStdin", "cat", 5)
    s.call("supervisor.sendProcessStdin", "cat")
