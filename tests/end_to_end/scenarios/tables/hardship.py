"""What a host may do to a daemon: clocks that are set, no more processes, a full disk, another user, no init.

Some of it needs root, and namespaces; where they are not to be had the scenario says so and plays nothing.
"""

import os
import re
import signal
import socket
import subprocess
import xmlrpc.client

from driver import rpc
from driver.processes import is_alive
from driver.stage import HEAD
from driver.waiting import wait_until

SLEEPER = "[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\n"
DEAF = ("[program:deaf]\ncommand=/bin/sh -c 'trap \"\" TERM; echo deaf > @DIR@/deaf; while :; do sleep 1; done'\nstartsecs=0\n"
        "stopwaitsecs=3\n")
NOBODY = 65534


def _can(s, *command):
    """Whether this host lets us; both sides find the same."""
    able = os.getuid() == 0 and subprocess.run([*command, "/bin/true"], capture_output=True, check=False).returncode == 0
    if not able:
        s.note("not played", f"this host does not allow {' '.join(command[:2])}")
    return able


def _under(s, *command):
    """The daemon is started by this command, which becomes it."""
    s.command = [*command, *s.command]


def _in_a_mount_namespace(s, script):
    _under(s, "/usr/bin/unshare", "--mount", "/bin/sh", "-ec", script + '\nexec "$@"', "sh")


def _as_user(s, uid, *before):
    """Runs the daemon as another user."""
    s.copy_programs()
    os.mkdir(f"{s.dir}/his")
    os.chown(f"{s.dir}/his", uid, uid)
    _under(s, *before, "/usr/bin/setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups")


HIS = HEAD.replace("@DIR@/", "@DIR@/his/").replace("childlogdir=@DIR@", "childlogdir=@DIR@/his")


def _his(s, text):
    """Where his daemon writes is not where others do."""
    s.socket = f"{s.dir}/his/server.socket"
    s.rpc = rpc.over_unix(s.socket)
    s.configure(text, HIS)


def _his_log(s, *texts):
    return "\n".join(line.split(" ", 2)[2] for line in s.read("his/supervisord.log").splitlines()
                     if line[:2] == "20" and any(t in line for t in texts))


def clocks_that_are_set_stall_nothing(s):
    library = os.path.join(os.path.dirname(s.programs.peer), "faketime/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
    s.expect(os.path.exists(library), "Debian's libfaketime is unpacked (tests/install does it)")
    # The clock on the wall alone: nobody sets the other. (That it was set is told by the kernel to who waits for a
    # tick, and libfaketime cannot; so there are no ticks here.)
    s.environment.update({"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": f"{s.dir}/clock", "FAKETIME_NO_CACHE": "1",
                          "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"})

    def set_clock(difference):
        s.write("clock.new", difference + "\n")
        os.rename(f"{s.dir}/clock.new", f"{s.dir}/clock")

    def start_crashing():
        try:
            s.rpc.supervisor.startProcess("crashing", False)
        except xmlrpc.client.Fault as fault: # it had ended before the answer was made
            s.expect(fault.faultCode == 50, "a SPAWN_ERROR")

    set_clock("+0")
    s.start(SLEEPER + DEAF + "[program:starting]\ncommand=/bin/sleep 1000\nstartsecs=4\nautostart=false\n"
            "[program:crashing]\ncommand=/bin/false\nstartretries=3\nstartsecs=2\nautostart=false\n")
    for name in ("p", "deaf"):
        s.wait_for_state(name, "RUNNING")
    s.wait_for_text("deaf", "deaf")
    began = s.info("p")["start"]
    s.rpc.supervisor.startProcess("starting", False)
    start_crashing()
    s.rpc.supervisor.stopProcess("deaf", False)
    # By more than anything here waits for, and less than this host has been up: libfaketime moves the times of timers
    # that are absolute, too, whatever clock is theirs, and one that is due would wait until the host is as old as that.
    set_clock("-120")
    wait_until(lambda: s.info("p")["now"] < began, 10, "the clock is set back")
    s.note("since", re.search(r"uptime .*", s.info("p")["description"])[0])
    s.wait_for_state("starting", "RUNNING", limit=30)
    s.wait_for_state("deaf", "STOPPED", limit=30)
    s.wait_for_state("crashing", "FATAL", limit=40)
    start_crashing()
    s.rpc.supervisor.startProcess("deaf", False)
    s.rpc.supervisor.stopProcess("starting")
    s.rpc.supervisor.startProcess("starting", False)
    set_clock("+172800")
    wait_until(lambda: s.info("p")["now"] > began + 170000, 10, "the clock is set forward")
    s.note("since", re.search(r"uptime (\d days?,) ", s.info("p")["description"])[1])
    s.wait_for_state("starting", "RUNNING", limit=30)
    s.wait_for_state("deaf", "RUNNING", limit=30)
    s.wait_for_state("crashing", "FATAL", limit=40)
    s.expect(s.info("p")["statename"] == "RUNNING", "what ran runs on")
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end(30))


