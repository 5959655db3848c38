# Completion of supervisorctl for bash: options, commands, groups, processes, "group:*" and signals.
# Names are those of the daemon that the options typed so far lead to; it is never asked for a password.

_supervisorctl_namespecs() {
    local line
    while read -r line; do
        [[ $line =~ ^\{\"namespec\":\ \"([^\"]+)\" ]] || continue
        printf '%s\n' "${BASH_REMATCH[1]}"
        [[ ${BASH_REMATCH[1]} != *:* ]] || printf '%s\n' "${BASH_REMATCH[1]%%:*}:*"
    done < <("$@" status --json </dev/null 2>/dev/null)
}

_supervisorctl_groups() {
    local line
    while read -r line; do
        [[ $line =~ \"group\":\ \"([^\"]+)\" ]] && printf '%s\n' "${BASH_REMATCH[1]}"
    done < <("$@" avail --json </dev/null 2>/dev/null)
}

_supervisorctl_candidates() { # ACTION COUNT_OF_ARGUMENTS COMMAND...
    local action=$1 count=$2
    shift 2
    case $action in
    '') printf '%s\n' add avail clear exit fg help maintail open pid quit reload remove reread restart \
        shutdown signal start status stop tail update version ;;
    help) _supervisorctl_candidates '' 0 ;;
    add | remove | update) _supervisorctl_groups "$@" ;;
    avail) printf '%s\n' --json ;;
    maintail) printf '%s\n' -f ;;
    signal)
        if ((count == 0)); then
            printf '%s\n' ABRT ALRM CONT HUP INT KILL QUIT STOP TERM USR1 USR2
        else
            printf '%s\n' all
            _supervisorctl_namespecs "$@"
        fi
        ;;
    clear | pid | restart | start | stop)
        printf '%s\n' all
        _supervisorctl_namespecs "$@"
        ;;
    status)
        printf '%s\n' all --json --watch
        _supervisorctl_namespecs "$@"
        ;;
    tail)
        printf '%s\n' -f
        ((count == 0)) || printf '%s\n' stdout stderr
        _supervisorctl_namespecs "$@"
        ;;
    fg) ((count > 0)) || _supervisorctl_namespecs "$@" ;;
    esac
}

_supervisorctl() {
    # By white space and not as bash parts words: a colon is within a name.
    local typed=${COMP_LINE:0:COMP_POINT} word action='' count=0 current='' candidate
    local -a words options
    read -ra words <<<"$typed"
    [[ $typed == *[[:space:]] ]] || { current=${words[-1]} && unset 'words[-1]'; }
    local command=${words[0]:-$1} i
    # What is typed with a tilde is a tilde still.
    command=${command/#\~/$HOME}
    for ((i = 1; i < ${#words[@]}; ++i)); do
        word=${words[i]}
        if [[ $action ]]; then
            [[ $word == -* ]] || ((++count))
            continue
        fi
        case $word in
        -c | -s | -u | -p | -r | --configuration | --serverurl | --username | --password | --history_file)
            if ((i + 1 == ${#words[@]})); then
                [[ $word == -c || $word == -r || $word == --configuration || $word == --history_file ]] &&
                    compopt -o default 2>/dev/null
                COMPREPLY=()
                return
            fi
            options+=("$word" "${words[++i]/#\~/$HOME}")
            ;;
        -i | --interactive) ;; # nobody is there to ask
        -*) options+=("$word") ;;
        *) action=$word ;;
        esac
    done
    COMPREPLY=()
    while read -r candidate; do
        [[ $candidate == "$current"* ]] && COMPREPLY+=("$candidate")
    done < <(
        [[ $action || $current != -* ]] || printf '%s\n' --configuration --help --history_file \
            --interactive --password --serverurl --username
        _supervisorctl_candidates "$action" "$count" "$command" "${options[@]}" | sort -u
    )
    # Where a colon parts words only what comes after it is to be replaced.
    if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
        local before=${current%"${current##*:}"}
        COMPREPLY=("${COMPREPLY[@]#"$before"}")
    fi
}

complete -F _supervisorctl supervisorctl
