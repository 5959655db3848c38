"""A log rolls over once it reaches maxbytes; backups are kept as counted; nothing is lost or reordered."""

import os

from driver.waiting import wait_until

PROGRAM = """
[program:{0}]
command=/bin/sh -c 'exec cat < @DIR@/{0}.fifo'
startsecs=0
stdout_logfile=@DIR@/{0}.log
stdout_logfile_maxbytes={1}
stdout_logfile_backups={2}
"""
CASES = {"two": (1000, 2), "none": (1000, 0), "endless": (0, 2), "many": ("100KB", 20)}


def play(s):
    pipes = {}
    for name in CASES:
        os.mkfifo(f"{s.dir}/{name}.fifo")
        pipes[name] = os.open(f"{s.dir}/{name}.fifo", os.O_RDWR | os.O_CLOEXEC)
    s.start("".join(PROGRAM.format(name, *CASES[name]) for name in CASES))

    def files(name):
        found = sorted(f for f in os.listdir(s.dir) if f.startswith(f"{name}.log"))
        return {f: os.path.getsize(f"{s.dir}/{f}") for f in found}

    for name in ("two", "none", "endless"):
        s.wait_for_state(name, "RUNNING")
        for round_ in range(9):
            block = f"{round_}{name:>398}\n"
            before = files(name)
            os.write(pipes[name], block.encode())
            wait_until(lambda n=name, b=before: files(n) != b, 10, "the block is in the log")
            # A full log is moved aside with the same event; both or neither are seen.
            wait_until(lambda n=name: CASES[n][0] == 0 or files(n)[f"{n}.log"] < CASES[n][0], 10, "it rolled over")
            s.note(f"after {round_ + 1} blocks", files(name))
        s.note("their first letters", {f: s.read(f)[:1] for f in files(name)})

    s.wait_for_state("many", "RUNNING")
    whole = "".join(f"{i:07d}\n" for i in range(100000))
    with open(pipes["many"], "wb", closefd=False) as pipe:
        pipe.write(whole.encode())
    s.wait_for_text("many.log", "0099999\n", 30)
    names = sorted(files("many"), key=lambda f: int(f.rsplit(".", 1)[1]) if f[-1].isdigit() else 0, reverse=True)
    s.expect(len(names) > 3, "it rolled over several times")
    s.expect("".join(s.read(f) for f in names) == whole, "all backups in order are what the program wrote")
    s.expect(all(size < 102400 + 131072 + 1 for size in files("many").values()), "no file is much too long")
