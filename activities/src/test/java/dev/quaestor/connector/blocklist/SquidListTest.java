package dev.quaestor.connector.blocklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.connector.capability.UrlBlocking.Entry;
import dev.quaestor.entity.Url;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks at a real squid: what is hostile, what breaks, and what others do meanwhile. */
@EnabledOnOs(OS.LINUX)
class SquidListTest {
  @TempDir static Path folder;
  private static RealSquid squid;

  @BeforeAll
  static void up() throws Exception {
    squid = RealSquid.up(folder);
  }

  @AfterAll
  static void down() {
    if (squid != null) {
      squid.close();
    }
  }

  @BeforeEach
  void asAtFirst() throws Exception {
    squid.reset(page());
    squid.asked.clear();
  }

  private static UrlBlocking port() {
    return squid.port(squid.connector());
  }

  private static Mandate mandate() {
    return new Mandate("act-" + UUID.randomUUID(), "");
  }

  private static String site() {
    return "http://evil.example:" + squid.web();
  }

  private static String page() {
    return site() + "/login";
  }

  /**
   * @param asked what a browser asks for where the URL is clicked
   * @param open what must stay open whatever is done about it
   */
  private record Hostile(String url, String asked, List<String> open) {
    static Hostile of(String path, String asked, String... open) {
      return new Hostile("http://evil.example:PORT" + path, asked, List.of(open));
    }

    @Override
    public String toString() {
      return url.length() > 80 ? url.substring(0, 80) + "…" : url;
    }
  }

  private static List<Hostile> blocked() {
    return List.of(
        Hostile.of("/a.c", "/a.c", "/abc", "/a.cd", "/A.c"),
        Hostile.of("/.*", "/.*", "/", "/help", "/.*x"),
        Hostile.of("/a|http", "/a|http", "/a", "/help"),
        Hostile.of("/(a+)+$", "/(a+)+$", "/a", "/aa"),
        Hostile.of("/a[b-z]{1,9}?x^y", "/a[b-z]{1,9}?x^y", "/ab", "/abx"),
        Hostile.of("/^a$|^", "/^a$|^", "/a", "/"),
        Hostile.of("/'\"`;&", "/'%22`;&", "/'", "/"),
        Hostile.of("/a%20;%20quaestor", "/a%20;%20quaestor", "/a", "/a%20"),
        Hostile.of("/a # b", "/a%20", "/a", "/a%20b"),
        Hostile.of("/a\n.*\nb", "/a.*b", "/help", "/aXb"),
        Hostile.of("/a\r\n^http", "/a^http", "/a", "/help"),
        Hostile.of("/a\t-i", "/a-i", "/a-I", "/help"),
        Hostile.of("/a?q=%3Fx&y=a%2Fb", "/a?q=?x&y=a/b", "/a", "/a?q=x"),
        Hostile.of("/%C3%A9t%C3%A9", "/%C3%A9t%C3%A9", "/%C3%A8t", "/t"),
        Hostile.of("/été", "/%C3%A9t%C3%A9", "/ete"),
        Hostile.of("/x/../y", "/y", "/x", "/x/y"),
        Hostile.of("/%6Cogin#frag", "/login", "/logi", "/login/", "/login?"),
        Hostile.of("/" + "b".repeat(1700), "/" + "b".repeat(1700), "/b", "/" + "b".repeat(1699)),
        new Hostile("HTTP://EVIL.example:PORT/a", "/a", List.of("/A")),
        new Hostile("http://evil.example.:PORT/a", "/a", List.of("/b")),
        new Hostile("http://good.example@evil.example:PORT/", "/", List.of("/a")),
        new Hostile("http:\\\\evil.example:PORT\\a\\b", "/a/b", List.of("/a")),
        new Hostile("hxxp://evil[.]example:PORT/a", "/a", List.of("/b")));
  }

