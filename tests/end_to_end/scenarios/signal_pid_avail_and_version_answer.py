"""The commands that ask, and signal."""

from driver.waiting import wait_until

PROGRAMS = """
[program:trapper]
command=/bin/sh -c 'trap "echo got usr1" USR1; trap "echo got hup" HUP; echo ready; while :; do sleep 0.02; done'
startsecs=0
[program:pair]
command=/bin/sh -c 'trap "echo got usr1" USR1; echo ready; while :; do sleep 0.02; done'
process_name=%(program_name)s_%(process_num)d
numprocs=2
startsecs=0
[program:manual]
command=/bin/sleep 1000
autostart=false
priority=5
[program:low]
command=/bin/sleep 1000
startsecs=0
priority=3
[group:both]
programs=manual,low
priority=17
"""


def play(s):
    s.start(PROGRAMS)
    log = s.rpc.supervisor.readProcessStdoutLog
    names = ("trapper", "pair:pair_0", "pair:pair_1")
    for name in names:
        wait_until(lambda n=name: log(n, 0, 0) == "ready\n", 10, f"{name} has set its traps")
    s.wait_for_state("both:low", "RUNNING")

    def signalled(line, *whom):
        sizes = {name: len(log(name, 0, 0)) for name in whom}
        s.ctl(*line.split(), in_order=False)
        for name in whom:
            wait_until(lambda n=name: len(log(n, 0, 0)) > sizes[n], 10, f"{name} got its signal")

    signalled("signal USR1 trapper", "trapper")
    signalled("signal SIGHUP trapper", "trapper")
    signalled("signal hup trapper", "trapper")
    signalled("signal 10 trapper", "trapper")
    signalled("signal USR1 pair:*", "pair:pair_0", "pair:pair_1")
    signalled("signal USR1 pair:pair_0 trapper", "pair:pair_0", "trapper")
    for name in names:
        s.note(f"what {name} got", log(name, 0, 0))
    s.ctl("signal", "CONT", "all", in_order=False)

    s.expect(s.programs.ctl(["-c", s.conf, "pid"], "", 10, s.environment, s.dir).out.strip()
             == str(s.daemon.pid) == str(s.rpc.supervisor.getPID()), "pid is the daemon's")
    s.expect(s.programs.ctl(["-c", s.conf, "pid", "trapper"], "", 10, s.environment, s.dir).out.strip()
             == str(s.info("trapper")["pid"]), "pid NAME is the program's")
    everyone = s.programs.ctl(["-c", s.conf, "pid", "all"], "", 10, s.environment, s.dir).out.split()
    s.expect(everyone == [str(p["pid"]) for p in s.rpc.supervisor.getAllProcessInfo()], "pid all is everyone's")

    for line in ("avail", "avail extra", "version", "version extra", "pid both:manual", "help", "help status",
                 "nonsense"):
        s.ctl(*line.split())
