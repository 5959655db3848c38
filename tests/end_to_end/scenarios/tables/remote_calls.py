"""XML-RPC, method by method: what each returns, and every fault it can raise."""

import json
import os
import re
import xmlrpc.client

from driver.listening import section
from driver.stage import HEAD_WITH_TCP
from driver.waiting import wait_until

UP = "[program:up]\ncommand=/bin/sleep 1000\nstartsecs=0\n"
DOWN = "[program:down]\ncommand=/bin/sleep 1000\nautostart=false\n"
PAIR = "[program:one]\ncommand=/bin/sleep 1000\nstartsecs=0\n[program:two]\ncommand=/bin/sleep 1000\nstartsecs=0\n" \
       "autostart=false\n[group:pair]\nprograms=one,two\n"
TALKER = """
[program:talker]
command=/bin/sh -c 'echo 0123456789; echo error >&2; exec sleep 1000'
startsecs=0
stdout_logfile=@DIR@/talker.log
stderr_logfile=@DIR@/talker.err
"""
NAMES = ("nosuch", "nosuch:*", "nosuch:x", "", ":", "*", "up:", "up:*", "up:nosuch", "up:up")


def _said(s):
    s.wait_for_state("talker", "RUNNING")
    s.wait_for_text("talker.log", "0123456789\n")
    s.wait_for_text("talker.err", "error\n")


def start_process_answers_and_faults(s):
    s.write("plain", "#!/bin/sh\n")
    s.start(UP + DOWN + "[program:gone]\ncommand=/no/such\nautostart=false\n"
            "[program:plain]\ncommand=@DIR@/plain\nautostart=false\n[program:folder]\ncommand=@DIR@\nautostart=false\n"
            "[program:short]\ncommand=/bin/false\nautostart=false\nstartretries=0\n"
            "[program:open]\ncommand=/bin/echo 'open\nautostart=false\n")
    s.wait_for_state("up", "RUNNING")
    for name in (*NAMES, "gone", "plain", "folder", "short", "open", "up", "down", "down"):
        s.call("supervisor.startProcess", name)
    s.call("supervisor.startProcess")
    s.call("supervisor.startProcess", "up", True, 1)


def start_process_without_waiting_answers_at_once(s):
    s.start(DOWN.replace("autostart=false", "autostart=false\nstartsecs=2"))
    s.call("supervisor.startProcess", "down", False)
    s.note("at once", s.state("down"))
    s.call("supervisor.startProcess", "down", False)
    s.wait_for_state("down", "RUNNING")
    s.call("supervisor.startProcess", "down", False)


def stop_process_answers_and_faults(s):
    s.start(UP + DOWN)
    s.wait_for_state("up", "RUNNING")
    for name in (*NAMES, "down", "up", "up"):
        s.call("supervisor.stopProcess", name)
    s.call("supervisor.startProcess", "up")
    s.call("supervisor.stopProcess", "up", False)
    s.wait_for_state("up", "STOPPED")
    s.call("supervisor.stopProcess")


def groups_are_started_and_stopped_by_name(s):
    s.start(PAIR)
    s.wait_for_state("pair:one", "RUNNING")
    for call in (("startProcessGroup", "pair"), ("startProcessGroup", "pair"), ("startProcessGroup", "pair:*"),
                 ("startProcessGroup", "nosuch"), ("stopProcessGroup", "pair"), ("stopProcessGroup", "pair"),
                 ("stopProcessGroup", "nosuch"), ("startProcessGroup", "pair", False)):
        s.call(f"supervisor.{call[0]}", *call[1:], in_order=False)
    s.wait_for_state("pair:two", "RUNNING")
    s.call("supervisor.stopProcessGroup", "pair", False)
    for name in ("pair:one", "pair:two"):
        s.wait_for_state(name, "STOPPED")


def all_are_started_and_stopped(s):
    s.start(PAIR + DOWN)
    s.wait_for_state("pair:one", "RUNNING")
    for method in ("startAllProcesses", "startAllProcesses", "stopAllProcesses", "stopAllProcesses"):
        answer = getattr(s.rpc.supervisor, method)()
        # Those that have to be waited for answer in the order they come.
        s.note(method, sorted(answer, key=lambda row: row["name"]))
    s.call("supervisor.startAllProcesses", True, 1)


