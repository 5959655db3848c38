#!/usr/bin/python3
"""Measures asyncore and asynchat beside a bare epoll loop, libevent and Python's asynchat.

usage: tests/bench/run asyncore [--quick] [BUILD_DIR]   (default build/release)

CPU time is the server's own, in microseconds for each line echoed, as the scheduler counts it; the
server has one core for itself, the load another. Programs take turns, round by round; a cell is the
median of the rounds, and the least and the most in brackets. Ratios are taken within each round.
--quick only shows that everything runs: its figures mean nothing.
"""
import contextlib
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
QUICK = "--quick" in sys.argv
BUILD = [*(word for word in sys.argv[1:] if word != "--quick"),
         os.path.join(HERE, "../../build/release")][0]
ROUNDS, SECONDS, IDLE = (1, 0.2, 50) if QUICK else (5, 3, 10000)
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = str(CORES[0]), str(CORES[-1])
LINE = "64"
HARD = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
NAMES = ("bare", "ours", "libevent", "python")


def compile_c(work, name, *libraries):
    program = os.path.join(work, name)
    source = os.path.join(HERE, name + ".c")
    subprocess.run(["cc", "-O2", "-w", "-o", program, source, *libraries], check=True)
    return program


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Server:
    """A program on a core of its own, until the end of the block."""

    def __init__(self, command, port=None):
        # With the soft limit of descriptors that a login has: to raise it is the server's affair.
        limit = None if port else lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (1024, HARD))
        self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command],
                                        stdout=subprocess.PIPE, text=True, preexec_fn=limit)
        self.port = port
        if port is None:
            self.port = int(self.process.stdout.readline().rsplit(":")[1])
        else:
            self.await_port()

    def await_port(self):
        for _ in range(1000):
            with contextlib.suppress(ConnectionRefusedError):
                return socket.create_connection(("127.0.0.1", self.port)).close()
            time.sleep(0.01)
        raise SystemExit(f"{self.process.args} does not listen")

    def status(self, key):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(key + ":"))

    def connect(self, count, say=b""):
        """Opens connections that stay, and returns them once the server has accepted each."""
        peers = [socket.create_connection(("127.0.0.1", self.port), 300) for _ in range(count)]
        for peer in peers:
            peer.sendall(say)
        for peer in peers:
            if say and peer.recv(len(say), socket.MSG_WAITALL) != say:
                raise SystemExit(f"{self.process.args} does not echo")
        # A line there and back on one that is new: those before it have been accepted.
        with socket.create_connection(("127.0.0.1", self.port), 300) as last:
            last.sendall(b"last\r\n")
            last.recv(6, socket.MSG_WAITALL)
        return peers

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Programs:
    """What is measured, by name."""

    def __init__(self, work):
        self.load = compile_c(work, "echoload")
        self.storm = compile_c(work, "storm")
        self.raw = compile_c(work, "raw")
        self.libevent = compile_c(work, "libevent_echo", "-levent_core")
        self.producer = os.path.join(BUILD, "tests/bench/producer_bench")
        self.timers = os.path.join(BUILD, "tests/bench/timer_bench")

    def serve(self, name):
        if name == "bare":
            port = free_port()
            return Server([self.raw, str(port), "echo"], port)
        command = {"ours": [os.path.join(BUILD, "asynchat/echo_server")],
                   "libevent": [self.libevent],
                   "python": ["/usr/bin/python3", os.path.join(HERE, "asynchat_echo.py")]}[name]
        return Server([*command, "0"])


def on_load_core(*command):
    return subprocess.run(["taskset", "-c", LOAD_CORE, *map(str, command)],
                          stdout=subprocess.PIPE, text=True, check=True).stdout


def per_line(programs, name, depth, idle):
    with programs.serve(name) as server:
        peers = server.connect(idle)
        out = on_load_core(programs.load, server.port, 64, SECONDS, LINE, depth,
                           server.process.pid)
        for peer in peers:
            peer.close()
        return float(out.split()[2])


def per_connection(programs, name, say):
    """Bytes of resident memory for each connection that is idle."""
    with programs.serve(name) as server:
        warm = server.connect(64, b"warm\r\n")
        before = server.status("VmRSS")
        peers = server.connect(IDLE, say)
        after = server.status("VmRSS")
        for peer in warm + peers:
            peer.close()
        return (after - before) * 1024 / IDLE


def storm(programs, name):
    with programs.serve(name) as server:
        return [float(word) for word in on_load_core(programs.storm, server.port, 64, IDLE).split()]


def cell(values, form="{:.2f}"):
    low, middle, high = (form.format(f(values)) for f in (min, statistics.median, max))
    return middle if len(values) == 1 else f"{middle} ({low}..{high})"


def verdict(holds):
    return "not judged" if QUICK else "PASS" if holds else "FAIL"


def row(title, cells, bar="", judged=""):
    columns = "".join(f"{text:>24}" for text in cells)
    print(f"{title:41}{columns}  {bar:37}{judged}", flush=True)


def rounds_of(measure, names=NAMES, once=()):
    figures = {name: [] for name in names}
    for turn in range(ROUNDS):
        for name in names:
            if turn == 0 or name not in once:
                figures[name].append(measure(name))
    return figures


