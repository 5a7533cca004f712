# A process, by its number and its start.
tell() {
  [ ! -e "$act/kill.begun" ] || changed=true
  if [ "$changed" = true ]; then finish kill DONE "$1"; fi
  finish kill ALREADY "$1"
}

end_process() {
  take pid "$q_pid"
  take started "$q_started"
  begin
  earlier kill
  kill_process "$pid" "$started"
}
