"""The daemon itself: how it is called, starts, goes to the background, is signalled, reloads and ends."""

import os
import pty
import re
import signal
import socket
import time

from driver.processes import is_alive
from driver.stage import HEAD, HEAD_WITH_TCP
from driver.waiting import asking, wait_until

SLEEPER = "[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n"
DEAF = ("[program:deaf]\ncommand=/bin/sh -c 'trap \"\" TERM; echo deaf > @DIR@/deaf; while :; do sleep 1; done'\nstartsecs=0\n"
        "stopwaitsecs=2\n")


def _ends(s, limit=20):
    s.note("exit code", s.wait_for_end(limit))
    s.note("left behind", sorted(n for n in os.listdir(s.dir) if n.endswith((".pid", ".socket"))))


def _renewed(s, count=2):
    wait_until(lambda: s.read("supervisord.log").count("supervisord started") >= count, 20, "it has begun anew")
    s.wait_for_answer()


def a_second_signal_while_it_stops_changes_nothing(s):
    s.start(DEAF)
    s.wait_for_text("deaf", "deaf")
    os.kill(s.daemon.pid, signal.SIGTERM)
    s.wait_for_log("waiting for deaf to die")
    os.kill(s.daemon.pid, signal.SIGTERM)
    wait_until(lambda: s.read("supervisord.log").count("SIGTERM indicating") == 2, 10, "it got both")
    _ends(s)
    s.note("the log", s.log_lines("indicating", "killing", "stopped"))


def hup_is_ignored_while_it_stops(s):
    s.start(DEAF)
    s.wait_for_text("deaf", "deaf")
    os.kill(s.daemon.pid, signal.SIGINT)
    s.wait_for_log("waiting for deaf to die")
    os.kill(s.daemon.pid, signal.SIGHUP)
    s.wait_for_log("ignored")
    _ends(s)
    s.note("the log", s.log_lines("indicating"))


def signals_between_two_lives_do_not_end_the_daemon(s):
    """Where the handlers of one life are gone and those of the next not there yet, SIGUSR2 must not
    have its default action."""
    s.start(SLEEPER)
    s.wait_for_state("p", "RUNNING")
    os.kill(s.daemon.pid, signal.SIGHUP)

    # With no pause longer than a life takes to begin, and not so many that they are all it does.
    until = time.monotonic() + 20
    with asking():
        while s.daemon.poll() is None and s.read("supervisord.log").count("supervisord started") < 2:
            s.expect(time.monotonic() < until, "it begins anew")
            os.kill(s.daemon.pid, signal.SIGUSR2)
    s.wait_for_answer()
    s.wait_for_state("p", "RUNNING")
    os.kill(s.daemon.pid, signal.SIGTERM)
    _ends(s)
    s.note("the log", s.log_lines("indicating exit"))


def term_overrules_a_reload(s):
    s.start(DEAF)
    s.wait_for_text("deaf", "deaf")
    os.kill(s.daemon.pid, signal.SIGHUP)
    s.wait_for_log("waiting for deaf to die")
    os.kill(s.daemon.pid, signal.SIGTERM)
    _ends(s)


def an_unhandled_signal_ends_it_and_leaves_its_programs(s):
    s.start(SLEEPER)
    s.wait_for_state("p", "RUNNING")
    pid = s.info("p")["pid"]
    os.kill(s.daemon.pid, signal.SIGUSR1)
    s.note("ended by", -s.wait_for_end())
    s.expect(is_alive(pid), "the program lives")


def reload_reads_the_file_again(s):
    s.start(SLEEPER)
    s.wait_for_state("p", "RUNNING")
    s.configure(SLEEPER.replace(":p]", ":q]"))
    s.ctl("reload")
    _renewed(s)
    s.wait_for_state("q", "RUNNING")
    s.ctl("status")
    s.expect(s.rpc.supervisor.getPID() == s.daemon.pid, "the pid stays")


def reload_with_a_broken_file_ends_it(s):
    s.start(SLEEPER)
    s.wait_for_state("p", "RUNNING")
    pid = s.info("p")["pid"]
    s.configure("[program:p]\nautostart=maybe\n")
    os.kill(s.daemon.pid, signal.SIGHUP)
    _ends(s)
    s.expect(not is_alive(pid), "no program is left")
    s.expect("not a valid boolean value: 'maybe'" in s.read("daemon.err"), "it says why")


