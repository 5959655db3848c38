"""Marshals values at random with Python; ours must read them and write the same bytes."""

import random
import struct
import subprocess
import sys
import xmlrpc.client

TEXT = "abc XYZ <>&\"' \n\t\u00e9\u20ac\U0001f600]]>-:"
SPECIAL = [0.0, -0.0, 1.0, 1e15, 1e16, 1e-4, 1e-5, 5e-324, float("inf"), float("-inf"), float("nan")]


def text(rng):
    return "".join(rng.choice(TEXT) for _ in range(rng.randrange(12)))


def real(rng):
    if rng.random() < 0.3:
        return rng.choice(SPECIAL)
    if rng.random() < 0.5:
        return round(rng.uniform(-1e6, 1e6), rng.randrange(6))
    return struct.unpack("<d", rng.randbytes(8))[0]


def value(rng, depth=0):
    kind = rng.randrange(9 if depth < 5 else 7)
    if kind == 0:
        return None
    if kind == 1:
        return rng.random() < 0.5
    if kind == 2:
        return rng.randrange(-2**31, 2**31)
    if kind == 3:
        return real(rng)
    if kind == 4:
        return text(rng)
    if kind == 5:
        return rng.randbytes(rng.randrange(150))
    if kind == 6:
        return xmlrpc.client.DateTime("%04d%02d%02dT%02d:%02d:%02d" % (
            rng.randrange(1000, 9999), rng.randrange(1, 13), rng.randrange(1, 29),
            rng.randrange(24), rng.randrange(60), rng.randrange(60)))
    if kind == 7:
        return [value(rng, depth + 1) for _ in range(rng.randrange(5))]
    return {text(rng): value(rng, depth + 1) for _ in range(rng.randrange(5))}


def main():
    rng = random.Random(1)
    ours = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for _ in range(3000):
        params = tuple(value(rng) for _ in range(rng.randrange(4)))
        wanted = xmlrpc.client.dumps(params, "a.b", allow_none=True).encode()
        ours.stdin.write(b"%d\n%s" % (len(wanted), wanted))
        ours.stdin.flush()
        got = ours.stdout.read(int(ours.stdout.readline()))
        if got != wanted:
            sys.exit("wanted %r\ngot    %r" % (wanted, got))
    ours.stdin.close()
    sys.exit(ours.wait())


main()
