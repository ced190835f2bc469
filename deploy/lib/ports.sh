# Ports: chosen once, kept in $STATE_DIR/ports so that a restart keeps its
# URLs, chosen again only when somebody else took one meanwhile.
# shellcheck shell=bash

# Below Linux's ephemeral range (32768 and up), so that no outgoing connection
# happens to sit on one of them.
readonly PORT_MIN=20000
readonly PORT_SPAN=12000

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port NAME: prints the kept port; fails when none was chosen yet.
port() { sed -n "s/^$1=\([0-9]\{1,5\}\)$/\1/p" "$STATE_DIR/ports" 2>/dev/null | grep .; }

# wait_port NAME SECONDS: until something listens there.
wait_port() {
    local deadline=$((SECONDS + $2))
    until port_open "$(port "$1")"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.05
    done
}

# claim_port NAME: call only while the service that listens there is stopped.
claim_port() {
    local kept
    if kept=$(port "$1") && ! port_open "$kept"; then
        return
    fi
    [[ -z ${kept:-} ]] || say "port $kept ($1) was taken by another process; choosing again"
    local candidate
    while :; do
        candidate=$((PORT_MIN + (RANDOM * 32768 + RANDOM) % PORT_SPAN))
        grep -qs "=$candidate\$" "$STATE_DIR/ports" || port_open "$candidate" || break
    done
    {
        sed "/^$1=/d" "$STATE_DIR/ports" 2>/dev/null || true
        printf '%s=%s\n' "$1" "$candidate"
    } >"$STATE_DIR/ports.new"
    mv "$STATE_DIR/ports.new" "$STATE_DIR/ports"
}
