package dev.quaestor.action;

import java.util.List;

/**
 * A choice that an order carries.
 *
 * @param values all that it may be, the first one when it is left out; empty for free text
 * @param question what is asked when it is required and missing
 */
public record Choice(
    String name, boolean required, List<String> values, String description, String question) {

  /** Whether it is a SHA-256. */
  public boolean isHash() {
    return name.equals("sha256");
  }

  static Choice of(String name, List<String> values, String description) {
    return new Choice(name, false, values, description, "");
  }

  static Choice required(String name, String description, String question) {
    return new Choice(name, true, List.of(), description, question);
  }
}
