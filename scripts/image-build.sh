#!/bin/sh
# The steps by which the container image is built: image-build.sh VENV
#
# The Dockerfile runs this file and nothing else, and continuous integration runs it too, in an empty
# home, so that the steps are known to work where no image can be built. Needs only Python 3.11+.
set -eu

venv=${1:?usage: image-build.sh VENV}
cd "$(dirname "$0")/.."
scripts/environment.sh "$venv" run
# Compiled once here: the account that serves cannot write beside the code.
"$venv/bin/python" -m compileall -q app
# The command starts, so everything that the wiring imports is there.
"$venv/bin/sen" --help >/dev/null
