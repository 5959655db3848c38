"""The configurations that against_supervisor.py compares: title -> text, or title -> files."""

HEAD = "[supervisord]\n"
RPC = "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n"


def supervisord(lines):
    return HEAD + lines + "\n"


def program(lines, name="cat"):
    return HEAD + "[program:%s]\ncommand=/bin/cat\n%s\n" % (name, lines)


def fastcgi(lines):
    return HEAD + "[fcgi-program:f]\ncommand=/bin/f\n%s\n" % lines


def listener(lines, name="e"):
    return HEAD + "[eventlistener:%s]\ncommand=/bin/%%(group_name)s\n%s\n" % (name, lines)


def grammar(lines):
    """What the grammar makes of a value is seen in directory, which is taken as it is."""
    return HEAD + "[program:cat]\ncommand=/bin/cat\n" + lines + "\n"


TEXTS = {
    # The grammar.
    "empty file": "",
    "only a comment": "; nothing\n# here\n",
    "smallest file": HEAD,
    "no final newline": "[supervisord]",
    "inline comment after space": grammar("directory=v ;c"),
    "inline comment after tab": grammar("directory=v\t;c"),
    "inline hash comment": grammar("directory=v #c"),
    "comment character without space": grammar("directory=v;c"),
    "hash without space": grammar("directory=v#c"),
    "comment right after delimiter": grammar("directory=;c"),
    "empty value with comment": grammar("directory= ;c"),
    "quotes do not protect": grammar('directory="v ; w"'),
    "two comment characters in rounds": grammar("directory=a;b ;c #d"),
    "the round rule": grammar("directory=a;b #c ;d"),
    "colon": grammar("directory: v"),
    "first delimiter wins": grammar("directory : v = w"),
    "equals before colon": grammar("directory = v : w"),
    "upper case key": grammar("DIRECTORY=v"),
    "section name keeps its space": HEAD + "[program:cat ]\ncommand=/bin/cat\n",
    "section names are case sensitive": "[Supervisord]\n",
    "continuation": grammar("directory=a\n  b\n  c"),
    "continuation with blank lines": grammar("directory=a\n\n  b\n\n\n  c\n\n"),
    "continuation with comments": grammar("directory=a\n  ;x\n  b ;y\n;z\n  c"),
    "indented section is continuation": grammar("directory=a\n  [x]\n"),
    "indented key is continuation": grammar("directory=a\n  umask=022\n"),
    "value on the next line": grammar("directory=\n  a\n  b"),
    "indented keys": "  [supervisord]\n  minfds=5\n    minprocs=6\n  silent=true\n",
    "unindented after indent": "[supervisord]\n   minfds=5\n silent=true\n",
    "repeated section": HEAD + "minfds=1\n[program:cat]\ncommand=a\n[supervisord]\nminprocs=2\n",
    "repeated key": supervisord("minfds=1\nminfds=2"),
    "DEFAULT": "[DEFAULT]\nminfds=7\ndirectory=/\n" + program("priority=3"),
    "DEFAULT only": "[DEFAULT]\nminfds=7\n",
    "text after bracket": "[supervisord]x\nminfds=5\n",
    "comment after bracket": "[supervisord] ;c\nminfds=5\n",
    "two closing brackets": HEAD + "[program:a]]\ncommand=/bin/a\n",
    "empty section name": "[]\n" + HEAD,
    "empty section name later": HEAD + "[]\nminfds=5\n",
    "unclosed section": "[supervisord\n",
    "unclosed section later": HEAD + "[program:x\ncommand=a\n",
    "text before any section": "minfds=5\n" + HEAD,
    "key alone": supervisord("minfds"),
    "many bad lines": supervisord("minfds\nfoo bar\n'quoted'\n=v"),
    "value without key": supervisord("=v\nminfds=5"),
    "continuation after a bad line": supervisord("minfds=5\nfoo\n  bar"),
    "CRLF": "[supervisord]\r\nminfds=5\r\n[program:a]\r\ncommand=/bin/a\r\n  b\r\n",
    "CR": "[supervisord]\rminfds=5\r",
    "byte order mark": b"\xef\xbb\xbf[supervisord]\n",
    "not UTF-8": b"[supervisord]\n; caf\xe9\n",
    "UTF-8 cut short": b"[supervisord]\nidentifier=\xe2\x82",
    "not UTF-8, later": b"[supervisord]\n" + b";" * 9000 + b"\xff",
    "non-breaking spaces": supervisord("identifier=\u00a0a\u00a0b\u00a0;c"),
    "text in UTF-8": program("environment=NAME=\"gr\u00fc\u00df\"", name="k\u00e4se"),
    "unknown keys and sections": HEAD + "nonsense=1\n[nonsense]\na=b\n[program]\ncommand=a\n",
    "odd lines quoted": supervisord("it's\n\"both\" it's\nback\\slash\t tab\n\x01"),
    # The types.
    **{"minfds=" + value: supervisord("minfds=" + value) for value in
       ("1024", " 5 ", "+5", "-5", "1_000", "1__0", "_1", "5.0", "0x10", "abc", "", "it's", "007",
        "1 0")},
    **{"boolean " + value: supervisord("silent=" + value) for value in
       ("yes", "TRUE", "On", "1", "no", "False", "OFF", "0", "2", "", "maybe")},
    **{"bytes " + value: supervisord("logfile_maxbytes=" + value) for value in
       ("0", "100", "1KB", "1 kb", "2Mb", "3GB", "1k", "1b", "1TB", "1.5MB", "-1KB", "KB", "")},
    **{"umask " + value: supervisord("umask=" + value) for value in
       ("022", "22", "0o22", "0O7", "9", "rwx", "")},
    **{"signal " + value: program("stopsignal=" + value) for value in
       ("TERM", "SIGTERM", "sigusr1", "Quit", "9", "0", "34", "64", "33", "65", "-1", "FOO", "RTMIN",
        "CLD", "IOT", "POLL", "IO", "STKFLT", "")},
    **{"exitcodes " + value: program("exitcodes=" + value) for value in
       ("0", "0,2", " 0 , 2 ", "", "256", "-1", "a", "0,", "0,,2")},
    **{"autorestart " + value: program("autorestart=" + value) for value in
       ("true", "FALSE", "unexpected", "Unexpected", "yes", "0", "Sometimes", "")},
    **{"loglevel " + value: supervisord("loglevel=" + value) for value in
       ("critical", "error", "warn", "INFO", "Debug", "trace", "blather", "warning", "50", "")},
    **{"logfile " + value: supervisord("logfile=" + value) for value in
       ("syslog", "x.log", "/no/such/x.log", "~/x.log", "~root/x.log", "~nobody-like-this/x.log",
        "/tmp/../tmp//x.log", "//tmp/x.log", "/x.log", "")},
    **{"directory " + value: supervisord("directory=" + value) for value in
       ("/", "~", "/no/such", "/etc/passwd", "")},
    **{"stdout_logfile " + value: program("stdout_logfile=" + value) for value in
       ("AUTO", "None", "off", "syslog", "/tmp/x.log", "/no/such/x.log", "", "x.log")},
    **{"program user " + value: program("user=" + value) for value in
       ("root", "0", "daemon", "nosuchuser", "4000000001", "-1", "")},
    **{"supervisord user " + value: supervisord("user=" + value) for value in
       ("root", "0", "nosuchuser", "4000000001", "")},
    **{"port " + value: HEAD + "[inet_http_server]\nport=" + value + "\n" for value in
       ("9001", ":9001", "*:9001", "127.0.0.1:9001", "LocalHost:9001", "a:b:9001", "0", "65535",
        "65536", "localhost:70000", "localhost:", "localhost:abc", "abc", "", "localhost:0")},
    **{"chown " + value: HEAD + "[unix_http_server]\nfile=/tmp/s.sock\nchown=" + value + "\n"
       for value in ("root", "root:root", "0:0", "nosuchuser", "root:nosuchgroup", "a:b:c", "")},
    **{"chmod " + value: HEAD + "[unix_http_server]\nfile=/tmp/s.sock\nchmod=" + value + "\n"
       for value in ("0700", "770", "9", "")},
    **{"name " + name: HEAD + "[program:%s]\ncommand=/bin/a\n" % name for name in
       ("a", "a b", "a:b", "a/b", "")},
    **{"process_name " + name: program("process_name=" + name) for name in
       ("a", "a b", "a:b", "", "%(program_name)s_x", "%(host_node_name)s", "%(nothing)s")},
    **{"environment " + value: program("environment=" + value) for value in
       ('A="1"', "A=1,B=2", 'A="1",', 'A=1;B=2', "A=a b", "A=", "A=a@b", "A=[x]", "A=a=b",
        "A=http://x/?q=1", "A=$HOME", 'A="unbalanced', "A=\"x,y\",B='z'", "A=1\n  ,B=2",
        "A=1,\n  B=2", "A=1\n  B=2", 'A="x"y', "A=x'y'z", "A=/a.b+c-d():e", "A=1,A=2", "A=a#b",
        "=1", "A", 'A=""', "'A'=1", "A=\\x", "A=\u00e9", 'A="it\'s"')},
    # Expansion.
    **{"expand " + value: program("directory=" + value) for value in
       ("%(here)s", "%(ENV_PERCENT)s", "%(program_name)s-%(group_name)s-%(numprocs)d", "100%%",
        "%", "%(here", "%(here)", "%(here)Y", "%Y", "%d", "%(here)d", "%(process_num)02d",
        "%(process_num)+5.3d|", "%(process_num)-5d|", "%(process_num)x", "%(process_num)f",
        "%(process_num)r", "%(program_name)10s|", "%(program_name)-10s|", "%(program_name).2s",
        "%(program_name)r", "%(program_name)c", "%(program_name)x", "%(a(b)c)s", "%()s",
        "%(program_name)*d", "%(process_num)*d", "%5%", "%(process_num)ld", "a%(b)s%(c)s",
        "%(process_num)#o", "%(process_num)e", "%(program_name)f", "%(here)5", "%(program_name)05s",
        "%(here)s%", "\u00e9%Y", "%(here).5Y", "%(here)%", "%%%d", "%x", "%c", "%f", "%(here)s%s", "%(here)s%Y",
        "%-%")},
    "percent in logfile is expanded twice": program("stdout_logfile=/tmp/a%%%%b"),
    "percent in logfile too few": program("stdout_logfile=/tmp/a%%b"),
    "logfile by name": program("stdout_logfile=/tmp/%(program_name)s-%(process_num)d.log\n"
                               "stderr_logfile=%(here)s/err.log"),
    "supervisord environment for others": supervisord('environment=A="1",B="%(ENV_HOME)s"')
        + "[program:a]\ncommand=/bin/a %(ENV_A)s\nenvironment=C=\"%(ENV_B)s\"\n",
    "host_node_name in supervisord environment": supervisord('environment=A="%(host_node_name)s"'),
    "escaped in supervisord environment": supervisord('environment=A="%%(host_node_name)s"'),
    "percent in supervisord environment": supervisord('environment=A="%%"'),
    "own environment in own command": program('environment=A="x"\ndirectory=%(ENV_A)s'),
    "own environment in itself": program('environment=A="x",B="%(ENV_A)s"'),
    "environment of the process before": program(
        'environment=K%(process_num)d="1"\nnumprocs=2\nprocess_name=%(process_num)d\n'
        "numprocs_start=0\nstdout_logfile=/tmp/%(ENV_K0)s"),
    "environments merged": supervisord("environment=A=1,B=2")
        + "[program:a]\ncommand=/bin/a\nenvironment=B=3,C=4\n",
    "here not in inet server": HEAD + "[inet_http_server]\nport=9001\nusername=%(here)s\npassword=a\n",
    "here in unix file": HEAD + "[unix_http_server]\nfile=%(here)s/s.sock\n",
    "here not in unix password": HEAD
        + "[unix_http_server]\nfile=/tmp/s.sock\nusername=a\npassword=%(here)s\n",
    "group priority sees no program_name": program("priority=%(program_name)s"),
    "process_num only per process": program("startsecs=%(process_num)d"),
    "startsecs by name": program("startsecs=%(ENV_HOME)s"),
    # Sections.
    "no supervisord section": "[program:a]\ncommand=/bin/a\n",
    "all of supervisord": supervisord(
        "logfile=/tmp/s.log\nlogfile_maxbytes=1KB\nlogfile_backups=3\nloglevel=debug\n"
        "pidfile=/tmp/s.pid\numask=077\nnodaemon=true\nsilent=true\nminfds=10\nminprocs=20\n"
        "nocleanup=true\nchildlogdir=/tmp\nuser=root\ndirectory=/\nstrip_ansi=true\n"
        "environment=A=1\nidentifier=me"),
    "first error of supervisord wins": supervisord("silent=x\nminfds=y"),
    "childlogdir missing": supervisord("childlogdir=/no/such"),
    "pidfile in no directory": supervisord("pidfile=/no/such/s.pid"),
    "servers": HEAD + "[unix_http_server]\nfile=/tmp/a.sock\nchmod=0770\n"
        "[inet_http_server:two]\nport=*:9002\nusername=u\npassword=p\n"
        "[inet_http_server]\nport=127.0.0.1:9001\n[unix_http_server:b]\nfile=b/../c.sock\n"
        "username=u\npassword={SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d\n",
    "section that begins like a server": HEAD + "[inet_http_serverx]\nport=9001\n",
    "inet server without port": HEAD + "[inet_http_server]\n",
    "unix server without file": HEAD + "[unix_http_server:x]\n",
    "unix file with home": HEAD + "[unix_http_server]\nfile=~/s.sock\n",
    "username alone": HEAD + "[inet_http_server]\nport=9001\nusername=u\n",
    "password alone": HEAD + "[unix_http_server]\nfile=/tmp/s.sock\npassword=p\n",
    "rpcinterface": HEAD + "[rpcinterface:supervisor]\n" + RPC,
    "two rpcinterfaces": HEAD + "[rpcinterface:supervisor]\n" + RPC + "[rpcinterface:b]\n" + RPC,
    "rpcinterface without factory": HEAD + "[rpcinterface:supervisor]\na=b\n",
    "rpcinterface of nobody": HEAD
        + "[rpcinterface:x]\nsupervisor.rpcinterface_factory=no_such_module:make\n",
    "rpcinterface option not expanded": HEAD + "[rpcinterface:supervisor]\n" + RPC + "a=%(b)s\n",
    "program without command": HEAD + "[program:a]\n",
    "empty command": HEAD + "[program:a]\ncommand=\n",
    "all of a program": program(
        "process_name=%(program_name)s_%(process_num)02d\nnumprocs=3\nnumprocs_start=5\n"
        "directory=/tmp\numask=022\npriority=10\nautostart=false\nautorestart=true\nstartsecs=10\n"
        "startretries=5\nexitcodes=0,2\nstopsignal=QUIT\nstopwaitsecs=3\nstopasgroup=true\n"
        "user=root\nredirect_stderr=false\nstdout_logfile=/tmp/o.log\nstdout_logfile_maxbytes=1MB\n"
        "stdout_logfile_backups=2\nstdout_capture_maxbytes=1KB\nstdout_events_enabled=true\n"
        "stdout_syslog=true\nstderr_logfile=NONE\nstderr_logfile_maxbytes=2MB\n"
        "stderr_logfile_backups=1\nstderr_capture_maxbytes=2KB\nstderr_events_enabled=true\n"
        "environment=A=1\nserverurl=http://localhost:1\n"),
    "serverurl auto": program("serverurl= Auto"),
    "killasgroup follows stopasgroup": program("stopasgroup=true"),
    "stopasgroup without killasgroup": program("stopasgroup=true\nkillasgroup=false"),
    "killasgroup alone": program("killasgroup=true"),
    "numprocs without process_num": program("numprocs=2"),
    "numprocs zero": program("numprocs=0"),
    "numprocs negative": program("numprocs=-3"),
    "ten processes are sorted by name": program("numprocs=11\nprocess_name=p%(process_num)d"),
    "redirect_stderr with a file": program("redirect_stderr=true\nstderr_logfile=/tmp/e.log"),
    "redirect_stderr without": program("redirect_stderr=true"),
    "redirect_stderr with an empty file": program("redirect_stderr=true\nstderr_logfile="),
    "AUTO without rollover": program("stdout_logfile_maxbytes=0\nstderr_logfile_maxbytes=0"),
    "syslog both": program("stdout_logfile=syslog\nstderr_logfile=SYSLOG"),
    "groups": HEAD + "[group:g]\nprograms=b, a\npriority=5\n"
        "[program:a]\ncommand=/bin/a\npriority=1\n[program:b]\ncommand=/bin/b\n"
        "[program:c]\ncommand=/bin/c\npriority=5\n[program:z]\ncommand=/bin/z\npriority=-3\n",
    "empty group": HEAD + "[group:g]\n",
    "empty programs": HEAD + "[group:g]\nprograms=\n",
    "unknown program": HEAD + "[group:g]\nprograms=zz\n",
    "unknown second program": HEAD + "[group:g]\nprograms=a,zz\n[program:a]\ncommand=/bin/a\n",
    "trailing comma": HEAD + "[group:g]\nprograms=a,\n[program:a]\ncommand=/bin/a\n",
    "ambiguous program": HEAD + "[group:g]\nprograms=a\n[program:a]\ncommand=/bin/a\n"
        "[fcgi-program:a]\ncommand=/bin/a\nsocket=tcp://localhost:9009\n",
    "one program in two groups": HEAD + "[group:g]\nprograms=a\n[group:h]\nprograms=a\n"
        "[program:a]\ncommand=/bin/%(group_name)s\n",
    "group and program of one name": HEAD + "[group:a]\nprograms=b\n[program:a]\ncommand=/bin/a\n"
        "[program:b]\ncommand=/bin/b\n",
    "group name with a space": HEAD + "[group:a b]\n",
    "bad group priority": HEAD + "[group:g]\npriority=x\n",
    "bad member": HEAD + "[group:g]\nprograms=a\n[program:a]\ncommand=/bin/a\nstartsecs=x\n",
    "group error before program error": HEAD + "[program:a]\ncommand=/bin/a\nstartsecs=x\n"
        "[group:g]\nprograms=zz\n",
    "program error before server error": HEAD + "[inet_http_server]\nport=x\n"
        "[program:a]\nstartsecs=1\n",
    "rpcinterface error before program error": HEAD + "[program:a]\n[rpcinterface:x]\n",
    "user error last": supervisord("user=nosuchuser") + "[inet_http_server]\nport=x\n",
    "fcgi-program on TCP": fastcgi("socket=tcp://LocalHost:9009\nsocket_backlog=7"),
    "fcgi-program on a Unix socket": fastcgi("socket=unix:///tmp/%(program_name)s/../s.sock"),
    "fcgi-program beside a program": HEAD + "[fcgi-program:f]\ncommand=/bin/f\npriority=3\n"
        "socket=tcp://localhost:9009\nprocess_name=%(process_num)d\nnumprocs=2\n"
        "[program:a]\ncommand=/bin/a\n",
    "fcgi socket's owner and mode": fastcgi("socket=unix:///tmp/s\nsocket_owner=root\nsocket_mode=0660"),
    "fcgi socket's owner and group": fastcgi("socket=unix:///tmp/s\nsocket_owner=root:daemon"),
    "fcgi socket of the program's user": fastcgi("socket=unix:///tmp/s\nuser=daemon"),
    "fcgi socket of another than the user": fastcgi("socket=unix:///tmp/s\nuser=daemon\nsocket_owner=bin"),
    "fcgi-program without a socket": fastcgi("priority=4"),
    "fcgi-program with an empty socket": fastcgi("socket="),
    "fcgi socket of no kind": fastcgi("socket=foo"),
    "fcgi socket with a quote": fastcgi("socket=it's"),
    "fcgi socket with a relative path": fastcgi("socket=unix://foo"),
    "fcgi socket without a port": fastcgi("socket=tcp://localhost"),
    "fcgi socket with an empty port": fastcgi("socket=tcp://localhost:"),
    "fcgi socket without a host": fastcgi("socket=tcp://:9000"),
    "fcgi socket with a port too big": fastcgi("socket=tcp://localhost:70000"),
    "fcgi socket with port 0": fastcgi("socket=tcp://localhost:0"),
    "fcgi socket with a path behind": fastcgi("socket=tcp://localhost:80/x"),
    "fcgi socket on IPv6": fastcgi("socket=tcp://[::1]:80"),
    "fcgi socket_mode on TCP": fastcgi("socket=tcp://localhost:9009\nsocket_mode=0700"),
    "fcgi socket_owner on TCP": fastcgi("socket=tcp://localhost:9009\nsocket_owner=root"),
    "fcgi socket_mode on nothing known": fastcgi("socket=foo\nsocket_mode=0700"),
    "fcgi socket_mode not octal": fastcgi("socket=unix:///tmp/s\nsocket_mode=9"),
    "fcgi socket_owner unknown": fastcgi("socket=unix:///tmp/s\nsocket_owner=nosuchuser"),
    "fcgi socket_owner's group unknown": fastcgi("socket=unix:///tmp/s\nsocket_owner=root:nosuchgroup"),
    "fcgi socket_backlog 0": fastcgi("socket=unix:///tmp/s\nsocket_backlog=0"),
    "fcgi socket_backlog too big": fastcgi("socket=unix:///tmp/s\nsocket_backlog=65536"),
    "fcgi socket_backlog no number": fastcgi("socket=unix:///tmp/s\nsocket_backlog=x"),
    "fcgi user unknown": fastcgi("socket=foo\nuser=nosuchuser"),
    "fcgi error order": fastcgi("socket=foo\nsocket_backlog=0\nsocket_mode=9\npriority=x"),
    "fcgi-program without a command": HEAD + "[fcgi-program:f]\nsocket=unix:///tmp/s\n",
    "fcgi-program name with a space": HEAD + "[fcgi-program:f g]\ncommand=f\nsocket=foo\n",
    "eventlistener beside a program": HEAD + "[eventlistener:e]\ncommand=/bin/e\nevents=TICK_5\n"
        "[program:a]\ncommand=/bin/a\n",
    "eventlistener with every key": listener("events=PROCESS_STATE\nbuffer_size=100\npriority=5\n"
        "result_handler=supervisor.dispatchers:default_handler\nredirect_stderr=false\nnumprocs=3\n"
        "process_name=%(program_name)s_%(process_num)02d\nstdout_capture_maxbytes=1MB\n"
        "stdout_events_enabled=true\nstderr_capture_maxbytes=2KB\nstderr_events_enabled=true\n"
        "stdout_logfile=/tmp/e.log\nstderr_logfile=none\nautostart=false\nstartsecs=0"),
    "several events": listener("events=TICK_5, process_state_running,Supervisor_State_Change,TICK_5"),
    "every event": listener("events=EVENT"),
    "events of each parent": listener("events=PROCESS_STATE,PROCESS_COMMUNICATION,PROCESS_LOG,"
        "REMOTE_COMMUNICATION,SUPERVISOR_STATE_CHANGE,TICK,PROCESS_GROUP"),
    "events with expansion": listener("events=%(ENV_LANG)s"),
    "no events": listener("buffer_size=3"),
    "empty events": listener("events="),
    "events of commas": listener("events=,"),
    "unknown event": listener("events=FOO"),
    "events on several lines": listener("events=TICK_5,\n  TICK_60"),
    "buffer_size zero": listener("events=TICK\nbuffer_size=0"),
    "buffer_size negative": listener("events=TICK\nbuffer_size=-3"),
    "buffer_size not a number": listener("events=TICK\nbuffer_size=many"),
    "eventlistener priority not a number": listener("events=TICK\npriority=high"),
    "result_handler not there": listener("events=TICK\nresult_handler=no.such:handler"),
    "result_handler with spaces": listener("events=TICK\nresult_handler= supervisor.dispatchers:default_handler "),
    "redirect_stderr of an eventlistener": listener("events=TICK\nredirect_stderr=true"),
    "redirect_stderr of an eventlistener no boolean": listener("events=TICK\nredirect_stderr=maybe"),
    "buffer_size before events": listener("buffer_size=0"),
    "result_handler before events": listener("result_handler=a:b"),
    "events before redirect_stderr": listener("events=FOO\nredirect_stderr=true"),
    "redirect_stderr before program keys": listener("events=TICK\nredirect_stderr=true\nstartsecs=x"),
    "eventlistener with a bad program key": listener("events=TICK\nstartsecs=x"),
    "eventlistener numprocs without process_num": listener("events=TICK\nnumprocs=2"),
    "eventlistener with a bad name": listener("events=TICK", "a b"),
    "eventlistener with a space before its name": listener("events=TICK", " e"),
    "eventlistener in a group": listener("events=TICK") + "[group:g]\nprograms=e\n",
    "eventlistener and program of one name": listener("events=TICK") + "[program:e]\ncommand=/bin/p\n",
    "eventlisteners and groups in order": listener("events=TICK", "z") + "[eventlistener:a]\n"
        "command=/bin/a\nevents=TICK\npriority=1000\n[program:m]\ncommand=/bin/m\n",
    "eventlistener without command": HEAD + "[eventlistener:e]\nevents=TICK_5\n",
    # Include.
    "include": {
        "supervisord.conf": HEAD + "[include]\nfiles=conf.d/*.conf more/b.ini none/*.x\n"
                            "[program:m]\ncommand=%(here)s/m\n",
        "conf.d/b.conf": "[program:b]\ncommand=%(here)s/b\n[include]\nfiles=other/*.conf\n",
        "conf.d/a.conf": "[program:a]\ncommand=/bin/a\nuser=%(here)s\n[program:m]\npriority=4\n",
        "conf.d/.hidden.conf": "nonsense",
        "more/b.ini": "[supervisord]\nminfds=77\n",
    },
    "included files win in order": {
        "supervisord.conf": HEAD + "minfds=1\n[include]\nfiles=b.ini\n  a.ini\n",
        "a.ini": "[supervisord]\nminfds=2\n",
        "b.ini": "[supervisord]\nminfds=3\n",
    },
    "here differs per file": {
        "supervisord.conf": HEAD + "[include]\nfiles=%(here)s/d/*.ini\n"
                            "[inet_http_server]\nport=9001\nusername=%(here)s\npassword=p\n",
        "d/a.ini": "[program:a]\ncommand=/bin/a %(here)s\n",
    },
    "DEFAULT with here in include": {
        "supervisord.conf": "[DEFAULT]\ndirectory=%(here)s\n" + HEAD
                            + "[include]\nfiles=d/a.ini\n[program:m]\ncommand=m\n",
        "d/a.ini": "[program:a]\ncommand=/bin/a\n",
    },
    "supervisord in an included file": {
        "supervisord.conf": "[include]\nfiles=d/*.ini\n", "d/a.ini": HEAD,
    },
    "error in an included program": {
        "supervisord.conf": HEAD + "[include]\nfiles=d/*.ini\n",
        "d/a.ini": "[program:a]\ncommand=/bin/a\nstartsecs=x\n",
    },
    "grammar error in an included file": {
        "supervisord.conf": HEAD + "[include]\nfiles=d/*.ini\n", "d/a.ini": "[program:a]\nnonsense\n",
    },
    "included file without section": {
        "supervisord.conf": HEAD + "[include]\nfiles=d/*.ini\n", "d/a.ini": "a=b\n",
    },
    "included folder is passed over": {
        "supervisord.conf": HEAD + "[include]\nfiles=d/*\n", "d/e/a.ini": "[program:a]\ncommand=a\n",
    },
    "include without files": HEAD + "[include]\n",
    "include with empty files": HEAD + "[include]\nfiles=\n",
    "include matches nothing": HEAD + "[include]\nfiles=none.conf\n",
    "include of unknown name": HEAD + "[include]\nfiles=%(nothing)s\n",
    "include by environment": {
        "supervisord.conf": HEAD + "[include]\nfiles=.%(ENV_HOME)s/d/[ab].ini\n",
        "d/a.ini": "[program:a]\ncommand=a\n", "d/c.ini": "[program:c]\ncommand=c\n",
    },
}

