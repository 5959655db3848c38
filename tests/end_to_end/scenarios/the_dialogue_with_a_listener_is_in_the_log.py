"""loglevel debug: the lines about a listener, its stdout and its states; and its stdout in its own log."""

from driver import listening

PROGRAMS = listening.section("l", "REMOTE_COMMUNICATION", "stdout_logfile=@DIR@/l.log")
LINES = ("ACKNOWLEDGED", "BUSY", "sent to listener", "event was", "bad result")


def play(s):
    orders = listening.Orders(s, "l")
    s.start(PROGRAMS, "-e", "debug")
    s.wait_for_log("l: ACKNOWLEDGED -> READY")
    s.wait_for_state("l", "RUNNING")
    for data, order in (("one", "ok"), ("two", "fail"), ("", "ok"), ("three", '"RESULT 2\\nOK"')):
        if data:
            s.call("supervisor.sendRemoteCommEvent", "t", data)
        orders.give(order)
    listening.wait_for_event(s, "l", "REMOTE_COMMUNICATION", "three")
    s.wait_for_text("l.log", "RESULT 2\nOKREADY\nRESULT 4\nFAILREADY\nRESULT 2\nOKREADY\nRESULT 2\nOKREADY\n")
    orders.say("it's \"bad\"\ttext\n")
    s.call("supervisor.sendRemoteCommEvent", "t", "four")
    s.wait_for_log("has entered the UNKNOWN state")
    s.note("told", listening.shown(listening.told(s, "l"), serials=True))
    s.note("the log", s.log_lines(*LINES))
    log = s.read("supervisord.log")
    s.expect("DEBG 'l' stdout output:\nb'READY\\n'\n" in log, "its words are shown as bytes")
    s.expect("""DEBG 'l' stdout output:\nb'it\\'s "bad"\\ttext\\n""" in log, "with quotes as Python's")
    s.note("its own log", s.read("l.log"))
