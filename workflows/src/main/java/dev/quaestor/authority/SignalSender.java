package dev.quaestor.authority;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a signal.
 *
 * @param principal type and name as the server writes them, {@code jwt:alice@contoso.example}; null
 *     where it does not say
 */
public record SignalSender(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String principal) {
  public static final SignalSender NOBODY = new SignalSender(null);

  public static SignalSender of(String type, String name) {
    return new SignalSender(type + ":" + name);
  }
}
