"""The demo's sample.conf, on ports of its own: a ticker, a crasher given up, workers, an HTTP server."""

import os
import urllib.request

from driver import rpc
from driver.ports import free_port
from driver.waiting import wait_until

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def play(s):
    build = os.path.dirname(os.path.dirname(s.programs.supervisord))
    static_port = free_port()
    # People keep checkouts in folders with a space in their name.
    os.symlink(f"{ROOT}/supervisor_demo", f"{s.dir}/a demo")
    os.symlink(build, f"{s.dir}/a build")
    with open(f"{ROOT}/supervisor_demo/sample.conf", encoding="utf-8") as sample:
        text = sample.read()
    for there, here in (("127.0.0.1:9001", f"127.0.0.1:{s.port}"), (" 9002 ", f" {static_port} "),
                        ("%(ENV_DEMO_ROOT)s/build/release", f"{s.dir}/a build"), ("%(here)s", f"{s.dir}/a demo")):
        s.expect(there in text, f"the sample has {there}")
        text = text.replace(there, here)
    s.environment.update(DEMO_DIR=s.dir, DEMO_ROOT=ROOT)
    s.rpc = rpc.over_tcp(s.port)
    s.start(text, head="")
    for name in ("ticker", "workers:worker_1", "workers:worker_2", "workers:worker_3", "static_server"):
        s.wait_for_state(name, "RUNNING")
    s.wait_for_state("crasher", "FATAL", limit=30)
    s.ctl("status")
    wait_until(lambda: "tick 3" in s.rpc.supervisor.readProcessStdoutLog("ticker", 0, 0), 15, "it ticks")
    with urllib.request.urlopen(f"http://127.0.0.1:{static_port}/", timeout=10) as page:
        s.expect(b"It runs" in page.read(), "static_server serves its page")
    s.ctl("start", "on_demand")
    s.ctl("stop", "workers:*", in_order=False)
    s.ctl("shutdown")
    s.note("exit code", s.wait_for_end())
