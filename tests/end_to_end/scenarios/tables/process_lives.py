"""The life of one program: how it starts, fails, is retried, stops, and what it is given."""

import os
import signal

from driver.processes import is_alive, is_stopped
from driver.stage import HEAD
from driver.waiting import wait_until

# Whether one that ends at once is seen RUNNING, and for how long one that ends is waited for, is by chance.
LIFE = ("spawned", "exited", "stopped", "gave up", "spawnerr", "killing")


def _life(s):
    s.note("its life", s.log_lines(*LIFE))


def one(line, options="startsecs=0\n", name="p"):
    return f"[program:{name}]\ncommand={line}\n{options}"


def an_expected_exit_is_not_restarted(s):
    s.start(one("/bin/sh -c 'exit 2'", "startsecs=0\nexitcodes=0,2\n"))
    s.wait_for_state("p", "EXITED")
    s.call("supervisor.getProcessInfo", "p")
    _life(s)


def an_unexpected_exit_is_restarted(s):
    s.start(one("/bin/sh -c 'echo x >> @DIR@/runs; test $(wc -l < @DIR@/runs) -gt 2 || exit 5; exec sleep 1000'"))
    wait_until(lambda: s.read("runs").count("x") == 3, 15, "it ran three times")
    s.wait_for_state("p", "RUNNING")
    _life(s)


def autorestart_true_restarts_whatever_the_code(s):
    s.start(one("/bin/sh -c 'echo x >> @DIR@/runs; test $(wc -l < @DIR@/runs) -gt 2 || exit 0; exec sleep 1000'",
                "startsecs=0\nautorestart=true\n"))
    wait_until(lambda: s.read("runs").count("x") == 3, 15, "it ran three times")
    s.wait_for_state("p", "RUNNING")
    _life(s)


def autorestart_false_never_restarts(s):
    s.start(one("/bin/sh -c 'exit 5'", "startsecs=0\nautorestart=false\n"))
    s.wait_for_state("p", "EXITED")
    s.call("supervisor.getProcessInfo", "p")
    _life(s)


def a_program_ended_by_a_signal_is_not_expected(s):
    s.start(one("/bin/sh -c 'kill -USR1 $$'", "startsecs=0\nautorestart=false\n")
            + one("/bin/sh -c 'kill -KILL $$'", "startsecs=0\nautorestart=false\n", "q")
            + one("/bin/sh -c 'kill -40 $$'", "startsecs=0\nautorestart=false\n", "r")
            + one("/bin/sh -c 'kill -IO $$'", "startsecs=0\nautorestart=false\n", "t"))
    for name in "pqrt":
        s.wait_for_state(name, "EXITED")
        s.call("supervisor.getProcessInfo", name)
        s.note("its end", s.log_lines(f"exited: {name} "))


def an_early_exit_is_backoff_even_with_an_expected_code(s):
    s.start(one("/bin/true", "startsecs=5\nstartretries=1\n"))
    s.wait_for_state("p", "FATAL")
    s.call("supervisor.getProcessInfo", "p")
    _life(s)


def startretries_zero_is_one_try(s):
    s.start(one("/bin/false", "startsecs=5\nstartretries=0\n"))
    s.wait_for_state("p", "FATAL")
    _life(s)
    s.ctl("start", "p")


def backoff_can_be_stopped_and_started(s):
    # One that ends before the answer is made is told as a spawn error.
    s.start(one("/bin/sh -c 'sleep 0.2 && false'", "startsecs=5\nstartretries=50\nautostart=false\n"))
    s.call("supervisor.startProcess", "p", False)
    s.wait_for_state("p", "BACKOFF")
    s.call("supervisor.startProcess", "p")
    s.call("supervisor.signalProcess", "p", "HUP")
    s.call("supervisor.stopProcess", "p")
    s.note("then", s.state("p"))
    s.ctl("status")


