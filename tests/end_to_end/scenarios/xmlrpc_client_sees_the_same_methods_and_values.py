"""Python's xmlrpc.client: introspection, every asking method, multicall, and faults for bad arguments."""

import re
import xmlrpc.client

from driver import rpc
from driver.stage import HEAD_WITH_TCP
from driver.waiting import wait_until

PROGRAMS = """
[program:talker]
command=/bin/sh -c 'echo hello; echo complaint >&2; exec sleep 1000'
startsecs=0
stdout_logfile=@DIR@/talker.log
environment=A="b",C="d e"
[program:tuned]
command=/bin/sleep 1000
process_name=%(program_name)s_%(process_num)02d
numprocs=2
numprocs_start=3
directory=/tmp
umask=027
priority=42
autostart=false
autorestart=false
startsecs=7
startretries=5
exitcodes=0,2,77
stopsignal=QUIT
stopwaitsecs=12
stopasgroup=true
stdout_logfile=NONE
stderr_logfile=@DIR@/tuned.log
stdout_logfile_maxbytes=1MB
stdout_logfile_backups=3
stderr_logfile_maxbytes=2KB
redirect_stderr=false
[program:fatal]
command=/no/such/program
startretries=0
"""
# What supervisorctl needs: a client would miss any of these.
METHODS = """
supervisor.addProcessGroup supervisor.clearAllProcessLogs supervisor.clearLog supervisor.clearProcessLog
supervisor.clearProcessLogs supervisor.getAPIVersion supervisor.getAllConfigInfo supervisor.getAllProcessInfo
supervisor.getIdentification supervisor.getPID supervisor.getProcessInfo supervisor.getState
supervisor.getSupervisorVersion supervisor.getVersion supervisor.readLog supervisor.readMainLog
supervisor.readProcessLog supervisor.readProcessStderrLog supervisor.readProcessStdoutLog
supervisor.reloadConfig supervisor.removeProcessGroup supervisor.restart supervisor.shutdown
supervisor.signalAllProcesses supervisor.signalProcess supervisor.signalProcessGroup
supervisor.startAllProcesses supervisor.startProcess supervisor.startProcessGroup
supervisor.stopAllProcesses supervisor.stopProcess supervisor.stopProcessGroup
supervisor.tailProcessLog supervisor.tailProcessStderrLog supervisor.tailProcessStdoutLog
system.listMethods system.methodHelp system.methodSignature system.multicall
""".split()