def reload_takes_another_loglevel_and_logfile(s):
    s.start(SLEEPER)
    s.wait_for_state("p", "RUNNING")
    s.configure(SLEEPER, HEAD.replace("supervisord.log", "other.log").replace("childlogdir", "loglevel=debug\nchildlogdir"))
    os.kill(s.daemon.pid, signal.SIGHUP)
    s.wait_for_text("other.log", "supervisord started")
    s.wait_for_answer()
    s.wait_for_state("p", "RUNNING")
    s.call("supervisor.stopProcess", "p")
    s.wait_for_text("other.log", "DEBG killing p (pid")


def command_line_wins_over_the_file(s):
    head = HEAD.replace("childlogdir", "identifier=file\nloglevel=critical\nchildlogdir")
    s.start(SLEEPER, "-i", "line", "--loglevel=info", "-l", f"{s.dir}/line.log", "-j", f"{s.dir}/line.pid", head=head)
    s.call("supervisor.getIdentification")
    s.note("files", sorted(n for n in os.listdir(s.dir) if n.startswith(("line", "supervisord."))))
    s.wait_for_text("line.log", "spawned: 'p'")
    s.call("supervisor.reloadConfig")
    s.call("supervisor.getIdentification")


def options_may_be_shortened_and_joined(s):
    s.configure(SLEEPER)
    for options in (["--ver"], ["-nsv"], ["--v"], ["--sil", "--vers"], ["-h"], ["--h"], ["-?"], ["--profile_options=x", "-v"]):
        answer = s.run_daemon(*options)
        text = re.sub(r"(?m)^Usage: .*?(?= \[options\])", "Usage: SUPERVISORD", answer.out)
        s.note(" ".join(options), f"{text}{answer.err}[exit {answer.code}]")


def wrong_options_are_refused(s):
    s.configure(SLEEPER)
    for options in (["--min=1"], ["--n"], ["--no"], ["--log=x"], ["--loglevel=loud"], ["-e"], ["-n", "--nodaemon"], ["-nx"],
                    ["--silent=yes"], ["-a", "1.5"], ["-m", "8"], ["-y", "1k"], ["-u"], ["x"], ["-n", "x", "y"], ["--", "z"],
                    ["-l", "/no/such/x.log"], ["-q", "/no/such"], ["-d", "/no/such"], ["-c", "/no/such.conf"], ["-c", "/"]):
        answer = s.run_daemon(*([] if "-c" in options else ["-c", s.conf]), *options)
        s.note(" ".join(options), "\n".join(answer.err.splitlines()[:2]) + f"\n[exit {answer.code}]")


def without_c_the_file_is_searched(s):
    os.mkdir(f"{s.dir}/etc")
    os.rename(s.write("supervisord.conf", "[nothing]\n"), f"{s.dir}/etc/supervisord.conf")
    answer = s.run_daemon("-n")
    s.note("found in etc", [line for line in answer.err.splitlines() if line.startswith(("Error", "For help"))])
    os.unlink(f"{s.dir}/etc/supervisord.conf")
    answer = s.run_daemon("-n")
    s.expect("No config file found at default paths" in answer.err and answer.code == 2, answer.err)


def the_pidfile_is_written_and_removed(s):
    s.start("")
    s.expect(s.read("supervisord.pid") == f"{s.daemon.pid}\n", "it holds the pid")
    s.call("supervisor.shutdown")
    _ends(s)


def a_pidfile_that_cannot_be_written_is_told(s):
    os.mkdir(f"{s.dir}/a.pid")
    s.start("", "-j", f"{s.dir}/a.pid")
    s.wait_for_log("could not write pidfile")
    s.note("the log", s.log_lines("pidfile"))
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end())


