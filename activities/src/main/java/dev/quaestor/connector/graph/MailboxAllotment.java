package dev.quaestor.connector.graph;

import com.google.re2j.Pattern;
import dev.quaestor.connector.http.Allotment;
import dev.quaestor.connector.http.Request;
import java.util.Locale;
import java.util.Optional;

/**
 * Exchange limits each application by mailbox.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits">Microsoft Graph
 *     service-specific throttling limits, Outlook</a>
 */
final class MailboxAllotment implements Allotment {
  private static final Pattern MAILBOX =
      Pattern.compile("/v1[.]0/users/([^/?]+)/(messages|mailFolders)(/.*|[?].*)?");

  @Override
  public Optional<String> of(Request request) {
    var path = MAILBOX.matcher(request.path());
    return path.matches()
        ? Optional.of(String.valueOf(path.group(1)).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