def signals_are_sent_by_name_and_number(s):
    s.start(UP + DOWN + PAIR)
    s.wait_for_state("up", "RUNNING")
    s.wait_for_state("pair:one", "RUNNING")
    for signal in ("CONT", "SIGCONT", "cont", "18", 18, "0", "65", "-1", "NOSUCH", "", " CONT ", "SIG"):
        s.call("supervisor.signalProcess", "up", signal)
    for name in (*NAMES, "down", "pair:*", "pair:two"):
        s.call("supervisor.signalProcess", name, "CONT")
    for call in (("signalProcessGroup", "pair", "CONT"), ("signalProcessGroup", "nosuch", "CONT"),
                 ("signalProcessGroup", "pair", "NOSUCH"), ("signalAllProcesses", "CONT"),
                 ("signalAllProcesses", "NOSUCH"), ("signalAllProcesses",), ("signalProcess", "up")):
        s.call(f"supervisor.{call[0]}", *call[1:])


def a_signal_that_ends_a_program_is_seen(s):
    s.start(UP + "autorestart=false\n")
    s.wait_for_state("up", "RUNNING")
    s.call("supervisor.signalProcess", "up", "USR1")
    s.wait_for_state("up", "EXITED")
    s.call("supervisor.getProcessInfo", "up")
    s.call("supervisor.signalProcess", "up", "USR1")
    s.note("the log", s.log_lines("exited: "))


def process_logs_are_read_by_offset_and_length(s):
    s.start(TALKER + DOWN.replace("autostart", "stdout_logfile=NONE\nautostart"))
    _said(s)
    for at in ((0, 0), (0, 4), (3, 4), (9, 100), (11, 5), (500, 5), (-4, 0), (-400, 0), (-4, 2), (2, -1), (0, -1),
               ("2", "3"), ("x", 1), (1.5, 2), (0,), ()):
        s.call("supervisor.readProcessStdoutLog", "talker", *at)
    s.call("supervisor.readProcessStderrLog", "talker", 0, 0)
    s.call("supervisor.readProcessLog", "talker", 0, 5)
    for name in ("nosuch", "down", "talker:*", "talker:nosuch"):
        s.call("supervisor.readProcessStdoutLog", name, 0, 0)
        s.call("supervisor.tailProcessStdoutLog", name, 0, 10)


def process_logs_are_followed_by_tail(s):
    s.start(TALKER)
    _said(s)
    for at in ((0, 0), (0, 4), (0, 10), (0, 11), (0, 100), (5, 3), (5, 6), (5, 100), (11, 5), (12, 5), (500, 5)):
        s.call("supervisor.tailProcessStdoutLog", "talker", *at)
        s.call("supervisor.tailProcessStderrLog", "talker", *at)


def a_log_file_that_is_gone_is_no_file(s):
    s.start(TALKER)
    _said(s)
    os.unlink(f"{s.dir}/talker.log")
    s.call("supervisor.readProcessStdoutLog", "talker", 0, 0)
    s.call("supervisor.tailProcessStdoutLog", "talker", 0, 10)
    s.call("supervisor.clearProcessLogs", "talker")
    s.call("supervisor.readProcessStdoutLog", "talker", 0, 0)


def process_logs_are_cleared(s):
    s.start(TALKER + DOWN)
    _said(s)
    s.call("supervisor.clearProcessLogs", "talker")
    s.note("then", [s.read("talker.log"), s.read("talker.err")])
    s.call("supervisor.clearProcessLog", "talker")
    for name in ("nosuch", "talker:nosuch", "down", "talker:*"):
        s.call("supervisor.clearProcessLogs", name)
    s.call("supervisor.clearAllProcessLogs")


