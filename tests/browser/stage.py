"""Where a case plays: a daemon in its own folder, and a browser that looks at its page."""

import http.client
import os
import shutil
import subprocess
import tempfile
import threading
import xmlrpc.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from driver import processes
from driver.ports import free_port
from driver.waiting import Failure, wait_until
from way import Way

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
LIMIT = 40  # seconds; a browser on a busy machine takes its time

HEAD = """
[supervisord]
nodaemon=true
logfile=@DIR@/supervisord.log
pidfile=@DIR@/supervisord.pid
childlogdir=@DIR@
identifier=orchard
[inet_http_server]
port=127.0.0.1:@PORT@
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""


class Stage:
    def __init__(self, supervisord):
        for program in (supervisord, CHROMIUM, DRIVER):
            if not os.path.exists(program):
                raise Failure(f"there is no {program} (./tests/install test does it)")
        self.supervisord = supervisord
        self.dir = tempfile.mkdtemp(prefix="browser.")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.rpc = xmlrpc.client.ServerProxy(f"{self.url}RPC2").supervisor
        self.daemon = self.browser = None
        self.expected = ""  # what the console may tell of, as it was done on purpose
        self.elsewhere = []

    # The daemon.

    def start(self, programs):
        conf = f"{self.dir}/supervisord.conf"
        with open(conf, "w", encoding="utf-8") as file:
            file.write((HEAD + programs).replace("@DIR@", self.dir).replace("@PORT@", str(self.port)))
        with open(f"{self.dir}/out", "wb") as out:
            self.daemon = subprocess.Popen([self.supervisord, "-c", conf], stdout=out, stderr=out,
                                           stdin=subprocess.DEVNULL, preexec_fn=processes.die_with_parent)
        wait_until(self.answers, LIMIT, "the daemon answers")

    def answers(self):
        try:
            return self.rpc.getState()["statename"] == "RUNNING"
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return False

    def state(self, name=None):
        if name:
            return self.rpc.getProcessInfo(name)["statename"]
        text = ""
        for file in ("out", "supervisord.log"):
            if os.path.exists(f"{self.dir}/{file}"):
                with open(f"{self.dir}/{file}", encoding="utf-8", errors="replace") as read:
                    text += f"--- {file}\n{read.read()[-3000:]}"
        return text

    def wait_for_state(self, name, state):
        wait_until(lambda: self.state(name) == state, LIMIT, f"{name} is {state}")

    def append(self, file, text):
        with open(f"{self.dir}/{file}", "a", encoding="utf-8") as log:
            log.write(text)

    # The browser.

    def open(self, path="", scripts=True, width=1440, height=900, phone=False, dark=False):
        options = Options()
        options.binary_location = CHROMIUM
        # Root has no sandbox; and nothing is looked at here but our own page.
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                         "--no-first-run", "--disable-background-networking", "--disable-component-update",
                         f"--user-data-dir={self.dir}/profile", f"--window-size={width},{height}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if not scripts:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.browser = webdriver.Chrome(options=options, service=Service(DRIVER))
        if phone:
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                         {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True})
        if dark:
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                         {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        self.go(path)
        if scripts and not path:
            self.wait_for_text(".connection", "Live")
            # A page that is loaded again forgets this.
            self.script("window.sameAsBefore = true")

    def go(self, path):
        self.browser.get(path if "://" in path else self.url + path)

    def script(self, text, *arguments):
        return self.browser.execute_script(text, *arguments)

    def not_reloaded(self):
        self.expect(self.script("return window.sameAsBefore === true"), "the page was not loaded again")

    def all(self, selector):
        return self.browser.find_elements("css selector", selector)

    def one(self, selector):
        """The element, once it is there to be seen."""
        return wait_until(lambda: next((e for e in self.all(selector) if shown(e)), None), LIMIT, f"{selector} is shown")

    def click(self, selector):
        self.one(selector).click()

    def text(self, selector):
        try:
            return " ".join(element.text for element in self.all(selector) if element.is_displayed())
        except StaleElementReferenceException:
            return ""

    def wait_for_text(self, selector, text):
        wait_until(lambda: text in self.text(selector), LIMIT, f"{selector} has {text!r}; it has {self.text(selector)!r}")

    def wait_until(self, condition, what):
        return wait_until(condition, LIMIT, what)

    def row(self, name, part=""):
        return f'tr[data-name="{name}"] {part}'.strip()

    def press(self, *keys):
        self.browser.switch_to.active_element.send_keys(*keys)

    def focused(self):
        return self.script("return document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")

    def expect(self, condition, what):
        if not condition:
            raise Failure(f"expected: {what}")

    def check_console(self):
        """Nothing was refused by the page's own rules, and no script failed."""
        bad = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        if self.expected:
            bad = [message for message in bad if self.expected not in message]
        self.expect(not bad, f"no errors in the console: {bad}")

    def keep_picture(self):
        folder = os.environ.get("BROWSER_PICTURES")
        if folder and self.browser:
            self.browser.save_screenshot(f"{folder}/{os.path.basename(self.dir)}.png")

    # Other sites.

    def other_site(self, page):
        """A server of its own that answers everything with this page. Returns its port."""

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.elsewhere.append(server)
        return server.server_address[1]

    def way(self):
        """A way to the daemon that may lose what is said, see there. Its port is the page's."""
        way = Way(self.port)
        self.elsewhere.append(way)
        return way

    def close(self):
        for server in self.elsewhere:
            server.shutdown()
        if self.browser:
            self.browser.quit()
        if self.daemon:
            self.daemon.terminate()
            try:
                self.daemon.wait(20)
            except subprocess.TimeoutExpired:
                self.daemon.kill()
        shutil.rmtree(self.dir, ignore_errors=True)


def shown(element):
    try:
        return element.is_displayed()
    except StaleElementReferenceException:
        return False
