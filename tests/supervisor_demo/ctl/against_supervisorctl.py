"""Plays one script to Debian's supervisorctl and to ours, before Debian's supervisord and before ours.

    against_supervisorctl.py --supervisor DIR --ctl SUPERVISORCTL --supervisord SUPERVISORD unix|tcp

DIR is what goes on sys.path to import supervisor 4.2.5. What the client wrote, and how it ended, must be
the same in all four pairs, to the byte but for pids and times; the last word says whether they talk over
a Unix socket, or over TCP with a password. Where the original shows a Python exception ours says a
sentence, and a malformed file is told with all that is wrong in it; what else differs on purpose is in
DIFFERENCES.
"""

import argparse
import difflib
import io
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sys
import tempfile
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "end_to_end"))

import ctl_script
from driver import processes, rpc
from driver.ports import free_port
from driver.waiting import Failure, wait_until

RULES = [
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}", "WHEN"),
    (r"\b[A-Z][a-z]{2} \d\d \d\d:\d\d [AP]M", "WHEN"),
    (r"uptime \d+:\d\d:\d\d", "uptime UP"),
    (r"\bpid \d+", "pid PID"),
    (r"(?m)^((?:ctl> )*)[1-9]\d*$", r"\1PID"),
    (r"(?m)^((?:ctl> )*flapping +)(?:STARTING|BACKOFF) .*$", r"\1COMES AND GOES"),
    (r"(?m)^((?:.* y/N\? |Username:)?)error: .*$", r"\1error: WHAT"),
    (r"(?<=---supervisor-)\w{8}(?=\.log)", "RANDOM"),
    # Debian's daemon looks once a second: whether it finds a process still stopping is by chance,
    # and so is which of two it finds stopped first.
    (r"(?m)^WHEN INFO waiting for .* to stop\n", ""),
    (r"(?m)(?:^pair:pair_\d: stopped\n)+", lambda run: "".join(sorted(run.group().splitlines(True)))),
]
# Of one command line: the client, the daemon (None: any), the line, what Debian's pair says and what this one does.
DIFFERENCES = [
    ("our", None, "pid pair:*", "No such process pair:*\n[stderr]\n[exit 1]", "0\n0\n[stderr]\n[exit 7]"),
    ("our", None, "clear pair:*", "pair:None: ERROR (no such process)\n[stderr]\n[exit 1]",
     "pair:pair_0: cleared\npair:pair_1: cleared\n[stderr]\n[exit 0]"),
    ("our", None, "tail pair:*", "pair:*: ERROR (no such process name)\n[stderr]\n[exit 1]",
     "[stderr]\n[exit 0]"),
    (None, "our", "tail -4 running", "error: WHAT\n[stderr]\n[exit 1]", "\ufffdve\n\n[stderr]\n[exit 0]"),
    (None, "our", "clear all", "error: WHAT\n[stderr]\n[exit 1]",
     "".join(f"{name}: cleared\n" for name in ctl_script.ALL) + "[stderr]\n[exit 0]"),
]
OURS_ONLY = re.compile(r"(?m)^@DIR@/\S+: .*\n")


