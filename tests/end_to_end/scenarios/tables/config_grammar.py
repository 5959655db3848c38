"""What the text of a configuration comes to, seen on a running daemon."""

import json
import os
import socket

from driver.stage import HEAD, HEAD_WITH_TCP

SHOWN = ("name", "group", "command", "directory", "autostart", "startsecs", "stopsignal", "exitcodes", "process_prio",
         "group_prio", "stdout_logfile", "stderr_logfile", "serverurl", "uid", "inuse")
IDLE = "[program:idle]\ncommand=/bin/sleep 1000\nautostart=false\n"
# Writes its environment and ends; nothing of the machine's own in it.
TELLER = """
[program:{0}]
command=/bin/sh -c 'env | grep ^T_ | sort > @DIR@/{0}.env; exec sleep 1000'
startsecs=0
"""


def show_config(s, *fields):
    for row in s.rpc.supervisor.getAllConfigInfo():
        s.note(row["name"], {f: row[f] for f in fields or SHOWN})


def show_environment(s, *names):
    for name in names:
        s.wait_for_state(name, "RUNNING")
        s.wait_for_text(f"{name}.env", "T_LAST=")
        s.note(f"the environment of {name}", s.read(f"{name}.env"))


def refused(s, *texts):
    """Each is given to reread of a running daemon, which says what is wrong and stays as it is."""
    s.start(IDLE)
    for text in texts:
        s.configure(text)
        s.record(text)
        s.call("supervisor.reloadConfig")
    s.configure(IDLE)
    s.call("supervisor.reloadConfig")
    s.note("the daemon", s.rpc.supervisor.getState()["statename"])


def a_comment_begins_after_a_space_only(s):
    s.start("[program:a]\ncommand=/bin/cat x;y z#w ;gone #gone\nautostart=false\n"
            "[program:b]\ncommand=/bin/cat \"a ; b\"\nautostart=false\n"
            "[program:c]\ncommand=/bin/cat\t;gone\n;directory=/tmp\n#directory=/tmp\nautostart=false\n"
            "[program:d] ;of no interest\ncommand=/bin/cat #gone\nautostart=false\n")
    show_config(s, "command", "directory")


def keys_end_at_the_first_equals_or_colon(s):
    s.start("[program:a]\nCOMMAND : /bin/cat a=b:c\nAutoStart: false\ndirectory = /tmp = /var\n")
    show_config(s, "command", "directory", "autostart")


def a_value_goes_on_in_indented_lines(s):
    s.start("[program:a]\ncommand=/bin/cat\n    one\n\n    # not this\n    [not:this]\n  two\nautostart=false\n")
    show_config(s, "command")


def repeated_sections_and_keys_become_one(s):
    s.start("[program:a]\ncommand=/bin/cat\npriority=1\npriority=2\nautostart=false\n[program:a]\npriority=3\n"
            "startsecs=4\n")
    show_config(s)


def default_section_lends_its_keys_to_all(s):
    # At the start they would reach [rpcinterface:supervisor] too, which Debian's does not outlive.
    s.start(IDLE)
    s.configure("[DEFAULT]\nautostart=false\nstartsecs=7\n[program:a]\ncommand=/bin/cat\n[program:b]\ncommand=/bin/cat\n"
            "startsecs=8\n")
    s.call("supervisor.reloadConfig")
    show_config(s)


def unknown_sections_and_keys_are_ignored(s):
    s.start(IDLE + "colour=blue\n[nonsense]\nx=y\n[program]\nz=1\n")
    show_config(s)


def expansions_know_their_names(s):
    s.environment["T_HOST_VALUE"] = "50%(x)s"
    s.places[socket.gethostname()] = "HOST"
    s.start("[program:a]\ncommand=/bin/echo %(program_name)s %(group_name)s %(process_num)03d %(numprocs)d "
            "%(here)s %(ENV_T_HOST_VALUE)s %(host_node_name)s %%\n"
            "process_name=%(program_name)s-%(process_num)02d\nnumprocs=2\nnumprocs_start=8\nautostart=false\n"
            "[group:g]\nprograms=a\n")
    show_config(s, "name", "group", "command")


