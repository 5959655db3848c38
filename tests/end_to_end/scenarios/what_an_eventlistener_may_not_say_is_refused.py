"""Every error of an [eventlistener:x] section: the sentence, and exit code 2."""

HEAD = "[supervisord]\nlogfile=@DIR@/supervisord.log\npidfile=@DIR@/supervisord.pid\n"
BAD = ["command=/bin/cat\n", "command=/bin/cat\nevents=\n", "command=/bin/cat\nevents=NOSUCH\n",
       "command=/bin/cat\nevents=tick_7\n", "command=/bin/cat\nevents=TICK,\n", "events=TICK\n",
       "command=/bin/cat\nevents=TICK\nbuffer_size=0\n", "command=/bin/cat\nevents=TICK\nbuffer_size=-1\n",
       "command=/bin/cat\nevents=TICK\nbuffer_size=x\n", "command=/bin/cat\nevents=TICK\nredirect_stderr=true\n",
       "command=/bin/cat\nevents=TICK\nredirect_stderr=perhaps\n", "command=/bin/cat\nevents=TICK\npriority=x\n",
       "command=/bin/cat\nevents=TICK\nresult_handler=no.such:thing\n", "command=/bin/cat\nevents=TICK\nnumprocs=2\n"]


def play(s):
    for number, bad in enumerate(BAD):
        conf = s.write(f"{number}.conf", HEAD + "[eventlistener:e]\n" + bad)
        answer = s.run_daemon(conf=conf)
        s.note(bad, answer.err.splitlines()[0].replace(f"{number}.conf", "CONF"))
        s.expect(answer.code == 2, "it ends with 2")
