"""Types at our supervisorctl on a pseudo terminal, before our supervisord or Debian's.

    at_a_terminal.py --ctl SUPERVISORCTL (--supervisord SUPERVISORD | --peer DIR) [SCENE...]

DIR is where Debian's supervisor 4.2.5 is unpacked. Every function below whose docstring is a sentence is a scene; without names all are played. Nothing is
timed: each step waits for what the terminal shows.
"""

import argparse
import contextlib
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "end_to_end"))

from ctl_script import HEAD
from driver import processes, rpc
from driver.ports import free_port
from driver.waiting import Failure, wait_until

CONFIGURATION = HEAD + """history_file=@DIR@/history
[program:cat]
command=/bin/sh -c 'echo hello >&2; while read line; do echo "[$line]"; done'
startsecs=0
[program:web]
command=/bin/sleep 1000
process_name=worker_%(process_num)d
numprocs=2
startsecs=0
[program:deaf]
command=/bin/sh -c 'trap "" TERM; echo deaf; while :; do sleep 1; done'
startsecs=0
stopwaitsecs=1000
[program:echo]
command=/bin/cat
startsecs=0
[program:chatter]
command=/bin/sh -c 'printf "one\\ntwo\\nhalf"; exec sleep 1000'
startsecs=0
"""
CTRL_C, CTRL_D, UP, TAB = "\3", "\4", "\33[A", "\t"
PROMPT = "supervisor> "
LIMIT = 30


class Daemon:
    def __init__(self, command):
        self.dir = tempfile.mkdtemp(prefix="ctl-tty.")
        self.conf, self.port = self.dir + "/supervisord.conf", free_port()
        pathlib.Path(self.conf).write_text(
            CONFIGURATION.replace("@DIR@", self.dir).replace("@PORT@", str(self.port)), encoding="utf-8")
        self.tells_of_changes = "python" not in command[0]
        self.command, self.rpc = command, rpc.over_unix(self.dir + "/server.socket").supervisor
        self.launch()

    def launch(self):
        self.process = subprocess.Popen([*self.command, "-n", "-c", self.conf], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, cwd=self.dir, preexec_fn=processes.die_with_parent)
        wait_until(self.all_run, LIMIT, "all programs run")
        wait_until(lambda: "deaf" in self.rpc.readProcessStdoutLog("deaf", 0, 0), LIMIT, "deaf is deaf")

    def all_run(self):
        try:
            return all(one["statename"] == "RUNNING" for one in self.rpc.getAllProcessInfo())
        except rpc.not_there:
            return False

    def state(self, name):
        return self.rpc.getProcessInfo(name)["statename"]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        self.kill()
        processes.kill_descendants()
        shutil.rmtree(self.dir)


class Terminal:
    """A supervisorctl on a terminal of its own; what it shows is gathered."""

    def __init__(self, ctl, daemon, *words, rows=24, columns=80, **environment):
        self.shown, self.seen, self.code = "", 0, None
        master, slave = pty.openpty()
        self.master = master
        self.resize(rows, columns)
        self.mode = termios.tcgetattr(slave)
        self.environment = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": daemon.dir,
                            "NO_COLOR": "1", **environment}

        def control_it():
            processes.die_with_parent()
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen([ctl, "-c", daemon.conf, *words], stdin=slave, stdout=slave, stderr=slave,
                                        cwd=daemon.dir, env=self.environment, preexec_fn=control_it)
        self.slave = slave

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        os.write(self.master, text.encode())

    def read(self):
        while select.select([self.master], [], [], 0)[0]:
            self.shown += os.read(self.master, 65536).decode("utf-8", "replace")

    def expect(self, text):
        """Waits until it is shown after all that was waited for before; returns what came until then."""
        def is_shown():
            self.read()
            return text in self.shown[self.seen:]

        try:
            wait_until(is_shown, LIMIT, f"the terminal shows {text!r}")
        except Failure as failure:
            raise Failure(f"{failure}\nshown so far: {self.shown[self.seen:][-3000:]!r}") from None
        begin, self.seen = self.seen, self.shown.index(text, self.seen) + len(text)
        return self.shown[begin:self.seen]

    def expect_end(self, code=0):
        def has_ended():
            self.read()
            return self.process.poll() is not None

        try:
            wait_until(has_ended, LIMIT, "supervisorctl ends")
        except Failure as failure:
            raise Failure(f"{failure}\nshown so far: {self.shown[self.seen:][-3000:]!r}") from None
        self.read()
        check(self.process.returncode == code, f"it ended with {self.process.returncode}, not {code}\n{self.shown!r}")
        check(termios.tcgetattr(self.slave) == self.mode, "the terminal is in the mode it was in")
        return self.shown[self.seen:]

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)


