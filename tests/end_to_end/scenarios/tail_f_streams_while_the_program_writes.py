"""tail -f shows what is written after it began, both channels and the main log; the client is killed."""

import os
import signal

from driver.stage import HEAD_WITH_TCP
from driver.waiting import wait_until

PROGRAMS = """
[program:relay]
command=/bin/sh -c 'exec cat < @DIR@/fifo'
startsecs=0
[program:complainer]
command=/bin/sh -c 'exec cat < @DIR@/fifo2 >&2'
startsecs=0
[program:no_log]
command=/bin/sleep 1000
stdout_logfile=NONE
startsecs=0
"""


def play(s):
    pipes = []
    for name in ("fifo", "fifo2"):
        os.mkfifo(f"{s.dir}/{name}")
        pipes.append(os.open(f"{s.dir}/{name}", os.O_RDWR | os.O_CLOEXEC))
    out, err = pipes
    s.start(PROGRAMS, head=HEAD_WITH_TCP)
    s.wait_for_state("no_log", "RUNNING")
    os.write(out, b"before\n")
    wait_until(lambda: s.rpc.supervisor.readProcessStdoutLog("relay", 0, 0) == "before\n", 10, "relayed")

    followers = {
        "over the Unix socket": s.follow("tail", "-f", "relay"),
        "over TCP": s.follow("tail", "-f", "relay", options=["-s", f"http://127.0.0.1:{s.port}"]),
        "by channel": s.follow("tail", "-f", "relay", "stdout"),
    }
    for follower in followers.values():
        follower.wait_for_text("before\n")
    for word in (b"first\n", b"second\n", "grün\n".encode()):
        os.write(out, word)
        for follower in followers.values():
            follower.wait_for_text(word.decode())
    for name, follower in followers.items():
        s.note(f"tail -f {name}", follower.text())

    # A client shows nothing, not even its greeting, before the first bytes have come.
    os.write(err, b"earlier complaint\n")
    wait_until(lambda: s.rpc.supervisor.readProcessStderrLog("complainer", 0, 0), 10, "complained")
    errors = s.follow("tail", "-f", "complainer", "stderr")
    errors.wait_for_text("earlier complaint")
    os.write(err, b"new grief\n")
    errors.wait_for_text("new grief\n")
    s.note("tail -f of stderr", errors.text())

    # Much at once arrives whole and in order.
    block = "".join(f"{i:07d}\n" for i in range(50000))
    with open(out, "wb", closefd=False) as pipe:
        pipe.write(block.encode())
    for name, follower in followers.items():
        follower.wait_for_text("0049999\n", 30)
        s.expect(follower.text().endswith("grün\n" + block), f"tail -f {name} lost and doubled nothing")

    # One client dies, the others and the daemon do not notice.
    followers.pop("by channel").end(signal.SIGKILL)
    os.write(out, b"after\n")
    for follower in followers.values():
        follower.wait_for_text("after\n")
    s.note("state of the program", s.state("relay"))
    for name, follower in followers.items():
        s.note(f"Ctrl-C of tail -f {name} ends it", follower.end(signal.SIGINT) is not None)

    main = s.follow("maintail", "-f")
    main.wait_for_text("entered RUNNING")
    s.rpc.supervisor.stopProcess("no_log")
    main.wait_for_text("stopped: no_log")
    main.end()

    for words in (("tail", "-f", "nosuch"), ("tail", "-f", "no_log"), ("tail", "-f", "relay", "nochannel"),
                  ("tail", "-f", "relay:nosuch")):
        follower = s.follow(*words)
        # Its greeting, on stdout, may come before or after, or at its end.
        refusals = lambda f=follower: [line for line in f.text().splitlines() if "404" in line or "Error" in line]
        wait_until(refusals, 10, "the client is refused")
        s.note(" ".join(words), refusals()[0])
        follower.end()
