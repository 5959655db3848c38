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
    Difference(
        "process_logs_are_read_by_offset_and_length",
        "an argument of a wrong type is INCORRECT_PARAMETERS, and no HTTP error 500",
        r"^(> .*\('talker', 'x', 1\)\n)HTTP 500 .*$", r"\1fault 2 INCORRECT_PARAMETERS"),
    Difference(
        "the_main_log_is_read_and_cleared",
        "the same",
        r"^(> .*\('a', 1\)\n)HTTP 500 .*$", r"\1fault 2 INCORRECT_PARAMETERS"),
    Difference(
        "a_password_is_asked_for_on_every_route",
        "credentials that cannot be read are the client's fault",
        r"^(# Basic !!!: \{\n \"status\": )500", r"\g<1>400"),
    Difference(
        "a_connection_is_closed_if_asked",
        "a server answers with the version it speaks itself, RFC 9110 2.5",
        r"HTTP/1\.0 200 OK", "HTTP/1.1 200 OK"),
    Difference(
        "static_files_are_served",
        "a wrong method is 405 and told which are right, RFC 9110 15.5.6",
        r'^(# a post: \{\n "status": )400,\n "allow": null', r'\g<1>405,\n "allow": "GET, HEAD"'),
    Difference(
        "another_user_is_told_what_he_may_not",
        "a log that cannot be opened is an error of one line, and no traceback",
        r'^(# a log where he may not write: )\[\n 1,\n ""',
        r'\1[\n 2,\n "Error: could not open log file DIR/supervisord.log: Permission denied"'),
    Difference(
        "another_user_is_told_what_he_may_not",
        "the limit that is told is the one there is, and not the one that was asked for",
        r"(only allow you to open) 100000000", r"\1 LIMIT"),
    Difference(
        "xml_rpc_is_answered_wherever_a_path_begins_with_rpc2",
        "a POST to what is not there is 404, and no bad request",
        r"^(# /rpc2: \{\n \"status\": )400", r"\g<1>404"),
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
