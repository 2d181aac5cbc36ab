"""The health check of the web container: exit 0 when /readyz answers 200 to the host name that people type."""

import os
import sys
import urllib.error
import urllib.request

TIMEOUT = 4.0  # seconds


def main() -> int:
    """Ask the process in this container; a redirect or an error is not ready."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].lstrip(".") or "localhost"
    request = urllib.request.Request("http://127.0.0.1:8000/readyz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return int(answer.status != 200)
    except (urllib.error.URLError, TimeoutError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
