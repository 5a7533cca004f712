package dev.quaestor.policy;

import dev.quaestor.action.Area;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom Temporal names, and what their decisions count for. It is believed of a signal, of
 * which the server writes down the sender, and of nothing else.
 *
 * @param principal type and name as the server writes them, {@code jwt:alice@contoso.example}
 * @param roles what they may decide
 */
public record KnownPrincipal(String principal, List<String> roles) {
  public static final String DEVICE_APPROVER = "device-approver";
  public static final String EMAIL_APPROVER = "email-approver";

  /** Of these one at least; the others are for rules that ask for them. */
  private static final List<String> DECIDING = List.of(DEVICE_APPROVER, EMAIL_APPROVER);

  public static final List<String> ROLES = List.of(DEVICE_APPROVER, EMAIL_APPROVER, "operator");

  private static final int LONGEST = 300;

  public KnownPrincipal {
    roles = roles == null ? List.of() : List.copyOf(roles);
    if (principal == null || principal.indexOf(':') < 1 || principal.endsWith(":")) {
      throw new IllegalArgumentException(
          "approvals.principals: a principal is a type and a name, as jwt:alice@contoso.example");
    }
    if (principal.length() > LONGEST || !principal.equals(principal.strip())) {
      throw new IllegalArgumentException(
          "approvals.principals: \"%s\" is longer than %d characters, or has blanks around it"
              .formatted(principal, LONGEST));
    }
    if (roles.stream().noneMatch(DECIDING::contains) || !ROLES.containsAll(roles)) {
      throw new IllegalArgumentException(
          "approvals.principals: %s needs a role that decides (%s) and may hold none but %s"
              .formatted(principal, String.join(", ", DECIDING), String.join(", ", ROLES)));
    }
  }

  /** What people read, without the type: the same person has it in other places too. */
  public String name() {
    return principal.substring(principal.indexOf(':') + 1);
  }

  /** They themselves, with what the policy gives them. */
  public Author author() {
    var areas =
        Stream.of(Area.values())
            .filter(
                area ->
                    switch (area) {
                      case DEVICE -> roles.contains(DEVICE_APPROVER);
                      case EMAIL -> roles.contains(EMAIL_APPROVER);
                      // It takes away mail and devices alike.
                      case IDENTITY -> roles.containsAll(DECIDING);
                    })
            .toList();
    return new Author("temporal:" + principal, name(), Remit.of(areas)).holding(roles);
  }

  /** Whether somebody who writes that name means them; who names nobody does. */
  public boolean isMeantBy(@Nullable String claimed) {
    if (claimed == null || claimed.isBlank()) {
      return true;
    }
    var folded = claimed.strip().toLowerCase(Locale.ROOT);
    return folded.equals(name().toLowerCase(Locale.ROOT))
        || folded.equals(principal.toLowerCase(Locale.ROOT));
  }
}
