"""A password over TCP and over the Unix socket: given, wrong, missing; no server at all."""

import hashlib

from driver.waiting import wait_until

HEAD = """
[supervisord]
logfile=@DIR@/supervisord.log
pidfile=@DIR@/supervisord.pid
childlogdir=@DIR@
[unix_http_server]
file=@DIR@/server.socket
[unix_http_server:guarded]
file=@DIR@/guarded.socket
username=mary
password=s3cr%%t:with colon
[inet_http_server]
port=127.0.0.1:@PORT@
username=jane
password={SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=http://127.0.0.1:@PORT@
username=jane
password=thepassword
"""
SHA_OF_THEPASSWORD = "82ab876d1387bfafe46cc1c8a2ef074eae50cb1d"
PROGRAMS = """
[program:one]
command=/bin/sh -c 'echo hello; exec sleep 1000'
startsecs=0
"""


def play(s):
    s.start(PROGRAMS, head=HEAD.replace(SHA_OF_THEPASSWORD, hashlib.sha1(b"thepassword").hexdigest()))
    wait_until(lambda: "hello" in s.rpc.supervisor.readProcessStdoutLog("one", 0, 0), 10, "it has spoken")
    tcp, guarded = f"http://127.0.0.1:{s.port}", f"unix://{s.dir}/guarded.socket"
    s.expect("RUNNING" in s.ctl("status"), "the right password is let in")
    for line in ("stop one", "start one", "restart one", "tail one", "pid nosuch", "avail", "version", "reread",
                 "update", "signal CONT one", "clear one"):
        s.ctl(*line.split())
        if line in ("start one", "restart one"):
            spoken = 2 if line == "start one" else 3
            wait_until(lambda n=spoken: s.rpc.supervisor.readProcessStdoutLog("one", 0, 0).count("hello") == n, 10,
                       f"it has spoken {spoken} times")
    follower = s.follow("maintail", "-f")
    follower.wait_for_text("spawned: 'one'")
    follower.end()
    for options in (["-s", tcp, "-u", "jane", "-p", "wrong"], ["-s", tcp, "-u", "mary", "-p", "thepassword"],
                    ["-s", tcp], ["-s", tcp, "-u", "jane", "-p", ""], ["-s", guarded],
                    ["-s", guarded, "-u", "mary", "-p", "wrong"]):
        for line in ("status", "version", "stop one", "shutdown"):
            answer = s.ctl(*line.split(), options=options)
            s.expect("Server requires authentication" in answer, "401 is told")
    s.ctl("version", options=["-s", guarded, "-u", "mary", "-p", "s3cr%t:with colon"])
    s.ctl("status", options=["-s", f"unix://{s.dir}/server.socket", "-u", "any", "-p", "thing"])
    s.expect(s.state("one") == "RUNNING", "nobody without the password stopped it")
    follower = s.follow("tail", "-f", "one", options=["-s", tcp, "-u", "jane", "-p", "wrong"])
    wait_until(lambda: follower.ended() or "401" in follower.text(), 10, "tail -f is refused")
    s.note("tail -f with a wrong password", follower.text())
    follower.end()
    for options in (["-s", f"unix://{s.dir}/nothing.socket"], ["-s", "http://127.0.0.1:1"],
                    ["-s", "ftp://127.0.0.1:1"]):
        for line in ("status", "version", "shutdown", "avail"):
            s.ctl(*line.split(), options=options)
