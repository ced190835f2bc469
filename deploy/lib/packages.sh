# Installs missing Debian packages, without starting the services they carry
# and without leaving a trace but the packages themselves.
# shellcheck shell=bash

readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_SAVED=/usr/sbin/policy-rc.d.before-chartfleet
readonly POLICY_MARK='# chartfleet: no service starts while packages install'

# require_packages PACKAGE…: installs them, or says what a person must type.
require_packages() {
    local command="sudo apt-get install -y $*"
    have apt-get || die "$EX_UNAVAILABLE" "these Debian packages are needed, and this is no Debian: $*" \
        "Install their like, or point CHARTFLEET__BROKER__URL and CHARTFLEET__STORE__URL at existing servers."
    can_root || die "$EX_UNAVAILABLE" "packages are missing and this user is not root; run:" "$command"
    say "installing Debian packages: $*"
    forbid_service_starts
    trap allow_service_starts EXIT
    local status=0
    apt_install "$@" || status=$?
    ((status == 0)) && disable_services "$@"
    allow_service_starts
    trap - EXIT
    ((status == 0)) || die "$EX_UNAVAILABLE" "apt-get could not install the packages; try:" "sudo apt-get update && $command"
}

apt_install() {
    local -a apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
    # A fresh image has no package lists, an old one has stale lists.
    as_root "${apt[@]}" install --no-install-recommends "$@" >&2 2>/dev/null && return
    as_root "${apt[@]}" update >&2
    as_root "${apt[@]}" install --no-install-recommends "$@" >&2
}

# The machine's own policy, if any, is put aside; one of ours that a killed
# run left behind is simply replaced.
forbid_service_starts() {
    if [[ -e $POLICY ]] && ! grep -qF "$POLICY_MARK" "$POLICY"; then
        as_root mv "$POLICY" "$POLICY_SAVED"
    fi
    printf '#!/bin/sh\n%s\nexit 101\n' "$POLICY_MARK" | as_root tee "$POLICY" >/dev/null
    as_root chmod 755 "$POLICY"
}

allow_service_starts() {
    as_root rm -f "$POLICY"
    [[ ! -e $POLICY_SAVED ]] || as_root mv "$POLICY_SAVED" "$POLICY"
}

# Packages installed for the private stack shall not start the system's own
# server at the next boot either.
disable_services() {
    local package
    have systemctl || return 0
    for package in "$@"; do
        case $package in
            rabbitmq-server | postgresql)
                as_root systemctl disable --quiet "$package" >/dev/null 2>&1 || true
                ;;
        esac
    done
}
