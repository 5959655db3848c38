"""[fcgi-program:x]: one socket for all its processes, and a FastCGI client that reaches them through it."""

import os
import re
import signal
import stat
import subprocess

from driver import fastcgi
from driver.ports import free_port
from driver.processes import die_with_parent
from driver.stage import HEAD
from driver.waiting import wait_until

RESPONDER = """
[fcgi-program:web]
command="@PROGRAMS@/fastcgi_responder"
socket=unix://@DIR@/web.socket
startsecs=0
stdout_logfile=@DIR@/web.out
stderr_logfile=@DIR@/web.err
"""
SOCKET_LINES = ("ocket unix://", "ocket tcp://", "spawned: ", "exited: ", "stopped: ", "spawnerr", "gave up")


def reply_of(s, address=None, **variables):
    reply = fastcgi.ask(address or f"{s.dir}/web.socket", variables)
    s.expect((reply.status, reply.protocol_status, reply.err) == (7, 0, b""), f"the request is answered: {vars(reply)}")
    return re.fullmatch(r"Content-Type: text/plain\r\n\r\npid (\d+) is (\S+), got (\d+) bytes", reply.out.decode())


def a_fastcgi_client_reaches_the_program_through_its_unix_socket(s):
    s.start(RESPONDER)
    s.wait_for_state("web", "RUNNING")
    for _ in range(3):
        pid, name, _ = reply_of(s).groups()
        s.expect(int(pid) == s.info("web")["pid"], "it is the supervised process that answers")
        s.note("who answers", name)
    big = fastcgi.ask(f"{s.dir}/web.socket", {"X" * 200: "y" * 70}, b"z" * 200000)
    s.note("of a big request", big.out.decode().partition("got")[2])
    s.note("the socket", stat.filemode(os.stat(f"{s.dir}/web.socket").st_mode))
    s.ctl("status")
    s.ctl("stop", "web")
    s.note("the file is left", os.path.exists(f"{s.dir}/web.socket"))
    s.note("the log", s.log_lines(*SOCKET_LINES))


def a_fastcgi_client_reaches_the_program_over_tcp(s):
    port = free_port()
    s.places[f"tcp://localhost:{port}"] = "tcp://localhost:SOCKETPORT"
    s.start(RESPONDER.replace("unix://@DIR@/web.socket", f"tcp://LocalHost:{port}\nsocket_backlog=5"))
    s.wait_for_state("web", "RUNNING")
    for _ in range(3):
        s.note("who answers", reply_of(s, ("127.0.0.1", port))[2])
    s.call("supervisor.stopProcess", "web")
    try:
        fastcgi.ask(("127.0.0.1", port))
        s.note("once it is stopped", "someone accepts")
    except ConnectionRefusedError:
        s.note("once it is stopped", "no one accepts")
    s.call("supervisor.startProcess", "web")
    s.note("who answers", reply_of(s, ("127.0.0.1", port))[2])
    s.note("the log", s.log_lines(*SOCKET_LINES))


def all_processes_of_an_fcgi_program_share_one_socket(s):
    s.start(RESPONDER + "process_name=%(program_name)s_%(process_num)d\nnumprocs=3\n")
    for i in range(3):
        s.wait_for_state(f"web:web_{i}", "RUNNING")
    inodes = {os.readlink(f"/proc/{p['pid']}/fd/0") for p in s.rpc.supervisor.getAllProcessInfo()}
    s.expect(len(inodes) == 1 and inodes.pop().startswith("socket:"), "they have the same socket as stdin")
    seen = set()
    wait_until(lambda: seen.add(reply_of(s)[2]) or len(seen) > 1, 20, "more than one of them answers")
    # The socket stays as long as one of them holds it, through stop, crash and restart of the others.
    inode = os.stat(f"{s.dir}/web.socket").st_ino
    s.call("supervisor.stopProcess", "web:web_0")
    pid = s.info("web:web_1")["pid"]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: s.info("web:web_1")["pid"] not in (0, pid), 15, "the killed one is started again")
    s.wait_for_state("web:web_1", "RUNNING")
    s.call("supervisor.startProcess", "web:web_0")
    s.expect(os.stat(f"{s.dir}/web.socket").st_ino == inode, "the socket is still the same")
    s.expect(reply_of(s), "they still answer")
    for i in (0, 1):
        s.call("supervisor.stopProcess", f"web:web_{i}")
    s.note("who is left answers", reply_of(s)[2])
    s.call("supervisor.stopProcess", "web:web_2")
    wait_until(lambda: str(s.log_lines("Closing socket")).count("Closing") == 2, 10, "the socket is closed again")
    s.note("how the socket came and went", s.log_lines("ocket unix://"))


