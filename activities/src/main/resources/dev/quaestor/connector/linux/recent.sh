# What can be told of what was done lately on the host: what runs and is connected now, and files
# that were changed. One line a thing, newest first; each value is base64, so that no name can be more
# than a name. It ends with MORE where there was more, and OLDER where only the present can be told.
take since "$q_since"
take most "$q_most"
case $since:$most in *[!0-9:]* | :* | *:) refuse NOT_A_REQUEST 'the request cannot be read' ;; esac
most=$((most + 1))

packed() { head -c 4096 | base64 | tr -d '\n'; }
value() { printf '%s' "$1" | packed; }

# shown: of the lines in $tmp, as many as may be, and whether there were more
shown() {
  body=$(head -n "$most" "$tmp")
  [ "$(printf '%s\n' "$body" | wc -l)" -lt "$most" ] || body="$(printf '%s\n' "$body" | head -n "$((most - 1))")
MORE"
  [ ! -e "$tmp.late" ] || body="$body
MORE"
}

done_looking() { say SEEN '' 'the host was looked at and nothing was changed'; }

boot=$(sed -n 's/^btime //p' /proc/stat)
ticks=$(getconf CLK_TCK)

# hash_of_path PATH: of a plain file that is not too large; nothing otherwise
hash_of_path() {
  [ -f "$1" ] && [ "$(stat -L -c %s -- "$1" 2>/dev/null || echo 99999999)" -le 67108864 ] || return 0
  timeout 5 sha256sum <"$1" 2>/dev/null | cut -d ' ' -f 1
}

# The sshd of every connection from where this one comes: what they run is the engine's own look.
ours=" $PPID "
own=$(printf '%s' "${SSH_CONNECTION:-}" | cut -d ' ' -f 1)
if [ -n "$own" ]; then
  for number in $(timeout 15 ss -Htnp state established dst "$own" 2>/dev/null | grep -o '"sshd",pid=[0-9]*' | cut -d = -f 2); do
    ours="$ours$number "
  done
fi

# of_ours NUMBER: whether it, or what has begun it, is one of these
of_ours() {
  up=$1
  steps=0
  while [ "${up:-0}" -gt 1 ] && [ "$steps" -lt 20 ]; do
    case $ours in *" $up "*) return 0 ;; esac
    up=$(sed 's/.*) //' "/proc/$up/stat" 2>/dev/null | tr '\n' ' ' | cut -d ' ' -f 2)
    steps=$((steps + 1))
  done
  return 1
}

