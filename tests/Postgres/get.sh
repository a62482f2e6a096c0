#!/usr/bin/env bash
# A PostgreSQL server for tests: prints the folder of its programs. Where there is none it gets Debian's; no server is started by
# that, and none is made that would start later. Where that cannot be, it says why in one sentence and ends with 1.
set -uo pipefail

find_programs() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)
  if [ -n "$found" ] && [ -x "$found/postgres" ] && [ -x "$found/initdb" ]; then
    echo "$found"
  elif command -v postgres > /dev/null && command -v initdb > /dev/null; then
    dirname "$(readlink -f "$(command -v postgres)")"
  else
    return 1
  fi
}

find_programs && exit
if ! command -v apt-get > /dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "PostgreSQL's server programs are not here, and only Debian's root can be helped to them: install the package postgresql." >&2
  exit 1
fi

said=$(mktemp)
trap 'rm -f "$said"' EXIT
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install -y --no-install-recommends postgresql; } > "$said" 2>&1 < /dev/null; then
  tail -n 5 "$said" >&2
  echo "PostgreSQL's server programs are not here, and apt-get could not get them." >&2
  exit 1
fi

find_programs || { echo "The package postgresql brought no server programs." >&2; exit 1; }