def output_of_an_fcgi_program_goes_to_its_logs(s):
    s.start(RESPONDER)
    s.wait_for_state("web", "RUNNING")
    reply_of(s, QUERY_STRING="say:hello cry:wolf")
    s.wait_for_text("web.out", "hello\n")
    s.wait_for_text("web.err", "wolf\n")
    s.note("stdout", s.read("web.out"))
    s.note("stderr", s.read("web.err"))
    reply_of(s, QUERY_STRING="exit:3")
    s.wait_for_log("exited: web (exit status 3; not expected)")


def redirect_stderr_of_an_fcgi_program_fills_one_log(s):
    s.start(RESPONDER.replace("stderr_logfile=@DIR@/web.err", "redirect_stderr=true"))
    s.wait_for_state("web", "RUNNING")
    reply_of(s, QUERY_STRING="say:hello cry:wolf")
    s.wait_for_text("web.out", "hello\nwolf\n")
    s.note("stderr goes to", s.info("web")["stderr_logfile"])


def an_fcgi_program_has_no_stdin_to_write_to(s):
    s.start(RESPONDER)
    s.wait_for_state("web", "RUNNING")
    s.call("supervisor.sendProcessStdin", "web", "hello\n")
    s.expect(reply_of(s), "it answers as before")


def an_fcgi_program_that_cannot_start_gives_its_socket_back(s):
    s.start(RESPONDER.replace('"@PROGRAMS@/fastcgi_responder"', "/no/such/program") + "startretries=1\n")
    s.wait_for_state("web", "FATAL")
    s.note("the log", s.log_lines(*SOCKET_LINES))
    s.ctl("status")


def reread_sees_another_socket_of_an_fcgi_program(s):
    s.start(RESPONDER)
    s.wait_for_state("web", "RUNNING")
    s.call("supervisor.reloadConfig")
    s.configure(RESPONDER + "socket_mode=0777\nsocket_backlog=3\n")
    s.call("supervisor.reloadConfig")
    s.configure(RESPONDER.replace("web.socket", "other.socket"))
    s.call("supervisor.reloadConfig")
    s.ctl("update")
    s.wait_for_state("web", "RUNNING")
    s.expect(reply_of(s, f"{s.dir}/other.socket"), "the other socket is served")
    s.note("the log", s.log_lines("ocket unix://"))
    s.configure("[program:web]\ncommand=/bin/sleep 1000\nstartsecs=0\n")
    s.ctl("update")
    s.note("the log", s.log_lines("ocket unix://"))


def a_socket_has_the_mode_it_was_given(s):
    s.start(RESPONDER + "socket_mode=0642\n")
    s.wait_for_state("web", "RUNNING")
    s.note("mode", stat.filemode(os.stat(f"{s.dir}/web.socket").st_mode))
    s.expect(reply_of(s), "it answers")


def a_socket_belongs_to_the_user_it_was_given_to(s):
    me = os.getuid()
    owner = "daemon:bin" if me == 0 else f"{me}:{os.getgid()}"
    os.chmod(s.dir, 0o755)
    s.start(RESPONDER + f"socket_owner={owner}\n")
    s.wait_for_state("web", "RUNNING")
    found = os.stat(f"{s.dir}/web.socket")
    s.note("owner", [found.st_uid, found.st_gid])


def a_socket_belongs_to_its_programs_user(s):
    user = "daemon" if os.getuid() == 0 else str(os.getuid())
    os.chmod(s.dir, 0o755)
    s.start(RESPONDER.replace('"@PROGRAMS@/fastcgi_responder"', "/bin/sleep 1000") + f"user={user}\n")
    s.wait_for_state("web", "RUNNING")
    found = os.stat(f"{s.dir}/web.socket")
    s.note("owner", [found.st_uid, found.st_gid])


def a_stale_fcgi_socket_is_replaced_after_the_daemon_was_killed(s):
    s.start(RESPONDER)
    s.wait_for_state("web", "RUNNING")
    old = s.info("web")["pid"]
    s.daemon.kill()
    s.wait_for_end()
    s.expect(reply_of(s)[1] == str(old), "the orphan goes on answering")
    s.launch()
    s.wait_for_answer()
    s.wait_for_state("web", "RUNNING")
    s.expect(reply_of(s)[1] == str(s.info("web")["pid"]), "the new one answers on the new socket")


