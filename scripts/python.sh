#!/bin/sh
# Prints a Python of this machine that Sen runs on: the first of `$PYTHON`, python3 and the
# versioned names that really is 3.11 or newer. Ends with 1 and a sentence on standard error when
# there is none.
set -eu

for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
echo "Sen needs Python 3.11 or newer; none was found (set PYTHON=/path/to/python)." >&2
exit 1
