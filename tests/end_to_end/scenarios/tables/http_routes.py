"""The HTTP side, request by request, over a raw socket where curl would tidy up."""

import base64
import os
import re
import socket
import time

from driver.stage import HEAD, HEAD_WITH_TCP
from driver.waiting import wait_until

TALKER = """
[program:talker]
command=/bin/sh -c 'echo hello; echo error >&2; exec sleep 1000'
startsecs=0
stdout_logfile=@DIR@/talker.log
stderr_logfile=@DIR@/talker.err
"""
CALL = "<?xml version='1.0'?><methodCall><methodName>supervisor.getAPIVersion</methodName></methodCall>"
WITH_PASSWORD = HEAD + "[inet_http_server]\nport=127.0.0.1:@PORT@\nusername=jane\npassword=secret\n"


def _started(s, head=HEAD_WITH_TCP):
    s.start(TALKER, head=head)
    s.wait_for_state("talker", "RUNNING")
    s.wait_for_text("talker.log", "hello\n")
    s.wait_for_text("talker.err", "error\n")


def told(s, what, response, *headers):
    s.note(what, {"status": response.status, **{h: response.headers.get(h) for h in headers}})
    return response


def raw(s, request, until=b"</methodResponse>\n", limit=10):
    """What comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", s.port), timeout=limit) as connection:
        connection.sendall(request)
        got = b""
        while until not in got:
            more = connection.recv(65536)
            if not more:
                break
            got += more
        return got.decode("utf-8", "replace")


def post(body=CALL, version="1.1", *headers):
    lines = [f"POST /RPC2 HTTP/{version}", "Host: localhost", f"Content-Length: {len(body)}", *headers, "", body]
    return "\r\n".join(lines).encode()


def ok_html_says_ok(s):
    _started(s)
    answer = told(s, "GET", s.curl("/ok.html"), "content-type", "content-length")
    s.note("it says", answer.body)


def xml_rpc_is_answered_wherever_a_path_begins_with_rpc2(s):
    _started(s)
    for path in ("/RPC2", "/RPC2/", "/RPC2/more", "/RPC2?x=y", "/RPC2x", "/rpc2"):
        answer = told(s, path, s.curl(path, "-d", CALL, "-H", "Content-Type: text/xml"), "content-type")
        s.note("it says", answer.body if answer.status == 200 else "")


def a_call_without_a_length_is_refused(s):
    _started(s)
    answer = raw(s, b"POST /RPC2 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\r\n\r\n")
    s.note("status", answer.split(" ")[1])


def bad_documents_are_bad_requests(s):
    _started(s)
    for body in ("nonsense", "<x/>", "<methodCall></methodCall>", "<methodCall><methodName></methodName></methodCall>",
                 CALL[:-10]):
        told(s, repr(body), s.curl("/RPC2", "-d", body, "-H", "Content-Type: text/xml"))
    s.call("supervisor.getState")


def a_connection_is_kept_and_pipelined(s):
    _started(s)
    with socket.create_connection(("127.0.0.1", s.port), timeout=10) as connection:
        connection.sendall(post() * 3)
        got = b""
        while got.count(b"</methodResponse>") < 3:
            more = connection.recv(65536)
            s.expect(more, "it stays open")
            got += more
        s.note("statuses", [line for line in got.decode().splitlines() if line.startswith("HTTP/")])
        connection.sendall(post())
        s.expect(connection.recv(65536), "and once more")


def a_connection_is_closed_if_asked(s):
    _started(s)
    for request in (post(CALL, "1.1", "Connection: close"), post(CALL, "1.0")):
        answer = raw(s, request, b"never")
        s.note("status", answer.split("\r\n")[0])
        s.expect(answer.endswith("</methodResponse>\n"), "it is answered, then closed")


def http_1_0_may_keep_a_connection(s):
    _started(s)
    answer = raw(s, post(CALL, "1.0", "Connection: keep-alive"))
    s.note("it says", [line.lower() for line in answer.split("\r\n") if line.lower().startswith("connection")])


def a_request_in_pieces_is_one_request(s):
    _started(s)
    with socket.create_connection(("127.0.0.1", s.port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in post():
            connection.sendall(bytes([byte]))
        got = b""
        while b"</methodResponse>" not in got:
            got += connection.recv(65536)
        s.note("status", got.decode().split("\r\n")[0])


def a_password_is_asked_for_on_every_route(s):
    _started(s, WITH_PASSWORD)
    for path in ("/", "/index.html", "/tail.html?processname=talker", "/logtail/talker", "/mainlogtail", "/RPC2", "/ok.html",
                 "/stylesheets/supervisor.css", "/nosuch"):
        told(s, path, s.curl(path), "www-authenticate", "connection")
    for login in ("jane:secret", "jane:wrong", "joe:secret", ":", "jane:"):
        told(s, login, s.curl("/ok.html", "-u", login))
    for header in ("Basic", "Basic !!!", "Digest x", "basic " + base64.b64encode(b"jane:secret").decode(),
                   "Basic " + base64.b64encode(b"jane:sec:ret").decode()):
        told(s, header, s.curl("/ok.html", "-H", f"Authorization: {header}"))


def a_password_may_be_a_hash(s):
    _started(s, WITH_PASSWORD.replace("secret", "{SHA}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"))
    for login in ("jane:secret", "jane:wrong", "jane:{SHA}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"):
        told(s, login, s.curl("/ok.html", "-u", login))


def log_tails_say_when_there_is_nothing(s):
    _started(s)
    for path in ("/logtail/nosuch", "/logtail/talker/nochannel", "/logtail/talker:nosuch", "/logtail/nosuch:talker",
                 "/logtail/talker/stdout/more"):
        told(s, path, s.curl(path, "-N", limit=1))
    os.unlink(f"{s.dir}/talker.err")
    told(s, "a file that is gone", s.curl("/logtail/talker/stderr", "-N", limit=1))


def log_tails_begin_with_the_last_kilobyte(s):
    s.start("[program:p]\ncommand=/bin/sh -c 'i=1000; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done; exec sleep 1000'\n"
            "startsecs=0\nstdout_logfile=@DIR@/p.log\n", head=HEAD_WITH_TCP)
    s.wait_for_text("p.log", "1999\n")
    streamed = told(s, "tail", s.curl("/logtail/p", "-N", limit=1), "content-type")
    s.note("it begins with", streamed.body[:10])
    s.note("it has", len(streamed.body))


def the_page_of_a_tail_shows_the_end(s):
    _started(s)
    for path in ("/tail.html?processname=talker", "/tail.html?processname=talker&limit=3", "/tail.html", "/tail.html?processname=",
                 "/tail.html?processname=nosuch", "/tail.html?processname=talker:talker&limit=many"):
        answer = told(s, path, s.curl(path), "content-type")
        s.note("it shows hello", "hello" in answer.body)


def static_files_are_served(s):
    _started(s)
    for path in ("/nosuch", "/favicon.ico", "/../etc/passwd", "/stylesheets/..%2f..%2fweb.py", "/images/", "/stylesheets/",
                 "/Images/rule.gif", "/images/rule.gif/more", "/index.html/more"):
        told(s, path, s.curl(path, "--path-as-is"), "content-type")
    for path in ("/images", "/stylesheets"):
        answer = told(s, path, s.curl(path), "content-type")
        s.note("leads to", answer.headers["location"].removeprefix("http://localhost"))
    # What a file of a Supervisor's page begins with tells its kind.
    kinds = {"gif": "GIF89a", "png": "PNG\r\n"}
    files = ["stylesheets/supervisor.css", "status.html", "images/icon.png", "images/rule.gif", "images/supervisor.gif",
             *(f"images/state{i}.gif" for i in range(4))]
    for path in files:
        answer = told(s, path, s.curl(f"/{path}"), "content-type")
        begin = kinds.get(path.rpartition(".")[2], "")
        s.expect(begin in answer.body[:8] and len(answer.body) > 30, f"{path} is what it is called: {answer.body[:20]!r}")
        s.expect(answer.headers["last-modified"], "it tells its age")
        since = f"If-Modified-Since: {answer.headers['last-modified']}"
        s.note("again", s.curl(f"/{path}", "-H", since).status)
        s.note("if an older one is known", s.curl(f"/{path}", "-H", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT").status)
        s.note("its head alone", s.curl(f"/{path}", "-I").status)
    told(s, "a post", s.curl("/images/rule.gif", "-d", "x"), "allow")


def garbage_is_no_request(s):
    _started(s)
    for request in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", b"GET\r\n\r\n", b"\xff\xfe\r\n\r\n"):
        raw(s, request, b"</html>")
    s.call("supervisor.getState")


def a_client_that_leaves_does_not_stop_the_work(s):
    s.start("[program:slow]\ncommand=/bin/sleep 1000\nstartsecs=2\nautostart=false\n", head=HEAD_WITH_TCP)
    body = CALL.replace("getAPIVersion</methodName>", "startProcess</methodName><params><param><value><string>slow</string>"
                        "</value></param></params>")
    with socket.create_connection(("127.0.0.1", s.port)) as connection:
        connection.sendall(post(body))
        wait_until(lambda: s.state("slow") == "STARTING", 10, "it is starting")
    s.wait_for_state("slow", "RUNNING")


def the_trace_log_has_every_call(s):
    s.start("", "-e", "trace", head=HEAD_WITH_TCP)
    s.call("supervisor.getProcessInfo", "nosuch")
    s.call("supervisor.getPID.x")
    s.note("XML-RPC", s.log_lines("XML-RPC method called: supervisor.getProcessInfo", "returned fault"))


def every_answer_is_a_line_in_the_trace_log(s):
    s.start(TALKER, "-e", "trace", head=HEAD_WITH_TCP)
    s.wait_for_state("talker", "RUNNING")
    s.call("supervisor.getAPIVersion")
    lengths = [len(raw(s, post())), len(raw(s, post(CALL.replace("getAPI", "getNo"))))]
    s.note("bytes of answers with the same fields", lengths)
    for path in ("/ok.html HTTP/1.0", "/no%20such/error?x=y HTTP/1.0", "/tail.html?processname=talker HTTP/1.0"):
        lengths.append(len(raw(s, f"GET {path}\r\n\r\n".encode(), b"never")))
    s.curl("/logtail/talker", "-N", limit=1)  # has no end, and so no line
    s.call("supervisor.getAPIVersion")
    told_of = r'(TRAC|ERRO) (127\.0\.0\.1:\d+|localhost:0) - - \[\d\d/[A-Z]\w\w/\d{4}:\d\d:\d\d:\d\d \+0000\] (".*" \d+) (\d+)\n'
    wait_until(lambda: re.search(r"getAPIVersion\(\) returned successfully\n\S+ \S+ " + told_of + "$", s.read("supervisord.log")),
               10, "the last is told of, after what its call said")
    lines = re.findall(told_of, s.read("supervisord.log"))
    over_tcp = [line for line in lines if line[1] != "localhost:0"]
    s.note("lines", [f"{level} {what}" for level, _, what, _ in over_tcp])
    s.expect([int(size) for *_, size in over_tcp] == lengths, f"each tells how much has arrived, {lengths}: {over_tcp}")
    s.note("over the Unix socket", lines[-1])
    begun = re.findall(r"TRAC (.*:Medusa .*) started at (.*)\n(\tHostname: .*\n\tPort:.*)\n", s.read("supervisord.log"))
    s.expect(all(time.strptime(when) for _, when, _ in begun), "ctime")
    s.note("servers", [f"{who}\n{where}".replace(str(s.port), "PORT") for who, _, where in begun])
