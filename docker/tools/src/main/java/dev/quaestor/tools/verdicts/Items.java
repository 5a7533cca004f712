package dev.quaestor.tools.verdicts;

import dev.quaestor.evidence.Evidence;
import java.util.List;

/** Takes what is read, one item after the other, so that no input has to fit in memory. */
interface Items {
  /** Something to judge. */
  void read(String name, List<Evidence> evidence);

  /**
   * Something that could not be read; it stops nothing.
   *
   * @param why for people, without the name
   */
  void unread(String name, String why);
}
