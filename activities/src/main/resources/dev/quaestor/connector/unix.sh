# What scripts on Unix have in common (POSIX sh, as root). Whoever uses it defines refuse CODE SENTENCE
# and tell SENTENCE, which end the script, before_acting, and the truth values found, changed, present.

sha() { # 256 or 1, of what comes in
  if command -v "sha$1sum" >/dev/null 2>&1; then
    "sha$1sum" | cut -d ' ' -f 1
  else
    shasum -a "$1" | cut -d ' ' -f 1
  fi
}

# None of these follows a link at the end of a path.
if [ "$(uname -s)" = Darwin ]; then
  mode_of() { stat -f '%Mp%Lp' "$1"; }
  owner_of() { stat -f '%u:%g' "$1"; }
  identity_of() { stat -f '%d:%i' "$1"; }
  names_of() { stat -f '%l' "$1"; }
else
  mode_of() { stat -c '%a' -- "$1"; }
  owner_of() { stat -c '%u:%g' -- "$1"; }
  identity_of() { stat -c '%d:%i' -- "$1"; }
  names_of() { stat -c '%h' -- "$1"; }
fi

# The content of a file. Where dd can, a link or pipe that came in its place meanwhile is neither
# followed nor waited for, and when the file was read last stays as it was; where it cannot, what is
# read is only ever hashed.
if dd if=/dev/null iflag=nofollow,nonblock,noatime status=none 2>/dev/null; then
  content() { dd "if=$1" bs=65536 iflag=nofollow,nonblock,noatime status=none 2>/dev/null; }
elif dd if=/dev/null iflag=nofollow,nonblock status=none 2>/dev/null; then
  content() { dd "if=$1" bs=65536 iflag=nofollow,nonblock status=none 2>/dev/null; }
else
  content() { cat <"$1" 2>/dev/null; }
fi
plain_file() { [ -f "$1" ] && [ ! -L "$1" ]; }
something() { [ -e "$1" ] || [ -L "$1" ]; }

# ---- folders ---------------------------------------------------------------------------------

me=$(id -u)
here=        # the folder we are in, without links; empty for /
guarded=true # nobody but root can change any folder on the way here

# Whether the folder we are in is at that path right now.
stand_at() { [ "$(/bin/pwd -P && printf x)" = "${1:-/}
x" ]; }

# Whether only root, or who runs this, can put things into the folder we are in.
roots_alone() {
  case $(owner_of .) in 0:* | "$me":*) ;; *) return 1 ;; esac
  case $(mode_of .) in *[2367]? | *[2367]) return 1 ;; esac
}

# The same, or nobody can change what is not theirs.
roots_or_sticky() {
  case $(owner_of .) in 0:* | "$me":*) ;; *) return 1 ;; esac
  [ -k . ] || roots_alone
}

# Goes into a folder, name by name. A link is followed only where nobody but root can have put it,
# and then its target is gone through in the same way.
enter() { # path, make or nothing
  here=
  guarded=true
  links=0
  rest=$1/
  cd / || return 1
  while [ -n "$rest" ]; do
    step=${rest%%/*}
    rest=${rest#*/}
    case $step in
      '' | .) continue ;;
      ..)
        cd -P .. || return 1
        here=${here%/*}
        stand_at "$here" || refuse LINKED_FOLDER 'the folders of the path changed meanwhile'
        continue
        ;;
    esac
    roots_or_sticky || guarded=false
    if [ -L "./$step" ]; then
      links=$((links + 1))
      if [ "$links" -gt 16 ] || ! roots_alone; then
        refuse LINKED_FOLDER "a folder of the path is a link that is not the system's own"
      fi
      target=$(readlink "./$step" && printf x)
      target=${target%?x}
      case $target in
        '') return 1 ;;
        /*)
          cd / || return 1
          here=
          ;;
      esac
      rest=$target/$rest
      continue
    fi
    if [ ! -e "./$step" ]; then
      [ "${2:-}" = make ] && mkdir -- "./$step" 2>/dev/null || return 1
    fi
    [ -d "./$step" ] && cd -P -- "./$step" 2>/dev/null || return 1
    here=$here/$step
    stand_at "$here" || refuse LINKED_FOLDER 'the folders of the path changed meanwhile'
  done
  roots_or_sticky || guarded=false
}

# Splits a path into $folder and $name.
split_path() {
  case $1 in /*) ;; *) refuse NOT_A_PATH 'the path is not a full path' ;; esac
  case $1/ in */./* | */../*) refuse NOT_A_PATH 'the path is not in its plain form' ;; esac
  folder=${1%/*}
  name=${1##*/}
  [ -n "$name" ] || refuse NOT_A_FILE 'the path is a folder'
}

# Makes a folder in the one we are in that only root can enter, and goes into it. Nobody can move it
# away from its parent either, which takes the right to write into it: .. stays what it is.
draft_in() {
  draft=$(mktemp -d ./.quaestor-XXXXXXXXXX 2>/dev/null) && cd -P -- "$draft" 2>/dev/null ||
    refuse NO_DRAFT 'no folder for the work can be made beside the file'
  # In a folder whose group is inherited the new one has that bit too.
  case $(owner_of .):$(mode_of .) in "$me":*:700 | "$me":*:[0-7]700) ;; *) refuse NO_DRAFT 'the folder for the work was changed by somebody' ;; esac
  stand_at "$here/${draft#./}" || refuse NO_DRAFT 'the folder for the work was changed by somebody'
}

leave_draft() {
  rm -f -- ./file
  cd -P .. && rmdir -- "$draft" 2>/dev/null
}

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

kill_process() { # number start
  pid=$1
  started=$2
  case $pid in '' | *[!0-9]* | 0?* | ???????????*) refuse NOT_A_PROCESS 'the number of the process is no number' ;; esac
  if [ "$pid" -le 1 ] || [ "$pid" -eq $$ ] || [ "$pid" -eq "$PPID" ]; then
    found=true
    present=true
    refuse PROTECTED_PROCESS 'the process is the system itself'
  fi
  # What date understands is far more than a time: nothing at all is last midnight.
  d='[0-9]'
  case $started in
    $d$d$d$d-$d$d-${d}${d}T$d$d:$d$d:$d${d}Z | $d$d$d$d-$d$d-${d}${d}T$d$d:$d$d:$d$d.*Z) ;;
    *) refuse NOT_A_PROCESS 'the start time of the process cannot be read' ;;
  esac
  second=$(printf '%s' "$started" | cut -c 1-19)
  if [ "$(uname -s)" = Darwin ]; then
    at=$(date -j -u -f '%Y-%m-%dT%H:%M:%S' "$second" '+%s' 2>/dev/null) || at=
  else
    at=$(date -u -d "${second}Z" '+%s' 2>/dev/null) || at=
  fi
  [ -n "$at" ] || refuse NOT_A_PROCESS 'the start time of the process cannot be read'
  is_it "$pid" "$at" || tell 'no process of that number that started then is running'
  found=true
  before_acting
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

# ---- files that were moved aside ---------------------------------------------------------------

# What was moved aside goes back unless something came in its place.
put_back() {
  if link ./file "../$name" 2>/dev/null; then
    leave_draft
  else
    found=true
    refuse MOVED_ASIDE "what was at the path by then is in the folder ${draft#./} beside it"
  fi
}
