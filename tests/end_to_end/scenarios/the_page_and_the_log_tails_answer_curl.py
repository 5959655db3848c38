"""HTTP as curl sees it: the page, its actions, log tails, what is not there, and what is forbidden."""

import re
import urllib.parse

from driver.stage import HEAD_WITH_TCP
from driver.waiting import wait_until

HEAD = HEAD_WITH_TCP.replace("port=127.0.0.1:@PORT@", "port=127.0.0.1:@PORT@\nusername=jane\npassword=secret")
PROGRAMS = """
[program:talker]
command=/bin/sh -c 'echo "hello <b>&amp;</b>"; echo complaint >&2; exec sleep 1000'
startsecs=0
[program:down]
command=/bin/sleep 1000
autostart=false
[program:fatal]
command=/no/such/program
startretries=0
"""
BROWSER = ["-A", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "-H",
           "Sec-Fetch-Site: none", "-H", "Sec-Fetch-Mode: navigate"]
CALL = ("<?xml version='1.0'?><methodCall><methodName>supervisor.getState</methodName><params></params>"
        "</methodCall>")


def play(s):
    login = ["-u", "jane:secret"]
    s.start(PROGRAMS, head=HEAD)
    read = s.rpc.supervisor.readProcessStdoutLog
    wait_until(lambda: "hello" in read("talker", 0, 0), 10, "it has spoken")
    s.wait_for_state("fatal", "FATAL")

    def told(what, response, *headers):
        s.note(what, {"status": response.status, **{h: response.headers.get(h) for h in headers}})
        return response

    # Without a password nothing but 401.
    for path in ("/", "/index.html", "/tail.html?processname=talker", "/logtail/talker", "/mainlogtail", "/RPC2",
                 "/nosuch", "/?action=stopall"):
        told(f"{path} without a password", s.curl(path), "www-authenticate")
        told(f"{path} with a wrong one", s.curl(path, "-u", "jane:wrong"), "www-authenticate")
    told("a call without a password", s.curl("/RPC2", "-d", CALL), "www-authenticate")

    # The page.
    page = told("the page", s.curl("/", *login), "content-type", "cache-control")
    for text in ("talker", "down", "fatal", "can&#39;t find command" if "&#39;" in page.body else "find command",
                 "Not started", "uptime"):
        s.expect(text in page.body, f"the page shows {text!r}")
    s.expect(re.search(r"(?is)<html", page.body) and "</html>" in page.body.lower(), "the page is whole")
    for action in ("start", "stop", "restart", "clear", "tail"):
        s.expect(action in page.body.lower(), f"the page offers {action}")
    told("/index.html", s.curl("/index.html", *login), "content-type")
    told("the page over the Unix socket", s.curl("http://localhost/", over_unix=True), "content-type")
    told("HEAD of a thing not there", s.curl("/nosuch", "-I", *login))
    told("a thing not there", s.curl("/nosuch", *login))
    told("/../etc/passwd", s.curl("/../etc/passwd", "--path-as-is", *login))
    told("/stylesheets/../../web.py", s.curl("/stylesheets/../../web.py", "--path-as-is", *login))

    tail = told("/tail.html", s.curl("/tail.html?processname=talker", *login), "content-type")
    s.expect("hello &lt;b" in tail.body and "<b>" not in tail.body, "the tail is escaped")
    for path in ("/tail.html", "/tail.html?processname=nosuch", "/tail.html?processname=down&limit=10"):
        told(path, s.curl(path, *login), "content-type")

    # Log tails stream: curl is stopped by its own time limit, with what came.
    for path, text in (("/logtail/talker", "hello"), ("/logtail/talker/stdout", "hello"),
                       ("/logtail/talker/stderr", "complaint"), ("/logtail/talker%3Atalker", "hello"),
                       ("/mainlogtail", "entered RUNNING")):
        streamed = told(path, s.curl(path, *login, "-N", limit=1), "content-type", "transfer-encoding")
        s.expect(text in streamed.body, f"{path} shows {text!r}")
        s.expect(streamed.exit_code == 28, f"{path} goes on until the client leaves")
    for path in ("/logtail/nosuch", "/logtail/talker/nochannel", "/logtail/talker:nosuch"):
        told(path, s.curl(path, *login))

    # A script without a browser's marks acts by GET, as ever.
    def acts(what, query, *options):
        response = told(f"{what}: {query}", s.curl(f"/?{query}", *login, *options))
        location = response.headers.get("location", "")
        message = urllib.parse.unquote_plus(location.partition("message=")[2])
        s.note("it says", re.sub(r" (at|on) .*", "", message))
        return response

    acts("a script", "action=stop&processname=talker")
    s.wait_for_state("talker", "STOPPED")
    acts("a script", "action=start&processname=talker")
    s.wait_for_state("talker", "RUNNING")
    pid = s.info("talker")["pid"]
    acts("a script", "action=restart&processname=talker")
    s.wait_for_state("talker", "RUNNING")
    s.expect(s.info("talker")["pid"] != pid, "restart starts it anew")
    acts("a script", "action=clearlog&processname=talker")
    acts("a script", "action=refresh")
    acts("a script", "action=start&processname=nosuch")
    acts("a script", "action=stop&processname=down")
    acts("a script", "action=start&processname=fatal")
    acts("a script", "action=stopall")
    s.wait_for_state("talker", "STOPPED")
    acts("a script", "action=restartall")
    s.wait_for_state("talker", "RUNNING")

    if s.ours:
        # From a browser that cannot show it came from our page: a form, and nothing happens.
        form = s.curl("/?action=stop&processname=talker", *login, *BROWSER)
        s.expect(form.status == 200 and "<form" in form.body.lower(), "a browser's GET is asked back")
        s.expect('method="post"' in form.body.lower().replace("'", '"'), "the form posts")
        s.expect("talker" in form.body and "stop" in form.body.lower(), "the form says what it would do")
        s.expect(s.state("talker") == "RUNNING", "nothing was done")
        for marks in (["-H", "Cookie: a=b"], ["-H", "Sec-Fetch-Site: none"], BROWSER[:2]):
            answer = s.curl("/?action=stop&processname=talker", *login, *marks)
            s.expect(answer.status == 200 and "<form" in answer.body.lower(), f"{marks} is a browser too")
        s.expect(s.state("talker") == "RUNNING", "still nothing was done")
        # From elsewhere: forbidden on every route.
        routes = (["/"], ["/RPC2", "-d", CALL], ["/logtail/talker"], ["/mainlogtail"], ["/?action=stopall"],
                  ["/tail.html?processname=talker"], ["/nosuch"], ["/", "-d", "action=stopall"])
        for foreign in ("Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "Origin: null"):
            for route in routes:
                answer = s.curl(*route, *login, "-H", foreign)
                s.expect(answer.status == 403, f"{route} with {foreign} is 403, not {answer.status}")
        s.expect(s.state("talker") == "RUNNING", "nothing from elsewhere was done")
        # From our own page: done.
        own = [*BROWSER[:2], "-H", f"Origin: http://127.0.0.1:{s.port}", "-H", "Sec-Fetch-Site: same-origin"]
        answer = s.curl("/", *login, *own, "-d", "action=stop&processname=talker")
        s.expect(answer.status == 200 and "<form" in answer.body, "without the page's token a browser is asked back")
        s.expect(s.state("talker") == "RUNNING", "nothing was done")
        token = re.search(r'name="token" value="(\w+)"', s.curl("/", *login, *own).body)[1]
        answer = s.curl("/", *login, *own, "-d", f"action=stop&processname=talker&token={token}")
        s.expect(answer.status in (301, 302, 303), f"our own form acts, not {answer.status}")
        s.wait_for_state("talker", "STOPPED")
        answer = s.curl("/RPC2", *login, *own, "-d", CALL)
        s.expect(answer.status == 200, "a call from our own page is answered")

    # XML-RPC as curl speaks it.
    answer = told("a call", s.curl("/RPC2", *login, "-d", CALL, "-H", "Content-Type: text/xml"), "content-type")
    s.note("answered", answer.body)
    told("nonsense as a call", s.curl("/RPC2", *login, "-d", "nonsense", "-H", "Content-Type: text/xml"))
    told("a call of nothing", s.curl("/RPC2", *login, "-d", "<methodCall></methodCall>"))
    told("a call never closed", s.curl("/RPC2", *login, "-d", CALL[:-20]))
    s.expect(s.rpc.supervisor.getState()["statename"] == "RUNNING", "the daemon lives")