def the_main_log_is_read_and_cleared(s):
    s.start(UP)
    s.wait_for_state("up", "RUNNING")
    whole = s.rpc.supervisor.readLog(0, 0)
    s.expect("supervisord started with pid" in whole, "the log is whole")
    s.expect(s.rpc.supervisor.readMainLog(0, 10) == whole[:10], "the first ten bytes")
    s.expect(s.rpc.supervisor.readLog(-10, 0) == s.rpc.supervisor.readLog(0, 0)[-10:], "the last ten bytes")
    for at in ((0, -1), (-1, 5), (10**6, 5), ("a", 1)):
        s.call("supervisor.readLog", *at)
    s.call("supervisor.clearLog")
    s.note("then", re.sub(r"^\S+ \S+ ", "", s.rpc.supervisor.readLog(0, 0), flags=re.MULTILINE))


def groups_are_added_and_removed(s):
    s.start(UP)
    s.wait_for_state("up", "RUNNING")
    s.configure(UP + DOWN + PAIR)
    s.call("supervisor.addProcessGroup", "pair")
    s.call("supervisor.reloadConfig")
    for call in (("addProcessGroup", "pair"), ("addProcessGroup", "pair"), ("addProcessGroup", "one"),
                 ("addProcessGroup", "nosuch"), ("addProcessGroup", ""), ("addProcessGroup",)):
        s.call(f"supervisor.{call[0]}", *call[1:])
    s.wait_for_state("pair:one", "RUNNING")
    for call in (("removeProcessGroup", "pair"), ("stopProcessGroup", "pair"), ("removeProcessGroup", "pair"),
                 ("removeProcessGroup", "pair"), ("removeProcessGroup", "nosuch"), ("getProcessInfo", "pair:one")):
        s.call(f"supervisor.{call[0]}", *call[1:])
    s.note("the log", s.log_lines("spawned", "stopped: ", "exited"))


def process_info_is_the_same_in_every_state(s):
    s.start(UP + DOWN + "[program:fatal]\ncommand=/no/such\nstartretries=0\n"
            "[program:over]\ncommand=/bin/sh -c 'exit 3'\nstartsecs=0\nautorestart=false\n")
    s.wait_for_state("up", "RUNNING")
    s.wait_for_state("fatal", "FATAL")
    s.wait_for_state("over", "EXITED")
    s.call("supervisor.getAllProcessInfo")
    for name in NAMES:
        s.call("supervisor.getProcessInfo", name)


def multicall_answers_in_place(s):
    s.start(UP + DOWN)
    s.wait_for_state("up", "RUNNING")
    s.call("system.multicall", [
        {"methodName": "supervisor.stopProcess", "params": ["up"]},
        {"methodName": "supervisor.stopProcess", "params": ["up"]},
        {"methodName": "supervisor.startProcess", "params": ["up"]},
        {"methodName": "supervisor.getProcessInfo", "params": ["nosuch"]},
        {"methodName": "system.multicall", "params": []}, {"params": []}, {},
        {"methodName": "supervisor.getState", "params": [1]}, {"methodName": "nosuch.method"}])
    s.call("system.multicall", [])


def methods_that_are_not_there_are_unknown(s):
    s.start(UP)
    for name in ("nosuch", "supervisor", "supervisor.", ".getState", "supervisor.nosuch", "supervisor._update",
                 "supervisor.getState.x", "system", "system.nosuch", "nosuch.getState", "supervisor.getstate",
                 "SUPERVISOR.getState"):
        s.call(name)


def system_methods_describe_the_others(s):
    s.start(UP)
    s.note("methods", [m for m in s.rpc.system.listMethods()])
    for method in s.rpc.system.listMethods():
        s.call("system.methodSignature", method)
    for method in ("system.methodHelp", "system.methodSignature"):
        for name in ("nosuch", "", "supervisor.nosuch"):
            s.call(method, name)
    s.call("system.listMethods", 1)


