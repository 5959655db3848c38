"""status, whole and by name, of programs in each state a program can rest in."""

import os
import signal

from driver.waiting import wait_until

PROGRAMS = """
[program:running]
command=/bin/sleep 1000
startsecs=0
[program:never_started]
command=/bin/sleep 1000
autostart=false
[program:stopped]
command=/bin/sleep 1000
startsecs=0
[program:exited]
command=/bin/true
startsecs=0
autorestart=false
[program:fatal]
command=/no/such/program
startretries=0
[program:fatal_too_quick]
command=/bin/false
startsecs=10
startretries=0
[program:backing_off]
command=/bin/false
startsecs=10
startretries=1000000
[program:starting]
command=/bin/sleep 1000
startsecs=1000
[program:stopping]
command=/bin/sh -c 'trap "" TERM; echo deaf; while :; do sleep 1000; done'
startsecs=0
stopwaitsecs=1000
[program:a_program_with_a_name_longer_than_thirty_letters]
command=/bin/sleep 1000
autostart=false
[program:pair]
command=/bin/sleep 1000
process_name=%(program_name)s_%(process_num)02d
numprocs=2
startsecs=0
"""


def play(s):
    s.start(PROGRAMS)
    s.wait_for_state("running", "RUNNING")
    s.wait_for_state("exited", "EXITED")
    s.wait_for_state("fatal", "FATAL")
    s.wait_for_state("fatal_too_quick", "FATAL")
    s.wait_for_state("starting", "STARTING")
    s.wait_for_state("pair:pair_01", "RUNNING")
    s.rpc.supervisor.stopProcess("stopped")
    # Its trap is set once it has spoken.
    wait_until(lambda: s.rpc.supervisor.readProcessStdoutLog("stopping", 0, 0) == "deaf\n", 10, "deaf is deaf")
    s.rpc.supervisor.stopProcess("stopping", False)
    # With each failure it rests longer: after the third there are three seconds to look.
    wait_until(lambda: s.read("supervisord.log").count("exited: backing_off") == 3, 15, "it failed three times")
    s.wait_for_state("backing_off", "BACKOFF")
    for words in ([], ["all"], ["running"], ["pair:*"], ["pair:pair_01", "exited"], ["stopping"],
                  ["no_such_one"], ["pair:no_such_one"], ["no_such_group:*"], ["no_such_one", "running"],
                  ["running", "all"]):
        answer = s.ctl("status", *words)
        if not words:
            for state in ("RUNNING", "STOPPED", "EXITED", "FATAL", "BACKOFF", "STARTING", "STOPPING"):
                s.expect(state in answer, f"{state} is shown")
            s.expect(answer.code == 3, "some program not running is exit code 3")
    os.kill(s.info("stopping")["pid"], signal.SIGKILL)
    s.wait_for_state("stopping", "STOPPED")
