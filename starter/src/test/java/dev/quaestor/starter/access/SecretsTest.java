package dev.quaestor.starter.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.DecisionSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final List<ActionType> LOOKING =
      List.of(ActionType.RUN_ANTIVIRUS_SCAN, ActionType.REQUEST_SAMPLE);

  private static final DecisionMessage YES =
      new DecisionMessage(
          List.of("act-1"), DecisionMessage.Choice.APPROVE, "ann", "go", "hash", "dec-1", null);

  @TempDir Path folder;

  @Test
  void aSecretIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
    var file = folder.resolve("state").resolve("admin-token");

    AdminToken.of(file);
    var token = Files.readString(file).strip();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(token).startsWith("qst_").hasSize(47);
    assertThat(AdminToken.of(file).is(token)).isTrue();
    assertThat(AdminToken.of(file).is(token + "x")).isFalse();
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aDecisionSignedBeforeARestartVerifiesAfterIt() {
    var file = folder.resolve("key.pem");
    var signature = DecisionSigner.of(file).sign("investigation/a", YES).signature();
    var publicKey = DecisionSigner.of(file).publicKey();

    assertThat(DecisionSignature.verify(publicKey, "investigation/a", YES, signature)).isTrue();
    assertThat(DecisionSignature.verify(publicKey, "investigation/b", YES, signature)).isFalse();
    var other =
        new DecisionMessage(
            List.of("act-2"), DecisionMessage.Choice.APPROVE, "ann", "go", "hash", "dec-1", null);
    assertThat(DecisionSignature.verify(publicKey, "investigation/a", other, signature)).isFalse();
  }

  @Test
  void aKeyFileThatHoldsSomethingElseIsRefusedWithoutShowingIt() throws IOException {
    var file =
        Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n");

    assertThatThrownBy(() -> DecisionSigner.of(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key.pem")
        .hasNoCause()
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void approversDecideTheirAreaAndAccountsNeedBoth() {
    var device = Caller.ofToken("tok-d", "d", Set.of(AccessRole.DEVICE_APPROVER));
    var both =
        Caller.ofToken("tok-b", "b", Set.of(AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER));

    assertThat(device.mayDecide(Area.DEVICE)).isTrue();
    assertThat(device.mayDecide(Area.EMAIL)).isFalse();
    assertThat(device.mayDecide(Area.IDENTITY)).isFalse();
    assertThat(both.mayDecide(Area.IDENTITY)).isTrue();
    assertThat(Caller.ofToken("tok-a", "a", Set.of(AccessRole.ADMIN)).mayDecide(Area.IDENTITY))
        .isTrue();
    assertThat(Caller.ofToken("tok-o", "o", Set.of(AccessRole.OPERATOR)).mayDecide(Area.DEVICE))
        .isFalse();
  }

  @Test
  void analystsOrderOnlyWhatLooks() {
    var analyst = Caller.ofToken("tok-a", "a", Set.of(AccessRole.ANALYST));

    assertThat(analyst.mayOrder(ActionType.RUN_ANTIVIRUS_SCAN, LOOKING)).isTrue();
    assertThat(analyst.mayOrder(ActionType.ISOLATE_DEVICE, LOOKING)).isFalse();
    assertThat(
            Caller.ofToken("tok-v", "v", Set.of(AccessRole.VIEWER))
                .mayOrder(ActionType.REQUEST_SAMPLE, LOOKING))
        .isFalse();
  }
}
