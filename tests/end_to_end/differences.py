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
