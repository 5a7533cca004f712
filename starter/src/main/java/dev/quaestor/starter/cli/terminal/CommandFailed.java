package dev.quaestor.starter.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A command that cannot be done, with what to do about it. Ends the program with exit code 1. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The server understood and said no. */
    REFUSED,
    /** Nothing answers at the address. */
    UNREACHABLE,
    /** There is no token to show, or not one that may be shown there. */
    NO_TOKEN,
    /** Something answers, and it is not Quaestor's API. */
    NOT_UNDERSTOOD,
    /** A file or a process of this machine. */
    LOCAL
  }

  private final Kind kind;
  private final int status;
  private final List<String> advice;
  private final transient @Nullable JsonNode problem;

  private CommandFailed(
      Kind kind, int status, String message, List<String> advice, @Nullable JsonNode problem) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.advice = List.copyOf(advice);
    this.problem = problem;
  }

  /**
   * @param advice an empty one is none
   */
  public static CommandFailed because(Kind kind, String message, String... advice) {
    var given = Stream.of(advice).filter(line -> !line.isBlank()).toList();
    return new CommandFailed(kind, 0, message, given, null);
  }

  /**
   * The server's no.
   *
   * @param problem its {@code application/problem+json} (RFC 9457)
   */
  public static CommandFailed refused(
      int status, String message, List<String> advice, JsonNode problem) {
    return new CommandFailed(Kind.REFUSED, status, message, advice, problem);
  }

  /** The same with one more line of advice. */
  public CommandFailed with(String line) {
    var more = new ArrayList<>(advice);
    more.add(line);
    return new CommandFailed(kind, status, String.valueOf(getMessage()), more, problem);
  }

  public Kind kind() {
    return kind;
  }

  /** The HTTP status of a refusal; 0 for all else. */
  public int status() {
    return status;
  }

  /** Further lines for a person. */
  public List<String> advice() {
    return advice;
  }

  /** What the server wrote; null when it was not the server that said no. */
  public @Nullable JsonNode problem() {
    return problem;
  }
}
