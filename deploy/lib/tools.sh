# What building and testing needs beyond Rust and git: found, or installed.
# shellcheck shell=bash
# shellcheck disable=SC2034  # used by those who source this

TOOLS_DIR=$(dirname -- "$DEPLOY_DIR")/.chartfleet/tools
PATH=$TOOLS_DIR/bin:$PATH

readonly NEXTEST_VERSION=0.9.143
readonly DENY_VERSION=0.20.2

require_rust() {
    have cargo || die "$EX_UNAVAILABLE" "Rust is needed: https://rustup.rs (the workspace asks for 1.90 or newer)"
    { have cc && have pkg-config; } || require_packages build-essential pkg-config
}

require_rust_components() {
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && return
    have rustup || die "$EX_UNAVAILABLE" "rustfmt and clippy are needed"
    rustup component add rustfmt clippy
}

# pip fetches the code tables.
require_pip() {
    python3 -m pip --version >/dev/null 2>&1 || require_packages python3-pip
}

# cargo_tool NAME VERSION: the machine's own, else built into .chartfleet/tools.
# Unoptimised: it takes one or two minutes instead of ten, and neither tool has
# much to compute.
cargo_tool() {
    local name=$1 version=$2
    "$name" --version >/dev/null 2>&1 && return
    say "building $name $version into $TOOLS_DIR: one to three minutes, once"
    env CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=false \
        CARGO_PROFILE_RELEASE_STRIP=none CARGO_TARGET_DIR="$TOOLS_DIR/target" \
        cargo install --quiet --locked --root "$TOOLS_DIR" --version "$version" "$name"
    rm -rf "$TOOLS_DIR/target"
}

# install_code_tables CHARTFLEET: fetches and builds the tables once.
install_code_tables() {
    "$1" codes show I10 >/dev/null 2>&1 || "$1" codes install
}
