"""Each daemon with the supervisorctl that belongs to it: the commands ours has, and its prompt."""

from driver.waiting import wait_until

PROGRAMS = """
[program:one]
command=/bin/sh -c 'seq 5; echo complaint >&2; exec sleep 1000'
startsecs=0
[program:pair]
command=/bin/sleep 1000
process_name=%(program_name)s_%(process_num)d
numprocs=2
autostart=false
[program:missing]
command=/no/such/program
autostart=false
startretries=0
"""


def play(s):
    s.start(PROGRAMS)
    def has_spoken(times):
        log = s.rpc.supervisor.readProcessStderrLog
        wait_until(lambda: log("one", 0, 0).count("complaint") == times, 10, f"it has spoken {times} times")

    has_spoken(1)
    for line in ("status", "status one", "status one nosuch", "status pair:*", "status nosuch:*", "stop one", "stop one",
                 "start one", "start one", "restart one", "start nosuch", "stop nosuch", "start missing",
                 "start pair:pair_0", "stop pair:pair_0", "tail nosuch", "tail one nochannel", "tail -x one",
                 "tail missing", "nonsense", "start", "stop", "restart", "status all"):
        s.native_ctl(*line.split())
        if line == "start one":
            has_spoken(2)
    has_spoken(3)
    for line in ("tail one", "tail -4 one", "tail one stderr"):
        s.native_ctl(*line.split())
    s.native_ctl(stdin="status one\nstop one\nnonsense\n\nstart one\n")
    s.native_ctl("shutdown")
    s.note("exit code", s.wait_for_end())
    for line in ("status", "start one", "shutdown", "tail one"):
        s.native_ctl(*line.split())
