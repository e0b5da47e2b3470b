"""Ask pip-audit about the installed packages; a weakness fails, no answer is told.

``python .ci/audit.py PYTHON`` audits the environment of that interpreter. pip-audit asks the
advisory service of the package index; where that cannot be reached nothing is checked, and the last
line says so. It is then no failure: a machine without the service cannot tell good from bad.
"""

from __future__ import annotations

import json
import subprocess
import sys


def main(python: str) -> int:
    """Return 1 if a package has a known weakness, else 0."""
    command = [python, "-m", "pip_audit", "--progress-spinner", "off", "-f", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    try:
        entries = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(done.stderr.strip()[-500:])
        print("pip-audit: the advisory service was NOT REACHABLE; nothing was checked.")
        return 0
    weak = [entry for entry in entries if entry.get("vulns")]
    for entry in weak:
        names = ", ".join(one["id"] for one in entry["vulns"])
        print(f"{entry['name']} {entry['version']}: {names}")
    n_asked = sum("vulns" in entry for entry in entries)
    print(f"pip-audit: {n_asked} of {len(entries)} packages checked, {len(weak)} with a weakness.")
    if not n_asked:
        print("pip-audit: the advisory service was NOT REACHABLE; nothing was checked.")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
