"""Where a scenario plays: one daemon in its own folder, clients for it, and the transcript."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import xmlrpc.client

from driver import processes, rpc
from driver.normal_form import normal_form, plain
from driver.ports import free_port
from driver.waiting import Failure, wait_until

HEAD = """
[supervisord]
logfile=@DIR@/supervisord.log
pidfile=@DIR@/supervisord.pid
childlogdir=@DIR@
[unix_http_server]
file=@DIR@/server.socket
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://@DIR@/server.socket
"""
HEAD_WITH_TCP = HEAD + """
[inet_http_server]
port=127.0.0.1:@PORT@
"""


# Programs of our own that scenarios have the daemon run.
PROGRAMS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "programs")


class Answer:
    """What a command wrote and how it ended."""

    def __init__(self, out, err, code):
        self.out, self.err, self.code = out, err, code

    def __contains__(self, text):
        return text in self.out or text in self.err


class Response:
    """An HTTP response as curl saw it; of a redirect or a 100, the last."""

    def __init__(self, raw, exit_code):
        self.exit_code = exit_code
        head, _, self.body = raw.partition("\r\n\r\n")
        lines = head.split("\r\n")
        self.status = int(lines[0].split()[1]) if lines[0].startswith("HTTP/") else 0
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.lower()] = value.strip()


class Stage:
    def __init__(self, command, ours, programs):
        self.command, self.ours, self.programs = command, ours, programs
        self.dir = tempfile.mkdtemp(prefix="e2e.")
        self.port = free_port()
        self.conf = f"{self.dir}/supervisord.conf"
        self.socket = f"{self.dir}/server.socket"
        self.plain_conf = self.write("plain.conf", "[supervisorctl]\n")
        self.transcript = []
        self.places = {self.dir: "DIR", f"127.0.0.1:{self.port}": "127.0.0.1:PORT",
                       f"localhost:{self.port}": "localhost:PORT", PROGRAMS: "PROGRAMS"}
        self.daemon = None
        self.rpc = rpc.over_unix(self.socket)
        self.environment = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": self.dir,
                            "TMPDIR": self.dir}
        self.environment.update(programs.environment)

    # The transcript.

    def record(self, text):
        self.transcript.append(text.rstrip("\n"))

    def note(self, what, value):
        """Puts a value into the transcript, to be compared."""
        if not isinstance(value, str):
            value = json.dumps(plain(value), indent=1, ensure_ascii=False)
        self.record(f"# {what}: {value}")

    def expect(self, condition, sentence):
        """Holds on either side alone, whatever the other says."""
        if not condition:
            raise Failure(f"not true: {sentence}")

    def normal_transcript(self):
        return normal_form("\n".join(self.transcript) + "\n", self.places)

    # Files.

    def fill(self, text):
        return (text.replace("@DIR@", self.dir).replace("@PORT@", str(self.port))
                .replace("@PROGRAMS@", PROGRAMS))

    def write(self, name, text):
        with open(f"{self.dir}/{name}", "w", encoding="utf-8") as file:
            file.write(self.fill(text))
        return f"{self.dir}/{name}"

    def read(self, name):
        processes.settle()
        try:
            with open(f"{self.dir}/{name}", encoding="utf-8", errors="replace", newline="") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def configure(self, programs, head=HEAD):
        self.write("supervisord.conf", head + programs)

    def wait_for_text(self, name, text, limit=15):
        wait_until(lambda: text in self.read(name), limit, f"{name} contains {text!r}")

    # The daemon.

    def launch(self, *options, stdout=None):
        """Starts the daemon in the foreground and does not wait for it."""
        output = open(stdout or self.dir + "/daemon.out", "ab")
        errors = open(f"{self.dir}/daemon.err", "ab")
        with output, errors:
            self.daemon = subprocess.Popen(
                self.command + ["-n", "-c", self.conf, *options], stdin=subprocess.DEVNULL, stdout=output,
                stderr=errors, cwd=self.dir, env=self.environment,
                preexec_fn=lambda: processes.die_with_parent(signal.SIGTERM))
        return self.daemon

    def start(self, programs, *options, head=HEAD, answers=True):
        self.configure(programs, head)
        self.launch(*options)
        if answers:
            self.wait_for_answer()
        return self.daemon

    def wait_for_answer(self, limit=20):
        def answers():
            if self.daemon and self.daemon.poll() is not None:
                raise Failure(f"the daemon ended with {self.daemon.returncode}:\n" + self.read("daemon.err"))
            try:
                return self.rpc.supervisor.getState()["statecode"] == 1
            except rpc.not_there:
                return False

        wait_until(answers, limit, "the daemon answers")

    def wait_for_end(self, limit=20):
        try:
            return self.daemon.wait(limit)
        except subprocess.TimeoutExpired:
            raise Failure(f"the daemon still runs after {limit} s") from None

    def copy_programs(self):
        """Has the daemon run from copies that another user may read, wherever the checkout is."""
        os.chmod(self.dir, 0o755)
        if self.ours:
            self.command = [shutil.copy(self.command[0], f"{self.dir}/supervisord")]
            return
        packages = self.environment["PYTHONPATH"]
        for name in os.listdir(packages):
            if name.startswith("supervisor"):
                shutil.copytree(f"{packages}/{name}", f"{self.dir}/packages/{name}")
        self.environment["PYTHONPATH"] = f"{self.dir}/packages"
        self.command = [self.command[0], shutil.copy(self.command[1], f"{self.dir}/supervisord")]

    def run_daemon(self, *options, conf=None, limit=20):
        """Runs the daemon to its end: for what it refuses. Returns what it wrote and its exit code."""
        args = (["-c", conf] if conf else []) + list(options)
        if not self.ours:
            return self.programs.peer_daemon(args, limit, self.environment, self.dir)
        try:
            done = subprocess.run(self.command + args, stdin=subprocess.DEVNULL, capture_output=True,
                                  cwd=self.dir, env=self.environment, timeout=limit, check=False,
                                  preexec_fn=processes.die_with_parent)
        except subprocess.TimeoutExpired:
            raise Failure(f"supervisord {' '.join(args)} still runs after {limit} s") from None
        return Answer(done.stdout.decode(), done.stderr.decode(), done.returncode)

    # Tools.

    def tool(self, name):
        """A small program that comes with the daemon: as it is called on either side."""
        if self.ours:
            return f"{os.path.dirname(self.command[0])}/{name}"
        return f"{self.programs.peer}/usr/bin/{name}"

    def run_tool(self, *words, limit=20):
        done = subprocess.run(self._tool_command(words), stdin=subprocess.DEVNULL, capture_output=True, cwd=self.dir,
                              env=self.environment, timeout=limit, check=False, preexec_fn=processes.die_with_parent)
        return Answer(done.stdout.decode(), done.stderr.decode(), done.returncode)

    def launch_tool(self, name, *words):
        """Leaves it running; what it says goes to NAME.out."""
        with open(f"{self.dir}/{name}.out", "wb") as output:
            return subprocess.Popen(self._tool_command(words), stdin=subprocess.DEVNULL, stdout=output, cwd=self.dir,
                                    env=self.environment, preexec_fn=processes.die_with_parent)

    def _tool_command(self, words):
        return list(words) if self.ours else [self.command[0], "-u", *words]

    def info(self, name):
        processes.settle()
        return self.rpc.supervisor.getProcessInfo(name)

    def state(self, name):
        return self.info(name)["statename"]

    def wait_for_state(self, name, *states, limit=15):
        """RUNNING is also waited for until the program is there: a signal before its exec is Debian's to lose."""
        def is_there():
            info = self.info(name)
            return info["statename"] in states and (info["statename"] != "RUNNING"
                                                    or processes.has_started(info["pid"]))

        wait_until(is_there, limit, f"{name} is {' or '.join(states)}")

    def log_lines(self, *texts):
        """The lines of the daemon's log with one of these texts in them, in order, without their time."""
        lines = [line.split(" ", 2)[2] for line in self.read("supervisord.log").splitlines()
                 if line[:2] == "20" and any(t in line for t in texts)]
        return "\n" + "\n".join(lines)

    def wait_for_log(self, text, limit=15):
        self.wait_for_text("supervisord.log", text, limit)

    # Clients.

    def ctl(self, *words, options=None, stdin="", limit=30, in_order=True):
        """Debian's supervisorctl with these words; by default told where to connect by our file.

        With in_order=False its lines are sorted: for answers that come as processes happen to end.
        """
        options = self.client_options(options)
        answer = self.programs.ctl(options + list(words), stdin, limit, self.environment, self.dir)
        self.record_command(options, words, answer, in_order)
        return answer

    def native_ctl(self, *words, stdin="", limit=30):
        """The supervisorctl that belongs to the daemon: Debian's, or ours."""
        if not self.ours:
            return self.ctl(*words, stdin=stdin, limit=limit)
        options = ["-c", self.conf]
        done = subprocess.run([self.programs.our_supervisorctl(), *options, *words], input=stdin.encode(),
                              capture_output=True, cwd=self.dir, env=self.environment, timeout=limit,
                              check=False, preexec_fn=processes.die_with_parent)
        answer = Answer(done.stdout.decode(), done.stderr.decode(), done.returncode)
        self.record_command(options, words, answer, True)
        return answer

    def client_options(self, options):
        """How a client is told where to go: by the daemon's file, or by `options` and nothing else."""
        return ["-c", self.conf] if options is None else ["-c", self.plain_conf, *options]

    def record_command(self, options, words, answer, in_order):
        shown = " ".join([*options[2:], *words])
        out = answer.out if in_order else "".join(sorted(answer.out.splitlines(True)))
        self.record(f"$ supervisorctl {shown}\n{out}"
                    + (f"stderr:\n{answer.err}" if answer.err else "") + f"[exit {answer.code}]")

    def follow(self, *words, options=None):
        """supervisorctl left running, as tail -f is; `.text()` is what it has written."""
        options = self.client_options(options)
        return self.programs.follow(options + list(words), self.environment, self.dir)

    def native_follow(self, *words):
        """The same with the supervisorctl that belongs to the daemon."""
        return self.programs.follow(["-c", self.conf, *words], self.environment, self.dir, ours=self.ours)

    def call(self, method, *arguments, client=None, in_order=True):
        """An XML-RPC call whose result or fault goes into the transcript.

        With in_order=False a list is sorted: for answers that come as processes happen to end.
        """
        shown = f"> {method}({', '.join(repr(a) for a in arguments)})"
        try:
            result = getattr(client or self.rpc, method)(*arguments)
        except xmlrpc.client.Fault as fault:
            self.record(f"{shown}\nfault {fault.faultCode} {fault.faultString}")
            return fault
        except xmlrpc.client.ProtocolError as error:
            self.record(f"{shown}\nHTTP {error.errcode} {error.errmsg}")
            return error
        told = plain(result)
        if not in_order and isinstance(told, list):
            told.sort(key=str)
        self.record(f"{shown}\n{json.dumps(told, indent=1, ensure_ascii=False)}")
        return result

    def curl(self, path, *options, over_unix=False, limit=10):
        where = ["--unix-socket", self.socket] if over_unix else []
        url = path if "://" in path else f"http://127.0.0.1:{self.port}{path}"
        done = subprocess.run(["curl", "-sS", "-i", "--max-time", str(limit), *where, *options, url],
                              capture_output=True, check=False, cwd=self.dir,
                              env={"PATH": self.environment["PATH"], "HOME": self.dir},
                              preexec_fn=processes.die_with_parent)
        return Response(done.stdout.decode("utf-8", "replace"), done.returncode)

    def close(self):
        if self.daemon and self.daemon.poll() is None:
            self.daemon.send_signal(signal.SIGTERM)
            try:
                self.daemon.wait(3)
            except subprocess.TimeoutExpired:
                pass
        processes.kill_descendants()
        shutil.rmtree(self.dir, ignore_errors=True)
