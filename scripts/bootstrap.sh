#!/bin/sh
# Makes the checkout's virtual environment .venv from requirements.lock, or leaves it alone when it is up to date.
#
# PYTHON names the interpreter to build it with (python3 unless told). uv does the work where it is on PATH, pip
# otherwise. A machine that lacks something gets one sentence and exit status 2.
#
# The stamp inside .venv is written last and holds the checkout's place and the sums of the lock and of pyproject.toml:
# an environment that was made half, elsewhere or from another lock has no stamp that fits, and is made anew.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
stamp=.venv/.facetaudit-ready
place=$(pwd -P)
lock_sum=$(cksum <requirements.lock)
project_sum=$(cksum <pyproject.toml)

say() { printf '%s\n' "$1" >&2; }

refuse() {
    say "$1"
    exit 2
}

stamped() { # stamped N: line N of the stamp, empty where there is none
    if [ -f "$stamp" ]; then sed -n "$1p" "$stamp"; fi
}

# Settings of another environment must not leak into this one.
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_USER PIP_REQUIRE_VIRTUALENV
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 UV_PYTHON_DOWNLOADS=never

packages_ready=no
if [ "$(stamped 1)" = "$place" ] && [ "$(stamped 2)" = "$lock_sum" ] && .venv/bin/python -c '' 2>/dev/null; then
    if [ "$(stamped 3)" = "$project_sum" ]; then exit 0; fi
    packages_ready=yes
fi

# uv trusts a list of its own; what the machine trusts may hold its organisation's certificates too.
trusted=/etc/ssl/certs/ca-certificates.crt
if [ -n "${SSL_CERT_FILE:-}" ] || [ ! -r $trusted ]; then trusted=${SSL_CERT_FILE:-}; fi

with_uv() { # with_uv COMMAND...
    if [ -n "$trusted" ]; then SSL_CERT_FILE=$trusted uv --quiet "$@"; else uv --quiet "$@"; fi
}

# hatchling comes with the lock, so facetaudit itself is built without fetching anything.
project="--no-build-isolation --no-deps -e ."

start_afresh() {
    say "Making .venv from requirements.lock; the first time takes a minute or two."
    rm -rf .venv
}

uv_makes_it() {
    command -v uv >/dev/null 2>&1 || return 1
    if [ $packages_ready = no ]; then
        start_afresh
        with_uv venv --python "$(command -v "$python")" .venv &&
            with_uv pip install --python .venv/bin/python --require-hashes -r requirements.lock || {
            say "uv could not make .venv, for the reason above; trying pip."
            return 1
        }
    fi
    with_uv pip install --python .venv/bin/python $project
}

pip_makes_it() {
    if [ $packages_ready = no ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        lacking="$python $version lacks venv or ensurepip, which make facetaudit's environment: install them (on Debian: apt-get install python3-venv, or python$version-venv)."
        "$python" -c 'import venv, ensurepip' 2>/dev/null || refuse "$lacking"
        start_afresh
        "$python" -m venv .venv >/dev/null 2>&1 || refuse "$lacking"
        .venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock ||
            refuse "The packages of requirements.lock could not be installed, for the reason above: see that pip reaches its package index, then run make again."
    fi
    .venv/bin/python -m pip install --quiet $project || refuse "facetaudit could not be installed into .venv, for the reason above."
}

needs="facetaudit needs Python 3.11 or newer"
get="(Debian 12 and later: apt-get install python3 python3-venv) or name one (make PYTHON=/path/to/python3)"
command -v "$python" >/dev/null 2>&1 || refuse "$needs and there is no $python: install it $get."
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
    refuse "$needs and $python does not run: install one $get."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    refuse "$needs and $python is $version: install a newer one $get."

rm -f "$stamp"
uv_makes_it || pip_makes_it
printf '%s\n' "$place" "$lock_sum" "$project_sum" >"$stamp"
