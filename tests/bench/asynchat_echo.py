"""Line echo on Python's own asynchat: the one to compare our echo_server with.

usage: asynchat_echo.py PORT   (0: one the kernel chooses; prints "listening on 127.0.0.1:PORT")
"""
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import asynchat
import asyncore
import resource
import socket
import sys


class EchoChannel(asynchat.async_chat):
    def __init__(self, sock):
        super().__init__(sock)
        self.set_terminator(b"\r\n")
        self.line = []

    def collect_incoming_data(self, data):
        self.line.append(data)

    def found_terminator(self):
        self.push(b"".join(self.line) + b"\r\n")
        self.line.clear()


class EchoServer(asyncore.dispatcher):
    def __init__(self, port):
        super().__init__()
        self.create_socket()
        self.set_reuse_addr()
        self.bind(("127.0.0.1", port))
        self.listen(socket.SOMAXCONN)

    def writable(self):
        return False

    def handle_accept(self):
        # All that wait: one for each turn of the loop makes ten thousand a matter of minutes.
        while (pair := self.accept()) is not None:
            self.handle_accepted(*pair)

    def handle_accepted(self, sock, _):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        EchoChannel(sock)


hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
server = EchoServer(int(sys.argv[1]))
print("listening on 127.0.0.1:%d" % server.socket.getsockname()[1], flush=True)
asyncore.loop(use_poll=True)
