#!/usr/bin/env python3
"""What a supervisorctl costs that is started for one command: Debian's and ours, before our supervisord.

usage: supervisorctl_start.py [--quick] SUPERVISORCTL SUPERVISORD PEER_DIR
CPU is user and system time of the client alone, from its start to its end; the wall clock's median is
beside it, and means something on a quiet machine only. The clients take turns, so that what loads the
machine loads both. Exit code 1: ours takes 5 ms or more of CPU, or loads a library for TLS.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

BAR_MS = 5.0
CONFIGURATION = """[supervisord]
logfile={0}/d.log
pidfile={0}/d.pid
childlogdir={0}
[unix_http_server]
file={0}/socket
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://{0}/socket
[program:s]
command=/bin/sleep 100000
process_name=%(process_num)d
numprocs=20
startsecs=0
"""


def run_once(command, environment):
    begin = time.monotonic()
    with open(os.devnull, "wb") as nothing:
        pid = os.posix_spawn(command[0], command, environment,
                             file_actions=[(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)])
        _, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return (time.monotonic() - begin) * 1000, (used.ru_utime + used.ru_stime) * 1000


def main():
    quick = "--quick" in sys.argv
    ctl, supervisord, peer = [os.path.abspath(word) for word in sys.argv[1:] if word != "--quick"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{peer}/usr/lib/python3/dist-packages", "LANG": "C.UTF-8"}
    folder = tempfile.mkdtemp(prefix="ctlbench.")
    conf = f"{folder}/c.conf"
    with open(conf, "w", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(folder))
    daemon = subprocess.Popen([supervisord, "-n", "-c", conf], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        clients = {"Debian's": ["/usr/bin/python3", f"{peer}/usr/bin/supervisorctl"], "ours": [ctl]}
        dead = time.monotonic() + 60
        while subprocess.run([ctl, "-c", conf, "status"], stdout=subprocess.DEVNULL, check=False).returncode != 0:
            if time.monotonic() > dead:
                sys.exit("not all programs run")
            time.sleep(0.01)
        missed = False
        for word in ("version", "status"):
            figures = {name: [] for name in clients}
            for turn in range(2 if quick else 100):
                for name, command in clients.items():
                    # The original is given fewer turns: it takes as long as hundreds of ours.
                    if name == "ours" or turn % 5 == 0:
                        figures[name].append(run_once([*command, "-c", conf, word], environment))
            cpu = {}
            for name, taken in figures.items():
                cpu[name] = statistics.mean(used for _, used in taken)
                wall = statistics.median(passed for passed, _ in taken)
                print(f"supervisorctl {word:8} {name:9} {cpu[name]:8.2f} ms of CPU, {wall:8.2f} ms on the clock ({len(taken)} runs)")
            theirs = cpu["Debian's"]
            print(f"supervisorctl {word:8} ours takes a {theirs / cpu['ours']:.0f}th of the CPU")
            missed |= cpu["ours"] >= BAR_MS
        loaded = subprocess.run([ctl], env={"LD_TRACE_LOADED_OBJECTS": "1"}, capture_output=True, text=True, check=False).stdout
        libraries = [line.split()[0] for line in loaded.splitlines()]
        print("ours loads", " ".join(libraries))
        missed |= any(name.startswith(("libssl", "libcrypto")) for name in libraries)
        print(f"the bar is {BAR_MS} ms of CPU and no library for TLS: {'MISSED' if missed else 'reached'}")
        return 1 if missed and not quick else 0
    finally:
        daemon.terminate()
        daemon.wait()
        shutil.rmtree(folder)


sys.exit(main())