def names_that_cannot_be_expanded_are_listed(s):
    refused(s, "[program:a]\ncommand=%(nothing)s\n", "[program:a]\ncommand=%(here)\n", "[program:a]\ncommand=100%\n",
            "[program:a]\ncommand=a\npriority=%(ENV_NOT_THERE)s\n", "[group:g]\npriority=%(program_name)s\n",
            "[program:a]\ncommand=date +%Y\n", "[program:a]\ncommand=%(process_num)x%(numprocs)q\n")


def a_log_file_is_expanded_twice(s):
    s.start("[program:a]\ncommand=/bin/cat\nautostart=false\nstdout_logfile=@DIR@/%%%%x.log\n")
    show_config(s, "stdout_logfile")


def the_environment_of_a_program_is_laid_over_the_daemons(s):
    head = HEAD.replace("childlogdir=@DIR@\n", 'childlogdir=@DIR@\nenvironment=T_A="one",T_B="two"\n')
    s.environment["T_LAST"] = "inherited"
    s.start(TELLER.format("a") + 'environment=T_B="three four",T_C=five\n' + TELLER.format("b"), head=head)
    show_environment(s, "a", "b")


def environment_takes_quotes_and_commas_as_shlex_does(s):
    s.start(TELLER.format("a")
            + "environment=T_A='x,y',T_B=\"it's\",T_C=a/b.c+d-e(f):g,T_D=\"\",T_E=1;T_F=2,T_LAST=\"z\",\n")
    show_environment(s, "a")


def environment_that_is_no_list_of_pairs_is_refused(s):
    refused(s, *(f"[program:a]\ncommand=a\nenvironment={value}\n" for value in (
        "A", "A=", "A=a@b", "A=[x]", "A=a=b", "A='x", "A=1,B", "A=1 B=2 C=3 D")))


def a_program_sees_variables_of_its_own_environment_in_later_keys(s):
    s.start("[program:a]\ncommand=/bin/echo %(ENV_T_OWN)s\nenvironment=T_OWN=\"mine\"\nautostart=false\n")
    show_config(s, "command")


def included_files_are_read_in_order_of_their_names(s):
    os.mkdir(f"{s.dir}/conf.d")
    s.write("conf.d/b.ini", "[program:b]\ncommand=/bin/cat %(here)s\nautostart=false\n[include]\nfiles=/tmp/never*.x\n")
    s.write("conf.d/a.ini", "[program:a]\ncommand=/bin/cat a\nautostart=false\n[program:m]\npriority=5\n")
    s.write("conf.d/.hidden.ini", "[program:hidden]\ncommand=/bin/cat\n")
    s.start("[program:m]\ncommand=/bin/cat %(here)s\nautostart=false\n"
            "[include]\nfiles=conf.d/*.ini nothing/*.ini\n")
    show_config(s, "name", "command", "process_prio")
    s.note("the log", s.log_lines("ncluded", "include"))


def an_unreadable_include_is_left_out(s):
    os.mkdir(f"{s.dir}/conf.d")
    os.mkdir(f"{s.dir}/conf.d/folder.ini")
    os.symlink("/no/such/file", f"{s.dir}/conf.d/gone.ini")
    s.write("conf.d/good.ini", IDLE)
    s.start("[include]\nfiles=conf.d/*.ini\n")
    show_config(s, "name")
    os.unlink(f"{s.dir}/conf.d/good.ini")
    s.call("supervisor.reloadConfig")


def a_broken_include_is_told_by_reread_and_the_daemon_stays(s):
    os.mkdir(f"{s.dir}/conf.d")
    s.start(IDLE + "[include]\nfiles=conf.d/*.ini\n")
    for text in ("nonsense\n", "[program:x]\ncommand\n", "[program:x]\nautostart=true\n", "[program:x]\ncommand=x\numask=9\n"):
        s.write("conf.d/x.ini", text)
        s.call("supervisor.reloadConfig")
    s.write("conf.d/x.ini", "[program:x]\ncommand=/bin/cat\n")
    s.call("supervisor.reloadConfig")


