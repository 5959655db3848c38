"""Where output goes: files, rotation, AUTO, pipes, terminals, full disks, syslog."""

import os
import pty
import re
import signal

from driver.stage import HEAD
from driver.waiting import wait_until

RELAY = """
[program:relay]
command=/bin/sh -c 'exec cat < @DIR@/fifo'
startsecs=0
"""


class Relay:
    """A program that says what it is given."""

    def __init__(self, s, options, head=HEAD, *flags):
        self.s = s
        os.mkfifo(f"{s.dir}/fifo")
        self.pipe = os.open(f"{s.dir}/fifo", os.O_RDWR | os.O_CLOEXEC)
        s.start(RELAY + options, *flags, head=head)
        s.wait_for_state("relay", "RUNNING")

    def say(self, text):
        os.write(self.pipe, text.encode())


def logs_of(s, stem="relay.log"):
    return {name: s.read(name) for name in sorted(os.listdir(s.dir)) if name.startswith(stem)}


def a_log_without_backups_is_emptied_when_it_is_full(s):
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\nstdout_logfile_maxbytes=10\nstdout_logfile_backups=0\n")
    for text, left in (("one\n", "one\n"), ("two\n", "one\ntwo\n"), ("three\n", ""), ("four\n", "four\n")):
        relay.say(text)
        wait_until(lambda rest=left: s.read("relay.log") == rest, 10, "it is written")
        s.note("after " + text.strip(), logs_of(s))


def a_full_log_is_put_aside_and_old_ones_fall_off(s):
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\nstdout_logfile_maxbytes=4\nstdout_logfile_backups=2\n")
    for text in ("one\n", "two\n", "iii\n", "4444\n", "5\n"):
        relay.say(text)
        # What fills the file is seen there for a moment.
        wait_until(lambda t=text: t in logs_of(s).values() and len(s.read("relay.log")) < 4, 10, "it is written")
        s.note("after " + text.strip(), logs_of(s))


def a_log_continues_where_it_was_left(s):
    s.write("relay.log", "before\n")
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\n")
    relay.say("after\n")
    s.wait_for_text("relay.log", "after\n")
    s.note("the log", logs_of(s))


def reopened_logs_are_new_files(s):
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\n")
    relay.say("one\n")
    s.wait_for_text("relay.log", "one\n")
    os.rename(f"{s.dir}/relay.log", f"{s.dir}/relay.log.old")
    os.kill(s.daemon.pid, signal.SIGUSR2)
    wait_until(lambda: os.path.exists(f"{s.dir}/relay.log"), 10, "it is there again")
    relay.say("two\n")
    s.wait_for_text("relay.log", "two\n")
    s.note("the logs", logs_of(s))
    s.note("the daemon", s.log_lines("SIGUSR2", "reopen"))


def a_cleared_log_begins_anew(s):
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\n")
    relay.say("one\n")
    s.wait_for_text("relay.log", "one\n")
    s.ctl("clear", "relay")
    relay.say("two\n")
    s.wait_for_text("relay.log", "two\n")
    s.note("the log", logs_of(s))


def escape_sequences_are_stripped_if_asked(s):
    head = HEAD.replace("childlogdir=@DIR@\n", "childlogdir=@DIR@\nstrip_ansi=true\n")
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\n", head)
    relay.say("\x1b[1;31mred\x1b[0m plain \x1b[2Jcleared \x1b]0;title\x07\n")
    s.wait_for_text("relay.log", "\n")
    s.note("the log", repr(s.read("relay.log")))


def escape_sequences_stay_if_not(s):
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\n")
    relay.say("\x1b[1;31mred\x1b[0m\n")
    s.wait_for_text("relay.log", "\n")
    s.note("the log", repr(s.read("relay.log")))


def stderr_goes_with_stdout_if_asked(s):
    s.start("[program:p]\ncommand=/bin/sh -c 'echo one; echo two >&2; echo three; exec sleep 1000'\nstartsecs=0\n"
            "redirect_stderr=true\nstdout_logfile=@DIR@/p.log\nstderr_logfile=@DIR@/p.err\n")
    s.wait_for_text("p.log", "three\n")
    s.note("stdout", s.read("p.log"))
    s.note("is there a stderr log", os.path.exists(f"{s.dir}/p.err"))
    s.call("supervisor.getProcessInfo", "p")
    s.call("supervisor.readProcessStderrLog", "p", 0, 0)
    s.note("the log", s.log_lines("redirect_stderr"))


def automatic_logs_are_named_private_and_cleaned_up(s):
    s.start("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n")
    s.wait_for_state("p", "RUNNING")
    mine = sorted(n for n in os.listdir(s.dir) if "---supervisor-" in n)
    s.note("names", mine)
    s.note("modes", [oct(os.stat(f"{s.dir}/{n}").st_mode) for n in mine])
    s.call("supervisor.shutdown")
    s.wait_for_end()
    s.expect(mine == sorted(n for n in os.listdir(s.dir) if "---supervisor-" in n), "they are left at the end")
    for name in ("a-stdout---supervisor-x.log", "a-stdout---supervisor-x.log.3", "a-stdout---other-x.log",
                 "---supervisor-x.log", "b---supervisor-.log", "b---supervisor-x y.log", "c---supervisor-x.logger",
                 "d---supervisor-x.txt"):
        s.write(name, "")
    s.launch()
    s.wait_for_answer()
    s.expect(not set(mine) & set(os.listdir(s.dir)), "the next one removes them")
    s.note("kept", sorted(n for n in os.listdir(s.dir) if "---" in n and not re.search(r"-\w{8}\.log$", n)))


