"""A server on one core and wrk on the other: what a request costs the server, in CPU time."""
import os
import pathlib
import re
import resource
import socket
import statistics
import subprocess
import time

LIMIT = 30


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Server:
    """A program pinned to core 0, listening on `port`; ended with the block it is used in."""

    def __init__(self, command, port):
        self.port = port
        self.process = subprocess.Popen(["taskset", "-c", "0", *map(str, command)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + LIMIT
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except ConnectionRefusedError:
                if time.monotonic() > until or self.process.poll() is not None:
                    self.end()
                    raise SystemExit(f"{command[0]} does not listen on port {port}") from None
                time.sleep(0.01)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self.process.kill()
        self.process.wait()

    def cpu(self):
        """Nanoseconds, where utime and stime count ticks."""
        return int(pathlib.Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0])

    def resident(self):
        """Bytes of memory that are this process's own."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) * 1024

    def per_request(self, path, connections=64, seconds=3, script=None, scheme="http"):
        """Microseconds."""
        script = ["-s", script] if script else []
        before = self.cpu()
        said = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s",
                               *script, f"{scheme}://127.0.0.1:{self.port}{path}"],
                              capture_output=True, text=True, check=True).stdout
        used = self.cpu() - before
        wrong = re.search(r"Non-2xx.*|Socket errors.*", said)
        if wrong:
            raise SystemExit(f"{self.process.args[3]} {path}: {wrong[0]}")
        answers = int(re.search(r"(\d+) requests in", said)[1])
        if answers == 0:
            raise SystemExit(f"{self.process.args[3]} {path}: no answer in {seconds} seconds")
        return used / 1000 / answers


class Crowd:
    """Connections that have been answered once and say nothing more."""

    def __init__(self, port, count):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < count + 100:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 1000), hard))
        self.connections = []
        for _ in range(count):
            one = socket.create_connection(("127.0.0.1", port))
            one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            one.settimeout(LIMIT)
            assert b"200" in one.recv(4096)
            self.connections.append(one)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in self.connections:
            one.close()


def in_turns(rounds, *measures):
    """Medians of what each measures, one after the other, so many times."""
    figures = [[] for _ in measures]
    for _ in range(rounds):
        for own, measure in zip(figures, measures):
            own.append(measure())
    return [statistics.median(own) for own in figures]


def lua(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as script:
        script.write(text)
    return path