class Stage:
    """One supervisord, the client played to, and the transcript."""

    def __init__(self, client, daemon_main, transport):
        self.client, self.transcript = client, []
        self.dir = tempfile.mkdtemp(prefix="ctl.")
        self.port = str(free_port())
        self.closed = socket.socket()
        self.closed.bind(("127.0.0.1", 0))  # and nobody listens
        url = "serverurl=http://127.0.0.1:@PORT@\n"
        configuration = ctl_script.CONFIGURATION
        if transport == "tcp":
            configuration = configuration.replace("serverurl=unix://@DIR@/server.socket\n",
                                                  url + "username=kermit\npassword=s3cret\n")
        for name, text in (("supervisord.conf", configuration), ("empty.conf", ctl_script.EMPTY),
                           ("login.conf", ctl_script.EMPTY + url + "username=kermit\npassword=s3cret\n"),
                           ("no_section.conf", "[supervisord]\n")):
            self.put(name, text)
        os.mkdir(self.dir + "/more")
        self.pid = fork(daemon_main, ["supervisord", "-n", "-c", self.dir + "/supervisord.conf"], self.dir, "")
        self.rpc = rpc.over_unix(self.dir + "/server.socket").supervisor
        wait_until(lambda: os.path.exists(self.dir + "/server.socket"), 30, "supervisord listens")
        wait_until(self.answers, 30, "supervisord answers")

    def answers(self):
        try:
            return self.rpc.getState()["statename"] == "RUNNING"
        except rpc.not_there:
            return False

    def settle(self):
        """Waits for every state the script is about."""
        wait_until(lambda: self.rpc.getProcessInfo("stopping")["statename"] == "RUNNING"
                   and "deaf" in self.rpc.readProcessStdoutLog("stopping", 0, 0), 20, "stopping runs, and is deaf")
        self.rpc.stopProcess("stopping", False)
        for name, state in (("running", "RUNNING"), ("exited", "EXITED"), ("fatal", "FATAL"), ("stopping", "STOPPING"),
                            ("nolog", "RUNNING"), ("starting", "STARTING"), ("flapping", "BACKOFF")):
            self.wait_for_state(name, state)
        wait_until(lambda: "naïve\n" in self.rpc.readProcessStdoutLog("running", 0, 0), 20, "running has spoken")
        wait_until(lambda: self.rpc.readProcessStderrLog("running", 0, 0), 20, "running has complained")

    def wait_for_state(self, name, state):
        wait_until(lambda: self.rpc.getProcessInfo(name)["statename"] == state, 20, f"{name} is {state}")

    def put(self, name, text):
        pathlib.Path(self.dir, name).write_text(self.places(text), encoding="utf-8")

    def clear_main_log_once_running(self, name):
        self.wait_for_state(name, "RUNNING")
        self.rpc.clearLog()

    def places(self, text):
        for name, place in (("@DIR@", self.dir), ("@PORT@", self.port), ("@CLOSED@", str(self.closed.getsockname()[1]))):
            text = text.replace(name, place)
        return text

    def normal_form(self, text):
        for name, place in (("@DIR@", self.dir), ("@PORT@", self.port), ("@CLOSED@", str(self.closed.getsockname()[1]))):
            text = text.replace(place, name)
        for pattern, common in RULES:
            text = re.sub(pattern, common, text)
        return text

    def arguments(self, line, with_file):
        file = ["-c", self.dir + "/supervisord.conf"] if with_file else []
        return ["supervisorctl", *file, *self.places(line).split()]

    def ctl(self, line, *more, stdin="", with_file=True, with_stderr=True):
        argv = self.arguments(line, with_file) + list(more)
        pid = fork(self.client, argv, self.dir, self.places(stdin))
        self.note(" ".join([line, *more]), stdin, wait_for(pid, 30), with_stderr)

    def follow(self, line, until, stdin=""):
        """Presses Ctrl-C when the client has shown `until`."""
        pid = fork(self.client, self.arguments(line, True), self.dir, stdin)
        wait_until(lambda: until in self.written("out"), 20, f"{line or stdin!r} shows {until!r}")
        processes.settle()  # the original shows an exception where Ctrl-C finds it at work
        os.kill(pid, signal.SIGINT)
        # Where in the main log its tail begins is by chance.
        self.note(line + " ^C", stdin, wait_for(pid, 20), out="" if line == "maintail -f" else None)

    def written(self, what):
        return pathlib.Path(self.dir, "." + what).read_text(encoding="utf-8", errors="replace")

    def note(self, line, stdin, code, with_stderr=True, out=None):
        out = self.written("out") if out is None else out
        err = self.written("err") if with_stderr else ""
        shown = f"$ supervisorctl {line}\n" + "".join(f"< {given}\n" for given in stdin.splitlines())
        self.transcript.append(shown + self.normal_form(f"{out}[stderr]\n{err}") + f"[exit {code}]\n")

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        self.closed.close()
        processes.kill_descendants()
        shutil.rmtree(self.dir)


def wait_for(pid, limit):
    ended = []

    def has_ended():
        ended[:] = os.waitpid(pid, os.WNOHANG)
        return ended[0]

    try:
        wait_until(has_ended, limit, "the client ends")
    except Failure:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    return os.waitstatus_to_exitcode(ended[1])


def fork(main, argv, folder, stdin):
    """Runs main(argv) in a process of its own, without a terminal, writing into .out and .err."""
    is_daemon = argv[0] == "supervisord"
    names = [folder + name for name in (("/.daemon.in", "/.daemon.out", "/.daemon.err") if is_daemon
                                        else ("/.in", "/.out", "/.err"))]
    pathlib.Path(names[0]).write_text(stdin, encoding="utf-8")
    files = [os.open(names[0], os.O_RDONLY)]
    files += [os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) for name in names[1:]]
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.setsid()
            processes.die_with_parent()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.chdir(folder)
            for target, file in enumerate(files):
                os.dup2(file, target)
            os.environ.update({"HOME": folder, "LANG": "C.UTF-8"})
            code = main(argv)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    for file in files:
        os.close(file)
    return pid


