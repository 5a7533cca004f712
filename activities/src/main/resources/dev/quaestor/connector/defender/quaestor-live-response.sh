#!/bin/sh
# Quaestor's live response script for Linux and macOS (POSIX sh, as root).
#
#   quaestor-live-response.sh VERB REQUEST
#
# VERB     kill-process, or look-, remove- or restore- with file, task or service.
# REQUEST  base64url of a JSON object whose every value is base64url of UTF-8 text, so that a name
#          with quotes, blanks, line breaks or a leading dash is data from end to end.
#
# Writes one line of ASCII JSON and exits 0 whenever it could say what it did; its fields are told
# in the script for Windows. An image has values of base64url too.
set -u
umask 077
LC_ALL=C
export LC_ALL
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH

# Only for trying the script out: what is kept and what starts by itself lies under it.
root=${QUAESTOR_ROOT:-}
kept_folder=$root/var/lib/quaestor/kept

found=false
changed=false
present=false
image=null

say() { # refused detail
  printf '{"quaestor":1,"found":%s,"changed":%s,"present":%s,"image":%s,"refused":%s,"detail":"%s"}\n' \
    "$found" "$changed" "$present" "$image" "$1" "$2"
  exit 0
}
refuse() { say "\"$1\"" "$2"; }
tell() { say null "$1"; }

encode() { base64 | tr -d '\n=' | tr '+/' '-_'; }
decode() { # a last group that is short is filled up
  text=$(printf '%s' "$1" | tr -- '-_' '+/')
  case $((${#text} % 4)) in
    2) text=$text== ;;
    3) text=$text= ;;
  esac
  printf '%s' "$text" | base64 --decode
}

# field JSON NAME: the raw value of a text field; all values are base64url, so no quote is in them.
field() { printf '%s' "$1" | sed -n 's/.*"'"$2"'":"\([A-Za-z0-9_-]*\)".*/\1/p'; }

# has JSON NAME
has() { case $1 in *"\"$2\":\""*) return 0 ;; *) return 1 ;; esac; }

# take VARIABLE JSON NAME: the decoded value. The x keeps line breaks at the end from being cut off.
take() {
  value=$(decode "$(field "$2" "$3")"; printf x)
  value=${value%x}
  eval "$1=\$value"
}

sha() { # 256 or 1
  if command -v "sha$1sum" >/dev/null 2>&1; then
    "sha$1sum" <"$2" | cut -d ' ' -f 1
  else
    shasum -a "$1" <"$2" | cut -d ' ' -f 1
  fi
}
text_sha() {
  if command -v sha256sum >/dev/null 2>&1; then
    printf '%s' "$1" | sha256sum | cut -d ' ' -f 1
  else
    printf '%s' "$1" | shasum -a 256 | cut -d ' ' -f 1
  fi
}

if [ "$(uname -s)" = Darwin ]; then
  mode_of() { stat -f '%Lp' "$1"; }
  owner_of() { stat -f '%u:%g' "$1"; }
else
  mode_of() { stat -c '%a' -- "$1"; }
  owner_of() { stat -c '%u:%g' -- "$1"; }
fi

# ---- processes -------------------------------------------------------------------------------

# Seconds since 1970 at which a process started; nothing when there is none, or only its corpse.
started_at() {
  if [ -r /proc/stat ]; then
    [ -r "/proc/$1/stat" ] || return 0
    # The name in brackets may hold anything: what counts comes after the last bracket.
    rest=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | tr '\n' ' ') || return 0
    [ -n "$rest" ] || return 0
    # shellcheck disable=SC2086
    set -- $rest
    [ "$1" = Z ] && return 0
    shift 19
    boot=$(sed -n 's/^btime //p' /proc/stat)
    echo $((boot + $1 / $(getconf CLK_TCK)))
  else
    line=$(ps -o lstart= -p "$1" 2>/dev/null) || return 0
    [ -n "$line" ] && date -j -f '%a %b %d %T %Y' "$line" '+%s' 2>/dev/null
  fi
}

