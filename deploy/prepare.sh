#!/usr/bin/env bash
# prepare.sh OWNER…: makes what docker-compose.yml and docs/cluster.md take for granted and what nobody else is to have: passwords
# of the database, and a key for each owner. Nothing that is there already is changed; an owner who has a key is passed over.
#
#   secrets/postgres            the password of the database server's own administrator
#   secrets/owner.pgpass        password files of PostgreSQL: for the migration,
#   secrets/silos.pgpass          for silos,
#   secrets/gateways.pgpass       for gateways
#   secrets/keys.env            the owners' digests, for gateways
#   .env                        what is different on each machine
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${STATARUNS_SECRETS:-$PWD/secrets}

[ $# -gt 0 ] || { echo "prepare.sh OWNER…: whose runs will these be? Name at least one owner, such as ann." >&2; exit 2; }
for owner in "$@"; do
  [[ $owner =~ ^[a-z0-9][a-z0-9_]{0,63}$ && $owner != *__* ]] \
    || { echo "\"$owner\" is no owner's name here: small letters, digits and single underscores, at most 64." >&2; exit 2; }
done

random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

# Containers read these files as users of their own, so they are readable; the folder around them is closed.
umask 022
mkdir -p "$folder"
chmod 700 "$folder"
[ -e "$folder/postgres" ] || random > "$folder/postgres"
for user in stataruns:owner silos:silos gateways:gateways; do
  file=$folder/${user#*:}.pgpass
  [ -e "$file" ] || echo "*:*:stataruns:${user%%:*}:$(random)" > "$file"
done

touch "$folder/keys.env"
for owner in "$@"; do
  if grep -q "^StataRuns__Auth__ApiKeys__$owner=" "$folder/keys.env"; then
    echo "$owner has a key already; to make a new one, take the line of $owner out of $folder/keys.env first." >&2
    continue
  fi

  key=sr_$(random)
  echo "StataRuns__Auth__ApiKeys__$owner=$(printf %s "$key" | sha256sum | cut -d ' ' -f 1)" >> "$folder/keys.env"
  echo "$key"
  echo "This is the key of $owner. It is kept nowhere: give it to $owner, who sends it as \"Authorization: Bearer KEY\"." >&2
done

if [ -z "${STATARUNS_SECRETS:-}" ] && [ ! -e .env ]; then
  cat > .env << END
# Settings of this machine, for docker-compose.yml.

# The folder with the do-files. The silos see it under the same path.
STATARUNS_FILES=$PWD/examples

# By which name clients call the service, and on which address and port of this machine it answers.
STATARUNS_NAME=localhost
STATARUNS_PUBLISH=127.0.0.1:4000

# Runs at a time on each silo: licence seats.
STATARUNS_SEATS=2

# Stata's installation folder, with its licence in it. Left out: the stand-in.
#STATA_DIR=/usr/local/stata19
END
fi
