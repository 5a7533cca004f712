# Units of systemd: stopped, and masked, which is what nothing else can start. Whatever links lead
# to a unit stay, so that it is exactly as it was once the mask is gone.
units=/etc/systemd/system
take unit "$q_unit"
case $unit in
  '' | -* | .* | *[!A-Za-z0-9@._:-]*) refuse NOT_A_NAME 'that is no name of a unit' ;;
  *.service | *.timer | *.socket | *.path) ;;
  *) refuse NOT_A_NAME 'a unit of this kind is not stopped' ;;
esac
slot=$home/units/$unit

runs_here() { [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; }

# own_units: those by which this host is entered or stands
own_units() {
  listener=$(sed 's/.*) //' "/proc/$PPID/stat" 2>/dev/null | cut -d ' ' -f 2)
  for one in "$PPID" "$listener"; do
    sed -n 's#.*/\([^/]*\.service\)$#\1#p' "/proc/$one/cgroup" 2>/dev/null
  done
}

protect() {
  case $unit in
    systemd-* | dbus* | ssh.* | sshd.* | ssh@* | sshd@* | quaestor* | networking.* | NetworkManager.*) ;;
    *) own_units | grep -q -F -x -e "$unit" || return 0 ;;
  esac
  refuse PROTECTED_UNIT 'the host itself, or the way into it, depends on that unit'
}

masked() { [ -L "$units/$unit" ] && [ "$(readlink "$units/$unit")" = /dev/null ]; }

# fragment_of: where the unit is from; nothing where there is none
fragment_of() {
  template=$unit
  case $unit in *@*.*) template=${unit%%@*}@.${unit##*.} ;; esac
  for place in /run/systemd/transient "$units" /run/systemd/system /run/systemd/generator.early /run/systemd/generator \
    /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system /run/systemd/generator.late; do
    for one in "$unit" "$template"; do
      if something "$place/$one"; then
        printf '%s/%s' "$place" "$one"
        return 0
      fi
    done
  done
  return 1
}

# own_file: what of the unit lies in the place of the mask, as NONE, LINK HASH or FILE HASH
own_file() {
  if [ -L "$units/$unit" ]; then
    printf 'LINK %s' "$(readlink "$units/$unit" | sha 256)"
  elif plain_file "$units/$unit"; then
    printf 'FILE %s' "$(content "$units/$unit" | sha 256)"
  elif [ -e "$units/$unit" ]; then
    refuse NOT_A_FILE 'the unit is a folder or a device'
  else
    printf 'NONE -'
  fi
}

active() {
  if runs_here; then
    case $(systemctl is-active -- "$unit" 2>/dev/null | head -n 1) in
      active | activating | reloading | refreshing) printf ACTIVE ;;
      *) printf STOPPED ;;
    esac
  else
    printf OFFLINE
  fi
}

enabled() {
  if runs_here; then
    systemctl is-enabled -- "$unit" 2>/dev/null | head -n 1
  elif command -v systemctl >/dev/null 2>&1; then
    systemctl --root=/ is-enabled -- "$unit" 2>/dev/null | head -n 1
  fi
}

here_words() {
  runs_here || printf '; systemd does not run on the host, so only what it would start is settled by this'
}

