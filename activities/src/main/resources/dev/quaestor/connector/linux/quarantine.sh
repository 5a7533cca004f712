# Files: their processes ended, locked away, and given back.
vault=$home/quarantine
done_words='is locked away on its host'

# A file is known by the hash that was told; any only where it is looked at.
take kind "$q_kind"
take wanted "$q_hash"
case $kind:$wanted in
  any:) ;;
  sha256:* | sha1:* | md5:*) case $wanted in *[!0-9a-f]*) refuse NOT_A_REQUEST 'the hash cannot be read' ;; esac ;;
  *) refuse NOT_A_REQUEST 'the hash cannot be read' ;;
esac
take places "$q_places"

any_file() { [ "$kind" = any ]; }
hash_of() { content "$1" | "${kind}sum" | cut -d ' ' -f 1; }
is_wanted() { plain_file "$1" && { any_file || [ "$(hash_of "$1")" = "$wanted" ]; }; }

# Without these no script of ours could give anything back.
not_ours() {
  for tool in sh base64 cat chmod chown cp cut dd grep head id link ls mkdir mktemp mv paste ps \
    readlink rm rmdir sed sha1sum sha256sum sleep sort stat sync tail timeout touch tr wc nft systemctl; do
    if [ "./$name" -ef "$(command -v "$tool" 2>/dev/null)" ]; then
      refuse SYSTEM_FILE 'the file is a program by which this host is entered and what was done is taken back'
    fi
  done
}

# each FUNCTION: with every place of the file as $path
each() {
  for place in $places; do
    take path "$place"
    "$1"
  done
}

# ---- what is locked away ---------------------------------------------------------------------

# slot_of: of the file at $path; nothing where there is none
slot_of() {
  slot=
  mark=$(printf '%s' "$path" | sha 256)
  [ -d "$vault" ] || return 1
  for one in $(ls -- "$vault" | grep "^$mark-"); do
    if grep -q -x -e "$kind $wanted" -- "$vault/$one/hashes" 2>/dev/null; then
      slot=$vault/$one
      return 0
    fi
  done
  return 1
}

# look_place: counts how each place stands
look_place() {
  if slot_of; then
    locked=$((locked + 1))
    read -r by <"$slot/action" || by=
  fi
  split_path "$path"
  if enter "$folder" && is_wanted "./$name"; then
    lying=$((lying + 1))
  fi
}

look_places() {
  locked=0
  lying=0
  by=
  each look_place
  cd /
  if [ "$lying" -gt 0 ]; then
    state=LYING
  elif [ "$locked" -gt 0 ]; then
    state=LOCKED
  else
    state=NONE
  fi
}

look_file() {
  if [ -n "${q_taking_back:-}" ]; then
    take taking_back "$q_taking_back"
    if [ -e "$home/actions/$taking_back/release_file.begun" ]; then
      state=NONE
      say SEEN '' 'it is being given back'
    fi
  fi
  look_places
  say SEEN '' 'the places of the file were read'
}

# ---- its processes ---------------------------------------------------------------------------

# running_from SIZE SHA256: numbers of processes of that very content, wherever it lies by now
running_from() {
  for number in $(ls /proc | grep -E '^[0-9]+$'); do
    [ "$(stat -L -c '%s' "/proc/$number/exe" 2>/dev/null)" = "$1" ] || continue
    [ "$(sha 256 <"/proc/$number/exe" 2>/dev/null)" = "$2" ] && printf '%s\n' "$number"
  done
}

# stop_all SIZE SHA256: none of them can do anything while the file is taken away
stop_all() {
  for number in $(running_from "$1" "$2"); do
    case $number in
      1 | "$$" | "$PPID") refuse SYSTEM_FILE 'the file is a program that this host, or this session, runs on' ;;
    esac
  done
  for number in $(running_from "$1" "$2"); do kill -STOP "$number" 2>/dev/null; done
}

go_on() { for number in $(running_from "$size" "$whole"); do kill -CONT "$number" 2>/dev/null; done; }

# readers_of FILE: numbers of processes that have it open, as the interpreter of a script has
readers_of() {
  one=$(stat -c '%d:%i' -- "$1")
  for number in $(ls /proc | grep -E '^[0-9]+$'); do
    # Ours reads it as well.
    [ "$number" != "$$" ] || continue
    stat -L -c '%d:%i' -- "/proc/$number/fd/"* 2>/dev/null | grep -q -F -x -e "$one" && printf '%s\n' "$number"
  done
}

