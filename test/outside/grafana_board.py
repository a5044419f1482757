"""Reads a board with Grafana's own model of boards (PyPI grafana-foundation-sdk), writes it back, and names whatever of it was not understood."""

import json
import sys

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard


def lost(ours, theirs, path):
    """Paths of what `ours` says and `theirs` does not; null and not there are the same."""
    if isinstance(ours, dict):
        if not isinstance(theirs, dict):
            return [path]
        found = []
        for key, value in ours.items():
            if key in theirs:
                found += lost(value, theirs[key], f"{path}.{key}")
            elif value is not None:
                found.append(f"{path}.{key}")
        return found
    if isinstance(ours, list):
        if not isinstance(theirs, list) or len(ours) != len(theirs):
            return [path]
        return [where for index, pair in enumerate(zip(ours, theirs)) for where in lost(*pair, f"{path}[{index}]")]
    return [] if ours == theirs else [path]


def main():
    register_default_plugins()
    with open(sys.argv[1], encoding="utf-8") as file:
        ours = json.load(file)
    theirs = json.loads(JSONEncoder().encode(Dashboard.from_json(ours)))
    missing = lost(ours, theirs, "board")
    print("\n".join(missing))
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