def in_the_background_it_takes_directory_and_umask(s):
    os.mkdir(f"{s.dir}/there")
    head = HEAD.replace("childlogdir", "directory=@DIR@/there\numask=027\nchildlogdir", 1)
    s.configure("[program:p]\ncommand=/bin/sh -c 'pwd > @DIR@/p.pwd; umask > @DIR@/p.umask; exec sleep 1000'\nstartsecs=0\n", head)
    answer = s.run_daemon("-c", s.conf)
    s.note("started", [answer.out, answer.code])
    s.wait_for_text("p.umask", "\n")
    s.note("directory", s.read("p.pwd"))
    s.note("umask", s.read("p.umask"))
    s.wait_for_text("supervisord.pid", "\n")
    pid = int(s.read("supervisord.pid"))
    s.expect(os.getsid(pid) == pid, "it leads a session")
    s.note("its descriptors", [os.readlink(f"/proc/{pid}/fd/{n}") for n in range(3)])
    s.note("the log", s.log_lines("daemonizing", "set current directory"))
    s.call("supervisor.shutdown")
    wait_until(lambda: not is_alive(pid), 15, "it ends")


def in_the_foreground_it_keeps_directory_and_umask(s):
    os.mkdir(f"{s.dir}/there")
    head = HEAD.replace("childlogdir", "directory=@DIR@/there\numask=027\nchildlogdir", 1)
    s.start("[program:p]\ncommand=/bin/sh -c 'pwd > @DIR@/p.pwd; umask > @DIR@/p.umask; exec sleep 1000'\nstartsecs=0\n", head=head)
    s.wait_for_text("p.umask", "\n")
    s.note("directory", s.read("p.pwd"))
    s.note("umask", s.read("p.umask"))


def a_second_daemon_on_the_same_socket_is_refused(s):
    s.start(SLEEPER)
    s.wait_for_state("p", "RUNNING")
    answer = s.run_daemon("-n", "-c", s.conf, "-j", f"{s.dir}/second.pid", "-l", f"{s.dir}/second.log")
    s.note("the second", "\n".join(answer.err.splitlines()[:2]) + f"\n[exit {answer.code}]")
    s.note("the first", s.state("p"))


def a_second_daemon_on_the_same_port_is_refused(s):
    s.start(SLEEPER, head=HEAD_WITH_TCP)
    s.wait_for_state("p", "RUNNING")
    s.write("second.conf", HEAD_WITH_TCP.replace("server.socket", "second.socket"))
    answer = s.run_daemon("-n", "-c", f"{s.dir}/second.conf", "-j", f"{s.dir}/second.pid", "-l", f"{s.dir}/second.log")
    s.note("the second", "\n".join(answer.err.splitlines()[:2]) + f"\n[exit {answer.code}]")
    s.note("left behind", sorted(n for n in os.listdir(s.dir) if n.endswith((".pid", ".socket"))))


def a_socket_that_cannot_be_bound_is_refused(s):
    s.configure("", HEAD.replace("file=@DIR@", "file=/no/such/folder"))
    answer = s.run_daemon("-n", "-c", s.conf)
    s.note("told", "\n".join(answer.err.splitlines()[:2]) + f"\n[exit {answer.code}]")
    s.configure("", HEAD + "[inet_http_server]\nport=192.0.2.1:@PORT@\n")
    answer = s.run_daemon("-n", "-c", s.conf)
    s.note("told", "\n".join(answer.err.splitlines()[:2]) + f"\n[exit {answer.code}]")


def minfds_and_minprocs_are_raised_or_told(s):
    raised = HEAD.replace("childlogdir", "minfds=2000\nchildlogdir", 1)
    s.command = ["/bin/sh", "-c", 'ulimit -Sn 500; exec "$@"', "sh", *s.command]
    s.start("[program:p]\ncommand=/bin/sh -c 'ulimit -Sn > @DIR@/p.limit; exec sleep 1000'\nstartsecs=0\n", head=raised)
    s.wait_for_text("p.limit", "\n")
    s.note("the limit of a program", s.read("p.limit"))
    s.note("the log", s.log_lines("RLIMIT"))


def root_without_a_user_is_told_and_a_user_is_become(s):
    if os.getuid() != 0:
        s.note("skipped", "only root can become another")
        return
    s.copy_programs()
    os.chmod(s.dir, 0o777)
    s.start("[program:p]\ncommand=/bin/sh -c 'id > @DIR@/p.id; exec sleep 1000'\nstartsecs=0\n", "-u", "daemon")
    s.wait_for_text("p.id", "\n")
    s.note("a program is", s.read("p.id"))
    with open(f"/proc/{s.daemon.pid}/status", encoding="utf-8") as status:
        s.note("the daemon is", [" ".join(line.split()) for line in status if line.startswith(("Uid", "Gid", "Groups"))])
    s.note("the log", s.log_lines("Set uid", "root"))


