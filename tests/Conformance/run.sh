#!/usr/bin/env bash
# The official MCP conformance suite against the service: ./run.sh [--no-build]
# A line for each scenario, "ok NAME" or "not ok NAME: why" ("skip NAME: why" for what expected-failures.txt names), and at last
# "N passed, N failed, N skipped". The exit status is 0 only if nothing failed.
set -uo pipefail
cd "$(dirname "$0")"

revisions=(2025-11-25 2026-07-28)
suite=node_modules/@modelcontextprotocol/conformance
host=bin/Release/net10.0/conformance-host
work=$(mktemp -d)
host_pid=

end() {
  if [ -n "$host_pid" ]; then
    kill "$host_pid" 2>/dev/null
    wait "$host_pid" 2>/dev/null
  fi
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

give_up() {
  echo "not ok conformance: $1"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
}

start_host() {
  : > "$work/url"
  mkdir "$work/data"
  # It ends by itself after an idle minute; the bound is for a hang. A signal to timeout goes on to the host.
  timeout --kill-after=5 120 "$host" "$work/data" > "$work/url" 2> "$work/host.log" < /dev/null &
  host_pid=$!
  for ((i = 0; i < 300; i++)); do
    grep -q '/mcp$' "$work/url" && return
    kill -0 "$host_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/url" "$work/host.log" >&2
  give_up "the host did not start."
}

if [ "${1:-}" != "--no-build" ]; then
  dotnet build Conformance.csproj -c Release -v q --nologo >&2 || give_up "it does not build."
fi
node=$(../Node/get.sh .) || give_up "the suite, or the Node it wants, is not here."
start_host

url=$(grep -m 1 '/mcp$' "$work/url")
for revision in "${revisions[@]}"; do
  # Its exit status tells of a list of its own; ours is the report's.
  timeout --kill-after=5 40 "$node" "$suite/dist/index.js" server --url "$url" --requirements "$revision" -o "$work/results/$revision" \
    > "$work/$revision.log" 2>&1 < /dev/null
  [ $? -lt 124 ] || tail -n 5 "$work/$revision.log" >&2
done

timeout --kill-after=5 20 "$node" report.mjs "$suite" "$work/results" expected-failures.txt "${revisions[@]}" > "$work/report"
status=$?
[ $status -eq 0 ] || grep -hv '/mcp$' "$work/url" "$work/host.log" | cut -c 1-200 | tail -n 10 >&2
[ -s "$work/report" ] || give_up "the report ended with status $status."
cat "$work/report"
exit $status
