"""What people do with the page, one by one."""

import os
import signal
import xmlrpc.client

from selenium.webdriver.common.keys import Keys

PROGRAMS = """
[program:alpha]
command=/bin/cat
startsecs=0
stdout_logfile=@DIR@/alpha.log
stderr_logfile=@DIR@/alpha.err
[program:beta]
command=/bin/sleep 1000
startsecs=0
autostart=false
[program:gamma]
command=/bin/sleep 1000
startsecs=0
process_name=%(program_name)s-%(process_num)d
numprocs=2
"""
LONG_NAMES = """
[program:group-whose-name-goes-on-and-on-without-a-space-or-anything-to-break-at]
command=/bin/sleep 1000
startsecs=0
process_name=%(program_name)s-%(process_num)d
numprocs=2
"""
CRASHER = """
[program:crasher]
command=/bin/sh -c 'until [ -e @DIR@/crash ]; do sleep 0.1; done; rm @DIR@/crash; exit 3'
startsecs=0
autorestart=true
"""


def a_program_is_started_stopped_and_restarted_without_a_reload(s):
    s.start(PROGRAMS)
    s.open()
    s.wait_for_text(s.row("beta", ".pill"), "stopped")
    s.click(s.row("beta", '[data-action="start"]'))
    s.wait_for_text(s.row("beta", ".pill"), "running")
    s.wait_for_text(".messages", "Process beta started")
    s.wait_for_text(s.row("beta", ".desc"), "up 0:00:")
    s.expect(s.state("beta") == "RUNNING", "it runs")
    pid = s.rpc.getProcessInfo("beta")["pid"]
    s.click(s.row("beta", '[data-action="restart"]'))
    s.wait_for_text(".messages", "Process beta restarted")
    s.wait_for_text(s.row("beta", ".pill"), "running")
    s.expect(s.rpc.getProcessInfo("beta")["pid"] != pid, "another one runs")
    s.click(s.row("beta", '[data-action="stop"]'))
    s.wait_for_text(s.row("beta", ".pill"), "stopped")
    s.wait_for_text(s.row("beta", ".exit"), "terminated by SIGTERM")
    s.expect(s.state("beta") == "STOPPED", "it is stopped")
    s.not_reloaded()


def a_crash_is_seen_as_it_happens(s):
    s.start(CRASHER)
    s.open()
    s.wait_for_text(s.row("crasher", ".pill"), "running")
    s.append("crash", "")
    s.wait_for_text(".changes", "exit status 3; not expected")
    s.wait_for_text(s.row("crasher", ".restarts"), "1")
    s.wait_for_text(s.row("crasher", ".exit"), "exit status 3")
    s.wait_for_text(s.row("crasher", ".pill"), "running")
    s.not_reloaded()


def what_is_done_elsewhere_is_seen_here(s):
    s.start(PROGRAMS)
    s.open()
    s.rpc.startProcess("beta")
    s.wait_for_text(s.row("beta", ".pill"), "running")
    s.rpc.stopProcessGroup("gamma")
    s.rpc.removeProcessGroup("gamma")
    s.wait_until(lambda: not s.all(s.row("gamma:gamma-0")), "a group that went is gone")
    s.rpc.addProcessGroup("gamma")
    s.wait_for_text(s.row("gamma:gamma-0", ".pill"), "running")
    s.not_reloaded()


def what_changes_while_a_status_is_on_its_way_is_not_lost(s):
    s.start(PROGRAMS)
    s.open()
    s.wait_for_text(s.row("alpha", ".pill"), "running")
    s.browser.execute_script("""
        const ask = window.fetch;
        window.fetch = async (...what) => {
          const answer = await ask(...what);
          await new Promise((go) => { window.letGo = go; });
          window.fetch = ask;
          return answer;
        };
        window.heard = new Promise((tell) => {
          window.beside = new EventSource("events");
          window.beside.addEventListener("changes", ({ data }) => data.includes("STOPPED") && tell());
          window.beside.addEventListener("open", () => { window.listens = true; });
        });
    """)
    s.wait_until(lambda: s.browser.execute_script("return window.listens"), "somebody listens beside")
    s.rpc.stopProcessGroup("gamma")
    s.rpc.removeProcessGroup("gamma")
    s.wait_until(lambda: s.browser.execute_script("return Boolean(window.letGo)"), "a status is on its way")
    s.rpc.stopProcess("alpha")
    s.browser.execute_async_script("window.heard.then(arguments[0])")
    s.browser.execute_script("window.letGo()")
    s.wait_until(lambda: not s.all(s.row("gamma:gamma-0")), "the status has been taken")
    s.wait_for_text(s.row("alpha", ".pill"), "stopped")


