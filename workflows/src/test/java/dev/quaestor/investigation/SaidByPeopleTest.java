package dev.quaestor.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Classification;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people say to a case has the same bounds, whatever they say. */
class SaidByPeopleTest {
  @ParameterizedTest
  @CsvSource({"101, 1, longer than 100 characters", "5, 4001, longer than 4000 characters"})
  void aNameAndACommentAreBounded(int name, int comment, String flaw) {
    var by = "x".repeat(name);
    var why = "c".repeat(comment);

    assertThat(CancelMessage.defectOf(Optional.of(new CancelMessage(by, why, false, null, null))))
        .hasValueSatisfying(d -> assertThat(d).contains(flaw));
    assertThat(
            ClassifyMessage.defectOf(
                Optional.of(
                    new ClassifyMessage(
                        "url:x",
                        null,
                        Classification.FALSE_POSITIVE,
                        null,
                        by,
                        why,
                        false,
                        null,
                        null))))
        .hasValueSatisfying(d -> assertThat(d).contains(flaw));
  }
}
