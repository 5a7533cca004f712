package dev.quaestor.action;

import static dev.quaestor.fixtures.Fixtures.LAPTOP_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.entity.Device;
import dev.quaestor.fixtures.Fixtures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each action, its inverse against its receipt, and what it must not run beside. */
class RemediationActionTest {

  /** DOMAIN §11's column of inverses. */
  private static final Map<ActionType, ActionType> INVERSES =
      Map.ofEntries(
          Map.entry(ActionType.ISOLATE_DEVICE, ActionType.RELEASE_DEVICE),
          Map.entry(ActionType.RESTRICT_CODE_EXECUTION, ActionType.RELEASE_CODE_EXECUTION),
          Map.entry(ActionType.STOP_AND_QUARANTINE_FILE, ActionType.RELEASE_FROM_QUARANTINE),
          Map.entry(ActionType.BLOCK_URL, ActionType.UNBLOCK_URL),
          Map.entry(ActionType.SOFT_DELETE_EMAIL, ActionType.RESTORE_EMAIL),
          Map.entry(ActionType.MOVE_EMAIL_TO_JUNK, ActionType.RESTORE_EMAIL),
          Map.entry(ActionType.MOVE_EMAIL_TO_DELETED_ITEMS, ActionType.RESTORE_EMAIL),
          Map.entry(ActionType.MOVE_EMAIL_TO_INBOX, ActionType.RESTORE_EMAIL),
          Map.entry(ActionType.QUARANTINE_EMAIL, ActionType.RESTORE_EMAIL),
          Map.entry(ActionType.QUARANTINE_ATTACHMENT, ActionType.RESTORE_EMAIL),
          Map.entry(ActionType.TURN_OFF_EXTERNAL_FORWARDING, ActionType.RESTORE_FORWARDING),
          Map.entry(ActionType.DELETE_FILE, ActionType.RESTORE_FILE),
          Map.entry(ActionType.REMOVE_SCHEDULED_TASK, ActionType.RESTORE_SCHEDULED_TASK),
          Map.entry(ActionType.REMOVE_REGISTRY_ENTRY, ActionType.RESTORE_REGISTRY_ENTRY),
          Map.entry(ActionType.STOP_SERVICE, ActionType.RESTORE_SERVICE),
          Map.entry(ActionType.DISABLE_DRIVER, ActionType.RESTORE_DRIVER),
          Map.entry(ActionType.CONTAIN_DEVICE, ActionType.RELEASE_CONTAINED_DEVICE),
          Map.entry(ActionType.DISABLE_USER, ActionType.ENABLE_USER),
          Map.entry(ActionType.CONFIRM_USER_COMPROMISED, ActionType.DISMISS_USER_RISK));

  private static Stream<Receipt> receiptsOfAChange() {
    return Stream.of(
        new Receipt.State(false),
        new Receipt.Messages(List.of(EveryAction.moved())),
        new Receipt.Rule("megan@contoso.example", "AQAA", true, "{}"),
        new Receipt.BeforeImage("{}"),
        new Receipt.BlockEntry(null, false));
  }