def play(s):
    s.start(PROGRAMS, head=HEAD_WITH_TCP)
    wait_until(lambda: s.rpc.supervisor.readProcessStdoutLog("talker", 0, 0) == "hello\n", 10, "it has spoken")
    wait_until(lambda: s.rpc.supervisor.readProcessStderrLog("talker", 0, 0), 10, "to stderr too")
    s.wait_for_state("fatal", "FATAL")

    listed = s.rpc.system.listMethods()
    s.expect(listed == sorted(listed), "listMethods is sorted")
    s.expect(not set(METHODS) - set(listed), f"listMethods has {set(METHODS) - set(listed)}")
    for method in METHODS:
        s.call("system.methodSignature", method)
        s.expect(len(s.rpc.system.methodHelp(method)) > 40, f"there is help on {method}")
    s.call("system.methodSignature", "supervisor.nosuch")
    s.call("system.methodHelp", "supervisor.nosuch")

    tcp = rpc.over_tcp(s.port)
    for client in (s.rpc, tcp):
        for method in ("getAPIVersion", "getVersion", "getSupervisorVersion", "getIdentification", "getState",
                       "getAllProcessInfo", "getAllConfigInfo"):
            s.call(f"supervisor.{method}", client=client)
        s.expect(client.supervisor.getPID() == s.daemon.pid, "getPID is the daemon's")
    for name in ("talker", "tuned:tuned_03", "fatal", "nosuch", "tuned", "tuned:*", "tuned:nosuch", "", ":"):
        s.call("supervisor.getProcessInfo", name)
    info = s.info("talker")
    s.expect(list(info) == ["name", "group", "start", "stop", "now", "state", "statename", "spawnerr", "exitstatus",
                            "logfile", "stdout_logfile", "stderr_logfile", "pid", "description"], "the fields")
    s.expect(re.fullmatch(rf"{s.dir}/talker-stderr---supervisor-[a-z0-9_]{{8}}\.log", info["stderr_logfile"]),
             f"a log supervisord names itself has eight of [a-z0-9_] in it: {info['stderr_logfile']}")
    s.expect(info["start"] and info["now"] >= info["start"] and info["stop"] == 0, "the times are in order")

    for arguments in ((0, 0), (0, 3), (2, 2), (-3, 0), (-100, 0), (1000, 5), (3, -1), (-3, 5), ("1", "2")):
        s.call("supervisor.readProcessStdoutLog", "talker", *arguments)
        s.call("supervisor.readProcessLog", "talker", *arguments)
        s.call("supervisor.readProcessStderrLog", "talker", *arguments)
    for arguments in ((0, 0), (0, 3), (0, 100), (2, 2), (6, 10), (1000, 5)):
        s.call("supervisor.tailProcessStdoutLog", "talker", *arguments)
        s.call("supervisor.tailProcessLog", "talker", *arguments)
        s.call("supervisor.tailProcessStderrLog", "talker", *arguments)
    for name in ("nosuch", "tuned:tuned_03", "tuned:*", "fatal"):
        s.call("supervisor.readProcessStdoutLog", name, 0, 0)
        s.call("supervisor.readProcessStderrLog", name, 0, 0)
        s.call("supervisor.tailProcessStdoutLog", name, 0, 10)

    # Faults: names, numbers and kinds of arguments.
    for call in (("nosuch",), ("supervisor.nosuch",), ("supervisor",), ("supervisor._update", "x"), ("nosuch.getState",),
                 ("supervisor.getState", 1), ("supervisor.getProcessInfo",), ("supervisor.startProcess",),
                 ("supervisor.startProcess", "nosuch"), ("supervisor.startProcess", "nosuch", False),
                 ("supervisor.stopProcess", "nosuch"), ("supervisor.stopProcess", "fatal"),
                 ("supervisor.startProcess", "talker"), ("supervisor.startProcess", "fatal"),
                 ("supervisor.startProcess", "fatal", False), ("supervisor.startProcessGroup", "nosuch"),
                 ("supervisor.stopProcessGroup", "nosuch"), ("supervisor.signalProcess", "talker", "NOSUCH"),
                 ("supervisor.signalProcess", "talker", "0"), ("supervisor.signalProcess", "fatal", "HUP"),
                 ("supervisor.signalProcessGroup", "nosuch", "HUP"), ("supervisor.signalProcess", "talker", "CONT"),
                 ("supervisor.addProcessGroup", "talker"), ("supervisor.addProcessGroup", "nosuch"),
                 ("supervisor.removeProcessGroup", "talker"), ("supervisor.removeProcessGroup", "nosuch"),
                 ("supervisor.clearProcessLogs", "nosuch"), ("supervisor.clearProcessLogs", "talker"),
                 ("supervisor.reloadConfig",)):
        s.call(*call)

    # multicall answers bare values, not wrapped in arrays.
    calls = [{"methodName": "supervisor.getState"}, {"methodName": "supervisor.getVersion", "params": []},
             {"methodName": "supervisor.getProcessInfo", "params": ["nosuch"]}, {"params": []},
             {"methodName": "system.multicall", "params": [[]]}, {"methodName": "supervisor.nosuch"},
             {"methodName": "supervisor.stopProcess", "params": ["talker"]},
             {"methodName": "supervisor.startProcess", "params": ["talker"]},
             {"methodName": "supervisor.getProcessInfo", "params": ["talker"]}]
    s.call("system.multicall", calls)
    s.call("system.multicall", [])
    s.call("system.multicall", 1)
    s.call("system.multicall")

    # Groups and all, answered or not waited for.
    s.call("supervisor.stopProcess", "talker", False)
    s.wait_for_state("talker", "STOPPED")
    s.call("supervisor.startProcess", "talker", False)
    s.wait_for_state("talker", "RUNNING")
    s.call("supervisor.signalProcessGroup", "talker", "CONT")
    s.call("supervisor.signalAllProcesses", "CONT")
    s.call("supervisor.stopProcessGroup", "talker")
    s.call("supervisor.startProcessGroup", "talker")
    s.call("supervisor.stopProcess", "talker:*")
    s.call("supervisor.startProcess", "talker:")
    s.call("supervisor.clearAllProcessLogs")
    s.call("supervisor.stopAllProcesses")
    for value in (5, "x" * 100000, "</value>&amp;", "grün ☃", {"a": [1, 2.5, True]}, xmlrpc.client.Binary(b"x")):
        try:
            s.rpc.supervisor.getProcessInfo(value)
            s.note(f"a name of kind {type(value).__name__}", "is found")
        except xmlrpc.client.Fault as fault:
            s.note(f"a name of kind {type(value).__name__}", f"fault {fault.faultCode}")
        except (xmlrpc.client.ProtocolError, OverflowError) as error:
            s.note(f"a name of kind {type(value).__name__}", type(error).__name__)
    s.expect(s.rpc.supervisor.getState()["statename"] == "RUNNING", "the daemon lives")
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end())
