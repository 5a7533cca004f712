# What all scripts for hosts by SSH begin with, after host.sh. Values come as base64 in variables q_*,
# set before this. It answers one line of ASCII JSON.
answer_line() {
  printf '{"quaestor":1,"outcome":"%s","code":"%s","state":"%s","by":"%s","detail":"%s","body":"%s"}\n' \
    "$1" "$2" "$state" "$(printf '%s' "$by" | encode)" "$(printf '%s' "$3" | encode)" "$(printf '%s' "$body" | encode)"
}

[ "$(id -u)" = 0 ] || refuse NOT_ROOT 'the user of the session is not root'

# An address can have become another machine's, and a copied machine has the host key of the first.
take machine "$q_machine"
[ -r /etc/machine-id ] || refuse NO_MACHINE_ID 'the host has no /etc/machine-id'
read -r own </etc/machine-id || own=
[ "$own" = "$machine" ] || refuse MACHINE_ID_DIFFERS 'the machine id of the host is not the one of the inventory, so nothing was done'
