"""The picture of the page in the README."""

from driver.waiting import wait_until

PROGRAMS = """
[program:web]
command=/bin/sh -c 'while :; do i=0; while [ $i -lt 4000 ]; do i=$((i+1)); done; sleep 0.3; done'
process_name=%(program_name)s-%(process_num)d
numprocs=3
[program:worker]
command=/bin/sh -c 'n=3; while :; do n=$(( (n * 5 + 3) %% 16 )); i=0; while [ $i -lt $((n*9000)) ]; do i=$((i+1)); done; sleep 0.5; done'
process_name=%(program_name)s-%(process_num)d
numprocs=2
[program:mailer]
command=/bin/sh -c 'sleep 12; exit 3'
[program:cache]
command=/bin/sleep 1000
[program:import]
command=/bin/sh -c 'exit 1'
startretries=1
[program:backup]
command=/bin/sh -c 'sleep 2'
autorestart=false
[program:report]
command=/bin/sleep 1000
autostart=false
"""


def take(s, file):
    s.start(PROGRAMS)
    s.open(width=1600, height=820, dark=False)
    wait_until(lambda: s.state("import") == "FATAL" and s.state("backup") == "EXITED", 60, "some are in trouble")
    curve = s.all(s.row("worker:worker-0", ".cpu .line"))[0]
    wait_until(lambda: curve.get_attribute("d").count("L") >= 38, 120, "the curves have some history")
    for message in s.all(".messages button"):
        message.click()
    s.script("document.activeElement.blur()")
    s.browser.save_screenshot(file)
