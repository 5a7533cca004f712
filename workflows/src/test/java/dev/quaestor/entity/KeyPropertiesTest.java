package dev.quaestor.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One key for one thing, for all kinds: pairs are drawn with a fixed seed from few and awkward
 * words, so that many are equal, many differ in case alone, and many hold what separates parts.
 */
class KeyPropertiesTest {
  private static final long SEED = 20261128;
  private static final int PAIRS = 40_000;

  private static final List<String> WORDS =
      List.of(
          "a", "A", "b", "a:b", "A:b", "b:a", ":", "-", "%", "%3A", "%2D", "%25", "", "a%3Ab",
          "\u212A", "k", "K", "a-b", "path", "network", "sid", "account", "command", "image", "a b",
          "\n");

  private static final List<String> CASED = List.of("evil", "Evil", "eVil", "evil2", "\u212Aevil");

  /**
   * One kind of entity, how one is drawn, and by what two are the same, told without their keys.
   */
  private record Kind(
      String name,
      BiFunction<Random, List<String>, Entity> drawn,
      BiPredicate<Entity, Entity> same) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static String word(Random random, List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private static @Nullable String maybe(Random random, List<String> words) {
    return random.nextInt(4) == 0 ? null : word(random, words);
  }

  /** As the JDK compares without case, but for letters that only resemble one of a pair. */
  private static boolean alike(@Nullable String one, @Nullable String other) {
    return one == null || other == null
        ? Objects.equals(one, other)
        : one.equalsIgnoreCase(other) && one.contains("\u212A") == other.contains("\u212A");
  }

  private static boolean alikeId(@Nullable String one, @Nullable String other) {
    return one == null || other == null
        ? Objects.equals(one, other)
        : alike(one.strip(), other.strip());
  }

  @SuppressWarnings("unchecked")
  private static <E extends Entity> Kind kind(
      String name, BiFunction<Random, List<String>, E> drawn, BiPredicate<E, E> same) {
    return new Kind(name, drawn::apply, (a, b) -> same.test((E) a, (E) b));
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        kind(
            "device",
            (r, w) -> Device.ofId("d" + word(r, w) + word(r, List.of("", ".x", ".x."))),
            (Device a, Device b) -> alikeId(tailless(a.deviceId()), tailless(b.deviceId()))),
        kind(
            "file by hash",
            (r, w) ->
                new FileArtifact(
                    maybe(r, w), word(r, w), "/x", null, "1" + word(r, w), null, null, null),
            (FileArtifact a, FileArtifact b) ->
                alikeId(a.deviceId(), b.deviceId()) && alikeId(a.sha1(), b.sha1())),
        kind(
            "file of Linux",
            (r, w) ->
                new FileArtifact(
                    maybe(r, w), word(r, w), "/" + word(r, w), null, null, null, null, null),
            (FileArtifact a, FileArtifact b) ->
                alikeId(a.deviceId(), b.deviceId())
                    && trimmed(a.imagePath().orElseThrow())
                        .equals(trimmed(b.imagePath().orElseThrow()))),
        kind(
            "file of Windows",
            (r, w) ->
                new FileArtifact(
                    maybe(r, w),
                    "n" + word(r, w) + word(r, List.of("", "", ".", ". ")),
                    "C:\\" + word(r, w) + "x",
                    null,
                    null,
                    null,
                    null,
                    null),
            (FileArtifact a, FileArtifact b) ->
                alikeId(a.deviceId(), b.deviceId())
                    && alike(a.directory(), b.directory())
                    && alike(tailless(a.name()), tailless(b.name()))),
        kind(
            "process with its start",
            (r, w) ->
                new ProcessArtifact(
                    maybe(r, w),
                    (long) r.nextInt(3),
                    Instant.EPOCH.plusSeconds(r.nextInt(3)),
                    maybe(r, w),
                    null,
                    null),
            (ProcessArtifact a, ProcessArtifact b) ->
                alikeId(a.deviceId(), b.deviceId())
                    && Objects.equals(a.processId(), b.processId())
                    && Objects.equals(a.startedAt(), b.startedAt())),
        kind(
            "process without a start",
            (r, w) ->
                new ProcessArtifact(
                    maybe(r, w), r.nextBoolean() ? 7L : null, null, word(r, w), null, null),
            (ProcessArtifact a, ProcessArtifact b) ->
                alikeId(a.deviceId(), b.deviceId())
                    && Objects.equals(a.processId(), b.processId())
                    && Objects.equals(a.commandLine(), b.commandLine())),
        kind(
            "message",
            (r, w) ->
                new MailMessage(
                    "n",
                    "<" + word(r, w) + ">",
                    maybe(r, w),
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
                    null),
            (MailMessage a, MailMessage b) ->
                Objects.equals(a.internetMessageId(), b.internetMessageId())
                    && alikeId(a.recipient(), b.recipient())),
        kind(
            "message by Exchange's id",
            (r, w) ->
                new MailMessage(
                    word(r, w),
                    null,
                    maybe(r, w),
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
                    null),
            (MailMessage a, MailMessage b) ->
                alikeId(a.networkMessageId(), b.networkMessageId())
                    && alikeId(a.recipient(), b.recipient())),
        kind(
            "cluster",
            (r, w) ->
                new MailCluster(
                    EntityKey.of("mail", word(r, w), maybe(r, w)),
                    Stream.generate(() -> new MailCluster.Criterion(word(r, w), word(r, w)))
                        .limit(1 + r.nextInt(2))
                        .toList(),
                    List.of(),
                    0),
            (MailCluster a, MailCluster b) ->
                a.rootMessage().equals(b.rootMessage()) && sameCriteria(a, b)),
        kind(
            "mailbox",
            (r, w) -> new Mailbox("m" + word(r, w) + "@x.example", null),
            (Mailbox a, Mailbox b) -> alikeId(a.address(), b.address())),
        kind(
            "rule",
            (r, w) -> new MailboxRule(word(r, w), word(r, w), null, true, List.of()),
            (MailboxRule a, MailboxRule b) ->
                alikeId(a.mailbox(), b.mailbox()) && a.ruleId().equals(b.ruleId())),
        kind(
            "account of a domain",
            (r, w) -> new UserAccount(null, null, null, "u" + word(r, w), "d" + word(r, w)),
            (UserAccount a, UserAccount b) ->
                alikeId(a.accountName(), b.accountName()) && alikeId(a.domain(), b.domain())),
        kind(
            "account without a domain",
            (r, w) -> new UserAccount(null, null, null, word(r, w), null),
            (UserAccount a, UserAccount b) -> Objects.equals(a.accountName(), b.accountName())),
        kind(
            "registry",
            (r, w) ->
                new RegistryEntry(
                    maybe(r, w),
                    "HKLM",
                    word(r, w) + "\\k" + word(r, w),
                    r.nextInt(8) == 0 ? "(Default)" : maybe(r, w),
                    null,
                    null),
            (RegistryEntry a, RegistryEntry b) ->
                alikeId(a.deviceId(), b.deviceId())
                    && alike(onePath(a.registryKey()), onePath(b.registryKey()))
                    && alike(unnamed(a.valueName()), unnamed(b.valueName()))),
        kind(
            "task of Windows",
            (r, w) -> new ScheduledTask(maybe(r, w), "t" + word(r, w), null),
            (ScheduledTask a, ScheduledTask b) ->
                alikeId(a.deviceId(), b.deviceId()) && alike(a.name(), b.name())),
        kind(
            "file of cron",
            (r, w) -> new ScheduledTask(maybe(r, w), "/etc/cron.d/t" + word(r, w), null),
            (ScheduledTask a, ScheduledTask b) ->
                alikeId(a.deviceId(), b.deviceId()) && a.name().equals(b.name())),
        kind(
            "unit of systemd",
            (r, w) -> new SystemService(maybe(r, w), "t" + word(r, w) + ".service", null),
            (SystemService a, SystemService b) ->
                alikeId(a.deviceId(), b.deviceId()) && a.name().equals(b.name())),
        kind(
            "service of Windows",
            (r, w) -> new SystemService(maybe(r, w), word(r, w), "C:\\x.exe"),
            (SystemService a, SystemService b) ->
                alikeId(a.deviceId(), b.deviceId()) && alike(a.name(), b.name())),
        kind(
            "driver",
            (r, w) -> new Driver(maybe(r, w), word(r, w), null),
            (Driver a, Driver b) ->
                alikeId(a.deviceId(), b.deviceId()) && alike(a.name(), b.name())),
        kind(
            "module of Linux",
            (r, w) -> new Driver(maybe(r, w), word(r, w) + ".ko", null),
            (Driver a, Driver b) ->
                alikeId(a.deviceId(), b.deviceId()) && a.name().equals(b.name())),
        kind(
            "url",
            (r, w) ->
                new Url(
                    word(r, List.of("http", "HTTP", "https"))
                        + word(r, List.of("://", ":", ":/", ":\\\\", ":/\\/", ":\t//"))
                        + word(r, List.of("", "Bob@", "bob@"))
                        + word(
                            r,
                            List.of(
                                "x.example",
                                "X.Example",
                                "y.example",
                                "x\u00ad.example",
                                "\u200bx.example",
                                "%78.example",
                                "x.exa\nmple."))
                        + word(r, List.of("/", "\\"))
                        + word(
                            r,
                            List.of(
                                "evil", "Evil", "%65vil", "%45vil", "e%2Fvil", "e%2fvil", "e/vil"))
                        + word(r, List.of("", "?", "?a=b", "?A=b"))),
            (Url a, Url b) -> sameUrl(a.value(), b.value())),
        kind(
            "other",
            (r, w) -> new OtherArtifact(word(r, w), word(r, w)),
            (OtherArtifact a, OtherArtifact b) -> a.equals(b)));
  }

