package dev.quaestor.analyzer.indicator;

import static dev.quaestor.analyzer.Fixtures.SHA256;
import static dev.quaestor.analyzer.Fixtures.file;
import static dev.quaestor.analyzer.Fixtures.named;
import static dev.quaestor.analyzer.Fixtures.reportedPhish;
import static dev.quaestor.analyzer.Fixtures.verdict;
import static dev.quaestor.evidence.Verdict.MALICIOUS;
import static dev.quaestor.evidence.Verdict.NO_THREATS_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.IndicatorIndex;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.IndicatorList.Effect;
import dev.quaestor.connector.capability.IndicatorList.Indicator;
import dev.quaestor.connector.capability.IndicatorList.Type;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorAnalyzerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void aBlockedHashIsMaliciousInAnyCase() {
    assertThat(verdict(named(file("x")), list(block(Type.FILE_SHA256, SHA256.toUpperCase()))))
        .isEqualTo(MALICIOUS);
  }

  @Test
  void allowBeatsBlock() {
    assertThat(
            verdict(
                named(file("x")),
                list(block(Type.FILE_SHA256, SHA256), allow(Type.FILE_SHA256, SHA256))))
        .isEqualTo(NO_THREATS_FOUND);
  }

  private static final String SHA1 = "aa".repeat(20);
  private static final String MD5 = "bb".repeat(16);

  private static FileArtifact withWeaker(@Nullable String sha256) {
    return new FileArtifact("d", "x.exe", "C:\\", sha256, SHA1, MD5, null, null);
  }

  private static Context knowing(Context list, FileArtifact file, KnownFile known) {
    return new Context(
        new Answers<>(Map.of(file.key(), new Lookup.Known<>(known))),
        Answers.none(),
        Answers.none(),
        Answers.none(),
        list.indicators(),
        Map.of());
  }

  private static KnownFile unjudged(@Nullable String sha1, @Nullable String md5) {
    return new KnownFile(sha1, SHA256, md5, Determination.UNKNOWN, null, null, null, null, null);
  }

  @Test
  void anAllowedHashThatIsOnlyToldBesideAStrongerOneClearsNothing() {
    for (var allowed : List.of(allow(Type.FILE_SHA1, SHA1), allow(Type.FILE_MD5, MD5))) {
      var file = withWeaker(SHA256);
      assertThat(verdict(named(file), list(allowed))).isEqualTo(Verdict.UNKNOWN);
      assertThat(new IndicatorAnalyzer().analyze(named(file), list(allowed)))
          .extracting(Finding::code)
          .containsExactly("INDICATOR_UNCONFIRMED");
      var another = unjudged("cc".repeat(20), "dd".repeat(16));
      assertThat(verdict(named(file), knowing(list(allowed), file, another)))
          .isEqualTo(Verdict.UNKNOWN);
      var own = unjudged(SHA1.toUpperCase(), MD5.toUpperCase());
      assertThat(verdict(named(file), knowing(list(allowed), file, own)))
          .as("confirmed")
          .isEqualTo(NO_THREATS_FOUND);
    }
  }

  @Test
  void anAllowedHashThatIsTheStrongestOneClears() {
    assertThat(verdict(named(withWeaker(null)), list(allow(Type.FILE_SHA1, SHA1))))
        .isEqualTo(NO_THREATS_FOUND);
  }

  @Test
  void aBlockedHashConvictsWhicheverItIs() {
    for (var blocked : List.of(block(Type.FILE_SHA1, SHA1), block(Type.FILE_MD5, MD5))) {
      assertThat(verdict(named(withWeaker(SHA256)), list(blocked))).isEqualTo(MALICIOUS);
    }
  }

  @Test
  void anExpiredEntryIsNone() {
    var expired = new Indicator("1", "evil.test", Type.DOMAIN_NAME, Effect.BLOCK, null, NOW);
    assertThat(verdict(named(new Url("https://evil.test/")), list(expired)))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aDomainStandsForAllBelowItAndNotForItsNeighbours() {
    var evil = list(block(Type.DOMAIN_NAME, "Evil.Test"));
    assertThat(verdict(named(new Url("https://a.b.evil.test/x")), evil)).isEqualTo(MALICIOUS);
    assertThat(verdict(named(new Url("https://notevil.test/x")), evil)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aUrlIsTheSameWithAndWithoutSchemeAndSlash() {
    var evil = list(block(Type.URL, "evil.test/Login"));
    assertThat(verdict(named(new Url("https://EVIL.test/Login/#top")), evil)).isEqualTo(MALICIOUS);
    assertThat(verdict(named(new Url("https://evil.test/other")), evil)).isEqualTo(Verdict.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http:\\\\evil.test\\x",
        "http:/\\evil.test/x",
        "http:/evil.test/x",
        "https:evil.test/x",
        "http://evil.test\\@good.test/x",
        "http://ev\u00adil.test/x",
        "ht\ttp://ev\nil.test/x",
        "http://%65vil.test./x",
        "//evil.test/x",
        "hxxp://evil[.]test/x",
        "evil.test/x",
      })
  void anotherSpellingOfAListedHostIsListed(String url) {
    var evil = list(block(Type.DOMAIN_NAME, "evil.test"));
    assertThat(verdict(named(new Url(url)), evil)).isEqualTo(MALICIOUS);
  }

  @Test
  void anAddressIsFoundAsItselfAndAsHost() {
    var evil = list(block(Type.IP_ADDRESS, "203.0.113.7"));
    assertThat(verdict(named(new IpAddress("203.0.113.7")), evil)).isEqualTo(MALICIOUS);
    assertThat(verdict(named(new Url("http://203.0.113.7/")), evil)).isEqualTo(MALICIOUS);
    assertThat(verdict(named(new Url("http://3405803783/")), evil)).isEqualTo(MALICIOUS);
  }

  @Test
  void anAllowedLinkDoesNotClearTheMailThatHoldsIt() {
    var allowed = list(allow(Type.IP_ADDRESS, "198.51.100.23"));
    assertThat(verdict(named(reportedPhish()), allowed)).isEqualTo(MALICIOUS);
  }

  @Test
  void aListThatIsDownIsABlindSpot() {
    var down =
        new Context(
            Answers.none(),
            Answers.none(),
            Answers.none(),
            Answers.none(),
            List.of(new Lookup.CouldNotLook<>("THROTTLED", "Later.")),
            Map.of());
    assertThat(new IndicatorAnalyzer().analyze(named(new IpAddress("203.0.113.7")), down))
        .extracting(Finding::effect)
        .containsExactly(Finding.Effect.BLIND);
  }

  private static Indicator block(Type type, String value) {
    return new Indicator("b", value, type, Effect.BLOCK, "title", null);
  }

  private static Indicator allow(Type type, String value) {
    return new Indicator("a", value, type, Effect.ALLOWED, null, NOW.plusSeconds(60));
  }

  private static Context list(Indicator... indicators) {
    return new Context(
        Answers.none(),
        Answers.none(),
        Answers.none(),
        Answers.none(),
        List.of(new Lookup.Known<>(IndicatorIndex.of(List.of(indicators), NOW))),
        Map.of());
  }
}
