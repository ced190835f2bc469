# A real llama-server for the tests, built once from the sources that the
# package llama-cpp-python carries (MIT). It runs a tiny model of random numbers
# (tests/src/llama) on the processor: real protocol, no GPU. Nothing of it is
# needed to run chartfleet.
# shellcheck shell=bash

readonly LLAMA_PACKAGE=llama-cpp-python
readonly LLAMA_VERSION=0.3.36
readonly LLAMA_SHA256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e

# Shared by all stacks of this checkout, like the tools.
LLAMA_DIR=$(dirname -- "$DEPLOY_DIR")/.chartfleet/llama

# Hardly optimised: the model is tiny, and the compiler's time is what costs.
llama_flags() {
    printf '%s\n' -DCMAKE_BUILD_TYPE=Release '-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG' \
        -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF -DLLAMA_OPENSSL=OFF \
        -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF \
        -DLLAMA_BUILD_TOOLS=ON -DLLAMA_BUILD_SERVER=ON -DLLAMA_BUILD_UI=OFF \
        -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_BUILD_NUMBER=0 -DLLAMA_BUILD_COMMIT=sdist
    if grep -qsw avx2 /proc/cpuinfo; then
        printf '%s\n' -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_BMI2=ON
    fi
}

# What is built, in twelve characters: another version or other flags are
# another program.
llama_key() {
    { printf '%s\n' "$LLAMA_VERSION" "$LLAMA_SHA256" "$(uname -m)" && llama_flags; } |
        sha256sum | cut -c1-12
}

# Where the tests look for it: a link to the newest build.
llama_link() { printf '%s\n' "$LLAMA_DIR/llama-server"; }

# require_llama_server: builds it unless it is there. What an interrupted build
# leaves is no program, and the next one clears it.
require_llama_server() {
    local key built scratch
    key=$(llama_key)
    built=$LLAMA_DIR/$key/llama-server
    mkdir -p "$LLAMA_DIR" || return
    exec 8>"$LLAMA_DIR/lock"
    flock 8 || return
    if [[ ! -x $built ]]; then
        llama_packages || return
        say "building llama-server from $LLAMA_PACKAGE $LLAMA_VERSION into $LLAMA_DIR: about four minutes, once"
        rm -rf "$LLAMA_DIR"/building.* "$LLAMA_DIR/build.log"
        scratch=$(mktemp -d "$LLAMA_DIR/building.XXXXXX") || return
        if ! { llama_fetch "$scratch" && llama_compile "$scratch" >"$LLAMA_DIR/build.log" 2>&1; }; then
            rm -rf "$scratch"
            say "llama-server was not built; the end of $LLAMA_DIR/build.log:"
            tail -n 5 "$LLAMA_DIR/build.log" >&2 2>/dev/null || true
            return 1
        fi
        mkdir "$scratch/done" && mv "$scratch/build/bin/llama-server" "$scratch/done/" || return
        rm -rf "${LLAMA_DIR:?}/$key"
        mv -T "$scratch/done" "$LLAMA_DIR/$key" || return
        rm -rf "$scratch"
    fi
    ln -sfn "$key/llama-server" "$LLAMA_DIR/link.new" && mv -T "$LLAMA_DIR/link.new" "$(llama_link)"
}

llama_packages() {
    local -a missing=()
    have cmake || missing+=(cmake)
    have ninja || missing+=(ninja-build)
    have c++ || missing+=(g++)
    python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
    ((${#missing[@]} == 0)) || (require_packages "${missing[@]}")
}

# llama_fetch SCRATCH: the pinned source package, hash required, unpacked.
llama_fetch() {
    printf '%s==%s --hash=sha256:%s\n' "$LLAMA_PACKAGE" "$LLAMA_VERSION" "$LLAMA_SHA256" >"$1/requirements.txt" &&
        python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
            --no-binary "$LLAMA_PACKAGE" --dest "$1" --requirement "$1/requirements.txt" >&2 &&
        mkdir "$1/source" &&
        tar -xzf "$1"/llama_cpp_python-*.tar.gz -C "$1/source" --strip-components=1 --wildcards '*/vendor/llama.cpp'
}

llama_compile() {
    local -a flags
    mapfile -t flags < <(llama_flags)
    cmake -S "$1/source/vendor/llama.cpp" -B "$1/build" -G Ninja "${flags[@]}" &&
        cmake --build "$1/build" --target llama-server --parallel "$(nproc)" &&
        "$1/build/bin/llama-server" --version
}
