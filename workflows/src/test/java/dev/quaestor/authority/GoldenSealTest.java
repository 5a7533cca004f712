package dev.quaestor.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Area;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.investigation.CancelMessage;
import dev.quaestor.investigation.ClassifyMessage;
import dev.quaestor.order.RemediationWorkflow;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.order.Withdrawal;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * What a starter of an earlier release sealed still counts. These files hold seals that nobody can
 * set again, because their private key is gone: where this test fails, the message is to be mended
 * and never the file. What is added to a message or to anything in it must not be written where it
 * is not there.
 */
class GoldenSealTest {
  private static final Path FOLDER = Path.of("src/test/resources/seals");
  private static final Author EVE = FakeStarter.approverOf(Area.EMAIL);
  private static final Instant AT = Instant.parse("2026-11-02T10:00:00Z");

  private static Class<? extends SignedMessage<?>> type(MessageKind kind) {
    return switch (kind) {
      case ALERT -> AlertMessage.class;
      case DECIDE -> DecisionMessage.class;
      case CANCEL -> CancelMessage.class;
      case CLASSIFY -> ClassifyMessage.class;
      case WITHDRAW -> Withdrawal.class;
      case ORDER -> RemediationWorkflow.Order.class;
      case UNDO -> UndoWorkflow.Request.class;
    };
  }

  private static JsonNode golden(MessageKind kind) throws IOException {
    return QuaestorJson.mapper().readTree(Files.readString(FOLDER.resolve(kind + ".json")));
  }

  private static Voucher verified(MessageKind kind, JsonNode golden, JsonNode message)
      throws GeneralSecurityException {
    var read = QuaestorJson.mapper().treeToValue(message, type(kind));
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(
                    Base64.getDecoder().decode(golden.path("publicKey").asString())));
    return Seal.verify(
        List.of(key),
        Statement.of(golden.path("workflowId").asString(), read),
        golden.path("signature").asString());
  }

  @ParameterizedTest
  @EnumSource(MessageKind.class)
  void aSealOfAnEarlierShapeStillCounts(MessageKind kind)
      throws IOException, GeneralSecurityException {
    var golden = golden(kind);

    assertThat(verified(kind, golden, golden.path("message")))
        .isEqualTo(new Voucher.Vouched(EVE, AT));
  }

  /** The test above could not fail if the message were not what is verified. */
  @ParameterizedTest
  @EnumSource(MessageKind.class)
  void itCountsForNoOtherKindsMessage(MessageKind kind)
      throws IOException, GeneralSecurityException {
    for (var other : MessageKind.values()) {
      if (other != kind) {
        assertThat(verified(other, golden(kind), golden(other).path("message")))
            .isEqualTo(new Voucher.Invalid());
      }
    }
  }
}
