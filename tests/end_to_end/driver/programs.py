"""The programs the scenarios run: Debian's Supervisor, from where it was unpacked, and ours."""

import io
import os
import signal
import sys
import time

from driver import processes
from driver.stage import Answer
from driver.waiting import Failure, wait_until

PYTHON = "/usr/bin/python3"


class Following:
    """A client that stays; what it writes is gathered in a file."""

    def __init__(self, pid, file, typed=None):
        self.pid, self._file, self._code = pid, file, None
        self.typed = typed

    def text(self):
        processes.settle()
        with open(self._file, encoding="utf-8", errors="replace") as file:
            return file.read()

    def wait_for_text(self, text, limit=15):
        wait_until(lambda: text in self.text(), limit, f"the client shows {text!r}")

    def ended(self):
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code is not None

    def end(self, with_signal=signal.SIGINT, limit=10):
        """Returns its exit code, or minus the signal that ended it."""
        processes.settle()  # Debian's client shows an exception where Ctrl-C finds it at work
        if not self.ended():
            os.kill(self.pid, with_signal)
        wait_until(self.ended, limit, "the client ends")
        return self._code


class Programs:
    def __init__(self, peer, supervisord):
        self.peer, self.supervisord = peer, supervisord
        packages = f"{peer}/usr/lib/python3/dist-packages"
        if not os.path.exists(f"{packages}/supervisor/supervisorctl.py"):
            raise Failure(f"Debian's supervisor is not unpacked at {peer} (./tests/run does it)")
        self.environment = {"PYTHONPATH": packages, "PYTHONDONTWRITEBYTECODE": "1"}
        self.peer_command = [PYTHON, f"{peer}/usr/bin/supervisord"]
        sys.path.insert(0, packages)
        # Loaded once, and forked for each command: its start costs a third of a second otherwise.
        import supervisor.supervisorctl
        import supervisor.supervisord
        self._ctl, self._daemon = supervisor.supervisorctl.main, supervisor.supervisord.main
        self._followed = 0

    def our_command(self):
        if not self.supervisord or not os.access(self.supervisord, os.X_OK):
            raise Failure(f"our supervisord is not there: {self.supervisord}")
        return [self.supervisord]

    def our_supervisorctl(self):
        program = os.path.join(os.path.dirname(self.supervisord), "supervisorctl")
        if not os.access(program, os.X_OK):
            raise Failure(f"our supervisorctl is not there: {program}")
        return program

    def _fork(self, main, argv, stdin, stdout, stderr, environment, cwd):
        ours = sys.stdout  # Supervisor keeps the stdout that was there when it was loaded
        ours.flush()
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            processes.die_with_parent()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.chdir(cwd)
            for source, target in ((stdin, 0), (stdout, 1), (stderr, 2)):
                os.dup2(source, target)
            os.closerange(3, 256)  # or the ends of others' pipes would never come
            sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False))
            sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), encoding="utf-8")
            sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), encoding="utf-8", line_buffering=True)
            os.environ.clear()
            os.environ.update(environment)
            time.tzset()
            sys.argv = argv
            try:
                main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else (0 if end.code is None else 1)
            except BaseException:
                sys.excepthook(*sys.exc_info())
            ours.flush()
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)

    def _run(self, main, argv, stdin, limit, environment, cwd):
        names = [f"{cwd}/.run.{kind}" for kind in ("in", "out", "err")]
        with open(names[0], "w", encoding="utf-8") as file:
            file.write(stdin)
        with open(names[0], "rb") as given, open(names[1], "wb") as out, open(names[2], "wb") as err:
            pid = self._fork(main, argv, given.fileno(), out.fileno(), err.fileno(), environment, cwd)
        program = Following(pid, names[1])
        try:
            wait_until(program.ended, limit, f"{' '.join(argv)} ends")
        except Failure:
            program.end(signal.SIGKILL)
            raise
        with open(names[1], encoding="utf-8", errors="replace") as output, \
                open(names[2], encoding="utf-8", errors="replace") as errors:
            return Answer(output.read(), errors.read(), program.end())

    def ctl(self, args, stdin, limit, environment, cwd):
        return self._run(self._ctl, ["supervisorctl", *args], stdin, limit, environment, cwd)

    def peer_daemon(self, args, limit, environment, cwd):
        return self._run(self._daemon, ["supervisord", *args], "", limit, environment, cwd)

    def follow(self, args, environment, cwd, ours=False):
        """supervisorctl, Debian's or ours, left running; what is `typed` reaches it through a pipe."""
        self._followed += 1
        name = f"{cwd}/.followed.{self._followed}"
        main = self._ctl
        if ours:
            program = self.our_supervisorctl()
            main = lambda: os.execv(program, sys.argv)
        from_us, to_it = os.pipe()
        with open(from_us, "rb") as given, open(name, "wb") as out:
            pid = self._fork(main, ["supervisorctl", *args], given.fileno(), out.fileno(), out.fileno(),
                             environment, cwd)
        return Following(pid, name, open(to_it, "wb", buffering=0))
