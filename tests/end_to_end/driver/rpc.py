"""Python's own XML-RPC client, over TCP or over a Unix socket."""

import http.client
import socket
import xmlrpc.client


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(self._path)


class _UnixTransport(xmlrpc.client.Transport):
    def __init__(self, path):
        super().__init__()
        self._path = path

    def make_connection(self, host):
        return _UnixConnection(self._path)


def over_unix(path):
    return xmlrpc.client.ServerProxy("http://localhost/RPC2", transport=_UnixTransport(path))


def over_tcp(port, login=""):
    at = login + "@" if login else ""
    return xmlrpc.client.ServerProxy(f"http://{at}127.0.0.1:{port}/RPC2")


# What a call ends with when the daemon is not there, is going, or has not opened its socket yet.
# Fault: while it is being renewed it says SHUTDOWN_STATE, or does not know a name any more or yet.
not_there = (OSError, http.client.HTTPException)
not_there_or_unsettled = (*not_there, xmlrpc.client.Fault)
