# What an investigation package is made of. Runs detached on the host, with the folder of its action
# as its argument; whatever fails is named in errors.txt, and the rest is kept.
set -uf
umask 077
LC_ALL=C
export LC_ALL
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
act=$1
most=$2 # bytes of one file; all of them together have eight times as much
work=$act/package
# One at a time, seen by whoever asks; held until all that was begun here has ended.
exec 8>"$act/collect.lock"
flock -n 8 || exit 0
[ ! -e "$act/package.done" ] && [ ! -e "$act/package.cancelled" ] || exit 0
printf '%s\n' "$$" >"$act/package.process"
rm -rf -- "$work" "$act/package.tar.gz"
mkdir -m 700 -- "$work" && cd -- "$work" || exit 1

begun=$(date +%s)

note() { printf '%s\n' "$1" >>errors.txt; }

# keep NAME SECONDS COMMAND…: what it writes, as much of it as may be
keep() {
  file=$1
  seconds=$2
  shift 2
  if ! command -v "$1" >/dev/null 2>&1; then
    note "$file: $1 is not on the host"
    return
  fi
  if [ "$(du -sk . | cut -f 1)" -gt "$((most / 128))" ]; then
    note "$file: left out, as the package would be too large"
    return
  fi
  # Whoever is ended from outside has brought nothing.
  if [ "$(($(date +%s) - begun))" -gt 700 ]; then
    note "$file: left out, as the time was over"
    return
  fi
  mkdir -p -- "$(dirname "$file")"
  {
    timeout -k 2 "$seconds" "$@" </dev/null 2>../package.err
    echo $? >../package.rc
  } | head -c "$((most + 1))" >"$file"
  ended=$(cat ../package.rc)
  if [ "$(wc -c <"$file")" -gt "$most" ]; then
    head -c "$most" "$file" >"$file.cut" && mv -f "$file.cut" "$file"
    note "$file: cut after $most bytes"
  elif [ "$ended" -eq 124 ] || [ "$ended" -eq 137 ]; then
    note "$file: $1 did not end within $seconds s; what it had said is kept"
  elif [ "$ended" -ne 0 ]; then
    note "$file: $1 ended with $ended: $(head -c 300 ../package.err | tr -c '[:print:]' ' ')"
  fi
  rm -f ../package.rc ../package.err
}

# script NAME SECONDS TEXT: the same of a few lines of shell
script() { keep "$1" "$2" sh -c "$3"; }

keep system/uname.txt 5 uname -a
keep system/os-release.txt 5 cat /etc/os-release
keep system/uptime.txt 5 cat /proc/uptime
keep system/date.txt 5 date -u +%Y-%m-%dT%H:%M:%SZ
keep system/mounts.txt 10 cat /proc/mounts
keep system/modules.txt 10 cat /proc/modules
keep system/sysctl.txt 20 sysctl -a
keep system/packages.txt 30 dpkg-query -W

keep processes/ps.txt 20 ps -eo pid,ppid,user,lstart,stat,args -ww
script processes/programs.txt 60 '
  for number in $(ls /proc | grep -E "^[0-9]+$" | sort -n); do
    program=$(readlink "/proc/$number/exe") || continue
    printf "%s %s %s\n" "$number" "$(timeout 5 sha256sum <"/proc/$number/exe" | cut -d " " -f 1)" "$program"
  done'
script processes/open-files.txt 60 '
  for number in $(ls /proc | grep -E "^[0-9]+$" | sort -n); do
    timeout 5 ls -lb "/proc/$number/fd" 2>/dev/null | sed "s/^/$number /"
  done'

keep network/connections.txt 20 ss -tunap
keep network/tcp.txt 10 cat /proc/net/tcp /proc/net/tcp6
keep network/addresses.json 10 ip -j addr
keep network/routes.json 10 ip -j route show table all
keep network/neighbours.json 10 ip -j neigh
keep network/nftables.json 20 nft -j list ruleset
keep network/resolv.txt 5 cat /etc/resolv.conf
keep network/hosts.txt 5 cat /etc/hosts

script autostart/cron.txt 20 '
  set +f
  for one in /etc/crontab /etc/anacrontab /etc/cron.*/* /var/spool/cron/* /var/spool/cron/*/*; do
    [ -f "$one" ] && [ ! -L "$one" ] || continue
    printf "==> %s\n" "$one"
    head -c 65536 "$one"
  done'
script autostart/units.txt 30 '
  set +f
  find /etc/systemd /run/systemd/transient /run/systemd/system /usr/local/lib/systemd -ls 2>/dev/null
  for one in /etc/systemd/system/*.service /etc/systemd/system/*.timer /usr/local/lib/systemd/system/*; do
    [ -f "$one" ] && [ ! -L "$one" ] || continue
    printf "==> %s\n" "$one"
    head -c 65536 "$one"
  done'
script autostart/others.txt 30 '
  set +f
  ls -lb /etc/init.d /etc/profile.d /etc/update-motd.d /etc/ld.so.conf.d /etc/xdg/autostart /etc/modules-load.d 2>/dev/null
  for one in /etc/ld.so.preload /etc/rc.local /etc/modules /etc/environment /etc/profile /etc/bash.bashrc; do
    [ -f "$one" ] || continue
    printf "==> %s\n" "$one"
    head -c 65536 "$one"
  done'
script users/keys.txt 30 '
  cut -d : -f 6 /etc/passwd | sort -u | while read -r place; do
    find "$place/.ssh" -maxdepth 1 -type f -name "authorized_keys*" -exec head -v -c 65536 {} + 2>/dev/null
  done; true'
keep users/passwd.txt 5 cat /etc/passwd
keep users/group.txt 5 cat /etc/group
# Whether a password is set, and never the password.
script users/passwords.txt 5 'awk -F : "{ print \$1, (\$2 == \"\" ? \"EMPTY\" : \$2 ~ /^[!*]/ ? \"LOCKED\" : \"SET\"), \$3 }" /etc/shadow'
script users/sudoers.txt 10 'set +f; head -v -c 65536 /etc/sudoers /etc/sudoers.d/*'
keep users/who.txt 10 who -a
keep users/last.txt 20 last -F -i -w -n 2000
keep users/lastb.txt 20 lastb -F -i -w -n 2000

keep logs/journal.txt 60 journalctl --no-pager -o short-iso --since -7d -n 50000
script logs/auth.txt 20 'tail -c 8388608 /var/log/auth.log || tail -c 8388608 /var/log/secure'
keep logs/dmesg.txt 10 dmesg

script files/recent.txt 90 '
  find /etc /tmp /var/tmp /dev/shm /root /home /opt /srv /usr/local /var/spool/cron /var/www -xdev -type f -ctime -7 \
    -exec ls -lb --time-style=full-iso {} +'
script files/hashes.txt 90 '
  find /tmp /var/tmp /dev/shm /usr/local -xdev -type f -size -64M -exec sha256sum -- {} +'
script files/setuid.txt 120 'find / -xdev -type f -perm /6000 -exec ls -lb --time-style=full-iso {} +'

[ -e errors.txt ] || : >errors.txt
find . -type f ! -name MANIFEST.sha256 | sort | while read -r one; do sha256sum -- "$one"; done >MANIFEST.sha256
cd .. || exit 1
tar -czf package.tar.gz.new package && rm -rf -- package || exit 1
printf '%s %s\n' "$(sha256sum <package.tar.gz.new | cut -d ' ' -f 1)" "$(wc -c <package.tar.gz.new)" >package.done.new
sync -- package.tar.gz.new package.done.new
mv -f -- package.tar.gz.new package.tar.gz && mv -f -- package.done.new package.done
