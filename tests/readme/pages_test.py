#!/usr/bin/python3
"""What the pages of the documentation show, run as it stands there.

usage: pages_test.py SOURCE_DIR PROGRAMS_DIR SUPERVISORD
"""
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import unittest

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


class EventListeners(unittest.TestCase):
    def told(self, change_command):
        page = "supervisor_demo/docs/event_listeners.md"
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            (here / "mourner.py").write_text(shown(page, "python"))
            config = change_command(shown(page, "ini"))
            (here / "supervisord.conf").write_text(f"""[supervisord]
nodaemon=true
logfile={here}/supervisord.log
pidfile={here}/supervisord.pid
{config}stderr_logfile={here}/mourner.log
[program:one]
command=/bin/true
startsecs=0
autorestart=false
[program:two]
command=/no/such/program
startretries=0
""")
            with subprocess.Popen([SUPERVISORD, "-c", here / "supervisord.conf"], stdout=subprocess.DEVNULL) as daemon:
                try:
                    return wait_until(lambda: (here / "mourner.log").exists() and
                                      (text := (here / "mourner.log").read_text()).count("\n") == 2 and text)
                finally:
                    daemon.terminate()
                    daemon.wait(60)

    def test_the_listeners_in_python_and_in_cpp_are_told(self):
        for change in (lambda text: text,
                       lambda text: re.sub("command=.*", f'command="{PROGRAMS}/mourner"', text)):
            self.assertEqual(sorted(self.told(change).splitlines()),
                             ["one has gone from RUNNING", "two has gone from BACKOFF"])


if __name__ == "__main__":
    unittest.main()
