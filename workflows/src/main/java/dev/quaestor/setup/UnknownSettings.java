package dev.quaestor.setup;

import java.util.List;

/** Somebody set what nobody reads. The message has a line for each, and never a value. */
public final class UnknownSettings extends IllegalStateException {
  private static final long serialVersionUID = 1;

  UnknownSettings(List<String> lines) {
    super(String.join("\n", lines));
  }
}