def what_programs_use_is_drawn(s):
    s.start(PROGRAMS)
    s.open()
    s.wait_for_text(s.row("alpha", ".memory"), "B")
    s.wait_for_text(s.row("alpha", ".cpu"), "%")
    line = s.row("alpha", ".memory .line")
    s.wait_until(lambda: s.all(line)[0].get_attribute("d"), "there is a curve")


def a_log_is_followed_paused_searched_and_coloured(s):
    s.start(PROGRAMS)
    s.append("alpha.log", "one\ntwo <b>bold</b>\n\x1b[31mred\x1b[0m plain \x1b[7mturned\x1b[27m\n")
    s.append("alpha.err", "trouble\n")
    s.open()
    s.click(s.row("alpha", '[data-action="log"]'))
    s.wait_for_text(".log-body", "two <b>bold</b>")
    s.wait_until(lambda: s.text(".line .fg1") == "red", "red is red")
    s.expect(s.text(".line .reverse") == "turned", "what is in reverse is")
    s.append("alpha.log", "".join(f"line {i}\n" for i in range(200)))
    s.wait_for_text(".log-body", "line 199")
    body = s.one(".log-body")
    at_end = "const b = arguments[0]; return b.scrollHeight - b.scrollTop - b.clientHeight < 8"
    s.wait_until(lambda: s.script(at_end, body), "it is followed")
    s.click("dialog .tools button:nth-of-type(2)")
    s.append("alpha.log", "while paused\n")
    s.append("alpha.err", "more trouble\n")
    s.expect("while paused" not in s.text(".log-body"), "it is paused")
    s.click("dialog .tools button:nth-of-type(2)")
    s.wait_for_text(".log-body", "while paused")
    s.one("dialog input").send_keys("line 77")
    s.wait_for_text(".hits", "1 line")
    s.wait_for_text(".line.current", "line 77")
    s.expect(s.text(".line.current") == "line 77", "what was found while it was typed is so no more")
    s.press(Keys.BACKSPACE)
    s.wait_for_text(".hits", "1 of 11 lines")
    s.click(".steps button:last-child")
    s.wait_for_text(".line.current", "line 70")
    s.expect(s.text(".hits") == "2 of 11 lines", "it is told which of them it is")
    s.click(".steps button:first-child")
    s.click(".steps button:first-child")
    s.wait_for_text(".line.current", "line 79")
    s.click("dialog .tabs button:nth-of-type(2)")
    s.wait_for_text(".log-body", "more trouble")
    s.expect("line 77" not in s.text(".log-body"), "stderr is another log")
    s.click("dialog .close")
    s.wait_until(lambda: not s.all("dialog[open]"), "it is closed")


def a_log_that_is_cleared_is_empty_and_says_so(s):
    s.start(PROGRAMS)
    s.append("alpha.log", "before\n")
    s.open(phone=True)
    s.click(s.row("alpha", '[data-action="log"]'))
    s.wait_for_text(".log-body", "before")
    s.click("dialog .tools button:last-child")
    s.wait_for_text(".messages", "Log for alpha cleared")
    on_top = """const message = document.querySelector(".message"); const { x, y } = message.getBoundingClientRect();
      return message.contains(document.elementFromPoint(x + 20, y + 10))"""
    s.expect(s.script(on_top), "the message is not behind the log")
    s.wait_until(lambda: "before" not in s.text(".log-body"), "the log is empty")
    s.append("alpha.log", "after\n")
    s.wait_for_text(".log-body", "after")
    s.click(".message button")
    s.wait_until(lambda: not s.all(".message"), "the message is closed")
    s.click("dialog .close")
    s.rpc.stopProcess("alpha")
    s.click(s.row("alpha", '[data-action="start"]'))
    s.wait_for_text(".messages", "Process alpha started")


