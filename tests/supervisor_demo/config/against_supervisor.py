"""Compares our reading of configurations with Supervisor's own.

    against_supervisor.py --supervisor DIR --dump CONFIG_DUMP

DIR is what goes on sys.path to import supervisor 4.2.5; CONFIG_DUMP is our program. Every text of
config_texts.py is read by both, and every value, group, server, log message or error must be equal.
"""

import argparse
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

import config_texts

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/", "LANG": "C.UTF-8", "PERCENT": "50%(x)s"}


class Refused(Exception):
    pass


def show(value):
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, signal.Signals):
        return str(int(value))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "".join("%r:%r," % pair for pair in sorted(value.items()))
    if isinstance(value, (list, tuple)):
        return "".join("%s," % item for item in value)
    return repr(value)


def show_logfile(value):
    from supervisor.datatypes import Automatic
    if value is Automatic:
        return "auto"
    return repr(value) if value else "none"


def show_autorestart(value):
    from supervisor import datatypes
    names = {datatypes.RestartUnconditionally: "always",
             datatypes.RestartWhenExitUnexpected: "unexpected"}
    return names.get(value, "never")


def id_or_none(number):
    return None if number == -1 else number


def show_events(asked):
    """The names of all types that a subscription to these brings."""
    from supervisor.events import EventTypes
    types = [(name, kind) for name, kind in vars(EventTypes).items() if name[0] != "_"]
    return "".join(name + "," for name, kind in types if issubclass(kind, tuple(asked)))


def dump_process(process):
    lines = ["process=%r" % process.name]
    for key in ("command", "directory", "umask", "priority", "autostart"):
        lines.append("%s=%s" % (key, show(getattr(process, key))))
    lines.append("autorestart=" + show_autorestart(process.autorestart))
    for key in ("startsecs", "startretries", "exitcodes", "stopsignal", "stopwaitsecs",
                "stopasgroup", "killasgroup", "uid", "redirect_stderr", "environment",
                "serverurl"):
        lines.append("%s=%s" % (key, show(getattr(process, key))))
    for channel in ("stdout", "stderr"):
        lines.append("%s_logfile=%s" % (channel, show_logfile(getattr(process, channel + "_logfile"))))
        for key in ("logfile_maxbytes", "logfile_backups", "capture_maxbytes", "events_enabled",
                    "syslog"):
            name = "%s_%s" % (channel, key)
            lines.append("%s=%s" % (name, show(getattr(process, name))))
    return lines


def dump_server(server):
    lines = ["server=%r" % server["section"]]
    if server["family"] == socket.AF_UNIX:
        uid, gid = server["chown"]
        lines += ["file=%r" % server["file"], "chmod=%d" % server["chmod"],
                  "chown_uid=" + show(id_or_none(uid)), "chown_gid=" + show(id_or_none(gid))]
    else:
        lines += ["host=%r" % server["host"], "port=%d" % server["port"]]
    lines += ["username=%r" % (server["username"] or ""), "password=%r" % (server["password"] or "")]
    return lines


def dump_socket(config):
    lines = ["socket=%r" % config.url]
    if config.url.startswith("unix:"):
        uid, gid = config.owner or (-1, -1)
        lines += ["socket_mode=%d" % config.mode, "socket_uid=" + show(id_or_none(uid)),
                  "socket_gid=" + show(id_or_none(gid))]
    return lines + ["socket_backlog=" + show(config.backlog)]


