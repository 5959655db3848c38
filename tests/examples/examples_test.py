#!/usr/bin/python3
"""The example programs, run as their users run them.

usage: examples_test.py SOURCE_DIR BUILD_DIR
"""
import gzip
import http.client
import http.server
import os
import pathlib
import signal
import select
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

BUILD = sys.argv.pop()
SOURCE = pathlib.Path(sys.argv.pop())
SERVERS = ("asynchat/chat_server", "asynchat/echo_server", "asynchat/http_server",
           "asynchat/smtp_sink", "asyncore/echo_handler", "medusa/event_server",
           "medusa/hello_server", "medusa/xmlrpc_server")
CLIENTS = ("asynchat/line_client", "asyncore/http_client")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(path, *arguments, **options):
    return subprocess.run([os.path.join(BUILD, path), *map(str, arguments)], capture_output=True,
                          timeout=30, **options)


class Program:
    """A server under test: it says where it listens, and ends with 0 when it is told to."""

    def __init__(self, path, *arguments):
        self.process = subprocess.Popen([os.path.join(BUILD, path), "0", *arguments],
                                        stdout=subprocess.PIPE)
        self.output = self.process.stdout
        listening = self.output.readline().decode()
        if not listening.startswith("listening on 127.0.0.1:"):
            raise AssertionError(f"{path} says {listening!r}")
        self.port = int(listening.rsplit(":")[1])

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.send_signal(signal.SIGTERM)
        ended = self.process.wait(10)
        self.output.close()
        if ended != 0 and exception == (None, None, None):
            raise AssertionError(f"ended with {ended}")


class Talk:
    """One end of a dialogue in lines."""

    def __init__(self, server):
        self.socket = server.connect()
        self.reader = self.socket.makefile("rb")

    def say(self, text):
        self.socket.sendall(text)

    def hear(self):
        return self.reader.readline()

    def close(self):
        self.reader.close()
        self.socket.close()


