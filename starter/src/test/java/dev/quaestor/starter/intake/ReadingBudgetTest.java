package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.PHISH;
import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.intake.own.QuaestorAlertFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is beyond a budget is left out and said; what breaks a reader takes nothing with it. */
class ReadingBudgetTest {
  private static final String HEAD =
      "From: a@x.example\r\nMessage-ID: <1@x.example>\r\n"
          + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

  private static Reading read(AlertReader reader, String body) {
    return reader.read(body.getBytes(StandardCharsets.UTF_8), null, null);
  }

  private static MailContent content(Reading reading) {
    var alert = ((Reading.Read) reading).alerts().getFirst();
    return Objects.requireNonNull(entities(alert, MailMessage.class).getFirst().content());
  }

  private static String parts(String type, String text, int count) {
    var part = "--b\r\nContent-Type: " + type + "\r\n\r\n" + text + "\r\n";
    return HEAD + part.repeat(count) + "--b--\r\n";
  }

  /** A clock on which every look takes so long. */
  private static AlertReader slow(long nanosPerLook) {
    var now = new AtomicLong(Long.MAX_VALUE - 5);
    return AlertReader.withClock(() -> now.addAndGet(nanosPerLook));
  }

  @Test
  void anOrdinaryMessageIsReadWhole() {
    assertThat(content(read(new AlertReader(), PHISH)).unread()).isEmpty();
  }

  @Test
  void aMessageThatTakesTooLongIsAnAlertThatSaysSo() {
    var most = AlertReader.LONGEST_READING.toNanos();
    assertThat(refusal(read(slow(most), PHISH)))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("too long"));
    for (int looks : new int[] {5, 12, 25, 40, 60}) {
      var content = content(read(slow(most / looks), PHISH + "<p>x".repeat(100)));
      assertThat(content.unread())
          .as("after %s looks", looks)
          .anyMatch(s -> s.contains("too long"));
    }
  }

  @Test
  void alertsThatTakeTooLongAreRefusedTogether() {
    var one = Samples.OWN.strip();
    var nanos = AlertReader.LONGEST_READING.toNanos() / 3;
    var problems = refusal(read(slow(nanos), "[" + String.join(",", one, one, one, one) + "]"));
    assertThat(problems).extracting(Problem::message).anyMatch(m -> m.contains("send fewer"));
  }

  @Test
  void textBeyondTheBytesOfAllPartsIsSaid() {
    var page = "<p>word</p>".repeat(80_000);
    var unread = content(read(new AlertReader(), parts("text/html", page, 4))).unread();
    assertThat(unread).anyMatch(s -> s.startsWith("The text parts together are longer"));
  }

  @Test
  void whatIsNotLookedAtIsSaid() {
    var reader = new AlertReader();
    assertThat(content(read(reader, parts("text/plain", "x", 25))).unread())
        .anyMatch(s -> s.contains("more than 20 text parts"));
    assertThat(content(read(reader, parts("application/zip", "x", 60))).unread())
        .anyMatch(s -> s.contains("more than 50 attachments"));
    assertThat(
            content(read(reader, parts("message/rfc822", "From: b@x.example\r\n\r\nx", 9)))
                .unread())
        .anyMatch(s -> s.contains("More than 5 messages"));
    var links = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      links.append("<a href='http://x.example/").append(i).append("'>x</a>");
    }
    assertThat(content(read(reader, parts("text/html", links.toString(), 1))).unread())
        .anyMatch(s -> s.contains("more links"));
    var longLink = "<a href='http://x.example/" + "a".repeat(5000) + "'>x</a>";
    assertThat(content(read(reader, parts("text/html", longLink, 1))).unread())
        .anyMatch(s -> s.startsWith("A link is longer"));
    var longBase = "<base href='http://x.example/" + "a".repeat(5000) + "'><a href=y>x</a>";
    assertThat(content(read(reader, parts("text/html", longBase, 1))).unread())
        .anyMatch(s -> s.startsWith("A link is longer"));
  }

  @Test
  void anAlertThatBreaksItsReaderIsLeftOutAndTheOthersAreRead() {
    for (Supplier<Throwable> breakage :
        List.<Supplier<Throwable>>of(
            StackOverflowError::new, OutOfMemoryError::new, IllegalStateException::new)) {
      var reader = new AlertReader(System::nanoTime, List.of(new Breaking(breakage)));
      var good = Samples.OWN.strip();
      var bad = good.replace("falco-1", "breaks");
      var reading = read(reader, "[" + String.join(",", good, bad, good) + "]");
      assertThat(reading).isInstanceOf(Reading.Read.class);
      assertThat(((Reading.Read) reading).alerts()).hasSize(2);
      assertThat(((Reading.Read) reading).broken())
          .singleElement()
          .satisfies(
              p -> {
                assertThat(p.path()).isEqualTo("[1]");
                assertThat(p.message()).contains("the reader failed unexpectedly");
              });
      assertThat(refusal(read(reader, bad)))
          .singleElement()
          .satisfies(p -> assertThat(p.message()).contains("the reader failed unexpectedly"));
    }
  }

  @Test
  void aReaderThatBreaksWhileItLooksBreaksNothingElse() {
    var reader =
        new AlertReader(
            System::nanoTime,
            List.of(new Breaking(() -> new IllegalStateException("at first sight"), true)));
    assertThat(refusal(read(reader, "{\"a\":1}")))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("the reader failed unexpectedly"));
  }

  /** Reads as Quaestor's own format does, and breaks where it is told to. */
  private record Breaking(Supplier<Throwable> breakage, boolean atFirstSight)
      implements AlertFormat {
    Breaking(Supplier<Throwable> breakage) {
      this(breakage, false);
    }

    @Override
    public AlertSource source() {
      return AlertSource.QUAESTOR;
    }

    @Override
    public boolean recognises(Payload payload) {
      if (atFirstSight) {
        broken();
      }
      return true;
    }

    @Override
    public @Nullable Alert read(Payload payload, String path, Problems problems) {
      if (payload instanceof Payload.Json json && json.node().toString().contains("breaks")) {
        broken();
      }
      return new QuaestorAlertFormat().read(payload, path, problems);
    }

    private void broken() {
      switch (breakage.get()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        default -> throw new AssertionError();
      }
    }
  }
}
