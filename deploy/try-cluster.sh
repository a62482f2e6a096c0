#!/usr/bin/env bash
# try-cluster.sh [--no-build]: a whole cluster on this machine, to try it: PostgreSQL, two silos with the stand-in, two gateways,
# passwords, certificates and a key, all in one temporary folder. It prints where to call it. Ctrl-C ends everything, runs too.
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=${CONFIGURATION:-Debug}
silo=$PWD/Silo/bin/$configuration/net10.0/stataruns-silo
gateway=$PWD/McpFrontend/bin/$configuration/net10.0/stataruns

if [ "${1:-}" != --no-build ]; then
  echo "Building…"
  dotnet build Silo -c "$configuration" -v q --nologo
  dotnet build McpFrontend -c "$configuration" -v q --nologo
fi
server=$(tests/Postgres/get.sh)
export PATH=$server:$PATH

# The database server refuses to be root, so root starts it as somebody else, who must be able to reach its folder.
folder=$(mktemp -d "${TMPDIR:-/tmp}/stataruns-try.XXXXXX")
as_server=()
if [ "$(id -u)" -eq 0 ]; then
  as_server=(setpriv --reuid postgres --regid postgres --clear-groups)
  chmod 711 "$folder"
fi

parts=() database=''

stop() {
  kill -TERM "$@" 2> /dev/null || true
  for part in "$@"; do
    while kill -0 "$part" 2> /dev/null; do sleep 0.1; done
  done
}

# Runs outlive silos; here they are ended first, since their folder goes.
finish() {
  trap '' INT TERM
  trap - EXIT
  echo "Ending runs, gateways, silos and the database…"
  for run in $(query "SELECT run_id FROM runs WHERE status IN ('queued', 'starting', 'running')" 2> /dev/null || true); do
    call cancel "$run" > /dev/null 2>&1 || true
  done
  [ ${#parts[@]} -eq 0 ] || stop "${parts[@]}"
  [ -z "$database" ] || stop "$database"
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 0' INT TERM

# A session of its own: Ctrl-C in the terminal is for this script, which ends the parts in order.
start() {
  local log=$folder/$1.log
  shift
  setsid "$@" > "$log" 2>&1 < /dev/null &
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)); do
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
  done
  echo "$port"
}

query() { PGPASSWORD=$(cat "$folder/secrets/postgres") psql -h 127.0.0.1 -p "$port" -U postgres -d stataruns -qAtX -c "$1"; }

connection() { echo "Host=127.0.0.1;Port=$port;Database=stataruns;Username=$1;Passfile=$folder/secrets/$2.pgpass"; }

call() { StataRuns__DataDirectory=$folder/gateway1 StataRuns__Auth__Token=$key "$gateway" "$@"; }

await() {
  local tries=0
  until "${@:2}" > /dev/null 2>&1; do
    if [ $((tries += 1)) -gt 300 ]; then
      tail -n 5 "$folder"/*.log >&2
      echo "$1 did not start." >&2
      exit 1
    fi
    sleep 0.2
  done
}

key=$(STATARUNS_SECRETS=$folder/secrets deploy/prepare.sh ann 2> /dev/null)

install -d -m 700 "$folder/database"
cp "$folder/secrets/postgres" "$folder/database/password"
[ ${#as_server[@]} -eq 0 ] || chown -R postgres "$folder/database"
port=$(free_port)
"${as_server[@]}" initdb -D "$folder/database/data" -U postgres -A scram-sha-256 --pwfile="$folder/database/password" -E UTF8 --locale=C > /dev/null
start database "${as_server[@]}" postgres -D "$folder/database/data" -h 127.0.0.1 -p "$port" -k ''
database=$!
await "The database" pg_isready -h 127.0.0.1 -p "$port"
PGPASSWORD=$(cat "$folder/secrets/postgres") psql -h 127.0.0.1 -p "$port" -U postgres -d postgres -qX -v secrets="$folder/secrets" -f deploy/postgres/users.sql > "$folder/users.log"

"$silo" migrate --StataRuns:Cluster:ConnectionString="$(connection stataruns owner)" > "$folder/migrate.log"
"$silo" certificates "$folder/certificates" lab1 lab2 gateway1 gateway2 > "$folder/certificates.log"

part() {
  local name=$1
  shift
  start "$name" "$@" --StataRuns:DataDirectory="$folder/$name" \
    --StataRuns:Cluster:Certificate="$folder/certificates/$name.pem" \
    --StataRuns:Cluster:CertificateKey="$folder/certificates/$name.key" \
    --StataRuns:Cluster:CertificateAuthority="$folder/certificates/ca.pem"
  parts+=($!)
}

for name in lab1 lab2; do
  part "$name" deploy/keep.sh "$silo" --stand-in --urls http://127.0.0.1:0 --StataRuns:Host="$name" \
    --StataRuns:Cluster:ConnectionString="$(connection silos silos)" --StataRuns:Cluster:AdvertisedAddress=127.0.0.1 \
    --StataRuns:Cluster:SiloPort="$(free_port)" --StataRuns:Cluster:GatewayPort="$(free_port)"
done

read -r owner < "$folder/secrets/keys.env"
for name in gateway1 gateway2; do
  part "$name" env "$owner" deploy/keep.sh "$gateway" --urls "http://127.0.0.1:$(free_port)" --StataRuns:Auth:Mode=ApiKeys --StataRuns:Cluster:ConnectionString="$(connection gateways gateways)"
done

where() { sed -n 's/.*"url": *"\([^"]*\)".*/\1/p' "$folder/$1/service.json" 2> /dev/null; }
ready() {
  local url
  url=$(where "$1")
  [ -n "$url" ] && deploy/healthy.sh "${url##*:}"
}
await "gateway1" ready gateway1
await "gateway2" ready gateway2

cat << END
A cluster runs on this machine, with the stand-in in the place of Stata.
  gateways  $(where gateway1)/mcp  $(where gateway2)/mcp
  key       $key (ann's)
  logs      $folder/*.log

In another terminal:
  export StataRuns__DataDirectory=$folder/gateway1 StataRuns__Auth__Token=$key
  ${gateway#"$PWD"/} run examples/long-run.do --stand-in

While it runs, kill the silo that has it (its id ends with .lab1 or .lab2); the silo comes back, and the run has gone on:
  pkill -9 -f '^$silo .*/lab1 '
The gateway that you call comes back as well, and a command that watches a run goes on:
  pkill -9 -f '^$gateway .*/gateway1 '

Ctrl-C ends everything, and takes the folder away.
END

wait
