#!/usr/bin/python3
"""TLS against the programs of others: tls_echo beside OpenSSL's s_client and s_server, and Python's ssl.

usage: tls_peers_test.py BUILD_DIR
"""
import contextlib
import os
import re
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest
import warnings

BUILD = sys.argv.pop()
ECHO = os.path.join(BUILD, "asynchat/tls_echo")
VERSIONS = {"-tls1_2": ssl.TLSVersion.TLSv1_2, "-tls1_3": ssl.TLSVersion.TLSv1_3}


class Peers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.certificate, cls.key, cls.session = (
            os.path.join(cls.folder, name) for name in ("cert.pem", "key.pem", "session"))
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
             "-keyout", cls.key, "-out", cls.certificate], check=True, capture_output=True)
        cls.server = subprocess.Popen([ECHO, "0", cls.certificate, cls.key], stdout=subprocess.PIPE,
                                      text=True)
        cls.port = int(cls.server.stdout.readline().rsplit(":")[1])

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        ended = cls.server.wait(20)
        cls.server.stdout.close()
        shutil.rmtree(cls.folder)
        if ended:
            raise AssertionError(f"tls_echo ended with {ended}")

    def context(self, version):
        trusting = ssl.create_default_context(cafile=self.certificate)
        trusting.minimum_version = trusting.maximum_version = version
        return trusting

    def connect(self, version=ssl.TLSVersion.TLSv1_3):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        return self.context(version).wrap_socket(plain, server_hostname="localhost",
                                                 suppress_ragged_eofs=False)

    def s_client(self, *arguments):
        client = subprocess.Popen(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-servername", "localhost",
             "-CAfile", self.certificate, "-verify_return_error", "-verify_hostname", "localhost",
             *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(client.kill)
        return client

    def read_until(self, process, wanted):
        seen = b""
        while wanted not in seen:
            line = process.stdout.readline()
            if not line:
                self.fail(f"{wanted!r} does not come: {seen!r}")
            seen += line
        return seen

    def end(self, process):
        process.stdin.close()
        process.wait(30)
        process.stdout.close()

    def test_python_speaks_both_versions_with_our_server(self):
        for version in VERSIONS.values():
            with self.connect(version) as client:
                self.assertEqual(client.version(), version.name.replace("_", "."))
                reader = client.makefile("rb")
                for line in (b"one\n", b"x" * 500_000 + b"\n"):
                    client.sendall(line)
                    self.assertEqual(reader.readline(), line)

    def test_python_ends_in_order_with_our_server(self):
        client = self.connect()
        client.sendall(b"one\n")
        self.assertEqual(client.recv(100), b"one\n")
        client.unwrap().close()  # sends close_notify and waits for ours

    def test_our_server_refuses_an_old_version(self):
        warnings.simplefilter("ignore", DeprecationWarning)
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname = False
        old.verify_mode = ssl.CERT_NONE
        old.set_ciphers("ALL:@SECLEVEL=0")
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as plain:
            with self.assertRaises(ssl.SSLError):
                old.wrap_socket(plain)

    def test_s_client_speaks_both_versions_with_our_server(self):
        for version in VERSIONS:
            client = self.s_client(version, "-quiet", "-no_ign_eof")
            client.stdin.write(b"hello\n")
            client.stdin.flush()
            self.read_until(client, b"hello\n")
            self.end(client)

    def test_keys_are_updated_in_the_middle_of_a_dialogue(self):
        client = self.s_client("-tls1_3")
        for said, wanted in ((b"hello\n", b"hello\n"), (b"k\n", b"KEYUPDATE"), (b"two\n", b"two\n"),
                             (b"K\n", b"KEYUPDATE"), (b"three\n", b"three\n")):
            client.stdin.write(said)
            client.stdin.flush()
            self.read_until(client, wanted)
        client.stdin.write(b"Q\n")
        self.end(client)

    def test_our_server_does_not_renegotiate(self):
        client = self.s_client("-tls1_2")
        client.stdin.write(b"hello\n")
        client.stdin.flush()
        self.read_until(client, b"hello\n")
        client.stdin.write(b"R\n")
        client.stdin.flush()
        self.read_until(client, b"RENEGOTIATING")
        # It asks when it next has something to send, unless it has done so and ended already.
        with contextlib.suppress(BrokenPipeError):
            os.write(client.stdin.fileno(), b"two\n")
        self.assertIn(b"no renegotiation", self.read_until(client, b"renegotiation"))
        self.end(client)

    def test_a_session_is_resumed_by_its_ticket(self):
        for version in VERSIONS:
            for arguments, wanted in ((("-sess_out", self.session), b"New, "),
                                      (("-sess_in", self.session), b"Reused, ")):
                client = self.s_client(version, *arguments)
                client.stdin.write(b"hello\n")
                client.stdin.flush()
                self.assertIn(wanted, self.read_until(client, b"hello\n"))
                client.stdin.write(b"Q\n")
                self.end(client)

    def test_much_goes_both_ways_at_once(self):
        lines = b"".join(b"%07d\n" % number for number in range(500_000))
        unsent = memoryview(lines)
        received = bytearray()
        with self.connect() as client:  # by one thread: a connection of OpenSSL's is no two threads' own
            client.setblocking(False)
            while len(received) < len(lines):
                try:
                    if unsent:
                        unsent = unsent[client.send(unsent[:65536]):]
                except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    pass
                try:
                    received += client.recv(65536)
                except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    if not client.pending():
                        select.select([client], [client] if unsent else [], [], 30)
            self.assertEqual(bytes(received), lines)

    def ours(self, port, text, name="localhost"):
        return subprocess.run([ECHO, "--connect", name, str(port), self.certificate], input=text,
                              capture_output=True, timeout=60)

    def test_our_client_speaks_both_versions_with_pythons_server(self):
        for version in VERSIONS.values():
            serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            serving.load_cert_chain(self.certificate, self.key)
            serving.minimum_version = serving.maximum_version = version
            ends = []
            with socket.create_server(("127.0.0.1", 0)) as listening:
                def serve():
                    with serving.wrap_socket(listening.accept()[0], server_side=True,
                                             suppress_ragged_eofs=False) as peer:
                        for line in peer.makefile("rb"):
                            peer.sendall(line)
                        ends.append(peer.version())  # our close_notify: a ragged end would raise
                server = threading.Thread(target=serve)
                server.start()
                answer = self.ours(listening.getsockname()[1], b"one\ntwo\n")
                server.join()
            self.assertEqual((answer.returncode, answer.stdout), (0, b"one\ntwo\n"), answer.stderr)
            self.assertEqual(ends, [version.name.replace("_", ".")])

    def test_our_client_speaks_with_s_server(self):
        for version in VERSIONS:
            server = subprocess.Popen(
                ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", self.certificate,
                 "-key", self.key, "-rev", version], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT)
            said = self.read_until(server, b"ACCEPT")
            port = int(re.search(rb"ACCEPT \S+:(\d+)", said)[1])
            answer = self.ours(port, b"drawer\nstressed\n")
            server.kill()
            self.end(server)
            self.assertEqual((answer.returncode, answer.stdout), (0, b"reward\ndesserts\n"), answer.stderr)

    def test_our_client_says_why_it_will_not_speak(self):
        refused = self.ours(self.port, b"secret\n", "127.0.0.1")
        self.assertEqual((refused.returncode, refused.stdout), (1, b""))
        self.assertIn(b"TLS with 127.0.0.1 (127.0.0.1:%d): handshake: IP address mismatch" % self.port,
                      refused.stderr)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            def answer_in_plain():
                peer = listening.accept()[0]
                peer.sendall(b"220 hello\r\n")
                peer.recv(1000)
                peer.close()
            server = threading.Thread(target=answer_in_plain)
            server.start()
            refused = self.ours(listening.getsockname()[1], b"secret\n")
            server.join()
        self.assertEqual(refused.returncode, 1)
        self.assertIn(b"wrong version number", refused.stderr)


if __name__ == "__main__":
    unittest.main()
