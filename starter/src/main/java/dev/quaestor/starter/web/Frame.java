package dev.quaestor.starter.web;

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
}
