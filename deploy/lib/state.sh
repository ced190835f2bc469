# Where a stack lives, and the lock that lets one command at a time change it.
# shellcheck shell=bash
# shellcheck disable=SC2034  # used by those who source this

STATE_DIR=${CHARTFLEET_STATE_DIR:-$(dirname -- "$DEPLOY_DIR")/.chartfleet}
[[ $STATE_DIR == /* ]] || STATE_DIR=$PWD/$STATE_DIR
STATE_DIR=$(realpath -m -- "$STATE_DIR")
# Names this stack on the command lines of its processes.
STACK_ID=$(printf '%s' "$STATE_DIR" | sha256sum | cut -c1-12)
CODES_DIR=${CHARTFLEET__CODES__DIR:-$STATE_DIR/codes}

# suits_servers DIR: RabbitMQ's scripts split paths at spaces, and PostgreSQL,
# which drops root, must be able to walk down to its data.
suits_servers() {
    local dir=$1
    [[ $dir =~ ^[A-Za-z0-9/._+-]+$ ]] || return 1
    ((EUID == 0)) || return 0
    while [[ $dir != / ]]; do
        # Directories still to be made are made for everybody to walk.
        if [[ -e $dir ]] && ((($(stat -c '0%a' "$dir") & 1) == 0)); then
            return 1
        fi
        dir=$(dirname -- "$dir")
    done
}

# The servers' files live in the state directory where they can; the first
# answer stands, so that a changed mode does not hide the data.
if ! DATA_DIR=$(cat "$STATE_DIR/data-dir" 2>/dev/null); then
    DATA_DIR=$STATE_DIR
    suits_servers "$STATE_DIR" || DATA_DIR=/var/tmp/chartfleet-$STACK_ID
fi

# Held until this command ends: tests, demo and shell may all say `up` at once.
lock() {
    (umask 022 && mkdir -p "$STATE_DIR")
    exec 9>"$STATE_DIR/lock"
    flock -w 300 9 || die "$EX_UNAVAILABLE" "another deploy/local has held $STATE_DIR/lock for 5 minutes"
}

make_data_dir() {
    if [[ $DATA_DIR != "$STATE_DIR" && ! -d $DATA_DIR ]]; then
        say "the servers cannot live under $STATE_DIR (spaces, or closed to the postgres user): using $DATA_DIR"
        # Fails where somebody else made it first: /var/tmp is everybody's.
        mkdir -m 755 "$DATA_DIR" || die "$EX_UNAVAILABLE" "cannot make $DATA_DIR"
    fi
    printf '%s\n' "$DATA_DIR" >"$STATE_DIR/data-dir"
}