def a_user_that_cannot_be_become_is_refused(s):
    s.configure(SLEEPER)
    for user in ("no_such_user_here", "987654321"):
        answer = s.run_daemon("-n", "-c", s.conf, "-u", user)
        s.note(user, "\n".join(answer.err.splitlines()[:2]) + f"\n[exit {answer.code}]")


def silent_says_nothing_on_stdout(s):
    s.start(SLEEPER, "-s")
    s.wait_for_state("p", "RUNNING")
    s.note("stdout", s.read("daemon.out"))
    s.expect("spawned" in s.read("supervisord.log"), "the log is written")


def in_the_foreground_the_log_is_on_stdout_too(s):
    s.start(SLEEPER)
    s.wait_for_state("p", "RUNNING")
    s.wait_for_text("daemon.out", "entered RUNNING")
    s.expect("\x1b" not in s.read("daemon.out"), "without colours")
    s.note("stdout", re.sub(r"(?m)^\S+ \S+ ", "", s.read("daemon.out")))


def on_a_terminal_levels_are_coloured(s):
    ours, theirs = pty.openpty()
    s.configure(SLEEPER)
    s.launch(stdout=os.ttyname(theirs))
    seen = ""

    def said():
        nonlocal seen
        seen += os.read(ours, 4000).decode()
        return "entered RUNNING" in seen

    wait_until(said, 20, "it is told")
    s.expect(("\x1b[32mINFO\x1b[0m spawned: 'p'" in seen) == s.ours, seen)
    s.expect("\x1b" not in s.read("supervisord.log"), "the file has none")
    s.wait_for_log("entered RUNNING")
    s.note("without colours", s.log_lines("spawned", "success"))


