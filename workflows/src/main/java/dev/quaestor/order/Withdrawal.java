package dev.quaestor.order;

import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.wire.Exact;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proposal is taken back before anybody decided it.
 *
 * @param requestedBy who takes it back, where nobody vouches for them
 */
@Exact
public record Withdrawal(
    @Nullable String requestedBy, @Nullable String comment, @Nullable String signature)
    implements SignedMessage<Withdrawal> {
  @Override
  public MessageKind kind() {
    return MessageKind.WITHDRAW;
  }

  @Override
  public Withdrawal signed(String seal) {
    return new Withdrawal(requestedBy, comment, seal);
  }

  /** What is wrong with what came; empty when it can be used. */
  static Optional<String> defectOf(Optional<Withdrawal> read) {
    if (read.isEmpty()) {
      return Optional.of("It cannot be read as a withdrawal");
    }
    var wish = read.get();
    return PersonsWord.flaw("requestedBy", wish.requestedBy, wish.comment);
  }
}
