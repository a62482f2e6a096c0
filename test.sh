#!/usr/bin/env bash
# All tests, as the README says: ./test.sh, or ./test.sh NAME ... for some groups (./test.sh --list names them).
# Builds what it tests. The last line is the sum: "N passed, N failed", and the exit status is 0 only if none failed.
set -uo pipefail
cd "$(dirname "$0")"

# Name of the group, project. One group after the other: most start real processes, and two cores are few.
groups=(
  "grains:tests/Grains.Tests"
  "stata:tests/Stata.Tests"
  "stand-in:tests/StandIn.Tests"
  "runner:tests/Runner.Tests"
  "cli:tests/Cli.Tests"
  "mcp:tests/Mcp.Tests"
  "service:tests/Service.Tests"
  "cluster:tests/Cluster.Tests"
  "clients:tests/Clients.Tests"
  "conformance:tests/Conformance"
)

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

dotnet build StataRuns.slnx -v q --nologo || { echo "0 passed, 1 failed"; exit 1; }

passed=0 failed=0 skipped=0
for group in "${groups[@]}"; do
  name=${group%%:*} project=${group#*:}
  if [ ${#wanted[@]} -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then continue; fi
  if [ "$name" = conformance ]; then
    # The protocol's own suite, from npm; it ends with the same closing line as this script.
    echo "== $name"
    timeout --kill-after=10 300 "$project/run.sh" --no-build < /dev/null | tee "$results/$name.txt"
    read -r p f s < <(tail -n 1 "$results/$name.txt" | sed -nE 's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\1 \2 \4/p')
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-1})) skipped=$((skipped + ${s:-0}))
    continue
  fi
  if [ "$name" = cluster ] && ! tests/Postgres/get.sh > /dev/null; then
    echo "== $name"
    failed=$((failed + 1))
    continue
  fi
  program=$project/bin/Debug/net10.0/$(basename "$project")
  report=$results/$name.xml
  echo "== $name"
  # The bound is for a hang of the test program itself; each test has its own, shorter one.
  timeout --kill-after=10 600 "$program" -noColor -xml "$report" -noLogo < /dev/null
  status=$?
  count() { grep -o '<assembly [^>]*' "$report" 2>/dev/null | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk "{ n += \$1 } END { print n + 0 }"; }
  p=$(count passed) f=$(count failed) s=$(count skipped) e=$(count errors)
  p=${p:-0} f=${f:-0} s=${s:-0} e=${e:-0}
  f=$((f + e))
  # A program that died, or ran nothing, has failed whatever its report says.
  if [ $((p + f)) -eq 0 ] || { [ $status -ne 0 ] && [ $f -eq 0 ]; }; then
    echo "$name ended with status $status after $p tests."
    f=$((f + 1))
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

if [ $skipped -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