def check(condition, sentence):
    if not condition:
        raise Failure(f"not true: {sentence}")


class Scene:
    def __init__(self, ctl, command):
        self.ctl, self.daemon, self.terminals = ctl, Daemon(command), []

    def terminal(self, *words, **more):
        self.terminals.append(Terminal(self.ctl, self.daemon, *words, **more))
        return self.terminals[-1]

    def shell(self, **more):
        terminal = self.terminal(**more)
        terminal.expect(PROMPT)
        return terminal

    def close(self):
        for terminal in self.terminals:
            terminal.close()
        self.daemon.close()


def sockets_of(pid):
    found = set()
    for file in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.add(os.readlink(file))
    return {name for name in found if name.startswith("socket:")}


def words_are_completed(s):
    """commands, groups, processes and whole groups are completed"""
    t = s.shell()
    t.type("sig" + TAB)
    t.expect("nal ")
    t.type("HU" + TAB)
    t.expect("P ")
    t.type("w" + TAB)
    t.expect("eb:")
    t.type(TAB)
    check("web:*" in t.expect("web:worker_1"), "all that may follow is listed")
    t.type("w" + TAB + "1" + TAB + "\n")
    t.expect("web:worker_1: signalled")
    t.expect(PROMPT)
    t.type("stop c" + TAB + "a" + TAB + "\n")
    t.expect("cat: stopped")
    t.expect(PROMPT)
    t.type("upd" + TAB + "de" + TAB + "\n")
    t.expect(PROMPT)
    t.type("help qu" + TAB + "\n")
    t.expect("Exit the supervisor shell.")
    t.expect(PROMPT)
    t.type(CTRL_D)
    t.expect_end()


def lines_are_edited_and_remembered(s):
    """lines are edited, and remembered from one shell to the next"""
    t = s.shell()
    t.type("pidx\b cat\n")
    t.expect(f"{s.daemon.rpc.getProcessInfo('cat')['pid']}\r\n")
    t.expect(PROMPT)
    t.type("version\n")
    t.expect("\r\n")
    t.expect(PROMPT)
    t.type("version\n")
    t.expect(PROMPT)
    t.type("exit\n")
    t.expect_end()
    file = s.daemon.dir + "/history"
    check(pathlib.Path(file).read_text() == "pid cat\nversion\nexit\n", "the file has each line once")
    check(os.stat(file).st_mode & 0o777 == 0o600, "the file is its owner's")
    t = s.shell()
    t.type(UP + UP + UP + "\n")
    t.expect(f"{s.daemon.rpc.getProcessInfo('cat')['pid']}\r\n")
    t.expect(PROMPT)
    t.type(CTRL_D)
    t.expect_end()


def ctrl_c_leaves_what_follows(s):
    """Ctrl-C leaves tail -f, fg, a stop that waits and a line half typed, but not the shell"""
    t = s.shell()
    t.type("tail -f cat stderr\n")
    t.expect("hello")
    t.type(CTRL_C)
    t.expect(PROMPT)
    t.type("fg cat\n")
    t.expect("==> Press Ctrl-C to exit <==")
    t.expect("hello")
    t.type("naïve\n")
    t.expect("[naïve]")
    t.type(CTRL_C)
    t.expect("Exiting foreground")
    t.expect(PROMPT)
    t.type("stop deaf\n")
    wait_until(lambda: s.daemon.state("deaf") == "STOPPING", LIMIT, "deaf is being stopped")
    t.type(CTRL_C)
    t.expect(PROMPT)
    t.type("stop cat" + CTRL_C)
    t.expect(PROMPT)
    t.type("status cat\n")
    t.expect("RUNNING")
    t.expect(PROMPT)
    t.type("shutdown\n")
    t.expect("y/N? ")
    t.type(CTRL_C)
    t.expect(PROMPT)
    t.type("quit\n")
    t.expect_end()
    check(s.daemon.state("cat") == "RUNNING", "nothing was stopped")


