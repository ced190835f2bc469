# The private RabbitMQ: one node and its own epmd, all files in $BROKER_DIR.
# shellcheck shell=bash

# The script of this name in /usr/sbin switches user and writes to /var/log.
readonly RABBITMQ_BIN=/usr/lib/rabbitmq/bin
readonly BROKER_NODE=chartfleet@localhost
readonly BROKER_START_SECONDS=90

BROKER_DIR=$DATA_DIR/broker
BROKER_LOG=$BROKER_DIR/broker.log
# An argument that Erlang ignores and that names this stack's process.
BROKER_MARK="-chartfleet_stack $STACK_ID"

broker_installed() { [[ -x $RABBITMQ_BIN/rabbitmq-server ]] && have epmd; }

broker_own_url() {
    local at
    at=$(port broker) && printf 'amqp://guest:guest@127.0.0.1:%s/%%2f\n' "$at"
}

# A URL in the environment that is not this stack's own names a server that
# somebody else runs.
broker_external() {
    [[ -n ${CHARTFLEET__BROKER__URL:-} && ${CHARTFLEET__BROKER__URL} != "$(broker_own_url)" ]]
}

broker_url() {
    if broker_external; then printf '%s\n' "$CHARTFLEET__BROKER__URL"; else broker_own_url; fi
}

broker_management_url() {
    local at
    if broker_external; then
        [[ -n ${CHARTFLEET_BROKER_MANAGEMENT_URL:-} ]] && printf '%s\n' "$CHARTFLEET_BROKER_MANAGEMENT_URL"
        return
    fi
    at=$(port broker_management) && printf 'http://guest:guest@127.0.0.1:%s\n' "$at"
}

broker_pid() { pid_of "$BROKER_DIR/pid" "$BROKER_MARK"; }

broker_epmd_mark() { printf 'epmd -port %s ' "$(port broker_epmd)"; }

broker_configure() {
    install -d -m 755 "$BROKER_DIR" "$BROKER_DIR/home"
    [[ -e $BROKER_DIR/home/.erlang.cookie ]] ||
        (umask 377 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$BROKER_DIR/home/.erlang.cookie")
    printf '[rabbitmq_management,rabbitmq_prometheus].\n' >"$BROKER_DIR/enabled_plugins"
    cat >"$BROKER_DIR/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$(port broker)
management.tcp.ip = 127.0.0.1
management.tcp.port = $(port broker_management)
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = $(port broker_metrics)
loopback_users.guest = true
log.console = true
log.console.use_colors = off
log.file = false
CONF
}

# broker_env COMMAND…: runs it in exactly this node's environment, holding none
# of the caller's RABBITMQ_* variables and not the stack's lock.
broker_env() {
    local schedulers
    schedulers=$(nproc)
    ((schedulers <= 4)) || schedulers=4
    exec env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 HOME="$BROKER_DIR/home" \
        ERL_EPMD_PORT="$(port broker_epmd)" ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_NODENAME="$BROKER_NODE" \
        RABBITMQ_NODE_PORT="$(port broker)" RABBITMQ_DIST_PORT="$(port broker_dist)" \
        RABBITMQ_MNESIA_BASE="$BROKER_DIR/mnesia" RABBITMQ_LOG_BASE="$BROKER_DIR/log" \
        RABBITMQ_CONFIG_FILE="$BROKER_DIR/rabbitmq.conf" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$BROKER_DIR/advanced" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$BROKER_DIR/enabled_plugins" \
        RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_PID_FILE="$BROKER_DIR/rabbitmq.pid" \
        RABBITMQ_SCHEMA_DIR="$BROKER_DIR/schema" RABBITMQ_GENERATED_CONFIG_DIR="$BROKER_DIR/gen" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +S $schedulers:$schedulers $BROKER_MARK" \
        RUNNING_UNDER_SYSTEMD=true \
        "$@" 9>&-
}

# Starts what does not run yet; broker_wait says when it is ready.
broker_launch() {
    # Left over from a node that was killed: it would hold the old port.
    stop_process "$BROKER_DIR/epmd.pid" "$(broker_epmd_mark)" TERM 5
    local name
    for name in broker broker_management broker_metrics broker_dist broker_epmd; do
        claim_port "$name"
    done
    broker_configure
    setsid env -i PATH=/usr/bin:/bin ERL_EPMD_ADDRESS=127.0.0.1 epmd -port "$(port broker_epmd)" -address 127.0.0.1 \
        </dev/null >>"$BROKER_LOG" 2>&1 9>&- &
    printf '%s\n' "$!" >"$BROKER_DIR/epmd.pid"
    wait_port broker_epmd 10 || die "$EX_UNAVAILABLE" "epmd does not start; see $BROKER_LOG"
    # RUNNING_UNDER_SYSTEMD makes the script exec: this pid becomes the node's.
    (broker_env setsid "$RABBITMQ_BIN/rabbitmq-server") </dev/null >>"$BROKER_LOG" 2>&1 &
    printf '%s\n' "$!" >"$BROKER_DIR/pid"
}

# Ready when it answers the protocol header with a frame: a port alone opens a
# moment too early.
broker_answers() {
    local first
    {
        printf 'AMQP\0\0\011\001' >&3
        IFS= read -r -n 1 -t 5 first <&3
    } 3<>"/dev/tcp/127.0.0.1/$(port broker)" && [[ $first == $'\001' ]]
} 2>/dev/null

broker_wait() {
    local deadline=$((SECONDS + BROKER_START_SECONDS)) pid
    pid=$(cat "$BROKER_DIR/pid")
    until broker_answers && port_open "$(port broker_management)"; do
        [[ -d /proc/$pid ]] || die "$EX_UNAVAILABLE" "RabbitMQ stopped while starting; the log ends:" \
            "$(tail -n 8 "$BROKER_LOG")" "all of it: $BROKER_LOG"
        ((SECONDS < deadline)) || die "$EX_UNAVAILABLE" \
            "RabbitMQ is not ready after $BROKER_START_SECONDS s; see $BROKER_LOG"
        sleep 0.1
    done
}

# broker_stop SIGNAL: TERM stops cleanly in some seconds, KILL at once.
broker_stop() {
    stop_process "$BROKER_DIR/pid" "$BROKER_MARK" "$1" 45
    stop_process "$BROKER_DIR/epmd.pid" "$(broker_epmd_mark)" TERM 5
}