def reload_makes_the_socket_of_an_fcgi_program_anew(s):
    s.start(RESPONDER)
    s.wait_for_state("web", "RUNNING")
    old = s.info("web")["pid"]
    s.ctl("reload")
    wait_until(lambda: s.read("supervisord.log").count("spawned: 'web'") == 2, 20, "it is started again")
    s.wait_for_answer()
    s.wait_for_state("web", "RUNNING")
    s.expect(reply_of(s)[1] == str(s.info("web")["pid"]) != str(old), "the new one answers")
    s.note("the log", s.log_lines("ocket unix://"))


def cgi_fcgi_and_fcgiwrap_work_under_both_daemons(s):
    peer = os.path.join(os.path.dirname(s.programs.peer), "fastcgi")
    libraries = f"{peer}/usr/lib/x86_64-linux-gnu"
    s.expect(os.path.exists(f"{peer}/usr/bin/cgi-fcgi"), "Debian's FastCGI programs are unpacked (tests/install does it)")
    script = s.write("script", "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\n"
                     "echo \"the script was asked for $QUERY_STRING and read $(cat)\"\necho script complains >&2\n")
    os.chmod(script, 0o755)
    s.start(f"""
[fcgi-program:wrap]
command="{peer}/usr/sbin/fcgiwrap"
socket=unix://@DIR@/wrap.socket
environment=LD_LIBRARY_PATH="{libraries}"
startsecs=0
""")
    s.wait_for_state("wrap", "RUNNING")
    for question in ("one", "two"):
        asked = subprocess.run(
            [f"{peer}/usr/bin/cgi-fcgi", "-bind", "-connect", f"{s.dir}/wrap.socket"], input=b"body", timeout=20,
            env={"LD_LIBRARY_PATH": libraries, "SCRIPT_FILENAME": script, "QUERY_STRING": question,
                 "REQUEST_METHOD": "POST", "CONTENT_LENGTH": "4"},
            capture_output=True, check=False, preexec_fn=die_with_parent)
        s.note(f"cgi-fcgi asks for {question}", asked.stdout.decode() + asked.stderr.decode())


def an_fcgi_program_inside_a_group_gets_its_socket(s):
    s.start(RESPONDER + """
[fcgi-program:other]
command="@PROGRAMS@/fastcgi_responder"
socket=unix://@DIR@/other.socket
startsecs=0
[program:plain]
command=/bin/sleep 1000
startsecs=0
[group:all]
programs=web,other,plain
""")
    for name in ("web", "other", "plain"):
        if s.ours or name == "plain":
            s.wait_for_state(f"all:{name}", "RUNNING")
    if s.ours:
        s.expect(reply_of(s)[2] == "web", "web has its socket")
        s.expect(reply_of(s, f"{s.dir}/other.socket")[2] == "other", "and other has another")
    else:
        s.expect(not os.path.exists(f"{s.dir}/web.socket"), "Debian's makes none")
    s.note("groups", sorted({p["group"] for p in s.rpc.supervisor.getAllProcessInfo()}))


def a_socket_that_cannot_be_made_is_told_at_the_start(s):
    s.configure(RESPONDER.replace("@DIR@/web.socket", "/no/such/folder/web.socket"))
    answer = s.run_daemon("-n", conf=s.conf)
    sentence = "Could not create FastCGI socket unix:///no/such/folder/web.socket: [Errno 2] No such file or directory"
    s.expect(sentence in answer.err, f"the reason is told: {answer.err}")
    s.expect(answer.code == (2 if s.ours else 1), "it does not start")
    if s.ours:
        s.expect(re.search(r"supervisord\.conf:\d+: \[fcgi-program:web\] socket = ", answer.err), "and where it is written")


def a_bad_socket_is_refused_by_reread(s):
    s.start("")
    for lines in ("", "socket=\n", "socket=foo\n", "socket=unix://foo\n", "socket=tcp://localhost\n",
                  "socket=tcp://localhost:70000\n", "socket=tcp://localhost:80\nsocket_mode=0700\n",
                  "socket=unix:///s\nsocket_mode=8\n", "socket=unix:///s\nsocket_owner=no_such_user_here\n",
                  "socket=unix:///s\nsocket_backlog=0\n", "socket=unix:///s\nsocket_backlog=many\n"):
        s.configure(f"[fcgi-program:web]\ncommand=/bin/true\n{lines}", HEAD)
        s.call("supervisor.reloadConfig")
