# A file that is only taken away: it is kept elsewhere, and its processes run on.
vault=$home/kept
done_words='is gone from its place, and a copy is kept on the host'
stop_all() {
  for number in $(running_from "$1" "$2"); do
    case $number in
      1 | "$$" | "$PPID") refuse SYSTEM_FILE 'the file is a program that this host, or this session, runs on' ;;
    esac
  done
}
go_on() { :; }
end_all() { :; }

# look_item: whether the file lies there, and which it is
look_item() {
  take path "$places"
  split_path "$path"
  state=GONE
  enter "$folder" && something "./$name" || say SEEN '' 'there is no file at the path'
  plain_file "./$name" || refuse NOT_A_FILE 'the path is a folder, a link or a device'
  identity=$(identity_of "./$name")
  is_wanted "./$name" || refuse CHANGED 'the file at the path is another one than was decided on'
  not_ours
  whole=$(content "./$name" | sha 256)
  [ "$(identity_of "./$name" 2>/dev/null)" = "$identity" ] && plain_file "./$name" ||
    refuse CHANGED 'the file at the path was changed while it was being read'
  state=THERE
  body="file $whole"
  say SEEN '' 'the file is there'
}
