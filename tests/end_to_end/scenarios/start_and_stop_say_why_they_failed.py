"""Every way start, stop, restart and signal can fail, as supervisorctl words it."""

import os

PROGRAMS = """
[program:up]
command=/bin/sleep 1000
startsecs=0
[program:down]
command=/bin/sleep 1000
autostart=false
[program:missing]
command=/no/such/program
autostart=false
startretries=0
[program:missing_in_path]
command=no_such_program_at_all
autostart=false
[program:not_executable]
command=@DIR@/plain_file
autostart=false
[program:directory]
command=@DIR@/folder
autostart=false
[program:quits]
command=/bin/false
startsecs=10
autostart=false
startretries=0
[program:quits_later]
command=/bin/sh -c 'exit 3'
autostart=false
startretries=0
startsecs=10
[program:unparsable]
command=/bin/echo 'never closed
autostart=false
startretries=0
[program:wrong_directory]
command=/bin/sleep 1000
directory=@DIR@/nowhere
startsecs=10
autostart=false
startretries=0
[group:pair]
programs=up,down
"""


def play(s):
    s.write("plain_file", "#!/bin/sh\n")
    os.mkdir(f"{s.dir}/folder")
    s.start(PROGRAMS)
    s.wait_for_state("pair:up", "RUNNING")
    for line in ("start nosuch", "start nosuch:*", "start pair:nosuch", "start pair:up", "start missing",
                 "start missing_in_path", "start not_executable", "start directory", "start quits",
                 "start quits_later", "start unparsable", "start wrong_directory", "start",
                 "stop nosuch", "stop nosuch:*", "stop pair:nosuch", "stop pair:down", "stop missing", "stop",
                 "restart nosuch", "restart missing", "restart", "restart nosuch:*",
                 "signal", "signal HUP", "signal NOSUCH pair:up", "signal 99 pair:up", "signal HUP nosuch",
                 "signal HUP pair:down", "signal HUP nosuch:*", "pid nosuch", "pid pair:down", "pid nosuch:*"):
        answer = s.ctl(*line.split())
        if line.startswith(("start", "stop", "restart", "signal")):
            s.expect("rror" in answer or "ERROR" in answer, f"{line} is an error")
    s.ctl("status")
    s.expect(s.state("pair:up") == "RUNNING", "none of this touched what runs")
    s.note("what the children said", s.rpc.supervisor.readProcessStderrLog("wrong_directory", 0, 0))
