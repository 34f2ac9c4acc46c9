#!/bin/sh
# Writes .data/compose.env, the secrets that compose.yaml asks for: compose-env.sh PUBLIC_URL
#
# Made once, readable by its owner alone. A second run refuses: new passwords would lock the server
# out of the database that knows the old ones.
set -eu

url=${1:?usage: compose-env.sh https://sen.example.vn}
case $url in
https://?*) ;;
*) echo "The public address must begin with https://" >&2 && exit 1 ;;
esac
cd "$(dirname "$0")/.."
file=.data/compose.env
if [ -e "$file" ]; then
    echo "$file exists; remove it by hand if its database is gone too." >&2
    exit 1
fi
# Letters and digits only, since the passwords stand inside addresses.
secret() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }

umask 077
mkdir -p .data
cat >"$file" <<END
SEN_PUBLIC_URL=$url
SEN_SECRET_KEY=$(secret)
SEN_OWNER_PASSWORD=$(secret)
SEN_APP_PASSWORD=$(secret)
END
echo "$file is written; keep a copy of it in a safe place." >&2
