package dev.quaestor.lab.tenant;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The users of the tenant. A well-formed address or object id that is not known enrols a user. */
public final class Directory {

  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /**
   * One user; the risk state is {@code none}, {@code atRisk}, {@code confirmedCompromised} or
   * {@code dismissed}.
   */
  public static final class User {
    private final String id;
    private final String principalName;
    private final String displayName;
    private boolean enabled = true;
    private String riskState = "none";
    private @Nullable Instant riskChanged;
    private @Nullable Instant sessionsRevoked;
    private @Nullable String onPremisesSid;
    private boolean guest;
    private boolean mustChangePassword;

    User(String id, String principalName, String displayName) {
      this.id = id;
      this.principalName = principalName;
      this.displayName = displayName;
    }

    public String id() {
      return id;
    }

    public String principalName() {
      return principalName;
    }

    public String displayName() {
      return displayName;
    }

    public boolean enabled() {
      return enabled;
    }

    public void enable(boolean on) {
      enabled = on;
    }

    public String riskState() {
      return riskState;
    }

    public void riskState(String state, Instant at) {
      riskState = state;
      riskChanged = at;
    }

    /** When the risk was last said; null when it never was. */
    public @Nullable Instant riskChanged() {
      return riskChanged;
    }

    /** Its SID in the directory on premises that it is copied from; null for one of the cloud. */
    public @Nullable String onPremisesSid() {
      return onPremisesSid;
    }

    public void onPremisesSid(@Nullable String sid) {
      onPremisesSid = sid;
    }

    public boolean guest() {
      return guest;
    }

    public void guest(boolean fromAnotherTenant) {
      guest = fromAnotherTenant;
    }

    public boolean mustChangePassword() {
      return mustChangePassword;
    }

    public void mustChangePassword(boolean must) {
      mustChangePassword = must;
    }

    public @Nullable Instant sessionsRevoked() {
      return sessionsRevoked;
    }

    public void revokeSessions(Instant at) {
      sessionsRevoked = at;
    }
  }

  private final Map<String, User> users = new LinkedHashMap<>();

  public static boolean isAddress(String text) {
    return text.length() <= 254 && ADDRESS.matcher(text).matches();
  }

  public Collection<User> all() {
    return List.copyOf(users.values());
  }

  /** The user of this id or principal name; empty only when the text is neither. */
  public Optional<User> find(String idOrName) {
    String key = idOrName.toLowerCase(Locale.ROOT);
    for (User user : users.values()) {
      if (user.id().equals(key) || user.principalName().equals(key)) {
        return Optional.of(user);
      }
    }
    if (GUID.matcher(key).matches()) {
      return Optional.of(add(key, "user-" + key.substring(0, 8) + "@contoso.example", key));
    }
    if (isAddress(key)) {
      return Optional.of(add(idOf(key), key, key.substring(0, key.indexOf('@'))));
    }
    return Optional.empty();
  }

  public User add(String id, String principalName, String displayName) {
    User user = new User(id, principalName.toLowerCase(Locale.ROOT), displayName);
    users.put(id, user);
    return user;
  }

  void clear() {
    users.clear();
  }

  /** The same address has the same id over a reset. */
  private static String idOf(String address) {
    return UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