def a_service_manager_is_told(s):
    path = f"{s.dir}/notify"
    for name in (path, f"@{os.path.basename(s.dir)}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind("\0" + name[1:] if name[0] == "@" else name)
            manager.settimeout(20)
            s.environment["NOTIFY_SOCKET"] = name
            s.start("[program:p]\ncommand=/bin/sh -c 'env > @DIR@/p.env; exec sleep 1000'\nstartsecs=0\n")
            s.wait_for_state("p", "RUNNING")
            if s.ours:
                told = manager.recv(4096).decode()
                s.expect(re.fullmatch(rf"READY=1\nMAINPID={s.daemon.pid}\nSTATUS=Supervising 1 process groups\n", told), told)
                s.wait_for_text("p.env", "PATH")
                s.expect("NOTIFY_SOCKET" not in s.read("p.env"), "programs do not get the socket")
                os.kill(s.daemon.pid, signal.SIGHUP)
                told = manager.recv(4096).decode()
                s.expect(re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=\d+\nSTATUS=Reloading\n", told), told)
                s.expect(manager.recv(4096).startswith(b"READY=1\n"), "ready again")
                s.wait_for_answer()
            s.call("supervisor.shutdown")
            s.note("exit code", s.wait_for_end())
            if s.ours:
                s.expect(manager.recv(4096).startswith(b"STOPPING=1\n"), "it is stopping")


def validate_says_what_is_wrong_and_starts_nothing(s):
    if not s.ours:
        return
    s.configure(SLEEPER)
    answer = s.run_daemon("-c", s.conf, "--validate")
    s.expect((answer.code, answer.out, answer.err) == (0, f"{s.conf}: no errors\n", ""), vars(answer))
    s.configure(SLEEPER + "stdout_logfile_maxbytes=0\n")
    answer = s.run_daemon("-c", s.conf, "--validate")
    s.expect(answer.code == 0 and answer.out.startswith("WARN For [program:p], AUTO logging"), vars(answer))
    s.configure(SLEEPER + "autorestrat=true\n[progam:q]\n")
    answer = s.run_daemon("-c", s.conf, "--validate")
    for text in ("has no key autorestrat; autorestart may be meant", "[progam:q] is a section that nobody reads"):
        s.expect(answer.code == 0 and text in answer.out, vars(answer))
    s.configure("[program:p]\nstartsecs=soon\n[program:q]\ncommand=x\numask=9\n")
    answer = s.run_daemon("-c", s.conf, "--validate")
    lines = answer.err.splitlines()
    s.expect(answer.code == 2 and lines[0].startswith("Error: ") and len(lines) == 5, vars(answer))
    for text in ("[program:p] command: is missing", "[program:p] startsecs = soon", "[program:q] umask = 9"):
        s.expect(any(text in line for line in lines[2:]), f"{text}: {lines}")
    s.expect(not os.path.exists(s.socket) and not os.path.exists(f"{s.dir}/supervisord.log"), "nothing was made")
    answer = s.run_daemon("--build-info")
    s.expect(re.fullmatch(r"medusa \d+\.\d+\.\d+, (no )?commit [\w.-]+( known)?, \w+\n", answer.out), answer.out)


def a_python_plugin_is_refused_with_what_to_do(s):
    s.configure(SLEEPER + "[rpcinterface:x]\nsupervisor.rpcinterface_factory = no.such.module:factory\n")
    answer = s.run_daemon("-n", "-c", s.conf)
    s.note("told", "\n".join(answer.err.splitlines()[:2]) + f"\n[exit {answer.code}]")
    if s.ours:
        s.expect("[rpcinterface:x] supervisor.rpcinterface_factory" in answer.err and "XML-RPC" in answer.err, answer.err)


def shutdown_leaves_no_program(s):
    s.start("".join(f"[program:p{i}]\ncommand=/bin/{'sleep 1000' if i % 3 else 'false'}\nstartretries=100\n" for i in range(30)))
    s.wait_for_state("p1", "RUNNING")
    pids = [p["pid"] for p in s.rpc.supervisor.getAllProcessInfo() if p["pid"]]
    s.expect(len(pids) >= 20, "most of them run")
    s.call("supervisor.shutdown")
    _ends(s)
    s.expect(not any(is_alive(pid) for pid in pids), "none is left")


def pidproxy_hands_signals_to_the_process_of_the_pid_file(s):
    tool = [s.tool("pidproxy")]
    s.write("child", "#!/bin/sh\necho $$ > @DIR@/child.pid\nfor g in HUP USR1 USR2; do trap \"echo $g >> @DIR@/got\" $g; done\n"
            "trap 'echo TERM >> @DIR@/got; exit 0' TERM\necho ready >> @DIR@/got\nwhile :; do sleep 0.05; done\n".replace("$g", "$g"))
    os.chmod(f"{s.dir}/child", 0o755)
    answer = s.run_tool(*tool)
    s.note("no arguments", [answer.code, re.sub(r"Usage: .*?(?= <pidfile)", "Usage: pidproxy", answer.out.strip().splitlines()[-1])])
    proxy = s.launch_tool("proxy", *tool, f"{s.dir}/child.pid", f"{s.dir}/child", "argument")
    s.wait_for_text("got", "ready")
    for name in ("HUP", "USR1", "USR2", "TERM"):
        proxy.send_signal(getattr(signal, "SIG" + name))
        s.wait_for_text("got", name)
    s.note("got", s.read("got"))
    s.note("exit code", proxy.wait(20))
    missing = s.launch_tool("missing", *tool, f"{s.dir}/no.pid", "/bin/sleep", "1000")
    wait_until(lambda: os.path.exists(f"/proc/{missing.pid}/task/{missing.pid}/children")
               and open(f"/proc/{missing.pid}/task/{missing.pid}/children", encoding="utf-8").read(), 10, "it runs")
    missing.send_signal(signal.SIGHUP)
    s.wait_for_text("missing.out", "!")
    s.note("without a pid file", s.read("missing.out"))
    missing.kill()


def the_sample_configuration_has_the_same_sections_and_keys(s):
    answer = s.run_tool(s.tool("echo_supervisord_conf"))
    s.note("exit code", answer.code)
    # What is said about them is each one's own.
    lines = [re.sub(r"\s+;.*", "", line) for line in answer.out.splitlines()]
    s.note("sections and keys", "\n".join(line for line in lines if re.match(r";?(\[[\w:]+\]|[\w.]+\s?=\s?\S+$)", line)))
    s.write("sample.conf", answer.out.replace("/tmp/", "@DIR@/").replace("supervisor.sock", "server.socket"))
    s.conf = f"{s.dir}/sample.conf"
    s.launch()
    s.wait_for_answer()
    s.call("supervisor.getAllProcessInfo")
