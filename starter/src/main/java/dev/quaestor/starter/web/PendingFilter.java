package dev.quaestor.starter.web;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionFilter;
import dev.quaestor.starter.ledger.Listing;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** To what a list of what waits is narrowed, on the page and for all that match. */
final class PendingFilter {
  static final List<String> KEYS = List.of("q", "type", "severity", "deviceGroup", "mine");

  private PendingFilter() {}

  /** Of a form that holds more, only what narrows. */
  static Query query(MultiValueMap<String, String> form) {
    var narrowing = new LinkedMultiValueMap<String, String>(form);
    narrowing.keySet().retainAll(KEYS);
    return new Query(narrowing);
  }

  static ActionFilter of(Query query, Caller caller, Listing listing) {
    return new ActionFilter(
        ActionFilter.Status.PENDING,
        Stream.ofNullable(query.one("type", ActionType.class)).toList(),
        List.of(),
        null,
        null,
        query.text("q"),
        null,
        Stream.ofNullable(query.one("severity", Severity.class)).toList(),
        List.of(),
        List.of(),
        List.of(),
        query.flag("mine") ? caller.decides() : null,
        null,
        query.text("deviceGroup"),
        null,
        null,
        listing);
  }
}
