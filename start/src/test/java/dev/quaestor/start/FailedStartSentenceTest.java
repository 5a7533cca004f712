package dev.quaestor.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.setup.TemporalConnection;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class FailedStartSentenceTest {

  private static String told(Throwable failed) {
    var bytes = new ByteArrayOutputStream();
    FailedStart.tell(
        "worker",
        failed,
        cause -> Optional.empty(),
        new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static RuntimeException wrapped(Throwable cause) {
    return new RuntimeException("Error creating bean with name 'x'", cause);
  }

  private static Throwable thrownByBinding(String name, String value) {
    try {
      new Binder(new MapConfigurationPropertySource(Map.of(name, value)))
          .bindOrCreate("quaestor.temporal", TemporalConnection.class);
      throw new AssertionError("it binds");
    } catch (RuntimeException refused) {
      return refused;
    }
  }

  @Test
  void aReasonIsFoundHoweverDeepItLies() {
    assertThat(told(wrapped(wrapped(new CannotStart("The sun is out.", "Wait.", null)))))
        .isEqualTo("The worker did not start: The sun is out.%nWait.%n".formatted());
  }

  @Test
  void aReasonThatIsSaidComesBeforeWhatIsBehindIt() {
    assertThat(
            told(
                wrapped(
                    new CannotStart(
                        "The key cannot be read.", "", new AccessDeniedException("/run/key")))))
        .isEqualTo("The worker did not start: The key cannot be read.%n".formatted());
  }

  @Test
  void ourOwnRefusalsAreSentencesAndSayWhatTheFileSystemSaid() {
    assertThat(
            told(
                wrapped(
                    new IllegalArgumentException(
                        "secret file /run/key cannot be read",
                        new AccessDeniedException("/run/key")))))
        .isEqualTo(
            "The worker did not start: secret file /run/key cannot be read (permission denied).%n"
                .formatted());
  }

  @Test
  void whatBreaksAndSaysWhereIsASentenceToo() {
    assertThat(
            told(
                wrapped(
                    new UncheckedIOException(
                        "cannot read or create /run/key", new MalformedInputException(1)))))
        .isEqualTo("The worker did not start: cannot read or create /run/key.%n".formatted());
  }

  @Test
  void aWrongValueIsNamedByItsSettingAndNeverShown() {
    assertThat(told(wrapped(thrownByBinding("quaestor.temporal.connect-timeout", "hush"))))
        .contains("quaestor.temporal.connect-timeout (", "is not a duration, such as 30s")
        .doesNotContain("hush");
    assertThat(told(thrownByBinding("quaestor.temporal.tls", "hush")))
        .contains("quaestor.temporal.tls (", "is not true or false")
        .doesNotContain("hush");
  }

  @Test
  void aValueThatARecordRefusesIsExplainedByTheRecord() {
    assertThat(told(thrownByBinding("quaestor.temporal.connect-timeout", "0s")))
        .isEqualTo(
            "The worker did not start: quaestor.temporal.connect-timeout must be a positive duration.%n"
                .formatted());
  }

  @Test
  void whatNobodyForesawComesWithItsStackBehindTheSentence() {
    assertThat(told(wrapped(new ArithmeticException("/ by zero"))))
        .startsWith("The worker did not start: / by zero")
        .contains("ArithmeticException", "\tat ");
  }
}
