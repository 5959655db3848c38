"""supervisorctl, Debian's, against either daemon: words and exit codes of what scripts rely on."""

from driver.stage import HEAD_WITH_TCP

UP = "[program:up]\ncommand=/bin/sleep 1000\nstartsecs=0\n"
DOWN = "[program:down]\ncommand=/bin/sleep 1000\nautostart=false\n"
PAIR = ("[program:one]\ncommand=/bin/sleep 1000\nstartsecs=0\n[program:two]\ncommand=/bin/sleep 1000\nstartsecs=0\n"
        "[group:pair]\nprograms=one,two\n")


def status_exits_3_when_something_is_down(s):
    s.start(UP + DOWN)
    s.wait_for_state("up", "RUNNING")
    for words in ((), ("up",), ("down",), ("up", "down"), ("nosuch",), ("nosuch", "down"), ("up:*",), ("nosuch:*",), ("all",)):
        s.ctl("status", *words)


def start_and_stop_exit_codes_tell_what_happened(s):
    s.start(UP + DOWN)
    s.wait_for_state("up", "RUNNING")
    for words in (("start", "up"), ("stop", "down"), ("start", "nosuch"), ("stop", "nosuch"), ("start",), ("stop",),
                  ("restart", "down"), ("stop", "down"), ("start", "nosuch:*"), ("stop", "nosuch:*")):
        s.ctl(*words)


def groups_are_started_and_stopped_with_a_star(s):
    s.start(PAIR)
    for name in ("pair:one", "pair:two"):
        s.wait_for_state(name, "RUNNING")
    for words in (("stop", "pair:*"), ("start", "pair:"), ("restart", "pair:*"), ("signal", "CONT", "pair:*"), ("stop", "pair")):
        s.ctl(*words, in_order=False)


def add_remove_and_update_follow_the_file(s):
    s.start(UP)
    s.wait_for_state("up", "RUNNING")
    s.configure(UP.replace("1000", "999") + DOWN)
    for words in (("add", "down"), ("reread",), ("add", "down"), ("add", "down"), ("add", "nosuch"), ("update", "nosuch"),
                  ("update", "up"), ("update",), ("remove", "up"), ("remove", "down"), ("remove", "down"), ("remove", "nosuch")):
        s.ctl(*words)
    s.ctl("avail")
    s.configure(UP + "[program:x]\n")
    s.ctl("reread")
    s.ctl("update")


def logs_are_tailed_and_cleared(s):
    s.start("[program:p]\ncommand=/bin/sh -c 'echo one; echo two; echo bad >&2; exec sleep 1000'\nstartsecs=0\n"
            "stdout_logfile=@DIR@/p.log\nstderr_logfile=@DIR@/p.err\n" + DOWN)
    s.wait_for_text("p.log", "two\n")
    s.wait_for_text("p.err", "bad\n")
    for words in (("tail", "p"), ("tail", "-4", "p"), ("tail", "p", "stderr"), ("tail", "p", "nosuch"), ("tail", "nosuch"),
                  ("tail",), ("tail", "-x", "p"), ("clear", "p"), ("tail", "p"), ("clear", "nosuch"), ("clear",),
                  ("clear", "all"), ("tail", "down")):
        s.ctl(*words, in_order=False)


def pids_are_shown(s):
    s.start(UP + DOWN)
    s.wait_for_state("up", "RUNNING")
    answer = s.programs.ctl(["-c", s.conf, "pid"], "", 30, s.environment, s.dir)
    s.expect(answer.out == f"{s.daemon.pid}\n" and answer.code == 0, vars(answer))
    answer = s.programs.ctl(["-c", s.conf, "pid", "up"], "", 30, s.environment, s.dir)
    s.expect(answer.out == f"{s.info('up')['pid']}\n" and answer.code == 0, vars(answer))
    for words in (("pid", "down"), ("pid", "nosuch")):
        s.ctl(*words)


def shutdown_and_reload_are_answered(s):
    s.start(UP)
    s.wait_for_state("up", "RUNNING")
    s.ctl("shutdown")
    s.note("exit code", s.wait_for_end())
    for words in (("shutdown",), ("status",), ("reload",), ("start", "up"), ("version",), ("pid",), ("reread",)):
        s.ctl(*words)


def a_wrong_password_is_told(s):
    head = HEAD_WITH_TCP + "username=jane\npassword=secret\n"
    s.start(UP, head=head)
    s.wait_for_state("up", "RUNNING")
    url = f"http://127.0.0.1:{s.port}"
    for options in (["-s", url], ["-s", url, "-u", "jane", "-p", "wrong"], ["-s", url, "-u", "jane", "-p", "secret"]):
        s.ctl("status", options=options)


def lines_from_stdin_are_commands(s):
    s.start(UP + DOWN)
    s.wait_for_state("up", "RUNNING")
    s.ctl(stdin="status down\n\nnonsense\nhelp start\nversion 1\nstop up\nquit\nstatus\n")


def a_group_is_watched_as_it_stops_and_starts(s):
    s.start(UP + "stopsignal=KILL\n[program:slow]\ncommand=/bin/sh -c 'trap \"sleep 1; exit 0\" TERM; echo ready; while :; do sleep 0.1; done'\n"
            "startsecs=0\nstdout_logfile=@DIR@/slow.log\n")
    s.wait_for_state("up", "RUNNING")
    s.wait_for_text("slow.log", "ready")
    s.ctl("stop", "slow")
    s.ctl("stop", "up")
    s.ctl("status")
    # Of one that is killed Debian's may have seen the end before it looks whether to wait.
    s.note("the log", s.log_lines("stopped", "waiting for slow"))
