#!/bin/busybox sh
# First process of the virtual machine: finds its drivers, puts a root together out of what the host shares, and
# goes over to it. Programs and checkout are the host's, read-only; what is written stays in memory.
/bin/busybox --install -s /bin
export PATH=/bin
mkdir -p /proc /sys /dev /new
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in /modules/*; do insmod "$module" || echo "problem: $module does not load"; done

share() { # tag, where, options
  mount -t 9p -o "trans=virtio,version=9p2000.L,msize=512000,access=any,$3" "$1" "$2" || echo "problem: no $1"
}
mount -t tmpfs -o size=90%,mode=755 root /new
cd /new
mkdir -p usr etc proc sys dev run tmp root home boot var/lib var/tmp var/log out crossover .host .written/up .written/work
chmod 1777 tmp var/tmp
chmod 700 root
for directory in bin sbin lib lib64; do ln -s "usr/$directory" "$directory"; done
share usr usr ro,cache=loose
share etc etc ro,cache=loose
share checkout .host ro,cache=loose
share out out rw,cache=none
mount -t overlay -o lowerdir=.host,upperdir=.written/up,workdir=.written/work checkout crossover
mount --move /proc proc
mount --move /sys sys
mount --move /dev dev
mkdir -p dev/pts dev/shm
mount -t devpts -o ptmxmode=666 devpts dev/pts
mount -t tmpfs -o mode=1777 shm dev/shm
ln -s /proc/self/fd dev/fd
# As systemd mounts it. There is no version 1: the kernel was told so.
mount -t cgroup2 -o nsdelegate,memory_recursiveprot cgroup2 sys/fs/cgroup
ip link set lo up
hostname cgroup2
exec switch_root /new /bin/sh /crossover/lib/bench/cgroup2/guest.sh
