package dev.quaestor.action;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From which kinds of evidence an action follows. */
class OracleTest {
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
  void asBefore(ActionType type) {
    var old = OldType.valueOf(type.name());
    assertThat(type.ordinal()).isEqualTo(old.ordinal());
    assertThat(type.area()).isEqualTo(old.area());
    assertThat(type.title()).isEqualTo(old.title());
    assertThat(type.undoable()).isEqualTo(old.undoable());
    assertThat(type.d3fend()).isEqualTo(old.d3fend());
    assertThat(type.onlyReads()).isEqualTo(old.onlyReads());
    assertThat(type.isInverse()).isEqualTo(old.isInverse());
    assertThat(type.notUndoableBecause()).isEqualTo(old.notUndoableBecause());
    assertThat(type.evidence()).isEqualTo(OldTargets.kindsFor(type));
    for (var devices :
        java.util.List.of(
            Map.<dev.quaestor.entity.EntityKey, dev.quaestor.entity.Device>of(),
            Map.of(Fixtures.server().key(), Fixtures.server()))) {
      var targets = new OldTargets(devices);
      for (var kind : EntityKind.values()) {
        assertThat(type.from(sample(kind), devices)).isEqualTo(targets.of(type, sample(kind)));
      }
    }
    var action = EveryAction.of(type);
    for (var kind : EntityKind.values()) {
      assertThat(action.on(sample(kind))).isEqualTo(OldRefined.of(action, sample(kind)));
    }
    for (var e : java.util.List.of(action.target(), richer(action.target()))) {
      assertThat(action.on(e)).isEqualTo(OldRefined.of(action, e));
    }
  }

  @org.junit.jupiter.api.Test
  void wireNames() {
    var types =
        Entity.class.getAnnotation(com.fasterxml.jackson.annotation.JsonSubTypes.class).value();
    assertThat(java.util.Arrays.stream(EntityKind.values()).map(EntityKind::wireName).toList())
        .isEqualTo(
            java.util.Arrays.stream(types)
                .map(com.fasterxml.jackson.annotation.JsonSubTypes.Type::name)
                .sorted(
                    java.util.Comparator.comparing(
                        n ->
                            java.util.Arrays.stream(EntityKind.values())
                                .map(EntityKind::wireName)
                                .toList()
                                .indexOf(n)))
                .toList());
  }

  private static Entity richer(Entity e) {
    return switch (e) {
      case dev.quaestor.entity.ProcessArtifact p ->
          new dev.quaestor.entity.ProcessArtifact(
              p.deviceId(),
              p.processId(),
              p.startedAt(),
              p.commandLine(),
              p.image(),
              "someone else");
      default -> e;
    };
  }
}
