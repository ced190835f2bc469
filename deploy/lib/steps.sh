# Timed steps with a summary at the end, for deploy/test and deploy/demo.
# shellcheck shell=bash

STEP_NAMES=()
STEP_RESULTS=()
STEP_SECONDS=()
STEPS_FAILED=0
STEP_NOTES=

# begin_steps, end_steps: around everything, the second also after a failure.
# Notes are kept in a file, because steps run in subshells.
begin_steps() { STEP_NOTES=$(mktemp); }
end_steps() { rm -f "$STEP_NOTES"; }

# note TEXT: said now and once more under the summary.
note() {
    printf '%s\n' "$1" >>"$STEP_NOTES"
    say "note: $1"
}

# check NAME COMMAND…: runs it in a subshell, remembers how it went and how long
# it took. A failure lets the following steps run and fails the whole.
check() {
    local name=$1 start=$SECONDS status
    shift
    say "" "── $name"
    # Not `"$@" || status=$?`: there bash ignores `set -e` inside functions.
    set +e
    (
        set -e
        "$@"
    )
    status=$?
    set -e
    STEP_NAMES+=("$name")
    STEP_SECONDS+=($((SECONDS - start)))
    if ((status == 0)); then
        STEP_RESULTS+=(ok)
    else
        STEP_RESULTS+=("FAILED, exit code $status")
        STEPS_FAILED=$((STEPS_FAILED + 1))
        say "── $name failed, exit code $status"
    fi
    LAST_STATUS=$status
}

# step NAME COMMAND…: the same, but nothing follows a failure.
step() {
    check "$@"
    ((LAST_STATUS == 0)) || exit "$LAST_STATUS"
}

print_steps() {
    local index
    printf '\n%-32s %8s  %s\n' step seconds result
    for index in "${!STEP_NAMES[@]}"; do
        printf '%-32s %8d  %s\n' "${STEP_NAMES[index]}" "${STEP_SECONDS[index]}" "${STEP_RESULTS[index]}"
    done
    printf '%-32s %8d\n' total "$SECONDS"
    sed 's/^/note: /' "$STEP_NOTES"
}
