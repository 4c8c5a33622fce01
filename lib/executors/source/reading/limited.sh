#!/bin/sh
# Starts a reader of users' code. One that nobody is left to end meets its limit of processor seconds.
ulimit -t 120 2>/dev/null
echo 500 2>/dev/null > /proc/self/oom_score_adj
exec "$@"
