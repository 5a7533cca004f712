package dev.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.quaestor.approval.DecisionMessage;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.RawValue;
import org.junit.jupiter.api.Test;

class IncomingSignalTest {
  private static IncomingSignal signal(String text) {
    return new IncomingSignal(
        new RawValue(Payload.newBuilder().setData(ByteString.copyFromUtf8(text)).build()));
  }

  @Test
  void theRecordShowsItsBeginningAndNoHalfCharacter() {
    var angry = "\uD83D\uDE20";

    assertThat(signal("a".repeat(498) + angry + "bc").shown()).isEqualTo("a".repeat(498) + "…");
    assertThat(signal("a".repeat(497) + angry + "bc").shown())
        .isEqualTo("a".repeat(497) + angry + "…");
  }

  @Test
  void aFieldThatAPersonsMessageDoesNotHaveIsNamedAndNeverLeftOut() {
    var misspelt = signal("{\"actionIds\":[\"*\"],\"verdict\":\"APPROVE\",\"planhash\":\"beef\"}");

    assertThat(misspelt.as(DecisionMessage.class)).isEmpty();
    assertThat(misspelt.unknownField(DecisionMessage.class)).hasValue("planhash");
  }

  @Test
  void aRepeatedKeyIsNoMessage() {
    var twice = signal("{\"actionIds\":[\"*\"],\"verdict\":\"REJECT\",\"verdict\":\"APPROVE\"}");

    assertThat(twice.as(DecisionMessage.class)).isEmpty();
  }
}
