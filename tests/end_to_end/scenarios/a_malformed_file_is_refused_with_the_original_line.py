"""Files and options that are refused: the original's two lines first, exit code 2, then ours in detail."""

import os
import re

from driver.stage import HEAD

OK = "[program:x]\ncommand=/bin/true\n"


def with_head(text):
    """Another [supervisord], with these keys."""
    return HEAD.replace("childlogdir=@DIR@\n", f"childlogdir=@DIR@\n{text}\n", 1)


# What is wrong: the whole file.
FILES = {
    "an empty file": "",
    "text before any section": "hello\n[supervisord]\n",
    "no supervisord section": "[program:x]\ncommand=/bin/true\n",
    "a key without a value": HEAD + "[program:x]\ncommand\n",
    "two bad lines": HEAD + "[program:x]\ncommand\nanother\n",
    "a byte order mark": "\ufeff" + HEAD,
    "no command": HEAD + "[program:x]\nautostart=true\n",
    "numprocs is no number": HEAD + OK + "numprocs=many\n",
    "numprocs without process_num": HEAD + OK + "numprocs=2\n",
    "priority is no number": HEAD + OK + "priority=high\n",
    "autostart is no boolean": HEAD + OK + "autostart=maybe\n",
    "autostart is empty": HEAD + OK + "autostart=\n",
    "autorestart is no such thing": HEAD + OK + "autorestart=Sometimes\n",
    "startsecs is no number": HEAD + OK + "startsecs=1.5\n",
    "startretries is no number": HEAD + OK + "startretries=x\n",
    "exitcodes out of range": HEAD + OK + "exitcodes=0,256\n",
    "exitcodes no numbers": HEAD + OK + "exitcodes=0,x\n",
    "no such signal": HEAD + OK + "stopsignal=NOSUCH\n",
    "no such signal number": HEAD + OK + "stopsignal=99\n",
    "stopwaitsecs is no number": HEAD + OK + "stopwaitsecs=\n",
    "stopasgroup without killasgroup": HEAD + OK + "stopasgroup=true\nkillasgroup=false\n",
    "no such user": HEAD + OK + "user=no_such_user_here\n",
    "no such uid": HEAD + OK + "user=987654321\n",
    "umask is not octal": HEAD + OK + "umask=99\n",
    "maxbytes in an unknown unit": HEAD + OK + "stdout_logfile_maxbytes=1TB\n",
    "maxbytes a fraction": HEAD + OK + "stderr_logfile_maxbytes=1.5MB\n",
    "backups is no number": HEAD + OK + "stdout_logfile_backups=ten\n",
    "log in a folder that is not there": HEAD + OK + "stdout_logfile=/no/such/folder/x.log\n",
    "redirect_stderr is no boolean": HEAD + OK + "redirect_stderr=2\n",
    "a name that cannot be expanded": HEAD + "[program:x]\ncommand=%(nothing)s\n",
    "a name that cannot be expanded in a path": HEAD + OK + "stdout_logfile=%(ENV_NO_SUCH_VARIABLE)s\n",
    "an unfinished expansion": HEAD + "[program:x]\ncommand=echo %(here)\n",
    "a bad expansion": HEAD + "[program:x]\ncommand=date +%Y\n",
    "a lone percent": HEAD + "[program:x]\ncommand=echo 100%\n",
    "environment without a value": HEAD + OK + "environment=A\n",
    "environment without a comma": HEAD + OK + 'environment=A="b" C="d" E\n',
    "environment with an open quote": HEAD + OK + 'environment=A="b\n',
    "a space in a name": HEAD + "[program:a b]\ncommand=/bin/true\n",
    "a colon in a name": HEAD + "[program:a:b]\ncommand=/bin/true\n",
    "a slash in a process name": HEAD + OK + "process_name=a/b\n",
    "a group of an unknown program": HEAD + "[group:g]\nprograms=nosuch\n",
    "a group with a bad priority": HEAD + OK + "[group:g]\nprograms=x\npriority=1st\n",
    "include without files": HEAD + "[include]\n",
    "loglevel": with_head("loglevel=loud"),
    "logfile in a folder that is not there": HEAD.replace("@DIR@/supervisord.log", "/no/such/folder/d.log"),
    "pidfile in a folder that is not there": HEAD.replace("@DIR@/supervisord.pid", "/no/such/folder/d.pid"),
    "childlogdir is not there": HEAD.replace("childlogdir=@DIR@", "childlogdir=/no/such/folder"),
    "directory is not there": with_head("directory=/no/such/folder"),
    "daemon's maxbytes": with_head("logfile_maxbytes=much"),
    "daemon's backups": with_head("logfile_backups=x"),
    "daemon's umask": with_head("umask=8"),
    "nodaemon": with_head("nodaemon=perhaps"),
    "minfds": with_head("minfds=few"),
    "daemon's environment": with_head("environment=A"),
    "daemon's user": with_head("user=no_such_user_here"),
    "daemon's expansion": with_head("identifier=%(nothing)s"),
    "minfds beyond the limit": with_head("minfds=2000000000"),
    "a socket without a file": HEAD.replace("file=@DIR@/server.socket", "chmod=0700"),
    "a socket's chmod": HEAD.replace("[rpcinterface", "chmod=rw\n[rpcinterface", 1),
    "a socket's chown": HEAD.replace("[rpcinterface", "chown=no_such_user_here\n[rpcinterface", 1),
    "a user without a password": HEAD.replace("[rpcinterface", "username=jane\n[rpcinterface", 1),
    "a port server without a port": HEAD + "[inet_http_server]\nusername=x\npassword=y\n",
    "a port that is no number": HEAD + "[inet_http_server]\nport=127.0.0.1:http\n",
    "a port that is too big": HEAD + "[inet_http_server]\nport=127.0.0.1:70000\n",
    "a port without a number": HEAD + "[inet_http_server]\nport=localhost\n",
    "a password without a user": HEAD + "[inet_http_server]\nport=127.0.0.1:@PORT@\npassword=y\n",
    "an rpcinterface without factory": HEAD + "[rpcinterface:other]\nx=1\n",
}
OPTIONS = [["-x"], ["-c"], ["--nosuch"], ["--log"], ["extra"], ["-n", "-n"], ["-y", "abc"], ["-z", "x"],
           ["-e", "loud"], ["-m", "9"], ["-d", "/no/such/folder"], ["-l", "/no/such/folder/x"],
           ["-j", "/no/such/folder/x"], ["-q", "/no/such/folder"], ["-a", "few"], ["--minprocs=x"],
           ["-c", "/no/such/file.conf"], ["--nodaemon=1"]]