COMMAND_LINE_TEXT = supervisord("minfds=5\nnodaemon=false\nlogfile=/tmp/file.log\nuser=root")

COMMAND_LINES = [
    ["-c", "CONFIG"],
    ["-h"], ["--help"], ["-?"], ["-v"], ["--version"], ["--vers"], ["-hx"],
    ["-nc", "CONFIG"], ["-c", "CONFIG", "-nskt"], ["--conf", "CONFIG", "--nodaem"],
    ["--configuration=CONFIG"],
    ["-c", "/no/such/file"], ["-c", "/"], ["-c"], ["-x"], ["-z"], ["--nonsense"], ["--log", "x"],
    ["--minprocs"], ["--nodaemon=1"], ["-n", "-n"], ["-c", "CONFIG", "-c", "CONFIG"],
    ["foo"], ["-n", "foo", "it's"], ["--", "-n"], ["-"],
    ["-c", "CONFIG", "-y", "1KB", "-z", "4", "-e", "debug", "-a", "99", "--minprocs", "98"],
    ["-y", "abc"], ["-z", "abc"], ["-e", "abc"], ["-a", "abc"], ["-m", "9"], ["-d", "/no/such"],
    ["-l", "/no/such/x"], ["-j", "/no/such/x"], ["-q", "/no/such"], ["--logfile_maxbytes", "x"],
    ["-c", "CONFIG", "-u", "nosuchuser"], ["-c", "CONFIG", "-u", "daemon"],
    ["-c", "CONFIG", "-m", "077", "-d", "/", "-l", "/tmp/l.log", "-j", "/tmp/j.pid", "-i", "me",
     "-q", "/"],
    ["-c", "CONFIG", "-l", ""], ["-c", "CONFIG", "-l", "syslog"], ["-c", "CONFIG", "-m", "0"],
    ["-v", "-y", "abc"], ["-y", "abc", "-v"], ["-c", "CONFIG", "--profile_options", "calls"],
    ["--s"], ["-c", "CONFIG", "--si"], ["--no"],
]