def ratios(figures, name, other):
    return statistics.median(a / b for a, b in zip(figures[name], figures[other]))


def lines(programs):
    row("CPU-us a line, 64 connections", NAMES)
    alone = {}
    for depth, limit in ((1, 1.15), (16, 1.3)):
        alone[depth] = figures = rounds_of(lambda name: per_line(programs, name, depth, 0))
        to_bare, to_libevent = ratios(figures, "ours", "bare"), ratios(figures, "ours", "libevent")
        row(f"  {depth} in flight", [cell(figures[name], "{:.3f}") for name in NAMES],
            f"<= {limit} x bare, below libevent",
            f"{to_bare:.2f} x bare, {to_libevent:.2f} x libevent: "
            + verdict(to_bare <= limit and to_libevent < 1))
    for depth in (1, 16):
        # Python's figure takes long and is far from the others: one round is enough.
        figures = rounds_of(lambda name: per_line(programs, name, depth, IDLE), once=("python",))
        growth = statistics.median(figures["ours"]) / statistics.median(alone[depth]["ours"])
        row(f"  {depth} in flight, beside {IDLE:,} that are idle",
            [cell(figures[name], "{:.3f}") for name in NAMES],
            "<= 1.10 x without them", f"{growth:.2f} x: " + verdict(growth <= 1.1))


def memory(programs):
    row(f"bytes a connection, {IDLE:,} idle", NAMES)
    for title, say in (("  never spoke", b""), ("  after one line", b"x" * 62 + b"\r\n")):
        figures = {name: [per_connection(programs, name, say)] for name in NAMES}
        row(title, [cell(figures[name], "{:.0f}") for name in NAMES], "<= 600",
            verdict(figures["ours"][0] <= 600))


def storms(programs):
    names = ("bare", "ours", "libevent")
    figures = rounds_of(lambda name: storm(programs, name), names)

    def column(name, at):
        return [figure[at] for figure in figures[name]]

    def cells(at, form):
        return [cell(column(name, at), form) for name in names] + [""]

    served = all(count == IDLE for count in column("ours", 0))
    ours, bare = statistics.median(column("ours", 5)), statistics.median(column("bare", 5))
    row(f"{IDLE:,} connects at once, beside 64 live", (*names, ""))
    row("  served", cells(0, "{:.0f}"), "all", verdict(served))
    row("  s until all were", cells(1, "{:.2f}"))
    row("  live line before, us, median", cells(2, "{:.0f}"))
    row("  live line before, us, longest", cells(3, "{:.0f}"))
    row("  live line meanwhile, us, median", cells(4, "{:.0f}"))
    row("  live line meanwhile, us, longest", cells(5, "{:.0f}"),
        "no starvation: <= 2 x bare's + 50 ms", verdict(ours <= 2 * bare + 50000))


def producer(programs):
    megabytes = 8 if QUICK else 1024
    with Server([programs.producer, str(megabytes)]) as server:
        before = server.status("VmRSS")
        with socket.socket() as reader:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 128 * 1024)
            reader.connect(("127.0.0.1", server.port))
            reader.sendall(b"go\n")
            got = 0
            started = time.monotonic()
            peak = before
            while data := reader.recv(64 * 1024):
                got += len(data)
                if got % (1 << 20) < len(data):
                    with contextlib.suppress(FileNotFoundError, StopIteration, ProcessLookupError):
                        peak = max(peak, server.status("VmHWM"))
                # Slower than the server on purpose: each piece is looked at for a while.
                until = time.monotonic() + 0.0002
                while time.monotonic() < until:
                    pass
        if got != megabytes << 20:
            raise SystemExit(f"the producer's reader got {got} bytes of {megabytes << 20}")
        seconds = time.monotonic() - started
    row(f"{megabytes} MB from a producer to a slow reader", ("", f"{before} KB", "", ""))
    row(f"  most resident, {got / seconds / 1e6:.0f} MB/s", ("", f"{peak} KB", "", ""),
        "flat: at most 512 KB more", f"{peak - before} KB more: " + verdict(peak - before <= 512))


def timers(programs):
    count, seconds = (1000, 0.1) if QUICK else (100000, 5)
    figures = [[float(word) for word in on_load_core(programs.timers, count, seconds).split()]
               for _ in range(ROUNDS)]
    arming, cancelling, wakeups = (list(column) for column in zip(*figures))
    row(f"{count:,} timers", ("", "ours", "", ""))
    for title, column in (("  ns to arm one", arming), ("  ns to cancel one", cancelling)):
        row(title, ("", cell(column, "{:.0f}"), "", ""), "<= 1,000",
            verdict(statistics.median(column) <= 1000))
    row(f"  wakeups in {seconds} s with all armed", ("", cell(wakeups, "{:.0f}"), "", ""),
        "1, for the end", verdict(max(wakeups) <= 1))


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (HARD, HARD))
    if not QUICK:
        print(f"{ROUNDS} rounds of {SECONDS} s, lines of {LINE} bytes; server on core {SERVER_CORE}, load "
              f"on {LOAD_CORE}; load average of the machine {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as work:
        programs = Programs(work)
        for part in (lines, memory, storms, producer, timers):
            part(programs)
            print()


main()
