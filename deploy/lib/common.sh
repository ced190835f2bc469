# Shared by the commands of deploy/: messages, exit codes, root, processes.
# Sourced, never run. Exit codes follow sysexits.h.
# shellcheck shell=bash
# shellcheck disable=SC2034  # used by those who source this

readonly EX_USAGE=64
readonly EX_UNAVAILABLE=69
readonly EX_NOT_RUNNING=3

# say LINE…
say() { printf '%s\n' "$@" >&2; }

# die CODE MESSAGE…: every further argument is a line of its own.
die() {
    local code=$1
    shift
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    shift
    (($# == 0)) || printf '  %s\n' "$@" >&2
    exit "$code"
}

have() { command -v "$1" >/dev/null 2>&1; }

# May this user run things as root without being asked for a password?
can_root() { ((EUID == 0)) || { have sudo && sudo -n true 2>/dev/null; }; }

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n -- "$@"; fi
}

# process_is PID TEXT: whether that process lives and its command line holds
# TEXT. A pid alone proves nothing: after a reboot it is somebody else's.
process_is() (
    local command_line
    # Also the shell's own complaint about a process that just ended.
    exec 2>/dev/null
    [[ $1 =~ ^[1-9][0-9]*$ ]] || return 1
    command_line=$(tr '\0' ' ' <"/proc/$1/cmdline") || return 1
    [[ $command_line == *"$2"* ]]
)

# pid_of FILE TEXT: prints the pid kept in FILE when it is still that process.
pid_of() {
    local pid
    pid=$(cat "$1" 2>/dev/null) || return 1
    process_is "$pid" "$2" && printf '%s\n' "$pid"
}

# wait_gone PID TEXT SECONDS
wait_gone() {
    local deadline=$((SECONDS + $3))
    while process_is "$1" "$2"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.05
    done
}

# stop_process FILE TEXT SIGNAL SECONDS: asks with SIGNAL, then kills. Removes
# the pid file. Fine when nothing runs.
stop_process() {
    local pid
    if pid=$(pid_of "$1" "$2"); then
        kill "-$3" "$pid" 2>/dev/null || true
        if ! wait_gone "$pid" "$2" "$4"; then
            kill -KILL "$pid" 2>/dev/null || true
            wait_gone "$pid" "$2" 10 || die "$EX_UNAVAILABLE" "process $pid does not die: $2"
        fi
    fi
    rm -f "$1"
}
