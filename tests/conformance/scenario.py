"""The scenarios: read from scenarios.txt or made at random, and cut into runs.

A scenario in scenarios.txt is a name and one step a line:

    known: NAME          the two are known to differ here, see differences.py
    stay_open            handle_error() leaves the channel open; it closes it otherwise
    at found N: ACTION   done in the Nth found_terminator(); * is each; so with "at collect"
    do: ACTION           done from outside, between events
    input: "..."         what the peer sends, cut in every way
    shut                 the peer sends no more, but reads on
    gone                 the peer closes

ACTION is a method of async_chat: set TERMINATOR (a string, a count, none), push "...",
producer SIZE "..." (a simple_producer), pieces "..." "..." (a producer that gives these), failing
(a producer that throws), close_when_done, discard_buffers, close, handle_close; or raise,
raise_reset (what a gone peer is), more SIZE "..." (asks a simple_producer itself), prefix "..."
"..." (find_prefix_at_end). Strings are written as in Python, and may be repeated: "x" * 100.

To the drivers a run is the same, a word a verb, strings in hexadecimal after an x, the input in
pieces:

    run
    at found 1 push x6f6b
    do set string x0d0a
    piece x610d
    piece x0a
    shut
    end
"""
import ast
import itertools
import random
import re

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*\*\s*\d+)?|\S+')
ALL_CUTS_IN_THREE = 24  # bytes of input up to which all are tried
ALL_CUTS_IN_TWO = 400


def to_bytes(token):
    text, _, times = token.rpartition("*") if not token.endswith('"') else (token, "", "1")
    return ast.literal_eval("b" + text.strip()) * int(times)


def to_action(text):
    words = []
    for token in TOKEN.findall(text):
        words.append("x" + to_bytes(token).hex() if token.startswith('"') else token)
    if words[0] == "set" and words[1] != "none":
        words.insert(1, "string" if words[1].startswith("x") else "count")
    return " ".join(words)


class Scenario:
    def __init__(self, name):
        self.name = name
        self.random = False
        self.known = None
        self.setup = []  # lines before the first step
        self.steps = []  # bytes the peer sends, or a line

    def add(self, line):
        head, _, rest = line.partition(":")
        head, rest = head.strip(), rest.strip()
        if head == "known":
            self.known = rest
        elif head == "stay_open":
            self.setup.append(head)
        elif head.startswith("at "):
            self.setup.append(f"{head} {to_action(rest)}")
        elif head == "do":
            self.steps.append(f"do {to_action(rest)}")
        elif head == "input":
            self.steps.append(to_bytes(rest))
        elif head in ("shut", "gone"):
            self.steps.append(head)
        else:
            raise SystemExit(f"{self.name}: what is '{line}'?")

    def length(self):
        return sum(len(step) for step in self.steps if isinstance(step, bytes))

    def splits(self, chance):
        """Sets of places to cut the input at: every way that is not too many."""
        inside = range(1, self.length())
        yield ()
        yield tuple(inside) if len(inside) <= ALL_CUTS_IN_TWO else tuple(inside)[:: len(inside) // 50]
        if len(inside) <= ALL_CUTS_IN_TWO:
            yield from ((at,) for at in inside)
        if len(inside) < ALL_CUTS_IN_THREE and not self.random:
            yield from itertools.combinations(inside, 2)
        for _ in range(8):
            count = chance.randint(0, min(len(inside), 12))
            yield tuple(sorted(chance.sample(inside, count)))

    def run(self, cuts):
        """The lines of one run."""
        lines = ["run", *self.setup]
        at = 0
        for step in self.steps:
            if isinstance(step, str):
                lines.append(step)
                continue
            edges = [0, *(cut - at for cut in cuts if at < cut < at + len(step)), len(step)]
            lines += ("piece x" + step[a:b].hex() for a, b in zip(edges, edges[1:]) if a < b)
            at += len(step)
        return lines + ["end"]


def read(path):
    scenarios = []
    for line in path.read_text().splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("scenario:"):
            scenarios.append(Scenario(line.removeprefix("scenario:").strip()))
        else:
            scenarios[-1].add(line)
    return scenarios


def made_at_random(seed):
    """One scenario: few different bytes, so that terminators and their beginnings are everywhere."""
    chance = random.Random(seed)
    alphabet = chance.choice([b"ab", b"\r\n", b"\r\nx", b"abc"])

    def some(low, high):
        return bytes(chance.choices(alphabet, k=chance.randint(low, high)))

    def a_set():
        kind = chance.choice("sssccn")
        if kind == "s":
            return "set string x" + some(1, 4).hex()
        return f"set count {chance.randint(0, 6)}" if kind == "c" else "set none"

    # Not both: a push discarded in the same function is a known difference.
    others = chance.choice([["push"] * 4 + ["producer", "pieces"], ["discard_buffers"]])

    def an_action():
        verb = chance.choice(["set"] * 6 + others)
        if verb == "set":
            return a_set()
        if verb == "push":
            return "push x" + some(0, 6).hex()
        if verb == "producer":
            return f"producer {chance.randint(1, 4)} x{some(0, 9).hex()}"
        if verb == "pieces":
            return " ".join(["pieces", *("x" + some(1, 4).hex() for _ in range(chance.randint(0, 3)))])
        return verb

    made = Scenario(f"made at random, seed {seed}")
    made.random = True
    if chance.random() < 0.2:
        made.setup.append("stay_open")
    for _ in range(chance.randint(0, 6)):
        made.setup.append(f"at found {chance.choice('12345*')} {an_action()}")
    ending = chance.choice(["close_when_done", "close", "handle_close", "raise", None, None])
    if ending:
        made.setup.append(f"at found {chance.randint(1, 6)} {ending}")
    made.steps.append("do " + a_set())
    for _ in range(chance.randint(1, 4)):
        made.steps.append(some(1, 24))
        if chance.random() < 0.3:
            made.steps.append("do " + an_action())
    made.steps += chance.choice([[], [], ["shut"], ["gone"]])
    return made
