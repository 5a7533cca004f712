package dev.quaestor.starter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.authority.SignalSender;
import dev.quaestor.authority.SignalSighting;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.EncryptionKey;
import dev.quaestor.wire.PayloadEncryption;
import dev.quaestor.wire.QuaestorJson;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.Principal;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionSignaledEventAttributes;
import io.temporal.payload.codec.PayloadCodec;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which event of a history is the signal that a run asks about, and who stands beside it. */
class SignalSendersTest {
  private static final PayloadEncryption ENCRYPTION =
      new PayloadEncryption(
          List.of(new EncryptionKey("soc-1", new byte[32])),
          "soc-1",
          () -> new SecureRandom().generateSeed(12));

  private static HistoryEvent signal(String name, Object said, String type, String principal) {
    var input = QuaestorJson.dataConverter().toPayloads(said).orElseThrow();
    return signal(name, input, type, principal);
  }

  private static HistoryEvent signal(String name, Payloads said, String type, String principal) {
    return HistoryEvent.newBuilder()
        .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .setPrincipal(Principal.newBuilder().setType(type).setName(principal))
        .setWorkflowExecutionSignaledEventAttributes(
            WorkflowExecutionSignaledEventAttributes.newBuilder()
                .setSignalName(name)
                // Whatever a client writes about itself is nothing.
                .setIdentity("jwt:mallory")
                .setInput(said))
        .build();
  }

  private static SignalSighting nth(int position, Object said) {
    return new SignalSighting(
        "decide", position, Sha256.of(QuaestorJson.mapper().writeValueAsBytes(said)));
  }

  private static Optional<SignalSender> found(
      SignalSighting wanted, PayloadCodec codec, HistoryEvent... history) {
    var search = new SignalSenders.Search(wanted, codec);
    return List.of(history).stream().flatMap(e -> search.look(e).stream()).findFirst();
  }

  private static Optional<SignalSender> found(SignalSighting wanted, HistoryEvent... history) {
    return found(wanted, PayloadEncryption.OFF, history);
  }

  @Test
  void itIsTheNthOfItsNameWhoeverElseSentWhatElse() {
    var history =
        new HistoryEvent[] {
          HistoryEvent.getDefaultInstance(),
          signal("decide", "one", "jwt", "eve"),
          signal("cancel", "two", "jwt", "dana"),
          signal("decide", "two", "jwt", "alice"),
          signal("decide", "two", "jwt", "eve"),
        };

    assertThat(found(nth(1, "one"), history)).contains(new SignalSender("jwt:eve"));
    assertThat(found(nth(2, "two"), history)).contains(new SignalSender("jwt:alice"));
    assertThat(found(nth(3, "two"), history)).contains(new SignalSender("jwt:eve"));
    assertThat(found(nth(4, "two"), history)).isEmpty();
  }

  @Test
  void oneThatSaysSomethingElseIsNobodys() {
    assertThat(found(nth(1, "one"), signal("decide", "two", "jwt", "alice")))
        .contains(SignalSender.NOBODY);
  }

  @Test
  void whereTheServerStampsNothingItIsNobodys() {
    assertThat(found(nth(1, "one"), signal("decide", "one", "", ""))).contains(SignalSender.NOBODY);
    assertThat(found(nth(1, "one"), signal("decide", "one", "jwt", "")))
        .contains(SignalSender.NOBODY);
    assertThat(found(nth(1, "one"), signal("decide", "one", "", "alice")))
        .contains(SignalSender.NOBODY);
  }

  @Test
  void anEncryptedSignalIsComparedByWhatItSays() {
    var said =
        QuaestorJson.dataConverter(null, ENCRYPTION)
            .toPayloads(Map.of("verdict", "APPROVE"))
            .orElseThrow();

    assertThat(
            found(
                nth(1, Map.of("verdict", "APPROVE")),
                ENCRYPTION,
                signal("decide", said, "jwt", "alice")))
        .contains(new SignalSender("jwt:alice"));
  }

  @Test
  void aSignalThatSaysNothingAtAllIsFoundToo() {
    assertThat(
            found(
                new SignalSighting("decide", 1, Sha256.of("".getBytes(UTF_8))),
                signal("decide", Payloads.getDefaultInstance(), "jwt", "eve")))
        .contains(new SignalSender("jwt:eve"));
  }
}
