"""With capture and log events on, captured text is told as both; and a capture that is too long loses its beginning."""

from driver import listening
from driver.waiting import wait_until

BEGIN, END = "<!--XSUPERVISOR:BEGIN-->", "<!--XSUPERVISOR:END-->"
PROGRAMS = listening.section("all", "PROCESS_LOG,PROCESS_COMMUNICATION") + """
[program:p]
command=/bin/cat
startsecs=0
stdout_capture_maxbytes=100
stdout_events_enabled=true
stdout_logfile=@DIR@/p.out
"""


def play(s):
    s.start(PROGRAMS)
    s.wait_for_state("p", "RUNNING")

    def write(text):
        s.rpc.supervisor.sendProcessStdin("p", text)

    write("a" * 30 + BEGIN + "b" * 30 + END + "c" * 30)
    listening.wait_for_event(s, "all", "PROCESS_LOG_STDOUT", "c" * 30)
    # Pieces of 60, each read before the next is written: the third pushes out what is over.
    write(BEGIN + "1" * 60)
    for digit in "23":
        listening.wait_for_event(s, "all", "PROCESS_LOG_STDOUT", chr(ord(digit) - 1) * 60)
        write(digit * 60)
    listening.wait_for_event(s, "all", "PROCESS_LOG_STDOUT", "3" * 60)
    write(END + "d" * 30)
    listening.wait_for_event(s, "all", "PROCESS_LOG_STDOUT", "d" * 30)
    wait_until(lambda: len(listening.told(s, "all")) >= 9, 10, "all nine events are there")
    s.note("told", listening.shown(listening.told(s, "all")))
    s.note("the log", s.read("p.out"))