class Examples(unittest.TestCase):
    def test_echo_server_sends_back_lines_however_they_are_cut(self):
        with Program("asynchat/echo_server") as server:
            client = Talk(server)
            for piece in (b"one\r", b"\ntwo\r\nthr", b"ee\r\n"):
                client.say(piece)
            self.assertEqual([client.hear() for _ in range(3)],
                             [b"one\r\n", b"two\r\n", b"three\r\n"])
            client.close()

    def test_echo_handler_sends_back_bytes_to_a_peer_that_first_only_writes(self):
        sent = bytes(range(256)) * 131072
        with Program("asyncore/echo_handler") as server, server.connect() as client:
            client.setblocking(False)
            written = 0
            while written < len(sent) and select.select([], [client], [], 0.1)[1]:
                written += client.send(sent[written:written + 65536])
            self.assertLess(written, len(sent), "it reads on from a peer that does not read")
            client.settimeout(10)
            writer = threading.Thread(target=client.sendall, args=(sent[written:],))
            writer.start()
            with client.makefile("rb") as answers:
                self.assertEqual(answers.read(len(sent)), sent)
            writer.join()

    def test_line_client_talks_to_echo_server_until_its_input_ends(self):
        lines = b"".join(b"line %d\r\n" % number for number in range(20000))
        with Program("asynchat/echo_server") as server:
            answer = run("asynchat/line_client", "localhost", server.port, input=lines)
            self.assertEqual((answer.returncode, answer.stderr), (0, b""))
            self.assertEqual(answer.stdout, lines)

    def test_tls_echo_talks_to_itself_and_to_no_one_it_cannot_verify(self):
        lines = b"".join(b"line %d\n" % number for number in range(20000))
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = (os.path.join(folder, name) for name in ("cert.pem", "key.pem"))
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                 "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                 "-days", "2", "-keyout", key, "-out", certificate], check=True, capture_output=True)
            with Program("asynchat/tls_echo", certificate, key) as server:
                answer = run("asynchat/tls_echo", "--connect", "localhost", server.port,
                             certificate, input=lines)
                self.assertEqual((answer.returncode, answer.stderr), (0, b""))
                self.assertEqual(answer.stdout, lines)
                refused = run("asynchat/tls_echo", "--connect", "127.0.0.1", server.port,
                              certificate, input=lines)
                self.assertEqual((refused.returncode, refused.stdout), (1, b""))
                self.assertIn(b"IP address mismatch", refused.stderr)
        nobody = run("asynchat/tls_echo", "0", "/nowhere.pem", "/nowhere.key")
        self.assertEqual(nobody.returncode, 1)
        self.assertIn(b"/nowhere.pem: No such file", nobody.stderr)
        for words in ((), ("--connect",)):
            ended = run("asynchat/tls_echo", *words)
            self.assertEqual(ended.returncode, 2)
            self.assertIn(b"usage: ", ended.stderr)

    def test_line_client_ends_when_the_server_does_and_reports_one_that_is_not_there(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            client = subprocess.Popen(
                [os.path.join(BUILD, "asynchat/line_client"), "127.0.0.1", str(server.getsockname()[1])],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            peer, _ = server.accept()
            client.stdin.write(b"a question\n")
            client.stdin.flush()
            self.assertEqual(peer.makefile("rb").readline(), b"a question\n")
            peer.sendall(b"no\r\nlast words")
            peer.shutdown(socket.SHUT_RDWR)
            peer.close()
            self.assertEqual(client.stdout.read(), b"no\r\nlast words")
            self.assertEqual(client.wait(10), 0)
            client.stdin.close()
            client.stdout.close()
        for path, more in (("asynchat/line_client", ()), ("asyncore/http_client", ("/",))):
            nobody = run(path, "127.0.0.1", free_port(), *more, stdin=subprocess.DEVNULL)
            self.assertEqual(nobody.returncode, 1)
            self.assertIn(b"Connection refused", nobody.stderr)

    def test_chat_server_passes_lines_to_all_others_and_says_who_comes_and_goes(self):
        with Program("asynchat/chat_server") as server:
            ann, bob = Talk(server), Talk(server)
            self.assertEqual([ann.hear(), bob.hear()], [b"Your name?\r\n"] * 2)
            ann.say(b"Ann\r\n")
            # Two lines that say nothing of Ann's to Bob, who is not in the room yet.
            bob.say(b"\n")
            self.assertEqual(bob.hear(), b"Another name, please.\r\n")
            bob.say(b"Bob\n")
            self.assertEqual(ann.hear(), b"* Bob comes in\r\n")
            guest = Talk(server)
            guest.say(b"Bob\nEve\n")
            self.assertEqual([guest.hear(), guest.hear()],
                             [b"Your name?\r\n", b"Another name, please.\r\n"])
            self.assertEqual([ann.hear(), bob.hear()], [b"* Eve comes in\r\n"] * 2)
            ann.say(b"hello")
            ann.say(b" all\r\nbye\r\n")
            for other in (bob, guest):
                self.assertEqual([other.hear(), other.hear()], [b"Ann: hello all\r\n", b"Ann: bye\r\n"])
            guest.close()
            self.assertEqual([ann.hear(), bob.hear()], [b"* Eve leaves\r\n"] * 2)
            ann.close()
            bob.close()

    def test_smtp_sink_prints_what_smtplib_sends_with_its_dots(self):
        text = "Subject: dots\r\n\r\n.\r\n..\r\n.one\r\nno dot\r\n"
        with Program("asynchat/smtp_sink") as server:
            with smtplib.SMTP("127.0.0.1", server.port, timeout=10) as client:
                client.sendmail("ann@example.com", ["bob@example.com", "eve@example.com"], text)
                client.sendmail("bob@example.com", "ann@example.com", "Subject: again\r\n\r\nyes\r\n")
                self.assertTrue(client.has_extn("pipelining"))
                self.assertEqual(client.docmd("EXPN", "everyone")[0], 502)
                self.assertEqual(client.docmd("DATA")[0], 503)
            expected = ("from <ann@example.com>\nto <bob@example.com>\nto <eve@example.com>\n\n"
                        + text.replace("\r\n", "\n") + ".\n"
                        + "from <bob@example.com>\nto <ann@example.com>\n\nSubject: again\n\nyes\n.\n")
            printed = [server.output.readline() for _ in expected.splitlines()]
        self.assertEqual(b"".join(printed).decode(), expected)

    def test_smtp_sink_answers_pipelined_commands_in_order(self):
        whole = (b"EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"
                 b".\r\n"  # a message without a line
                 b"mail from:<c@example.com>\r\nMAIL FROM:<again@example.com>\r\nRCPT TO:nobody\r\n"
                 b"RSET\r\nNOOP\r\nQUIT\r\n")
        codes = [b"220", b"250", b"250", b"250", b"250", b"250", b"354", b"250", b"250", b"503",
                 b"501", b"250", b"250", b"221"]
        with Program("asynchat/smtp_sink") as server:
            for cut in (len(whole), 1, 7):
                client = Talk(server)
                for at in range(0, len(whole), cut):
                    client.say(whole[at:at + cut])
                self.assertEqual([line[:3] for line in client.reader.read().splitlines()], codes)
                client.close()
                self.assertEqual([server.output.readline() for _ in range(4)],
                                 [b"from <a@example.com>\n", b"to <b@example.com>\n", b"\n", b".\n"])

    def test_smtp_sink_refuses_lines_and_texts_that_have_no_end(self):
        with Program("asynchat/smtp_sink") as server:
            client = Talk(server)
            client.say(b"x" * 100000 + b"\r\nNOOP\r\n")
            self.assertEqual([client.hear()[:3] for _ in range(3)], [b"220", b"552", b"250"])
            client.say(b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n")
            self.assertEqual([client.hear()[:3] for _ in range(3)], [b"250", b"250", b"354"])
            for _ in range(34):
                client.say((b"x" * 1022 + b"\r\n") * 1024)
            client.say(b".\r\nNOOP\r\n")
            self.assertEqual([client.hear()[:3] for _ in range(2)], [b"552", b"250"])
            client.close()

    def test_http_server_answers_curl_with_what_was_asked(self):
        with Program("asynchat/http_server") as server:
            def curl(*arguments, **options):
                return subprocess.run(
                    ["curl", "-sS", "--noproxy", "*", "-w", "%{http_code}", *arguments,
                     f"http://127.0.0.1:{server.port}/a?b=c"],
                    capture_output=True, check=True, timeout=30, **options).stdout
            self.assertEqual(curl(), b"GET /a?b=c HTTP/1.1\n200")
            self.assertEqual(curl("-d", "some=form"), b"POST /a?b=c HTTP/1.1\nsome=form200")
            large = b"x" * 1000000
            self.assertEqual(curl("-H", "Expect:", "--data-binary", "@-", input=large),
                             b"POST /a?b=c HTTP/1.1\n" + large + b"200")
            self.assertEqual(curl("-H", "Expect:", "-H", "Content-Length: 1048577", "-d", ""), b"413")
            self.assertEqual(curl("-H", "Content-Length: -1"), b"413")
            self.assertEqual(curl("-H", "X: " + "x" * 70000), b"431")

    def test_http_client_prints_what_a_server_of_pythons_answers(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(f"{self.path} of {self.headers['Host']}\n".encode() * 10000)

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            answer = run("asyncore/http_client", "localhost", server.server_port, "/page")
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
        self.assertEqual((answer.returncode, answer.stderr), (0, b""))
        head, body = answer.stdout.split(b"\r\n\r\n", 1)
        self.assertTrue(head.startswith(b"HTTP/1.0 200 OK\r\n"), head)
        self.assertEqual(body, b"/page of localhost\n" * 10000)

    def test_http_client_reads_http_server_and_hello_server(self):
        for path, expected in (("asynchat/http_server", b"GET / HTTP/1.0\n"),
                               ("medusa/hello_server", b"Hello, world")):
            with Program(path) as server:
                answer = run("asyncore/http_client", "127.0.0.1", server.port, "/")
                self.assertEqual(answer.stdout.split(b"\r\n\r\n", 1)[1], expected)

    def test_site_server_takes_uploads_redirects_counts_and_logs(self):
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "log")
            tree = os.path.join(folder, "tree")
            os.mkdir(tree)
            with Program("medusa/site_server", tree, log) as server:
                at = f"http://localhost:{server.port}"
                ann = ("--user", "ann:secret")

                def curl(*arguments):
                    return subprocess.run(["curl", "-s", "--max-time", "20", "--noproxy", "*", "-w",
                                           " %{http_code}", "--resolve",
                                           f"localhost:{server.port}:127.0.0.1", "--resolve",
                                           f"api.localhost:{server.port}:127.0.0.1", *arguments],
                                          capture_output=True, text=True, timeout=30).stdout

                with open(os.path.join(folder, "sent"), "wb") as file:
                    file.write(bytes(range(256)) * 40960)
                for upload in (("-T", file.name), ("-T", file.name, "-H", "Transfer-Encoding: chunked")):
                    self.assertIn("401", curl(*upload, at + "/large"))
                    self.assertIn(curl(*upload, *ann, at + "/large"), (" 201", " 204"))
                    with open(file.name, "rb") as sent, open(os.path.join(tree, "large"), "rb") as got:
                        self.assertEqual(sent.read(), got.read())
                self.assertEqual(os.listdir(tree), ["large"])
                self.assertEqual(curl("-X", "DELETE", *ann, at + "/large"), " 204")
                self.assertIn(" 404", curl(at + "/large"))
                with open(os.path.join(tree, "a b"), "w") as file:
                    file.write("text")
                self.assertEqual(curl("-L", at + "/old/a%20b?c=d"), "text 200")
                self.assertEqual(curl(at + "/peer"), "127.0.0.1 200")
                self.assertEqual(curl(f"http://api.localhost:{server.port}/any"), "{} 200")
                self.assertIn(" 401", curl(at + "/status"))
                self.assertIn("uptime", curl(*ann, at + "/status"))
                self.assertIn('medusa_handler_requests_total{handler="files"}',
                              curl(*ann, at + "/metrics"))
            with open(log) as file:
                lines = file.read()
            self.assertRegex(lines, r'127\.0\.0\.1 - ann \[.*\] "PUT /large HTTP/1\.1" 201 - "-" "curl/')
            self.assertRegex(lines, r'127\.0\.0\.1 - - \[.*\] "GET /a%20b\?c=d HTTP/1\.1" 200 4 "-" "curl/')

    def test_page_server_has_a_page_made_of_a_file_for_who_has_the_token(self):
        text = "a < b & 'c'\n" * 20_000
        page = ("<!DOCTYPE html>\n<title>A file</title>\n<pre>" +
                "a &lt; b &amp; &#x27;c&#x27;\n" * 20_000 + "</pre>\n").encode()
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(text)
            file.flush()
            with Program("medusa/page_server", file.name, "a-token") as server:
                def get(**fields):
                    talk = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
                    talk.request("GET", "/", headers={name.replace("_", "-"): value
                                                      for name, value in fields.items()})
                    answer = talk.getresponse()
                    body = answer.read()
                    talk.close()
                    return answer.status, answer.getheader("Content-Encoding"), body

                token = {"Authorization": "Bearer a-token"}
                self.assertEqual(get(**token), (200, None, page))
                self.assertEqual(server.output.readline(), b"%d bytes\n" % len(page))
                status, coding, body = get(**token, Accept_Encoding="gzip")
                self.assertEqual((status, coding, gzip.decompress(body)), (200, "gzip", page))
                self.assertEqual(server.output.readline(), b"%d bytes\n" % len(body))
                self.assertEqual(get(**token, Accept_Encoding="*;q=0")[0], 406)
                for wrong in ({}, {"Authorization": "Bearer a-toke"}, {"Authorization": "Basic a-token"}):
                    self.assertEqual(get(**wrong)[0], 401)
                file.truncate(0)
                self.assertEqual(get(**token)[0], 200)

    def test_event_server_tells_listeners_what_is_said(self):
        with Program("medusa/event_server") as server:
            first = subprocess.Popen(["curl", "-sN", "--max-time", "20", "--noproxy", "*",
                                      f"http://127.0.0.1:{server.port}/events"], stdout=subprocess.PIPE)
            other = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            other.request("GET", "/events")
            events = other.getresponse()
            self.assertEqual(events.getheader("Content-Type"), "text/event-stream")
            for said in (b"hello", b"two\nlines"):
                talk = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
                talk.request("POST", "/say", said)
                self.assertEqual(talk.getresponse().status, 204)
                talk.close()
            expected = [b"id: 1\n", b"data: hello\n", b"\n", b"id: 2\n", b"data: two\n",
                        b"data: lines\n", b"\n"]
            self.assertEqual([events.readline() for _ in expected], expected)
            other.close()
            again = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            again.request("GET", "/events", headers={"Last-Event-ID": "1"})
            events = again.getresponse()
            self.assertEqual([events.readline() for _ in expected[3:]], expected[3:])
            again.close()
            # curl came at its own time; what it hears is the end of what was said.
            talk = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            heard = b""
            while b"data: again\n\n" not in heard:
                talk.request("POST", "/say", b"again")
                talk.getresponse().read()
                if select.select([first.stdout], [], [], 0.05)[0]:
                    heard += os.read(first.stdout.fileno(), 65536)
            talk.close()
            first.kill()
            first.wait()
            first.stdout.close()

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
            client.close()

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
                client.close()

    def test_servers_end_with_0_at_either_signal_while_peers_are_connected(self):
        for path in SERVERS:
            for ending in (signal.SIGINT, signal.SIGTERM):
                server = Program(path)
                peer = server.connect()
                peer.sendall(b"half a")
                server.process.send_signal(ending)
                self.assertEqual(server.process.wait(10), 0, path)
                peer.close()
                server.output.close()

    def test_a_port_that_is_taken_is_an_error_with_its_address(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            ended = run("asynchat/echo_server", port)
            self.assertEqual(ended.returncode, 1)
            self.assertIn(b"127.0.0.1:%d: Address already in use" % port, ended.stderr)

    def test_without_a_port_they_say_how_they_are_used(self):
        for path in (*SERVERS, *CLIENTS, "medusa/site_server", "medusa/static_server",
                     "medusa/page_server"):
            for arguments in ((), ("http", "x", "y", "z"), ("-1",), ("65536",), ("80x",)):
                ended = run(path, *arguments)
                self.assertEqual(ended.returncode, 2, path)
                self.assertIn(b"usage: ", ended.stderr)

    def test_each_says_in_its_first_line_what_it_does_and_is_shorter_than_80_lines(self):
        found = sorted(SOURCE.glob("*/examples/*.cpp"))
        self.assertGreaterEqual(len(found), 8)
        for source in found:
            lines = source.read_text().splitlines()
            self.assertRegex(lines[0], rf"^// {source.stem} [A-Z ]+: .{{20,}}\.$")
            self.assertLess(len(lines), 80, source)


if __name__ == "__main__":
    unittest.main()
