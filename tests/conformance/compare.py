#!/usr/bin/python3
"""Plays every scenario, in every split, to Python's asynchat and to ours, and compares.

usage: compare.py DRIVER [--random COUNT] [--seed SEED] [--only WORDS]

DRIVER is our program; Python's side is python_driver.py beside this file, run by this Python. What
is compared is the order of collect_incoming_data (each call and its bytes), found_terminator,
handle_close and handle_error, what the peer hears, and what the channel waits for after each piece.
"""
import argparse
import concurrent.futures
import pathlib
import random
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import differences  # noqa: E402
import scenario  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent


def transcripts(command, text):
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.exit(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    runs, lines = [], []
    for line in done.stdout.splitlines():
        if line == "run":
            lines = []
        elif line == "end":
            runs.append(lines)
        else:
            lines.append(line)
    return runs


def shorter(line):
    return line if len(line) < 120 else f"{line[:100]}... ({len(line)} characters)"


def show(lines, theirs, ours):
    print("    " + "\n    ".join(map(shorter, lines)))
    for i in range(max(len(theirs), len(ours))):
        a, b = (shorter(side[i]) if i < len(side) else "" for side in (theirs, ours))
        print(f"    {' ' if a == b else '!'} {a:<50} {b}")


class Comparison:
    def __init__(self):
        self.compared = self.differing = self.failures = 0
        self.seen = set()

    def look_at(self, one, lines, theirs, ours):
        self.compared += 1
        if theirs == ours:
            return
        self.differing += 1
        names = [one.known] if one.known else differences.IN_RANDOM if one.random else []
        for name in names:
            one_side, other_side = differences.KNOWN[name][1](theirs, ours)
            if one_side == other_side:
                self.seen.add((one.name if one.known else None, name))
                return
        self.failures += 1
        if self.failures <= 5:
            print(f"{one.name}: they differ (Python's on the left)")
            show(lines, theirs, ours)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("driver")
    options.add_argument("--random", metavar="COUNT", type=int, default=300)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--only", default="")
    chosen = options.parse_args()

    started = time.monotonic()
    written = [one for one in scenario.read(HERE / "scenarios.txt") if chosen.only in one.name]
    made = [] if chosen.only else [scenario.made_at_random(chosen.seed + i) for i in range(chosen.random)]
    print(f"{len(written)} scenarios and {len(made)} made at random, seed {chosen.seed}")

    plays = []
    for one in written + made:
        chance = random.Random(f"{chosen.seed} {one.name}")
        plays += ((one, one.run(cuts)) for cuts in one.splits(chance))
    text = "".join("\n".join(lines) + "\n" for _, lines in plays)
    with concurrent.futures.ThreadPoolExecutor() as both:
        theirs, ours = both.map(transcripts, ([sys.executable, str(HERE / "python_driver.py")],
                                              [chosen.driver]), (text, text))
    if not len(theirs) == len(ours) == len(plays):
        sys.exit(f"{len(plays)} runs, but {len(theirs)} and {len(ours)} answers")

    result = Comparison()
    for (one, lines), a, b in zip(plays, theirs, ours):
        result.look_at(one, lines, a, b)
    missing = [one for one in written if one.known and (one.name, one.known) not in result.seen]
    for one in missing:
        print(f"{one.name}: known to differ ({one.known}), but does not")
    unused = set() if chosen.only else set(differences.KNOWN) - {one.known for one in written}
    for name in unused:
        print(f"no scenario shows the known difference: {name}")
    for name in differences.KNOWN:
        print(f"known difference: {name}: {differences.KNOWN[name][0]}")
    print(f"{result.compared} runs compared, {result.differing} differ, {result.failures} of them "
          f"as no known difference does, in {time.monotonic() - started:.1f} s")
    sys.exit(1 if result.failures or missing or unused or not plays else 0)


main()
