package dev.quaestor.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.approval.DecisionMessage.Choice;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a decision before anything is looked up. */
class DecisionMessageTest {

  static Stream<Arguments> defects() {
    return Stream.of(
        Arguments.of(of(null, Choice.APPROVE, "x", null), "actionIds is missing or empty"),
        Arguments.of(of(List.of(), Choice.APPROVE, "x", null), "actionIds is missing or empty"),
        Arguments.of(of(List.of("*"), null, "x", null), "verdict must be APPROVE or REJECT"),
        Arguments.of(
            of(Collections.nCopies(501, "a"), Choice.APPROVE, "x", null), "more than 500 actions"),
        Arguments.of(
            of(List.of("*"), Choice.APPROVE, "x".repeat(101), null),
            "approver is longer than 100 characters"),
        Arguments.of(of(List.of("a".repeat(321)), Choice.APPROVE, "x", null), "320 characters"),
        Arguments.of(
            of(List.of("*"), Choice.APPROVE, "x", "c".repeat(4001)),
            "comment is longer than 4000"));
  }

  private static DecisionMessage of(
      List<String> ids, Choice verdict, String approver, String comment) {
    return new DecisionMessage(ids, verdict, approver, comment, null, null, null);
  }

  @ParameterizedTest
  @MethodSource
  void defects(DecisionMessage message, String defect) {
    assertThat(message.defect()).hasValueSatisfying(d -> assertThat(d).contains(defect));
  }

  @Test
  void aPlainDecisionHasNone() {
    assertThat(of(List.of("*"), Choice.REJECT, "dana", null).defect()).isEmpty();
  }
}