end_all() {
  tries=0
  while [ "$tries" -lt 50 ]; do
    left=$(running_from "$1" "$2" | while read -r number; do
      case $(sed 's/.*) //' "/proc/$number/stat" 2>/dev/null) in '' | Z*) continue ;; esac
      printf '%s\n' "$number"
    done)
    [ -n "$left" ] || return 0
    [ "$tries" -gt 0 ] || ended=$((ended + $(printf '%s\n' "$left" | wc -l)))
    for number in $left; do kill -KILL "$number" 2>/dev/null; done
    sleep 0.1
    tries=$((tries + 1))
  done
  return 1
}

# ---- locking away ----------------------------------------------------------------------------

# What a call before this one moved aside when it died: back to its place, to be judged anew.
put_back_drafts() {
  [ -f "$act/drafts" ] || return 0
  while read -r where what; do
    take folder "$where"
    take name "$what"
    (
      enter "$folder" || exit 0
      for one in $(ls -A | grep -E '^\.quaestor-[A-Za-z0-9]{10}$'); do
        (
          cd -P -- "./$one" 2>/dev/null || exit 0
          case $(owner_of .):$(mode_of .) in "$me":*:700 | "$me":*:[0-7]700) ;; *) exit 0 ;; esac
          is_wanted ./file && link ./file "../$name" 2>/dev/null && rm -f -- ./file
        )
        rmdir -- "./$one" 2>/dev/null
      done
    )
  done <"$act/drafts"
  rm -f -- "$act/drafts"
}

# judge_place: nothing is done anywhere unless every place can be judged
judge_place() {
  split_path "$path"
  enter "$folder" && something "./$name" || return 0
  plain_file "./$name" || refuse NOT_A_FILE 'the path is a folder, a link or a device'
  is_wanted "./$name" || refuse CHANGED 'the file at the path is another one than was decided on'
  not_ours
}

undo_draft() {
  put_back
  go_on
}

lock_place() {
  split_path "$path"
  enter "$folder" && something "./$name" || return 0
  plain_file "./$name" || refuse NOT_A_FILE 'the path is a folder, a link or a device'
  # Before it is read: that changes when it was read last.
  read_at=$(stat -c '%.9X' -- "./$name")
  written_at=$(stat -c '%.9Y' -- "./$name")
  is_wanted "./$name" || refuse CHANGED 'the file at the path is another one than was decided on'
  whole=$(content "./$name" | sha 256)
  size=$(stat -c '%s' -- "./$name")
  stop_all "$size" "$whole"
  trap go_on EXIT
  printf '%s %s\n' "$(printf '%s' "$folder" | encode)" "$(printf '%s' "$name" | encode)" >>"$act/drafts"
  draft_in
  # Moved first, then judged: where it is now nobody can change it for another one.
  trap 'undo_draft; exit 1' HUP INT TERM
  if ! mv -- "../$name" ./file 2>/dev/null; then
    leave_draft
    refuse STILL_THERE 'the file could not be taken away'
  fi
  if ! plain_file ./file || [ "$(sha 256 <./file)" != "$whole" ]; then
    put_back
    refuse CHANGED 'the file at the path is another one than was decided on'
  fi
  fresh=$(mktemp -d "$vault/.fresh-XXXXXXXXXX") || { put_back; refuse NOT_KEPT 'the copy that is to be kept cannot be written'; }
  if ! cp --preserve=mode,ownership,timestamps,xattr -- ./file "$fresh/content" 2>/dev/null ||
    [ "$(sha 256 <"$fresh/content")" != "$whole" ] ||
    ! printf '%s\n%s\n' "$read_at" "$written_at" >"$fresh/times" ||
    ! printf 'sha256 %s\nsha1 %s\nmd5 %s\n' "$whole" "$(sha 1 <"$fresh/content")" "$(md5sum <"$fresh/content" | cut -d ' ' -f 1)" >"$fresh/hashes" ||
    ! printf '%s\n' "$action" >"$fresh/action" ||
    ! printf '%s' "$path" | encode >"$fresh/path" ||
    ! sync -- "$fresh/content" "$fresh/hashes"; then
    rm -rf -- "$fresh"
    touch -a -d "@$read_at" -- ./file
    put_back
    refuse NOT_KEPT 'the file cannot be kept with all that belongs to it, so it was left'
  fi
  kept=$vault/$(printf '%s' "$path" | sha 256)-$whole
  rm -rf -- "$kept"
  mv -T -- "$fresh" "$kept" || { put_back; refuse NOT_KEPT 'the copy that is to be kept cannot be written'; }
  [ "$(names_of ./file)" -le 1 ] || others='; the file has other names, which stay'
  readers=$(set +f; readers_of ./file | head -n 5 | tr '\n' ' ')
  [ -z "$readers" ] || others="$others; run on with the file open, as a script's interpreter does: process ${readers% }"
  leave_draft
  rm -f -- "$act/drafts"
  trap - HUP INT TERM EXIT
  end_all "$size" "$whole" || refuse STILL_RUNNING 'the file was locked away, and a process of it does not end'
  if something "./$name"; then
    refuse STILL_THERE 'the file was locked away and something is at the path again'
  fi
  done_now=$((done_now + 1))
}

