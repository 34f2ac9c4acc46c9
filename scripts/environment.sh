#!/bin/sh
# Makes the virtual environment or brings it up to date: environment.sh VENV run|test
#
#   run   what the server needs, the extra `postgres` included, and Sen itself
#   test  the same and what the tests and checks need
#
# Quick when nothing changed: a stamp inside the environment holds the digest of everything that it
# was made from. Every package is checked against its locked hash; nothing else is asked for, not even
# by Sen's own installation.
set -eu

venv=${1:?usage: environment.sh VENV run|test}
kind=${2:?usage: environment.sh VENV run|test}
cd "$(dirname "$0")/.."
. scripts/debian.sh

# The environment is moved or copied with its folder at times, and then its Python is not this one.
works() { [ -x "$venv/bin/python" ] && "$venv/bin/python" -c 'import pip' >/dev/null 2>&1; }

digest_of() {
    "$venv/bin/python" - "$@" <<'PYTHON'
import hashlib
import sys
from pathlib import Path

digest = hashlib.sha256(f"{sys.version}\n{Path.cwd()}\n".encode())
for name in sys.argv[1:]:
    digest.update(Path(name).read_bytes())
print(digest.hexdigest())
PYTHON
}

pip_install() {
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --require-virtualenv "$@" </dev/null
}

if ! works; then
    rm -rf "$venv"
    python=$(scripts/python.sh)
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        debian_install "python$version-venv"
    fi
    echo "Making $venv with $python" >&2
    "$python" -m venv "$venv"
fi

stamp="$venv/sen-$kind.stamp"
wanted=$(digest_of pyproject.toml requirements/build.txt "requirements/$kind.txt")
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi
echo "Installing requirements/$kind.txt into $venv" >&2
pip_install --require-hashes -r requirements/build.txt
pip_install --require-hashes -r "requirements/$kind.txt"
pip_install --no-deps --no-build-isolation --editable .
echo "$wanted" >"$stamp"
