#!/bin/sh
# Proves the image's build steps where no image can be built: the committed files alone, an empty
# home, a fresh environment; then migrations, the server, and its two health addresses.
set -eu
cd "$(dirname "$0")/.."

work=$(mktemp -d)
server=""
finish() {
    status=$?
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    if [ "$status" -ne 0 ] && [ -f "$work/server.log" ]; then
        echo "The server said:" >&2
        tail -n 40 "$work/server.log" >&2
    fi
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

mkdir "$work/home" "$work/sen" "$work/data"
git archive HEAD | tar -x -C "$work/sen"
# Nothing of this checkout's installation may help: no settings of Sen, no environment of its Python.
for name in $(env | sed -n 's/^\(SEN_[A-Z_]*\)=.*/\1/p') VIRTUAL_ENV PYTHONPATH PYTHONHOME; do
    unset "$name"
done
# What tells pip where packages come from on this machine is the machine's business, and stays.
if [ -z "${PIP_CONFIG_FILE:-}" ]; then
    for file in "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
        if [ -f "$file" ]; then
            export PIP_CONFIG_FILE="$file"
            break
        fi
    done
fi
# A version manager finds its Pythons through the home that is taken away: name the Python itself.
PYTHON=$(scripts/python.sh)
export PYTHON HOME="$work/home" SEN_DATA_DIR="$work/data"

cd "$work/sen"
scripts/image-build.sh "$work/venv"
PATH="$work/venv/bin:$PATH"

SEN_PORT=$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export SEN_PORT
sen migrate
sen serve >"$work/server.log" 2>&1 &
server=$!
tries=0
until python scripts/health.py /health 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 60 ] || ! kill -0 "$server" 2>/dev/null; then
        python scripts/health.py /health
        exit 1
    fi
    sleep 0.5
done
python scripts/health.py /health/ready
kill -TERM "$server"
ended=0
wait "$server" || ended=$?
server=""
# uvicorn closes in order and then dies by the same signal, which the shell calls 128 + 15.
if [ "$ended" -ne 0 ] && [ "$ended" -ne 143 ]; then
    echo "The server ended with $ended on SIGTERM." >&2
    exit 1
fi
echo "The steps build, the server is well and ends when it is told to."
