#!/bin/sh
# Starts esbuild with little memory: a user's code is what it reads. Its threads' stacks are reserved, not used.
ulimit -v 4194304 2>/dev/null
echo 500 2>/dev/null > /proc/self/oom_score_adj
exec "$CROSSOVER_ESBUILD" "$@"
