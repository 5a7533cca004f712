package dev.quaestor.starter.access;

import dev.quaestor.action.Area;
import dev.quaestor.secret.Secret;
import dev.quaestor.starter.ledger.Scope;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The identity provider that vouches for people, by OpenID Connect; there is none until an issuer
 * is named.
 *
 * @param issuer as the provider names itself in its tokens, such as https://login.example/realm
 * @param clientId this installation's, at the provider
 * @param clientSecret its secret, or a reference to it (file:PATH, env:NAME, vault:PATH#FIELD);
 *     absent for a public client
 * @param audience what an access token must be made for, so that the API takes it; absent for none
 * @param label what the page calls the provider
 * @param nameClaim where it says what somebody is called
 * @param rolesClaim where it says of which groups or roles somebody is; a path with dots
 * @param scopes what is asked for
 * @param grants what the values of that claim let somebody do and see
 */
@ConfigurationProperties("quaestor.access.oidc")
record OidcProperties(
    @Nullable String issuer,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable String audience,
    @DefaultValue("your provider") String label,
    @DefaultValue("preferred_username") String nameClaim,
    @DefaultValue("groups") String rolesClaim,
    @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
    @DefaultValue List<Grant> grants) {

  OidcProperties {
    if (issuer != null && clientId == null) {
      throw new IllegalArgumentException(
          "quaestor.access.oidc.client-id must be set where an issuer is");
    }
    scopes = List.copyOf(scopes);
    grants = List.copyOf(grants);
  }

  /**
   * What one value of the claim gives.
   *
   * @param value a group or a role, as the provider writes it
   * @param roles the roles here
   * @param groups the device groups that one may see; absent for all
   * @param areas device, email or identity, that one may see; absent for all
   */
  record Grant(
      String value,
      @DefaultValue List<String> roles,
      @Nullable List<String> groups,
      @Nullable List<Area> areas) {
    Grant {
      roles = List.copyOf(roles);
      roles.forEach(AccessRole::ofWireName);
    }
  }

  boolean isSet() {
    return issuer != null;
  }

  /**
   * What somebody may do of whom the provider says these; a value that is not named gives nothing.
   */
  Given given(Set<String> values) {
    var roles = new HashSet<String>();
    var groups = new HashSet<String>();
    var areas = EnumSet.noneOf(Area.class);
    boolean allGroups = false;
    boolean allAreas = false;
    for (var grant : grants) {
      if (values.contains(grant.value)) {
        roles.addAll(grant.roles);
        allGroups |= grant.groups == null;
        allAreas |= grant.areas == null;
        groups.addAll(grant.groups == null ? List.of() : grant.groups);
        areas.addAll(grant.areas == null ? List.of() : grant.areas);
      }
    }
    return new Given(roles, new Scope(allGroups ? null : groups, allAreas ? null : areas));
  }

  /** What follows from what the provider says. */
  record Given(Set<String> roles, Scope scope) {}
}
