package dev.quaestor.wire;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.common.SearchAttributeKey;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The search attributes, registered by the starter before the first start. Their values are never
 * encrypted: a device appears by its name, a mailbox only as the {@code PlanHash.shortId} of its
 * entity key, and neither appears at all where payloads are encrypted.
 */
public final class SearchKeys {
  public static final SearchAttributeKey<String> STATE =
      SearchAttributeKey.forKeyword("QuaestorState");
  public static final SearchAttributeKey<String> SEVERITY =
      SearchAttributeKey.forKeyword("QuaestorSeverity");
  public static final SearchAttributeKey<String> VERDICT =
      SearchAttributeKey.forKeyword("QuaestorVerdict");
  public static final SearchAttributeKey<List<String>> DEVICES =
      SearchAttributeKey.forKeywordList("QuaestorDevices");
  public static final SearchAttributeKey<List<String>> MAILBOXES =
      SearchAttributeKey.forKeywordList("QuaestorMailboxes");
  public static final SearchAttributeKey<List<String>> TECHNIQUES =
      SearchAttributeKey.forKeywordList("QuaestorTechniques");
  public static final SearchAttributeKey<Long> PENDING_ACTIONS =
      SearchAttributeKey.forLong("QuaestorPendingActions");
  public static final SearchAttributeKey<OffsetDateTime> PENDING_SINCE =
      SearchAttributeKey.forOffsetDateTime("QuaestorPendingSince");

  private SearchKeys() {}

  /** Name and type of each, for registration. */
  public static Map<String, IndexedValueType> all() {
    var all = new LinkedHashMap<String, IndexedValueType>();
    for (var key :
        List.of(
            STATE,
            SEVERITY,
            VERDICT,
            DEVICES,
            MAILBOXES,
            TECHNIQUES,
            PENDING_ACTIONS,
            PENDING_SINCE)) {
      all.put(key.getName(), key.getValueType());
    }
    return all;
  }
}