def ctrl_c_leaves_what_does_not_answer(s):
    """Ctrl-C leaves a daemon that takes no connection, and the shell goes on"""
    path = s.daemon.dir + "/full.socket"
    with socket.socket(socket.AF_UNIX) as deaf, contextlib.ExitStack() as waiting:
        deaf.bind(path)
        deaf.listen(0)
        with contextlib.suppress(BlockingIOError):
            for _ in range(10):
                one = waiting.enter_context(socket.socket(socket.AF_UNIX))
                one.setblocking(False)
                one.connect(path)
        t = s.shell()
        t.type(f"open unix://{path}\n")
        wait_until(lambda: sockets_of(t.process.pid) and processes.state(t.process.pid) == "S", LIMIT,
                   "it waits for a connection")
        t.type(CTRL_C)
        t.expect(PROMPT)
        t.type(f"open unix://{s.daemon.dir}/server.socket\n")
        t.expect("RUNNING")
        t.type("exit\n")
        t.expect_end()


def ctrl_d_passes_on_half_a_line(s):
    """fg sends half a line at Ctrl-D, shows what comes while a line is half typed, and ends at Ctrl-D alone"""
    t = s.shell()
    t.type("fg echo\n")
    t.expect("==> Press Ctrl-C to exit <==")
    t.type("half")
    t.expect("half")
    t.type(CTRL_D)
    t.expect("half")
    s.daemon.rpc.sendProcessStdin("echo", "<from elsewhere>")
    t.expect("<from elsewhere>")
    t.type("other" + CTRL_D)
    t.expect("other")
    t.expect("other")
    t.type(CTRL_D)
    t.expect("Exiting foreground")
    t.expect(PROMPT)
    log = s.daemon.rpc.readProcessStdoutLog("echo", 0, 0)
    check(log == "half<from elsewhere>other", f"nothing is added to what was typed: {log!r}")
    t.type("quit\n")
    t.expect_end()


def waits_in(pipe):
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]


