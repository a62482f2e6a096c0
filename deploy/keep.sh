#!/usr/bin/env bash
# keep.sh PROGRAM [ARGUMENTS…]: keeps a silo or a gateway running, as a service manager would. It is process 1 of a silo's container.
#
# A container ends with its process 1, and every run in it ends then, too. With the silo as process 1 a crash of the silo would
# be the end of its runs; so it is this script, which starts the silo anew, and the runs go on. Runners that lost their silo
# become its children, and bash takes leave of them as of its own: none is left behind as a zombie.
set -u

told='' program=''

end() {
  told=yes
  [ -z "$program" ] || kill -TERM "$program" 2> /dev/null
}
trap end TERM INT

# A container without a Stata says so by an empty STATA_DIR; one that does not speak of it decides by its other settings.
[ -n "${STATA_DIR-unset}" ] || set -- "$@" --stand-in

lives=0
while [ -z "$told" ]; do
  "$@" &
  program=$!
  lives=$((lives + 1))
  wait "$program"
  # A signal ends the waiting, and not yet the program.
  while kill -0 "$program" 2> /dev/null; do
    wait "$program"
  done

  # What the last wait said may be that signal. The program's own code is kept, and told as often as it is asked for.
  wait "$program"
  code=$?
  program=''
  if [ -n "$told" ]; then
    exit "$code"
  fi

  # A first start that fails has nothing to lose: whoever started the container is to see it.
  if [ "$lives" -eq 1 ] && [ "$code" -eq 2 ]; then
    exit "$code"
  fi

  echo "$1 ended with $code and is started again; its runs go on." >&2
  sleep 1 &
  wait $!
done
