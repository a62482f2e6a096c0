#!/usr/bin/env bash
# The benchmarks: ./bench.sh takes all figures in one run and writes bench/results.md; ./bench.sh NAME ... takes some and only prints them.
# Everything is built in the Release configuration. The peers are Debian's packages: as root on Debian they are installed where they are missing
# (--no-peers doesn't), else they are skipped; so is PostgreSQL, which the figures of clusters need. Whatever is started listens on loopback,
# has its data in one temporary folder (the database beside it), and is
# stopped at the end, an interrupted one too.
set -uo pipefail
cd "$(dirname "$0")"

peers=1
if [ "${1:-}" = "--no-peers" ]; then
  peers=0
  shift
fi

for tool in dotnet cc; do
  command -v $tool >/dev/null || { echo "The benchmarks need $tool, which is not on the PATH." >&2; exit 2; }
done
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

has_peers() { command -v tsp && command -v slurmctld && command -v slurmd && command -v munged; } >/dev/null
if [ $peers -eq 1 ] && ! has_peers && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Installing task-spooler, slurm-wlm and munge, to measure beside them." >&2
  # In "runlevel 1" the packages do not start their daemons: the benchmark starts its own, with their data elsewhere.
  { apt-get update -q && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends task-spooler slurm-wlm munge; } >/dev/null \
    || echo "They could not be installed and are skipped." >&2
fi

# The cluster's figures want a PostgreSQL server of their own; without its programs they are left out, and the results say so.
if [ $peers -eq 1 ] && ! missing=$(tests/Postgres/get.sh 2>&1 >/dev/null); then
  echo "No cluster is measured: $missing" >&2
fi

dotnet build bench/Bench.csproj -c Release -v q --nologo || exit 1

temporary=$(mktemp -d "${TMPDIR:-/tmp}/stataruns-bench-XXXXXX")
program=
finish() {
  trap '' INT TERM
  # The program stops what it started, each by its id; only when it is over its folder may go.
  if [ -n "$program" ]; then
    kill -TERM "$program" 2>/dev/null
    wait "$program" 2>/dev/null
  fi
  rm -rf "$temporary"
}
trap finish EXIT
trap 'exit 130' INT TERM

bench/bin/Release/net10.0/stataruns-bench "$PWD/McpFrontend/bin/Release/net10.0/stataruns" "$PWD/Silo/bin/Release/net10.0/stataruns-silo" "$temporary" "$PWD/bench/results.md" "$@" &
program=$!
wait "$program"
status=$?
program=
exit $status
