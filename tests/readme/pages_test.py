#!/usr/bin/python3
"""What the pages of the documentation show, run as it stands there.

usage: pages_test.py SOURCE_DIR PROGRAMS_DIR SUPERVISORD PEER
"""
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import unittest

PEER = sys.argv.pop()  # where Debian's supervisor is unpacked
SUPERVISORD = sys.argv.pop()
PROGRAMS = pathlib.Path(sys.argv.pop())
SOURCE = pathlib.Path(sys.argv.pop())


def shown(page, language):
    return re.search(rf"^```{language}\n(.*?)^```$", (SOURCE / page).read_text(), re.MULTILINE | re.DOTALL)[1]


def wait_until(condition, limit=60):
    end = time.monotonic() + limit
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {limit} s")
        time.sleep(0.02)
    return value


class FromPython(unittest.TestCase):
    def dialogue(self, command):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                port = int(server.stdout.readline())
                with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
                    for part in (b"one two", b" three\nfour\n", b"\nnever seen\n"):
                        client.sendall(part)
                    client.shutdown(socket.SHUT_WR)
                    return b"".join(iter(lambda: client.recv(4096), b""))
            finally:
                server.kill()

    def test_both_servers_say_the_same(self):
        with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
            script.write(shown("asyncore/docs/from_python.md", "python"))
            script.flush()
            theirs = self.dialogue(["/usr/bin/python3", "-B", script.name])
        self.assertEqual(theirs, b"3 words\n1 words\n0 words\n")
        self.assertEqual(self.dialogue([PROGRAMS / "from_python_server"]), theirs)


    def test_what_its_tables_name_is_declared(self):
        page = (SOURCE / "asyncore/docs/from_python.md").read_text()
        headers = "".join(header.read_text() for folder in ("asyncore", "asynchat")
                          for header in (SOURCE / folder).rglob("*.hpp"))
        right = "".join(row.rsplit(" | ", 1)[1] for row in re.findall(r"^\| .* \|$", page, re.MULTILINE))
        named = set(re.findall(r"::(\w+)", right)) - {"string", "string_view", "move", "make_unique"}
        self.assertGreater(len(named), 10)
        self.assertEqual({name for name in named if not re.search(rf"\b{name}\b", headers)}, set())


class EventListeners(unittest.TestCase):
    DAEMONS = {"ours": [SUPERVISORD], "Debian's": ["/usr/bin/python3", "-m", "supervisor.supervisord"]}

    def told(self, daemon, change_command):
        page = "supervisor_demo/docs/event_listeners.md"
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            (here / "mourner.py").write_text(shown(page, "python"))
            config = change_command(shown(page, "ini"))
            (here / "supervisord.conf").write_text(f"""[supervisord]
nodaemon=true
logfile={here}/supervisord.log
pidfile={here}/supervisord.pid
childlogdir={here}
{config}stderr_logfile={here}/mourner.log
[program:one]
command=/bin/true
startsecs=0
autorestart=false
[program:zwölf]
command=/no/such/program
startretries=0
""")
            environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": f"{PEER}/usr/lib/python3/dist-packages"}
            with subprocess.Popen([*daemon, "-c", here / "supervisord.conf"], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, env=environment) as running:
                try:
                    return wait_until(lambda: (here / "mourner.log").exists() and
                                      (text := (here / "mourner.log").read_text()).count("\n") == 2 and text)
                finally:
                    running.terminate()
                    running.wait(60)

    def test_the_listeners_in_python_and_in_cpp_are_told_by_either_daemon(self):
        listeners = {"in Python": lambda text: text,
                     "in C++": lambda text: re.sub("command=.*", f'command="{PROGRAMS}/mourner"', text)}
        for whose, daemon in self.DAEMONS.items():
            for what, change in listeners.items():
                with self.subTest(f"the listener {what}, {whose} daemon"):
                    self.assertEqual(sorted(self.told(daemon, change).splitlines()),
                                     ["one has gone from RUNNING", "zwölf has gone from BACKOFF"])


if __name__ == "__main__":
    unittest.main()
