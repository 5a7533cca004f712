package dev.quaestor.starter.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a person reads. Patterns are ours and hold {@code {}} for each part; parts are anybody's, so
 * they are escaped on the way ({@link TerminalText}). Safe for use from several threads.
 */
public final class Console {
  /** What is fitted into where nobody says how wide the terminal is. */
  public static final int WIDTH = 100;

  /** How a part is shown where the terminal has colours. */
  public enum Style {
    PLAIN(""),
    STRONG("1"),
    DIM("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    ACCENT("36");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /** A part with a style of its own. */
  public record Styled(Style style, String text) {}

  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final boolean colour;
  private final int width;
  private boolean progressShown;

  public Console(CliEnvironment surroundings) {
    this.out = surroundings.out();
    this.err = surroundings.err();
    this.terminal = surroundings.terminal();
    this.colour = surroundings.colour();
    // What is not read from a terminal is read by a program or kept, and a cut value is of no use.
    this.width = surroundings.terminal() ? surroundings.columns() : Integer.MAX_VALUE;
  }

  public boolean colour() {
    return colour;
  }

  public static Styled strong(String text) {
    return new Styled(Style.STRONG, text);
  }

  public static Styled dim(String text) {
    return new Styled(Style.DIM, text);
  }

  public static Styled good(String text) {
    return new Styled(Style.GOOD, text);
  }

  public static Styled warning(String text) {
    return new Styled(Style.WARNING, text);
  }

  public static Styled bad(String text) {
    return new Styled(Style.BAD, text);
  }

  /**
   * A word of the contract (state, verdict, decision, execution, undo) in the colour it asks for.
   */
  public static Styled word(String word) {
    return new Styled(styleOf(word), word);
  }

  private static Style styleOf(String word) {
    return switch (word) {
      case "MALICIOUS", "FAILED", "UNREMEDIATED", "TERMINATED_BY_SYSTEM", "HIGH" -> Style.BAD;
      case "SUSPICIOUS",
          "PENDING",
          "PENDING_APPROVAL",
          "PENDING_RESOURCE",
          "WAITING_FOR_RESOURCE",
          "PARTIALLY_REMEDIATED",
          "PARTIALLY_INVESTIGATED",
          "PARTIALLY_SUCCEEDED",
          "EXPIRED",
          "UNSUPPORTED",
          "HELD_BY_OTHERS",
          "CHANGED_SINCE",
          "MEDIUM" ->
          Style.WARNING;
      case "NO_THREATS_FOUND",
          "REMEDIATED",
          "SUCCEEDED",
          "ALREADY_IN_STATE",
          "APPROVED",
          "UNDONE" ->
          Style.GOOD;
      case "RUNNING", "QUEUED", "AVAILABLE" -> Style.ACCENT;
      case "NOT_NEEDED", "NOT_STARTED", "NOT_UNDOABLE", "NOT_YET", "NONE", "SUPERSEDED" ->
          Style.DIM;
      default -> Style.PLAIN;
    };
  }

  /** One line to standard output. */
  public synchronized void line(String pattern, Object... parts) {
    clearProgress();
    out.println(compose(pattern, parts));
  }

  /** One line to standard error: what went wrong, or what a machine that reads us must not see. */
  public synchronized void complain(String pattern, Object... parts) {
    clearProgress();
    err.println(compose(pattern, parts));
  }

  /** A whole document of several lines, such as a policy. */
  public synchronized void document(String text) {
    clearProgress();
    out.print(TerminalText.escapeDocument(text));
    if (!text.endsWith("\n")) {
      out.println();
    }
  }

  /** A text cut to a terminal's width; whole for whoever else reads. */
  public String fitted(String text) {
    return terminal ? TerminalText.cut(TerminalText.escape(text), width) : text;
  }

  /** A file's content: to a terminal as a document, elsewhere byte for byte, to be put back. */
  public synchronized void file(String text) {
    if (terminal) {
      document(text);
    } else {
      out.print(text);
      out.flush();
    }
  }

  /** One JSON document for a machine, as the server wrote it. */
  public synchronized void json(String document) {
    clearProgress();
    out.println(TerminalText.escapeJson(document.strip()));
  }

  /** How many columns a line may have; without a bound where no person reads. */
  public int width() {
    return width;
  }

  public synchronized void print(Table table) {
    clearProgress();
    table.lines(width, this::paint).forEach(out::println);
  }

  /**
   * Says what takes so long: on a terminal in one line that the next line replaces, elsewhere as a
   * line of its own. Goes to standard error.
   */
  public synchronized void progress(String pattern, Object... parts) {
    var text = compose(pattern, parts);
    if (terminal) {
      err.print(CLEAR_LINE + text);
      err.flush();
      progressShown = true;
    } else {
      err.println(text);
    }
  }

  private void clearProgress() {
    if (progressShown) {
      err.print(CLEAR_LINE);
      err.flush();
      progressShown = false;
    }
  }

  /** Calls, and says what is waited for when that takes longer than a moment. */
  public <T> T meanwhile(Duration moment, String waiting, Supplier<T> call) {
    var done = new CountDownLatch(1);
    Thread.startVirtualThread(
        () -> {
          try {
            if (!done.await(moment.toMillis(), TimeUnit.MILLISECONDS)) {
              progress("{}", waiting);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      return call.get();
    } finally {
      done.countDown();
    }
  }

  private String compose(String pattern, Object... parts) {
    var line = new StringBuilder();
    var from = 0;
    for (var part : parts) {
      var hole = pattern.indexOf("{}", from);
      if (hole < 0) {
        throw new IllegalArgumentException("more parts than holes in: " + pattern);
      }
      line.append(pattern, from, hole).append(render(part));
      from = hole + 2;
    }
    return line.append(pattern, from, pattern.length()).toString();
  }

  private String render(Object part) {
    return part instanceof Styled styled
        ? paint(styled.style(), TerminalText.escape(styled.text()))
        : TerminalText.escape(String.valueOf(part));
  }

  private String paint(Style style, String safe) {
    return colour && style != Style.PLAIN && !safe.isEmpty()
        ? "\u001b[" + style.code + "m" + safe + "\u001b[0m"
        : safe;
  }
}
