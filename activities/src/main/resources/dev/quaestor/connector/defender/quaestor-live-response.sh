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
#
# It runs as root in folders of people who may be hostile, and they may change them while it runs. So
# it goes into the folder of a file name by name (enter), works there with ./name, makes and judges
# everything in a folder that only root can enter (draft_in), and puts a file at its place with
# link(2), which follows nothing and overwrites nothing.
set -uf
umask 077
LC_ALL=C
export LC_ALL
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
unset CDPATH GZIP POSIXLY_CORRECT

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
before_acting() { :; }

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

# A shell drops zero bytes without a word: a name with one would become another name.
whole() { # base64url
  decode "$1" >/dev/null 2>&1 && [ "$(decode "$1" 2>/dev/null | tr -dc '\000' | wc -c)" -eq 0 ]
}

# take VARIABLE JSON NAME: the decoded value. The x keeps line breaks at the end from being cut off.
take() {
  raw=$(field "$2" "$3")
  whole "$raw" || refuse NOT_A_REQUEST 'a value of the request cannot be read'
  value=$(decode "$raw"; printf x)
  value=${value%x}
  eval "$1=\$value"
}

# include unix.sh

# ---- files -----------------------------------------------------------------------------------

# A compressed copy in a folder of root's can neither run nor be found by a simple scan.
kept_path() { printf '%s/%s-%s.kept' "$kept_folder" "$1" "$(printf '%s' "$2" | sha 256 | cut -c 1-16)"; }

file_image() { # path sha256
  printf '{"path":"%s","sha256":"%s","mode":"%s","owner":"%s"}' \
    "$(printf '%s' "$1" | encode)" \
    "$(printf '%s' "$2" | encode)" \
    "$(mode_of "./$name" | tr -d '\n' | encode)" \
    "$(owner_of "./$name" | tr -d '\n' | encode)"
}

look_at_file() { # path sha256 sha1, the hashes empty when not known
  split_path "$1"
  enter "$folder" || tell 'there is no file at the path'
  something "./$name" || tell 'there is no file at the path'
  found=true
  present=true
  plain_file "./$name" || refuse NOT_A_FILE 'the path is a folder, a link or a device'
  identity=$(identity_of "./$name")
  hash=$(content "./$name" | sha 256)
  if [ -n "$2" ]; then
    [ "$(printf '%s' "$2" | tr 'A-F' 'a-f')" = "$hash" ] ||
      refuse CHANGED 'the file at the path is another one than was decided on'
  elif [ -n "$3" ]; then
    [ "$(printf '%s' "$3" | tr 'A-F' 'a-f')" = "$(content "./$name" | sha 1)" ] ||
      refuse CHANGED 'the file at the path is another one than was decided on'
  fi
  image=$(file_image "$1" "$hash")
  if [ "$(identity_of "./$name")" != "$identity" ] || ! plain_file "./$name"; then
    image=null
    refuse CHANGED 'the file at the path was changed while it was looked at'
  fi
}

remove_file() { # path sha256
  split_path "$1"
  enter "$folder" || tell 'there is no file at the path'
  something "./$name" || tell 'there is no file at the path'
  found=true
  present=true
  plain_file "./$name" && [ "$(content "./$name" | sha 256)" = "$2" ] ||
    refuse CHANGED 'the file at the path is another one than was decided on'

  enter "$kept_folder" make || refuse NOT_KEPT 'the folder for kept files cannot be made'
  if [ "$guarded" != true ] || ! roots_alone; then
    refuse NOT_KEPT 'others than root could change the folder for kept files'
  fi
  copy=$(kept_path "$2" "$1")
  fresh=$(mktemp "$kept_folder/.fresh-XXXXXXXXXX") || refuse NOT_KEPT 'the copy that is to be kept cannot be written'
  trap 'rm -f -- "$fresh"' EXIT
  enter "$folder" || tell 'there is no file at the path'
  content "./$name" | gzip -c >"$fresh" || refuse NOT_KEPT 'the copy that is to be kept cannot be written'
  [ "$(gzip -dc <"$fresh" | sha 256)" = "$2" ] || refuse NOT_KEPT 'the copy that was to be kept is not the same'

  # Moved first, then judged: where it is now nobody can change it for another one.
  draft_in
  trap 'put_back; exit 1' HUP INT TERM
  if ! mv -- "../$name" ./file 2>/dev/null; then
    leave_draft
    refuse STILL_THERE 'the file could not be deleted'
  fi
  if ! plain_file ./file || [ "$(sha 256 <./file)" != "$2" ]; then
    put_back
    refuse CHANGED 'the file at the path is another one than was decided on'
  fi
  others=
  [ "$(names_of ./file)" -le 1 ] || others='; the file has other names, which stay'
  mv -f -- "$fresh" "$copy" || { put_back; refuse NOT_KEPT 'the copy that is to be kept cannot be written'; }
  leave_draft
  trap - HUP INT TERM
  if something "./$name"; then
    refuse STILL_THERE 'the file was deleted and something is at the path again'
  fi
  present=false
  changed=true
}