def a_filter_shows_what_has_its_words(s):
    s.start(PROGRAMS)
    s.open()

    def names():
        return [row.get_attribute("data-name") for row in s.all("tr.process") if row.is_displayed()]

    s.wait_until(lambda: len(names()) == 4, "all are there")
    s.one("input.filter").send_keys("gam 1")
    s.wait_until(lambda: names() == ["gamma:gamma-1"], "one is left")
    s.press(Keys.ESCAPE)
    s.wait_until(lambda: len(names()) == 4, "all are back")
    s.click(".chip.stopped")
    s.wait_until(lambda: names() == ["beta"], "those that are stopped are left")
    s.rpc.stopProcess("alpha")
    s.wait_until(lambda: names() == ["alpha", "beta"], "one that is stopped now joins them")
    s.click(".chip.stopped")
    s.wait_until(lambda: len(names()) == 4, "all are back again")
    s.one("input.filter").send_keys("nothing like it")
    s.wait_for_text(".empty", "Nothing here has that name or state")


def folding_a_group_shows_nothing_that_the_filter_hides(s):
    s.start(PROGRAMS)
    s.open()
    s.one("input.filter").send_keys("gam 1")
    s.wait_until(lambda: not s.one(s.row("gamma:gamma-1")).get_attribute("hidden")
                 and s.all(s.row("gamma:gamma-0"))[0].get_attribute("hidden"), "one is left")
    for _ in range(2):
        s.click('tr[data-group="gamma"] .fold')
    s.expect(s.one('tr[data-group="gamma"] .fold').get_attribute("aria-expanded") == "true", "it is unfolded again")
    s.expect(not s.all(s.row("gamma:gamma-0"))[0].is_displayed(), "what the filter hides stays hidden")


def a_group_is_folded_and_acted_on_as_one(s):
    s.start(PROGRAMS)
    s.open()
    s.wait_for_text('tr[data-group="gamma"]', "2 of 2 running")
    s.click('tr[data-group="gamma"] .fold')
    s.wait_until(lambda: not s.text(s.row("gamma:gamma-0")), "it is folded")
    s.click('tr[data-group="gamma"] [data-action="stopgroup"]')
    s.wait_for_text("dialog.ask", "Stop all of group gamma?")
    s.click('dialog.ask button[value="no"]')
    s.expect(s.state("gamma:gamma-0") == "RUNNING", "no means no")
    s.click('tr[data-group="gamma"] [data-action="stopgroup"]')
    s.click('dialog.ask button[value="yes"]')
    s.wait_for_text('tr[data-group="gamma"]', "0 of 2 running")
    s.expect(s.state("gamma:gamma-1") == "STOPPED", "all of it is stopped")
    s.click('tr[data-group="gamma"] [data-action="startgroup"]')
    s.wait_for_text('tr[data-group="gamma"]', "2 of 2 running")
    s.click('.all [data-action="stopall"]')
    s.click('dialog.ask button[value="yes"]')
    s.wait_for_state("alpha", "STOPPED")
    s.wait_for_text(".messages", "All stopped at")
    s.click('.all [data-action="startall"]')
    s.wait_for_state("beta", "RUNNING")