def python_program(main):
    def run(argv):
        # Loaded once, and forked for each command: its start costs a third of a second otherwise.
        sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(open(1, "wb", buffering=0, closefd=False), encoding="utf-8", write_through=True)
        sys.stderr = io.TextIOWrapper(open(2, "wb", buffering=0, closefd=False), encoding="utf-8", write_through=True)
        from supervisor.options import Options
        Options.stdout, Options.stderr = sys.stdout, sys.stderr
        Options.progname, sys.argv = argv[0], argv
        try:
            main()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        return 0
    return run


def our_program(path):
    return lambda argv: os.execv(path, argv)


def play(client, daemon_main, transport):
    stage = Stage(client, daemon_main, transport)
    try:
        ctl_script.play(stage)
        return stage.transcript
    finally:
        stage.end()


def play_apart(report, *arguments):
    """In a process of its own, so that the pairs play at the same time. Returns its pid."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            processes.die_with_parent()
            processes.adopt_orphans()
            transcript = play(*arguments)
            with open(report, "w", encoding="utf-8") as file:
                json.dump(transcript, file)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    return pid


def is_equal(theirs, ours):
    if theirs == ours:
        return True
    if "[exit 2]" in theirs and "For help, use" in theirs:
        return theirs == OURS_ONLY.sub("", ours)
    return False


def compare(pair, theirs, ours):
    """Shows what differs, and returns how many command lines do."""
    wanted = list(theirs)
    for row in DIFFERENCES:
        if row[0] in (None, pair[0]) and row[1] in (None, pair[1]):
            at = [i for i, said in enumerate(wanted) if said.startswith(f"$ supervisorctl {row[2]}\n") and row[3] in said]
            if not at:
                print(f"DIFFERENCES has a row that matches nothing: {row[2]}")
                return 1
            for i in at:
                wanted[i] = wanted[i].replace(row[3], row[4])
    different = [(a, b) for a, b in zip(wanted, ours, strict=True) if not is_equal(a, b)]
    name = "{} supervisorctl, {} supervisord".format(*pair)
    for a, b in different:
        sys.stdout.writelines(difflib.unified_diff(a.splitlines(True), b.splitlines(True), "wanted", name, n=99))
        print()
    print(f"{name}: {len(theirs)} command lines, {len(different)} answered differently")
    return len(different)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--supervisor", required=True)
    parser.add_argument("--ctl", required=True)
    parser.add_argument("--supervisord", required=True)
    parser.add_argument("--show", action="store_true", help="print the transcript of the original")
    parser.add_argument("transport", choices=["unix", "tcp"])
    options = parser.parse_args()
    for needed in (options.supervisor + "/supervisor/supervisorctl.py", options.ctl, options.supervisord):
        if not os.path.exists(needed):
            sys.exit(f"not there: {needed}")
    sys.path.insert(0, options.supervisor)
    import warnings
    warnings.simplefilter("ignore")
    import supervisor.supervisorctl
    import supervisor.supervisord
    clients = {"Debian's": python_program(supervisor.supervisorctl.main), "our": our_program(os.path.abspath(options.ctl))}
    daemons = {"Debian's": python_program(supervisor.supervisord.main), "our": our_program(os.path.abspath(options.supervisord))}
    pairs = [(client, daemon) for daemon in daemons for client in clients]
    with tempfile.TemporaryDirectory(prefix="ctl-reports.") as folder:
        reports = {pair: f"{folder}/{i}" for i, pair in enumerate(pairs)}
        pids = [play_apart(reports[pair], clients[pair[0]], daemons[pair[1]], options.transport) for pair in pairs]
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        if any(codes):
            return 1
        transcripts = {pair: json.loads(pathlib.Path(reports[pair]).read_text(encoding="utf-8")) for pair in pairs}
    theirs = transcripts.pop(pairs[0])
    if options.show:
        print("\n".join(theirs))
    different = sum(compare(pair, theirs, ours) for pair, ours in transcripts.items())
    return 1 if different or len(theirs) < 60 else 0


if __name__ == "__main__":
    sys.exit(main())
