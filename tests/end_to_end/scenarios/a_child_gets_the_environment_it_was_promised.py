"""Environment, directory, umask, user, process group, standard streams of a child; redirect_stderr."""

import os

from driver import rpc
from driver.stage import HEAD, HEAD_WITH_TCP
from driver.waiting import wait_until

PROGRAMS = """
[program:shown]
command=/bin/sh -c 'env | sort; echo end'
startsecs=0
autorestart=false
environment=OWN="own value",SHARED="mine",QUOTED='a "b" c',PERCENT="100%%",NUM="%(process_num)d",WHERE="%(here)s"
[program:placed]
command=/bin/sh -c 'pwd; umask; ulimit -n; echo end'
directory=/usr/share
umask=077
startsecs=0
autorestart=false
[program:nobody]
command=/bin/sh -c 'id -u; id -g; id -G; echo $HOME $USER end'
user=nobody
startsecs=0
autorestart=false
[program:merged]
command=/bin/sh -c 'echo one; echo two >&2; echo three; echo end'
redirect_stderr=true
startsecs=0
autorestart=false
[program:arguments]
command=/usr/bin/printf '<%%s>' plain "double quoted" 'single $HOME' back\\ slash %(program_name)s %(ENV_HOME)s "" end
startsecs=0
autorestart=false
[program:path]
command=in_path
environment=PATH="@DIR@/bin:/bin:/usr/bin"
startsecs=0
autorestart=false
[program:streams]
command=/bin/sh -c 'exec cat < @DIR@/fifo'
startsecs=0
"""


def play(s):
    os.mkdir(f"{s.dir}/bin")
    os.chmod(s.write("bin/in_path", "#!/bin/sh\necho found end\n"), 0o755)
    os.chmod(s.dir, 0o755)
    os.mkfifo(f"{s.dir}/fifo")
    pipe = os.open(f"{s.dir}/fifo", os.O_RDWR | os.O_CLOEXEC)
    # Privileges can only be dropped by who has them.
    programs = PROGRAMS if os.getuid() == 0 else PROGRAMS.replace("user=nobody\n", "")
    shared = 'environment=FROM_DAEMON="yes",SHARED="its"\n'
    for head in (HEAD, HEAD_WITH_TCP.replace("[unix_http_server]\nfile=@DIR@/server.socket\n", "")):
        head = head.replace("childlogdir", shared + "childlogdir", 1)
        s.configure(programs, head)
        s.launch()
        if "[unix_http_server]" not in head:
            s.rpc = rpc.over_tcp(s.port)
        s.wait_for_answer()
        log = s.rpc.supervisor.readProcessStdoutLog
        for name in ("shown", "placed", "nobody", "merged", "arguments", "path"):
            wait_until(lambda n=name: "end" in log(n, 0, 0), 10, f"{name} has spoken")
            s.note(name, log(name, 0, 0).replace(s.programs.environment["PYTHONPATH"], "PYTHONPATH"))
        shown = log("shown", 0, 0).splitlines()
        for line in ("SUPERVISOR_ENABLED=1", "SUPERVISOR_PROCESS_NAME=shown", "SUPERVISOR_GROUP_NAME=shown",
                     "OWN=own value", "SHARED=mine", "FROM_DAEMON=yes", "PERCENT=100%"):
            s.expect(line in shown, line)
        s.wait_for_state("streams", "RUNNING")
        child = s.info("streams")["pid"]
        s.expect(os.getpgid(child) == child, "it leads its own process group")
        s.expect(os.getsid(child) == os.getsid(s.daemon.pid), "in the daemon's session")
        fds = sorted(os.listdir(f"/proc/{child}/fd"), key=int)
        s.note("its descriptors", fds)
        s.note("of which the standard ones are", [os.readlink(f"/proc/{child}/fd/{n}").split(":")[0] for n in (1, 2)])
        with open(f"/proc/{child}/status", encoding="utf-8") as file:
            status = file.read()
        s.note("blocked signals", [line for line in status.splitlines() if line.startswith("SigBlk")])
        s.rpc.supervisor.shutdown()
        s.wait_for_end()
    os.close(pipe)