  private static Stream<Receipt> receiptsOfNoChange() {
    return Stream.of(
        new Receipt.None(),
        new Receipt.State(true),
        new Receipt.Messages(List.of()),
        new Receipt.Messages(
            List.of(
                EveryAction.message(Receipt.MessageResult.GONE),
                EveryAction.message(Receipt.MessageResult.ALREADY_THERE),
                EveryAction.message(Receipt.MessageResult.PENDING),
                EveryAction.message(Receipt.MessageResult.FAILED))),
        new Receipt.Rule("megan@contoso.example", "AQAA", false, "{}"),
        new Receipt.BeforeImage(null),
        new Receipt.BlockEntry("{}", true));
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void whatIsUndoableHasItsInverseAndNothingElseHasOne(ActionType type) {
    var action = EveryAction.of(type);
    var inverses =
        receiptsOfAChange()
            .flatMap(r -> action.inverse(r).stream())
            .map(RemediationAction::type)
            .distinct();

    assertThat(action.type()).isEqualTo(type);
    assertThat(type.undoable()).isEqualTo(INVERSES.containsKey(type));
    assertThat(inverses).isEqualTo(Stream.ofNullable(INVERSES.get(type)).toList());
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void whatChangedNothingIsNotTakenBack(ActionType type) {
    assertThat(receiptsOfNoChange().flatMap(r -> EveryAction.of(type).inverse(r).stream()))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void anInverseActsOnTheSameTargetInTheSameLane(ActionType type) {
    var action = EveryAction.of(type);
    assertThat(receiptsOfAChange().flatMap(r -> action.inverse(r).stream()))
        .allSatisfy(
            i -> {
              assertThat(i.target()).isEqualTo(action.target());
              assertThat(i.lane()).isEqualTo(action.lane());
              assertThat(i.type().undoable()).as("an undo is not undone").isFalse();
              assertThat(i.type().isInverse()).isTrue();
            });
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void whatCannotBeUndoneSaysWhy(ActionType type) {
    assertThat(type.notUndoableBecause().isEmpty()).isEqualTo(type.undoable());
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void whatLivesOnADeviceSharesItsLane(ActionType type) {
    if (type.area() == Area.DEVICE && type != ActionType.EXPAND_INVESTIGATION) {
      assertThat(EveryAction.of(type).lane()).isEqualTo(Device.ofId(LAPTOP_ID).key());
    }
  }

  @Test
  void aRestoreNamesExactlyTheMessagesThatWereMoved() {
    var receipt =
        new Receipt.Messages(
            List.of(
                EveryAction.message(Receipt.MessageResult.GONE),
                EveryAction.moved(),
                EveryAction.message(Receipt.MessageResult.FAILED)));
    assertThat(EveryAction.of(ActionType.SOFT_DELETE_EMAIL).inverse(receipt))
        .contains(
            new EmailAction.RestoreEmail(Fixtures.phishCluster(), List.of(EveryAction.moved())));
  }

  @Test
  void whatABlockReplacedIsPutBackByItsInverse() {
    assertThat(
            new EmailAction.BlockUrl(Fixtures.phishUrl())
                .inverse(new Receipt.BlockEntry("before", false)))
        .contains(new EmailAction.UnblockUrl(Fixtures.phishUrl(), "before"));
  }

  private static List<RemediationAction> blockedBy(String... connectors) {
    return new EmailAction.BlockUrl(Fixtures.phishUrl()).at(List.of(connectors));
  }

  @Test
  void whatSeveralRefuseIsAnActionForEachAndOneQuestion() {
    var both = blockedBy("squid", "unbound");

    assertThat(both).extracting(RemediationAction::connector).containsExactly("squid", "unbound");
    assertThat(both)
        .extracting(RemediationAction::question)
        .containsOnly(both.getLast().question());
    assertThat(both).extracting(RemediationAction::subject).doesNotHaveDuplicates();
    assertThat(both).extracting(RemediationAction::parameters).doesNotHaveDuplicates();
    assertThat(both).extracting(RemediationAction::lane).doesNotHaveDuplicates();
    assertThat(both.getFirst().summary()).endsWith(" by squid");
    assertThat(both).extracting(RemediationAction::asked).containsOnly(both.getLast().asked());
    assertThat(both.getFirst().asked()).endsWith(" by squid and unbound");
  }

  /** Who agreed to two of them has not agreed to a third, whichever is preferred. */
  @Test
  void aQuestionIsOfTheVeryConnectorsThatItNames() {
    var one = blockedBy("squid", "unbound").getFirst();

    assertThat(blockedBy("unbound", "squid").getFirst().question()).isEqualTo(one.question());
    assertThat(blockedBy("unbound", "squid").getLast().parameters()).isEqualTo(one.parameters());
    assertThat(blockedBy("squid", "unbound", "defender").getFirst().question())
        .isNotEqualTo(one.question());
    assertThat(blockedBy("squid", "unbound", "defender").getFirst().parameters())
        .isNotEqualTo(one.parameters());
  }

  @Test
  void whatOneAloneRefusesIsTheActionItself() {
    assertThat(blockedBy("squid"))
        .containsExactly(new EmailAction.BlockUrl(Fixtures.phishUrl()))
        .extracting(RemediationAction::connector)
        .containsOnlyNulls();
    assertThat(blockedBy()).containsExactly(new EmailAction.BlockUrl(Fixtures.phishUrl()));
  }

  @Test
  void aBlockIsTakenBackWhereItWasSetAndHeldThereAlone() {
    var both = blockedBy("squid", "unbound");
    var inverse = both.getFirst().inverse(new Receipt.BlockEntry(null, false)).orElseThrow();

    assertThat(inverse.type()).isEqualTo(ActionType.UNBLOCK_URL);
    assertThat(inverse.connector()).isEqualTo("squid");
    assertThat(new RemediationActivities.Command("a", null, inverse, "", null).connector())
        .isEqualTo("squid");
    var held = both.stream().map(a -> HeldState.of(a, null).orElseThrow()).toList();
    assertThat(held.getFirst().names()).doesNotContainAnyElementsOf(held.getLast().names());
    assertThat(HeldState.endedBy(inverse, null)).contains(held.getFirst());
  }

  @Test
  void aConnectorThatAnOrderNamesIsTheOnlyOne() {
    var named =
        ActionType.BLOCK_URL.on(Fixtures.phishUrl(), Map.of("through", " squid ")).orElseThrow();

    assertThat(named.connector()).isEqualTo("squid");
    assertThat(named.together()).isEmpty();
    assertThat(named.at(List.of("squid", "unbound"))).containsExactly(named);
    assertThat(ActionType.BLOCK_URL.on(Fixtures.phishUrl(), named.choices())).contains(named);
    assertThat(ActionType.BLOCK_URL.on(Fixtures.phishUrl(), Map.of()))
        .contains(new EmailAction.BlockUrl(Fixtures.phishUrl()));
  }

  @Test
  void aDecisionOnAClusterIsBoundToTheMessagesThatWereShown() {
    assertThat(EveryAction.of(ActionType.SOFT_DELETE_EMAIL).parameters())
        .contains("<phish-1@evil.example>", "<phish-2@evil.example>", "<phish-3@evil.example>");
  }

  /** Some write numbers in digits of their own, and a history goes from one worker to another. */
  @ParameterizedTest
  @EnumSource(ActionType.class)
  void anActionReadsTheSameWhateverTheLocaleOfItsWorkerIs(ActionType type) {
    var action = EveryAction.of(type);
    var here = action.summary() + action.parameters();
    var before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(EveryAction.of(type).summary() + action.parameters()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void mailActionsTakeNothingButMail() {
    assertThatThrownBy(() -> new EmailAction.SoftDeleteEmail(Fixtures.laptop()))
        .hasMessageContaining("mailMessage or a mailCluster");
  }
}