  private static @Nullable String unnamed(@Nullable String value) {
    return "(Default)".equals(value) ? "" : value;
  }

  private static @Nullable String tailless(@Nullable String name) {
    return name == null ? null : name.replaceAll("[. ]+$", "");
  }

  private static String trimmed(String path) {
    return Stream.of(path.split("/"))
        .filter(part -> !part.isEmpty())
        .reduce("", (all, part) -> all + "/" + part);
  }

  private static String onePath(String key) {
    return String.join(
        "\\", Arrays.stream(key.split("\\\\")).filter(part -> !part.isEmpty()).toList());
  }

  private static boolean sameCriteria(MailCluster one, MailCluster other) {
    return covers(one, other) && covers(other, one);
  }

  private static boolean covers(MailCluster one, MailCluster other) {
    return one.criteria().stream()
        .allMatch(
            a ->
                other.criteria().stream()
                    .anyMatch(
                        b ->
                            alikeId(a.field(), b.field())
                                && a.value().strip().equals(b.value().strip())));
  }

  /** What the WHATWG's URL standard and RFC 3986 say of just these words. */
  private static boolean sameUrl(String one, String other) {
    var plain = new ArrayList<String>();
    for (var url : List.of(one, other)) {
      var text = url.replaceAll("[\\t\\n\u00ad\u200b]", "").replace('\\', '/').replace("%78", "x");
      var scheme = text.substring(0, text.indexOf(':'));
      var rest = text.substring(scheme.length() + 1).replaceFirst("^/*", "");
      var slash = rest.indexOf('/');
      var at = rest.indexOf('@');
      var user = at < 0 ? "" : rest.substring(0, at);
      var host = rest.substring(at + 1, slash).replace("example.", "example");
      plain.add(
          String.join(
              " ",
              scheme.toLowerCase(Locale.ROOT),
              user,
              host.toLowerCase(Locale.ROOT),
              rest.substring(slash).replace("%65", "e").replace("%45", "E").replace("%2f", "%2F")));
    }
    return plain.getFirst().equals(plain.getLast());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void twoThingsHaveOneKeyExactlyIfTheyAreOneThing(Kind kind) {
    var random = new Random(SEED);
    var equal = 0;
    for (int i = 0; i < PAIRS; i++) {
      var words = i % 2 == 0 ? WORDS : CASED;
      var one = kind.drawn().apply(random, words);
      var other = kind.drawn().apply(random, words);
      var same = kind.same().test(one, other);
      equal += same ? 1 : 0;
      assertThat(one.key().equals(other.key())).as("%s and %s", one, other).isEqualTo(same);
    }
    assertThat(equal).as("pairs that were the same").isBetween(PAIRS / 4000, PAIRS * 9 / 10);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noKeyIsThatOfAnotherKind(Kind kind) {
    var random = new Random(SEED);
    for (var other : kinds().toList()) {
      for (int i = 0; i < 400; i++) {
        var one = kind.drawn().apply(random, WORDS);
        var two = other.drawn().apply(random, WORDS);
        if (one.getClass() != two.getClass()) {
          assertThat(one.key()).isNotEqualTo(two.key());
        }
      }
    }
  }
}
