#!/usr/bin/env bash
# healthy.sh PORT [PATH]: is the program on this port of this machine well? Images of the .NET runtime have no curl.
set -u
exec 3<> "/dev/tcp/127.0.0.1/$1" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${2:-/health/ready}" >&3
read -r _ code _ <&3
[ "${code:-}" = 200 ]