def a_program_that_cannot_be_run_says_why(s):
    s.write("plain", "x")
    s.write("no_format", "\x7fELF nonsense")
    os.chmod(f"{s.dir}/no_format", 0o755)
    s.write("no_interpreter", "#!/no/such/interpreter\n")
    os.chmod(f"{s.dir}/no_interpreter", 0o755)
    tries = {"missing": "/no/such/program", "nowhere": "no_such_program_in_path", "plain": "@DIR@/plain",
             "folder": "@DIR@", "open": "/bin/echo 'x"}
    s.start("".join(one(line, "startretries=0\n", name) for name, line in tries.items()))
    for name in tries:
        s.wait_for_state(name, "FATAL")
        s.note(name, s.info(name)["spawnerr"])
        s.note("the log", s.log_lines(f"gave up: {name} ", f"'{name}'"))


def a_child_that_cannot_become_its_program_tells_its_log(s):
    s.write("no_format", "\x7fELF nonsense")
    os.chmod(f"{s.dir}/no_format", 0o755)
    s.start(one("@DIR@/no_format", "startretries=0\nstderr_logfile=@DIR@/p.err\n")
            + one("/bin/true", "startretries=0\ndirectory=/no/such\nstderr_logfile=@DIR@/q.err\n", "q")
            + one("/bin/true", "startretries=0\ndirectory=/no/such\nredirect_stderr=true\nstdout_logfile=@DIR@/r.out\n", "r"))
    for name, log in (("p", "p.err"), ("q", "q.err"), ("r", "r.out")):
        s.wait_for_state(name, "FATAL")
        s.note(name, s.read(log))
        s.note("the log", s.log_lines(f"exited: {name} ", f"gave up: {name} "))


def a_relative_command_is_looked_up_in_the_programs_own_path(s):
    os.mkdir(f"{s.dir}/bin")
    s.write("bin/mine", "#!/bin/sh\necho mine > $0.ran\nexec sleep 1000\n")
    os.chmod(f"{s.dir}/bin/mine", 0o755)
    s.start(one("mine", "startsecs=0\nenvironment=PATH=\"@DIR@/bin:/usr/bin:/bin\"\n") + one("mine", "startretries=0\n", "q"))
    s.wait_for_state("p", "RUNNING")
    s.wait_for_text("bin/mine.ran", "mine")
    s.wait_for_state("q", "FATAL")
    s.note("q", s.info("q")["spawnerr"])


def a_program_gets_its_directory_and_umask(s):
    os.mkdir(f"{s.dir}/there")
    s.start(one("/bin/sh -c 'pwd > @DIR@/p.pwd; umask > @DIR@/p.umask; exec sleep 1000'",
                "startsecs=0\ndirectory=@DIR@/there\numask=027\n"))
    s.wait_for_text("p.umask", "\n")
    s.note("directory", s.read("p.pwd"))
    s.note("umask", s.read("p.umask"))


def a_program_has_no_descriptor_but_three(s):
    s.start(one("/bin/sh -c 'ls -1 /proc/self/fd > @DIR@/p.fds; exec sleep 1000'"))
    s.wait_for_text("p.fds", "2\n")
    # 3 is what ls itself reads the folder by.
    s.note("descriptors", s.read("p.fds"))


def a_program_keeps_home_user_and_logname_of_the_daemon(s):
    s.environment.update({"HOME": "/the/daemons/home", "USER": "daemons", "LOGNAME": "daemons"})
    user = "user=daemon\n" if os.getuid() == 0 else ""
    os.chmod(s.dir, 0o777)
    s.start(one("/bin/sh -c 'echo $HOME $USER $LOGNAME; id -u; id -G; exec sleep 1000'",
                f"startsecs=0\nstdout_logfile=@DIR@/p.log\n{user}"))
    wait_until(lambda: s.read("p.log").count("\n") == 3, 15, "it has told")
    s.note("it has", s.read("p.log"))


def a_program_leads_a_process_group_of_its_own(s):
    s.start(one("/bin/sleep 1000") + one("/bin/sleep 1000", name="q"))
    for name in "pq":
        s.wait_for_state(name, "RUNNING")
        pid = s.info(name)["pid"]
        s.expect(os.getpgid(pid) == pid, "it leads its group")
        s.expect(os.getsid(pid) == os.getsid(s.daemon.pid), "in the daemon's session")