restore_file() { # path sha256 mode owner
  split_path "$1"
  if enter "$folder" && something "./$name"; then
    found=true
    present=true
    if plain_file "./$name" && [ "$(content "./$name" | sha 256)" = "$2" ]; then
      tell 'the same file is there'
    fi
    refuse OCCUPIED 'another file is at the path by now'
  fi
  copy=$(kept_path "$2" "$1")
  if ! enter "$kept_folder" || [ "$guarded" != true ] || ! plain_file "$copy"; then
    refuse COPY_GONE 'the kept copy is not on the device any longer'
  fi
  enter "$folder" make || refuse NOT_RESTORED 'the folder of the file cannot be made'
  draft_in
  gzip -dc <"$copy" >./file || { leave_draft; refuse NOT_RESTORED 'the file cannot be written'; }
  if [ "$(sha 256 <./file)" != "$2" ]; then
    leave_draft
    refuse COPY_CHANGED 'the kept copy is not what was deleted'
  fi
  # In this order: a new owner takes the bits away that run a file as its owner.
  if ! chown "$4" ./file 2>/dev/null || ! chmod "$3" ./file; then
    leave_draft
    refuse NOT_RESTORED 'the file cannot be given its owner and its mode'
  fi
  if ! link ./file "../$name" 2>/dev/null; then
    code=NOT_RESTORED
    sentence='the file cannot be put at its path'
    if something "../$name"; then
      code=OCCUPIED
      sentence='another file is at the path by now'
    fi
    leave_draft
    refuse "$code" "$sentence"
  fi
  made=$(identity_of ./file)
  leave_draft
  if [ "$(identity_of "./$name" 2>/dev/null)" != "$made" ] || ! stand_at "$here"; then
    refuse NOT_RESTORED 'the file was put back and is not at its path'
  fi
  rm -f -- "$copy"
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
  case $mode in '' | *[!0-7]* | ??????*) refuse NOT_AN_IMAGE 'the image cannot be read' ;; esac
  case $owner in *[!0-9:]* | :* | *: | *:*:*) refuse NOT_AN_IMAGE 'the image cannot be read' ;; *:*) ;; *) refuse NOT_AN_IMAGE 'the image cannot be read' ;; esac
  # It is part of the name of the kept copy.
  case $hash in *[!0-9a-f]*) refuse NOT_AN_IMAGE 'the image cannot be read' ;; esac
  [ "${#hash}" -eq 64 ] || refuse NOT_AN_IMAGE 'the image cannot be read'
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
  tell "the task is gone; a copy is kept on the device$others"
}

restore_task() {
  take before "$request" image
  if has "$before" unit; then restore_unit task; fi
  take_image
  cron_file "$path" || refuse NOT_A_TASK 'a task is named by its timer or by its file of cron'
  restore_file "$path" "$hash" "$mode" "$owner"
  tell 'the task is back'
}

whole "${2:-}" && request=$(decode "${2:-}") || refuse NOT_A_REQUEST 'the request cannot be read'
case $request in *[!]A-Za-z0-9_\":,{}[-]*) refuse NOT_A_REQUEST 'the request cannot be read' ;; '{'*'}') ;; *) refuse NOT_A_REQUEST 'the request cannot be read' ;; esac

case ${1:-} in
  kill-process)
    take pid "$request" pid
    take started "$request" started
    kill_process "$pid" "$started"
    ;;
  look-file) look_file ;;
  remove-file)
    take_image
    remove_file "$path" "$hash"
    tell "the path is gone; a copy is kept on the device$others"
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