# A process's start counts from the boot, whose own time is known to the second.
is_it() {
  at=$(started_at "$1")
  [ -n "$at" ] || return 1
  apart=$((at - $2))
  [ "$apart" -ge -2 ] && [ "$apart" -le 2 ]
}

kill_process() {
  take pid "$request" pid
  take started "$request" started
  case $pid in '' | *[!0-9]*) refuse NOT_A_PROCESS 'the number of the process is no number' ;; esac
  if [ "$pid" -le 1 ] || [ "$pid" -eq $$ ]; then
    found=true
    present=true
    refuse PROTECTED_PROCESS 'the process is the system itself'
  fi
  if [ "$(uname -s)" = Darwin ]; then
    at=$(date -j -u -f '%Y-%m-%dT%H:%M:%S' "$(printf '%s' "$started" | cut -c 1-19)" '+%s') || at=
  else
    at=$(date -u -d "$started" '+%s') || at=
  fi
  [ -n "$at" ] || refuse NOT_A_PROCESS 'the start time of the process cannot be read'
  is_it "$pid" "$at" || tell 'no process of that number that started then is running'
  found=true
  kill -9 "$pid" 2>/dev/null
  tries=0
  while is_it "$pid" "$at" && [ "$tries" -lt 50 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  if is_it "$pid" "$at"; then
    present=true
    refuse STILL_RUNNING 'the process was told to end and is still running'
  fi
  changed=true
  tell 'the process that started then is gone'
}

# ---- files -----------------------------------------------------------------------------------

# A compressed copy in a folder of root's can neither run nor be found by a simple scan.
kept_path() { printf '%s/%s-%s.kept' "$kept_folder" "$1" "$(text_sha "$2" | cut -c 1-16)"; }

file_image() { # path sha256
  printf '{"path":"%s","sha256":"%s","mode":"%s","owner":"%s"}' \
    "$(printf '%s' "$1" | encode)" \
    "$(printf '%s' "$2" | encode)" \
    "$(mode_of "$1" | tr -d '\n' | encode)" \
    "$(owner_of "$1" | tr -d '\n' | encode)"
}