def as_the_first_process_it_reaps_what_others_leave(s):
    if not _can(s, "/usr/bin/unshare", "--pid", "--fork", "--mount-proc"):
        return
    _under(s, "/usr/bin/unshare", "--pid", "--fork", "--mount-proc", "--kill-child")
    s.start(SLEEPER + "[program:leaving]\ncommand=/bin/sh -c '(sleep 0.5; exit 9) & (sleep 1000 & exit); exit 0'\nstartsecs=0\n"
            "autorestart=false\n")
    s.wait_for_state("leaving", "EXITED")
    s.note("its pid", s.rpc.supervisor.getPID())
    s.wait_for_log("reaped unknown pid")
    wait_until(lambda: "exit status 9)" in s.read("supervisord.log"), 15, "the orphan is reaped")
    s.note("the log", sorted(re.sub(r"pid \d+", "pid N", line) for line in s.log_lines("exit status 9").splitlines()))
    zombies = subprocess.run(["/bin/ps", "-o", "stat=", "--ppid", str(s.daemon.pid)], capture_output=True, text=True, check=False)
    s.expect("Z" not in zombies.stdout, "no zombie is left")
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end(30))


def another_user_gets_what_he_may(s):
    if not _can(s, "/usr/bin/setpriv", "--reuid=65534"):
        return
    _as_user(s, NOBODY)
    s.write("secret.conf", "[program:secret]\ncommand=/bin/sleep 1000\n")
    os.chmod(f"{s.dir}/secret.conf", 0o600)
    s.write("open.conf", "[program:open]\ncommand=/bin/sleep 1000\nstartsecs=0\n")
    _his(s, SLEEPER + "[program:his]\ncommand=/bin/sh -c 'id -u; exec sleep 1000'\nstartsecs=0\nuser=nobody\n"
         "stdout_logfile=@DIR@/his/his.log\n"
         "[program:other]\ncommand=/bin/sleep 1000\nuser=daemon\nstartretries=0\nstderr_logfile=@DIR@/his/other.err\n"
         "[program:nolog]\ncommand=/bin/sleep 1000\nstdout_logfile=/root/nolog\nstartretries=0\n"
         "[include]\nfiles=*.conf.d/*.conf secret.conf open.conf\n")
    s.launch()
    s.wait_for_answer()
    for name, state in (("p", "RUNNING"), ("open", "RUNNING"), ("other", "FATAL"), ("nolog", "FATAL")):
        s.wait_for_state(name, state)
    s.note("programs", sorted(p["name"] for p in s.rpc.supervisor.getAllProcessInfo()))
    for name in ("nolog", "his"):
        s.note(name, [s.state(name), s.info(name)["spawnerr"]])
    s.note("what kept the other", s.read("his/other.err"))
    s.expect({os.stat(f"{s.dir}/his/{n}").st_uid for n in os.listdir(f"{s.dir}/his")} == {NOBODY}, "his files are his")
    s.note("the log", _his_log(s, "CRIT", "WARN exited: other", "include"))
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end())


def another_user_is_told_what_he_may_not(s):
    if not _can(s, "/usr/bin/setpriv", "--reuid=65534"):
        return
    _as_user(s, NOBODY)
    _his(s, SLEEPER)
    for what, head in (("another user", HIS.replace("pidfile", "user=daemon\npidfile")),
                       ("his own name", HIS.replace("pidfile", "user=nosuchuser\npidfile")),
                       ("a socket for another", HIS.replace("[rpc", "chown=daemon\n[rpc")),
                       ("a log where he may not write", HIS.replace("logfile=@DIR@/his", "logfile=@DIR@")),
                       ("a socket where he may not", HIS.replace("file=@DIR@/his/server", "file=@DIR@/server")),
                       ("too many descriptors", HIS.replace("pidfile", "minfds=100000000\npidfile"))):
        s.configure(SLEEPER, head)
        done = subprocess.run([*s.command, "-n", "-c", s.conf], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              cwd=f"{s.dir}/his", env=s.environment, timeout=30, check=False)
        if s.ours:
            done.stderr = re.sub(r"(only allow you to open) (?!100000000)\d+", r"\1 LIMIT", done.stderr)
        s.note(what, [done.returncode, next((line for line in done.stderr.splitlines() if line.startswith("Error")), "")])


def where_there_is_no_room_for_a_process_it_is_tried_again(s):
    uid = 61000 + os.getpid() % 4000  # who has no other process
    if not _can(s, "/usr/bin/setpriv", f"--reuid={uid}"):
        return
    _as_user(s, uid, "/usr/bin/prlimit", "--nproc=1:")
    _his(s, "")
    s.configure("[program:p]\ncommand=/bin/sleep 1000\nstartsecs=0\nstartretries=1000\n", HIS.replace("pidfile", "minprocs=1\npidfile"))
    s.launch()
    s.wait_for_answer()
    wait_until(lambda: _his_log(s, "spawnerr").count("\n") >= 1, 20, "it is tried, and again")
    s.expect(s.state("p") in ("BACKOFF", "STARTING"), "it waits for the next try")
    s.note("why", s.info("p")["spawnerr"])
    subprocess.run(["/usr/bin/setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups",
                    "/usr/bin/prlimit", "--pid", str(s.daemon.pid), "--nproc=100:"], check=True)
    s.wait_for_state("p", "RUNNING", limit=30)
    s.note("the log", sorted(set(_his_log(s, "spawnerr").splitlines())))
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end())


