package dev.quaestor.starter.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token lets its bearer do; DOMAIN §11 Roles, after Microsoft's model in §4.5. */
public enum AccessRole {
  /** Reads everything; every other role may do so too. */
  VIEWER,
  /**
   * Hands in alerts whose word counts as a sensor's: what they call malicious may be acted on
   * without a person, where the policy says so.
   */
  SOURCE,
  /** Starts investigations, orders by hand what the policy lets analysts run, proposes the rest. */
  ANALYST,
  /** Decides, undoes and orders actions on devices. */
  DEVICE_APPROVER,
  /** Decides, undoes and orders actions on mail and URLs. */
  EMAIL_APPROVER,
  /** Changes the policy and cancels investigations. */
  OPERATOR,
  /** Everything, tokens included. */
  ADMIN;

  /** As it is written on the API and in the token store: {@code device-approver}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException naming the roles there are
   */
  @JsonCreator
  public static AccessRole ofWireName(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no such role; the roles are "
                        + Arrays.stream(values())
                            .map(AccessRole::wireName)
                            .collect(Collectors.joining(", "))));
  }

  /** Of stored roles those that this release knows; one that it does not know gives nothing. */
  static Set<AccessRole> known(Collection<String> stored) {
    var roles = EnumSet.noneOf(AccessRole.class);
    stored.forEach(text -> find(text).ifPresent(roles::add));
    return roles;
  }

  /** Empty for what is no role of ours, as one that a newer release wrote. */
  public static Optional<AccessRole> find(String text) {
    return Arrays.stream(values()).filter(r -> r.wireName().equals(text)).findFirst();
  }
}
