"""PROCESS_LOG events of stdout and stderr, of one, of both in one, of none; what is no text; strip_ansi."""

from driver import listening
from driver.stage import HEAD

ECHO = """
[program:{0}]
command=/bin/sh -c 'while read -r word; do printf "out $word\\n"; printf "err $word\\n" >&2; done'
startsecs=0
{1}
"""
PROGRAMS = (listening.section("out", "PROCESS_LOG_STDOUT") + listening.section("err", "PROCESS_LOG_STDERR")
            + ECHO.format("both", "stdout_events_enabled=true\nstderr_events_enabled=true")
            + ECHO.format("one", "stderr_events_enabled=true")
            + ECHO.format("redirected", "redirect_stderr=true\nstdout_events_enabled=true\nstderr_events_enabled=true")
            + ECHO.format("none", "stdout_events_enabled=false") + """
[program:bytes]
command=/usr/bin/python3 @DIR@/writes.py bytes
startsecs=0
autorestart=false
stdout_events_enabled=true
[program:colours]
command=/usr/bin/python3 @DIR@/writes.py colours
startsecs=0
autorestart=false
stdout_events_enabled=true
""")


WRITES = r"""
import os, sys
sys.stdin.readline()
os.write(1, {"bytes": b"it's \xff\"\n\t\\", "colours": b"\x1b[1mbold\x1b[0m gr\xc3\xbcn"}[sys.argv[1]])
"""


def play(s):
    s.write("writes.py", WRITES)
    s.start(PROGRAMS, head=HEAD.replace("[supervisord]", "[supervisord]\nstrip_ansi=true"))
    for name in ("both", "one", "redirected", "none", "bytes", "colours"):
        s.wait_for_state(name, "RUNNING", "EXITED")
        s.call("supervisor.sendProcessStdin", name, "hello\n")
    listening.wait_for_event(s, "out", "PROCESS_LOG_STDOUT", "err hello")
    listening.wait_for_event(s, "out", "PROCESS_LOG_STDOUT", "bold")
    listening.wait_for_event(s, "out", "PROCESS_LOG_STDOUT", "Undecodable")
    listening.wait_for_event(s, "err", "PROCESS_LOG_STDERR", "processname:one ")
    for name in ("both", "one", "none", "bytes", "colours"):
        events = listening.told(s, "out") + listening.told(s, "err")
        s.note(name, listening.shown(listening.about(events, f"processname:{name} ")))
    # Two writes may come as one read.
    redirected = listening.about(listening.told(s, "out"), "processname:redirected ")
    s.note("redirected", "".join(payload.split("\n", 1)[1] for _, payload in redirected))
    s.expect(not listening.about(listening.told(s, "err"), "redirected"), "there is no stderr of its own")
