package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link MailSearch} must keep. */
public abstract class MailSearchContract extends PortContract<MailSearch> {
  protected MailSearchContract() {
    super(MailSearch.class);
  }

  /** What several messages of this week agree in, one of them the subject of all. */
  protected abstract List<Criterion> criteria();

  /** All of them in every mailbox, at least three, by the back end's own word. */
  protected abstract Set<EntityKey> alike();

  /** One of them, with its mailbox and Message-ID. */
  protected abstract MailMessage there();

  /** As a location names the folder that it is in. */
  protected abstract String folder();

  /** The same message in a mailbox that has no copy of it. */
  protected abstract MailMessage notThere();

  private static Instant lately() {
    return Instant.now().minus(Duration.ofDays(7));
  }

  private Similar similar(Criterion... criteria) {
    return port().similar(List.of(criteria), lately(), 100);
  }

  @Test
  void everyCopyInEveryMailboxIsFoundOnceAndNoOtherMessage() {
    var found = port().similar(criteria(), lately(), 100);

    assertThat(found.messages())
        .extracting(MailCluster.Member::key)
        .containsExactlyInAnyOrderElementsOf(alike());
    assertThat(found.count()).isEqualTo(alike().size());
  }

  @Test
  void noMoreAreListedThanAskedForAndAllAreCounted() {
    var found = port().similar(criteria(), lately(), 2);

    assertThat(found.messages()).hasSize(2);
    assertThat(found.count()).isEqualTo(alike().size());
  }

  @Test
  void whatIsOlderThanAskedForIsNotFound() {
    var found = port().similar(criteria(), Instant.now().plus(Duration.ofHours(1)), 100);

    assertThat(found.messages()).isEmpty();
    assertThat(found.count()).isZero();
  }

  @Test
  void whateverAValueHoldsIsData() {
    for (var hostile :
        List.of(
            "x\" or Subject != \"\\ \n| take 10 // \0",
            "\") OR ALL (SUBJECT \"",
            "*",
            "%",
            "\r\nA2 LOGOUT\r\n",
            "é\u202e")) {
      for (var field : List.of(Field.SUBJECT, Field.SENDER_ADDRESS, Field.INTERNET_MESSAGE_ID)) {
        assertThat(similar(field.is(hostile))).isEqualTo(new Similar(List.of(), 0));
      }
    }
  }

  @Test
  void aSearchForNothingOrByAnUnknownFieldIsAMistakeOfItsCaller() {
    assertThatThrownBy(() -> similar()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> similar(new Criterion("Subject == 1 or 1", "1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageIsLocatedWhereItIsAndWhatIsNotThereIsMissing() {
    var homeless = MailMessage.named(null, String.valueOf(there().internetMessageId()), null);

    var located = port().locate(List.of(there(), notThere(), homeless));

    assertThat(located).containsOnlyKeys(there().key());
    assertThat(located.get(there().key()).folderName()).isEqualToIgnoringCase(folder());
  }

  @Test
  void fingerprintsAreToldByTheKeysThatAreAskedFor() {
    assertThat(List.of(there().key(), notThere().key()))
        .containsAll(port().clusterIds(List.of(there(), notThere()), lately()).keySet());
  }

  @Test
  void awayIsAwayAndNotAnEmptyAnswer() {
    isAwayFor(
        () -> port().similar(criteria(), lately(), 10), () -> port().locate(List.of(there())));
  }
}
