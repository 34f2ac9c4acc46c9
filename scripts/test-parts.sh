#!/bin/sh
# Brings what the tests need and pip cannot: PostgreSQL's programs, Chromium with a font that has all
# Vietnamese letters, and axe-core. Installs only what is missing; asks for root or sudo only then.
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh

has_postgres() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
has_chromium() { command -v chromium >/dev/null 2>&1; }

missing=""
has_postgres || missing="$missing postgresql"
has_chromium || missing="$missing chromium fonts-liberation2"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086  # a list of words is meant
    debian_install $missing
fi

scripts/npm-part.sh axe-core 4.14.1 \
    FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==