def groups_are_sorted_by_priority_then_name(s):
    s.start("".join(f"[program:{n}]\ncommand=/bin/cat\nautostart=false\npriority={p}\n"
                    for n, p in (("zeta", 1), ("alpha", 999), ("beta", 1), ("gamma", -5))))
    s.ctl("avail")
    s.ctl("status")


def a_program_may_be_in_two_groups(s):
    s.start(IDLE.replace("/bin/sleep 1000", "/bin/echo %(group_name)s") + "[group:one]\nprograms=idle\n"
            "[group:two]\nprograms=idle, idle2\n[program:idle2]\ncommand=/bin/cat\nautostart=false\n")
    show_config(s, "name", "group", "command")
    s.ctl("status", "idle")


def a_group_and_a_program_of_one_name_collide(s):
    s.start("[group:a]\nprograms=b\npriority=5\n[program:b]\ncommand=/bin/cat\nautostart=false\n"
            "[program:a]\ncommand=/bin/true\nautostart=false\n")
    s.ctl("status")


def an_empty_group_is_accepted(s):
    s.start("[group:empty]\n")
    s.call("supervisor.getAllProcessInfo")
    s.call("supervisor.startProcessGroup", "empty")
    s.call("supervisor.stopProcessGroup", "empty")
    s.call("supervisor.removeProcessGroup", "empty")


def numprocs_zero_is_an_empty_group(s):
    s.start(IDLE + "numprocs=0\nprocess_name=%(process_num)s\n")
    s.call("supervisor.getAllProcessInfo")
    s.ctl("status")


def wrong_groups_are_refused(s):
    refused(s, IDLE + "[group:g]\nprograms=idle,nosuch\n", IDLE + "[group:g h]\n", IDLE + "[group:a/b]\n",
            IDLE + "[fcgi-program:idle]\ncommand=x\nsocket=tcp://localhost:1\n[group:g]\nprograms=idle\n",
            IDLE + "[group:g]\nprograms=idle\npriority=1.5\n")


def wrong_numbers_and_switches_are_refused(s):
    refused(s, *(f"[program:a]\ncommand=a\n{line}\n" for line in (
        "startsecs=1.5", "priority=0x10", "startretries=", "exitcodes=256", "exitcodes=0,-1", "autostart=2",
        "autorestart=Maybe", "stopsignal=SIGNOTHING", "stopsignal=99", "umask=888", "stdout_logfile_maxbytes=1k",
        "stdout_logfile_maxbytes=1.5MB", "stderr_logfile_backups=x", "user=no_such_user_here", "numprocs=x",
        "redirect_stderr=", "numprocs=2", "process_name=a b", "stopasgroup=true\nkillasgroup=false")))


def numbers_and_switches_are_read_generously(s):
    s.start("[program:a]\ncommand=/bin/cat\nautostart=OFF\nstartsecs= +1_0 \nexitcodes=0, 2 ,255\nstopsignal=sigusr1\n"
            "stdout_logfile_maxbytes=2 KB\nstderr_logfile_maxbytes=1mb\nstdout_logfile_backups=0\nstopwaitsecs=-3\n"
            "[program:b]\ncommand=/bin/cat\nautostart=No\nautorestart=TRUE\nexitcodes=\nstopsignal=10\n"
            "stdout_logfile=none\nstderr_logfile=Off\n")
    show_config(s, *SHOWN, "stdout_logfile_maxbytes", "stderr_logfile_maxbytes", "stdout_logfile_backups", "stopwaitsecs")


