#!/usr/bin/python3
"""What medusa's server costs: server CPU per request beside nginx, a bare epoll loop and Python.

usage: medusa_table.py [--quick] [--only WORD] BUILD_DIR NGINX RAW

Each server runs on core 0 and wrk on core 1, taking turns, nothing else between; medians of the turns.
CPU is the server's own, so it holds while another process loads the machine, but on a quiet one it is
less. Ends with 1 when a bar is missed. --only: the rows with WORD in their name. --quick: one short
turn each and no bar, to see that all of it runs.
"""
import argparse
import dataclasses
import http.client
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import time
import xmlrpc.client

from loaded_server import Crowd, Server, free_port, in_turns, lua

AN_HOUR = 3600
FILES = {"1k.html": 1000, "100k.bin": 100_000, "10m.bin": 10_000_000}
PIPELINED = """
init = function()
    local all = {}
    for i = 1, 16 do all[i] = wrk.format("GET", "/") end
    piece = table.concat(all)
end
request = function() return piece end
"""
ROWS_OF_AN_ANSWER = 200  # 64 KB of XML
CALL = f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/xml"
wrk.headers["Accept-Encoding"] = "gzip" -- as Python's client asks
wrk.body = [[{xmlrpc.client.dumps((ROWS_OF_AN_ANSWER,), "rows")}]]
"""


@dataclasses.dataclass
class Figure:
    """A row: ours and the peer's figure, at most `bar` times which ours may be."""

    name: str
    peer: str
    ours: float
    theirs: float
    bar: float
    bare: float = 0
    unit: str = "us"

    @property
    def missed(self):
        return self.ours > self.bar * self.theirs

    def line(self):
        ratio = f"{self.ours / self.theirs:9.3f}" if self.theirs else " " * 9
        bare = f"{self.bare:9.2f}{self.ours / self.bare:7.2f}x" if self.bare else " " * 17
        return (f"{self.name:42}{self.ours:9.2f} {self.unit:4}{self.theirs:9.2f}  {self.peer:28}"
                f"{ratio}{self.bar:8.3f}  {'MISSED' if self.missed else 'met':7}{bare}")


def nginx_config(work, plain, secure):
    temporary = "".join(f"  {name}_temp_path {work}/{name};\n"
                        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = work / "nginx.conf"
    path.write_text(f"""daemon off; master_process off; error_log {work}/error.log; pid {work}/pid;
worker_rlimit_nofile 15000;
events {{ worker_connections 12000; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000000; open_file_cache max=100;
  default_type text/plain; types {{ text/html html; application/octet-stream bin; }}
{temporary}  root {work}/www;
  server {{
    listen 127.0.0.1:{plain};
    location = / {{ return 200 "Hello, world"; }}
  }}
  server {{
    listen 127.0.0.1:{secure} ssl;
    ssl_certificate {work}/cert.pem; ssl_certificate_key {work}/key.pem; ssl_protocols TLSv1.3;
    location = / {{ return 200 "Hello, world"; }}
  }}
}}
""")
    return path


def make_site(work):
    work.chmod(0o755)
    (work / "www").mkdir()
    then = time.time() - AN_HOUR
    for name, size in FILES.items():
        (work / "www" / name).write_bytes(os.urandom(size))
        os.utime(work / "www" / name, (then, then))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-subj", "/CN=localhost", "-days", "2", "-keyout", work / "key.pem",
                    "-out", work / "cert.pem"], check=True, capture_output=True)


def fetch(port, path, tls=None):
    connection = (http.client.HTTPSConnection("127.0.0.1", port, context=tls) if tls
                  else http.client.HTTPConnection("127.0.0.1", port))
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


