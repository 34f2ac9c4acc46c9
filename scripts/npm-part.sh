#!/bin/sh
# Fetches one published npm package, without what it depends on, into node_modules/ (git-ignored):
# npm-part.sh NAME VERSION SHA512   (the digest in base64, as npm publishes it after `sha512-`)
#
# The package's own scripts never run; another content than the digest's is refused.
set -eu

name=${1:?usage: npm-part.sh NAME VERSION SHA512}
version=${2:?usage: npm-part.sh NAME VERSION SHA512}
sha512=${3:?usage: npm-part.sh NAME VERSION SHA512}
cd "$(dirname "$0")/.."
target="node_modules/$name"

# The stamp is written last: half a package is never taken for a whole one.
if [ "$(cat "$target/.sen-part" 2>/dev/null)" = "$version $sha512" ]; then
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "Fetching $name $version" >&2
(cd "$work" && npm pack --silent --ignore-scripts "$name@$version" </dev/null >/dev/null)
python=$(scripts/python.sh)
"$python" - "$work" "$target" "$sha512" <<'PYTHON'
import base64
import hashlib
import shutil
import sys
import tarfile
from pathlib import Path

work, target, wanted = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
(archive,) = work.glob("*.tgz")
found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
if found != wanted:
    sys.exit(f"{archive.name}: SHA-512 is {found}, not {wanted}")
with tarfile.open(archive) as packed:
    packed.extractall(work / "unpacked", filter="data")
shutil.rmtree(target, ignore_errors=True)
target.parent.mkdir(parents=True, exist_ok=True)
shutil.copytree(work / "unpacked" / "package", target)
PYTHON
echo "$version $sha512" >"$target/.sen-part"
