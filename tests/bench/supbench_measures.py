"""What supbench.py measures. Each function takes {name: command of a daemon} and returns
{name: {figure: value}}; the daemons take turns, round by round, and a figure is the median."""
import contextlib
import os
import signal
import statistics
import subprocess
import tempfile
import time

from bench_daemon import Daemon, call_of, free_port, load, sleepers, wait_until

HERE = os.path.dirname(os.path.abspath(__file__))
GB = 2**30


def medians(rounds):
    """Of a list of {name: {figure: value}}."""
    return {name: {figure: statistics.median(one[name][figure] for one in rounds) for figure in rounds[0][name]}
            for name in rounds[0]}


def in_rounds(count, measure):
    """A measure that takes one command and returns {figure: value}, played for each in turn."""
    return lambda daemons: medians([{name: measure(command) for name, command in daemons.items()}
                                    for _ in range(count)])


def first_answer(command):
    with Daemon(command, sleepers(50)) as daemon:
        return {"first_answer": daemon.ready * 1000}


def memory_50(command):
    with Daemon(command, sleepers(50)) as daemon:
        daemon.wait_for_running(50)
        return daemon.memory(50)


def memory_1000(command):
    with Daemon(command, sleepers(1000)) as daemon:
        daemon.wait_for_running(1000)
        return daemon.memory(1000)


@contextlib.contextmanager
def bare_epoll():
    """raw.c: a canned answer from a bare epoll loop. Gives its port and pid."""
    with tempfile.TemporaryDirectory(prefix="supbench.") as folder:
        program = os.path.join(folder, "raw")
        subprocess.run(["cc", "-O2", "-w", "-o", program, os.path.join(HERE, "raw.c")], check=True)
        port = free_port()
        server = subprocess.Popen([program, str(port)])
        try:
            wait_until(lambda: f":{port:04X} " in open("/proc/net/tcp", encoding="utf-8").read(), 10, "it listens")
            yield port, server.pid
        finally:
            server.kill()
            server.wait()


def cost_of(port, pid, request, end, seconds=0.4):
    """Of one request, from as many as take the server about `seconds`."""
    about = max(load(port, pid, request, 80, end), 1)
    return load(port, pid, request, int(min(max(seconds * 1e6 / about, 400), 40000)), end)


def calls(daemons, rounds=5):
    answer = b"</methodResponse>\n"
    with contextlib.ExitStack() as stack:
        port, pid = stack.enter_context(bare_epoll())
        running = {name: stack.enter_context(Daemon(command, sleepers(50))) for name, command in daemons.items()}
        for daemon in running.values():
            daemon.wait_for_running(50)
        taken = []
        for _ in range(rounds):
            bare = cost_of(port, pid, call_of("getState"), b"Hello, world")
            taken.append({name: {
                "getState": cost_of(daemon.port, daemon.pid, call_of("getState"), answer),
                "bare_epoll": bare,
                "getAllProcessInfo": cost_of(daemon.port, daemon.pid, call_of("getAllProcessInfo"), answer),
            } for name, daemon in running.items()})
    return medians(taken)


def start_500(command):
    with Daemon(command, sleepers(500, "stdout_logfile=NONE\nstderr_logfile=NONE\n")) as daemon:
        daemon.wait_for_running(500)
        return {"start_500": time.time() - daemon.begin}


def idle_500(command):
    with Daemon(command, sleepers(500, "stdout_logfile=NONE\nstderr_logfile=NONE\n")) as daemon:
        daemon.wait_for_running(500)
        time.sleep(1)
        return {"wakeups_500": daemon.wakeups(20)}


def stop_200(daemons, rounds=11):
    with contextlib.ExitStack() as stack:
        running = {name: stack.enter_context(Daemon(command, sleepers(200))) for name, command in daemons.items()}
        taken = []
        for i in range(rounds):
            taken.append({})
            for name, daemon in running.items():
                daemon.wait_for_running(200)
                time.sleep(0.35 + 0.13 * i)  # at another time of its second, for who has one
                begin = time.time()
                stopped = daemon.rpc.stopProcessGroup("s")
                taken[-1][name] = {"stop_200": time.time() - begin}
                if len(stopped) != 200 or any(one["status"] != 80 for one in stopped):
                    raise RuntimeError("not all were stopped")
                daemon.rpc.startProcessGroup("s")
    return medians(taken)


