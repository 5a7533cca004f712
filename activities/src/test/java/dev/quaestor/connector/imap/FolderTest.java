package dev.quaestor.connector.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Archive | Archive",
        "R&D | R&-D",
        "Été | &AMk-t&AOk-",
        "台北 | &U,BTFw-",
        "~peter/mail/台北/日本語 | ~peter/mail/&U,BTFw-/&ZeVnLIqe-",
      })
  void namesAreWrittenInModifiedUtf7(String name, String wire) {
    assertThat(Folder.named(name).wire()).isEqualTo(wire);
    assertThat(Folder.of(wire, Set.of()).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r\nq9 LOGOUT\r\n", "a\u0000b", "\ud83d\ude00 mail", "\u00e9\u202e", "tab\there"})
  void whatWouldEndACommandIsOnlyALetterOfAName(String name) {
    var wire = Folder.named(name).wire();

    assertThat(wire).isPrintable().matches("[ -~]*");
    assertThat(Folder.decoded(wire)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"&", "&AOk", "&!-", "&2D0-", "a&-&"})
  void whatIsWronglyWrittenIsItsOwnName(String wire) {
    assertThat(Folder.of(wire, Set.of()).wire()).isEqualTo(wire);
  }
}
