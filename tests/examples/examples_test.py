#!/usr/bin/python3
"""The example programs, run as their users run them.

usage: examples_test.py BUILD_DIR
"""
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import unittest

BUILD = sys.argv.pop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """A server under test. It listens once a connection succeeds; until then it is asked again."""

    def __init__(self, path, *arguments):
        self.port = free_port()
        self.process = subprocess.Popen([os.path.join(BUILD, path), str(self.port), *arguments])
        for _ in range(10000):
            try:
                self.connect().close()
                return
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    raise AssertionError(f"{path} ended with {self.process.returncode}")
        raise AssertionError(f"{path} does not listen")

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


class Examples(unittest.TestCase):
    def test_echo_server_sends_back_lines_however_they_are_cut(self):
        with Program("asynchat/echo_server") as server, server.connect() as client:
            reader = client.makefile("rb")
            for piece in (b"one\r", b"\ntwo\r\nthr", b"ee\r\n"):
                client.sendall(piece)
            self.assertEqual([reader.readline() for _ in range(3)],
                             [b"one\r\n", b"two\r\n", b"three\r\n"])

    def test_hello_server_says_hello_and_echoes_what_is_posted(self):
        with Program("medusa/hello_server") as server:
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            client.request("GET", "/")
            self.assertEqual(client.getresponse().read(), b"Hello, world")
            for body in (b"some bytes \x00\xff", iter([b"in ", b"chunks"])):
                expected = body if isinstance(body, bytes) else b"in chunks"
                client.request("POST", "/echo", body=body)
                self.assertEqual(client.getresponse().read(), expected)
            client.request("PUT", "/")
            answer = client.getresponse()
            self.assertEqual((answer.status, answer.getheader("Allow")), (405, "GET, HEAD"))
            answer.read()
            client.request("GET", "/nowhere")
            self.assertEqual(client.getresponse().status, 404)

    def test_static_server_serves_a_folder_and_nothing_beside_it(self):
        with tempfile.TemporaryDirectory() as folder:
            root = os.path.join(folder, "root")
            os.mkdir(root)
            for name, text in ((os.path.join(root, "a.txt"), b"a"),
                               (os.path.join(folder, "secret"), b"s")):
                with open(name, "wb") as file:
                    file.write(text)
            with Program("medusa/static_server", root) as server:
                client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
                client.request("GET", "/a.txt")
                self.assertEqual(client.getresponse().read(), b"a")
                client.request("GET", "/../secret")
                answer = client.getresponse()
                self.assertEqual(answer.status, 404)

    def test_without_a_port_they_say_how_they_are_used(self):
        for path in ("asynchat/echo_server", "medusa/hello_server", "medusa/static_server"):
            ended = subprocess.run([os.path.join(BUILD, path)], capture_output=True, text=True)
            self.assertEqual(ended.returncode, 2)
            self.assertIn("usage: ", ended.stderr)


if __name__ == "__main__":
    unittest.main()
