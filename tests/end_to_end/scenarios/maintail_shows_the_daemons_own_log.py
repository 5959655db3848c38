"""maintail by bytes, the log calls over XML-RPC, and a daemon without a log file to read."""

PROGRAMS = """
[program:one]
command=/bin/sleep 1000
startsecs=0
"""


def play(s):
    s.start(PROGRAMS)
    s.wait_for_log("success: one entered RUNNING")
    answer = s.ctl("maintail", "-82")
    s.expect("entered RUNNING state" in answer, "maintail shows the end of the log")
    s.expect("spawned: 'one' with pid" in s.programs.ctl(["-c", s.conf, "maintail"], "", 10, s.environment,
                                                         s.dir), "without a number it shows more")
    for line in ("maintail -x", "maintail -20 extra", "maintail extra"):
        s.ctl(*line.split())
    s.call("supervisor.readLog", -20, 0)
    s.call("supervisor.readMainLog", -20, 0)
    s.call("supervisor.readLog", -20, 5)
    s.call("supervisor.readLog", 1000000, 5)
    s.call("supervisor.readLog", 0, -1)
    s.call("supervisor.clearLog")
    s.expect("entered RUNNING" not in s.read("supervisord.log"), "clearLog empties the log")
    s.note("the log after clearLog", s.read("supervisord.log"))
    s.call("supervisor.stopProcess", "one")
    s.wait_for_log("stopped: one")
