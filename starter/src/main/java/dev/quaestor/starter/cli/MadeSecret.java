package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;

/**
 * A secret that the server made and shows once. It alone goes to the output, so that it can be put
 * into a file or a pipe; what to do with it is said beside.
 */
final class MadeSecret {
  private MadeSecret() {}

  /**
   * @param field where the answer has it
   * @param before what stands before it on its line
   * @param advice what to do with it, and that it is not shown again
   */
  static int show(
      Quaestor root, QuaestorClient.Answer answer, String before, String field, String advice) {
    return root.answer(
        answer,
        () -> {
          root.console().line("{}{}", before, JsonAnswer.text(answer.body(), field));
          root.console().complain(advice);
        });
  }
}