def the_keyboard_alone_is_enough(s):
    s.start(PROGRAMS)
    s.open()
    s.wait_for_text(s.row("beta", ".pill"), "stopped")
    s.press("/")
    s.wait_until(lambda: "Filter" in s.focused(), "a slash goes to the filter")
    s.press("beta")
    for _ in range(30):
        if s.focused() == "Start beta":
            break
        s.press(Keys.TAB)
    s.expect(s.focused() == "Start beta", "Tab comes to the button")
    s.press(Keys.ENTER)
    s.wait_for_state("beta", "RUNNING")
    s.wait_until(lambda: s.focused() == "Stop beta", "the focus stays in the row when its button goes")
    s.rpc.stopProcessGroup("gamma")
    s.rpc.removeProcessGroup("gamma")
    s.wait_until(lambda: not s.all(s.row("gamma:gamma-0")), "a group that went is gone")
    s.expect(s.focused() == "Stop beta", "the focus stays where it is when the table is made anew")
    s.press(Keys.ENTER)
    s.wait_for_state("beta", "STOPPED")
    s.script("document.querySelector('input.filter').focus()")
    s.press(Keys.ESCAPE)
    s.script("document.querySelector('tr[data-name=alpha] button.link').focus()")
    s.press(Keys.ARROW_DOWN)
    s.wait_until(lambda: s.focused() == "Log of beta", "down goes to the next row")
    s.press(Keys.ARROW_UP)
    s.press(Keys.ENTER)
    s.one("dialog.log[open]")
    s.press(Keys.ESCAPE)
    s.wait_until(lambda: s.focused() == "Log of alpha", "Escape closes the log and goes back to where it was opened")
    unnamed = s.script("return [...document.querySelectorAll('button, input, a, summary')].filter((e) => "
                       "!(e.getAttribute('aria-label') ?? e.textContent).trim()).length")
    s.expect(unnamed == 0, "everything has a name for a screen reader")


