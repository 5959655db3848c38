"""status, avail, the info methods, start, stop, signal, tail, clear and stdin of the processes of a pool."""

from driver import listening

PROGRAMS = (listening.section("pool", "TICK_3600", "numprocs=2\nprocess_name=%(program_name)s_%(process_num)d\n"
                              "stdout_logfile=@DIR@/%(process_num)d.log\nstderr_logfile=none\n"
                              "stdout_capture_maxbytes=1KB\nstdout_events_enabled=true\npriority=3\n"
                              "stderr_capture_maxbytes=2KB")
            + listening.section("alone", "EVENT") + "[program:p]\ncommand=/bin/cat\nstartsecs=0\n")


def play(s):
    s.start(PROGRAMS)
    for name in ("pool:pool_0", "pool:pool_1", "alone", "p"):
        s.wait_for_state(name, "RUNNING")
        s.wait_for_text("pool_1.pids", "\n")
    s.ctl("status")
    s.ctl("avail")
    s.wait_for_text("0.log", "READY\n")
    s.wait_for_text("1.log", "READY\n")
    infos = s.rpc.supervisor.getAllProcessInfo()
    s.note("infos", [{k: v for k, v in one.items() if "logfile" not in k or "log" in one["name"]} for one in infos
                     if one["name"] != "alone"])
    configs = s.rpc.supervisor.getAllConfigInfo()
    drop = ("command", "autorestart", "stdout_logfile", "stderr_logfile")
    s.note("configs", [{k: v for k, v in one.items() if k not in drop} for one in configs])
    s.ctl("tail", "pool:pool_0")
    s.call("supervisor.readProcessStdoutLog", "pool:pool_1", 0, 0)
    s.ctl("clear", "pool:pool_0")
    s.note("the log", s.read("0.log"))
    s.ctl("stop", "pool:*", in_order=False)
    s.ctl("start", "pool:pool_1")
    s.ctl("restart", "alone")
    s.ctl("signal", "TERM", "pool:pool_1")
    s.wait_for_state("pool:pool_1", "EXITED", "RUNNING", "STARTING")
    s.ctl("stop", "all", in_order=False)
    s.ctl("start", "pool:nosuch")
