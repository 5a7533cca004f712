package dev.quaestor.starter.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.authority.Seal;
import dev.quaestor.authority.Statement;
import dev.quaestor.authority.Voucher;
import dev.quaestor.starter.ledger.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final List<ActionType> LOOKING =
      List.of(ActionType.RUN_ANTIVIRUS_SCAN, ActionType.REQUEST_SAMPLE);

  private static final DecisionMessage YES =
      new DecisionMessage(
          List.of("act-1"), DecisionMessage.Choice.APPROVE, "ann", "go", "hash", "dec-1", null);

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-01T10:00:00Z"));

  @TempDir Path folder;

  /** As containers do that share a volume, in each of which the process has the number 1. */
  @Test
  void startersThatMakeTheirSecretsAtOneInstantHaveTheSame() throws Exception {
    var state = folder.resolve("shared");
    var token = state.resolve("admin-token");
    var key = state.resolve("signing-key.pem");
    var go = new CountDownLatch(1);
    try (var starters = Executors.newVirtualThreadPerTaskExecutor()) {
      var started =
          IntStream.range(0, 24)
              .mapToObj(
                  i ->
                      starters.submit(
                          () -> {
                            go.await();
                            var admin = AdminToken.of(token);
                            return Map.entry(admin, MessageSigner.of(key, CLOCK).fingerprint());
                          }))
              .toList();
      go.countDown();
      started.getFirst().get();
      var secret = Files.readString(token).strip();
      var fingerprints = new HashSet<String>();
      for (var starter : started) {
        assertThat(starter.get().getKey().is(secret)).isTrue();
        fingerprints.add(starter.get().getValue());
      }
      assertThat(fingerprints).hasSize(1);
    }
    try (var left = Files.list(state)) {
      assertThat(left).containsExactlyInAnyOrder(token, key, state.resolve("signing-key.pub.pem"));
    }
  }

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
  void whatWasSignedBeforeARestartIsVerifiedByTheKeyBesideIt() throws Exception {
    var file = folder.resolve("key.pem");
    var dana = new Author("token:1", "dana", Remit.of(List.of(Area.EMAIL)));
    var signed = MessageSigner.of(file, CLOCK).sign("investigation/a", YES, dana);
    MessageSigner.of(file, CLOCK);
    var keys = List.of(publicKey(folder.resolve("key.pub.pem")));

    assertThat(Seal.verify(keys, Statement.of("investigation/a", signed), signed.signature()))
        .isEqualTo(new Voucher.Vouched(dana, CLOCK.instant()));
    assertThat(Seal.verify(keys, Statement.of("investigation/b", signed), signed.signature()))
        .isEqualTo(new Voucher.Invalid());
    assertThat(Files.readString(folder.resolve("key.pub.pem"))).doesNotContain("PRIVATE");
  }

  private static PublicKey publicKey(Path pem) throws Exception {
    var base64 = Files.readString(pem).lines().filter(l -> !l.startsWith("-----")).findFirst();
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64.orElseThrow())));
  }

  @Test
  void aPublicKeyThatAnotherToolWroteIsLeftAsItIs() throws IOException {
    var key = folder.resolve("key.pem");
    MessageSigner.of(key, CLOCK);
    var published = folder.resolve("key.pub.pem");
    var otherwise = Files.readString(published).replace("MCow", "MCow\n");
    Files.writeString(published, otherwise);

    MessageSigner.of(key, CLOCK);
    assertThat(Files.readString(published)).isEqualTo(otherwise);

    Files.writeString(published, "another key");
    MessageSigner.of(key, CLOCK);
    assertThat(Files.readString(published).replace("\n", ""))
        .isEqualTo(otherwise.replace("\n", ""));
  }

  /** A starter that waited for a pipe would neither serve nor say why. */
  @Test
  @Timeout(20)
  void aPipeThatNobodyWritesToIsNotWaitedFor() throws Exception {
    var pipe = folder.resolve("pipe.pem");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> MessageSigner.of(pipe, CLOCK))
        .hasMessage(pipe + " cannot be used: it is not a plain file");
    assertThatThrownBy(() -> AdminToken.of(pipe))
        .hasMessage(pipe + " cannot be used: it is not a plain file");
  }

  @Test
  void aKeyFileThatHoldsSomethingElseIsRefusedWithoutShowingIt() throws IOException {
    var file =
        Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n");

    assertThatThrownBy(() -> MessageSigner.of(file, CLOCK))
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
    var ofMail =
        Caller.ofToken(
            "tok-m", "m", Set.of(AccessRole.ANALYST), new Scope(null, Set.of(Area.EMAIL)));
    assertThat(ofMail.mayOrder(ActionType.RUN_ANTIVIRUS_SCAN, LOOKING)).isFalse();
  }

  @Test
  void aSourcesWordReachesNoFurtherThanItsScope() {
    var confined = new Scope(Set.of("Laptops"), Set.of(Area.DEVICE, Area.EMAIL));
    var all = Caller.ofToken("tok-s", "s", Set.of(AccessRole.SOURCE));
    var some = Caller.ofToken("tok-t", "t", Set.of(AccessRole.SOURCE), confined);

    assertThat(all.alertAuthor().remit()).isEqualTo(Remit.EVERYWHERE);
    assertThat(some.alertAuthor().remit())
        .isEqualTo(Remit.of(List.of(Area.DEVICE, Area.EMAIL)).within(List.of("Laptops")));
  }
}