def nocleanup_leaves_automatic_logs(s):
    s.write("a-stdout---supervisor-abcdefgh.log", "")
    s.start("", "-k")
    s.expect(os.path.exists(f"{s.dir}/a-stdout---supervisor-abcdefgh.log"), "it is still there")


def the_identifier_is_in_the_names_of_automatic_logs(s):
    s.places["---other.one-"] = "---supervisor-"
    s.start("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n", "-i", "other.one")
    s.wait_for_state("p", "RUNNING")
    s.expect(len([n for n in os.listdir(s.dir) if "---other.one-" in n]) == 2, "they carry it")
    s.call("supervisor.getIdentification")


def a_full_disk_stops_neither_program_nor_daemon(s):
    relay = Relay(s, "stdout_logfile=/dev/full\nstdout_logfile_maxbytes=0\n[program:other]\ncommand=/bin/sleep 1000\nstartsecs=0\n")
    for _ in range(3):
        relay.say("x\n")
    s.call("supervisor.getState")
    s.wait_for_state("other", "RUNNING")
    s.note("it runs", s.state("relay"))
    if s.ours:
        s.wait_for_log("could not write")
        relay.say("x\n")
        s.expect(s.read("supervisord.log").count("could not write") == 1, "it is told once")


def a_program_may_log_to_a_fifo(s):
    os.mkfifo(f"{s.dir}/out")
    reader = os.open(f"{s.dir}/out", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    relay = Relay(s, "stdout_logfile=@DIR@/out\nstdout_logfile_maxbytes=0\n")
    got = b""

    def read():
        nonlocal got
        try:
            got += os.read(reader, 1000)
        except BlockingIOError:
            pass
        return got.endswith(b"hello\n")

    relay.say("hello\n")
    wait_until(read, 10, "it comes through the fifo")
    s.note("the fifo", got.decode())


def a_program_may_log_to_the_daemons_stdout(s):
    relay = Relay(s, "stdout_logfile=/dev/stdout\nstdout_logfile_maxbytes=0\n", HEAD, "-s")
    relay.say("hello\n")
    s.wait_for_text("daemon.out", "hello\n")
    s.note("the daemon's stdout", s.read("daemon.out"))


def a_program_may_log_to_a_terminal(s):
    ours, theirs = pty.openpty()
    relay = Relay(s, f"stdout_logfile={os.ttyname(theirs)}\nstdout_logfile_maxbytes=0\n")
    relay.say("hello\n")
    s.note("the terminal", os.read(ours, 100).decode())
    s.note("it runs", s.state("relay"))


def nothing_is_logged_to_none(s):
    relay = Relay(s, "stdout_logfile=NONE\nstderr_logfile=none\n")
    relay.say("hello\n")
    for method in ("readProcessStdoutLog", "readProcessStderrLog"):
        s.call(f"supervisor.{method}", "relay", 0, 0)
    s.call("supervisor.tailProcessStdoutLog", "relay", 0, 10)
    s.call("supervisor.clearProcessLogs", "relay")
    s.ctl("tail", "relay")


def output_is_in_the_debug_log(s):
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\n", HEAD, "-e", "debug")
    relay.say("hello\nworld\n")
    s.wait_for_log("world\n")
    text = s.read("supervisord.log")
    s.note("the log", text[text.index("'relay' stdout output"):].split("world\n")[0] + "world")


def output_that_is_no_text_is_in_the_debug_log(s):
    relay = Relay(s, "stdout_logfile=@DIR@/relay.log\n", HEAD, "-e", "debug")
    os.write(relay.pipe, b"\xff\xfe it's \\ \x01\n")
    s.wait_for_log("Undecodable")
    s.note("the log", s.read("supervisord.log").split("stdout output:\n")[1].splitlines()[0])


def what_was_written_before_the_end_is_not_lost(s):
    s.start("[program:p]\ncommand=/bin/sh -c 'i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done'\nstartsecs=0\n"
            "autorestart=false\nstdout_logfile=@DIR@/p.log\n")
    s.wait_for_state("p", "EXITED")
    s.expect(s.read("p.log") == "".join(f"line {i}\n" for i in range(3000)), "every line is there")


def the_main_log_is_rotated_too(s):
    head = HEAD.replace("childlogdir", "logfile_maxbytes=300\nlogfile_backups=2\nchildlogdir", 1)
    s.start("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n", head=head)
    for _ in range(6):
        s.rpc.supervisor.stopProcess("p")
        s.rpc.supervisor.startProcess("p")
    names = sorted(n for n in os.listdir(s.dir) if n.startswith("supervisord.log"))
    s.note("logs", names)
    s.expect(all(os.path.getsize(f"{s.dir}/{n}") < 600 for n in names), "none is much too long")


def the_level_of_the_main_log_counts(s):
    for level in ("critical", "warn", "info", "debug", "trace"):
        s.write("supervisord.log", "")
        s.start("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n", "-e", level)
        s.wait_for_state("p", "RUNNING")
        s.call("supervisor.shutdown")
        s.wait_for_end()
        s.note(level, sorted({line.split(" ", 3)[2] for line in s.read("supervisord.log").splitlines()
                              if line[:2] == "20"} - {"TRAC"}))
