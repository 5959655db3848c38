#!/usr/bin/python3
"""Every kind of client at once, for a while: memory stays flat and no descriptor is left behind.

usage: soak_test.py SITE_SERVER HTTPS_SERVER [SECONDS]    (default 6; for a soak worth the name, 3600)

The clients: one request after the other on a connection, pipelined ones, ones that leave in the
middle, ones that dribble or read a byte at a time, uploads, ranges, what is not there, what is no
HTTP, and TLS with handshakes that are given up. Memory is looked at after a third of the time and
at the end, descriptors when all clients have left. With sanitizers the servers say at their end
what they leaked.
"""
import os
import pathlib
import random
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

LIMIT = 60
WORKERS = 6
MOST_GROWTH = 2 * 1024 * 1024  # what six clients may hold at once
KEPT = 2  # descriptors: the connection that asks, and the file that is remembered
ANN = "Authorization: Basic YW5uOnNlY3JldA==\r\n"
FILE = bytes(range(256)) * 4000  # 1 MB
SIZE = len(FILE)


class Server:
    def __init__(self, *command):
        self.said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE,
                                        stderr=self.said, text=True)
        while True:
            line = self.process.stdout.readline()
            assert line, f"{command[0]} does not listen"
            if line.startswith("listening on "):
                break
        self.port = int(line.rsplit(":", 1)[1])
        self.proc = pathlib.Path(f"/proc/{self.process.pid}")

    def memory(self):
        return int(re.search(r"RssAnon:\s+(\d+)", (self.proc / "status").read_text())[1]) * 1024

    def descriptors(self):
        return len(list((self.proc / "fd").iterdir()))

    def is_sanitized(self):
        return "libasan" in (self.proc / "maps").read_text()

    def connect(self):
        one = socket.create_connection(("127.0.0.1", self.port), LIMIT)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return one

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        ended = self.process.wait(LIMIT)
        self.said.seek(0)
        assert ended == 0, f"it ended with {ended}: {self.said.read()[-10_000:]}"


def ask(target, fields="", method="GET", body=b""):
    if body:
        fields += f"Content-Length: {len(body)}\r\n"
    return f"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n".encode() + body


class Answers:
    """Reads answers off a connection, one by one."""

    def __init__(self, connection):
        self.connection = connection
        self.text = b""

    def more(self, at_once=65536):
        got = self.connection.recv(at_once)
        assert got, "the connection ended in the middle of an answer"
        self.text += got

    def next(self, at_once=65536, method="GET"):
        while b"\r\n\r\n" not in self.text:
            self.more(at_once)
        head, self.text = self.text.split(b"\r\n\r\n", 1)
        length = re.search(rb"\r\nContent-Length: (\d+)", head)
        size = int(length[1]) if length and method != "HEAD" else 0
        while len(self.text) < size:
            self.more(at_once)
        body, self.text = self.text[:size], self.text[size:]
        return int(head[9:12]), body


def kept_alive(site, dice):
    with site.connect() as one:
        answers = Answers(one)
        for _ in range(dice.randrange(1, 20)):
            target, status = dice.choice((("/file", 200), ("/peer", 200), ("/none", 404), ("/old", 308)))
            method = dice.choice(("GET", "HEAD"))
            one.sendall(ask(target, method=method))
            assert answers.next(method=method)[0] == status, target


def pipelined(site, dice):
    with site.connect() as one:
        count = dice.randrange(2, 100)
        one.sendall(ask("/peer") * count + ask("/none", "Connection: close\r\n") + ask("/peer"))
        answers = Answers(one)
        assert [answers.next()[0] for _ in range(count + 1)] == [200] * count + [404]
        assert one.recv(1) == b""


def aborted(site, dice):
    text = dice.choice((ask("/file") * 9, ask("/up", ANN, "PUT", FILE)[:dice.randrange(1, 200_000)],
                        ask("/peer")[:dice.randrange(1, 30)], b""))
    with site.connect() as one:
        if dice.random() < 0.5:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset
        one.sendall(text)


def slow(site, dice):
    with site.connect() as one:
        for byte in ask("/file", f"Range: bytes=0-{dice.randrange(2000)}\r\n"):
            one.sendall(bytes((byte,)))
        status, body = Answers(one).next(at_once=7)
        assert status == 206 and FILE.startswith(body)


def ranges(site, dice):
    with site.connect() as one:
        answers = Answers(one)
        first = dice.randrange(SIZE)
        last = dice.randrange(first, SIZE)
        one.sendall(ask("/file", f"Range: bytes={first}-{last}\r\n"))
        assert answers.next() == (206, FILE[first:last + 1])
        one.sendall(ask("/file", "Range: bytes=0-9,20-29,-5\r\n"))
        assert answers.next()[0] == 206
        one.sendall(ask("/file", f"Range: bytes={SIZE}-\r\n"))
        assert answers.next()[0] == 416


