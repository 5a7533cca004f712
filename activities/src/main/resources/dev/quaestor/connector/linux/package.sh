# An investigation package: gathered by a process of its own on the host, under the id of its action.

gathers() { [ -f "$act/collect.lock" ] && ! (flock -n 8) 8>"$act/collect.lock"; }

tell_package() {
  if [ -f "$act/package.done" ]; then
    state=READY
    body=$(cat -- "$act/package.done")
    say SEEN '' 'the package is ready'
  fi
  if gathers; then
    state=GATHERING
    say SEEN '' 'the package is being put together on the host'
  fi
}

collect() {
  for tool in flock setsid timeout tar; do
    command -v "$tool" >/dev/null 2>&1 || refuse NO_TOOL "the host has no $tool, by which a package is put together"
  done
  begin
  tell_package
  [ ! -e "$act/package.cancelled" ] || refuse CANCELLED 'the collection was given up'
  need=$(df -Pk -- "$act" | awk 'NR == 2 { print $4 }')
  [ "${need:-0}" -ge 131072 ] || refuse NO_ROOM 'the host has less than 128 MiB free where the package would be put together'
  take collector "$q_collector"
  take most "$q_most"
  printf '%s' "$collector" | write "$act/collect.sh" || refuse NOT_KEPT 'nothing can be written on the host'
  setsid timeout -k 5 900 sh "$act/collect.sh" "$act" "$most" </dev/null >/dev/null 2>&1 9>&- &
  tries=0
  while [ "$tries" -lt 50 ] && ! gathers && [ ! -f "$act/package.done" ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  tell_package
  refuse COLLECTION_DIED 'the collection did not begin on the host'
}

# The folder as begin has it, and nothing made.
find_action() {
  take action "$q_action"
  case $action in '' | *[!A-Za-z0-9_-]*) refuse NOT_A_REQUEST 'the id of the action cannot be read' ;; esac
  act=$home/actions/$action
  roots_folder "$home" && roots_folder "$home/actions" && roots_folder "$act" || refuse NO_PACKAGE 'no package was asked for under this action'
}

look_package() {
  find_action
  tell_package
  refuse COLLECTION_DIED 'the collection on the host ended without a package'
}

# give_package: its bytes and nothing else
give_package() {
  find_action
  [ -f "$act/package.tar.gz" ] && [ ! -L "$act/package.tar.gz" ] || refuse NO_PACKAGE 'the package is not on the host'
  cat -- "$act/package.tar.gz"
  exit 0
}

cancel_package() {
  begin
  : >"$act/package.cancelled"
  if gathers && read -r number <"$act/package.process"; then
    session=$(sed 's/.*) //' "/proc/$number/stat" 2>/dev/null | cut -d ' ' -f 4)
    own=$(sed 's/.*) //' "/proc/$$/stat" | cut -d ' ' -f 4)
    # Of a session of its own, so that what it has begun ends with it.
    [ -z "$session" ] || [ "$session" -le 1 ] || [ "$session" = "$own" ] || for one in $(ls /proc | grep -E '^[0-9]+$'); do
      [ "$(sed 's/.*) //' "/proc/$one/stat" 2>/dev/null | cut -d ' ' -f 4)" = "$session" ] && kill -KILL "$one" 2>/dev/null
    done
  fi
  rm -rf -- "$act/package" "$act"/package.err "$act"/package.rc "$act"/package.tar.gz.new
  say SEEN '' 'the collection was given up'
}
