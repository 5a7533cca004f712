package dev.quaestor.connector.graph;

import com.google.re2j.Pattern;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /security/identities/identityAccounts}: accounts of directories on premises, as Defender
 * for Identity watches them. Entra's own accounts are out of its scope (Microsoft Graph, <em>
 * identityAccounts: invokeAction</em>).
 */
final class IdentityAccounts {
  private static final Pattern SID = Pattern.compile("S-1-5-21(-[0-9]{1,10}){2,6}");

  private final BackEndClient api;

  IdentityAccounts(BackEndClient api) {
    this.api = api;
  }

  /**
   * An account on premises.
   *
   * @param id of the identity
   * @param accountId of its account in Active Directory
   */
  record OnPremises(String id, String accountId, @Nullable Boolean enabled) {}

  /**
   * The account of a SID; empty when Defender for Identity does not watch it, or is not there at
   * all.
   */
  Optional<OnPremises> find(@Nullable String sid) {
    if (sid == null || !SID.matches(sid)) {
      return Optional.empty();
    }
    var request =
        Request.get("/v1.0/security/identities/identityAccounts")
            .query("$filter", "onPremisesSecurityIdentifier eq " + Request.literal(sid));
    return BackEndClient.ifThere(() -> api.collect(request, 10)).orElse(List.of()).stream()
        // The filter is asked for, not relied upon.
        .filter(i -> sid.equalsIgnoreCase(BackEndJson.text(i, "onPremisesSecurityIdentifier")))
        .flatMap(
            i ->
                BackEndJson.objects(i, "accounts").stream()
                    .filter(
                        a ->
                            "activeDirectory"
                                .equalsIgnoreCase(
                                    BackEndJson.text(a, "identityProvider", "provider")))
                    .map(
                        a ->
                            new OnPremises(
                                BackEndJson.textOr(i, "id", ""),
                                BackEndJson.textOr(a, "identifier", ""),
                                BackEndJson.truth(i, "isEnabled"))))
        .filter(a -> !a.id().isEmpty() && !a.accountId().isEmpty())
        .findFirst();
  }

  /**
   * @param action {@code disable}, {@code enable} or {@code forcePasswordReset}
   */
  void invoke(OnPremises account, String action) {
    api.call(
        Request.post(
            "/v1.0/security/identities/identityAccounts/{id}/invokeAction",
            BackEndJson.object()
                .put("accountId", account.accountId())
                .put("action", action)
                .put("identityProvider", "activeDirectory"),
            account.id()));
  }
}
