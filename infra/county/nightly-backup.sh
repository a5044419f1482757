#!/usr/bin/env bash
# nightly-backup.sh FOLDER: makes FOLDER/<UTC time>, a backup that was restored once to prove that it can be, and keeps the newest BACKUPS_KEPT
# (14). A backup that fails removes nothing: the older ones are then all there is. Ends with the exit code of `welfare backup`.
set -euo pipefail

backups=${1:?the folder that backups go into}
keep=${BACKUPS_KEPT:-14}
[[ $keep =~ ^[1-9][0-9]{0,3}$ ]] || { echo "BACKUPS_KEPT is a whole number from 1: $keep" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)

"$root/node_modules/node/bin/node" "$root/services/standalone/bin/welfare.mjs" backup "$backups/$(date -u +%Y-%m-%dT%H%M%SZ)"

# Only what bears a name of ours, whole: what `welfare backup` left unfinished has a suffix, and whatever else lies there is not ours.
shopt -s nullglob
made=("$backups"/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z)
for ((oldest = 0; oldest < ${#made[@]} - keep; oldest++)); do
  rm -r -- "${made[oldest]}"
  echo "Removed ${made[oldest]}: $keep are kept."
done
