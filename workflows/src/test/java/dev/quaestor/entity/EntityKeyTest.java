package dev.quaestor.entity;

import static dev.quaestor.fixtures.Fixtures.LAPTOP_ID;
import static dev.quaestor.fixtures.Fixtures.SERVER_ID;
import static dev.quaestor.fixtures.Fixtures.SHA1;
import static dev.quaestor.fixtures.Fixtures.SHA256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same thing seen twice is one thing. */
class EntityKeyTest {

  private static FileArtifact file(String name, String sha256, String sha1, String md5) {
    return new FileArtifact(LAPTOP_ID, name, "C:\\x", sha256, sha1, md5, null, null);
  }

  private static ProcessArtifact process(Long pid, String startedAt) {
    return new ProcessArtifact(
        LAPTOP_ID, pid, startedAt == null ? null : Instant.parse(startedAt), "cmd", null, null);
  }

  static Stream<Arguments> same() {
    return Stream.of(
        Arguments.of(Device.ofId("AbC"), Device.ofId("abc")),
        Arguments.of(
            Device.ofId(LAPTOP_ID),
            new Device(LAPTOP_ID, "laptop-7", "Windows11", "g", List.of("t"), List.of("10.0.0.1"))),
        Arguments.of(
            file("a.exe", SHA256, SHA1, null),
            file("b.exe", SHA256.toUpperCase(Locale.ROOT), null, "c")),
        Arguments.of(file("A.EXE", null, null, null), file("a.exe", null, null, null)),
        Arguments.of(new Url("HTTP://Evil.Example/a#top"), new Url(" http://evil.example/a ")),
        Arguments.of(new Url("http://evil.example"), new Url("http://evil.example/")),
        Arguments.of(new IpAddress("2001:DB8::1"), new IpAddress("2001:db8::1")),
        Arguments.of(
            new Mailbox("Megan@Contoso.example", "Megan"),
            new Mailbox("megan@contoso.example", null)),
        Arguments.of(
            new UserAccount("u-1", "a@contoso.example", null, null, null),
            new UserAccount("U-1", null, "S-1-5", null, null)),
        Arguments.of(
            process(7L, "2026-11-01T10:00:00Z"),
            new ProcessArtifact(
                LAPTOP_ID, 7L, Instant.parse("2026-11-01T10:00:00Z"), "other words", null, "x")));
  }

  @ParameterizedTest
  @MethodSource
  void same(Entity one, Entity other) {
    assertThat(one.key()).isEqualTo(other.key());
  }

  static Stream<Arguments> different() {
    return Stream.of(
        Arguments.of(
            file("a.exe", SHA256, null, null),
            new FileArtifact(SERVER_ID, "a.exe", "C:\\x", SHA256, null, null, null, null)),
        Arguments.of(process(7L, "2026-11-01T10:00:00Z"), process(7L, "2026-11-01T11:00:00Z")),
        Arguments.of(new Url("http://evil.example/A"), new Url("http://evil.example/a")),
        Arguments.of(new Url("http://evil.example/"), new Url("https://evil.example/")),
        Arguments.of(rule("AQAA"), rule("aqaa")),
        Arguments.of(
            new ScheduledTask(LAPTOP_ID, "x", null), new SystemService(LAPTOP_ID, "x", null)),
        Arguments.of(new Driver(LAPTOP_ID, "x", null), new SystemService(LAPTOP_ID, "x", null)));
  }

  private static MailboxRule rule(String id) {
    return new MailboxRule("megan@contoso.example", id, null, true, List.of());
  }

  @ParameterizedTest
  @MethodSource
  void different(Entity one, Entity other) {
    assertThat(one.key()).isNotEqualTo(other.key());
  }

  @Test
  void theStrongestHashNamesAFile() {
    assertThat(file("a", SHA256, SHA1, "m").key().value()).endsWith(SHA256);
    assertThat(file("a", null, SHA1, "m").key().value()).endsWith(SHA1);
    assertThat(file("a", null, null, "M").key().value()).endsWith(":m");
    assertThat(file("a", null, null, null).key().value()).endsWith("c:\\x\\a");
  }

  @Test
  void theSameMessageInTwoMailboxesIsTwoThings() {
    assertThat(mail("megan@contoso.example").key())
        .isNotEqualTo(mail("adele@contoso.example").key())
        .isEqualTo(mail("MEGAN@contoso.example").key());
  }

  private static MailMessage mail(String recipient) {
    return new MailMessage(
        "n", "<m@x>", recipient, null, null, null, null, null, null, null, null, null, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\Users\\x, a.exe, C:\\Users\\x\\a.exe",
    "C:\\, a.exe, C:\\a.exe",
    "/tmp, a.sh, /tmp/a.sh",
    "/tmp/, a.sh, /tmp/a.sh",
    "'', a.sh, a.sh"
  })
  void aPathIsFolderAndNameInTheDevicesOwnWriting(String folder, String name, String path) {
    assertThat(new FileArtifact(null, name, folder, null, null, null, null, null).imagePath())
        .contains(path);
  }

  @Test
  void whatNamesNothingIsNoEntity() {
    assertThatThrownBy(() -> new Device(null, null, "Linux", null, null, null))
        .hasMessageContaining("deviceId or name");
    assertThatThrownBy(() -> file(null, null, null, null)).hasMessageContaining("hash");
    assertThatThrownBy(() -> new ProcessArtifact(LAPTOP_ID, null, null, null, null, null))
        .hasMessageContaining("processId");
    assertThatThrownBy(() -> new Url("  ")).hasMessageContaining("url");
    assertThatThrownBy(() -> new UserAccount(null, null, null, null, "CONTOSO"))
        .hasMessageContaining("userId");
  }
}
