package dev.quaestor.tools.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that lie on disk as mailboxes hold them, judged with nobody's word believed. */
class ReportedMailTest {
  @TempDir Path folder;

  private static Path mails(String name) throws Exception {
    return Path.of(ReportedMailTest.class.getResource("/mail/" + name).toURI());
  }

  private String verdict(Path mail) {
    var screen =
        Terminal.in(folder).run(new AnalyzeCommand(), "analyze", mail.toString(), "--json");
    return screen.objects().getFirst().path("verdict").asString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "b64", "comma", "two", "twohdr", "noaddr", "nodot", "empty"})
  void onePhishIsOneHoweverItWritesItsSenderAndWhateverItSaysThatItAnswers(String form)
      throws Exception {
    assertThat(verdict(mails("forms").resolve(form + ".eml"))).isEqualTo("MALICIOUS");
    assertThat(verdict(mails("forms").resolve(form + "+irt.eml"))).isEqualTo("MALICIOUS");
  }

  @Test
  void noneOfTheHarmlessMailsOfAFirstHourIsAThreat() throws Exception {
    try (var mails = Files.list(mails("harmless"))) {
      assertThat(mails)
          .hasSize(25)
          .allSatisfy(
              mail ->
                  assertThat(verdict(mail))
                      .as(mail.getFileName().toString())
                      .isIn("UNKNOWN", "NO_THREATS_FOUND"));
    }
  }
}
