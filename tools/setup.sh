# Sets this checkout up: what the system lacks, a virtual environment, the pinned packages.
# Sourced by ./run and ./test, which say what they need; POSIX sh. It sets `here`, `venv` and
# `python`. Done once: later calls find the stamp and return at once.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
venv=$here/.venv
python=$venv/bin/python

say() { printf '%s\n' "cupola: $*" >&2; }
fail() { say "$*"; exit 1; }

# find_python: print the first Python from 3.11 on.
find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# lacking PACKAGE...: print those Debian packages that are not installed.
lacking() {
    for package in "$@"; do
        case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
            *' installed') ;;
            *) printf ' %s' "$package" ;;
        esac
    done
}

# need PACKAGE...: install what is missing of some Debian packages; elsewhere, trust the system.
need() {
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
    missing=$(lacking "$@")
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; } || fail \
            "this needs some system packages; as root, run: apt-get update && apt-get install$missing"
        as_root=sudo
    fi
    say "installing system packages:$missing"
    log=$(mktemp)
    # shellcheck disable=SC2086  # a list of words
    { $as_root apt-get -q update &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -qy --no-install-recommends install $missing; } >"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        fail "apt-get failed; mend that and start again (its whole output: $log)"
    }
    rm -f "$log"
}

# makes_environments PYTHON: whether a Python can; Debian's own needs a package for that.
makes_environments() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# python_packages: print the Debian packages that a usable Python still needs.
python_packages() {
    found=$(find_python) && makes_environments "$found" || printf 'python3 python3-venv'
}

# choose_python: set `base_python` to a Python that can make virtual environments.
choose_python() {
    base_python=$(find_python) ||
        fail "no Python from 3.11 on was found; install one, then start again"
    makes_environments "$base_python" ||
        fail "$base_python cannot make virtual environments; install its venv and ensurepip modules"
}

# pip_setting NAME: print what this machine's pip is told to use, or nothing.
pip_setting() {
    "$python" -m pip config list 2>/dev/null | sed -n "s/^[^=]*\\.$1='\\(.*\\)'\$/\\1/p" | tail -n 1
}

# let_uv_follow_pip: uv reads no pip configuration, but the machine's mirrors stand there.
let_uv_follow_pip() {
    index=$(pip_setting index-url)
    certificates=$(pip_setting cert)
    proxy=$(pip_setting proxy)
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
    [ -z "$certificates" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$certificates}"
    [ -z "$proxy" ] || export HTTPS_PROXY="${HTTPS_PROXY:-$proxy}"
    export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-180}"
}

# install_uv: put uv itself into the environment, with pip, as pinned as the rest.
install_uv() {
    pinned=$(mktemp)
    sed -n '/^uv==/,/[^\\]$/p' "$here/constraints.txt" >"$pinned"
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
        -r "$pinned" || fail "uv could not be installed; is a package index within reach?"
    rm -f "$pinned"
}

# wanted: print the hash of what the environment is to hold.
wanted() { cat "$here/constraints.txt" "$here/pyproject.toml" | sha256sum; }

# is_ready [EXTRA]: whether set_up was done for this checkout and the system's packages are as then.
# This alone, and no question to Python or dpkg, stands before every later start.
is_ready() {
    stamp=$venv/cupola-${1:-run}.stamp
    [ -x "$python" ] && [ "$(wanted)" = "$(cat "$stamp" 2>/dev/null)" ] || return 1
    [ ! -e /var/lib/dpkg/status ] || [ -n "$(find "$stamp" -newer /var/lib/dpkg/status)" ]
}

# set_up [EXTRA]: make the environment hold this checkout, its pinned packages, and an extra's.
set_up() {
    choose_python
    stamp=$venv/cupola-${1:-run}.stamp
    if [ "$(wanted)" = "$(cat "$stamp" 2>/dev/null)" ] && "$python" -c 'import numpy' 2>/dev/null; then
        touch "$stamp" || :
        return
    fi
    say "installing Python packages into $venv"
    "$python" -c 'import pip' 2>/dev/null || "$base_python" -m venv --clear "$venv"
    install_uv
    let_uv_follow_pip
    "$venv/bin/uv" pip install --quiet --compile-bytecode --python "$python" -c "$here/constraints.txt" \
        --build-constraints "$here/constraints.txt" -e "$here${1:+[$1]}" ||
        fail "the Python packages could not be installed; is a package index within reach?"
    wanted >"$stamp"
}
