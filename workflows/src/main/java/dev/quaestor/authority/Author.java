package dev.quaestor.authority;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who stands behind a message.
 *
 * @param id what never changes and is nobody else's: a token's id, or issuer and subject; ownership
 *     is by this
 * @param name what people read
 * @param remit where they may act; of a sensor, and of whoever may hand in a sensor's word,
 *     everywhere
 * @param roles the roles that they hold, by their wire names, sorted
 * @param signedInAt when they last signed in themselves; null for a token, which never does
 */
public record Author(
    String id,
    String name,
    Remit remit,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> roles,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant signedInAt) {

  private static final String SOURCE = "source";
  private static final String ADMIN = "admin";

  public Author {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(remit, "remit is null");
    // A starter of before they were there seals none.
    roles = roles == null ? List.of() : roles.stream().sorted().distinct().toList();
  }

  public Author(String id, String name, Remit remit) {
    this(id, name, remit, List.of(), null);
  }

  /** The same with those roles. */
  public Author holding(List<String> held) {
    return new Author(id, name, remit, held, signedInAt);
  }

  /** The same, having signed in then; null for never. */
  public Author signedIn(@Nullable Instant at) {
    return new Author(id, name, remit, roles, at);
  }

  public Person person() {
    return new Person(id, name);
  }

  /** Whether it is a service that hands in what sensors say, and no person. */
  public boolean isSensor() {
    return roles.contains(SOURCE);
  }

  /** Whether they hold one of these roles; an admin holds all. */
  public boolean holdsAny(List<String> wanted) {
    return roles.contains(ADMIN) || wanted.stream().anyMatch(roles::contains);
  }

  /** Whether a starter vouches for them. */
  public boolean known() {
    return !id.isEmpty();
  }

  /** Nobody vouches for them; the name is what they say it is. */
  public static Author unknown(String claimed) {
    return new Author("", claimed, Remit.NOWHERE);
  }
}
