package dev.quaestor.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.exc.InvalidTypeIdException;

/** That the rows are all there is, and from which kinds of evidence an action follows. */
class CatalogueTest {
  private static Entity sample(EntityKind kind) {
    return switch (kind) {
      case DEVICE -> Fixtures.server();
      case FILE -> Fixtures.fileOnServer();
      case PROCESS -> Fixtures.processOnServer();
      case URL -> Fixtures.phishUrl();
      case IP -> new IpAddress("10.0.0.1");
      case MAIL_MESSAGE ->
          new MailMessage(
              null,
              "<m@evil.example>",
              "megan@contoso.example",
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              List.of(),
              List.of(new MailMessage.Attachment("a", null, null, "ab", null)),
              List.of(),
              List.of());
      case MAIL_CLUSTER -> Fixtures.phishCluster();
      case MAILBOX -> new Mailbox("megan@contoso.example", null);
      case MAILBOX_RULE -> Fixtures.forwardingRule();
      case USER -> new UserAccount("u", null, null, null, null);
      case REGISTRY_ENTRY -> new RegistryEntry("d", null, "k", null, null, null);
      case SCHEDULED_TASK -> new ScheduledTask("d", "t", null);
      case SERVICE -> new SystemService("d", "s", null);
      case DRIVER -> new Driver("d", "x", null);
      case OTHER -> new OtherArtifact("x", "y");
    };
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void theKindsThatLintKnowsAreTheOnesThatLeadToAnAction(ActionType type) {
    for (var kind : EntityKind.values()) {
      assertThat(type.evidence().contains(kind))
          .as("%s from %s", type, kind)
          .isEqualTo(!type.from(sample(kind), Map.of()).isEmpty());
    }
  }

  private static Stream<Class<?>> recordsOf(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Stream.of(type.getPermittedSubclasses()).flatMap(CatalogueTest::recordsOf);
  }

  @Test
  void everyRecordHasOneRowAndEveryRowItsRecord() {
    Stream<Class<?>> rows = Stream.of(ActionType.values()).map(ActionType::action);
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(recordsOf(RemediationAction.class).toList());
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void anActionKnowsItsRow(ActionType type) {
    assertThat(EveryAction.of(type).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void whatIsMadeOfAnotherThingOrOnlyByAnUndoIsNotMade(ActionType type) {
    var action = EveryAction.of(type);
    assertThat(type.on(action.target(), action.choices()).isPresent()).isEqualTo(type.orderable());
    if (type.targets().size() < EntityKind.values().length) {
      assertThat(type.on(sample(EntityKind.OTHER), Map.of())).isEmpty();
    }
  }

  @Test
  void aTypeThatNoRowHasIsRefusedWithAllThatThereAre() {
    var json = "{\"type\":\"FLY\",\"target\":{\"type\":\"device\",\"deviceId\":\"d\"}}";
    assertThatThrownBy(() -> QuaestorJson.mapper().readValue(json, RemediationAction.class))
        .isInstanceOf(InvalidTypeIdException.class)
        .hasMessageContaining("Could not resolve type id 'FLY'")
        .hasMessageContaining("dev.quaestor.action.RemediationAction")
        .hasMessageContaining("ISOLATE_DEVICE");
  }

  @Test
  void anActionWithoutATypeIsRefused() {
    var json = "{\"target\":{\"type\":\"device\",\"deviceId\":\"d\"}}";
    assertThatThrownBy(() -> QuaestorJson.mapper().readValue(json, RemediationAction.class))
        .isInstanceOf(InvalidTypeIdException.class)
        .hasMessageContaining("missing type id property 'type'");
  }
}
