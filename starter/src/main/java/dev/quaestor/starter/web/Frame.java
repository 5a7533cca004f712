package dev.quaestor.starter.web;

import dev.quaestor.text.Counted;

/**
 * What is around every page.
 *
 * @param person who is signed in
 * @param waiting how many actions wait that this person may see
 * @param mine those of them that this person may decide
 * @param waitingIsCapped whether there are more
 */
record Frame(String person, long waiting, long mine, boolean waitingIsCapped, Moments moments) {
  public String count() {
    return waiting + (waitingIsCapped ? "+" : "");
  }

  /** What waits, as the heading of the list that shows all of it. */
  public String heading() {
    if (waiting == 0) {
      return "Nothing waits for a decision";
    }
    var all =
        (waitingIsCapped ? "More than " : "")
            + Counted.of(waiting, "action waits for a decision", "actions wait for a decision");
    return waitingIsCapped || mine == waiting
        ? all
        : all + ", " + (mine == 0 ? "none" : mine) + " of them for yours";
  }
}
