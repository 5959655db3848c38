"""start, stop and restart of one, several, a group and all; each line and exit code."""

PROGRAMS = """
[program:a]
command=/bin/sleep 1000
startsecs=0
[program:b]
command=/bin/sleep 1000
startsecs=0
autostart=false
[program:workers]
command=/bin/sleep 1000
process_name=worker_%(process_num)d
numprocs=3
startsecs=0
[program:x]
command=/bin/sleep 1000
startsecs=0
[program:y]
command=/bin/sleep 1000
startsecs=0
[group:pair]
programs=x,y
"""


def play(s):
    s.start(PROGRAMS)
    s.wait_for_state("pair:y", "RUNNING")
    s.wait_for_state("workers:worker_2", "RUNNING")
    before = s.info("a")["pid"]
    for line in ("stop a", "stop a", "start a", "start a", "restart a", "restart b", "stop a b", "start a b",
                 "start workers:worker_1", "stop workers:worker_1", "start workers:worker_1"):
        s.ctl(*line.split())
    s.expect(s.info("a")["pid"] != before, "a is another process now")
    for line in ("stop workers:*", "stop workers:*", "start workers:*", "restart workers:*", "stop pair:",
                 "start pair:", "restart pair:* a", "stop all", "stop all", "start all", "restart all",
                 "start all a", "stop all nosuch"):
        s.ctl(*line.split(), in_order=False)
    s.expect(all(p["statename"] == "STOPPED" for p in s.rpc.supervisor.getAllProcessInfo()),
             "after stop all everything is stopped")
    s.ctl("status")
    # The prompt: the same commands from standard input.
    s.ctl(stdin="start a\nstatus a\nnonsense\n\nstop a\npid a\nexit\n")
