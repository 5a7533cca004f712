package dev.quaestor.connector.graph;

import com.google.re2j.Pattern;
import dev.quaestor.connector.http.Absence;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Graph's 404s. Below a mailbox only Exchange itself can say that something is not there: for a
 * mailbox on premises, without a licence, inactive or a guest's, Graph answers 404 too, under many
 * codes ({@code MailboxNotEnabledForRESTAPI, ResourceNotFound, ErrorInvalidUser,
 * Request_ResourceNotFound}), and the mail lies in it all the same. Each mailbox has a list of its
 * messages and an inbox with rules: that such a list is not there says nothing of what is in it.
 */
final class GraphAbsence implements Absence {
  private static final Set<String> IN_A_MAILBOX =
      Set.of("ErrorItemNotFound", "ErrorFolderNotFound");

  private static final Pattern ALWAYS_THERE =
      Pattern.compile("GET /v1\\.0/users/\\{user}/(messages|mailFolders(/inbox/messageRules)?)");

  /** Entra ID's own word; any other comes from something before it. */
  private static final String NO_SUCH_USER = "Request_ResourceNotFound";

  private static final Set<String> ELSEWHERE =
      Set.of(NO_SUCH_USER, "ResourceNotFound", "NotFound", "ItemNotFound");

  @Override
  public boolean isTold(String operation, @Nullable String code) {
    if (code == null) {
      return false;
    }
    if (operation.contains("/users/{user}/m")) {
      return IN_A_MAILBOX.contains(code) && !ALWAYS_THERE.matches(operation);
    }
    return operation.contains("/users/{user}")
        ? code.equals(NO_SUCH_USER)
        : ELSEWHERE.contains(code);
  }
}