def half_a_line_of_a_pipe_stops_no_output(s):
    """fg shows what a program writes while a script has given it half a line"""
    with subprocess.Popen([s.ctl, "-c", s.daemon.conf, "fg", "echo"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          bufsize=0) as client:
        shown = b""

        def wait_for(text):
            nonlocal shown
            while text not in shown:
                check(select.select([client.stdout], [], [], LIMIT)[0], f"{text} comes; there is {shown}")
                piece = os.read(client.stdout.fileno(), 4096)
                check(piece, f"{text} comes; there was {shown}")
                shown += piece

        wait_for(b"exit <==")
        client.stdin.write(b"one\n")
        wait_for(b"one\n")
        client.stdin.write(b"hal")
        wait_until(lambda: not waits_in(client.stdin), LIMIT, "half a line is read")
        s.daemon.rpc.sendProcessStdin("echo", "<from elsewhere>")
        wait_for(b"<from elsewhere>")
        client.stdin.write(b"ves\nlast")
        wait_for(b"halves\n")
        client.stdin.close()
        wait_for(b"Exiting foreground\n")
    wait_until(lambda: s.daemon.rpc.readProcessStdoutLog("echo", 0, 0) == "one\n<from elsewhere>halves\nlast\n",
               LIMIT, "each line was sent once it was whole, and the last of it at the end")


def keys_are_taken_as_soon_as_they_are_asked_for(s):
    """the prompt takes keys as soon as it is seen, and before; Ctrl-D too, and what is no key is none"""
    t = s.shell()
    check(not termios.tcgetattr(t.slave)[3] & termios.ICANON, "a key is a key once there is a prompt")
    t.type("\0pid c\0at\n")
    t.expect(f"{s.daemon.rpc.getProcessInfo('cat')['pid']}\r\n")
    t.expect(PROMPT)
    t.type("version\npid cat\nstop deaf\n")
    t.expect(f"{s.daemon.rpc.getProcessInfo('cat')['pid']}\r\n")
    wait_until(lambda: s.daemon.state("deaf") == "STOPPING", LIMIT, "deaf is being stopped")
    t.type(CTRL_D)
    os.kill(s.daemon.rpc.getProcessInfo("deaf")["pid"], signal.SIGKILL)
    t.expect("deaf: stopped")
    t.expect_end()


def a_signal_gives_the_terminal_back(s):
    """SIGTERM at the prompt gives the terminal back as it was"""
    t = s.shell()
    t.process.send_signal(signal.SIGTERM)
    t.expect_end(-signal.SIGTERM)


def a_resized_window_is_seen(s):
    """a window that changes its size, and Ctrl-Z, leave the line as it is"""
    t = s.shell()
    t.type("stat")
    t.expect("stat")
    t.resize(10, 40)
    t.process.send_signal(signal.SIGSTOP)
    t.process.send_signal(signal.SIGCONT)
    t.type("us cat\n")
    t.expect("RUNNING")
    t.expect(PROMPT)
    t.type(CTRL_D)
    t.expect_end()


def any_terminal_will_do(s):
    """a terminal that can do little, or that nobody knows, has the shell and the table too"""
    for environment in ({"TERM": "dumb"}, {"TERM": "nosuch"}, {"TERM": ""}, {"LANG": "C"}):
        t = s.shell(**environment)
        t.type("restart ca" + TAB + "\n")
        t.expect("cat: started")
        t.expect(PROMPT)
        t.type("status --watch\n")
        t.expect("web:worker_1")
        t.type("q")
        t.expect(PROMPT)
        t.type(CTRL_D)
        t.expect_end()


def colours_are_for_terminals(s):
    """colours are for terminals, and not where NO_COLOR is set or TERM is dumb"""
    green = r"\x1b\[32mcat +RUNNING   pid [^\x1b]*\x1b\[0m"
    check(re.search(green, s.terminal("status", "cat", NO_COLOR="").expect_end()), "a terminal shows colours")
    for environment in ({"NO_COLOR": "1"}, {"NO_COLOR": "", "TERM": "dumb"}):
        shown = s.terminal("status", "cat", **environment).expect_end()
        check("RUNNING" in shown and "\33" not in shown, f"no colours with {environment}")


def lines_come_as_programs_settle(s):
    """lines come as programs settle, and what waits does not hold up the others"""
    t = s.terminal("stop", "deaf", "cat", "web:*")
    for name in ("cat", "web:worker_0", "web:worker_1"):
        wait_until(lambda: t.read() or f"{name}: stopped" in t.shown, LIMIT, f"{name} is told while deaf stops")
    check("deaf: " not in t.shown, "deaf still stops")
    os.kill(s.daemon.rpc.getProcessInfo("deaf")["pid"], signal.SIGKILL)
    t.expect("deaf: stopped")
    t.expect_end()


def a_script_reads_in_order(s):
    """a script reads the lines in the order of the names, though all are acted on at once"""
    client = subprocess.Popen([s.ctl, "-c", s.daemon.conf, "stop", "deaf", "cat", "web:*"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, preexec_fn=processes.die_with_parent)
    wait_until(lambda: s.daemon.state("cat") == "STOPPED" and s.daemon.state("web:worker_1") == "STOPPED", LIMIT,
               "the others stop while deaf does not")
    check(s.daemon.state("deaf") == "STOPPING", "deaf still stops")
    os.kill(s.daemon.rpc.getProcessInfo("deaf")["pid"], signal.SIGKILL)
    lines = client.communicate(timeout=LIMIT)[0].splitlines()
    check(lines[:2] == ["deaf: stopped", "cat: stopped"] and sorted(lines[2:]) == ["web:worker_0: stopped", "web:worker_1: stopped"],
          lines)


def a_password_is_asked_for(s):
    """a password that is missing is asked for, or is in the URL, and not shown; Ctrl-C leaves the question"""
    url = f"http://127.0.0.1:{s.daemon.port}"
    t = s.terminal("-i", "-s", url, "-u", "", "-p", "", "status", "cat")
    t.expect("Server requires authentication\r\nUsername:")
    t.type("kermit\n")
    t.expect("Password:")
    t.type("wrong\n")
    t.expect("Server requires authentication\r\nUsername:")
    t.type("kermit\n")
    t.expect("Password:")
    t.type("s3cret\n")
    t.expect("RUNNING")
    t.expect_end()
    check("s3cret" not in t.shown and "wrong" not in t.shown, "no password is shown")
    in_it = url.replace("//", "//kermit:s3cret@")
    t = s.terminal("-s", in_it, "status", "cat")
    t.expect("RUNNING")
    t.expect_end()
    t = s.terminal("-s", in_it, "tail", "-f", "nosuch")
    t.expect(f"{url}/logtail/nosuch/stdout Cannot read, status code ")
    t.expect_end()
    check("s3cret" not in t.shown, "no password is shown")
    t = s.terminal("-s", url, "-u", "", "-p", "")
    t.expect("Username:")
    t.type("kermit\n")
    t.expect("Password:")
    t.type(CTRL_C)
    t.expect(PROMPT)
    t.type("pid\n")
    t.expect("Username:")
    t.type(CTRL_D)
    t.expect("\r\nerror: the input ended")
    t.expect(PROMPT)
    t.type(CTRL_D)
    t.expect_end()


def several_are_followed(s):
    """tail -f of several programs shows their lines as they come, until Ctrl-C"""
    t = s.terminal("tail", "-f", "cat", "chatter")
    t.expect("chatter | one\r\nchatter | two\r\n")
    for word in ("naïve", "again"):
        s.daemon.rpc.sendProcessStdin("cat", word + "\n")
        t.expect(f"cat     | [{word}]\r\n")
    check("half" not in t.shown, "half a line is held back")
    t.type(CTRL_C)
    t.expect("chatter | half\r\n")
    t.expect_end()


def a_table_is_watched(s):
    """status --watch is a live table, in a window of any size, and the screen comes back"""
    t = s.terminal("status", "--watch", rows=12)
    t.expect("\33[?1049h")
    t.expect("NAME                      STATE         PID      UPTIME   CPU%  MEMORY  RESTARTS")
    for name in ("cat", "chatter", "deaf", "web:worker_0", "web:worker_1"):
        t.expect(name.ljust(26) + "RUNNING  ")
    s.daemon.rpc.stopProcess("cat")
    t.expect("cat".ljust(26) + "STOPPED ")
    t.resize(6, 50)
    t.process.send_signal(signal.SIGWINCH)
    t.expect("the arrows scroll")
    t.type("G")
    t.expect("web:worker_1")
    t.type("\33[A")
    t.expect("web:worker_0")
    t.type("q")
    t.expect_end()
    check(t.shown.endswith("\33[?25h\33[?1049l"), "the screen and the cursor are back")
    check(not re.search(r"[^\r\n]\x1b\[[JK]", t.shown), "no last character of a line is erased")
    t = s.terminal("status", "--watch", "cat", "nosuch", "no*")
    t.expect("; no such process: nosuch no*")
    t.type("q")
    t.expect_end()


def changes_are_heard_of(s):
    """status --watch listens to a daemon that tells of changes, and asks another again and again"""
    t = s.terminal("status", "--watch")
    t.expect("web:worker_1")
    before = sockets_of(t.process.pid)
    for _ in range(5):
        t.expect("NAME ")
    check(bool(before & sockets_of(t.process.pid)) == s.daemon.tells_of_changes, "a daemon of ours tells of changes")
    s.daemon.rpc.stopProcess("cat")
    t.expect("cat".ljust(26) + "STOPPED ")
    t.type("q")
    t.expect_end()


def watching_ends_well(s):
    """Ctrl-C and SIGTERM end status --watch, and the screen comes back"""
    for end, code in ((lambda t: t.type(CTRL_C), 0), (lambda t: t.process.send_signal(signal.SIGTERM), -signal.SIGTERM)):
        t = s.terminal("status", "--watch", "web:*")
        t.expect("web:worker_1")
        end(t)
        t.expect_end(code)
        check(t.shown.endswith("\33[?25h\33[?1049l"), "the screen and the cursor are back")
        check("cat" not in t.shown, "only what was named is shown")
    t = s.shell()
    t.type("status --watch\n")
    t.expect("web:worker_1")
    t.type(CTRL_C)
    t.expect(PROMPT)
    t.type(CTRL_D)
    t.expect_end()


def a_stopped_watch_goes_on(s):
    """Ctrl-Z gives the screen back, and it is taken again when the watching goes on"""
    t = s.terminal("status", "--watch")
    t.expect("web:worker_1")
    t.type("\32")
    t.expect("\33[?1049l")
    wait_until(lambda: processes.is_stopped(t.process.pid), LIMIT, "it is stopped")
    check(termios.tcgetattr(t.slave) == t.mode, "the terminal is in the mode it was in")
    t.process.send_signal(signal.SIGCONT)
    t.expect("\33[?1049h")
    t.expect("web:worker_1")
    t.type("q")
    t.expect_end()


def a_daemon_that_is_away_is_waited_for(s):
    """status --watch waits for a daemon that is away"""
    t = s.terminal("status", "--watch")
    t.expect("web:worker_1")
    s.daemon.kill()
    t.expect("cannot connect")
    s.daemon.launch()
    t.expect("6 processes: 6 RUNNING")
    t.type("q")
    t.expect_end()


def bash_completes_words(s):
    """bash completes options, commands and what the daemon has"""
    def completes(line):
        script = (f'. "$1"; COMP_LINE="$2"; COMP_POINT=${{#COMP_LINE}}; _supervisorctl supervisorctl; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        file = pathlib.Path(__file__).resolve().parents[3] / "supervisor_demo/ctl/supervisorctl.bash"
        done = subprocess.run(["/bin/bash", "--norc", "-c", script, "bash", file, line], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False, env={"PATH": "/usr/bin:/bin", "HOME": s.daemon.dir})
        check(done.stderr == "", f"bash complains of nothing: {done.stderr}")
        return done.stdout.split()

    ctl = f"{s.ctl} -c {s.daemon.conf} "
    for line, wanted in (
            ("re", ["reload", "remove", "reread", "restart"]), ("--c", ["--configuration"]), ("stop d", ["deaf"]),
            ("stop w", ["web:*", "web:worker_0", "web:worker_1"]), ("stop web:w", ["worker_0", "worker_1"]),
            ("restart cat c", ["cat", "chatter"]), ("signal H", ["HUP"]), ("signal HUP c", ["cat", "chatter"]),
            ("update w", ["web"]), ("help sta", ["start", "status"]), ("status --", ["--json", "--watch"]),
            ("tail -f cat std", ["stderr", "stdout"]), ("fg cat c", []), ("version ", []), ("nonsense ", [])):
        check(completes(ctl + line) == wanted, f"{line!r} is completed to {completes(ctl + line)}, not {wanted}")
    check("tail" in completes(ctl) and "tail" in completes("supervisorctl "), "without a word all commands are offered")
    check(completes(f"{s.ctl} -s unix:///nowhere stop ") == ["all"], "a daemon that is not there has no names")
    check(completes(f"{s.ctl} -c ") == [], "files are bash's to complete")


def scenes():
    return {name: one for name, one in globals().items()
            if getattr(one, "__code__", None) and one.__code__.co_varnames[:1] == ("s",) and one.__doc__}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ctl", required=True)
    parser.add_argument("--supervisord")
    parser.add_argument("--peer")
    parser.add_argument("scenes", nargs="*")
    options = parser.parse_args()
    processes.adopt_orphans()
    if options.peer:
        peer = os.path.abspath(options.peer)
        os.environ["PYTHONPATH"] = f"{peer}/usr/lib/python3/dist-packages"
        command = ["/usr/bin/python3", "-B", f"{peer}/usr/bin/supervisord"]
    else:
        command = [os.path.abspath(options.supervisord)]
    failed = 0
    for name, play in scenes().items():
        if options.scenes and name not in options.scenes:
            continue
        scene = Scene(os.path.abspath(options.ctl), command)
        try:
            play(scene)
            print(f"passed: {play.__doc__}", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED: {play.__doc__}", flush=True)
            traceback.print_exc(file=sys.stdout)
        finally:
            scene.close()
    return 1 if failed else 0


sys.exit(main())