def uploads(site, dice):
    name = f"/up{dice.randrange(1_000_000)}"
    body = FILE[:dice.randrange(1, 300_000)]
    with site.connect() as one:
        answers = Answers(one)
        if dice.random() < 0.5:
            one.sendall(ask(name, ANN, "PUT", body))
        else:
            one.sendall(ask(name, ANN + "Transfer-Encoding: chunked\r\n", "PUT") +
                        b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))
        assert answers.next()[0] == 201
        one.sendall(ask(name))
        assert answers.next() == (200, body)
        one.sendall(ask(name, ANN, "DELETE"))
        assert answers.next()[0] == 204
        one.sendall(ask(name, "", "PUT", body[:60_000]) + ask(name))
        assert [answers.next()[0], answers.next()[0]] == [401, 404]  # the body is dropped unread


def nonsense(site, dice):
    with site.connect() as one:
        one.sendall(dice.choice((b"\x16\x03\x01\0\0", b"BAD\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                                 ask("/", "Host: two\r\n"), ask("/", "X: y" * 30_000 + "\r\n"))))
        one.shutdown(socket.SHUT_WR)
        while one.recv(65536):
            pass


def secure(https, dice, context):
    kind = dice.randrange(4)
    if kind == 0:
        with https.connect() as one:  # a handshake that is given up
            one.sendall(b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"[:dice.randrange(1, 11)])
    elif kind == 1:
        with https.connect() as one:  # plain HTTP
            one.sendall(ask("/"))
            assert Answers(one).next()[0] == 400
    else:
        with context.wrap_socket(https.connect(), server_hostname="localhost") as one:
            answers = Answers(one)
            for _ in range(dice.randrange(1, 5)):
                one.sendall(ask("/"))
                assert answers.next() == (200, b"Hello, world")
            body = FILE[:dice.randrange(1, 200_000)]
            one.sendall(ask("/echo", "", "POST", body))
            if kind == 2:
                assert answers.next() == (200, body)


class Traffic:
    def __init__(self, site, https, context):
        self.kinds = [lambda dice, play=play: play(site, dice) for play in
                      (kept_alive, pipelined, aborted, slow, ranges, uploads, nonsense)]
        self.kinds += [lambda dice: secure(https, dice, context)] * 2
        self.failure = None
        self.played = 0

    def work(self, seed, until):
        dice = random.Random(seed)
        try:
            while time.monotonic() < until and self.failure is None:
                dice.choice(self.kinds)(dice)
                self.played += 1
        except BaseException as failure:
            self.failure = failure
            raise

    def run(self, seconds, seed):
        until = time.monotonic() + seconds
        workers = [threading.Thread(target=self.work, args=(f"{seed} {i}", until)) for i in range(WORKERS)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
        assert self.failure is None


def wait_for(server, descriptors):
    """Each look is a request on a connection of its own, answered after what came before it."""
    until = time.monotonic() + LIMIT
    while server.descriptors() > descriptors:
        assert time.monotonic() < until, f"{server.descriptors()} descriptors, {descriptors} before"
        with server.connect() as one:
            one.sendall(b"\r\n\r\nBAD\r\n\r\n")
            one.shutdown(socket.SHUT_WR)
            while one.recv(4096):
                pass


def certificate(work):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-days", "2", "-keyout", work / "key.pem", "-out", work / "cert.pem"],
                   check=True, capture_output=True)
    return ssl.create_default_context(cafile=work / "cert.pem")


def soak(both, context, seconds):
    bare = [one.descriptors() for one in both]
    traffic = Traffic(*both, context)
    traffic.run(seconds / 3, "first")
    before = [one.memory() for one in both]
    traffic.run(seconds * 2 / 3, "then")
    after = [one.memory() for one in both]
    for one, was, now in zip(both, before, after):
        print(f"{pathlib.Path(one.process.args[0]).name}: {was // 1024} KB, then {now // 1024} KB")
        assert one.is_sanitized() or now - was < MOST_GROWTH, "memory grows"
    for one, was in zip(both, bare):
        wait_for(one, was + KEPT)
    print(f"{traffic.played} clients; descriptors left: {[one.descriptors() for one in both]}")
    for one in both:
        one.end()


def main(site_server, https_server, seconds=6):
    seconds = float(seconds)
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "www").mkdir()
        (work / "www" / "file").write_bytes(FILE)
        context = certificate(work)
        both = (Server(site_server, 0, work / "www", work / "log"),
                Server(https_server, 0, work / "cert.pem", work / "key.pem"))
        try:
            soak(both, context, seconds)
        finally:
            for one in both:
                one.process.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
