#!/usr/bin/python3
"""xmlrpc_peer.py PORT: Python's SimpleXMLRPCServer as it comes, with the method the bench calls."""
import sys
from xmlrpc.server import SimpleXMLRPCServer


def rows(count):
    return [{"number": i, "name": f"row {i}", "even": i % 2 == 0, "half": i / 2}
            for i in range(count)]


server = SimpleXMLRPCServer(("127.0.0.1", int(sys.argv[1])), logRequests=False)
server.register_function(rows)
server.serve_forever()
