"""Plays runs through CPython's asynchat and prints what it calls; the twin of driver.cpp.

Reads from standard input, in the language that compare.py describes, and answers each run with one
transcript. Needs a Python that still has asynchat: 3.11.
"""
import collections
import select
import socket
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import asynchat  # noqa: E402
import asyncore  # noqa: E402


def unhex(word):
    """The bytes of a word such as x0d0a."""
    return bytes.fromhex(word[1:])


class pieces:
    """A producer that gives these, one at a time."""

    def __init__(self, given):
        self.given = collections.deque(given)

    def more(self):
        return self.given.popleft() if self.given else b""


class failing:
    def more(self):
        raise RuntimeError("no more")


class chat(asynchat.async_chat):
    def __init__(self, sock, where, out):
        self.out = out
        self.actions = {}
        self.seen = collections.Counter()
        self.stays_open = False
        self.set_terminator(None)
        asynchat.async_chat.__init__(self, sock, where)

    def collect_incoming_data(self, data):
        self.note("collect x" + bytes(data).hex())
        self.act("collect")

    def found_terminator(self):
        self.note("found")
        self.act("found")

    def handle_close(self):
        self.note("close")
        asynchat.async_chat.handle_close(self)

    def handle_error(self):
        self.note("error")
        if not self.stays_open:
            self.handle_close()

    def note(self, line):
        self.out.append(line)

    def act(self, event):
        self.seen[event] += 1
        for when in (str(self.seen[event]), "*"):
            for words in self.actions.get((event, when), ()):
                self.do(words)

    def do(self, words):
        verb, rest = words[0], words[1:]
        if verb == "set":
            kind = rest[0]
            self.set_terminator({"none": lambda: None, "count": lambda: int(rest[1]),
                                 "string": lambda: unhex(rest[1])}[kind]())
        elif verb == "push":
            self.push(unhex(rest[0]))
        elif verb == "producer":
            self.push_with_producer(asynchat.simple_producer(unhex(rest[1]), int(rest[0])))
        elif verb == "pieces":
            self.push_with_producer(pieces(map(unhex, rest)))
        elif verb == "failing":
            self.push_with_producer(failing())
        elif verb == "close_when_done":
            self.close_when_done()
        elif verb == "discard_buffers":
            self.discard_buffers()
        elif verb == "close":
            self.note("closes")
            self.close()
        elif verb == "handle_close":
            self.handle_close()
        elif verb == "raise":
            raise RuntimeError("told to")
        elif verb == "raise_reset":
            raise ConnectionResetError(104, "told to")
        elif verb == "more":
            producer = asynchat.simple_producer(unhex(rest[1]), int(rest[0]))
            while piece := producer.more():
                self.note("more x" + piece.hex())
        elif verb == "prefix":
            found = asynchat.find_prefix_at_end(unhex(rest[0]), unhex(rest[1]))
            self.note("prefix %d" % found)
        else:
            raise SystemExit("unknown action " + verb)

    def state(self):
        ends = self.get_terminator()
        if not ends:
            kind = "none"
        elif isinstance(ends, int):
            kind = "count %d" % ends
        else:
            kind = "string x" + ends.hex()
        self.note("waits for %s%s" % (kind, ", holds input" if self.ac_in_buffer else ""))


class run:
    def __init__(self):
        near, self.far = socket.socketpair()
        self.far.setblocking(False)
        self.map = {}
        self.out = []
        self.channel = chat(near, self.map, self.out)
        self.heard = b""
        self.peer_ended = False

    def listen(self):
        got = 0
        while self.far is not None and not self.peer_ended:
            try:
                data = self.far.recv(1 << 20)
            except BlockingIOError:
                break
            except ConnectionResetError:
                data = b""
            if not data:
                self.peer_ended = True
                got += 1
                break
            self.heard += data
            got += len(data)
        return got

    def settle(self):
        """Turns until nothing is left to do, the peer reading all it is sent."""
        while self.map:
            before = len(self.out)
            asyncore.poll(0.0, self.map)
            if self.listen() or len(self.out) > before or not self.map:
                continue
            if not select.select([self.channel.socket], [], [], 0)[0] and not self.channel.writable():
                break
        self.listen()

    def say(self, data):
        while data and self.far is not None:
            try:
                data = data[self.far.send(data):]
            except BlockingIOError:
                self.settle()
            except (BrokenPipeError, ConnectionResetError):
                return
        self.settle()

    def play(self, words):
        verb = words[0]
        if verb == "stay_open":
            self.channel.stays_open = True
        elif verb == "at":
            self.channel.actions.setdefault((words[1], words[2]), []).append(words[3:])
        elif verb == "do":
            self.channel.do(words[1:])
            self.settle()
        elif verb == "piece":
            self.say(unhex(words[1]))
        elif verb == "shut":
            try:
                self.far.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            self.settle()
        elif verb == "gone":
            self.far.close()
            self.far = None
            self.settle()
        else:
            raise SystemExit("unknown word " + verb)
        if verb in ("do", "piece", "shut", "gone"):
            if self.heard:
                self.out.append("peer hears x" + self.heard.hex())
                self.heard = b""
            if self.map:
                self.channel.state()

    def end(self):
        if self.peer_ended:
            self.out.append("peer hears the end")
        self.channel.close()
        if self.far is not None:
            self.far.close()
        return self.out


def main():
    current = None
    for line in sys.stdin:
        words = line.split()
        if words == ["run"]:
            current = run()
        elif words == ["end"]:
            sys.stdout.write("\n".join(["run", *current.end(), "end", ""]))
        else:
            current.play(words)


main()