def refused(s, what, answer):
    """Records the original's part; checks that ours goes on."""
    # Debian's, run by root, tells the limit it wished for instead of the one it has.
    lines = re.sub(r"only allow you to open \d+", "only allow you to open N", answer.err).splitlines()
    s.note(what, "\n".join(lines[:2]) + f"\n[exit {answer.code}]")
    s.expect(answer.code == 2, f"{what}: exit code 2, not {answer.code}: {answer.err}")
    s.expect(answer.err.startswith("Error: ") and "For help, use " in answer.err, f"{what}: is an error:\n{answer.err}")
    return lines[2:]


def play(s):
    unanswered = []
    for what, text in FILES.items():
        s.write("supervisord.conf", text)
        if "\n'" in text or what.startswith(("an empty", "text before", "a key", "two bad", "a byte")):
            # The parser's message has lines of its own.
            answer = s.run_daemon("-n", conf=s.conf)
            head = answer.err.split("\nFor help, use ")[0]
            s.note(what, f"{head}\n[exit {answer.code}]")
            s.expect(answer.code == 2, f"{what}: exit code 2, not {answer.code}: {answer.err}")
            more = answer.err.partition("\nFor help, use ")[2].splitlines()[1:]
        else:
            more = refused(s, what, s.run_daemon("-n", conf=s.conf))
        if s.ours and not any("supervisord.conf" in line for line in more):
            unanswered.append(what)
    s.expect(not unanswered, f"after the original's lines come ours with the file for: {unanswered}")

    # Every error is told at once, each with its line, section, key and value.
    s.write("supervisord.conf", HEAD + "[program:one]\ncommand=/bin/true\nstartsecs=soon\nautostart=maybe\n"
            "[program:two]\nnumprocs=many\ncommand=/bin/true\n")
    answer = s.run_daemon("-n", conf=s.conf)
    more = refused(s, "three errors", answer)
    if s.ours:
        first = HEAD.count("\n") + 3
        for line, section, key, value in ((first, "program:one", "startsecs", "soon"),
                                          (first + 1, "program:one", "autostart", "maybe"),
                                          (first + 3, "program:two", "numprocs", "many")):
            s.expect(any(re.search(rf"supervisord\.conf:{line}\b", told) and section in told and key in told
                         and value in told for told in more),
                     f"a line names {section} {key}={value} at line {line}:\n{answer.err}")

    # An included file is named.
    s.write("more.ini", "\n[program:y]\ncommand=/bin/true\nstartsecs=soon\n")
    s.write("supervisord.conf", HEAD + "[include]\nfiles=*.ini\n")
    answer = s.run_daemon("-n", conf=s.conf)
    more = refused(s, "an error in an included file", answer)
    if s.ours:
        s.expect(any("more.ini:4" in told for told in more), f"the included file and line are told:\n{answer.err}")

    s.write("supervisord.conf", HEAD + OK)
    for options in OPTIONS:
        refused(s, " ".join(options), s.run_daemon("-n", *options, conf=None if "-c" in options else s.conf))
    os.unlink(s.conf)
    s.expect(not [f for f in os.listdir(s.dir) if f.endswith((".pid", ".socket"))], "nothing was started")
    version = s.run_daemon("-v")
    s.note("version", [version.out, version.code])
