"""Where our supervisord answers otherwise than Debian's 4.2.5 on purpose.

A row is applied to the transcript of Debian's daemon: what its pattern matches becomes what we say.
A row that matches nothing any more fails the scenario, so that the table stays true.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    scenario: str
    reason: str
    theirs: str  # a regular expression over the transcript of Debian's
    ours: str  # what stands there in our transcript


DIFFERENCES = [
    Difference(
        "start_and_stop_say_why_they_failed",
        "what kept a child from its exec is told as the reason, and not only written to its log",
        r"^(wrong_directory +FATAL +)Exited too quickly .*$", r"\1couldn't chdir to DIR/nowhere: ENOENT"),
    Difference(
        "xmlrpc_client_sees_the_same_methods_and_values",
        "getAllConfigInfo has autorestart, as 4.4 has: true, false or \"unexpected\"",
        r'^(  "autostart": true,)$', r'\1\n  "autorestart": "unexpected",'),
    Difference(
        "xmlrpc_client_sees_the_same_methods_and_values",
        "the same, of the program with autorestart=false",
        r'^(  "autostart": false,)$', r'\1\n  "autorestart": false,'),
    Difference(
        "xmlrpc_client_sees_the_same_methods_and_values",
        "an argument of a wrong type is INCORRECT_PARAMETERS, and no HTTP error 500",
        r"^(# a name of kind (?:int|dict)): ProtocolError$", r"\1: fault 2"),
]


def as_ours(scenario, transcript):
    """Debian's transcript as ours has to be, and the rows that no longer match anything."""
    stale = []
    for row in DIFFERENCES:
        if row.scenario == scenario:
            transcript, count = re.subn(row.theirs, row.ours, transcript, flags=re.MULTILINE)
            if not count:
                stale.append(row)
    return transcript, stale
