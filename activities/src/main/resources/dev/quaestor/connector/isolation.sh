# Isolation by one table of nftables. Whoever includes this has write_rules write what the table holds.
table=quaestor_isolation
unit=quaestor-isolation.service
units=/etc/systemd/system
rules=$home/isolation.nft
listed=$home/isolation.listed
leak=$home/isolation.leak

need_nft() { command -v nft >/dev/null 2>&1 || refuse NO_NFTABLES 'the host has no nftables'; }

listing() { nft -s list table inet "$table" 2>/dev/null; }
listing_hash() { listing | sha256sum | cut -d ' ' -f 1; }

# NONE, STANDS, EDITED, or CONNECTS where a probe got through; and whose it is.
look() {
  by=
  now=$(listing) || now=
  if [ -z "$now" ]; then
    state=NONE
    return
  fi
  by=$(printf '%s\n' "$now" | sed -n 's/^[[:space:]]*comment "quaestor \([A-Za-z0-9_-]*\)"$/\1/p' | head -n 1)
  if [ -z "$by" ] || [ ! -f "$listed" ] || [ "$(listing_hash)" != "$(cat -- "$listed")" ]; then
    state=EDITED
  elif [ -f "$leak" ] || gets_out; then
    state=CONNECTS
  else
    state=STANDS
  fi
}

look_isolation() {
  need_nft
  if [ -n "${q_taking_back:-}" ]; then
    take taking_back "$q_taking_back"
    if [ -e "$home/actions/$taking_back/release_isolation.begun" ]; then
      state=NONE
      say SEEN '' 'it is being released'
    fi
  fi
  look
  say SEEN '' 'the tables of nftables were read'
}

# ---- probes ----------------------------------------------------------------------------------

# A datagram that the rules drop is refused to its sender at once. The addresses are for documentation.
gets_out() {
  command -v bash >/dev/null 2>&1 || return 1
  timeout 2 bash -c 'printf x >/dev/udp/192.0.2.1/9' 2>/dev/null ||
    timeout 2 bash -c 'printf x >/dev/udp/2001:db8::1/9' 2>/dev/null
}

connects() { # address port
  if command -v bash >/dev/null 2>&1; then
    timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null
  elif command -v nc >/dev/null 2>&1; then
    timeout 2 nc -z -w 2 "$1" "$2" 2>/dev/null
  else
    return 1
  fi
}

can_probe() { command -v bash >/dev/null 2>&1 || { [ -n "$probes" ] && command -v nc >/dev/null 2>&1; }; }

# reached: what a probe reaches now; nothing where none does.
reached() {
  gets_out && printf 'an address outside'
  printf '%s\n' "$probes" | while read -r address port rest; do
    [ -n "$address" ] && [ -z "$rest" ] || continue
    connects "$address" "$port" && printf ' %s port %s' "$address" "$port"
  done
}

# ---- the rules -------------------------------------------------------------------------------

# Whether it will stand again after a restart. The unit comes after the one that empties all tables.
persist() {
  [ -d "$units" ] || return 1
  mkdir -p -- "$units/sysinit.target.wants" || return 1
  nft=$(command -v nft)
  write "$units/$unit" <<UNIT || return 1
[Unit]
Description=Isolation by Quaestor
DefaultDependencies=no
RequiresMountsFor=$home
After=nftables.service
Before=network-pre.target shutdown.target
Wants=network-pre.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=$nft -f $rules
ExecStart=/bin/sh -c '$nft -s list table inet $table | sha256sum | cut -d " " -f 1 >$listed'

[Install]
WantedBy=sysinit.target
UNIT
  chmod 644 -- "$units/$unit" && ln -sfn -- "../$unit" "$units/sysinit.target.wants/$unit"
}

forget() { rm -f -- "$units/sysinit.target.wants/$unit" "$units/$unit"; }

apply() {
  said=$(nft -c -f "$rules" 2>&1) || {
    rm -f -- "$rules"
    refuse NFT_REFUSED "nftables does not take the rules: $(printf '%s' "$said" | head -n 1)"
  }
  said=$(nft -f "$rules" 2>&1) ||
    refuse NFT_REFUSED "nftables did not take the rules: $(printf '%s' "$said" | head -n 1)"
  listing_hash | write "$listed" || refuse NOT_KEPT 'the rules stand, but what they are cannot be written on the host'
}

# proven OUTCOME VERB-SENTENCE: by the tables as they are now, and by what must not be reached.
proven() {
  rm -f -- "$leak"
  look
  # No probe is asked for what the tables say themselves.
  if [ "$state" = NONE ] || [ "$state" = EDITED ]; then
    say UNSEEN '' 'the rules were taken, but are not what stands on the host now'
  fi
  can_probe || say UNSEEN '' "$2; no probe could be made, as the host has neither bash nor nc"
  after=$(reached)
  if [ -n "$after" ]; then
    state=CONNECTS
    printf '%s\n' "$after" | write "$leak"
    say UNSEEN '' "the rules stand, but a probe still reaches $after"
  fi
  if [ -n "$before" ]; then
    why="a probe that reached $before before reaches nothing now"
  else
    why='probes reach nothing; they reached nothing before either'
  fi
  finish isolate "$1" "$2; $why$lasting"
}

isolate() {
  need_nft
  take probes "$q_probes"
  begin
  earlier isolate
  lasting=
  before=
  [ ! -f "$act/isolate.before" ] || before=$(cat -- "$act/isolate.before")
  look
  if [ "$state" != NONE ] && [ "$by" != "$action" ]; then
    [ "$state" != EDITED ] || refuse TABLE_EDITED "the table $table stands on the host and is not as Quaestor left it; release the host first"
    persist || lasting='; it would not survive a restart, as the host has no systemd'
    proven ALREADY "the action $by has isolated it"
  fi
  if [ "$state" = NONE ]; then
    before=$(reached)
    printf '%s' "$before" | write "$act/isolate.before" || refuse NOT_KEPT 'nothing can be written on the host'
  fi
  # What an earlier call under this action left is put there again as a whole.
  write_rules
  apply
  persist || lasting='; it would not survive a restart, as the host has no systemd'
  proven DONE 'the rules stand'
}

release_isolation() {
  need_nft
  begin
  earlier release_isolation
  look
  if [ "$state" = NONE ] && [ ! -e "$units/$unit" ] && [ ! -e "$act/release_isolation.begun" ]; then
    rm -f -- "$rules" "$listed" "$leak"
    finish release_isolation ALREADY 'no isolation by Quaestor stands on the host'
  fi
  whose=$by
  : >"$act/release_isolation.begun" || refuse NOT_KEPT 'nothing can be written on the host'
  forget
  said=$(printf 'table inet %s\ndelete table inet %s\n' "$table" "$table" | nft -f - 2>&1) ||
    refuse NFT_REFUSED "nftables did not delete the table: $(printf '%s' "$said" | head -n 1)"
  rm -f -- "$rules" "$listed" "$leak"
  look
  [ "$state" = NONE ] || refuse STILL_ISOLATED "the table $table was deleted and stands again"
  finish release_isolation DONE "the rules are gone${whose:+, which were by the action $whose}"
}
