#!/bin/sh
# Starts the bridge from the address that programs know to the socket that the sandbox was given, waits
# until it listens (port 9001 is 2329 in hexadecimal, 0A is "listening"), and becomes the bootstrap.
"$@" </dev/null >/dev/null 2>&1 3>&- &
listening=
while [ -z "$listening" ]; do
  while read -r _ local _ state _; do
    [ "$local $state" = '0100007F:2329 0A' ] && listening=yes
  done </proc/net/tcp
  kill -0 $! 2>/dev/null || { echo 'The bridge to the Runtime API could not start.' >&2; exit 1; }
done
exec 3>&-
unset RUNTIME_API_SOCKET
for bootstrap in /var/task/bootstrap /opt/bootstrap; do
  [ -x "$bootstrap" ] && exec "$bootstrap"
done
echo "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]" >&2
exit 1