class Bench:
    def __init__(self, options, work):
        self.build = pathlib.Path(options.build)
        self.raw_program = options.raw
        self.work = work
        self.seconds, self.rounds = (1, 1) if options.quick else (3, 5)
        self.idle = 500 if options.quick else 10_000
        self.plain, self.secure = free_port(), free_port()
        self.nginx_command = [options.nginx, "-p", work, "-c", nginx_config(work, self.plain, self.secure)]

    def nginx(self):
        return Server(self.nginx_command, self.plain)

    def ours(self, name, *arguments):
        port = free_port()
        return Server([self.build / "medusa" / name, port, *arguments], port)

    def turns(self, *measures):
        return in_turns(self.rounds, *measures)

    def hello(self):
        port = free_port()
        with self.ours("hello_server") as ours, self.nginx() as nginx, \
                Server([self.raw_program, port], port) as raw:
            bare, theirs, mine = self.turns(*(
                lambda one=one: one.per_request("/", seconds=self.seconds)
                for one in (raw, nginx, ours)))
            yield Figure("hello, keep-alive", "nginx return 200", mine, theirs, 1.0, bare)

    def pipelined(self):
        script = lua(self.work, "pipelined.lua", PIPELINED)
        with self.ours("hello_server") as ours, self.nginx() as nginx:
            theirs, mine = self.turns(*(
                lambda one=one: one.per_request("/", seconds=self.seconds, script=script)
                for one in (nginx, ours)))
            yield Figure("hello, 16 pipelined", "nginx return 200", mine, theirs, 0.6)

    def static(self):
        with self.ours("static_server", self.work / "www") as ours, self.nginx() as nginx:
            for name, size in FILES.items():
                assert fetch(ours.port, "/" + name) == fetch(nginx.port, "/" + name)
                few = size > 1_000_000
                theirs, mine = self.turns(*(
                    lambda one=one: one.per_request("/" + name, 8 if few else 64, self.seconds)
                    for one in (nginx, ours)))
                small = size < 10_000
                yield Figure(f"static file, {name}",
                             "nginx, open_file_cache" if small else "nginx, sendfile",
                             mine, theirs, 0.75 if small else 1.05)

    def tls(self):
        context = ssl.create_default_context(cafile=self.work / "cert.pem")
        context.check_hostname = False
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        with self.ours("https_server", self.work / "cert.pem", self.work / "key.pem") as ours, \
                self.nginx() as nginx:
            nginx.port = self.secure
            assert fetch(ours.port, "/", context) == fetch(nginx.port, "/", context)
            theirs, mine = self.turns(*(
                lambda one=one: one.per_request("/", seconds=self.seconds, scheme="https")
                for one in (nginx, ours)))
            yield Figure("hello, TLS 1.3, keep-alive", "nginx return 200", mine, theirs, 1.1)

    def crowd(self):
        count = self.idle
        with self.ours("hello_server") as ours, self.nginx() as nginx:
            per_connection = []
            for one in (ours, nginx):
                one.per_request("/", seconds=1)
                before = one.resident()
                with Crowd(one.port, count):
                    per_connection.append((one.resident() - before) / count)
            mine, theirs = per_connection
            print(f"  (an idle connection of nginx: {theirs:.0f} bytes)")
            yield Figure(f"idle connection, resident, of {count}", "bar", mine, 1024, 1.0, unit="B")
            figures = [], []
            for _ in range(self.rounds):
                figures[0].append(ours.per_request("/", seconds=self.seconds))
                with Crowd(ours.port, count):
                    figures[1].append(ours.per_request("/", seconds=self.seconds))
            without, beside = (sorted(all_)[len(all_) // 2] for all_ in figures)
            yield Figure(f"64 active beside {count} idle", "the same without", beside, without, 1.1)

    def rpc(self):
        script = lua(self.work, "call.lua", CALL)
        port = free_port()
        peer = pathlib.Path(__file__).with_name("xmlrpc_peer.py")
        with self.ours("xmlrpc_server") as ours, \
                Server(["/usr/bin/python3", peer, port], port) as python:
            answers = [len(xmlrpc.client.dumps((xmlrpc.client.ServerProxy(
                f"http://127.0.0.1:{one.port}/RPC2").rows(ROWS_OF_AN_ANSWER),), methodresponse=True))
                       for one in (ours, python)]
            assert answers[0] == answers[1] >= 64_000, answers
            theirs, mine = self.turns(*(
                lambda one=one, connections=connections: one.per_request(
                    "/RPC2", connections, self.seconds, script)
                for one, connections in ((python, 1), (ours, 64))))
            yield Figure("XML-RPC call, 64 KB answer", "SimpleXMLRPCServer", mine, theirs, 1 / 30)

    rows = {"hello": hello, "pipelined": pipelined, "static": static, "tls": tls, "crowd": crowd,
            "rpc": rpc}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", choices=["", *Bench.rows])
    for name in ("build", "nginx", "raw"):
        parser.add_argument(name)
    options = parser.parse_args()
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        make_site(work)
        bench = Bench(options, work)
        print(f"{'server CPU per request':42}{'ours':>9}     {'peer':>9}{'':30}{'ratio':>9}{'bar':>8}"
              f"{'':9}{'bare':>9}{'of it':>8}")
        for name, measure in Bench.rows.items():
            if options.only not in ("", name):
                continue
            for figure in measure(bench):
                print(figure.line(), flush=True)
                if figure.missed:
                    missed.append(figure.name)
    if missed and not options.quick:
        print("missed: " + ", ".join(missed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
