package dev.quaestor.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it travels to an investigation. Unsigned it is investigated, and nothing that rests
 * on it runs by itself.
 *
 * @param policy the SHA-256 of the policy text that the start may carry along with it; null where
 *     it is to be asked for
 */
public record AlertMessage(
    Alert alert,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String policy,
    @Nullable String signature)
    implements SignedMessage<AlertMessage> {
  @Override
  public MessageKind kind() {
    return MessageKind.ALERT;
  }

  @Override
  public AlertMessage signed(String seal) {
    return new AlertMessage(alert, policy, seal);
  }

  public AlertMessage {
    Objects.requireNonNull(alert, "alert is null");
  }

  public AlertMessage(Alert alert) {
    this(alert, null, null);
  }
}
