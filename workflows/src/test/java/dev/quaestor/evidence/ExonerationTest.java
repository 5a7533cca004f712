package dev.quaestor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.fixtures.Fixtures;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExonerationTest {
  private static final MailMessage MAIL = Fixtures.phish();
  private static final Url LINK = Fixtures.phishUrl();
  private static final Url OTHER = new Url("http://203.0.113.11/other");

  private static Assessment malicious(Evidence evidence) {
    var reasons = List.of(Finding.weighs("test", "SEEN", 100, "It was seen before"));
    return new Assessment(evidence, true, reasons, VerdictRules.conclude(reasons), List.of());
  }

  private static Assessment clean(Evidence evidence) {
    var reasons = List.of(Finding.nothing("test", "NOTHING", "Nothing was found"));
    return new Assessment(evidence, true, reasons, VerdictRules.conclude(reasons), List.of());
  }

  private static List<Assessment> mailWithItsLink() {
    var mail = Evidence.named(MAIL, "a1", null);
    return Propagation.apply(
        List.of(clean(mail), malicious(Evidence.found(LINK, mail, Role.CONTEXTUAL))));
  }

  @Test
  void aVerdictThatRestedOnWhatWasHarmlessFallsWithIt() {
    var exoneration = Exoneration.of(mailWithItsLink(), Set.of(LINK.key()));

    assertThat(exoneration.cleared()).containsExactlyInAnyOrder(MAIL.key(), LINK.key());
    assertThat(exoneration.stillThreats()).isEmpty();
  }

  @Test
  void whatAlsoRestsOnAnotherThreatIsNotUndercut() {
    var evidence =
        List.of(
            malicious(Evidence.named(LINK, "a1", null)),
            malicious(Evidence.named(OTHER, "a1", null)));

    var exoneration = Exoneration.of(evidence, Set.of(LINK.key()));

    assertThat(exoneration.undercuts(List.of(LINK.key()))).isTrue();
    assertThat(exoneration.undercuts(List.of(LINK.key(), OTHER.key()))).isFalse();
    assertThat(exoneration.undercuts(List.of(new EntityKey("device:d1")))).isFalse();
  }

  @Test
  void anAlertBroughtWhatOnlyItNamesAndWhatWasFoundFromThere() {
    var mail = Evidence.named(MAIL, "a1", null);
    var both = Evidence.named(OTHER, "a1", null).merge(Evidence.named(OTHER, "a2", null));
    var evidence =
        List.of(clean(mail), clean(both), malicious(Evidence.found(LINK, mail, Role.CONTEXTUAL)));

    assertThat(Exoneration.broughtOnlyBy("a1", evidence)).containsExactly(MAIL.key(), LINK.key());
    assertThat(Exoneration.broughtOnlyBy("a2", evidence)).isEmpty();
  }
}
