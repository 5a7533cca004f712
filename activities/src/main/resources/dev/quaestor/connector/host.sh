# What our scripts for hosts begin with, whichever way they come there (POSIX sh, as root). Whoever
# includes this has answer_line OUTCOME CODE DETAIL say it.
set -uf
umask 077
LC_ALL=C
export LC_ALL
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
unset CDPATH

home=/var/lib/quaestor
state=
by=
body=

encode() { base64 | tr -d '\n'; }

# say OUTCOME CODE DETAIL
say() {
  answer_line "$1" "$2" "$3"
  exit 0
}
refuse() { say REFUSED "$1" "$2"; }

# take VARIABLE BASE64: the decoded value. The x keeps line breaks at the end from being cut off. A
# shell drops zero bytes without a word: a name with one would become another name.
take() {
  [ "$(printf '%s' "$2" | base64 -d | tr -dc '\000' | wc -c)" -eq 0 ] ||
    refuse NOT_A_REQUEST 'a value of the request cannot be read'
  value=$(printf '%s' "$2" | base64 -d; printf x)
  value=${value%x}
  eval "$1=\$value"
}

# Only root can put anything into a folder on the way to what we keep.
roots_folder() {
  [ -d "$1" ] && [ ! -L "$1" ] || return 1
  case $(stat -c '%u:%a' -- "$1") in 0:*[2367]? | 0:*[2367]) return 1 ;; 0:*) return 0 ;; *) return 1 ;; esac
}

# begin: the folder of the action, and nobody else at work on this host.
begin() {
  take action "$q_action"
  case $action in '' | *[!A-Za-z0-9_-]*) refuse NOT_A_REQUEST 'the id of the action cannot be read' ;; esac
  [ -d "$home" ] || mkdir -m 700 -- "$home" 2>/dev/null
  roots_folder "$home" || refuse NOT_OURS "others than root could change $home"
  act=$home/actions/$action
  mkdir -p -- "$act" 2>/dev/null && roots_folder "$home/actions" && roots_folder "$act" ||
    refuse NOT_OURS "the folder $home/actions cannot be made or could be changed by others"
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$home/lock"
    flock -w 20 9 || refuse BUSY 'another action is under way on the host'
  fi
  clear_old
}

# clear_old: folders of actions that ended three months ago, once a day. Nothing by which something is
# held or could still be taken back goes: neither what a kept file, line or unit names, nor the
# isolation that stands, nor what has not ended.
clear_old() {
  command -v find >/dev/null 2>&1 || return 0
  [ -z "$(find "$home/cleared" -maxdepth 0 -mmin -1440 2>/dev/null)" ] || return 0
  : >"$home/cleared"
  held=$(
    for room in quarantine kept crontabs units; do
      find "$home/$room" -mindepth 2 -maxdepth 2 -name action -type f -exec cat {} + 2>/dev/null
    done
    sed -n 's/^  comment "quaestor \([A-Za-z0-9_-]*\)"$/\1/p' "$home/isolation.nft" 2>/dev/null
  )
  find "$home/actions" -mindepth 1 -maxdepth 1 -type d -mtime +90 2>/dev/null | head -n 500 | while read -r one; do
    which=${one##*/}
    case $which in '' | *[!A-Za-z0-9_-]* | "$action") continue ;; esac
    ! printf '%s\n' "$held" | grep -q -F -x -e "$which" || continue
    [ ! -e "$one/drafts" ] && ls -- "$one" | grep -q -E '[.]answer$|^package[.]done$' || continue
    ls -- "$one" | sed -n 's/[.]begun$//p' | while read -r verb; do [ -e "$one/$verb.answer" ] || echo open; done | grep -q open ||
      rm -rf -- "$one"
  done
  # A package is in the vault by then.
  find "$home/actions" -mindepth 2 -maxdepth 2 -type f '(' -name package.done -o -name package.tar.gz ')' -mtime +7 -exec rm -f -- {} + 2>/dev/null
}

# earlier VERB: what an earlier call under this action ended with.
earlier() {
  if [ -f "$act/$1.answer" ]; then
    cat -- "$act/$1.answer"
    exit 0
  fi
}

# write FILE: what comes in, whole or not at all, also after a loss of power.
write() {
  cat >"$1.new" && sync -- "$1.new" 2>/dev/null && mv -f -- "$1.new" "$1"
}

# What the scripts for files and processes ask for.
found=false
changed=false
present=false
before_acting() { : >"$act/kill.begun"; }

# finish VERB OUTCOME DETAIL: kept, so that a repeat is told the same.
finish() {
  answer_line "$2" '' "$3" | write "$act/$1.answer" || refuse NOT_KEPT "$3; it could not be written down on the host"
  cat -- "$act/$1.answer"
  exit 0
}

