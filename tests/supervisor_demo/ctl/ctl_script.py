"""What is played to both clients: a configuration, and command lines in the order they are given."""

# A daemon that is asked over a Unix socket and, with a password, over TCP; ends in [supervisorctl].
HEAD = """
[supervisord]
logfile=@DIR@/supervisord.log
pidfile=@DIR@/supervisord.pid
childlogdir=@DIR@
[unix_http_server]
file=@DIR@/server.socket
[inet_http_server]
port=127.0.0.1:@PORT@
username=kermit
password=s3cret
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://@DIR@/server.socket
"""

CONFIGURATION = HEAD + """prompt=ctl
[include]
files=@DIR@/more/*.conf
[program:running]
command=/bin/sh -c 'seq 5; echo naïve; echo complaint >&2; exec sleep 1000'
startsecs=0
[program:starting]
command=/bin/sleep 1000
startsecs=1000
priority=7
[program:exited]
command=/bin/sleep 0.2
startsecs=0
autorestart=false
[program:stopped]
command=/bin/sleep 1000
autostart=false
startsecs=0
[program:fatal]
command=/bin/false
startretries=0
[program:flapping]
command=/no/such/program
startretries=1000
[program:stopping]
command=/bin/sh -c 'trap "" TERM; echo deaf; exec sleep 1000'
startsecs=0
stopwaitsecs=1000
[program:pair]
command=/bin/sleep 1000
process_name=%(program_name)s_%(process_num)d
numprocs=2
autostart=false
startsecs=0
[program:missing]
command=/no/such/program
autostart=false
startretries=0
[program:forbidden]
command=@DIR@/supervisord.conf
autostart=false
[program:nolog]
command=/bin/sleep 1000
startsecs=0
stdout_logfile=none
[program:naïve-with-a-name-longer-than-the-column]
command=/bin/sleep 1000
autostart=false
"""

# In the order of methods that are for all: by priority, then by name.
ALL = ("starting exited fatal flapping forbidden missing naïve-with-a-name-longer-than-the-column nolog pair:pair_0 "
       "pair:pair_1 running stopped stopping").split()

EXTRA = "[program:extra]\ncommand=/bin/sleep 1000\nstartsecs=0\n"
CHANGED = EXTRA.replace("1000", "2000")
EMPTY = "[supervisorctl]\n"

HELP_TOPICS = ("add avail clear exit maintail open pid quit reload remove reread restart shutdown signal start "
               "status stop tail update version help EOF nosuch start:stop").split()


def play(s):
    s.settle()
    flags(s)
    no_server(s)
    passwords(s)
    looking(s)
    logs(s)
    acting(s)
    shell(s)
    groups(s)
    main_log(s)
    ending(s)


def flags(s):
    for line in ("-h", "--help", "-?", "--hel", "-x", "--nosuch", "--", "-c", "-c /no/such.conf status",
                 "-c @DIR@ status", "-s nonsense status", "--serverurl= status", "-i -i status", "-c a -c b status",
                 "-u a -u b status", "--s unix:///a --s unix:///b", "--help=x", "-c @DIR@/no_section.conf status",
                 "-r @DIR@/history version"):
        s.ctl(line, with_file="-c" not in line)
    s.ctl("-v", with_file=False)
    s.ctl("version", with_file=False)  # of ./supervisord.conf
    s.ctl("version -x")
    for topic in HELP_TOPICS:
        s.ctl("help " + topic)
        s.ctl("?" + topic)
    s.ctl("help start stop")
    s.ctl("?")
    s.ctl("help")


def no_server(s):
    for where in ("unix://@DIR@/none.socket", "http://127.0.0.1:@CLOSED@", "https://127.0.0.1:@CLOSED@"):
        for line in ("status", "start running", "stop all", "restart", "signal HUP running", "tail running",
                     "tail -f running", "maintail", "clear running", "fg running", "pid", "version", "avail", "reread", "update",
                     "add x", "remove x", "reload", "shutdown", "open " + where, "nonsense"):
            s.ctl(f"-s {where} {line}")


def passwords(s):
    url = "http://127.0.0.1:@PORT@"
    for line in ("status", "version", "avail", "-u kermit -p wrong version", "-u kermit -p s3cret version",
                 "-u kermit version", "-i -u kermit -p s3cret version", "-u kermit -p s3cret tail nosuch"):
        s.ctl(f"-c @DIR@/empty.conf -s {url} {line}", with_file=False)
    s.ctl(f"-c @DIR@/login.conf version", with_file=False)
    s.ctl(f"-i -s {url} version", stdin="kermit\ns3cret\n", with_stderr=False)
    s.ctl(f"-i -s {url} version", stdin="kermit\nwrong\nkermit\ns3cret\n", with_stderr=False)
    s.ctl(f"-i -s {url} version", stdin="kermit\n", with_stderr=False)
    s.ctl(f"-i -s {url} version")


def looking(s):
    for line in ("status", "status all", "status running", "status exited", "status fatal", "status stopped",
                 "status starting", "status stopping", "status flapping", "status pair:*", "status pair:",
                 "status pair:pair_1 running running", "status nosuch", "status nosuch:*", "status running nosuch",
                 "status stopped nosuch", "status nosuch stopped all", "status pair", "status pair:nosuch",
                 "status naïve-with-a-name-longer-than-the-column running", "avail", "avail x", "pid", "pid running",
                 "pid stopped", "pid nosuch", "pid running stopped nosuch running", "pid pair:pair_0", "pid all",
                 "pid pair:*", "version", "version x", "!status", "nonsense", "status:running", "start-x", "EOF",
                 "exit", "quit now", "-i status running", "fgx", ":"):
        s.ctl(line)
    s.ctl("")
    s.ctl("status", "running   starting ")


