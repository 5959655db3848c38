"""Bytes that are no HTTP, cut requests, clients that leave: 400 or a close, and the daemon lives on."""

import random
import socket

from driver import rpc
from driver.stage import HEAD_WITH_TCP
from driver.waiting import wait_until

GARBAGE = [
    b"GARBAGE\r\n\r\n", b"\r\n\r\n", b"\r\n" * 50, b"\x00" * 100 + b"\r\n\r\n", b"\xff\xfe\x16\x03\x01\x02\r\n\r\n",
    b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1 extra\r\n\r\n", b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
    b"POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: lots\r\n\r\n",
    b"POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n<half",
    b"POST /RPC2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"A" * 100000 + b"\r\n\r\n", b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20000 + b"\r\n",
    b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(range(200)),
]


def play(s):
    s.start("[program:one]\ncommand=/bin/sleep 1000\nstartsecs=0\n", head=HEAD_WITH_TCP)
    s.wait_for_state("one", "RUNNING")
    pid = s.info("one")["pid"]
    noise = random.Random(7)
    for garbage in GARBAGE + [noise.randbytes(n) for n in (1, 10, 1000, 100000)]:
        for target in (("127.0.0.1", s.port), s.socket):
            with socket.socket(socket.AF_UNIX if isinstance(target, str) else socket.AF_INET) as client:
                client.settimeout(10)
                client.connect(target)
                try:
                    client.sendall(garbage)
                    client.shutdown(socket.SHUT_WR)
                    answer = b""
                    if s.ours:
                        # Whoever has said all it will say is answered or let go, not kept waiting.
                        while chunk := client.recv(65536):
                            answer += chunk
                        if answer and not answer.startswith((b"HTTP/1.1 ", b"HTTP/1.0 ")):
                            s.expect(False, f"{garbage[:40]!r} is answered by HTTP, not {answer[:40]!r}")
                except (ConnectionResetError, BrokenPipeError):
                    pass
        try:
            s.expect(s.state("one") == "RUNNING", "the daemon lives")
        except rpc.not_there as error:
            s.expect(False, f"the daemon does not live after {garbage[:40]!r}: {error!r}")
    if s.ours:
        with socket.create_connection(("127.0.0.1", s.port), 10) as client:
            client.sendall(b"GARBAGE\r\n\r\n")
            s.expect(client.recv(1000).startswith(b"HTTP/1.1 400 "), "garbage is answered by 400")
    # Clients that open and say nothing, or half of it, and leave or stay.
    idle = [socket.create_connection(("127.0.0.1", s.port)) for _ in range(50)]
    for i, client in enumerate(idle):
        client.sendall(b"POST /RPC2 HTTP/1.1\r\nContent-Le"[:i])
    for client in idle[::2]:
        client.close()
    s.ctl("status")
    wait_until(lambda: s.info("one")["pid"] == pid, 5, "the program was not touched")
    s.note("the daemon still runs", s.daemon.poll() is None)