  @ParameterizedTest
  @MethodSource("blocked")
  void aHostileUrlIsBlockedAndNothingElseIs(Hostile hostile) {
    var url = new Url(hostile.url().replace("PORT", "" + squid.web()));
    var before = squid.text();
    assertThat(port().obstacle(url)).isEmpty();
    assertThat(port().wholeHost(url)).isEmpty();

    assertThat(port().block(url, mandate())).isInstanceOf(Progress.Done.class);

    assertThat(squid.refuses(site() + hostile.asked())).as("the click").isTrue();
    for (var open : hostile.open()) {
      assertThat(squid.refuses(site() + open)).as(open).isFalse();
    }
    var theirs = "http://evil.example.good.example:" + squid.web();
    assertThat(squid.refuses(theirs + hostile.asked())).isFalse();
    assertThat(squid.refuses("http://evilxexample:" + squid.web() + hostile.asked())).isFalse();
    assertThat(squid.text()).startsWith(before);
    assertThat(squid.text().substring(before.length()).lines()).hasSize(1);

    assertThat(port().unblock(url, null, mandate())).isInstanceOf(Progress.Done.class);
    assertThat(squid.text()).isEqualTo(before);
  }

  private static final String OF_MANY = "which many share";

  private static Map<String, String> refused() {
    return Map.ofEntries(
        Map.entry("https://docs.google.com/forms/d/x", OF_MANY),
        Map.entry("https://bit.ly/abc", OF_MANY),
        Map.entry("https://github.io/", OF_MANY),
        Map.entry("https://co.uk/", OF_MANY),
        Map.entry("http://com/", OF_MANY),
        Map.entry("https://www.dropbox.com/s/x?dl=1", OF_MANY),
        Map.entry("https://localhost/", OF_MANY),
        Map.entry("http://evil.example/a%2Fb", "escaped / from a plain one"),
        Map.entry("http://evil.example/a%3Fb", "escaped ? from a plain one"),
        Map.entry("http://evil.example/a%20%23%20quaestor", "escaped # from a plain one"),
        Map.entry("http://evil.example/a\u0001#x", "control character"),
        Map.entry("http://evil.example/a%2541", "escaped % from a plain one"),
        Map.entry("http://evil.example/a?b=c%26d", "escaped & from a plain one"),
        Map.entry("http://evil.example/a%0Ab", "control character"),
        Map.entry("http://evil.example/a%00b", "control character"),
        Map.entry("http://evil.example/a%zz", "an escape that is none"),
        Map.entry("http://evil.example/a%", "an escape that is none"),
        Map.entry("http://evil.example/\u0001\u0007x", "control character"),
        Map.entry("http://evil.example/" + "a".repeat(4096), "too long"),
        Map.entry("http://evil.example/" + ".".repeat(700), "too long"),
        Map.entry("evil.example/a", "has no scheme"),
        Map.entry("http://[2001:db8::1]/a", "cannot name its host"),
        Map.entry("http://a b.example/", "cannot name its host"),
        Map.entry("http://evil.example|good.example/", "cannot name its host"),
        Map.entry("http://(.*)/", "cannot name its host"),
        Map.entry("http://evil%2Fexample/", "cannot name its host"),
        Map.entry("http://" + "a".repeat(64) + ".example/", "cannot name its host"),
        Map.entry("http://" + "a.".repeat(130) + "example/", "cannot name its host"),
        Map.entry("http://-evil.example/", "cannot name its host"));
  }

  @Test
  void whatCannotBeBlockedWithoutOthersIsRefusedWithItsReason() {
    var before = squid.state();
    refused()
        .forEach(
            (text, reason) -> {
              var url = new Url(text);
              assertThat(port().knows(url)).as(text).isTrue();
              assertThat(port().obstacle(url)).as(text).get().asString().contains(reason);
              assertThatThrownBy(() -> port().block(url, mandate()))
                  .isInstanceOfSatisfying(
                      ConnectorException.class,
                      said -> assertThat(said.kind()).isEqualTo(Kind.REJECTED));
            });
    assertThat(squid.state()).isEqualTo(before);
  }

  @Test
  void ofHttpsTheWholeHostIsBlockedWhichIsSaidAndNothingBesideIt() {
    var url = new Url("https://evil.example:" + squid.secure() + "/login?x=1");
    assertThat(port().wholeHost(url)).contains("https://evil.example:" + squid.secure());

    assertThat(port().block(url, mandate()).sentence()).contains("all of https://evil.example:");

    assertThat(squid.refuses("https://evil.example:" + squid.secure())).isTrue();
    assertThat(squid.refuses("https://sub.evil.example:" + squid.secure())).isFalse();
    assertThat(squid.refuses(page())).isFalse();
  }