def dump_original(arguments):
    """What Supervisor makes of these arguments, in config_dump's lines."""
    from supervisor.options import EventListenerPoolConfig, FastCGIGroupConfig, ServerOptions
    from supervisor import supervisord

    def refuse(message):
        raise Refused(str(message))

    class Answer(Exception):
        pass

    class Stdout:
        def write(self, text):
            raise Answer(text)

    options = ServerOptions()
    options.usage = refuse
    options.stdout = Stdout()
    try:
        options.realize(arguments, doc=supervisord.__doc__, progname="/opt/bin/supervisord")
    except Refused as why:
        return ["error=%r" % str(why)]
    except Answer as answer:
        return ["answer=%r" % str(answer)]
    lines = ["logfile=%r" % options.logfile]
    for key in ("logfile_maxbytes", "logfile_backups", "loglevel", "pidfile", "umask"):
        lines.append("%s=%s" % (key, show(getattr(options, key))))
    for key in ("nodaemon", "silent"):
        lines.append("%s=%s" % (key, show(bool(getattr(options, key)))))
    for key in ("minfds", "minprocs"):
        lines.append("%s=%s" % (key, show(getattr(options, key))))
    lines.append("nocleanup=" + show(bool(options.nocleanup)))
    for key in ("childlogdir", "uid", "directory"):
        lines.append("%s=%s" % (key, show(getattr(options, key))))
    lines.append("strip_ansi=" + show(bool(options.strip_ansi)))
    section = options.configroot.supervisord
    lines.append("environment=" + show(section.environment))
    lines.append("identifier=%r" % options.identifier)
    for name, _, _ in options.rpcinterface_factories:
        lines.append("rpcinterface=%r" % name)
    for server in options.server_configs:
        lines += dump_server(server)
    for group in options.process_group_configs:
        lines += ["group=%r" % group.name, "priority=%d" % group.priority]
        if isinstance(group, EventListenerPoolConfig):
            lines += ["buffer_size=%d" % group.buffer_size, "events=" + show_events(group.pool_events)]
        for process in group.process_configs:
            lines += dump_process(process)
            if isinstance(group, FastCGIGroupConfig):
                lines += dump_socket(group.socket_config)
    for level, messages in ((50, options.parse_criticals), (30, options.parse_warnings),
                            (20, options.parse_infos)):
        lines += ["message=%d %r" % (level, message) for message in messages]
    return lines


def dump_ours(program, arguments):
    ran = subprocess.run([program, *arguments], env=ENVIRONMENT, capture_output=True,
                         encoding="utf-8", timeout=60)
    if ran.returncode not in (0, 2):
        return ["config_dump ended with %d" % ran.returncode, ran.stderr]
    return ran.stdout.splitlines()


def write_files(folder, text):
    """`text` is the content of the main file, or name -> content; returns the main file."""
    files = {"supervisord.conf": text} if isinstance(text, (str, bytes)) else text
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(folder / "supervisord.conf")


def compare(program, title, arguments):
    theirs = dump_original(list(arguments))
    ours = dump_ours(program, arguments)
    if theirs == ours:
        return True
    print("DIFFERENT: %s" % title)
    for their_line, our_line in zip(theirs + ["-"] * len(ours), ours + ["-"] * len(theirs)):
        if their_line != our_line:
            print("  Supervisor: %s" % their_line)
            print("  ours:       %s" % our_line)
            break
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--supervisor", required=True)
    parser.add_argument("--dump", required=True)
    arguments = parser.parse_args()
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    sys.path.insert(0, arguments.supervisor)
    import supervisor.options
    if supervisor.options.VERSION != "4.2.5":
        sys.exit("this is Supervisor %s, not 4.2.5" % supervisor.options.VERSION)

    folder = pathlib.Path(tempfile.mkdtemp(prefix="against_supervisor-"))
    os.chdir(folder)
    same = total = 0
    try:
        for title, text in config_texts.TEXTS.items():
            case = folder / ("case%d" % total)
            case.mkdir()
            total += 1
            same += compare(arguments.dump, title, ["-c", write_files(case, text)])
        config = write_files(folder, config_texts.COMMAND_LINE_TEXT)
        for line in config_texts.COMMAND_LINES:
            line = [config if word == "CONFIG" else word for word in line]
            total += 1
            same += compare(arguments.dump, " ".join(line), line)
    finally:
        os.chdir("/")
        shutil.rmtree(folder)
    print("%d of %d configurations are read alike" % (same, total))
    return 0 if same == total else 1


if __name__ == "__main__":
    sys.exit(main())
