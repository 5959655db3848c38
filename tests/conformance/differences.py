"""Where the two are known to differ: why, and what it takes to make them the same.

Each function is given Python's transcript and ours and returns both without the difference. Each is
checked to really occur in every scenario that names it.
"""

KNOWN = {}


def known(name, why):
    def keep(function):
        KNOWN[name] = (why, function)
        return function

    return keep


@known("collects after close",
       "Python goes on with what it has read although the channel is closed; nothing that is "
       "answered there can be sent, so ours stops.")
def collects_after_close(theirs, ours):
    at = next((i for i, line in enumerate(theirs) if line in ("close", "closes")), len(theirs))
    after = [line for line in theirs[at + 1:] if line.startswith("peer hears")]
    return theirs[: at + 1] + after, ours


@known("more is sent before a close",
       "Python asks a producer once for each push; ours asks for all that the peer takes at once. A "
       "close() in the same function therefore finds more sent.")
def more_sent(theirs, ours):
    theirs, ours = collects_after_close(theirs, ours)
    for i, (a, b) in enumerate(zip(theirs, ours)):
        if a != b and a.startswith("peer hears x") and b.startswith(a):
            return theirs[:i] + [b] + theirs[i + 1:], ours
    return theirs, ours


@known("closed by a push",
       "A push after close_when_done closes a channel of Python's at once, in the middle of what "
       "was read; ours closes when that has been dealt with, as both do without the push.")
def closed_by_a_push(theirs, ours):
    if "close" not in theirs:
        return theirs, ours
    at = theirs.index("close")
    ends = next((i for i in range(at, len(theirs)) if theirs[i].startswith(("peer hears", "waits"))),
                len(theirs))
    return theirs[:at] + theirs[at + 1: ends] + ["close"] + theirs[ends:], ours


@known("a push discarded in the same function",
       "Python sends at the push; ours gathers the answers to what was read into one send, and "
       "discard_buffers() forgets what is gathered.")
def push_discarded(theirs, ours):
    first = next((i for i, line in enumerate(theirs) if line.startswith("peer hears x")), None)
    return [line for i, line in enumerate(theirs) if i != first], ours


@known("a piece given twice",
       "When collect_incoming_data() throws and the channel stays open, Python hands the same bytes "
       "over again; ours does not, since they have been handed over.")
def given_twice(theirs, ours):
    def without_held(lines):
        return [line.removesuffix(", holds input") for line in lines]

    failed = theirs.index("error")
    again = next((i for i in range(failed, len(theirs)) if theirs[i].startswith("collect")), None)
    return without_held(line for i, line in enumerate(theirs) if i != again), without_held(ours)


@known("a disconnection thrown by a hook",
       "An error of a peer that is gone becomes handle_close() in ours wherever it comes from, as "
       "in asyncore.poll2(); under select() Python calls handle_error().")
def thrown_disconnection(theirs, ours):
    return [line for line in theirs if line != "error"], ours


@known("a count replaced while it is collected",
       "Python takes the bytes just collected off the terminator that collect_incoming_data() has "
       "set, or sets it to nothing; in ours what was set there holds from the next byte.")
def count_replaced(theirs, ours):
    def bytes_collected(lines):
        return ["".join(line.removeprefix("collect x") for line in lines if line.startswith("coll"))]

    return bytes_collected(theirs), bytes_collected(ours)


# What a scenario made at random may come upon.
IN_RANDOM = ("collects after close", "more is sent before a close", "closed by a push")
