"""tail by bytes and by channel, and its errors; clear empties what tail shows."""

from driver.waiting import wait_until

PROGRAMS = """
[program:talker]
command=/bin/sh -c 'seq 1000; echo complaint >&2; exec sleep 1000'
startsecs=0
[program:file_talker]
command=/bin/sh -c 'seq 20; exec sleep 1000'
startsecs=0
stdout_logfile=@DIR@/file_talker.log
[program:merged]
command=/bin/sh -c 'echo one; echo two >&2; exec sleep 1000'
startsecs=0
redirect_stderr=true
[program:silent]
command=/bin/sleep 1000
startsecs=0
[program:no_log]
command=/bin/sh -c 'echo lost; exec sleep 1000'
startsecs=0
stdout_logfile=NONE
stderr_logfile=NONE
[program:never]
command=/bin/sleep 1000
autostart=false
"""


def play(s):
    s.start(PROGRAMS)
    read = s.rpc.supervisor.readProcessStdoutLog
    wait_until(lambda: read("talker", 0, 0).endswith("1000\n"), 10, "the talker has spoken")
    wait_until(lambda: s.rpc.supervisor.readProcessStderrLog("talker", 0, 0) == "complaint\n", 10, "to stderr too")
    wait_until(lambda: read("merged", 0, 0) == "one\ntwo\n", 10, "both are in one file")
    wait_until(lambda: read("file_talker", 0, 0).endswith("20\n"), 10, "the file is written")
    s.wait_for_state("silent", "RUNNING")
    s.wait_for_state("no_log", "RUNNING")
    s.expect("1000" in s.ctl("tail", "talker"), "tail shows the end")
    for line in ("tail -20 talker", "tail -100000 talker", "tail -0 talker", "tail talker stdout",
                 "tail talker stderr", "tail -5 talker stderr", "tail file_talker", "tail merged",
                 "tail merged stderr", "tail silent", "tail no_log", "tail no_log stderr", "tail never",
                 "tail nosuch", "tail nosuch stderr", "tail", "tail -20", "tail talker nochannel",
                 "tail -x talker", "tail -20 talker stdout extra", "tail talker:*",
                 "clear talker", "tail talker", "tail talker stderr", "clear nosuch", "clear never",
                 "clear no_log", "clear", "clear talker:*", "clear merged silent", "tail merged"):
        s.ctl(*line.split())
    s.ctl("clear", "all", in_order=False)
    s.ctl("tail", "file_talker")
    s.note("the file after clear all", s.read("file_talker.log"))
    # A program goes on writing where it was after clear.
    s.ctl("restart", "file_talker")
    wait_until(lambda: read("file_talker", 0, 0).endswith("20\n"), 10, "it writes again")
    s.ctl("tail", "-15", "file_talker")
