"""Asks the server of this machine whether it is well: exit 0, or 1 and why on standard error.

health.py [PATH]     PATH is /health (the process answers) or /health/ready (the database too).
The port is SEN_PORT's, 8000 without it. Standard library only, so it runs in the slimmest image.
"""

from __future__ import annotations

import http.client
import os
import sys

TIMEOUT_S = 4


def main(path: str) -> int:
    port = int(os.environ.get("SEN_PORT", "8000"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        print(f"{path} on port {port}: {error}", file=sys.stderr)
        return 1
    finally:
        connection.close()
    if answer.status != http.client.OK:
        print(f"{path} on port {port}: {answer.status}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "/health"))