def crash_200(command, seconds=10):
    """A thousand programs of which 200 end again and again: what each new start costs, and how long
    others wait for an answer meanwhile."""
    programs = (sleepers(800) + "[program:c]\ncommand=/bin/sh -c 'sleep 2; exit 1'\nnumprocs=200\n"
                "process_name=%(process_num)d\nstartsecs=0\nautorestart=true\n")
    with Daemon(command, programs) as daemon:
        # Not asked: of 1.3 MB Supervisor sends 4 KB a second now.
        def starts(of=""):
            with open(f"{daemon.dir}/d.log", encoding="utf-8") as log:
                return log.read().count(f"spawned: '{of}")

        def answer():
            begin = time.time()
            daemon.rpc.getState()
            return (time.time() - begin) * 1000

        wait_until(lambda: starts("s_") == 800, 120, "the others were started")
        begin, used, before, waits = time.time(), daemon.cpu(), starts(), []
        while time.time() - begin < seconds:
            waits.append(answer())
            time.sleep(0.05)
        used, started = daemon.cpu() - used, starts() - before
        result = {"crash_cpu": used * 1000 / started, "crash_answer": statistics.median(waits),
                  "crash_answer_most": max(waits)}
        children = daemon.children()
        result["stop_1000"] = daemon.close()
    left = [pid for pid in children if os.path.exists(f"/proc/{pid}")]
    if left:
        raise RuntimeError(f"shutdown left {len(left)} children")
    return result


def restart(command):
    """From SIGKILL to the first thing the new program does."""
    programs = ("[program:c]\ncommand=/bin/sh -c 'date +%%s.%%N >> @DIR@/stamp; exec sleep 100000'\n"
                "startsecs=1\nautorestart=true\n")
    with Daemon(command, programs) as daemon:
        def started_after(when):
            with open(f"{daemon.dir}/stamp", encoding="utf-8") as file:
                last = file.read().split()[-1:]
            return float(last[0]) - when if last and float(last[0]) > when else None

        took = []
        for i in range(7):
            wait_until(lambda: daemon.state_of("c") == "RUNNING", 20, "it runs")
            time.sleep(0.35 + 0.13 * i)
            pid = daemon.rpc.getProcessInfo("c")["pid"]
            now = time.time()
            os.kill(pid, signal.SIGKILL)
            wait_until(lambda: started_after(now) is not None, 20, "it is started again")
            took.append(started_after(now) * 1000)
        return {"restart": statistics.median(took)}


LINES = "yes 0123456789012345678901234567890123456789012345678901234567890123456789 | head -c {size}"
NO_NEWLINE = "head -c {size} /dev/zero"
WRITER = """[program:{name}]
command=/bin/sh -c '{writer}'
startsecs=0
autorestart=false
autostart=false
stdout_logfile=@DIR@/{name}.log
stdout_logfile_maxbytes=0
"""


def writers(size):
    return "".join(WRITER.format(name=name, writer=writer.format(size=size))
                   for name, writer in (("lines", LINES), ("zeros", NO_NEWLINE)))


def captured(daemon, name, size):
    """CPU seconds per GB to log what program `name` writes."""
    log = f"{daemon.dir}/{name}.log"
    before = daemon.cpu()
    daemon.rpc.startProcess(name, False)
    end = time.monotonic() + 300
    while daemon.state_of(name) != "EXITED" and time.monotonic() < end:
        time.sleep(0.1)
    used = daemon.cpu() - before
    if os.path.getsize(log) != size:
        raise RuntimeError("the log is not whole")
    os.remove(log)  # the next is made anew, as dd makes its own
    return used * GB / size


def dd(writer, size):
    """What it costs at least: dd from a pipe to a file. Only dd's own time is counted."""
    with tempfile.TemporaryDirectory(prefix="supbench.") as folder:
        program = subprocess.Popen(["/bin/sh", "-c", writer.format(size=size)], stdout=subprocess.PIPE)
        copier = os.fork()
        if copier == 0:
            os.dup2(program.stdout.fileno(), 0)
            os.execvp("dd", ["dd", "bs=128k", f"of={folder}/out", "status=none"])
        used = os.wait4(copier, 0)[2]
        program.stdout.close()
        program.wait()
        if os.path.getsize(f"{folder}/out") != size:
            raise RuntimeError("dd did not copy all")
        return (used.ru_utime + used.ru_stime) * GB / size


def capture(daemons, rounds=5):
    """The logging of much output beside dd: alone, without a newline in it, and beside 1,000 idle programs.
    The last daemon logs the whole gigabyte that is promised, the others an eighth: Supervisor takes
    half a minute and more for one beside 1,000 programs."""
    sizes = {name: GB // 8 for name in daemons} | {list(daemons)[-1]: GB}
    with contextlib.ExitStack() as stack:
        def start(others):
            return {name: stack.enter_context(Daemon(command, writers(sizes[name]) + others))
                    for name, command in daemons.items()}

        alone, beside = start(""), start(sleepers(1000))
        for daemon in beside.values():
            daemon.wait_for_running(1000)
        taken = []
        for _ in range(rounds):
            taken.append({})
            for name, size in sizes.items():
                taken[-1][name] = {
                    "dd": dd(LINES, size),
                    "capture": captured(alone[name], "lines", size),
                    "capture_beside_1000": captured(beside[name], "lines", size),
                    "dd_no_newline": dd(NO_NEWLINE, size),
                    "capture_no_newline": captured(alone[name], "zeros", size),
                }
    return medians(taken)