look_at_file() { # path sha256 sha1, the hashes empty when not known
  case $1 in /*) ;; *) refuse NOT_A_PATH 'the path is not a full path' ;; esac
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    tell 'there is no file at the path'
  fi
  found=true
  present=true
  if [ -L "$1" ] || [ ! -f "$1" ]; then
    refuse NOT_A_FILE 'the path is a folder, a link or a device'
  fi
  hash=$(sha 256 "$1")
  if [ -n "$2" ]; then
    [ "$(printf '%s' "$2" | tr 'A-F' 'a-f')" = "$hash" ] ||
      refuse CHANGED 'the file at the path is another one than was decided on'
  elif [ -n "$3" ]; then
    [ "$(printf '%s' "$3" | tr 'A-F' 'a-f')" = "$(sha 1 "$1")" ] ||
      refuse CHANGED 'the file at the path is another one than was decided on'
  fi
  image=$(file_image "$1" "$hash")
}

remove_file() { # path sha256
  [ -f "$1" ] && [ ! -L "$1" ] || tell 'there is no file at the path'
  found=true
  present=true
  [ "$(sha 256 "$1")" = "$2" ] || refuse CHANGED 'the file at the path is another one than was decided on'
  [ ! -L "$kept_folder" ] || refuse NOT_KEPT 'the folder for kept files is a link'
  mkdir -p -m 700 "$kept_folder" || refuse NOT_KEPT 'the folder for kept files cannot be made'
  copy=$(kept_path "$2" "$1")
  gzip -c <"$1" >"$copy" || refuse NOT_KEPT 'the copy that is to be kept cannot be written'
  gzip -dc <"$copy" >"$copy.check"
  if [ "$(sha 256 "$copy.check")" != "$2" ]; then
    rm -f -- "$copy" "$copy.check"
    refuse NOT_KEPT 'the copy that was to be kept is not the same'
  fi
  rm -f -- "$copy.check"
  rm -f -- "$1"
  if [ -e "$1" ]; then
    refuse STILL_THERE 'the file could not be deleted'
  fi
  present=false
  changed=true
}

restore_file() { # path sha256 mode owner
  if [ -e "$1" ] || [ -L "$1" ]; then
    found=true
    present=true
    if [ -f "$1" ] && [ "$(sha 256 "$1")" = "$2" ]; then
      tell 'the same file is there'
    fi
    refuse OCCUPIED 'another file is at the path by now'
  fi
  copy=$(kept_path "$2" "$1")
  [ -f "$copy" ] || refuse COPY_GONE 'the kept copy is not on the device any longer'
  folder=${1%/*}
  mkdir -p -- "${folder:-/}" || refuse NOT_RESTORED 'the folder of the file cannot be made'
  draft=$1.quaestor-$$
  gzip -dc <"$copy" >"$draft" || { rm -f -- "$draft"; refuse NOT_RESTORED 'the file cannot be written'; }
  if [ "$(sha 256 "$draft")" != "$2" ]; then
    rm -f -- "$draft"
    refuse COPY_CHANGED 'the kept copy is not what was deleted'
  fi
  chmod "$3" "$draft"
  chown "$4" "$draft" 2>/dev/null || :
  # ln does not overwrite what came there meanwhile, as mv would.
  ln -- "$draft" "$1" || { rm -f -- "$draft"; refuse OCCUPIED 'another file is at the path by now'; }
  rm -f -- "$draft" "$copy"
  changed=true
  present=true
}

look_file() {
  take path "$request" path
  wanted=
  weaker=
  if has "$request" sha256; then take wanted "$request" sha256; fi
  if has "$request" sha1; then take weaker "$request" sha1; fi
  look_at_file "$path" "$wanted" "$weaker"
  tell 'the file is there'
}

take_image() {
  take before "$request" image
  take path "$before" path
  take hash "$before" sha256
  take mode "$before" mode
  take owner "$before" owner
  case $mode$owner in *[!0-9:]*) refuse NOT_AN_IMAGE 'the image cannot be read' ;; esac
}

# ---- scheduled tasks: systemd timers, and files of cron --------------------------------------

# A name that systemctl takes for nothing but a unit.
is_unit() {
  case $1 in '' | -* | *[!A-Za-z0-9@._:-]*) return 1 ;; *) return 0 ;; esac
}

cron_file() {
  case $1 in */../* | */..) return 1 ;; esac
  case $1 in
    "$root"/etc/cron.d/* | "$root"/etc/cron.hourly/* | "$root"/etc/cron.daily/*) return 0 ;;
    "$root"/etc/cron.weekly/* | "$root"/etc/cron.monthly/* | "$root"/var/spool/cron/*) return 0 ;;
    *) return 1 ;;
  esac
}

unit_image() { # unit
  printf '{"unit":"%s","enabled":"%s","active":"%s"}' \
    "$(printf '%s' "$1" | encode)" \
    "$(systemctl is-enabled -- "$1" 2>/dev/null | head -n 1 | tr -d '\n' | encode)" \
    "$(systemctl is-active -- "$1" 2>/dev/null | head -n 1 | tr -d '\n' | encode)"
}

unit_there() { [ "$(systemctl show -p LoadState --value -- "$1" 2>/dev/null)" = loaded ]; }
unit_masked() { [ "$(systemctl show -p LoadState --value -- "$1" 2>/dev/null)" = masked ]; }

# Neither running nor to be started: masked is what nothing else can start.
unit_off() {
  case $(systemctl is-active -- "$1" 2>/dev/null | head -n 1) in active | activating | reloading) return 1 ;; esac
  case $(systemctl is-enabled -- "$1" 2>/dev/null | head -n 1) in
    disabled | masked | masked-runtime | not-found | '') return 0 ;;
    *) return 1 ;;
  esac
}

look_unit() { # unit word
  is_unit "$1" || refuse NOT_A_NAME "that is no name of a $2"
  command -v systemctl >/dev/null 2>&1 || refuse NO_SYSTEMD 'the device has no systemd'
  unit_there "$1" || unit_masked "$1" || tell "there is no such $2"
  if unit_off "$1"; then
    tell "the $2 is stopped and disabled"
  fi
  found=true
  present=true
  image=$(unit_image "$1")
  tell "the $2 is there"
}

remove_unit() { # word
  take before "$request" image
  take unit "$before" unit
  is_unit "$unit" || refuse NOT_A_NAME "that is no name of a $1"
  unit_there "$unit" || unit_masked "$unit" || tell "there is no such $1"
  found=true
  if unit_off "$unit"; then
    tell "the $1 is stopped and disabled"
  fi
  systemctl disable --now -- "$unit" >/dev/null 2>&1
  systemctl stop -- "$unit" >/dev/null 2>&1
  # A static unit cannot be disabled, only masked.
  unit_off "$unit" || systemctl mask -- "$unit" >/dev/null 2>&1
  if ! unit_off "$unit"; then
    present=true
    refuse STILL_RUNNING "the $1 was told to stop and has not"
  fi
  changed=true
  tell "the $1 is stopped and disabled"
}

restore_unit() { # word
  take before "$request" image
  take unit "$before" unit
  take enabled "$before" enabled
  take active "$before" active
  is_unit "$unit" || refuse NOT_A_NAME "that is no name of a $1"
  unit_there "$unit" || unit_masked "$unit" || refuse ITEM_GONE "the $1 itself is not there any longer"
  found=true
  if [ "$(unit_image "$unit")" = "$before" ]; then
    present=true
    tell "the $1 is as it was"
  fi
  systemctl unmask -- "$unit" >/dev/null 2>&1
  case $enabled in
    enabled) systemctl enable -- "$unit" >/dev/null 2>&1 ;;
    enabled-runtime) systemctl enable --runtime -- "$unit" >/dev/null 2>&1 ;;
  esac
  case $active in active | activating) systemctl start -- "$unit" >/dev/null 2>&1 ;; esac
  case $(systemctl is-enabled -- "$unit" 2>/dev/null | head -n 1) in
    "$enabled") ;;
    *) refuse NOT_RESTORED "the $1 has not its start mode back" ;;
  esac
  changed=true
  present=true
  tell "the $1 has its start mode and its state back"
}

look_task() {
  take name "$request" name
  case $name in
    *.timer) look_unit "$name" task ;;
    *)
      cron_file "$name" || refuse NOT_A_TASK 'a task is named by its timer or by its file of cron'
      look_at_file "$name" '' ''
      tell 'the task is there'
      ;;
  esac
}

remove_task() {
  take before "$request" image
  if has "$before" unit; then remove_unit task; fi
  take_image
  cron_file "$path" || refuse NOT_A_TASK 'a task is named by its timer or by its file of cron'
  remove_file "$path" "$hash"
  tell 'the task is gone; a copy is kept on the device'
}

restore_task() {
  take before "$request" image
  if has "$before" unit; then restore_unit task; fi
  take_image
  cron_file "$path" || refuse NOT_A_TASK 'a task is named by its timer or by its file of cron'
  restore_file "$path" "$hash" "$mode" "$owner"
  tell 'the task is back'
}

request=$(decode "${2:-}" 2>/dev/null) || refuse NOT_A_REQUEST 'the request cannot be read'
case $request in '{'*'}') ;; *) refuse NOT_A_REQUEST 'the request cannot be read' ;; esac

case ${1:-} in
  kill-process) kill_process ;;
  look-file) look_file ;;
  remove-file)
    take_image
    remove_file "$path" "$hash"
    tell 'the path is gone; a copy is kept on the device'
    ;;
  restore-file)
    take_image
    restore_file "$path" "$hash" "$mode" "$owner"
    tell 'the file is back, its hash equal'
    ;;
  look-task) look_task ;;
  remove-task) remove_task ;;
  restore-task) restore_task ;;
  look-service)
    take name "$request" name
    case $name in *.*) ;; *) name=$name.service ;; esac
    look_unit "$name" service
    ;;
  remove-service) remove_unit service ;;
  restore-service) restore_unit service ;;
  *) refuse UNKNOWN_VERB 'the script does not know that verb' ;;
esac
