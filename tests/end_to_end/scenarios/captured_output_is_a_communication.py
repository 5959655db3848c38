"""Capture on both channels: tokens cut anywhere, several in one write, what is no text; nothing of it in the logs."""

from driver import listening
from driver.waiting import wait_until

BEGIN, END = "<!--XSUPERVISOR:BEGIN-->", "<!--XSUPERVISOR:END-->"
# Writes each line of its stdin as it is, without the end of line, to the channel its first letter names.
WRITER = """
import os, sys
for line in sys.stdin.buffer:
    os.write(1 if line[:1] == b"o" else 2, line[1:-1].replace(b"@", bytes([255])).replace(b"|", bytes([10])))
"""
PROGRAMS = listening.section("comm", "PROCESS_COMMUNICATION") + listening.section("err", "PROCESS_COMMUNICATION_STDERR") + """
[program:p]
command=/usr/bin/python3 @DIR@/writer.py
startsecs=0
stdout_capture_maxbytes=1MB
stderr_capture_maxbytes=1MB
stdout_logfile=@DIR@/p.out
stderr_logfile=@DIR@/p.err
[program:off]
command=/usr/bin/python3 @DIR@/writer.py
startsecs=0
stdout_logfile=@DIR@/off.out
"""


def play(s):
    s.write("writer.py", WRITER)
    s.start(PROGRAMS)
    s.wait_for_state("p", "RUNNING")
    filler = "." * 30 + "|"  # Debian's holds short output back
    seen = 0

    def write(channel, text):
        s.rpc.supervisor.sendProcessStdin("p", channel + text + "\n")

    def expect_next(channel):
        nonlocal seen
        seen += 1
        wait_until(lambda: len(listening.told(s, "comm")) >= seen, 20, f"communication number {seen}")
        s.expect(listening.told(s, "comm")[seen - 1][0]["eventname"].endswith(channel), f"it is of {channel}")

    write("o", "before " + BEGIN + "first" + END + " after" + filler)
    expect_next("STDOUT")
    write("e", "before " + BEGIN + "on stderr" + END + " after" + filler)
    expect_next("STDERR")
    # Cut within both tokens. A line is one write; each has been read when the next is asked for.
    for cut in (1, 5, 12, 23):
        write("o", filler + BEGIN[:cut])
        s.wait_for_text("p.out", filler.replace("|", "\n"))
        write("o", BEGIN[cut:] + "cut at " + str(cut) + " " + "x" * 30 + END[:cut])
        write("o", END[cut:] + filler)
        expect_next("STDOUT")
    write("o", BEGIN + "one" + END + BEGIN + "two" + END + "between" + BEGIN + END + filler)
    seen += 2
    expect_next("STDOUT")
    write("o", BEGIN + "not @ text" + END + filler)
    expect_next("STDOUT")
    write("o", BEGIN + "grüße|zwei Zeilen|" + END + "the end" + filler)
    expect_next("STDOUT")
    s.note("communications", listening.shown(listening.told(s, "comm")))
    listening.wait_for_event(s, "err", "PROCESS_COMMUNICATION_STDERR")
    s.note("to who asked for stderr", listening.shown(listening.told(s, "err")))
    s.rpc.supervisor.sendProcessStdin("off", "o" + BEGIN + "no capture" + END + "|\n")
    s.wait_for_text("off.out", "no capture")
    s.wait_for_text("p.out", "the end")
    for name in ("p.out", "p.err", "off.out"):
        s.note(name, s.read(name))
