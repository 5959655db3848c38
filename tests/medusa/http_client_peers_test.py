#!/usr/bin/python3
"""http_get beside the servers of others and ours.

usage: http_client_peers_test.py BUILD_DIR NGINX
"""
import http.server
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

NGINX = sys.argv.pop()
BUILD = sys.argv.pop()
LARGE = bytes(range(256)) * 20000


def http_get(method, url, ca="-", body=b""):
    return subprocess.run([os.path.join(BUILD, "medusa/http_get"), method, url, ca], input=body,
                          capture_output=True, timeout=60)


def certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
         "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True, capture_output=True)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/large")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        if self.path == "/chunks":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for at in range(0, len(LARGE), 77777):
                piece = LARGE[at:at + 77777]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
            return
        if self.path != "/until-close":
            self.send_header("Content-Length", str(len(LARGE)))
        else:
            self.close_connection = True
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(LARGE)

    do_HEAD = do_GET

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Served:
    """One of Python's servers in a thread."""

    def __init__(self, version, tls_files=None):
        made = type("Versioned", (Handler,), {"protocol_version": version})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), made)
        self.server.handle_error = lambda *_: None  # a client that refuses an answer leaves
        if tls_files:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls_files)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Client(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        certificate(self.folder)
        self.ca = f"{self.folder}/cert.pem"

    def assert_answered(self, answer, body, status=b"200 OK"):
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(answer.stderr, status + b"\n")
        self.assertTrue(answer.stdout == body, len(answer.stdout))

    def test_pythons_server_is_understood_in_every_framing(self):
        for version in ("HTTP/1.0", "HTTP/1.1"):
            with Served(version) as server:
                url = f"http://localhost:{server.port}"
                self.assert_answered(http_get("GET", url + "/length"), LARGE)
                self.assert_answered(http_get("GET", url + "/until-close"), LARGE)
                self.assert_answered(http_get("GET", url + "/moved"), LARGE)
                self.assert_answered(http_get("HEAD", url + "/length"), b"")
                self.assert_answered(http_get("POST", url + "/", body=LARGE), LARGE)
                chunks = http_get("GET", url + "/chunks")
                if version == "HTTP/1.1":
                    self.assert_answered(chunks, LARGE)
                else:
                    self.assertIn(b"Transfer-Encoding in HTTP/1.0", chunks.stderr)

    def test_pythons_server_is_asked_by_tls(self):
        with Served("HTTP/1.1", (self.ca, f"{self.folder}/key.pem")) as server:
            url = f"https://localhost:{server.port}"
            self.assert_answered(http_get("GET", url + "/chunks", self.ca), LARGE)
            self.assert_answered(http_get("POST", url + "/", self.ca, LARGE), LARGE)
            stranger = http_get("GET", url + "/")
            self.assertEqual(stranger.returncode, 1)
            self.assertIn(b"self-signed certificate", stranger.stderr)

    def test_nginx_is_asked_by_http_by_tls_and_over_a_unix_socket(self):
        with open(f"{self.folder}/large", "wb") as file:
            file.write(LARGE)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        temporary = "\n".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in
                              ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(f"{self.folder}/nginx.conf", "w", encoding="ascii") as config:
            config.write(f"""
daemon off; master_process off; error_log {self.folder}/error.log; pid {self.folder}/pid;
user root;
events {{ worker_connections 64; }}
http {{ access_log off; {temporary}
  server {{ listen 127.0.0.1:{port} ssl; listen unix:{self.folder}/socket;
    ssl_certificate {self.ca}; ssl_certificate_key {self.folder}/key.pem;
    location = /hello {{ return 200 'Hello, world'; }}
    location = /moved {{ return 301 /large; }}
    location = /none {{ return 204; }}
    location = /refused {{ return 403; }}
    root {self.folder}; }} }}""")
        nginx = subprocess.Popen([NGINX, "-p", self.folder, "-c", f"{self.folder}/nginx.conf"],
                                 stderr=subprocess.DEVNULL)
        try:
            while not os.path.exists(f"{self.folder}/pid"):
                self.assertIsNone(nginx.poll(), "nginx ended")
            url = f"https://localhost:{port}"
            self.assert_answered(http_get("GET", url + "/hello", self.ca), b"Hello, world")
            self.assert_answered(http_get("GET", url + "/large", self.ca), LARGE)
            self.assert_answered(http_get("GET", url + "/moved", self.ca), LARGE)
            self.assert_answered(http_get("HEAD", url + "/large", self.ca), b"")
            self.assert_answered(http_get("GET", url + "/none", self.ca), b"", b"204 No Content")
            refused = http_get("GET", url + "/refused", self.ca)
            self.assertEqual((refused.returncode, refused.stderr), (3, b"403 Forbidden\n"))
            plain = http_get("GET", f"http://localhost:{port}/")
            self.assertEqual((plain.returncode, plain.stderr), (3, b"400 Bad Request\n"))
            unix = http_get("GET", f"unix://{self.folder}/socket")
            self.assertEqual((unix.returncode, unix.stderr), (3, b"403 Forbidden\n"))
        finally:
            nginx.send_signal(signal.SIGTERM)
            nginx.wait(20)

    def test_our_own_servers_are_asked(self):
        server = subprocess.Popen(
            [os.path.join(BUILD, "medusa/https_server"), "0", self.ca, f"{self.folder}/key.pem"],
            stdout=subprocess.PIPE, text=True)
        try:
            plain, secure = (int(server.stdout.readline().rsplit(":")[1]) for _ in range(2))
            self.assert_answered(http_get("GET", f"https://localhost:{secure}/", self.ca),
                                 b"Hello, world")
            self.assert_answered(http_get("POST", f"https://localhost:{secure}/echo", self.ca, LARGE),
                                 LARGE)
            moved = http_get("POST", f"http://localhost:{plain}/echo", self.ca, b"some text")
            self.assert_answered(moved, b"some text")
        finally:
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(20), 0)
            server.stdout.close()

    def test_what_goes_wrong_is_told_in_a_sentence(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # and nobody listens
            nobody = http_get("GET", f"http://127.0.0.1:{taken.getsockname()[1]}/")
        self.assertEqual(nobody.returncode, 1)
        self.assertIn(b": Connection refused\n", nobody.stderr)
        for url, sentence in (("ftp://a/", b"its scheme is not spoken here"),
                              ("unix:///nowhere", b"No such file or directory"),
                              ("http://nowhere.invalid/", b"GET http://nowhere.invalid/: ")):
            answer = http_get("GET", url)
            self.assertEqual(answer.returncode, 1)
            self.assertIn(sentence, answer.stderr)
        usage = subprocess.run([os.path.join(BUILD, "medusa/http_get")], capture_output=True)
        self.assertEqual(usage.returncode, 2)

    def test_a_client_of_plain_http_does_not_load_libssl(self):
        needed = subprocess.run(["readelf", "-d", os.path.join(BUILD, "tests/medusa/medusa_client_test")],
                                check=True, capture_output=True, text=True).stdout
        self.assertNotIn("libssl", needed)


if __name__ == "__main__":
    unittest.main()
