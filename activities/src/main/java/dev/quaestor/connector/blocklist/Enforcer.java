package dev.quaestor.connector.blocklist;

import dev.quaestor.entity.WebAddress;

/** What refuses clicks by the list. Safe for use by many threads. */
sealed interface Enforcer permits Squid, Unbound {

  /** What the list makes of a URL of the web. */
  sealed interface Judgement {

    record Blockable(Subject subject) implements Judgement {}

    /**
     * It cannot be blocked, or not without others.
     *
     * @param sentence for people
     */
    record Obstacle(String sentence) implements Judgement {}
  }

  /** What came of asking. */
  enum Look {
    REFUSED,
    LET_THROUGH,
    /** Neither; what it was cannot be told. */
    UNCLEAR
  }

  /** Without asking anybody. */
  Judgement judge(WebAddress address);

  /** What begins a remark in the file. */
  char remark();

  /**
   * Sees whether it answers at all, and does not refuse what nobody has blocked: then nothing that
   * it refuses would prove anything.
   *
   * @throws dev.quaestor.connector.ConnectorException when not
   */
  void reach();

  /**
   * Whether clicks are refused now. Nobody outside is asked anything before it is known that the
   * first thing is refused.
   *
   * @param wholly whether all is asked, or the first thing only
   * @throws dev.quaestor.connector.ConnectorException when it does not answer
   */
  Look look(Subject subject, boolean wholly);

  /** Where it is, for people. */
  String sentence();
}
