package dev.quaestor.investigation;

import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.wire.Exact;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person stops the investigation.
 *
 * @param requestedBy who wants it, where nobody vouches for them
 * @param rollback whether what it did is to be undone, newest first: as far as whoever wants it may
 *     undo
 * @param investigationId which one it was said of; a signed one counts for no other
 */
@Exact
public record CancelMessage(
    @Nullable String requestedBy,
    @Nullable String comment,
    boolean rollback,
    @Nullable String investigationId,
    @Nullable String signature)
    implements SignedMessage<CancelMessage> {
  @Override
  public MessageKind kind() {
    return MessageKind.CANCEL;
  }

  @Override
  public CancelMessage signed(String seal) {
    return new CancelMessage(requestedBy, comment, rollback, investigationId, seal);
  }

  /** What is wrong with what came, before anything is looked up; empty when it can be used. */
  static Optional<String> defectOf(Optional<CancelMessage> read) {
    if (read.isEmpty()) {
      return Optional.of("It cannot be read as a request to stop");
    }
    var wish = read.get();
    return PersonsWord.flaw("requestedBy", wish.requestedBy, wish.comment);
  }
}