look_unit() {
  protect
  state=GONE
  now=$(active)
  if masked; then
    [ "$now" != ACTIVE ] && say SEEN '' "it is stopped and masked$(here_words)"
  else
    found=$(fragment_of) || {
      runs_here || refuse NO_SYSTEMD 'systemd does not run on the host, and there is no unit of that name'
      say SEEN '' 'there is no such unit'
    }
    case $found in
      /run/systemd/transient/*) refuse TRANSIENT_UNIT 'the unit was made at run time only, and could not be put back' ;;
    esac
    if [ "$now" != ACTIVE ] && [ "$(enabled)" = disabled ]; then
      say SEEN '' "it is stopped and disabled$(here_words)"
    fi
  fi
  enter "$units" && [ "$guarded" = true ] && roots_alone || refuse NOT_OURS "others than root could change $units"
  file=$(own_file)
  case $file in '{'*) printf '%s\n' "$file"; exit 0 ;; esac
  state=THERE
  body="unit $now $file"
  say SEEN '' 'it is there'
}

take_unit_image() {
  take image "$q_image"
  # shellcheck disable=SC2086
  set -- $image
  [ $# -eq 4 ] && [ "$1" = unit ] || refuse NOT_AN_IMAGE 'the image cannot be read'
  was_active=$2
  was_file="$3 $4"
}

reload() { ! runs_here || systemctl daemon-reload >/dev/null 2>&1; }

remove_unit() {
  protect
  take_unit_image
  begin
  earlier remove_unit
  enter "$units" && [ "$guarded" = true ] && roots_alone || refuse NOT_OURS "others than root could change $units"
  begun=false
  [ ! -e "$act/remove_unit.begun" ] || begun=true
  if masked && [ "$(active)" != ACTIVE ] && [ "$begun" = false ]; then
    finish remove_unit ALREADY "it is stopped and masked$(here_words)"
  fi
  if ! masked; then
    fragment_of >/dev/null || finish remove_unit ALREADY 'there is no such unit'
    [ "$(own_file)" = "$was_file" ] || refuse CHANGED 'the unit is another one than was decided on'
  fi
  : >"$act/remove_unit.begun" || refuse NOT_KEPT 'nothing can be written on the host'
  mkdir -p -m 700 -- "$home/units" 2>/dev/null && roots_folder "$home/units" || refuse NOT_OURS "others than root could change $home/units"
  if ! masked; then
    fresh=$(mktemp -d "$home/units/.fresh-XXXXXXXXXX") || refuse NOT_KEPT 'the unit cannot be kept, so it was left'
    if something "$units/$unit"; then
      cp --no-dereference --preserve=mode,ownership,timestamps,xattr -- "$units/$unit" "$fresh/file" || {
        rm -rf -- "$fresh"
        refuse NOT_KEPT 'the unit cannot be kept, so it was left'
      }
    fi
    printf '%s\n' "$action" >"$fresh/action" && sync -- "$fresh/action" || refuse NOT_KEPT 'the unit cannot be kept, so it was left'
    rm -rf -- "$slot"
    mv -T -- "$fresh" "$slot" || refuse NOT_KEPT 'the unit cannot be kept, so it was left'
    ! runs_here || systemctl stop -- "$unit" >/dev/null 2>&1
    ln -sfn -- /dev/null "$units/.quaestor-mask" && mv -fT -- "$units/.quaestor-mask" "$units/$unit" ||
      refuse STILL_THERE 'the unit could not be masked'
  fi
  reload
  ! runs_here || systemctl stop -- "$unit" >/dev/null 2>&1
  masked || refuse STILL_THERE 'the unit was masked and is there again'
  [ "$(active)" != ACTIVE ] || refuse STILL_RUNNING 'it was told to stop and has not'
  finish remove_unit DONE "it is stopped and masked$(here_words)"
}

restore_unit() {
  protect
  take_unit_image
  begin
  earlier restore_unit
  enter "$units" && [ "$guarded" = true ] && roots_alone || refuse NOT_OURS "others than root could change $units"
  begun=false
  [ ! -e "$act/restore_unit.begun" ] || begun=true
  if [ ! -d "$slot" ]; then
    [ "$(own_file)" = "$was_file" ] || refuse COPY_GONE 'what the unit was is not kept on the host'
    [ "$was_active" != ACTIVE ] || [ "$(active)" = ACTIVE ] || [ "$begun" = true ] ||
      refuse CHANGED 'it was stopped since, and not by Quaestor'
    [ "$begun" = false ] || finish restore_unit DONE "it is as it was$(here_words)"
    finish restore_unit ALREADY 'it is as it was'
  fi
  if ! masked && something "$units/$unit" && [ "$(own_file)" != "$was_file" ]; then
    refuse OCCUPIED 'another unit of that name is in its place by now'
  fi
  : >"$act/restore_unit.begun" || refuse NOT_KEPT 'nothing can be written on the host'
  if something "$slot/file"; then
    rm -f -- "$units/.quaestor-back"
    cp --no-dereference --preserve=mode,ownership,timestamps,xattr -- "$slot/file" "$units/.quaestor-back" &&
      mv -fT -- "$units/.quaestor-back" "$units/$unit" || refuse NOT_RESTORED 'the unit cannot be put back'
  elif masked; then
    rm -f -- "$units/$unit" || refuse NOT_RESTORED 'the mask cannot be taken away'
  fi
  [ "$(own_file)" = "$was_file" ] || refuse NOT_RESTORED 'the unit was put back and is not as it was'
  reload
  if [ "$was_active" = ACTIVE ] && runs_here; then
    systemctl start -- "$unit" >/dev/null 2>&1
    [ "$(active)" = ACTIVE ] || refuse NOT_RESTORED 'the unit is back, and does not start'
  fi
  rm -rf -- "$slot"
  finish restore_unit DONE "it is as it was$(here_words)"
}
