package dev.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.quaestor.fixtures.MemoryVault;
import dev.quaestor.fixtures.TestKeys;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes to Temporal is nobody's to read, and what comes back is what went. */
class PayloadEncryptionTest {
  private final MemoryVault vault = new MemoryVault();
  private final DataConverter old = of("old", "old");
  private final DataConverter plain = QuaestorJson.dataConverter(vault);

  private DataConverter of(String encryptWith, String... known) {
    return QuaestorJson.dataConverter(vault, TestKeys.encryption(encryptWith, known));
  }

  private static String text(Payload payload) {
    return payload.toByteString().toString(StandardCharsets.ISO_8859_1);
  }

  private static String read(DataConverter converter, Payload payload) {
    return converter.fromPayload(payload, String.class, String.class);
  }

  private static String large() {
    return "x".repeat(ClaimCheck.INLINE);
  }

  @Test
  void aPayloadNamesItsKeyAndNothingElse() {
    var payload = old.toPayload("Mimikatz on fin-ws-1").orElseThrow();

    assertThat(payload.getMetadataMap())
        .containsEntry("encoding", ByteString.copyFromUtf8("binary/encrypted"))
        .containsEntry("encryption-cipher", ByteString.copyFromUtf8("AES/GCM/NoPadding"))
        .containsEntry("encryption-key-id", ByteString.copyFromUtf8("old"))
        .hasSize(3);
    assertThat(text(payload)).doesNotContain("Mimikatz", "json/plain");
    assertThat(read(old, payload)).isEqualTo("Mimikatz on fin-ws-1");
  }

  @Test
  void nothingAtAllIsEncryptedToo() {
    var payload = old.toPayload(null).orElseThrow();

    assertThat(text(payload)).doesNotContain("binary/null");
    assertThat(old.fromPayload(payload, String.class, String.class)).isNull();
  }

  @Test
  void theSameIsNeverTheSameAgain() {
    var nonces =
        IntStream.range(0, 1000)
            .mapToObj(i -> old.toPayload("APPROVE").orElseThrow().getData().substring(0, 12))
            .distinct();

    assertThat(nonces).hasSize(1000);
  }

  @Test
  void whatWasChangedIsRefusedByTheNameOfItsKey() {
    var payload = old.toPayload("APPROVE").orElseThrow();
    var data = payload.getData().toByteArray();
    for (var i = 0; i < data.length; i++) {
      var changed = data.clone();
      changed[i] ^= 1;
      var tampered = payload.toBuilder().setData(ByteString.copyFrom(changed)).build();

      assertThatThrownBy(() -> read(old, tampered))
          .isInstanceOf(UnreadablePayload.class)
          .hasMessageStartingWith("A payload is not what was encrypted with the key old:");
    }
    for (var length : new int[] {0, 1, 12, 27, data.length - 1}) {
      var cut = payload.toBuilder().setData(payload.getData().substring(0, length)).build();

      assertThatThrownBy(() -> read(old, cut)).isInstanceOf(UnreadablePayload.class);
    }
  }

  @Test
  void theNameOfTheKeyIsPartOfWhatIsSealed() {
    var bytes = TestKeys.bytes("old");
    var twoNames =
        QuaestorJson.dataConverter(
            vault,
            new PayloadEncryption(
                List.of(new EncryptionKey("old", bytes), new EncryptionKey("new", bytes)),
                "old",
                TestKeys.NONCES));
    var payload = twoNames.toPayload("APPROVE").orElseThrow();
    var renamed =
        payload.toBuilder()
            .putMetadata("encryption-key-id", ByteString.copyFromUtf8("new"))
            .build();

    assertThatThrownBy(() -> read(twoNames, renamed))
        .isInstanceOf(UnreadablePayload.class)
        .hasMessageContaining("with the key new");
  }

  @Test
  void anotherCipherIsNotTried() {
    var payload =
        old.toPayload("APPROVE").orElseThrow().toBuilder()
            .putMetadata("encryption-cipher", ByteString.copyFromUtf8("AES/ECB/NoPadding"))
            .build();

    assertThatThrownBy(() -> read(old, payload))
        .isInstanceOf(UnreadablePayload.class)
        .hasMessage(
            "A payload is encrypted with the key old in another way than AES/GCM/NoPadding");
  }

  @Test
  void aKeyThatIsNotKnownIsNamedByEverybodyEvenWhereEncryptionIsOff() {
    var payload = old.toPayload("APPROVE").orElseThrow();

    assertThatThrownBy(() -> read(of("new", "new"), payload))
        .isInstanceOf(UnreadablePayload.class)
        .hasMessageStartingWith(
            "A payload is encrypted with the key old, which this process does not know (it knows new)");
    assertThatThrownBy(() -> read(plain, payload))
        .hasMessageContaining("the key old, which this process does not know (it knows none)");
    var sent = Optional.of(Payloads.newBuilder().addPayloads(payload).build());
    assertThatThrownBy(() -> plain.fromPayloads(0, sent, RawValue.class, RawValue.class))
        .as("a signal's ciphertext is no text that somebody wrote")
        .isInstanceOf(UnreadablePayload.class);
  }

  @Test
  void whatIsNoNameIsNotRepeated() {
    var payload =
        old.toPayload("APPROVE").orElseThrow().toBuilder()
            .putMetadata("encryption-key-id", ByteString.copyFromUtf8("<script>\n2026 ERROR"))
            .build();

    assertThatThrownBy(() -> read(old, payload))
        .hasMessageContaining("a key without a name")
        .hasMessageNotContainingAny("script", "ERROR");
  }