# PROCESS number start hash program arguments user
recent_processes() {
  ls /proc | grep -E '^[0-9]+$' | while read -r number; do
    start=$(sed 's/.*) //' "/proc/$number/stat" 2>/dev/null | tr '\n' ' ' | cut -d ' ' -f 20)
    readlink "/proc/$number/exe" >/dev/null 2>&1 || continue
    [ -n "$start" ] && printf '%s %s\n' "$start" "$number"
  done | sort -k 1,1nr -k 2,2nr | while read -r start number; do
    [ "${told:-0}" -lt "$most" ] || break
    ! of_ours "$number" || continue
    program=$(readlink "/proc/$number/exe"; printf x) || continue
    program=${program%?x}
    # It may have ended meanwhile.
    case $program in /*) ;; *) continue ;; esac
    printf 'PROCESS %s %s %s %s %s %s\n' "$number" "$((boot + start / ticks))" \
      "$(hash_of_path "/proc/$number/exe")-" \
      "$(value "${program% (deleted)}")" \
      "$(tr '\000' ' ' <"/proc/$number/cmdline" 2>/dev/null | packed)-" \
      "$(stat -c %U -- "/proc/$number" 2>/dev/null | tr -d '\n' | packed)-"
    told=$((${told:-0} + 1))
  done >"$tmp"
  shown
  body="$body
OLDER"
  done_looking
}

# listed FOLDERS TESTS…: a line AT BASE64-OF-PATH each, newest first
listed() {
  places=$1
  shift
  # shellcheck disable=SC2086
  {
    timeout 25 find $places -xdev -type f -newerct "@$since" "$@" -printf '%C@ %p\0' 2>/dev/null
    # Whoever has too many files to be gone through in time has more than is told.
    [ $? -ne 124 ] || : >"$tmp.late"
  } |
    sort -z -k 1,1nr | head -z -n "$most" | while_each
}

# while_each: of records that end with a zero byte
while_each() {
  xargs -0 -r -n 1 sh -c '
    at=${0%% *}
    path=${0#* }
    printf "%s %s\n" "${at%%.*}" "$(printf %s "$path" | head -c 4096 | base64 | tr -d "\n")"'
}

# FILE time hash size path
recent_files() {
  listed '/tmp /var/tmp /dev/shm /root /home /opt /srv /usr/local /var/www' \
    '(' -perm /111 -o -path '/tmp/*' -o -path '/var/tmp/*' -o -path '/dev/shm/*' -o -name '*.sh' -o -name '*.py' -o -name '*.so' -o -name '*.php' -o -name '*.jar' ')' |
    files >"$tmp"
  shown
  done_looking
}

files() {
  while read -r at name; do
    take path "$name"
    [ -f "$path" ] && [ ! -L "$path" ] || continue
    printf 'FILE %s %s %s %s\n' "$at" "$(hash_of_path "$path")-" "$(stat -c %s -- "$path" 2>/dev/null || echo 0)" "$name"
  done
}

# What runs at the start of the system or of a session, beside cron and units.
recent_autostarts() {
  listed '/etc/rc.local /etc/init.d /etc/profile /etc/profile.d /etc/bash.bashrc /etc/environment /etc/ld.so.preload /etc/ld.so.conf.d /etc/update-motd.d /etc/xdg/autostart /etc/modules-load.d /etc/udev/rules.d /etc/pam.d' |
    files >"$tmp"
  homes=$(cut -d : -f 6 /etc/passwd | grep -E '^/[A-Za-z0-9_./-]+$' | sort -u | while read -r place; do
    case $place in /root | /home/* | /srv/* | /var/lib/*) [ -d "$place" ] && printf '%s ' "$place" ;; esac
  done)
  [ -z "$homes" ] || listed "$homes" -maxdepth 4 '(' -name .bashrc -o -name .profile -o -name .bash_profile -o -name .zshrc -o -path '*/.ssh/authorized_keys*' -o -path '*/.ssh/rc' -o -path '*/.config/autostart/*' ')' |
    files >>"$tmp"
  sort -k 2,2nr -o "$tmp" "$tmp"
  shown
  done_looking
}

# SERVICE time name program, and TIMER time name
units_of() { # ending word
  listed '/etc/systemd/system /run/systemd/transient /usr/local/lib/systemd/system' -name "*.$1" |
    while read -r at name; do
      take path "$name"
      program=$(sed -n 's/^ExecStart=[-@:+!|]*\([^ ]*\).*/\1/p' -- "$path" 2>/dev/null | head -n 1)
      printf '%s %s %s %s\n' "$2" "$at" "$(value "${path##*/}")" "$(value "$program")-"
    done
}

recent_services() {
  units_of service SERVICE >"$tmp"
  shown
  done_looking
}

# LINE time path line
recent_tasks() {
  units_of timer TIMER >"$tmp"
  listed '/etc/crontab /etc/anacrontab /etc/cron.d /var/spool/cron' | while read -r at name; do
    take path "$name"
    grep -a -v -E '^[[:space:]]*(#|$|[A-Za-z_][A-Za-z0-9_]*[[:space:]]*=)' -- "$path" 2>/dev/null | head -n "$most" | while IFS= read -r line; do
      printf 'LINE %s %s %s\n' "$at" "$name" "$(value "$line")"
    done
  done >>"$tmp"
  listed '/etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly' | while read -r at name; do
    printf 'LINE %s %s -\n' "$at" "$name"
  done >>"$tmp"
  sort -k 2,2nr -o "$tmp" "$tmp"
  shown
  done_looking
}

# ADDRESS address: with whom the host has a connection now; the engine's own is left out
recent_connections() {
  command -v ss >/dev/null 2>&1 || refuse NO_TOOL 'the host has no ss, by which connections are listed'
  timeout 15 ss -Htun state connected 2>/dev/null | sed 's/.* \([^ ]*\):[0-9*]*[[:space:]]*$/\1/' | tr -d '[]' | sed 's/^::ffff://; s/%.*//' |
    grep -E '^[0-9a-fA-F:.]+$' | grep -v -F -x -e "${own:-none}" | grep -v -E '^(127\.|::1$|0\.0\.0\.0$|::$)' | sort -u |
    sed 's/^/ADDRESS /' >"$tmp"
  shown
  body="$body
OLDER"
  done_looking
}

# A list while it is put together, in memory alone: nothing is left on the host.
look_recent() {
  tmp=$(mktemp /run/.quaestor-XXXXXXXXXX 2>/dev/null) || refuse NO_ROOM 'nothing can be written on the host'
  trap 'rm -f -- "$tmp" "$tmp.late"' EXIT
  "$1"
}