def stopasgroup_stops_the_grandchildren(s):
    s.start(one("/bin/sh -c 'sleep 1000 & echo $! > @DIR@/grandchild; wait'", "startsecs=0\nstopasgroup=true\n"))
    s.wait_for_text("grandchild", "\n")
    s.wait_for_state("p", "RUNNING")
    s.call("supervisor.stopProcess", "p")
    wait_until(lambda: not is_alive(int(s.read("grandchild"))), 10, "the grandchild is gone")
    _life(s)


def without_stopasgroup_grandchildren_stay(s):
    s.start(one("/bin/sh -c 'sleep 1000 & echo $! > @DIR@/grandchild; wait'"))
    s.wait_for_text("grandchild", "\n")
    s.wait_for_state("p", "RUNNING")
    s.call("supervisor.stopProcess", "p")
    s.expect(is_alive(int(s.read("grandchild"))), "the grandchild lives")
    _life(s)


def killasgroup_kills_the_grandchildren(s):
    s.start(one("/bin/sh -c 'trap \"\" TERM; (trap \"\" TERM; exec sleep 1000) & echo $! > @DIR@/grandchild; "
                "while :; do sleep 1000; done'", "startsecs=0\nkillasgroup=true\nstopwaitsecs=1\n"))
    s.wait_for_text("grandchild", "\n")
    s.wait_for_state("p", "RUNNING")
    s.call("supervisor.stopProcess", "p")
    wait_until(lambda: not is_alive(int(s.read("grandchild"))), 10, "the grandchild is gone")
    _life(s)


def a_stopsignal_is_sent_as_it_is_named(s):
    s.start(one("/bin/sh -c 'trap \"echo USR2 >> @DIR@/got; exit 7\" USR2; echo ready > @DIR@/got; while :; do sleep .1; done'",
                "startsecs=0\nstopsignal=USR2\nexitcodes=7\n"))
    s.wait_for_text("got", "ready")
    s.wait_for_state("p", "RUNNING")
    s.call("supervisor.stopProcess", "p")
    s.note("got", s.read("got"))
    s.call("supervisor.getProcessInfo", "p")
    _life(s)


def a_stopped_child_is_killed_after_stopwaitsecs(s):
    s.start(one("/bin/sleep 1000", "startsecs=0\nstopwaitsecs=1\n"))
    s.wait_for_state("p", "RUNNING")
    pid = s.info("p")["pid"]
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: is_stopped(pid), 10, "it stands still")
    s.call("supervisor.stopProcess", "p")
    s.note("then", s.state("p"))
    _life(s)


def a_start_while_it_stops_is_told(s):
    s.start(one("/bin/sh -c 'trap \"\" TERM; echo deaf > @DIR@/deaf; while :; do sleep 1; done'", "startsecs=0\nstopwaitsecs=3\n"))
    s.wait_for_text("deaf", "deaf")
    s.call("supervisor.stopProcess", "p", False)
    s.note("state", s.state("p"))
    s.call("supervisor.startProcess", "p")
    s.call("supervisor.stopProcess", "p")
    s.wait_for_state("p", "STOPPED")
    s.note("the log", s.log_lines("already running", "killing", "stopped"))


def numprocs_are_named_and_started_in_order(s):
    s.start(one("/bin/sleep 1000", "startsecs=0\nnumprocs=12\nprocess_name=%(process_num)d\nnumprocs_start=1\n"))
    for i in range(1, 13):
        s.wait_for_state(f"p:{i}", "RUNNING")
    s.ctl("status")
    s.note("the order", s.log_lines("spawned"))


def groups_are_started_in_ascending_and_stopped_in_descending_priority(s):
    s.start("".join(one("/bin/sleep 1000", f"startsecs=0\npriority={p}\n", n) for n, p in (("b", 2), ("c", 3), ("a", 1))))
    for name in "abc":
        s.wait_for_state(name, "RUNNING")
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end())
    s.note("the order", s.log_lines("spawned", "stopped"))


