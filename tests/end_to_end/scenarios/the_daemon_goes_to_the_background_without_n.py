"""Without -n: the parent returns at once, pidfile, umask, directory, session; no descriptor of ours kept."""

import os
import signal

from driver.processes import is_alive
from driver.stage import HEAD
from driver.waiting import wait_until

PROGRAMS = """
[program:shower]
command=/bin/sh -c 'umask; pwd; exec sleep 1000'
startsecs=0
"""


def play(s):
    os.mkdir(f"{s.dir}/work")
    s.configure(PROGRAMS, HEAD.replace("[unix_http", "umask=027\ndirectory=@DIR@/work\nidentifier=back\n[unix_http", 1))
    answer = s.run_daemon(conf=s.conf)
    s.note("what it wrote, and its exit code", [answer.out, answer.err, answer.code])
    s.wait_for_answer()
    pid = int(s.read("supervisord.pid"))
    s.expect(pid == s.rpc.supervisor.getPID() and is_alive(pid), "the pidfile names the daemon")
    s.expect(os.getsid(pid) == pid, "it leads its own session")
    s.note("its directory", os.readlink(f"/proc/{pid}/cwd"))
    s.note("its standard streams", [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in range(3)])
    s.note("mode of the pidfile", oct(os.stat(f"{s.dir}/supervisord.pid").st_mode & 0o777))
    s.note("mode of the socket", oct(os.stat(s.socket).st_mode & 0o777))
    s.call("supervisor.getIdentification")
    wait_until(lambda: s.rpc.supervisor.readProcessStdoutLog("shower", 0, 0).count("\n") == 2, 10, "it has spoken")
    s.ctl("tail", "shower")
    s.ctl("status")
    child = s.info("shower")["pid"]
    s.note("the child leads its group", os.getpgid(child) == child)
    s.note("the child is in the daemon's session", os.getsid(child) == pid)
    os.kill(pid, signal.SIGTERM)
    wait_until(lambda: not is_alive(pid), 15, "the daemon ends")
    s.expect(not is_alive(child), "so does its program")
    s.note("left behind", sorted(f for f in os.listdir(s.dir) if f.endswith((".pid", ".socket"))))
    s.note("the log", s.log_lines("daemonizing", "current directory", "started with pid", "SIGTERM"))
