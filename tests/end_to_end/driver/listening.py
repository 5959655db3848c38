"""Event listeners on the stage: their sections, what they are told to do, and what they were told."""

import json
import os

from driver.waiting import Failure, wait_until

_PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "listener.py")


def section(name, events, keys=""):
    """An [eventlistener:x] that runs listener.py. RUNNING at once and with room for all, unless `keys` says else."""
    defaults = "" if "startsecs=" in keys else "startsecs=0\n"
    defaults += "" if "buffer_size=" in keys else "buffer_size=500\n"
    where = "@DIR@/%(program_name)s" if "numprocs=" not in keys else "@DIR@/%(program_name)s_%(process_num)d"
    return (f"[eventlistener:{name}]\ncommand=/usr/bin/python3 -B \"{_PROGRAM}\" {where}\nevents={events}\n"
            f"{defaults}{keys}\n")


class Orders:
    """What a listener does with its next events. To be made before it starts."""

    def __init__(self, s, name):
        os.mkfifo(f"{s.dir}/{name}.orders")
        self._fifo = os.open(f"{s.dir}/{name}.orders", os.O_RDWR | os.O_CLOEXEC)

    def give(self, *orders):
        os.write(self._fifo, "".join(f"{one}\n" for one in orders).encode())

    def say(self, text):
        self.give(json.dumps(text))


def told(s, name):
    """The events a listener got so far, as (header, payload). Every header is looked at, too."""
    whole_lines = s.read(f"{name}.events").rpartition("\n")[0]
    events = [json.loads(line) for line in whole_lines.splitlines()]
    for header, payload in events:
        s.expect(list(header) == ["ver", "server", "serial", "pool", "poolserial", "eventname", "len"],
                 f"these are the fields, in this order: {header}")
        s.expect(header["ver"] == "3.0", "the version is 3.0")
        s.expect(int(header["len"]) == len(payload), f"{header} fits the payload {payload!r}")
    return events


def wait_for_event(s, name, eventname, text="", count=1, limit=20):
    def enough():
        return sum(h["eventname"] == eventname and text in p for h, p in told(s, name)) >= count

    try:
        wait_until(enough, limit, f"{name} is told {eventname} {text!r}")
    except Failure as failure:
        raise Failure(f"{failure}; it was told\n{shown(told(s, name))}") from None


def shown(events, serials=False):
    """A line for each event; its numbers only where asked for."""
    lines = []
    for header, payload in events:
        numbers = f" {header['serial']}/{header['poolserial']}" if serials else ""
        lines.append(f"{header['server']} {header['pool']}{numbers} {header['eventname']} {payload!r}")
    return "\n" + "\n".join(lines)


def about(events, *texts):
    """Those with one of these texts in their name or payload."""
    return [(h, p) for h, p in events if any(t in h["eventname"] or t in p for t in texts)]
