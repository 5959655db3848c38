#!/bin/sh
# Run inside a clean root that has Debian's supervisor and, in /packages, ours: puts ours in its place
# and lives with it. Ends with the first thing that is not so.
set -eu
say() { echo "== $*"; }
fail() { echo "NOT SO: $*"; exit 1; }
ctl() { supervisorctl -c /etc/supervisor/supervisord.conf "$@"; }
# until COMMAND: as soon as it succeeds, at most half a minute.
until_so() {
    tries=300
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "never: $*"
        sleep 0.1
    done
}
export DEBIAN_FRONTEND=noninteractive
# install WHAT...: without anyone to be asked.
install() {
    apt-get install -q -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@" </dev/null >/install.log 2>&1 ||
        { cat /install.log; fail "it installs: $*"; }
}

say "what nobody edited is replaced without a question, there and back"
install /packages/medusa-supervisor_*.deb
! head -c 2 /usr/bin/supervisord | grep -q '#!' || fail "ours is there"
install supervisor
head -c 2 /usr/bin/supervisord | grep -q '#!' || fail "Debian's is back"
[ "$(dpkg-query -W -f '${db:Status-Status}' medusa-supervisor)" != installed ] || fail "ours is gone"

say "Debian's configuration, edited, and a program"
cp /etc/supervisor/supervisord.conf /debian.conf
echo '; mine' >>/etc/supervisor/supervisord.conf
cp /etc/supervisor/supervisord.conf /edited.conf
cat >/etc/supervisor/conf.d/beat.conf <<'EOF'
[program:beat]
command=/bin/sh -c 'while :; do date; sleep 1; done'
user=nobody
EOF

say "ours takes the place"
install -o Dpkg::Options::=--force-confold /packages/medusa-supervisor_*.deb
[ "$(dpkg-query -W -f '${db:Status-Status}' supervisor)" != installed ] || fail "Debian's is gone"
cmp /edited.conf /etc/supervisor/supervisord.conf || fail "what was edited is left as it was"
[ -s /etc/supervisor/conf.d/beat.conf ] || fail "so are the programs"
! head -c 2 /usr/bin/supervisord | grep -q '#!' || fail "supervisord is a program"
[ "$(supervisord --version)" = 4.2.5 ] || fail "it answers as 4.2.5"

say "what the unit calls is there"
unit=$(dpkg -L medusa-supervisor | grep '/supervisor\.service$')
called=$(sed -n 's/^Exec[A-Za-z]*=\([^ ]*\).*/\1/p' "$unit")
[ "$(echo $called | wc -w)" = 2 ] || fail "it says how to start and to reload: $called"
for program in $called; do [ -x "$program" ] || fail "$program is there"; done

say "the service starts with Debian's own configuration"
/etc/init.d/supervisor stop
cp /debian.conf /etc/supervisor/supervisord.conf
/etc/init.d/supervisor start
until_so ctl pid
until_so sh -c 'supervisorctl -c /etc/supervisor/supervisord.conf status | grep -q "^beat  *RUNNING"'
/etc/init.d/supervisor status || fail "status says running"
/etc/init.d/supervisor start || fail "a second start is no error"
[ "$(stat -c %a /var/run/supervisor.sock)" = 700 ] || fail "the mode of the socket"
until_so sh -c 'ls /var/log/supervisor/beat-stdout*.log >/dev/null 2>&1'
before=$(ctl pid beat)
/etc/init.d/supervisor reload
until_so sh -c "now=\$(supervisorctl -c /etc/supervisor/supervisord.conf pid beat 2>/dev/null) && [ \"\$now\" -gt 0 ] && [ \"\$now\" != $before ]"
/etc/init.d/supervisor stop
[ ! -e /var/run/supervisord.pid ] || fail "the pidfile is gone"
! /etc/init.d/supervisor status || fail "status says stopped"
[ ! -S /var/run/supervisor.sock ] || fail "the socket is gone"

say "a listener that imports Python's package, from Debian's unpacked"
cat >/mourner.py <<'EOF'
from supervisor import childutils
headers, payload = childutils.listener.wait()
open("/mourned", "w").write(payload)
childutils.listener.ok()
EOF
(cd /tmp && apt-get download -q -o APT::Sandbox::User=root supervisor >/dev/null && dpkg -x supervisor_*.deb /opt/supervisor)
cat >/etc/supervisor/conf.d/mourner.conf <<'EOF'
[eventlistener:mourner]
command=/usr/bin/python3 /mourner.py
environment=PYTHONPATH="/opt/supervisor/usr/lib/python3/dist-packages"
events=TICK_5
EOF
/etc/init.d/supervisor start
until_so grep -sq when: /mourned
/etc/init.d/supervisor stop
rm /etc/supervisor/conf.d/mourner.conf

say "where another is in charge of services the script lets it"
echo 'echo "$1 is not for the script"; exit 9' >/lib/lsb/init-functions.d/99-in-charge
[ "$(/etc/init.d/supervisor start || echo $?)" = "start is not for the script
9" ] || fail "it is asked first"
rm /lib/lsb/init-functions.d/99-in-charge

say "a configuration of one's own outlives an upgrade"
echo '; mine' >>/etc/supervisor/supervisord.conf
dpkg -i --force-confold /packages/medusa-supervisor_*.deb >/dev/null
grep -q '^; mine' /etc/supervisor/supervisord.conf || fail "it is kept"

say "the libraries build a program"
install /packages/libmedusa-dev_*.deb
[ -f /usr/include/medusa/asynchat/asynchat.hpp ] || fail "the headers are there"

say "and it goes"
apt-get purge -q -y medusa-supervisor >/dev/null
[ ! -e /usr/bin/supervisord ] && [ ! -e /etc/init.d/supervisor ] || fail "it is gone"
echo "all is so"