def a_phone_shows_all_of_it(s):
    s.start(PROGRAMS + LONG_NAMES)
    s.open(phone=True)
    s.wait_for_text(s.row("gamma:gamma-1", ".pill"), "running")
    name = s.one('tr[data-group^="group-whose"] .fold')
    s.expect(s.script("return arguments[0].getBoundingClientRect().right <= innerWidth", name), "a long name is broken")
    # Not innerWidth: a phone zooms out until it has what sticks out.
    wide = s.script("return document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
    s.expect(wide <= 0, f"nothing sticks out at the side ({wide} pixels do)")
    small = s.script("return [...document.querySelectorAll('tr.process button:not(.link)')].filter((b) => "
                     "b.offsetHeight > 0 && b.offsetHeight < 40).length")
    s.expect(small == 0, "buttons are large enough for a finger")
    s.click(s.row("beta", '[data-action="start"]'))
    s.wait_for_text(s.row("beta", ".pill"), "running")
    s.click(s.row("beta", '[data-action="log"]'))
    s.one("dialog.log[open]")
    empty = "return getComputedStyle(document.querySelector('.lines'), '::before').content"
    s.wait_until(lambda: "Nothing is written here yet" in s.script(empty), "a log with nothing in it says so")


def no_window_is_too_narrow_for_the_buttons(s):
    s.start(PROGRAMS + LONG_NAMES)
    s.open()
    s.wait_for_text(s.row("gamma:gamma-1", ".pill"), "running")
    for width in (320, 600, 740, 800, 1024, 1090, 1200, 1280, 1440):
        s.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                  {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        wide = s.script("const table = document.querySelector('section.table'); return table.scrollWidth - table.clientWidth")
        s.expect(wide <= 0, f"at {width} nothing sticks out ({wide} pixels do)")


def without_scripts_every_button_is_a_form(s):
    s.start(PROGRAMS)
    s.append("alpha.log", "hello <i>\n")
    s.open(scripts=False)

    def button(of, action):
        for form in s.all("form"):
            if [e for e in form.find_elements("css selector", f'input[value="{of}"]')]:
                return form.find_element("css selector", f'button[value="{action}"]')
        raise AssertionError(f"no form for {of}")

    s.expect("4 processes: 1 stopped, 3 running" in s.text("caption"), "the page says how many there are")
    button("beta", "start").click()
    s.wait_for_text(".message", "Process beta started")
    s.expect(s.state("beta") == "RUNNING", "it runs")
    button("beta", "stop").click()
    s.wait_for_text(".message", "Process beta stopped")
    button("gamma", "stopgroup").click()
    s.wait_for_text(".message", "Group gamma stopped")
    s.expect(s.state("gamma:gamma-0") == "STOPPED", "the group is stopped")
    s.browser.find_element("link text", "alpha").click()
    s.wait_for_text("pre.tail", "hello <i>")


def another_site_can_neither_post_nor_frame(s):
    s.start(PROGRAMS)
    s.expected = "status of 403"
    port = s.other_site(f"""<form action="{s.url}index.html" method="post"><input name="action" value="stop">
<input name="processname" value="alpha"><button>win a prize</button></form>
<a href="{s.url}?action=stop&amp;processname=alpha">win another</a>""")
    s.open(f"http://localhost:{port}/")
    s.click("button")
    s.wait_for_text("h1", "A page of another site led here")
    s.go(f"http://localhost:{port}/")
    s.click("a")
    s.wait_for_text("h1", "A page of another site led here")
    s.expect(s.state("alpha") == "RUNNING", "nothing was done")
    s.click("a")  # the way on, which has no action any more
    s.wait_for_text(s.row("alpha", ".pill"), "running")
    s.expect(s.state("alpha") == "RUNNING", "nothing was done")
    frame = s.other_site(f'<iframe src="{s.url}"></iframe>')
    s.go(f"http://127.0.0.1:{frame}/")
    s.browser.switch_to.frame(0)
    s.expect("alpha" not in s.browser.page_source, "the page is in no frame")
    s.browser.get_log("browser")  # the browser says that it has refused to frame it


def a_link_that_acts_is_asked_about(s):
    s.start(PROGRAMS)
    s.open("?action=stop&processname=alpha")  # as a bookmark does
    s.wait_for_text("h1", "Stop alpha?")
    s.expect(s.state("alpha") == "RUNNING", "nothing was done yet")
    s.browser.find_element("link text", "No").click()
    s.one(s.row("alpha"))
    s.expect(s.state("alpha") == "RUNNING", "no means no")
    port = s.other_site(f'<a href="{s.url}?action=stop&amp;processname=alpha">stop</a>')
    s.go(f"http://127.0.0.1:{port}/")  # the same site, but not our server
    s.click("a")
    s.wait_for_text("h1", "Stop alpha?")
    s.click("button.primary")
    s.wait_for_state("alpha", "STOPPED")
    s.wait_for_text(".messages", "Process alpha stopped")


def a_daemon_that_is_loaded_again_is_found_again(s):
    s.start(PROGRAMS)
    s.expected = "net::ERR_"  # the connection is lost, and not to be had for a moment
    s.open()
    s.rpc.restart()
    s.wait_until(lambda: s.text(".connection") != "Live" or "starting" in s.text(".changes"), "it is seen to go")
    s.wait_until(s.answers, "it is back")
    s.wait_for_text(".connection", "Live")
    s.wait_for_text(s.row("alpha", ".pill"), "running")
    s.wait_until(lambda: _stopped_by_button(s), "the buttons work again")
    s.not_reloaded()


def _stopped_by_button(s):
    if s.state("alpha") == "RUNNING":
        s.click(s.row("alpha", '[data-action="stop"]'))
    return s.state("alpha") == "STOPPED"


def a_daemon_that_says_nothing_is_noticed(s):
    s.start(PROGRAMS)
    s.open()
    os.kill(s.daemon.pid, signal.SIGSTOP)  # as when this machine or the way there slept
    try:
        s.wait_for_text(".connection", "Not connected")
    finally:
        os.kill(s.daemon.pid, signal.SIGCONT)
    s.wait_for_text(".connection", "Live")
    s.rpc.startProcess("beta")
    s.wait_for_text(s.row("beta", ".pill"), "running")
    s.not_reloaded()


def a_connection_that_is_lost_without_a_word_is_made_anew(s):
    s.start(PROGRAMS)
    s.append("alpha.log", "before\n")
    way = s.way()
    s.open(f"http://127.0.0.1:{way.port}/")
    s.click(s.row("alpha", '[data-action="log"]'))
    s.wait_for_text(".log-body", "before")
    way.lose()
    s.append("alpha.log", "after\n")
    s.rpc.startProcess("beta")
    s.wait_for_text(".log-body", "after")
    s.click("dialog .close")
    s.wait_for_text(s.row("beta", ".pill"), "running")
    s.wait_for_text(".connection", "Live")


def pages_that_nobody_sees_leave_room_for_those_that_are_seen(s):
    s.start(PROGRAMS)
    s.append("alpha.log", "hello\n")
    s.open()
    for i in range(7):  # a browser opens six connections to one host
        if i:
            s.browser.switch_to.new_window("tab")
            s.go("")
        s.click(s.row("alpha", '[data-action="log"]'))
        s.wait_for_text(".log-body", "hello")
    s.browser.switch_to.window(s.browser.window_handles[0])
    s.append("alpha.log", "still there\n")
    s.wait_for_text(".log-body", "still there")
    s.wait_for_text(".connection", "Live")


def a_password_is_asked_once_for_all_of_the_page(s):
    known = f"http://user:secret@127.0.0.1:{s.port}/"
    s.rpc = xmlrpc.client.ServerProxy(f"{known}RPC2").supervisor
    s.start(PROGRAMS + "[inet_http_server]\nusername=user\npassword=secret\n")
    s.append("alpha.log", "hello\n")
    s.open(known)
    s.wait_for_text(".connection", "Live")
    s.click(s.row("beta", '[data-action="start"]'))
    s.wait_for_text(s.row("beta", ".pill"), "running")
    s.click(s.row("alpha", '[data-action="log"]'))
    s.wait_for_text(".log-body", "hello")


def nothing_is_asked_of_another_host_and_all_is_kept(s):
    s.start(PROGRAMS)
    s.open()
    names = "return performance.getEntriesByType('resource').map((e) => e.name)"
    s.expect(all(name.startswith(s.url) for name in s.script(names)), "all is ours")
    s.go("")
    s.wait_for_text(".connection", "Live")
    sent = s.script("return performance.getEntriesByType('resource').filter((e) => "
                    "e.name.includes('/assets/') && e.transferSize > 0).map((e) => e.name)")
    s.expect(not sent, f"what has been loaded once is kept: {sent}")


def every_colour_can_be_read_in_light_and_dark(s):
    s.start(PROGRAMS)
    s.open()
    for theme in ("light", "dark"):
        s.script("document.documentElement.dataset.theme = arguments[0]", theme)
        worst = s.script("""
          const channel = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const light = (color) => {
            canvas.fillStyle = color; // whatever it is written in
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(channel)
              .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          };
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const states = ["running", "starting", "stopping", "backoff", "fatal", "exited", "stopped", "unknown"];
          const probe = document.createElement("span");
          document.body.append(probe);
          const found = [];
          const measure = (what, className, ground) => {
            probe.className = className;
            const style = getComputedStyle(probe);
            const behind = ground ?? style.backgroundColor;
            found.push([ratio(light(style.color), light(behind)), what]);
          };
          const paper = getComputedStyle(document.querySelector("table.processes")).backgroundColor;
          for (const state of states) {
            measure(state, `pill ${state}`);
            measure(`word ${state}`, `word ${state}`, paper);
          }
          const body = getComputedStyle(document.querySelector("dialog.log .log-body")).backgroundColor;
          for (let i = 0; i < 16; ++i) {
            measure(`ansi ${i}`, `ansi fg${i}`, body);
            for (let j = 0; j < 16; ++j) measure(`ansi ${i} on ${j}`, `ansi fg${i} bg${j}`);
            measure(`ansi ${i} reversed`, `ansi reverse fg${i}`);
          }
          for (let i = 0; i < 256; i += 15)
            for (const [where, className] of [["fg", "ansi fg-own"], ["bg", "ansi bg-own"]]) {
              probe.style.setProperty(`--own-${where}`, `rgb(${i} ${255 - i} ${(i * 7) % 256})`);
              measure(`own ${where} ${i}`, className, where === "fg" ? body : undefined);
            }
          const faint = getComputedStyle(document.querySelector("td.desc")).color;
          found.push([ratio(light(faint), light(paper)), "faint text"]);
          const ground = getComputedStyle(document.body);
          found.push([ratio(light(ground.color), light(ground.backgroundColor)), "text"]);
          probe.remove();
          return found.sort((a, b) => a[0] - b[0])[0];""")
        s.expect(worst[0] >= 4.5, f"in {theme}, the least contrast is 4.5 and not {worst}")
    s.click(".theme")
    s.wait_until(lambda: s.script("return localStorage.getItem('theme')"), "the choice is remembered")