  @Test
  void aSiteIsBlockedWithAllThatIsThereAndNothingBelowIt() {
    assertThat(port().block(new Url("http://evil.example/"), mandate()))
        .isInstanceOf(Progress.Done.class);

    assertThat(squid.refuses(page())).isTrue();
    assertThat(squid.refuses("https://evil.example:" + squid.secure())).isTrue();
    assertThat(squid.refuses("http://sub.evil.example:" + squid.web() + "/")).isFalse();
    assertThat(squid.refuses("http://good.example:" + squid.web() + "/?evil.example/")).isFalse();
    assertThat(squid.refuses("http://good.example:" + squid.web() + "/http://evil.example/"))
        .isFalse();
  }

  @Test
  void anInternationalNameIsBlockedAsTheDnsWritesIt() {
    port().block(new Url("http://bücher.example:" + squid.web() + "/a"), mandate());

    assertThat(squid.refuses("http://xn--bcher-kva.example:" + squid.web() + "/a")).isTrue();
    assertThat(squid.refuses("http://xn--bcher-kva.example:" + squid.web() + "/b")).isFalse();
  }

  @Test
  void nobodyIsAskedForWhatIsToBeBlocked() {
    var tunnels = squid.tunnels;
    var plain = new Url(page());
    var secure = new Url("https://evil.example:" + squid.secure() + "/x");
    for (var url : List.of(plain, secure)) {
      port().entry(url);
      port().block(url, mandate());
      port().entry(url);
      port().unblock(url, null, mandate());
    }

    assertThat(squid.asked).isEmpty();
    assertThat(squid.tunnels).isEqualTo(tunnels);
  }

  @Test
  void aSiteThatPretendsToBeRefusedIsBlockedAllTheSame() {
    var forged = site() + "/forged";
    // In the proxy's cache by now, with the status and the field that a refusal has.
    assertThat(squid.refuses(forged)).isTrue();

    assertThat(port().entry(new Url(forged))).isEmpty();
    assertThat(port().block(new Url(forged), mandate())).isInstanceOf(Progress.Done.class);
  }

  @Test
  void aBlockLapsesAtItsTimeAndIsTakenOutOfTheFile() throws Exception {
    var time = new MovableClock(Instant.now());
    var port = squid.at(time, Duration.ofMillis(100), "list-file");
    var url = new Url(page());
    var before = squid.text();
    assertThat(port.block(url, mandate())).isInstanceOf(Progress.Done.class);
    assertThat(port.entry(url).orElseThrow().until())
        .isEqualTo(time.now.plusSeconds(60).truncatedTo(ChronoUnit.SECONDS));

    time.now = time.now.plusSeconds(61);
    assertThat(port.entry(url)).as("lapsed, whoever refuses it still").isEmpty();

    RealEnforcer.eventually("it is let through", () -> !squid.refuses(page()));
    assertThat(squid.text()).isEqualTo(before);
  }

  /** As the time is set. */
  private static final class MovableClock extends Clock {
    volatile Instant now;