def serverurl_is_told_to_the_program(s):
    teller = TELLER.replace("grep ^T_", "grep -e ^T_ -e ^SUPERVISOR_SERVER_URL")
    s.environment["T_LAST"] = "end"
    s.start(teller.format("a") + teller.format("b") + "serverurl=http://elsewhere:1\n" + teller.format("c")
            + "serverurl=auto\n", head=HEAD_WITH_TCP)
    show_environment(s, "a", "b", "c")


def several_servers_of_each_kind_are_opened(s):
    head = HEAD + ("[unix_http_server:two]\nfile=@DIR@/two.socket\nchmod=0600\nusername=u\npassword=p\n"
                   "[inet_http_server:three]\nport=127.0.0.1:@PORT@\n")
    s.start(IDLE, head=head)
    s.ctl("status", options=["-s", f"unix://{s.dir}/two.socket"])
    s.ctl("status", options=["-s", f"unix://{s.dir}/two.socket", "-u", "u", "-p", "p"])
    s.ctl("status", options=["-s", f"http://127.0.0.1:{s.port}"])
    s.note("the log", s.log_lines("HTTP authentication", "initialized"))
    s.note("modes", [oct(os.stat(f"{s.dir}/{n}").st_mode & 0o777) for n in ("server.socket", "two.socket")])
    s.call("supervisor.shutdown")
    s.wait_for_end()
    s.note("sockets left", sorted(n for n in os.listdir(s.dir) if n.endswith(".socket")))


def without_an_rpcinterface_there_is_only_system(s):
    head = HEAD.replace("[rpcinterface:supervisor]\n", "[nothing]\n")
    s.configure(IDLE, head)
    s.launch()
    s.wait_for_log("supervisord started")
    s.call("system.listMethods")
    s.call("supervisor.getState")
    s.ctl("status")


def another_rpcinterface_has_the_same_methods(s):
    factory = "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n"
    s.start(IDLE, head=HEAD + f"[rpcinterface:second]\n{factory}")
    s.call("system.listMethods")
    for method in ("second.getState", "second.getProcessInfo", "second.nosuch", "third.getState"):
        s.call(method, *(["idle"] if "Info" in method else []))
    for method in ("second.startProcess", "second.nosuch"):
        s.call("system.methodSignature", method)
    s.call("second.startProcess", "idle")
    s.ctl("status")
    s.note("the log", s.log_lines("initialized"))


def a_ctlplugin_does_not_stop_the_daemon(s):
    s.start(IDLE + "[ctlplugin:x]\nsupervisor.ctl_factory=my.package:factory\nkey=value\n")
    show_config(s, "name")
    if s.ours:
        s.wait_for_log("[ctlplugin:x]")


def a_config_edited_between_two_rereads_is_the_one_that_counts(s):
    s.start(IDLE)
    for command in ("/bin/cat one", "/bin/cat two", "/bin/sleep 1000"):
        s.configure(IDLE.replace("/bin/sleep 1000", command))
        s.call("supervisor.reloadConfig")
        show_config(s, "command")
    s.ctl("update")
    os.unlink(s.conf)
    s.call("supervisor.reloadConfig")
    s.note("the daemon", s.rpc.supervisor.getState()["statename"])


def what_changes_in_a_program_is_seen_by_reread(s):
    s.start(IDLE)
    for line in ("priority=3", "environment=A=\"b\"", "startsecs=5", "stdout_logfile=@DIR@/x.log", "umask=022",
                 "directory=/tmp", "serverurl=http://x:1", "exitcodes=1", "redirect_stderr=true", "killasgroup=true",
                 "stdout_events_enabled=true", "stderr_syslog=true", "colour=blue"):
        s.configure(IDLE + line + "\n")
        s.record(line)
        s.call("supervisor.reloadConfig")


def strange_characters_in_names_are_kept(s):
    s.start("[program:grün]\ncommand=/bin/cat ☃\nautostart=false\n[program:a.b-c_d@e+f]\ncommand=/bin/cat\nautostart=false\n")
    s.ctl("status")
    s.note("names", json.dumps(sorted(p["name"] for p in s.rpc.supervisor.getAllProcessInfo()), ensure_ascii=False))
