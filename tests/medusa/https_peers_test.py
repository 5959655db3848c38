#!/usr/bin/python3
"""https_server beside curl and Python's ssl, and what it links.

usage: https_peers_test.py BUILD_DIR
"""
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest

BUILD = sys.argv.pop()


def certificate(folder, name):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "2",
         "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True, capture_output=True)


class Https(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        certificate(self.folder, "first")
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "medusa/https_server"), "0", f"{self.folder}/cert.pem",
             f"{self.folder}/key.pem"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.stop)
        self.plain = self.listening("redirecting")
        self.port = self.listening("listening")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.assertEqual(self.process.wait(20), 0)
        self.process.stdout.close()
        self.process.stderr.close()

    def listening(self, word):
        line = self.process.stdout.readline()
        self.assertTrue(line.startswith(f"{word} on 127.0.0.1:"), line)
        return int(line.rsplit(":")[1])

    def curl(self, *arguments, path="/", scheme="https", port=None, **options):
        return subprocess.run(
            ["curl", "-sS", "--noproxy", "*", "--cacert", f"{self.folder}/cert.pem", *arguments,
             f"{scheme}://localhost:{port or self.port}{path}"],
            capture_output=True, timeout=60, **options)

    def connect(self):
        trusting = ssl.create_default_context(cafile=f"{self.folder}/cert.pem")
        return trusting.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=20),
                                    server_hostname="localhost")

    def test_curl_is_answered_in_either_version_of_tls(self):
        for most, said in (("1.2", "TLSv1.2"), ("1.3", "TLSv1.3")):
            answer = self.curl("-v", f"--tlsv{most}", "--tls-max", most)
            self.assertEqual(answer.stdout, b"Hello, world", answer.stderr)
            self.assertIn(f"SSL connection using {said}".encode(), answer.stderr)
        self.assertNotEqual(self.curl("--tls-max", "1.1").returncode, 0)

    def test_curl_that_would_rather_speak_http2_falls_back(self):
        answer = self.curl("-v", "--http2", "-w", "%{http_version}")
        self.assertEqual(answer.stdout, b"Hello, world1.1", answer.stderr)
        self.assertIn(b"ALPN: server accepted http/1.1", answer.stderr)

    def test_curl_keeps_one_connection_for_several_requests(self):
        url = f"https://localhost:{self.port}/"
        answer = self.curl("-w", " %{num_connects}\n", url, url)
        self.assertEqual(answer.stdout.split(), [b"Hello,", b"world", b"1"]
                         + [b"Hello,", b"world", b"0"] * 2)

    def test_head_has_the_fields_and_no_body(self):
        answer = self.curl("-I")
        self.assertTrue(answer.stdout.startswith(b"HTTP/1.1 200 OK\r\n"))
        self.assertIn(b"\r\nContent-Length: 12\r\n", answer.stdout)
        self.assertIn(b"\r\nStrict-Transport-Security: max-age=86400\r\n", answer.stdout)
        self.assertTrue(answer.stdout.endswith(b"\r\n\r\n"))

    def test_large_bodies_go_there_and_back(self):
        large = os.urandom(8_000_000)
        for how in ([], ["-H", "Transfer-Encoding: chunked"], ["-H", "Expect:"], ["--tls-max", "1.2"]):
            answer = self.curl(*how, "--data-binary", "@-", path="/echo", input=large)
            self.assertEqual((answer.returncode, answer.stderr), (0, b""))
            self.assertTrue(answer.stdout == large, how)

    def test_who_trusts_another_authority_is_not_answered(self):
        answer = subprocess.run(["curl", "-sS", "--noproxy", "*", f"https://localhost:{self.port}/"],
                                capture_output=True, timeout=60)
        self.assertEqual(answer.returncode, 60, answer.stderr)

    def test_plain_http_gets_400(self):
        for how in ([], ["-d", "x=1"], ["-I"]):
            answer = self.curl(*how, "-w", "%{http_code}", scheme="http")
            self.assertTrue(answer.stdout.endswith(b"400"), answer)

    def test_the_redirect_leads_to_the_same_place_with_the_same_body(self):
        answer = self.curl("-L", "-w", " %{url_effective} %{num_redirects}", "-d", "some=form",
                           scheme="http", port=self.plain, path="/echo?a=%20b")
        self.assertEqual(answer.stdout.decode(),
                         f"some=form https://localhost:{self.port}/echo?a=%20b 1")

    def test_sighup_changes_the_certificate_and_drops_no_connection(self):
        with self.connect() as before:
            certificate(self.folder, "second")
            self.process.send_signal(signal.SIGHUP)
            for _ in range(200):  # until the signal has been dealt with
                shown = subprocess.run(
                    ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}"], input=b"",
                    capture_output=True, timeout=20).stdout
                if b"CN = second" in shown:
                    break
            self.assertIn(b"CN = second", shown)
            before.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            with before.makefile("rb") as answer:
                self.assertTrue(answer.read().endswith(b"Hello, world"))

    def test_a_certificate_that_is_rubbish_leaves_the_old_one(self):
        with open(f"{self.folder}/bad.pem", "w", encoding="ascii") as bad:
            bad.write("rubbish")
        with open(f"{self.folder}/cert.pem", encoding="ascii") as good:
            kept = good.read()
        with open(f"{self.folder}/cert.pem", "w", encoding="ascii") as file:
            file.write("rubbish")
        self.process.send_signal(signal.SIGHUP)
        self.assertIn("going on with the old one", self.process.stderr.readline())
        with open(f"{self.folder}/cert.pem", "w", encoding="ascii") as file:
            file.write(kept)
        self.assertEqual(self.curl().stdout, b"Hello, world")

    def test_a_program_of_plain_http_does_not_load_libssl(self):
        def needed(program):
            return subprocess.run(["readelf", "-d", os.path.join(BUILD, program)], check=True,
                                  capture_output=True, text=True).stdout
        self.assertIn("libssl", needed("medusa/https_server"))
        self.assertNotIn("libssl", needed("medusa/hello_server"))


if __name__ == "__main__":
    unittest.main()
