package dev.quaestor.order;

import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
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

  private static final int LONGEST = 4000;

  /** What is wrong with what came; empty when it can be used. */
  static Optional<String> defectOf(Optional<Withdrawal> read) {
    if (read.isEmpty()) {
      return Optional.of("It is no withdrawal: requestedBy is needed");
    }
    var wish = read.get();
    return (wish.requestedBy != null && wish.requestedBy.length() > LONGEST)
            || (wish.comment != null && wish.comment.length() > LONGEST)
        ? Optional.of("a text is longer than " + LONGEST + " characters")
        : Optional.empty();
  }
}
