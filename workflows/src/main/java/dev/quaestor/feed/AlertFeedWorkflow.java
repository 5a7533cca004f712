package dev.quaestor.feed;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One round of reading a source: {@code alert-feed/<source>}. A schedule starts it, and not while
 * the round before runs. It takes no word from anybody, so whoever starts one more has the source
 * read a little earlier, and nothing else.
 */
@WorkflowInterface
public interface AlertFeedWorkflow {

  /**
   * Reads what is new and has it taken in, batch by batch, until nothing is left or the round is
   * long; then says in the source's alerts what their cases came to, where policy wants it.
   *
   * @param source as the starter's configuration calls it
   * @return why it ended, one sentence; a source that cannot be read is no failed workflow
   */
  @WorkflowMethod(name = "AlertFeed")
  String read(String source);
}
