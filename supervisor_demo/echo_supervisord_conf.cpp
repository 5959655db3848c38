#include <cstdio>

/// Prints a configuration to begin with: every section and key there is, with its default. Only
/// what a daemon needs is switched on. Sections, keys, their order and what is switched on are
/// those of Supervisor's sample; the words are ours.
namespace {

constexpr char sample[] = R"conf(; Sample supervisor config file.
;
; A semicolon after a space begins a comment, also in the middle of a value:
; "command=sh -c 'a ; b'" is cut off after the a.
; Quotes are part of a value, but in environment=, where each value may have them.
; "~" and "$HOME" are taken literally in most places; "%(ENV_HOME)s" is the variable HOME.
; Every percent sign that begins no such expansion is written twice.
;
; The files are in /tmp so that this can be tried anywhere. For use, put them where no one
; cleans up behind your back: without its socket the daemon cannot be reached any more.

[unix_http_server]
file=/tmp/supervisor.sock   ; where supervisorctl finds the daemon
;chmod=0700                 ; permissions of the socket
;chown=nobody:nogroup       ; user:group it belongs to; unchanged if not given
;username=user              ; asked of every client, together with a password
;password=123               ; in plain text, or {SHA} and the SHA-1 in hex

; The same on a TCP port. It is not encrypted, and without a username whoever can
; connect can run any program: keep it on 127.0.0.1 or in a network you trust.

;[inet_http_server]
;port=127.0.0.1:9001        ; host:port; *:port is every address of this machine
;username=user              ; as above
;password=123               ; as above

[supervisord]
logfile=/tmp/supervisord.log ; the daemon's own log; "syslog" sends it there
logfile_maxbytes=50MB        ; size at which it is put aside; 0 is never
logfile_backups=10           ; how many older ones are kept
loglevel=info                ; critical, error, warn, info, debug, trace or blather
pidfile=/tmp/supervisord.pid ; holds the pid while the daemon runs
nodaemon=false               ; true: stay in the foreground
silent=false                 ; true: in the foreground, nothing on stdout
minfds=1024                  ; limit of open files to start with, at least
minprocs=200                 ; limit of processes to start with, at least
;umask=022                   ; of the daemon and its programs
;user=supervisord            ; whom to become when started by root
;identifier=supervisor       ; a name for this daemon
;directory=/tmp              ; where to go in the background; stays if not given
;nocleanup=true              ; keep the AUTO logs of the last run; default false
;childlogdir=/tmp            ; where AUTO logs are made; default the system's
;environment=KEY="value"     ; variables for all programs: A="1",B="2"
;strip_ansi=false            ; take colours and the like out of logs

; supervisorctl and the web page need this section as it is.

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

; Where supervisorctl connects to: one of the servers above.

[supervisorctl]
serverurl=unix:///tmp/supervisor.sock ; a path after unix://
;serverurl=http://127.0.0.1:9001      ; or a host and port
;username=chris              ; those of the server
;password=123                ;
;prompt=mysupervisor         ; default "supervisor"
;history_file=~/.sc_history  ; keeps what was typed

; A program, with every key there is. Only command is required.

;[program:theprogramname]
;command=/bin/cat              ; with arguments; looked up in PATH
;process_name=%(program_name)s ; must have %(process_num)s for more than one
;numprocs=1                    ; how many of it
;directory=/tmp                ; where it runs; default where the daemon does
;umask=022                     ; default the daemon's
;priority=999                  ; lower starts earlier and stops later
;autostart=true                ; start with the daemon
;startsecs=1                   ; seconds it must run to count as started
;startretries=3                ; tries before it is given up
;autorestart=unexpected        ; true, false, or unless its exit code is one of
;exitcodes=0                   ; these
;stopsignal=QUIT               ; what asks it to end; default TERM
;stopwaitsecs=10               ; seconds until SIGKILL
;stopasgroup=false             ; send stopsignal to its process group
;killasgroup=false             ; send SIGKILL to its process group
;user=chrism                   ; whom it runs as
;redirect_stderr=true          ; its stderr goes where its stdout goes; default false
;stdout_logfile=/a/path        ; or AUTO, the default, or NONE
;stdout_logfile_maxbytes=1MB   ; size at which it is put aside; default 50MB
;stdout_logfile_backups=10     ; how many older ones are kept
;stdout_capture_maxbytes=1MB   ; room for messages between capture tokens; default 0
;stdout_events_enabled=false   ; every output is an event
;stdout_syslog=false           ; to syslog as well
;stderr_logfile=/a/path        ; and so on for stderr
;stderr_logfile_maxbytes=1MB   ; default 50MB
;stderr_logfile_backups=10     ;
;stderr_capture_maxbytes=1MB   ; default 0
;stderr_events_enabled=false   ;
;stderr_syslog=false           ;
;environment=A="1",B="2"       ; besides and before the daemon's
;serverurl=AUTO                ; SUPERVISOR_SERVER_URL; AUTO is the first server above

; A program that is told what happens to the others.

;[eventlistener:theeventlistenername]
;command=/bin/eventlistener    ; speaks the event protocol on stdin and stdout
;process_name=%(program_name)s ; and so on as for a program
;numprocs=1                    ; they share the events
;events=EVENT                  ; which ones; required
;buffer_size=10                ; events that wait while all are busy
;directory=/tmp                ;
;umask=022                     ;
;priority=-1                   ; before all others
;autostart=true                ;
;startsecs=1                   ;
;startretries=3                ;
;autorestart=unexpected        ;
;exitcodes=0                   ;
;stopsignal=QUIT               ; default TERM
;stopwaitsecs=10               ;
;stopasgroup=false             ;
;killasgroup=false             ;
;user=chrism                   ;
;redirect_stderr=false         ; true is refused: stdout belongs to the protocol
;stdout_logfile=/a/path        ;
;stdout_logfile_maxbytes=1MB   ; default 50MB
;stdout_logfile_backups=10     ;
;stdout_events_enabled=false   ;
;stdout_syslog=false           ;
;stderr_logfile=/a/path        ;
;stderr_logfile_maxbytes=1MB   ; default 50MB
;stderr_logfile_backups=10     ;
;stderr_events_enabled=false   ;
;stderr_syslog=false           ;
;environment=A="1",B="2"       ;
;serverurl=AUTO                ;

; Programs that are started, stopped and named together: thegroupname:progname1.

;[group:thegroupname]
;programs=progname1,progname2  ; their sections are elsewhere in the file
;priority=999                  ; of the group among groups

; Further files, by pattern, seen from the folder of this one. Theirs is no [include].

;[include]
;files = relative/directory/*.ini
)conf";

} // namespace

int main() {
    std::fputs(sample, stdout);
    return std::fflush(stdout) == 0 ? 0 : 1;
}
