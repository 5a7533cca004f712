package dev.quaestor.connector.graph;

import dev.quaestor.connector.capability.ClickHistory;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code UrlClickEvents}: Safe Links' own record. */
final class Clicks implements ClickHistory {
  private final HuntingQuery hunting;

  Clicks(HuntingQuery hunting) {
    this.hunting = hunting;
  }

  @Override
  public List<UserAccount> clickedThrough(Url url, Instant since, int limit) {
    var forms =
        Stream.of(url.value(), url.canonical())
            .distinct()
            .map(HuntingQuery::quoted)
            .collect(Collectors.joining(", "));
    var query =
        "UrlClickEvents | where Timestamp >= datetime(%s) and Url in~ (%s) and (ActionType == \"ClickAllowed\" or IsClickedThrough == true) | distinct AccountUpn | take %d"
            .formatted(since, forms, limit);
    return hunting.run(query).rows().stream()
        .flatMap(row -> Stream.ofNullable(BackEndJson.text(row, "AccountUpn")))
        .map(name -> new UserAccount(null, name, null, null, null))
        .toList();
  }
}
