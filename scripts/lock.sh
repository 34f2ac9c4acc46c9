#!/bin/sh
# Writes requirements/*.txt anew from pyproject.toml: lock.sh VENV [uv's arguments, such as --upgrade]
#
# One file each for building, running and testing; the later ones keep the versions of the earlier.
# They hold versions and hashes for every platform and Python from 3.11 on, and neither an index
# address nor a path of this machine: where packages come from is the business of who installs.
set -eu

venv=${1:?usage: lock.sh VENV [uv arguments]}
shift
cd "$(dirname "$0")/.."

compile() {
    output=$1
    shift
    "$venv/bin/uv" pip compile --quiet --no-config --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
        --output-file "$output" "$@"
}

compile requirements/run.txt pyproject.toml --extra postgres "$@"
compile requirements/build.txt --group build -c requirements/run.txt "$@"
compile requirements/test.txt pyproject.toml --all-extras --group build --group test \
    -c requirements/run.txt -c requirements/build.txt "$@"

if grep -nE '://|^ *(-i|-f|--index-url|--extra-index-url|--find-links)|(^|[ =])/' requirements/*.txt; then
    echo "A locked file names an address or a path." >&2
    exit 1
fi
