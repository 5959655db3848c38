#!/usr/bin/python3
"""What a static file costs: static_server beside nginx with sendfile and open_file_cache.

usage: static_files.py [--quick] STATIC_SERVER NGINX

CPU of the server alone, per request, in microseconds: each server on core 0, wrk on core 1, taking
turns, medians. Ends with 1 when a bar is missed. --quick: one short turn each, no bar.
"""
import http.client
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time

# File, bytes, connections, at most so many times nginx.
ROWS = (("small.html", 1000, 64, 0.75), ("100k.bin", 100_000, 64, 1.05),
        ("10m.bin", 10_000_000, 8, 1.05))
AN_HOUR = 3600


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def nginx_config(work, port):
    temporary = "".join(f"  {name}_temp_path {work}/{name};\n"
                        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = work / "nginx.conf"
    path.write_text(f"""daemon off; master_process off; error_log {work}/error.log; pid {work}/pid;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000000; open_file_cache max=100;
  default_type application/octet-stream; types {{ text/html html; }}
{temporary}  server {{ listen 127.0.0.1:{port}; root {work}/www; }}
}}
""")
    return path


class Server:
    def __init__(self, command, port):
        self.process = subprocess.Popen(["taskset", "-c", "0", *map(str, command)],
                                        stdout=subprocess.DEVNULL)
        self.port = port
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except ConnectionRefusedError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.01)

    def cpu(self):
        """Nanoseconds, where utime and stime count ticks."""
        return int(pathlib.Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0])

    def fetch(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", "/" + name)
        body = connection.getresponse().read()
        connection.close()
        return body

    def per_request(self, name, connections, seconds):
        before = self.cpu()
        said = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s",
                               f"http://127.0.0.1:{self.port}/{name}"],
                              capture_output=True, text=True, check=True).stdout
        wrong = re.search(r"Non-2xx.*|Socket errors.*", said)
        if wrong:
            raise SystemExit(f"{name}: {wrong[0]}")
        return (self.cpu() - before) / 1000 / int(re.search(r"(\d+) requests in", said)[1])

    def end(self):
        self.process.kill()
        self.process.wait()


def main(arguments):
    quick = "--quick" in arguments
    static_server, nginx = [word for word in arguments if word != "--quick"]
    seconds, rounds = (1, 1) if quick else (3, 5)
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        (work / "www").mkdir()
        for name, size, _, _ in ROWS:
            (work / "www" / name).write_bytes(os.urandom(size))
            then = time.time() - AN_HOUR
            os.utime(work / "www" / name, (then, then))
        port, other = free_port(), free_port()
        ours = Server([static_server, port, work / "www"], port)
        theirs = Server([nginx, "-p", work, "-c", nginx_config(work, other)], other)
        try:
            print(f"{'file':12}{'nginx':>9}{'ours':>9}{'ratio':>8}{'bar':>7}")
            for name, size, connections, bar in ROWS:
                assert ours.fetch(name) == theirs.fetch(name) and len(ours.fetch(name)) == size
                figures = [], []
                for _ in range(rounds):
                    for list_, server in zip(figures, (theirs, ours)):
                        list_.append(server.per_request(name, connections, seconds))
                nginx_us, ours_us = map(statistics.median, figures)
                ratio = ours_us / nginx_us
                over = ratio > bar and not quick
                missed |= over
                print(f"{name:12}{nginx_us:9.2f}{ours_us:9.2f}{ratio:8.2f}{bar:7.2f}"
                      f"{'  MISSED' if over else ''}", flush=True)
        finally:
            ours.end()
            theirs.end()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