def a_gigabyte_without_a_newline_is_logged_and_not_kept(s):
    s.start(one("/bin/sh -c 'dd if=/dev/zero bs=1M count=1024 status=none; echo end >&2; exec sleep 1000'",
                "startsecs=0\nstdout_logfile=@DIR@/p.log\nstdout_logfile_maxbytes=0\nstderr_logfile=@DIR@/p.err\n"))
    s.wait_for_text("p.err", "end\n", 90)
    wait_until(lambda: os.path.getsize(f"{s.dir}/p.log") == 1 << 30, 60, "all of it is in the log")
    os.truncate(f"{s.dir}/p.log", 0)
    s.expect(_resident(s) < 100000, f"the daemon did not keep it: {_resident(s)} kB")
    s.call("supervisor.getState")


def a_long_line_is_in_the_log_as_it_was_written(s):
    s.start(one("/bin/sh -c 'head -c 3000000 /dev/zero | tr \"\\\\0\" x; echo end >&2; exec sleep 1000'",
                "startsecs=0\nstdout_logfile=@DIR@/p.log\nstdout_logfile_maxbytes=0\nstderr_logfile=@DIR@/p.err\n"))
    wait_until(lambda: s.read("p.err") == "end\n" and s.read("p.log") == "x" * 3000000, 30, "all is in the log")
    s.note("tail", s.rpc.supervisor.tailProcessStdoutLog("p", 0, 20))


def _resident(s):
    with open(f"/proc/{s.daemon.pid}/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def many_programs_of_which_a_fifth_crash_are_kept_and_stopped(s):
    # Debian's needs ten times as long for each.
    count = 1000 if s.ours else 50
    head = HEAD.replace("childlogdir", "minfds=8192\nchildlogdir", 1)
    s.start(one("/bin/sleep 1000", f"startsecs=0\nnumprocs={count * 4 // 5}\nprocess_name=%(process_num)d\n", "steady")
            + one("/bin/sh -c 'sleep 4; exit 1'",
                  f"startsecs=0\nautorestart=true\nnumprocs={count // 5}\nprocess_name=%(process_num)d\n", "crashing"), head=head)

    def run():
        return [p for p in s.rpc.supervisor.getAllProcessInfo() if p["group"] == "steady" and p["statename"] == "RUNNING"]

    wait_until(lambda: len(run()) == count * 4 // 5, 60, "the steady ones run")
    wait_until(lambda: s.read("supervisord.log").count("exited: ") > count // 5, 60, "the others crash again and again")
    steady = {p["pid"] for p in run()}
    s.expect(steady == {p["pid"] for p in run()}, "the steady ones are left alone")
    for _ in range(20):
        s.expect(s.rpc.supervisor.getState()["statename"] == "RUNNING", "it answers")
    everyone = [p["pid"] for p in s.rpc.supervisor.getAllProcessInfo() if p["pid"]]
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end(60))
    s.expect(not any(is_alive(pid) for pid in everyone), "no program is left")


def orphans_are_adopted_and_reaped(s):
    command = s.command
    s.command = ["/usr/bin/python3", "-c", "import ctypes, os, sys\nctypes.CDLL(None).prctl(36, 1)\n"
                 "os.execv(sys.argv[1], sys.argv[1:])", *command]
    s.start(one("/bin/sh -c '(sleep 0.3; exit 9) & echo $! > @DIR@/orphan; exit 0'", "startsecs=0\nautorestart=false\n"))
    s.wait_for_log("reaped unknown pid")
    s.wait_for_text("orphan", "\n")
    s.places[f"unknown pid {s.read('orphan').strip()} "] = "unknown pid ORPHAN "
    s.note("the log", s.log_lines("reaped"))


def a_killed_daemon_can_be_started_beside_what_it_left(s):
    s.start(one("/bin/sleep 1000"))
    s.wait_for_state("p", "RUNNING")
    left = s.info("p")["pid"]
    s.daemon.kill()
    s.wait_for_end()
    s.expect(is_alive(left), "its program lives on")
    s.note("left", sorted(n for n in os.listdir(s.dir) if n.endswith((".pid", ".socket"))))
    s.launch()
    s.wait_for_answer()
    s.wait_for_state("p", "RUNNING")
    s.expect(s.info("p")["pid"] != left and is_alive(left), "another one is started beside it")
    s.note("told", [line for line in s.read("daemon.err").splitlines() if "stale" in line])