    MovableClock(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void whoDiesBetweenTheFileAndItsReadingLeavesThatToTheNext() throws Exception {
    // As it is right after the rename: the file has the block, the note beside it is there.
    var url = new Url(page());
    var mandate = mandate();
    port().block(url, mandate);
    var line = squid.text().substring(squid.header().length());
    port().unblock(url, null, mandate());
    squid.append(line);
    Files.writeString(folder.resolve(".blocked.list.quaestor-lock"), "r");
    assertThat(squid.refuses(page())).isFalse();

    assertThat(port().block(url, mandate)).isInstanceOf(Progress.Done.class);
    assertThat(squid.refuses(page())).isTrue();
    assertThat(squid.text()).isEqualTo(squid.header() + line);

    // The same, found by nobody but the thread that looks after what lapses.
    squid.atFirst();
    Files.writeString(folder.resolve(".blocked.list.quaestor-lock"), "r");
    squid.at(Clock.systemUTC(), Duration.ofMillis(100), "list-file");
    RealEnforcer.eventually("it is read", () -> !squid.refuses(page()));
  }

  @Test
  void aReloadThatFailsLeavesTheFileAsItWasAndIsNoBlock() {
    for (var flag : List.of("fail", "hang")) {
      squid.flag(flag);
      var before = squid.text();

      assertThat(port().block(new Url(page()), mandate()))
          .isInstanceOfSatisfying(
              Progress.Failed.class,
              failed -> {
                assertThat(failed.code()).isEqualTo("RELOAD_FAILED");
                assertThat(failed.sentence())
                    .contains(
                        flag.equals("fail") ? "ended with 3 (it does not want to)" : "4000 ms");
              });
      assertThat(squid.text()).isEqualTo(before);
      assertThat(squid.refuses(page())).isFalse();
      squid.comeBackTo(flag);
    }
    assertThat(port().block(new Url(page()), mandate())).isInstanceOf(Progress.Done.class);
  }

  @Test
  void anUnblockWhoseReloadFailsLeavesTheBlock() {
    port().block(new Url(page()), mandate());
    var before = squid.text();
    squid.flag("fail");

    assertThat(port().unblock(new Url(page()), null, mandate()))
        .isInstanceOf(Progress.Failed.class);

    assertThat(squid.text()).isEqualTo(before);
    assertThat(squid.refuses(page())).isTrue();
  }

  @Test
  void whatIsStillLetThroughIsNotCalledBlocked() throws Exception {
    var conf = folder.resolve("squid.conf");
    var before = Files.readString(conf);
    Files.writeString(
        conf, before.replace("http_access deny quaestor", "http_access allow localhost"));
    squid.reload();
    try {
      assertThat(port().block(new Url(page()), mandate()))
          .isInstanceOfSatisfying(
              Progress.Unseen.class,
              said -> assertThat(said.sentence()).contains("still let through"));
      assertThat(port().entry(new Url(page())))
          .hasValueSatisfying(entry -> assertThat(entry.blocks()).isFalse());
    } finally {
      Files.writeString(conf, before);
      squid.reload();
    }
  }

  @Test
  void aProxyThatRefusesTheWorkerProvesNothing() throws Exception {
    var conf = folder.resolve("squid.conf");
    var before = Files.readString(conf);
    var text = squid.text();
    Files.writeString(conf, before.replace("http_access allow all", "http_access deny all"));
    squid.reload();
    RealEnforcer.eventually("all is refused", () -> squid.refuses(page()));
    try {
      assertThatThrownBy(() -> port().block(new Url(page()), mandate()))
          .isInstanceOfSatisfying(
              ConnectorException.class,
              said -> assertThat(said.kind()).isEqualTo(Kind.UNAUTHORIZED))
          .hasMessageContaining("refuses the worker what nobody has blocked");
      assertThat(squid.text()).isEqualTo(text);
    } finally {
      Files.writeString(conf, before);
      squid.reload();
    }
  }

  @Test
  void whatOthersWroteStaysToItsLastByteAndAnEditedBlockIsTheirs() {
    var other = new Url(site() + "/other");
    port().block(other, mandate());
    var edited = squid.text().replace("/other", "/edited");
    squid.atFirstWith(edited + "[broken\n\n  # \u00e9 no quaestor\r\n");
    var before = squid.text();

    assertThat(port().block(new Url(page()), mandate()).sentence())
        .contains("line 3 of the list was edited by hand and stays");
    assertThat(squid.text()).startsWith(before);
    port().unblock(new Url(page()), null, mandate());
    assertThat(squid.text()).isEqualTo(before);

    assertThat(port().unblock(new Url(site() + "/edited"), null, mandate()))
        .isInstanceOfSatisfying(
            Progress.Failed.class, failed -> assertThat(failed.code()).isEqualTo("CHANGED_SINCE"));
  }

  @Test
  void theBlockOfAnotherActionIsToldByItsName() {
    var one = mandate();
    port().block(new Url(page()), one);

    assertThat(port().block(new Url(page()), mandate())).isInstanceOf(Progress.Already.class);
    var left = new Left(List.of("act-2"), new Receipt.BlockEntry(null, false));
    assertThat(port().changedSince(new Url(page()), left))
        .get()
        .asString()
        .contains(one.actionId());
  }

  @Test
  void ownerAndModeOfTheFileAreKept() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "skipped: takes root");
    run("chown", "daemon:mail", squid.file.toString());
    Files.setPosixFilePermissions(squid.file, PosixFilePermissions.fromString("rw-r--r--"));