def ignores_term(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        return int(re.search(r"SigIgn:\s+(\w+)", status.read())[1], 16) & 1 << 14


def calls_are_refused_while_everything_stops(s):
    s.start("[program:slow]\ncommand=/bin/sh -c 'trap \"\" TERM; while :; do sleep 1; done'\nstartsecs=0\nstopwaitsecs=5\n")
    s.wait_for_state("slow", "RUNNING")
    wait_until(lambda: ignores_term(s.info("slow")["pid"]), 10, "it ignores TERM")
    s.call("supervisor.shutdown")
    s.wait_for_log("waiting for slow to die")
    for call in (("getState",), ("getAllProcessInfo",), ("startProcess", "slow"), ("stopProcess", "slow"),
                 ("signalProcess", "slow", "HUP"), ("reloadConfig",), ("addProcessGroup", "x"), ("shutdown",),
                 ("restart",), ("readLog", 0, 10), ("getAPIVersion",), ("getAllConfigInfo",), ("clearLog",),
                 ("signalProcessGroup", "slow", "HUP"), ("signalAllProcesses", "HUP")):
        s.call(f"supervisor.{call[0]}", *call[1:])
    s.call("system.methodSignature", "supervisor.shutdown")
    s.note("exit code", s.wait_for_end())


def strings_are_escaped_and_kept(s):
    s.start("[program:p]\ncommand=/bin/echo '<a> & \"b\" grün ☃'\nstartsecs=0\nautorestart=false\n"
            "stdout_logfile=@DIR@/p.log\n", head=HEAD_WITH_TCP)
    s.wait_for_text("p.log", "☃")
    s.call("supervisor.readProcessStdoutLog", "p", 0, 0)
    s.call("supervisor.tailProcessStdoutLog", "p", 0, 100)
    s.call("supervisor.getProcessInfo", "<&>grün")
    for name in (xmlrpc.client.DateTime(0), True, 1.0):
        try:
            s.rpc.supervisor.getProcessInfo(name)
        except xmlrpc.client.Error as error:
            s.note(f"a {type(name).__name__} for a name", isinstance(error, (xmlrpc.client.Fault, xmlrpc.client.ProtocolError)))


def values_of_other_kinds_are_taken_as_python_takes_them(s):
    s.start(UP + section("listener", "REMOTE_COMMUNICATION"))
    for name in ("up", "listener"):
        s.wait_for_state(name, "RUNNING")
    values = (1, -5, True, False, 1.5, 2.0, [], ["a", 1, [None]], {"a": "b"}, "grün")
    client = xmlrpc.client.ServerProxy("http://localhost/RPC2", transport=s.rpc("transport"), allow_none=True)
    for value in (*values, None):
        s.call("supervisor.sendRemoteCommEvent", value, value, client=client)
        if not isinstance(value, str):
            s.call("supervisor.sendProcessStdin", "up", value, client=client)
        for method in ("system.methodHelp", "system.methodSignature"):
            if not isinstance(value, (list, dict)):
                s.call(method, value, client=client)
    wait_until(lambda: s.read("listener.events").count("\n") == len(values) + 1, 20, "all events have come")
    s.note("payloads", [json.loads(line)[1] for line in s.read("listener.events").splitlines()])


def what_is_no_call_is_told_in_the_log(s):
    s.start("", "-e", "debug", head=HEAD_WITH_TCP)
    call = "<methodCall><methodName>supervisor.getState</methodName>%s</methodCall>"
    for body in ("<", "<methodCall>", "it's \"no\" XML", call % "" + "more", " " + "<?xml version='1.0'?>" + call % "", call % "\n\t\\ü&",
                 "<methodCall><methodName></methodName></methodCall>", "<methodCall/>",
                 call % "<params><param><value><int>x</int></value></param></params>",
                 call % "<params><param><value><double></double></value></param></params>",
                 call % "<params><param/></params>"):
        s.note(repr(body), s.curl("/RPC2", "--data-binary", body, "-H", "Content-Type: text/xml").status)
    s.note("the log", s.log_lines("ERRO", "CRIT XML"))


def a_call_may_declare_any_encoding(s):
    s.start("", head=HEAD_WITH_TCP)
    call = "<methodCall><methodName>supervisor.getProcessInfo</methodName><params><param><value>ü</value></param></params></methodCall>"
    for encoding in ("utf-8", "UTF8", "windows-1252", "no-such", "UTF-16"):
        body = f"<?xml version='1.0' encoding='{encoding}'?>{call}"
        s.note(encoding, s.curl("/RPC2", "--data-binary", body, "-H", "Content-Type: text/xml").body)