# end_place: processes of what is locked away already, which an earlier call may not have ended
end_place() {
  slot_of || return 0
  end_all "$(stat -c '%s' -- "$slot/content")" "$(sed -n 's/^sha256 //p' "$slot/hashes")" ||
    refuse STILL_RUNNING 'the file was locked away, and a process of it does not end'
}

quarantine() {
  ! any_file || refuse NOT_A_REQUEST 'the hash cannot be read'
  begin
  earlier quarantine
  mkdir -p -m 700 -- "$vault" 2>/dev/null && roots_folder "$vault" || refuse NOT_OURS "others than root could change $vault"
  put_back_drafts
  ended=0
  done_now=0
  others=
  each judge_place
  cd /
  look_places
  [ "$state" != NONE ] || refuse FILE_GONE 'no file lies at the path'
  begun=false
  [ ! -e "$act/quarantine.begun" ] || begun=true
  : >"$act/quarantine.begun" || refuse NOT_KEPT 'nothing can be written on the host'
  each lock_place
  cd /
  each end_place
  look_places
  [ "$state" = LOCKED ] || refuse STILL_THERE 'the file was locked away and lies at a path again'
  running=''
  [ "$ended" -eq 0 ] || running="; processes of it that were ended: $ended"
  if [ "$done_now" -eq 0 ] && [ "$begun" = false ]; then
    finish quarantine ALREADY "the file was locked away by the action $by$running"
  fi
  finish quarantine DONE "the file $done_words; places: $locked$running$others"
}

# ---- giving back -----------------------------------------------------------------------------

judge_return() {
  slot_of || return 0
  split_path "$path"
  if enter "$folder" && something "./$name" && ! is_wanted "./$name"; then
    refuse OCCUPIED 'another file is at the path by now'
  fi
}

return_place() {
  slot_of || return 0
  split_path "$path"
  enter "$folder" make || refuse NOT_RESTORED 'the folder of the file cannot be made'
  if ! something "./$name"; then
    draft_in
    trap leave_draft EXIT
    cp --preserve=mode,ownership,timestamps,xattr -- "$slot/content" ./file 2>/dev/null ||
      refuse NOT_RESTORED 'the file cannot be written with all that belongs to it'
    [ "$(sha 256 <./file)" = "$(sed -n 's/^sha256 //p' "$slot/hashes")" ] ||
      refuse COPY_CHANGED 'the kept copy is not what was locked away'
    { read -r read_at && read -r written_at; } <"$slot/times" &&
      touch -m -d "@$written_at" -- ./file && touch -a -d "@$read_at" -- ./file ||
      refuse NOT_RESTORED 'the file cannot be given its times'
    if ! link ./file "../$name" 2>/dev/null; then
      if something "../$name"; then refuse OCCUPIED 'another file is at the path by now'; fi
      refuse NOT_RESTORED 'the file cannot be put at its path'
    fi
    made=$(identity_of ./file)
    leave_draft
    trap - EXIT
    if [ "$(identity_of "./$name" 2>/dev/null)" != "$made" ] || ! stand_at "$here"; then
      refuse NOT_RESTORED 'the file was put back and is not at its path'
    fi
    returned=$((returned + 1))
  elif ! is_wanted "./$name"; then
    refuse OCCUPIED 'another file is at the path by now'
  fi
  rm -rf -- "$slot"
}

release_file() {
  ! any_file || refuse NOT_A_REQUEST 'the hash cannot be read'
  begin
  earlier release_file
  look_places
  begun=false
  [ ! -e "$act/release_file.begun" ] || begun=true
  if [ "$locked" -eq 0 ]; then
    [ "$lying" -gt 0 ] || refuse COPY_GONE 'no copy of the file is kept on its host'
    [ "$begun" = false ] || finish release_file DONE 'the file is back at its place'
    finish release_file ALREADY 'the file is at its place, and none is locked away'
  fi
  each judge_return
  cd /
  : >"$act/release_file.begun" || refuse NOT_KEPT 'nothing can be written on the host'
  returned=0
  each return_place
  cd /
  finish release_file DONE "the file is back at its place, with its mode, owner and times; places: $returned"
}