    port().block(new Url(page()), mandate());

    assertThat(Files.getAttribute(squid.file, "posix:owner", LinkOption.NOFOLLOW_LINKS).toString())
        .isEqualTo("daemon");
    assertThat(Files.getAttribute(squid.file, "posix:group", LinkOption.NOFOLLOW_LINKS).toString())
        .isEqualTo("mail");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(squid.file)))
        .isEqualTo("rw-r--r--");
    try (var beside = Files.list(folder)) {
      assertThat(beside.map(one -> one.getFileName().toString()))
          .noneMatch(name -> name.endsWith("-new") || name.endsWith("-former"));
    }
  }

  @Test
  void aFileThatIsMissingALinkOrAFolderIsNoAnswer() throws Exception {
    var aside = folder.resolve("aside");
    Files.move(squid.file, aside);
    try {
      isNoAnswer("is missing");
      Files.createSymbolicLink(squid.file, aside);
      isNoAnswer("is a link or a folder");
      Files.delete(squid.file);
      Files.createDirectory(squid.file);
      isNoAnswer("is a link or a folder");
      Files.delete(squid.file);
    } finally {
      Files.move(aside, squid.file);
    }
  }

  private static void isNoAnswer(String reason) {
    var url = new Url(page());
    Stream.<ThrowingCallable>of(
            () -> port().entry(url),
            () -> port().block(url, mandate()),
            () -> port().unblock(url, null, mandate()))
        .forEach(
            call ->
                assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                        ConnectorException.class, said -> assertThat(said.isPassing()).isTrue())
                    .hasMessageContaining(reason));
  }

  @Test
  void aFullDiskOrOneThatMayNotBeWrittenLeavesTheFileAsItWas() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "skipped: takes root");
    var small = Files.createDirectories(folder.resolve("small"));
    var mounted = run("mount", "-t", "tmpfs", "-o", "size=16k,mode=755", "tmpfs", small.toString());
    assumeTrue(mounted == 0, "skipped: takes the right to mount");
    try {
      var list = Files.writeString(small.resolve("list"), "# theirs\n");
      var port = squid.port(squid.connect(Map.of("list-file", list.toString())));
      Files.write(small.resolve("ballast"), new byte[4096]);
      Files.writeString(list, "# " + "x".repeat(4000) + "\n");
      var before = Files.readString(list);
      assertThatThrownBy(
              () -> {
                for (int n = 0; n < 8; n++) {
                  Files.write(small.resolve("ballast" + n), new byte[4096]);
                }
              })
          .hasMessageContaining("No space");

      assertThatThrownBy(() -> port.block(new Url(page()), mandate()))
          .isInstanceOfSatisfying(
              ConnectorException.class, said -> assertThat(said.isPassing()).isTrue())
          .hasMessageContaining("No space left");
      assertThat(Files.readString(list)).isEqualTo(before);

      run("mount", "-o", "remount,ro", small.toString());
      assertThatThrownBy(() -> port.block(new Url(page()), mandate()))
          .isInstanceOfSatisfying(
              ConnectorException.class, said -> assertThat(said.isPassing()).isTrue())
          .hasMessageContaining("Read-only");
      assertThat(Files.readString(list)).isEqualTo(before);
    } finally {
      run("umount", small.toString());
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor();
  }

  @Test
  void manyAtOnceLoseNoBlock() throws Exception {
    var other = squid.port(squid.connect(Map.of()));
    var threads =
        Stream.iterate(0, n -> n + 1)
            .limit(6)
            .map(
                n ->
                    Thread.ofVirtual()
                        .start(
                            () ->
                                (n % 2 == 0 ? port() : other)
                                    .block(new Url(site() + "/many/" + n), mandate())))
            .toList();
    for (var thread : threads) {
      thread.join();
    }

    for (int n = 0; n < 6; n++) {
      assertThat(port().entry(new Url(site() + "/many/" + n)).filter(Entry::blocks)).isPresent();
    }
  }
}
