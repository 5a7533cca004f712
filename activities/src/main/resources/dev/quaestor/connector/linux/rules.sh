# The rules of a host that is entered by SSH.

# session: from where and to where this session is, as sshd says it: CLIENT PORT HOST PORT. Behind
# sudo that is known to the processes above, or to the socket of their sshd.
session() {
  if [ -n "${SSH_CONNECTION:-}" ]; then
    printf '%s\n' "$SSH_CONNECTION"
    return
  fi
  number=$$
  tries=0
  while [ "${number:-0}" -gt 1 ] && [ "$tries" -lt 20 ]; do
    told=$(tr '\000' '\n' <"/proc/$number/environ" 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p' | head -n 1)
    [ -n "$told" ] || told=$(ss -Htnp state established 2>/dev/null | grep -F "pid=$number," | head -n 1 |
      sed -n 's/^[0-9]* *[0-9]* *\(.*\):\([0-9]*\) *\(.*\):\([0-9]*\) .*$/\3 \4 \1 \2/p' | tr -d '[]' | sed 's/::ffff://g')
    if [ -n "$told" ]; then
      printf '%s\n' "$told"
      return
    fi
    number=$(sed 's/.*) //' "/proc/$number/stat" 2>/dev/null | cut -d ' ' -f 2)
    tries=$((tries + 1))
  done
}

# Addresses of the engine: those that are configured, and the one of this very session, which may
# have been translated on the way.
engines() {
  take configured "$q_engines"
  {
    printf '%s\n' "$configured"
    printf '%s\n' "$connection" | cut -d ' ' -f 1
  } | grep -E '^[0-9a-fA-F:.]+$' | sort -u
}

# elements, of those that come in: an address a line
elements() { paste -s -d , -; }

write_rules() {
  connection=$(session)
  printf '%s\n' "$connection" | cut -d ' ' -f 1 | grep -q -E '^[0-9a-fA-F:.]+$' ||
    refuse NO_ENGINE_ADDRESS 'it is not known from where the engine comes, so it would be cut off with the rest'
  all=$(engines)
  four=$(printf '%s\n' "$all" | grep -v : | elements)
  six=$(printf '%s\n' "$all" | grep : | elements)
  take port "$q_port"
  here=$(printf '%s\n' "$connection" | cut -d ' ' -f 4)
  case $here in '' | *[!0-9]*) ;; *) port=$here ;; esac
  case $port in '' | *[!0-9]*) refuse NOT_A_REQUEST 'the port cannot be read' ;; esac
  {
    # Added first, so that the deletion never fails: all of it is one transaction.
    printf 'table inet %s\ndelete table inet %s\n' "$table" "$table"
    printf 'table inet %s {\n  comment "quaestor %s"\n' "$table" "$action"
    printf '  chain incoming {\n    type filter hook input priority -350; policy drop;\n    iifname "lo" accept\n'
    [ -z "$four" ] || printf '    ip saddr { %s } tcp dport %s accept\n' "$four" "$port"
    if [ -n "$six" ]; then
      printf '    ip6 saddr { %s } tcp dport %s accept\n' "$six" "$port"
      printf '    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } ip6 hoplimit 255 accept\n'
    fi
    printf '  }\n'
    printf '  chain outgoing {\n    type filter hook output priority -350; policy drop;\n    oifname "lo" accept\n'
    [ -z "$four" ] || printf '    ip daddr { %s } tcp sport %s accept\n' "$four" "$port"
    if [ -n "$six" ]; then
      printf '    ip6 daddr { %s } tcp sport %s accept\n' "$six" "$port"
      printf '    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } ip6 hoplimit 255 accept\n'
    fi
    printf '  }\n'
    printf '  chain passing {\n    type filter hook forward priority -350; policy drop;\n  }\n}\n'
  } | write "$rules" || refuse NOT_KEPT 'the rules cannot be written on the host'
}