def logs(s):
    for line in ("tail", "tail running", "tail -4 running", "tail -0 running", "tail running stdout",
                 "tail running STDERR", "tail -9 running stderr", "tail -x running", "tail -1_0 running",
                 "tail --4 running", "tail - running", "tail -f", "tail -5", "tail running other",
                 "tail a b c d", "tail -4 running stdout extra", "tail running stdout extra", "tail nosuch",
                 "tail nosuch stderr", "tail nolog", "tail stopped", "tail stopping", "tail pair:pair_0", "tail pair:*",
                 "tail -f nosuch", "tail -f nolog", "tail -f running other",
                 "tail -f running nosuch stderr", "tail -f nosuch:*", "maintail x", "maintail -x",
                 "maintail -4 x", "fg", "fg running stopped", "fg nosuch", "fg stopped", "fg fatal", "fg pair:*",
                 "clear", "clear nosuch", "clear pair:*", "clear pair:pair_0 nosuch"):
        s.ctl(line)
    s.follow("tail -f running", until="naïve\n")
    s.follow("tail -f running stderr", until="complaint\n")
    s.follow("maintail -f", until=" INFO ")
    s.follow("", stdin="tail -f running\nstatus stopped\n", until="naïve\n")
    s.ctl("clear running")
    s.ctl("tail running")
    s.ctl("clear all")


def acting(s):
    for line in ("start", "stop", "restart", "signal", "signal HUP", "stop running", "stop running", "start running",
                 "start running", "restart running", "restart stopped", "restart nosuch", "start nosuch", "stop nosuch",
                 "start nosuch:*", "stop nosuch:*", "restart nosuch:*", "signal HUP nosuch", "signal HUP nosuch:*",
                 "start missing", "start forbidden", "start fatal", "stop exited", "start exited", "start pair:*",
                 "start pair:*", "signal CONT pair:*", "signal CONT pair:pair_0", "signal NOSUCH pair:pair_0",
                 "signal NOSUCH pair:*", "signal 99 running", "signal CONT stopped", "signal cont running nosuch",
                 "stop pair:pair_1", "restart pair:*", "stop pair:*", "stop pair:*", "start pair:pair_0 nosuch running",
                 "stop pair:pair_0 nosuch", "signal CONT all", "start missing running", "stop stopped running",
                 "start running"):
        s.ctl(line)
        if line == "start exited":
            s.wait_for_state("exited", "EXITED")


def shell(s):
    s.ctl("", stdin="")
    s.ctl("", stdin="status running\n\n   pid stopped  \nnonsense\n? start\nhelp nosuch\nexit\nstatus\n")
    s.ctl("", stdin="status stopped")
    s.ctl("", stdin="quit\n")
    s.ctl("", stdin="EOF\n")
    s.ctl("", stdin="shutdown\nno\nreload\n\nshutdown x\nshutdown\n")
    s.ctl("", stdin="open unix://@DIR@/none.socket\nstatus\nopen unix://@DIR@/server.socket\nstatus running\n")
    s.ctl("-i shutdown", stdin="n\n")
    for line in ("open", "open x", "open ftp://x", "open unix:x", "open unix://@DIR@/server.socket",
                 "open HTTP://127.0.0.1:@CLOSED@", "open http://127.0.0.1:@CLOSED@"):
        s.ctl(line)


def groups(s):
    for line in ("reread", "reread x", "update", "update nosuch", "update running", "add", "add nosuch",
                 "add running", "remove", "remove nosuch", "remove running", "remove stopped nosuch", "add stopped"):
        s.ctl(line)
    s.put("more/extra.conf", EXTRA)
    for line in ("reread", "avail", "update nosuch", "update running", "update extra", "status extra", "update"):
        s.ctl(line)
    s.put("more/extra.conf", CHANGED)
    for line in ("reread", "update", "reread", "avail"):
        s.ctl(line)
    s.put("more/extra.conf", "")
    for line in ("reread", "update all", "status extra"):
        s.ctl(line)
    s.put("more/extra.conf", "[program:extra]\ncommand=/bin/cat\nstartsecs=soon\n")
    for line in ("reread", "update"):
        s.ctl(line)
    s.put("more/extra.conf", EXTRA)
    for line in ("add extra", "reread", "add extra", "remove extra", "stop extra", "remove extra"):
        s.ctl(line)


def main_log(s):
    s.ctl("stop flapping")
    s.ctl("start pair:pair_0")
    s.clear_main_log_once_running("pair:pair_0")
    s.ctl("stop pair:pair_0")
    for line in ("maintail", "maintail -20", "maintail -0"):
        s.ctl(line)


def ending(s):
    # `stopping` is deaf, so the daemon stays: what is asked of it now finds it shutting down.
    s.ctl("shutdown x")
    s.ctl("reload x")
    s.ctl("shutdown")
    for line in ("shutdown", "reload", "status", "start running", "stop running", "signal HUP running", "clear running",
                 "avail", "reread", "update", "add x", "remove x", "pid", "tail running", "maintail", "version"):
        s.ctl(line)
