package dev.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.quaestor.text.Sha256;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.RawValue;
import io.temporal.payload.codec.PayloadCodecException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Large payloads lie in the vault; small ones, and whoever has no vault, never notice. */
class ClaimCheckTest {
  private final Map<String, byte[]> bodies = new HashMap<>();
  private final PayloadVault vault =
      new PayloadVault() {
        @Override
        public void keep(String sha256, byte[] body) {
          bodies.put(sha256, body);
        }

        @Override
        public Optional<byte[]> find(String sha256) {
          return Optional.ofNullable(bodies.get(sha256));
        }

        @Override
        public String place() {
          return "/vault/payloads";
        }
      };
  private final DataConverter ours = QuaestorJson.dataConverter(vault);
  private final DataConverter ofSomebodyElse = QuaestorJson.dataConverter();

  private static String large() {
    return "x".repeat(ClaimCheck.INLINE);
  }

  private static String text(Payload payload) {
    return payload.getData().toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLargePayloadIsAClaimInTheHistoryAndComesBackAsItWas() {
    var payload = ours.toPayload(large()).orElseThrow();

    var hash = Sha256.of('"' + large() + '"');
    assertThat(text(payload)).isEqualTo("{\"sha256\":\"" + hash + "\",\"size\":65538}");
    assertThat(payload.getMetadataMap())
        .containsEntry("encoding", ByteString.copyFromUtf8("json/quaestor-vault"))
        .containsEntry("quaestor-encoding", ByteString.copyFromUtf8("json/plain"))
        .hasSize(2);
    assertThat(bodies).containsOnlyKeys(hash);
    assertThat(ours.fromPayload(payload, String.class, String.class)).isEqualTo(large());
  }

  @Test
  void theSameIsTheSameClaimAgain() {
    assertThat(ours.toPayload(large())).isEqualTo(ours.toPayload(large()));
    assertThat(bodies).hasSize(1);
  }

  @Test
  void aSmallPayloadIsWhatItAlwaysWas() {
    var small = "x".repeat(ClaimCheck.INLINE - 2);

    var payload = ours.toPayload(small).orElseThrow();

    assertThat(payload).isEqualTo(ofSomebodyElse.toPayload(small).orElseThrow());
    assertThat(text(payload)).isEqualTo('"' + small + '"');
    assertThat(bodies).isEmpty();
    assertThat(ours.fromPayload(payload, String.class, String.class)).isEqualTo(small);
  }

  @Test
  void aMessageOfAClientWithoutAVaultIsReadWhateverItsSize() {
    var theirs = ofSomebodyElse.toPayload(large()).orElseThrow();

    assertThat(text(theirs)).hasSize(ClaimCheck.INLINE + 2);
    assertThat(ours.fromPayload(theirs, String.class, String.class)).isEqualTo(large());
  }

  @Test
  void aSignalThatIsReadRawIsReadFromTheVault() {
    var sent = ours.toPayloads(Map.of("comment", large()));

    var raw = ours.fromPayloads(0, sent, RawValue.class, RawValue.class);

    assertThat(new IncomingSignal(raw).shown()).startsWith("{\"comment\":\"xxx");
  }

  @Test
  void severalArgumentsAreWeighedOneByOne() {
    var sent = ours.toPayloads("small", large()).orElseThrow();

    assertThat(sent.getPayloads(0)).isEqualTo(ours.toPayload("small").orElseThrow());
    assertThat(bodies).hasSize(1);
    assertThat(ours.fromPayloads(1, Optional.of(sent), String.class, String.class))
        .isEqualTo(large());
  }

  @Test
  void aMissingBodySaysWhichAndWhere() {
    var payload = ours.toPayload(large()).orElseThrow();
    var hash = bodies.keySet().iterator().next();
    bodies.clear();

    assertThatThrownBy(() -> ours.fromPayload(payload, String.class, String.class))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageStartingWith("The vault /vault/payloads has no body " + hash)
        .hasMessageContaining("must see one vault (quaestor.vault.directory)");
  }

  @Test
  void aBodyThatWasChangedIsNotBelieved() {
    var payload = ours.toPayload(large()).orElseThrow();
    bodies.replaceAll((hash, body) -> "\"no\"".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> ours.fromPayload(payload, String.class, String.class))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageContaining("in the vault /vault/payloads is not what was put there");
  }

  @Test
  void whoeverHasNoVaultSaysSo() {
    var payload = ours.toPayload(large()).orElseThrow();

    assertThatThrownBy(() -> ofSomebodyElse.fromPayload(payload, String.class, String.class))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageContaining("this process has none");
  }

  @Test
  void aClaimThatSomebodyWroteLeadsNowhere() {
    var claim = ours.toPayload(large()).orElseThrow();
    for (var forged :
        new String[] {"{}", "[]", "{\"sha256\":\"../../etc/passwd\",\"size\":1}", "\u0000"}) {
      var payload = claim.toBuilder().setData(ByteString.copyFromUtf8(forged)).build();
      var sent = Optional.of(Payloads.newBuilder().addPayloads(payload).build());

      assertThatThrownBy(() -> ours.fromPayloads(0, sent, String.class, String.class))
          .isInstanceOf(PayloadCodecException.class)
          .hasMessage("A history has a claim on the vault that names no body");
    }
  }
}
