"""The protocol by hand: a listener of a few lines of shell, and one that answers before it has read everything."""

from driver import listening

LISTENER = """
printf 'READY\\n'
while read -r header; do
    size=${header##*len:}
    payload=$(head -c "$size")
    echo "${header%% pool*} $payload" >> $1
    printf 'RESULT 2\\nOKREADY\\n'
done
"""
EAGER = """
printf 'READY\\n'
while read -r header; do
    printf 'RESULT 2\\nOK'
    payload=$(head -c "${header##*len:}")
    echo "$payload" >> $1
    printf 'READY\\n'
done
"""
PROGRAMS = """
[eventlistener:{0}]
command=/bin/sh @DIR@/{0}.sh @DIR@/{0}.seen
events=REMOTE_COMMUNICATION
startsecs=0
"""


def play(s):
    s.write("plain.sh", LISTENER)
    s.write("eager.sh", EAGER)
    s.start(PROGRAMS.format("plain") + PROGRAMS.format("eager") + listening.section("l", "REMOTE_COMMUNICATION"))
    for number in range(20):
        s.rpc.supervisor.sendRemoteCommEvent("t", f"event {number}")
        for name in ("plain", "eager"):
            s.wait_for_text(f"{name}.seen", f"event {number}\n")
    for name in ("plain", "eager"):
        s.note(name, s.read(f"{name}.seen"))
