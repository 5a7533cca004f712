package dev.quaestor.authority;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Whether a message counts, and in whose name. Pure. */
public sealed interface Admission {

  /** How long after it was sealed a start counts for what it starts: clocks differ a little. */
  Duration FRESH = Duration.ofMinutes(5);

  /**
   * It counts.
   *
   * @param verified whether a starter vouched for the author
   */
  record Admitted(Author author, boolean verified) implements Admission {}

  /** It does nothing. */
  record Refused(Because why) implements Admission {
    public String sentence() {
      return switch (why) {
        case NOBODY -> "It does not say who asked for it";
        case UNSIGNED ->
            "It is not signed, and the policy requires a signature; use the API or the CLI";
        case BAD_SIGNATURE ->
            "Its signature was not made for this message by a starter that this worker knows";
        case OUT_OF_TIME ->
            "It was signed at another time: either it was sent again, or the clocks of the "
                + "starter and the worker differ by more than five minutes";
      };
    }
  }

  /** Why not. */
  enum Because {
    /** It names nobody. */
    NOBODY,
    UNSIGNED,
    BAD_SIGNATURE,
    /** It was sealed, but not for the moment at which it came. */
    OUT_OF_TIME
  }

  /**
   * @param claimed whom an unsigned message says it is from
   * @param accepted the kinds that count unsigned, as the policy has it
   */
  static Admission of(
      Voucher voucher,
      MessageKind kind,
      @Nullable String claimed,
      Collection<MessageKind> accepted) {
    return switch (voucher) {
      case Voucher.Vouched by -> new Admitted(by.author(), true);
      case Voucher.Invalid i -> new Refused(Because.BAD_SIGNATURE);
      case Voucher.None n -> unsigned(kind, claimed, accepted);
    };
  }

  private static Admission unsigned(
      MessageKind kind, @Nullable String claimed, Collection<MessageKind> accepted) {
    if (claimed == null || claimed.isBlank()) {
      return new Refused(Because.NOBODY);
    }
    return accepted.contains(kind)
        ? new Admitted(unverified(kind, claimed, accepted), false)
        : new Refused(Because.UNSIGNED);
  }

  /**
   * A policy that takes unsigned decisions or undos takes them from anybody; all else that is
   * unsigned brings nothing about by itself.
   */
  private static Author unverified(
      MessageKind kind, String claimed, Collection<MessageKind> accepted) {
    var acts =
        switch (kind) {
          case DECIDE, UNDO -> true;
          case CANCEL -> accepted.contains(MessageKind.UNDO);
          case ALERT, CLASSIFY, WITHDRAW, ORDER -> false;
        };
    return new Author("", claimed, acts ? Remit.EVERYWHERE : Remit.NOWHERE);
  }

  /**
   * The same of what starts something: it counts only if it was sealed for this very start; else it
   * is an old message sent again.
   *
   * @param from the moment from which it counts: when the run that it is for began
   * @param until the moment until which it counts
   */
  static Admission ofStart(
      Voucher voucher,
      MessageKind kind,
      Instant from,
      Instant until,
      Collection<MessageKind> accepted) {
    return voucher instanceof Voucher.Vouched by && !isFresh(by, from, until)
        ? new Refused(Because.OUT_OF_TIME)
        : of(voucher, kind, SOMEBODY, accepted);
  }

  /** Whom an unsigned start is said to be from: it names nobody that could be believed. */
  String SOMEBODY = "unsigned";

  /** Whether it was sealed then, give or take what clocks differ by. */
  private static boolean isFresh(Voucher.Vouched by, Instant from, Instant until) {
    return !by.at().isBefore(from.minus(FRESH)) && !by.at().isAfter(until.plus(FRESH));
  }
}
