# One line of a file of cron, and nothing else of it.
take path "$q_path"
take line "$q_line"
case $line in '' | *'
'*) refuse NOT_A_TASK 'that is no single line' ;; esac
case $path in
  /etc/crontab | /etc/anacrontab | /etc/cron.d/* | /var/spool/cron/*) ;;
  *) refuse NOT_A_TASK 'the path is none of cron' ;;
esac
newline='
'
split_path "$path"
slot=$home/crontabs/$(printf '%s' "$path" | sha 256)-$(printf '%s' "$line" | sha 256)

lines_there() { grep -a -c -F -x -e "$line" -- "$1"; }

look_line() {
  state=GONE
  enter "$folder" && something "./$name" || say SEEN '' 'there is no such file of cron'
  plain_file "./$name" || refuse NOT_A_FILE 'the path is a folder, a link or a device'
  [ "$(lines_there "./$name")" -gt 0 ] || say SEEN '' 'the file of cron does not have that line'
  state=THERE
  body="line $(content "./$name" | sha 256)"
  say SEEN '' 'the line is there'
}

# What a call before this one left when it died: what was moved aside goes back unless what came of
# it is at the place already.
mend() {
  [ -f "$act/drafts" ] || return 0
  while read -r where what; do
    take folder_then "$where"
    take name_then "$what"
    (
      enter "$folder_then" || exit 0
      for one in $(ls -A | grep -E '^\.quaestor-[A-Za-z0-9]{10}$'); do
        (
          cd -P -- "./$one" 2>/dev/null || exit 0
          case $(owner_of .):$(mode_of .) in "$me":*:700 | "$me":*:[0-7]700) ;; *) exit 0 ;; esac
          if plain_file ./file; then
            link ./file "../$name_then" 2>/dev/null || plain_file "$slot/before" || exit 0
          fi
          rm -f -- ./file ./next
        )
        rmdir -- "./$one" 2>/dev/null
      done
    )
  done <"$act/drafts"
  rm -f -- "$act/drafts"
}

give_up() {
  rm -f -- ./next
  put_back
}

# replace FUNCTION: what is at the path is moved aside, so that nobody changes it meanwhile; the
# function makes ./next of ./file, which comes to its place unless something is there by then.
replace() {
  printf '%s %s\n' "$(printf '%s' "$folder" | encode)" "$(printf '%s' "$name" | encode)" >>"$act/drafts"
  draft_in
  trap 'give_up; exit 1' HUP INT TERM
  if ! mv -- "../$name" ./file 2>/dev/null; then
    leave_draft
    refuse STILL_THERE 'the file of cron could not be changed'
  fi
  if ! plain_file ./file || [ "$(names_of ./file)" -ne 1 ]; then
    give_up
    refuse NOT_A_FILE 'the path is a folder, a link or a device, or the file has other names'
  fi
  if ! "$1"; then
    give_up
    refuse NOT_KEPT 'the file of cron cannot be written with all that belongs to it, so it was left'
  fi
  if ! link ./next "../$name" 2>/dev/null; then
    give_up
    refuse CHANGED 'the file of cron was changed meanwhile, and left'
  fi
  rm -f -- ./next
  leave_draft
  rm -f -- "$act/drafts"
  trap - HUP INT TERM
}

without_line() {
  fresh=$(mktemp -d "$home/crontabs/.fresh-XXXXXXXXXX") || return 1
  cp --preserve=mode,ownership,timestamps,xattr -- ./file ./next || return 1
  grep -a -v -F -x -e "$line" -- ./file >./next
  [ $? -le 1 ] || return 1
  cp --preserve=mode,ownership,timestamps,xattr -- ./file "$fresh/before" &&
    cmp -s -- ./file "$fresh/before" &&
    sha 256 <./next >"$fresh/after" &&
    grep -a -n -F -x -e "$line" -- ./file | cut -d : -f 1 >"$fresh/number" &&
    printf '%s\n' "$action" >"$fresh/action" &&
    sync -- "$fresh/before" "$fresh/after" || { rm -rf -- "$fresh"; return 1; }
  rm -rf -- "$slot"
  mv -T -- "$fresh" "$slot"
}

remove_line() {
  begin
  earlier remove_line
  mkdir -p -m 700 -- "$home/crontabs" 2>/dev/null && roots_folder "$home/crontabs" || refuse NOT_OURS "others than root could change $home/crontabs"
  mend
  begun=false
  [ ! -e "$act/remove_line.begun" ] || begun=true
  there=0
  if enter "$folder" && something "./$name"; then
    plain_file "./$name" || refuse NOT_A_FILE 'the path is a folder, a link or a device'
    there=$(lines_there "./$name")
  fi
  if [ "$there" -eq 0 ]; then
    [ "$begun" = false ] || finish remove_line DONE 'the line is gone, and what the file was before is kept on the host'
    finish remove_line ALREADY 'the file of cron does not have that line'
  fi
  : >"$act/remove_line.begun" || refuse NOT_KEPT 'nothing can be written on the host'
  replace without_line
  [ "$(lines_there "./$name")" -eq 0 ] || refuse STILL_THERE 'the line was taken out and is there again'
  finish remove_line DONE 'the line is gone, and what the file was before is kept on the host'
}

# Exactly what was before, unless somebody has changed the file since: then the line alone, as often
# as it was there.
with_line() {
  if [ "$(sha 256 <./file)" = "$(cat -- "$slot/after")" ]; then
    cp --preserve=mode,ownership,timestamps,xattr -- "$slot/before" ./next
    return
  fi
  words='the line is back in its place, in a file that was changed since'
  numbers=$(cat -- "$slot/number")
  case $numbers in '' | *[!0-9"$newline"]*) return 1 ;; esac
  cp --preserve=mode,ownership,xattr -- ./file ./next || return 1
  : >./next
  took=0
  given=0
  for number in $numbers; do
    upto=$((number - 1 - given))
    tail -n "+$((took + 1))" -- ./file | head -n "$((upto - took))" >>./next || return 1
    # What has no line break at its end would run into the line.
    [ -z "$(tail -c 1 -- ./next)" ] || echo >>./next
    printf '%s\n' "$line" >>./next || return 1
    took=$upto
    given=$((given + 1))
  done
  tail -n "+$((took + 1))" -- ./file >>./next
}

restore_line() {
  begin
  earlier restore_line
  mend
  begun=false
  [ ! -e "$act/restore_line.begun" ] || begun=true
  words='the file of cron is as it was'
  enter "$folder" && something "./$name" || refuse ITEM_GONE 'the file of cron itself is gone by now'
  plain_file "./$name" || refuse OCCUPIED 'something else is at the path by now'
  if [ "$(lines_there "./$name")" -gt 0 ]; then
    rm -rf -- "$slot"
    [ "$begun" = false ] || finish restore_line DONE 'the line is back'
    finish restore_line ALREADY 'the line is there'
  fi
  plain_file "$slot/before" || refuse COPY_GONE 'what the file was before is not kept on the host'
  : >"$act/restore_line.begun" || refuse NOT_KEPT 'nothing can be written on the host'
  replace with_line
  [ "$(lines_there "./$name")" -gt 0 ] || refuse NOT_RESTORED 'the line was put back and is not there'
  rm -rf -- "$slot"
  finish restore_line DONE "$words"
}
