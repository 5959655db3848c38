"""A supervisord under measurement: started with programs, asked, watched, ended."""
import glob
import os
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import xmlrpc.client


def cpu(pid):
    """Seconds of a process, user's and system's, as the scheduler counts them."""
    total = 0
    for file in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        with open(file, encoding="utf-8") as stat:
            total += int(stat.read().split()[0])
    return total / 1e9


def status(pid, key):
    with open(f"/proc/{pid}/status", encoding="utf-8") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(key + ":"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, limit, what):
    dead = time.monotonic() + limit
    while not condition():
        if time.monotonic() > dead:
            raise TimeoutError(what)
        time.sleep(0.002)


def sleepers(count, options=""):
    return (f"[program:s]\ncommand=/bin/sleep 100000\nprocess_name=%(program_name)s_%(process_num)04d\n"
            f"numprocs={count}\nstartsecs=0\n{options}")


class Daemon:
    """Ready once it has answered. As a context manager it is ended afterwards, with its folder."""

    def __init__(self, command, programs):
        self.dir = tempfile.mkdtemp(prefix="supbench.")
        self.port = free_port()
        with open(f"{self.dir}/c.conf", "w", encoding="utf-8") as conf:
            conf.write(f"""[supervisord]
logfile={self.dir}/d.log
pidfile={self.dir}/d.pid
childlogdir={self.dir}
minfds=8192
loglevel=info
[inet_http_server]
port=127.0.0.1:{self.port}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
""" + programs.replace("@DIR@", self.dir))
        self.begin = time.time()
        self.process = subprocess.Popen(shlex.split(command) + ["-n", "-c", f"{self.dir}/c.conf"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.pid = self.process.pid
        self.rpc = xmlrpc.client.ServerProxy(f"http://127.0.0.1:{self.port}/RPC2").supervisor
        try:
            wait_until(self.answers, 60, f"{command} answers")
        except BaseException:
            self.close()
            raise
        self.ready = time.time() - self.begin

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"the daemon ended with {self.process.returncode}")
        try:
            return self.rpc.getState()["statecode"] == 1
        except OSError:
            return False

    def cpu(self):
        return cpu(self.pid)

    def memory(self, count):
        return {f"rss_{count}": status(self.pid, "VmRSS") / 1024,
                f"anon_{count}": status(self.pid, "RssAnon") / 1024}

    def wakeups(self, seconds):
        before = status(self.pid, "voluntary_ctxt_switches")
        time.sleep(seconds)
        return (status(self.pid, "voluntary_ctxt_switches") - before) / seconds

    def state_of(self, name):
        return self.rpc.getProcessInfo(name)["statename"]

    def wait_for_running(self, count, group="s"):
        def running():
            states = [p["statename"] for p in self.rpc.getAllProcessInfo() if p["group"] == group]
            return states.count("RUNNING") == count

        wait_until(running, 120, f"{count} run")

    def children(self):
        with open(f"/proc/{self.pid}/task/{self.pid}/children", encoding="utf-8") as pids:
            return [int(pid) for pid in pids.read().split()]

    def close(self):
        """How long it took to end."""
        begin = time.time()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(90)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)
        return time.time() - begin


def call_of(method):
    body = ("<?xml version='1.0'?><methodCall><methodName>supervisor." + method +
            "</methodName><params></params></methodCall>")
    return ("POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}").encode()


def load(port, pid, request, count, end, clients=8):
    """CPU in microseconds for each of `count` requests, on connections that stay. `end` ends an answer."""
    connections = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(clients)]
    before = cpu(pid)
    for _ in range(count // clients):
        for connection in connections:
            connection.sendall(request)
        for connection in connections:
            tail = b""
            while not tail.endswith(end):
                more = connection.recv(1 << 20)
                if not more:
                    raise ConnectionError(tail)
                tail = (tail + more)[-len(end):]
    used = cpu(pid) - before
    for connection in connections:
        connection.close()
    return used * 1e6 / (count // clients * clients)
