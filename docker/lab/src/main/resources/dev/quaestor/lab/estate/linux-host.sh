#!/bin/bash
# A Linux host of its own, with a real sshd, and beside it an "internet" with a web server. Root only.
#
#   linux-host.sh up|down FOLDER NAME NUMBER [bare]
#
# FOLDER  private, and empty before "up".
# NAME    of at most eight letters and digits; the namespaces are called NAME and NAMEn.
# NUMBER  0 to 255: the host is 10.231.NUMBER.2, the web server 10.231.NUMBER.6 port 80.
# bare    nothing of what this machine's people keep or start is on the host.
#
# The host has namespaces of its own for network, mounts, processes, its name and IPC, over a root that
# is laid over this machine's: what is killed, deleted or cut off there is so nowhere else.
set -uo pipefail
mode=$1 folder=$2 name=$3 number=$4 kind=${5:-}
root=$folder/root net=10.231.$number
of_people="root home opt srv usr/local var/www etc/init.d etc/pam.d etc/xdg"

down() {
  local space pid
  for space in "$name" "${name}n"; do
    # By their ids, and those of these namespaces only.
    for pid in $(ip netns pids "$space" 2>/dev/null); do kill -9 "$pid" 2>/dev/null; done
  done
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -z "$(ip netns pids "$name" 2>/dev/null)$(ip netns pids "${name}n" 2>/dev/null)" ] && break
    sleep 0.1
  done
  [ ! -d "$folder/lab/up" ] || find "$folder/lab/up" -xdev -type f -exec chattr -i {} + 2>/dev/null
  local place
  for place in $of_people; do
    mountpoint -q "$root/$place" 2>/dev/null && { umount "$root/$place" 2>/dev/null || umount -l "$root/$place"; }
  done
  for place in "$root/proc" "$root/dev" "$root/run" "$root/tmp" "$root" "$folder/lab"; do
    mountpoint -q "$place" 2>/dev/null && { umount "$place" 2>/dev/null || umount -l "$place"; }
  done
  ip netns del "$name" 2>/dev/null
  ip netns del "${name}n" 2>/dev/null
  ip link del "${name}v" 2>/dev/null
  return 0
}

bare() {
  local place
  for place in $of_people; do
    [ ! -d "$root/$place" ] || mount -t tmpfs -o mode=755 tmpfs "$root/$place"
  done
}

# Its own, so that whoever deletes the folder with all in it deletes none of this machine's.
devices() {
  mount -t tmpfs tmpfs "$root/dev"
  mknod -m 666 "$root/dev/null" c 1 3
  mknod -m 666 "$root/dev/zero" c 1 5
  mknod -m 666 "$root/dev/full" c 1 7
  mknod -m 666 "$root/dev/random" c 1 8
  mknod -m 666 "$root/dev/urandom" c 1 9
  mknod -m 666 "$root/dev/tty" c 5 0
  mkdir -m 1777 "$root/dev/shm"
  ln -s /proc/self/fd "$root/dev/fd"
}

up() {
  set -e
  trap 'down' ERR
  mkdir -p "$folder/lab" "$folder/www" "$root"
  # What is laid over another overlay has to lie on a tmpfs.
  mount -t tmpfs -o size=256m tmpfs "$folder/lab"
  mkdir -p "$folder/lab/up" "$folder/lab/work"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/lab/up,workdir=$folder/lab/work" "$root"
  mount -t tmpfs tmpfs "$root/tmp"
  mount -t tmpfs tmpfs "$root/run"
  devices
  [ "$kind" != bare ] || bare
  chmod 1777 "$root/tmp"
  mkdir -p "$root/run/sshd" "$root/run/keys"
  rm -rf "$root/var/lib/quaestor"
  # Bash reads it for commands by SSH too: what this machine's root has there is not the host's.
  rm -f "$root/root/.bashrc"
  ssh-keygen -q -t ed25519 -N '' -C engine -f "$folder/engine"
  for kind in ed25519 ecdsa rsa; do
    ssh-keygen -q -t "$kind" -N '' -C host -f "$folder/host-$kind"
    install -m 600 "$folder/host-$kind" "$root/run/keys/$kind"
  done
  # As docker/README.md says.
  printf 'from="%s.1",restrict,command="/bin/sh -s" %s\n' "$net" "$(cat "$folder/engine.pub")" >"$root/run/keys/authorized"
  echo 0123456789abcdef0123456789abc012 >"$root/etc/machine-id"
  cat >"$root/run/sshd_config" <<CONFIG
Port 22
ListenAddress $net.2
HostKey /run/keys/rsa
HostKey /run/keys/ecdsa
HostKey /run/keys/ed25519
AuthorizedKeysFile /run/keys/authorized
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
MaxStartups 100
PidFile none
CONFIG
  ip netns add "$name"
  ip netns add "${name}n"
  ip link add "${name}v" type veth peer name eth0 netns "$name"
  ip addr add "$net.1/30" dev "${name}v"
  ip link set "${name}v" up
  ip -n "$name" addr add "$net.2/30" dev eth0
  ip -n "$name" link set eth0 up
  ip -n "$name" link set lo up
  ip -n "$name" link add eth1 type veth peer name eth0 netns "${name}n"
  ip -n "$name" addr add "$net.5/30" dev eth1
  ip -n "$name" link set eth1 up
  ip -n "$name" route add default via "$net.6"
  ip -n "${name}n" addr add "$net.6/30" dev eth0
  ip -n "${name}n" link set eth0 up
  ip -n "${name}n" link set lo up
  ip netns exec "${name}n" python3 -m http.server 80 --bind "$net.6" --directory "$folder/www" </dev/null >/dev/null 2>&1 &
  ip netns exec "$name" unshare --mount --pid --uts --ipc --fork --kill-child sh -c '
    mount -t proc proc "$1/proc" && hostname web-01 && exec chroot "$1" /usr/sbin/sshd -D -e -f /run/sshd_config
  ' sshd "$root" </dev/null >"$folder/sshd.log" 2>&1 &
  for _ in $(seq 100); do
    if timeout 1 bash -c "exec 3<>/dev/tcp/$net.2/22" 2>/dev/null &&
      ip netns exec "$name" timeout 1 bash -c "exec 3<>/dev/tcp/$net.6/80" 2>/dev/null; then
      return 0
    fi
    sleep 0.1
  done
  echo "the host did not come up: $(tail -n 3 "$folder/sshd.log")" >&2
  down
  return 1
}

"$mode"
