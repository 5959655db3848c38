"""What two runs of one script may differ in by nature, taken out: pids, times, places."""

import re

_RULES = [
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}", "WHEN"),
    (r"\b[A-Z][a-z]{2} \d\d \d\d:\d\d [AP]M", "WHEN"),
    (r"\b\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}", "WHEN"),
    (r"uptime \d+:\d\d:\d\d", "uptime UP"),
    (r"\bpid \d+", "pid PID"),
    (r"\bpid:[1-9]\d*", "pid:PID"),
    (r"\bwhen:\d+", "when:WHEN"),
    (r"(killing '\S+' )\(\d+\)", r"\1(PID)"),
    (r"(?<=---supervisor-)\w{8}(?=\.log)", "RANDOM"),
    (r"server\.socket\.\d+", "server.socket.PID"),
    # A program that says how it was called; the two are called differently.
    (r"(For help, use )[^\n\"\\]+?( -h)", r"\1SUPERVISORD\2"),
    # Where in Python's library the client gave up depends on nothing the server did.
    (r"file: \S+ line: \d+", "file: FILE line: N"),
    (r"<ProtocolError for \S+: ", "<ProtocolError for URL: "),
]


def normal_form(text, places):
    """`places` maps what this run calls its folder, port and so on to a common name."""
    for name in sorted(places, key=len, reverse=True):
        text = text.replace(name, places[name])
    for pattern, common in _RULES:
        text = re.sub(pattern, common, text)
    return text


def plain(value):
    """A value of an XML-RPC answer, with what changes by nature replaced by whether it is there."""
    if isinstance(value, dict):
        changing = {"pid": "PID", "now": "NOW", "start": "START", "stop": "STOP"}
        return {k: changing[k] if k in changing and v else plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value
