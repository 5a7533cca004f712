package dev.quaestor.action;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an order says beside type and target.
 *
 * @param values all that it may be, the first one when it is left out; empty for what is not chosen
 *     from a list
 * @param question what is asked when it is required and missing
 */
public record Choice(
    String name,
    Form form,
    boolean required,
    List<String> values,
    String description,
    String question) {

  /** How it is written. */
  public enum Form {
    /** One of the values. */
    WORD,
    TEXT,
    SHA256
  }

  static final Choice ISOLATION =
      word(
          "isolation",
          "How much network access remains: none, or what the exclusion rules allow",
          DeviceAction.Isolation.values());
  static final Choice SCAN = word("scan", "How thorough the scan is", DeviceAction.Scan.values());
  static final Choice ATTACHMENT =
      new Choice(
          "sha256",
          Form.SHA256,
          true,
          List.of(),
          "The attachment, by its SHA-256",
          "which attachment?");
  static final Choice SCRIPT =
      new Choice(
          "script",
          Form.TEXT,
          true,
          List.of(),
          "The name of a script in the library",
          "which script from the library?");
  static final Choice ARGUMENTS =
      new Choice(
          "arguments", Form.TEXT, false, List.of(), "The arguments of the script, on one line", "");

  static final Choice THROUGH =
      new Choice(
          "through",
          Form.TEXT,
          false,
          List.of(),
          "Which back end does it, by its name in the settings; needed where several can",
          "");

  private static Choice word(String name, String description, Enum<?>... values) {
    return new Choice(
        name, Form.WORD, false, Arrays.stream(values).map(Enum::name).toList(), description, "");
  }

  /** The one that was named; null for none. */
  static @Nullable Enforcer enforcer(Map<String, String> chosen) {
    var named = chosen.getOrDefault(THROUGH.name, "").strip();
    return named.isEmpty() ? null : Enforcer.alone(named);
  }

  /** What was chosen, or what it is when it is left out. */
  String in(Map<String, String> chosen) {
    return chosen.getOrDefault(name, values.isEmpty() ? "" : values.getFirst());
  }
}
