#!/usr/bin/env bash
# All tests, as the README says: ./test.sh, or ./test.sh NAME ... for some groups (./test.sh --list names them).
# Builds what it tests. The last line is the sum: "N passed, N failed", and the exit status is 0 only if none failed.
set -uo pipefail
cd "$(dirname "$0")"

# Name of the group, project. Most groups start real processes and wait for them, so two run side by side, the long ones first.
groups=(
  "clients:tests/Clients.Tests"
  "service:tests/Service.Tests"
  "cli:tests/Cli.Tests"
  "stand-in:tests/StandIn.Tests"
  "runner:tests/Runner.Tests"
  "mcp:tests/Mcp.Tests"
  "stata:tests/Stata.Tests"
  "grains:tests/Grains.Tests"
  "conformance:tests/Conformance"
  "cluster:tests/Cluster.Tests"
)
# These have the machine for themselves: what they promise is a matter of seconds.
alone=" cluster "

wanted=("$@")
if [ "${1:-}" = "--list" ]; then
  printf '%s\n' "${groups[@]%%:*}"
  exit 0
fi

known=" ${groups[*]%%:*} "
for name in "${wanted[@]}"; do
  if [[ "$known" != *" $name "* ]]; then
    echo "There is no test group \"$name\". Groups:${known}" >&2
    exit 2
  fi
done

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: no dotnet on the PATH." >&2; exit 2; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# While it builds, what takes the network: the cluster's tests wait for it.
postgres=''
if [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" cluster "* ]]; then
  tests/Postgres/get.sh > /dev/null < /dev/null &
  postgres=$!
fi

# One compiler for all projects takes a third less time; it is this build's own, and goes with it.
compiler=stataruns-tests-$$
dotnet build StataRuns.slnx -c Release -v q --nologo -p:UseSharedCompilation=true -p:SharedCompilationId=$compiler
built=$?
pkill -f -- "-pipename:$compiler" || true
no_postgres=0
[ -z "$postgres" ] || wait "$postgres" || no_postgres=1
[ $built -eq 0 ] || { echo "0 passed, 1 failed"; exit 1; }

# Each leaves its sum, "passed failed skipped", in NAME.sum.
run_conformance() {
  # The protocol's own suite, from npm; it ends with the same closing line as this script.
  timeout --kill-after=10 300 "$2/run.sh" --no-build < /dev/null
}

run_program() {
  local name=$1 project=$2 report=$results/$1.xml status p f s e
  if [ "$name" = cluster ] && [ $no_postgres -ne 0 ]; then
    echo "0 1 0" > "$results/$name.sum"
    return
  fi
  # A cluster's tests start several processes each, and wait for them.
  local threads=(); [ "$name" = cluster ] && threads=(-maxThreads 3)
  # The bound is for a hang of the test program itself; each test has its own, shorter one.
  timeout --kill-after=10 900 "$project/bin/Release/net10.0/$(basename "$project")" "${threads[@]}" -noColor -xml "$report" -noLogo < /dev/null
  status=$?
  count() { grep -o '<assembly [^>]*' "$report" 2>/dev/null | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk "{ n += \$1 } END { print n + 0 }"; }
  p=$(count passed) f=$(count failed) s=$(count skipped) e=$(count errors)
  f=$((${f:-0} + ${e:-0}))
  # A program that died, or ran nothing, has failed whatever its report says.
  if [ $((${p:-0} + f)) -eq 0 ] || { [ $status -ne 0 ] && [ $f -eq 0 ]; }; then
    echo "$name ended with status $status after ${p:-0} tests."
    f=$((f + 1))
  fi
  echo "${p:-0} $f ${s:-0}" > "$results/$name.sum"
}

run_group() {
  local name=${1%%:*} project=${1#*:} begun=$SECONDS
  if [ "$name" = conformance ]; then
    run_conformance "$name" "$project" > "$results/$name.out" 2>&1
    tail -n 1 "$results/$name.out" | sed -nE 's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\1 \2 \4/p' > "$results/$name.sum"
  else
    run_program "$name" "$project" > "$results/$name.out" 2>&1
  fi
  { echo "== $name ($((SECONDS - begun)) s)"; cat "$results/$name.out"; } > "$results/$name.told"
  # In one piece, whatever runs beside it.
  cat "$results/$name.told"
}

chosen=()
for group in "${groups[@]}"; do
  if [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" ${group%%:*} "* ]]; then chosen+=("$group"); fi
done

for group in "${chosen[@]}"; do
  [[ "$alone" == *" ${group%%:*} "* ]] && continue
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
  run_group "$group" &
done
wait
for group in "${chosen[@]}"; do
  if [[ "$alone" == *" ${group%%:*} "* ]]; then run_group "$group"; fi
done

passed=0 failed=0 skipped=0
for group in "${chosen[@]}"; do
  p='' f='' s=''
  read -r p f s < "$results/${group%%:*}.sum" || true
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-1})) skipped=$((skipped + ${s:-0}))
done

# Once more at the end, where a reader of a long log (or of its last page) looks: what failed, with its message.
if [ $failed -gt 0 ]; then
  echo "== what failed"
  for group in "${chosen[@]}"; do
    grep -aE -A 12 '\[FAIL\]|^not ok |ended with status' "$results/${group%%:*}.out" | cut -c1-400 | sed "s/^/${group%%:*}: /"
  done
fi

if [ $skipped -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