def a_disk_that_is_full_and_then_is_not(s):
    if not _can(s, "/usr/bin/unshare", "--mount"):
        return
    os.mkdir(f"{s.dir}/small")
    os.mkfifo(f"{s.dir}/fifo")
    pipe = os.open(f"{s.dir}/fifo", os.O_RDWR | os.O_CLOEXEC)
    _in_a_mount_namespace(s, f"mount -t tmpfs -o size=64k,mode=755 small '{s.dir}/small'")
    s.start("[program:relay]\ncommand=/bin/sh -c 'exec cat < @DIR@/fifo'\nstartsecs=0\nstdout_logfile=@DIR@/small/relay.log\n"
            "stdout_logfile_maxbytes=0\n" + SLEEPER)
    s.wait_for_state("relay", "RUNNING")
    pid = s.info("relay")["pid"]
    inside = f"/proc/{s.daemon.pid}/root{s.dir}/small"
    os.write(pipe, b"first\n")
    wait_until(lambda: os.path.getsize(f"{inside}/relay.log") == 6, 15, "it is logged")
    try:
        with open(f"{inside}/filler", "wb", buffering=0) as filler:
            while True:
                filler.write(b"x" * 4096)
    except OSError as error:
        s.note("the disk", os.strerror(error.errno))
    for _ in range(3):
        os.write(pipe, b"y" * 4096 + b"\n")
    wait_until(lambda: os.path.getsize(f"{inside}/relay.log") >= 4096, 15, "what still fits its page is logged")
    s.call("supervisor.getState")
    s.expect(s.info("relay")["pid"] == pid and s.state("p") == "RUNNING", "the programs run on")
    os.unlink(f"{inside}/filler")
    os.write(pipe, b"last\n")

    def last():
        with open(f"{inside}/relay.log", "rb") as log:
            return log.read().endswith(b"last\n")

    wait_until(last, 15, "there is room again, and it is logged again")
    if s.ours:
        s.expect(s.read("supervisord.log").count("could not write") == 1, "it was told once")
    s.call("supervisor.shutdown")
    s.note("exit code", s.wait_for_end())


def syslog_gets_every_line_at_its_socket(s):
    if not _can(s, "/usr/bin/unshare", "--mount"):
        return
    os.mkdir(f"{s.dir}/dev")
    for name in ("null", "zero", "urandom"):
        s.write(f"dev/{name}", "")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as syslog:
        syslog.bind(f"{s.dir}/dev/log")
        syslog.settimeout(20)
        binds = "".join(f"mount --bind /dev/{name} '{s.dir}/dev/{name}'\n" for name in ("null", "zero", "urandom"))
        _in_a_mount_namespace(s, f"{binds}mount --bind '{s.dir}/dev' /dev")
        s.start("[program:p]\ncommand=/bin/sh -c 'printf \"one\\ntwo\\n\"; exec sleep 1000'\nstartsecs=0\nstdout_syslog=true\n",
                head=HEAD.replace("@DIR@/supervisord.log", "syslog"))
        got = []

        def hear_of(text):
            while not got or text not in got[-1]:
                got.append(syslog.recv(65536).decode().rstrip("\n"))

        hear_of("p two")
        s.wait_for_state("p", "RUNNING")
        s.call("supervisor.stopProcess", "p")
        hear_of("stopped: p")
        plain = [re.sub(r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ", "TIME ", line) for line in got]
        s.note("what the program said", [line for line in plain if "p one" in line or "p two" in line])
        s.note("of the daemon", [line for line in plain if "spawned" in line or "stopped" in line or "supervisord started" in line])


def a_file_is_reread_while_it_is_being_written(s):
    s.start(SLEEPER)
    s.wait_for_state("p", "RUNNING")
    pid = s.info("p")["pid"]
    whole = s.read("supervisord.conf")
    more = whole + "[program:q]\ncommand=/bin/sleep 1000\nstartsecs=0\n"
    cuts = [more.index("[program:q]") + at for at in range(0, len("[program:q]\ncommand=") + 1, 3)]
    for at in [*cuts, whole.index("[rpcinterface"), whole.index("=@") if "=@" in whole else 40, 0, 13]:
        with open(s.conf, "w", encoding="utf-8") as file:
            file.write(more[:at])
        s.call("supervisor.reloadConfig")
        s.call("supervisor.getIdentification")
    with open(s.conf, "w", encoding="utf-8") as file:
        file.write(more)
    s.ctl("update")
    s.wait_for_state("q", "RUNNING")
    s.expect(s.info("p")["pid"] == pid, "what ran was left alone")
