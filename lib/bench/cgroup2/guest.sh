#!/bin/sh
# Second half of the first process: control groups as systemd makes them, one session of root, one of an ordinary
# user, and that user's own manager, to whom a part of the tree is delegated. Then the programs, then off.
export PATH=/crossover/node_modules/.bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin HOME=/root
user=54321
cd /sys/fs/cgroup || exit
all='+cpu +memory +pids'
mkdir -p init.scope user.slice/user-0.slice/session-1.scope "user.slice/user-$user.slice/session-2.scope"
own="user.slice/user-$user.slice/user@$user.service"
mkdir -p "$own/init.scope" "$own/app.slice/terminal.scope"
# A slice in which nothing asked for CPU hands none down: root's session finds it further up.
for group in . user.slice "user.slice/user-$user.slice"; do echo "$all" > "$group/cgroup.subtree_control"; done
echo '+memory +pids' > user.slice/user-0.slice/cgroup.subtree_control
chown "$user:$user" "$own" "$own"/cgroup.procs "$own"/cgroup.threads "$own"/cgroup.subtree_control
chown -R "$user:$user" "$own/init.scope" "$own/app.slice"
setpriv --reuid="$user" --regid="$user" --clear-groups sh -c "echo '$all' > $own/cgroup.subtree_control"
setpriv --reuid="$user" --regid="$user" --clear-groups sh -c "echo '+memory +pids' > $own/app.slice/cgroup.subtree_control"
echo $$ > user.slice/user-0.slice/session-1.scope/cgroup.procs
cd /crossover || exit
node --disable-warning=ExperimentalWarning lib/bench/cgroup2/guest.ts "$user" "/sys/fs/cgroup/$own/app.slice/terminal.scope" /out
sync
echo o > /proc/sysrq-trigger
sleep 60
