"""A way between browser and daemon on which what is said may be lost."""

import contextlib
import socket
import threading


class Way:
    """Passes on what is said at its port to another port of this host, and what comes back."""

    def __init__(self, to):
        self.to = to
        self.connections = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def lose(self):
        """From now on nothing passes on the connections on which something is followed, and neither end
        is told: as when the browser's machine slept. Idle ones are closed, new ones work."""
        for connection in self.connections:
            connection["lost"] = True
            for end in () if connection["followed"] else connection["ends"]:
                with contextlib.suppress(OSError):  # it has gone already
                    end.shutdown(socket.SHUT_RDWR)

    def accept(self):
        while True:
            try:
                near, _ = self.listening.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                return
            connection = {"lost": False, "followed": False, "ends": (near, far)}
            self.connections.append(connection)
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self.pass_on, args=(*ends, connection), daemon=True).start()

    def pass_on(self, source, sink, connection):
        try:
            while data := source.recv(65536):
                if data.startswith(b"GET "):
                    connection["followed"] = data.startswith((b"GET /events", b"GET /logtail"))
                if not connection["lost"]:
                    sink.sendall(data)
            if not connection["lost"]:
                sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def shutdown(self):
        self.listening.close()
