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
import java.util.stream.IntStream;
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
        Arguments.of(at("C:\\Temp\\a.exe"), at("c:/temp/A.EXE")),
        Arguments.of(at("C:\\Temp\\a.exe"), at("\\\\?\\C:\\x\\..\\.\\temp\\\\a.exe::$DATA")),
        Arguments.of(at("\\\\srv\\share\\a"), at("\\\\?\\UNC\\SRV\\share\\a")),
        Arguments.of(at("/tmp/evil"), at("//tmp/./evil")),
        Arguments.of(windows("a.exe. ."), windows("a.exe")),
        Arguments.of(value("(Default)"), value("")),
        Arguments.of(value("(default)"), value("")),
        Arguments.of(
            new Device(null, "Host1.", null, null, null, null),
            new Device(null, "host1", null, null, null, null)),
        Arguments.of(new Mailbox("bob@x.example.", null), new Mailbox("bob@x.example", null)),
        Arguments.of(new Url("HTTP://Evil.Example/a#top"), new Url(" http://evil.example/a ")),
        Arguments.of(new Url("http://evil.example"), new Url("http://evil.example/")),
        Arguments.of(new Url("http://evil.example:080/a"), new Url("http://evil.example/a")),
        Arguments.of(new Url("https://evil.example:443"), new Url("https://evil.example")),
        Arguments.of(new Url("http://evil.example/%7Ea%2f"), new Url("http://evil.example/~a%2F")),
        Arguments.of(new Url("http://evil.example/a/../b/./"), new Url("http://evil.example/b/")),
        Arguments.of(
            new Url("http://b\u00fccher.example"), new Url("http://XN--bcher-kva.example/")),
        Arguments.of(new Url("http://[2001:DB8::1]/"), new Url("http://[2001:db8:0::1]:80/")),
        Arguments.of(new Url("Evil.Example/a"), new Url("evil.example/a")),
        Arguments.of(new Url("http:\\\\evil.example\\x"), new Url("http://evil.example/x")),
        Arguments.of(new Url("http:/\\evil.example/x"), new Url("http://evil.example/x")),
        Arguments.of(new Url("http:/evil.example/x"), new Url("http://evil.example/x")),
        Arguments.of(new Url("http:///evil.example/x"), new Url("http://evil.example/x")),
        Arguments.of(new Url("https:evil.example/x"), new Url("https://evil.example/x")),
        Arguments.of(
            new Url("http://evil.example\\@good.example/x"),
            new Url("http://evil.example/@good.example/x")),
        Arguments.of(new Url("ht\ttp://ev\til.exa\nmple/x"), new Url("http://evil.example/x")),
        Arguments.of(
            new Url("\u0001 http://evil.example/x\u0002"), new Url("http://evil.example/x")),
        Arguments.of(new Url("http://ev\u00adil.example/x"), new Url("http://evil.example/x")),
        Arguments.of(new Url("http://ev\u200bil.example/x"), new Url("http://evil.example/x")),
        Arguments.of(new Url("http://%65vil.example/x"), new Url("http://evil.example/x")),
        Arguments.of(
            new Url("http://b%C3%BCcher.example/"), new Url("http://b\u00fccher.example/")),
        Arguments.of(new Url("http://2130706433/"), new Url("http://127.0.0.1/")),
        Arguments.of(new Url("http://0x7f.1/"), new Url("http://127.0.0.1/")),
        Arguments.of(new Url("http://evil.example./x"), new Url("http://evil.example/x")),
        Arguments.of(new Url("hxxp://evil[.]example/x"), new Url("http://evil.example/x")),
        Arguments.of(new Url("https[:]//evil[.]example"), new Url("https://evil.example/")),
        Arguments.of(new Url("hXXps[://]evil(dot)example"), new Url("https://evil.example/")),
        Arguments.of(new Url("evil[.]example"), new Url("evil.example")),
        Arguments.of(new Url("\\\\evil.example/x"), new Url("//evil.example/x")),
        Arguments.of(new Url("MAILTO:a@x"), new Url("mailto:a@x")),
        Arguments.of(new IpAddress("2001:db8::1"), new IpAddress("2001:db8:0:0:0:0:0:1")),
        Arguments.of(new IpAddress("::ffff:192.0.2.1"), new IpAddress("192.0.2.1")),
        Arguments.of(new IpAddress("FE80::1%eth0"), new IpAddress("fe80:0::1%eth0")),
        Arguments.of(account("CONTOSO", "Bob"), account("contoso", "bob")),
        Arguments.of(account("CONTOSO", "bob"), account(null, "contoso\\Bob")),
        Arguments.of(service("Spooler"), service("spooler")),
        Arguments.of(task("\\Updater"), task("updater")),
        Arguments.of(new Driver(LAPTOP_ID, "RT.sys", null), new Driver(LAPTOP_ID, "rt.sys", null)),
        Arguments.of(
            registry("HKEY_LOCAL_MACHINE", "Software\\Run", "X"),
            registry(null, "HKLM:\\SOFTWARE\\\\Run\\", "x")),
        Arguments.of(
            registry(null, "\\REGISTRY\\MACHINE\\Software\\Run", null),
            registry("LocalMachine", "software\\run", null)),
        Arguments.of(
            registry("HKEY_CURRENT_USER", "S-1-5-21-1-2\\Run", null),
            registry("HKU", "S-1-5-21-1-2\\run", null)),
        Arguments.of(message("a@x", null), message("<a@x>", null)),
        Arguments.of(message(null, "AB-1"), message(null, "ab-1")),
        Arguments.of(
            cluster("Subject", "S", "SenderIp", "1"), cluster("senderIp", "1", "subject", "S")),
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

  private static FileArtifact windows(String name) {
    return new FileArtifact(LAPTOP_ID, name, "C:\\Users\\j", null, null, null, null, null);
  }

  private static RegistryEntry value(String name) {
    return new RegistryEntry(LAPTOP_ID, "HKLM", "Software\\Run", name, null, null);
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
        Arguments.of(
            new ProcessArtifact(LAPTOP_ID, 7L, null, "a", null, null),
            new ProcessArtifact(LAPTOP_ID, 7L, null, "b", null, null)),
        Arguments.of(at("/tmp/Evil"), at("/tmp/evil")),
        Arguments.of(at("/tmp/evil "), at("/tmp/evil")),
        Arguments.of(at("/tmp/a/../evil"), at("/tmp/evil")),
        Arguments.of(at("C:\\a.txt:s"), at("C:\\a.txt")),
        Arguments.of(at("C:\\\u212A"), at("C:\\k")),
        Arguments.of(at("aa".repeat(32)), file("x", "aa".repeat(32), null, null)),
        Arguments.of(service("Foo.service"), service("foo.service")),
        Arguments.of(
            new SystemService(LAPTOP_ID, "Foo", "/usr/bin/foo"),
            new SystemService(LAPTOP_ID, "foo", "/usr/bin/foo")),
        Arguments.of(task("Evil.timer"), task("evil.timer")),
        Arguments.of(task("/etc/cron.d/Evil"), task("/etc/cron.d/evil")),
        Arguments.of(new Driver(LAPTOP_ID, "Rt.ko", null), new Driver(LAPTOP_ID, "rt.ko", null)),
        Arguments.of(registry("A:b", "c", null), registry("A", "b:c", null)),
        Arguments.of(registry("HKLM", "a", null), registry("HKLM", "a", "")),
        Arguments.of(registry("HKLM", "a", null), registry("HKLM", "a", "-")),
        Arguments.of(registry("HKLM", "computer1", null), registry("HKLM", "1", null)),
        Arguments.of(account(null, "Root"), account(null, "root")),
        Arguments.of(account("a:b", "c"), account("a", "b:c")),
        Arguments.of(
            new UserAccount(null, null, "S-1-5-18", null, null),
            new UserAccount("S-1-5-18", null, null, null, null)),
        Arguments.of(new OtherArtifact("x", "Y"), new OtherArtifact("x", "y")),
        Arguments.of(new OtherArtifact("x:y", "z"), new OtherArtifact("x", "y:z")),
        Arguments.of(message("<A@x>", null), message("<a@x>", null)),
        Arguments.of(message("<a@x>", null), message(null, "<a@x>")),
        Arguments.of(cluster("Url", "http://a"), cluster("Url", "http://b")),
        Arguments.of(cluster("Url", "a:b"), cluster("Url", "a", "b", "")),
        Arguments.of(new Url("http://evil.example/?a\\b"), new Url("http://evil.example/?a/b")),
        Arguments.of(new Url("http://evil%2Fexample"), new Url("http://evil/example")),
        Arguments.of(new Url("http://evil\uff0fexample"), new Url("http://evil/example")),
        Arguments.of(new Url("http://evil\uff20good.example"), new Url("http://evil@good.example")),
        Arguments.of(new Url("http://%zz.example"), new Url("http://zz.example")),
        Arguments.of(new Url("http://%ff.example"), new Url("http://%fe.example")),
        Arguments.of(new Url("mailto:a\\b"), new Url("mailto:a/b")),
        Arguments.of(
            new Url("http://\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example"),
            new Url("http://\u0646\u0627\u0645\u0647\u0627\u06cc.example")),
        Arguments.of(new Url("http://evil.example/?Q"), new Url("http://evil.example/?q")),
        Arguments.of(new Url("http://evil.example/a%2Fb"), new Url("http://evil.example/a/b")),
        Arguments.of(new Url("http://evil.example/%2541"), new Url("http://evil.example/%41")),
        Arguments.of(new Url("http://evil.example/a?"), new Url("http://evil.example/a")),
        Arguments.of(new Url("http://Bob@evil.example/"), new Url("http://bob@evil.example/")),
        Arguments.of(new Url("http://evil.example:8080"), new Url("http://evil.example:8081")),
        Arguments.of(new Url("https://evil.example:80"), new Url("https://evil.example")),
        Arguments.of(new Url("http://stra\u00dfe.example"), new Url("http://strasse.example")),
        Arguments.of(new IpAddress("fe80::1%eth0"), new IpAddress("fe80::1%Eth0")),
        Arguments.of(new Url("http://evil.example/A"), new Url("http://evil.example/a")),
        Arguments.of(new Url("http://evil.example/"), new Url("https://evil.example/")),
        Arguments.of(rule("AQAA"), rule("aqaa")),
        Arguments.of(
            new ScheduledTask(LAPTOP_ID, "x", null), new SystemService(LAPTOP_ID, "x", null)),
        Arguments.of(new Driver(LAPTOP_ID, "x", null), new SystemService(LAPTOP_ID, "x", null)));
  }

  private static FileArtifact at(String path) {
    return new FileArtifact(LAPTOP_ID, path, null, null, null, null, null, null);
  }

  private static SystemService service(String name) {
    return new SystemService(LAPTOP_ID, name, null);
  }

  private static ScheduledTask task(String name) {
    return new ScheduledTask(LAPTOP_ID, name, null);
  }

  private static RegistryEntry registry(String hive, String key, String value) {
    return new RegistryEntry(LAPTOP_ID, hive, key, value, null, null);
  }

  private static UserAccount account(String domain, String name) {
    return new UserAccount(null, null, null, name, domain);
  }

  private static MailMessage message(String internetId, String networkId) {
    return new MailMessage(
        networkId,
        internetId,
        "r@x",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static MailCluster cluster(String... criteria) {
    return new MailCluster(
        new EntityKey("mail:x"),
        IntStream.range(0, criteria.length / 2)
            .mapToObj(i -> new MailCluster.Criterion(criteria[2 * i], criteria[2 * i + 1]))
            .toList(),
        List.of(),
        1);
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
    assertThat(file("a", null, null, null).key().value()).endsWith(":path:c%3A\\x\\a");
  }

  @Test
  void aThingOnADeviceIsTheSameOnAnyOther() {
    var here = new SystemService("D:1", "a:b", null).key();
    assertThat(here.onAnyDevice())
        .isEqualTo(new SystemService("d2", "A:B", null).key().onAnyDevice())
        .isEqualTo(new SystemService(null, "a:b", null).key())
        .isNotEqualTo(new SystemService("D", "1:a:b", null).key().onAnyDevice());
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
