package dev.quaestor.alert;

import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it travels to an investigation. Unsigned it is investigated, and nothing that rests
 * on it runs by itself.
 */
public record AlertMessage(Alert alert, @Nullable String signature)
    implements SignedMessage<AlertMessage> {
  @Override
  public MessageKind kind() {
    return MessageKind.ALERT;
  }

  @Override
  public AlertMessage signed(String seal) {
    return new AlertMessage(alert, seal);
  }

  public AlertMessage {
    Objects.requireNonNull(alert, "alert is null");
  }

  public AlertMessage(Alert alert) {
    this(alert, null);
  }
}