  @Test
  void aNewKeyIsFirstKnownThenUsedAndTheOldOneStaysForReading() {
    var before = of("old", "old", "new");
    var after = of("new", "old", "new");
    var written = old.toPayload("by the old").orElseThrow();
    var next = after.toPayload("by the new").orElseThrow();

    assertThat(read(before, next)).isEqualTo("by the new");
    assertThat(read(before, written)).isEqualTo("by the old");
    assertThat(read(after, written)).isEqualTo("by the old");
    assertThat(next.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("new");
    assertThatThrownBy(() -> read(of("new", "new"), written)).hasMessageContaining("the key old");
  }

  @Test
  void keysCanBeKnownBeforeAnythingIsEncrypted() {
    var reading = of(null, "old");

    assertThat(reading.toPayload("as ever")).isEqualTo(plain.toPayload("as ever"));
    assertThat(read(reading, old.toPayload("hidden").orElseThrow())).isEqualTo("hidden");
  }

  @Test
  void whatWasWrittenBeforeIsReadAsItIs() {
    assertThat(read(old, plain.toPayload("as ever").orElseThrow())).isEqualTo("as ever");
    assertThat(read(old, plain.toPayload(large()).orElseThrow())).isEqualTo(large());
  }

  @Test
  void theVaultHasOnlyWhatIsEncryptedOnceForEachBody() {
    var payload = old.toPayload(large()).orElseThrow();

    assertThat(payload.getMetadataOrThrow("encoding").toStringUtf8())
        .isEqualTo("json/quaestor-vault");
    assertThat(vault.bodies()).hasSize(1);
    assertThat(new String(vault.bodies().getFirst(), StandardCharsets.ISO_8859_1))
        .doesNotContain("xxxxxxxx", "json/plain");
    assertThat(read(old, payload)).isEqualTo(large());

    assertThat(old.toPayload(large())).as("as a replay says it again").contains(payload);
    assertThat(vault.bodies()).hasSize(1);
    old.toPayload(large() + "y");
    assertThat(vault.bodies()).hasSize(2);
  }

  @Test
  void theWeightForTheVaultIsOfWhatIsSent() {
    // Plain it would just stay in the history; with nonce, tag and what is inside it does not.
    var brim = "x".repeat(ClaimCheck.INLINE - 2);

    assertThat(read(old, old.toPayload(brim).orElseThrow())).isEqualTo(brim);
    assertThat(vault.bodies()).hasSize(1);
    plain.toPayload(brim);
    assertThat(vault.bodies()).hasSize(1);
  }

  @Test
  void itAddsNoMoreThanItSays() {
    var longest = "k".repeat(40);
    var converter = of(longest, longest);

    var payload = converter.toPayload("x".repeat(100)).orElseThrow();

    assertThat(payload.getSerializedSize() - 102).isLessThanOrEqualTo(PayloadEncryption.OVERHEAD);
  }

  @Test
  void failuresAreHiddenWithTheirStacksAndComeBack() {
    var failure =
        old.exceptionToFailure(
            ApplicationFailure.newFailureWithCause(
                "fin-ws-1 is away", "AWAY", new IllegalStateException("10.0.0.7"), "detail of it"));

    assertThat(failure.toByteString().toString(StandardCharsets.ISO_8859_1))
        .doesNotContain("fin-ws-1", "10.0.0.7", "detail of it", "PayloadEncryptionTest.java");
    assertThat(failure.getMessage()).isEqualTo("Encoded failure");
    assertThat(failure.getApplicationFailureInfo().getType()).isEqualTo("AWAY");
    var back = (ApplicationFailure) old.failureToException(failure);
    assertThat(back.getOriginalMessage()).isEqualTo("fin-ws-1 is away");
    assertThat(back.getCause()).hasMessageContaining("10.0.0.7");
    assertThat(back.getDetails().get(String.class)).isEqualTo("detail of it");
  }

  @Test
  void aMissingKeyIsToldWhereEverythingElseIsHidden() {
    var payload = of("new", "new").toPayload("APPROVE").orElseThrow();
    Throwable why = null;
    try {
      read(old, payload);
    } catch (RuntimeException e) {
      why = new IllegalStateException("a task failed", e);
    }

    var failure = old.exceptionToFailure(why);

    assertThat(failure.getCause().getMessage()).contains("the key new, which this process");
  }

  @Test
  void severalValuesAndContextsAreEncryptedOneByOne() {
    var sent = old.toPayloads("one", Map.of("comment", "two")).orElseThrow();

    assertThat(sent.getPayloadsList())
        .allSatisfy(p -> assertThat(p.getMetadataMap()).containsKey("encryption-key-id"));
    assertThat(old.fromPayloads(0, Optional.of(sent), String.class, String.class)).isEqualTo("one");
  }

  @Test
  void keysNeverShowThemselves() {
    var key = new EncryptionKey("old", TestKeys.bytes("old"));

    assertThat(key).hasToString("EncryptionKey[old]");
    assertThatThrownBy(() -> new EncryptionKey("old", new byte[16]))
        .hasMessage("the encryption key old has the length 16, and one of AES-256 has 32");
    assertThatThrownBy(() -> new EncryptionKey("an id", new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyToEncryptWithMustBeKnownAndKnownOnce() {
    assertThatThrownBy(() -> of("new", "old")).hasMessageContaining("no encryption key new");
    assertThatThrownBy(() -> of("old", "old", "old"))
        .hasMessageContaining("two encryption keys old");
  }

  @Test
  void eachProcessSaysWhatIsEncrypted() {
    assertThat(PayloadEncryption.OFF.sentence()).contains("not encrypted (quaestor.encryption)");
    assertThat(TestKeys.encryption("new", "old", "new").sentence())
        .isEqualTo("payloads are encrypted with the key new; also read with old");
    assertThat(TestKeys.encryption(null, "old").sentence())
        .isEqualTo(
            "payloads are not encrypted; those that others encrypted are read with the keys old");
  }
}
