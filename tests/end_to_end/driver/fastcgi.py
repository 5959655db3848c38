"""A FastCGI client: one request on a connection of its own, in the records of the FastCGI specification.

https://fastcgi-archives.github.io/FastCGI_Specification.html, sections 3 and 5.
"""

import socket
import struct

BEGIN_REQUEST, END_REQUEST, PARAMS, STDIN, STDOUT, STDERR = 1, 3, 4, 5, 6, 7
RESPONDER = 1
_HEADER = struct.Struct(">BBHHBx")  # version, type, request id, content length, padding length


def record(kind, content, request=1):
    padding = -len(content) % 8
    return _HEADER.pack(1, kind, request, len(content), padding) + content + bytes(padding)


def _length(size):
    return bytes([size]) if size < 128 else struct.pack(">I", size | 1 << 31)


def pairs(variables):
    """Names and values as PARAMS carries them."""
    encoded = [(n.encode(), v.encode()) for n, v in variables.items()]
    return b"".join(_length(len(n)) + _length(len(v)) + n + v for n, v in encoded)


def _exactly(connection, size):
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise ConnectionError(f"the responder left after {len(data)} of {size} bytes")
        data += more
    return data


class Reply:
    def __init__(self):
        self.out, self.err, self.status, self.protocol_status = b"", b"", None, None


def ask(address, variables=None, body=b"", limit=20):
    """`address` is the path of a Unix socket or a (host, port)."""
    reply = Reply()
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as connection:
        connection.settimeout(limit)
        connection.connect(address)
        given = pairs({"REQUEST_METHOD": "GET", **(variables or {})})
        connection.sendall(record(BEGIN_REQUEST, struct.pack(">HB5x", RESPONDER, 0)) + record(PARAMS, given)
                           + record(PARAMS, b""))
        for at in range(0, len(body), 60000):
            connection.sendall(record(STDIN, body[at:at + 60000]))
        connection.sendall(record(STDIN, b""))
        while reply.status is None:
            _, kind, _, size, padding = _HEADER.unpack(_exactly(connection, _HEADER.size))
            content = _exactly(connection, size + padding)[:size]
            if kind == STDOUT:
                reply.out += content
            elif kind == STDERR:
                reply.err += content
            elif kind == END_REQUEST:
                reply.status, reply.protocol_status = struct.unpack(">IB3x", content)
    return reply
