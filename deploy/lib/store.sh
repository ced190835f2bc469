# The private PostgreSQL: one cluster in $STORE_DIR, TCP on 127.0.0.1 only.
# shellcheck shell=bash

readonly STORE_START_SECONDS=60

STORE_DIR=$DATA_DIR/store
STORE_LOG=$STORE_DIR/store.log
STORE_MARK="-D $STORE_DIR/data "

# The newest installed server's programs; Debian keeps them out of PATH.
store_bin() {
    local newest
    newest=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [[ -x $newest/postgres ]] && printf '%s\n' "$newest"
}

store_installed() { store_bin >/dev/null; }

store_own_url() {
    local at
    at=$(port store) && printf 'postgres://app@127.0.0.1:%s/chartfleet\n' "$at"
}

store_external() {
    [[ -n ${CHARTFLEET__STORE__URL:-} && ${CHARTFLEET__STORE__URL} != "$(store_own_url)" ]]
}

store_url() {
    if store_external; then printf '%s\n' "$CHARTFLEET__STORE__URL"; else store_own_url; fi
}

store_pid() { pid_of "$STORE_DIR/pid" "$STORE_MARK"; }

# store_as COMMAND…: replaces this (sub)shell by a server program under a clean
# environment. PostgreSQL refuses to run as root.
store_as() {
    local -a user=()
    ((EUID != 0)) || user=(setpriv --reuid postgres --regid postgres --clear-groups)
    exec "${user[@]}" env -i PATH="$(store_bin):/usr/bin:/bin" LC_ALL=C.UTF-8 "$@" 9>&-
}

store_init() {
    [[ ! -e $STORE_DIR/data/PG_VERSION ]] || return 0
    rm -rf "$STORE_DIR/data"
    install -d -m 700 "$STORE_DIR/data"
    ((EUID != 0)) || chown postgres:postgres "$STORE_DIR/data"
    (store_as initdb -D "$STORE_DIR/data" -U app -A trust -E UTF8 --locale=C.UTF-8 --no-sync) \
        >>"$STORE_LOG" 2>&1 || {
        # A half-made cluster must not look like a finished one next time.
        rm -rf "$STORE_DIR/data"
        die "$EX_UNAVAILABLE" "initdb failed; see $STORE_LOG"
    }
}

# fsync and synchronous_commit stay at their safe defaults. The log_* settings
# keep row values (COPY contexts, key details, statements) out of the log:
# rows hold chart text.
store_configure() {
    cat >"$STORE_DIR/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $(port store)
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
effective_cache_size = 1GB
wal_buffers = 16MB
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
CONF
}

# Every process of this cluster works in its data directory: also children
# that outlive a killed server for a moment and hold its shared memory.
store_processes() {
    find /proc -maxdepth 2 -name cwd -lname "$STORE_DIR/data" 2>/dev/null || true
}

store_wait_gone() {
    local deadline=$((SECONDS + 10))
    while [[ -n $(store_processes) ]]; do
        ((SECONDS < deadline)) || die "$EX_UNAVAILABLE" "still at work in $STORE_DIR/data:" "$(store_processes)"
        sleep 0.05
    done
}

store_launch() {
    install -d -m 755 "$STORE_DIR"
    store_wait_gone
    # Of a killed server; its number may be another process's by now, and then
    # PostgreSQL would refuse to start. Safe: nothing works in the data.
    rm -f "$STORE_DIR/data/postmaster.pid"
    claim_port store
    store_init
    store_configure
    (store_as setsid postgres -D "$STORE_DIR/data") </dev/null >>"$STORE_LOG" 2>&1 &
    printf '%s\n' "$!" >"$STORE_DIR/pid"
}

store_sql() { "$(store_bin)/psql" -XqtA -h 127.0.0.1 -p "$(port store)" -U app "$@"; }

store_wait() {
    local deadline=$((SECONDS + STORE_START_SECONDS)) pid
    pid=$(cat "$STORE_DIR/pid")
    until "$(store_bin)/pg_isready" -q -h 127.0.0.1 -p "$(port store)" -U app -d postgres; do
        [[ -d /proc/$pid ]] || die "$EX_UNAVAILABLE" "PostgreSQL stopped while starting; the log ends:" \
            "$(tail -n 8 "$STORE_LOG")" "all of it: $STORE_LOG"
        ((SECONDS < deadline)) || die "$EX_UNAVAILABLE" \
            "PostgreSQL is not ready after $STORE_START_SECONDS s; see $STORE_LOG"
        sleep 0.05
    done
    [[ $(store_sql -d postgres -c "SELECT 1 FROM pg_database WHERE datname = 'chartfleet'") == 1 ]] ||
        store_sql -d postgres -c 'CREATE DATABASE chartfleet'
}

# store_stop SIGNAL: INT closes sessions and stops cleanly, QUIT at once, KILL
# is a crash.
store_stop() {
    stop_process "$STORE_DIR/pid" "$STORE_MARK" "$1" 30
    store_wait_gone
}
