package dev.quaestor.lab.hunting;

import dev.quaestor.lab.hunting.HuntingTable.Row;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.tenant.Tenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Advanced hunting over the tenant as it is now. */
public final class HuntingEngine {

  private final Tenant tenant;

  public HuntingEngine(Tenant tenant) {
    this.tenant = tenant;
  }

  /**
   * Answers a query as {@code {schema: [{Name, Type}], results: [{…}]}} under the given field
   * names, which differ between the two APIs. Throws {@link QueryException}.
   */
  public ObjectNode run(String query, String schemaField, String resultsField) {
    HuntingTable result = Query.run(query, tables(), tenant.clock().instant());
    ObjectNode body = LabJson.object();
    ArrayNode schema = body.putArray(schemaField);
    result
        .columns()
        .forEach((name, type) -> schema.addObject().put("Name", name).put("Type", type));
    ArrayNode results = body.putArray(resultsField);
    for (Row row : result.rows()) {
      ObjectNode target = results.addObject();
      result.columns().keySet().forEach(column -> put(target, column, row.get(column)));
    }
    return body;
  }

  private Map<String, Supplier<HuntingTable>> tables() {
    MailTables mail = new MailTables(tenant);
    DeviceTables devices = new DeviceTables(tenant);
    Map<String, Supplier<HuntingTable>> tables = new HashMap<>();
    tables.put("EmailEvents", mail::events);
    tables.put("EmailUrlInfo", mail::urls);
    tables.put("EmailAttachmentInfo", mail::attachments);
    tables.put("UrlClickEvents", mail::clicks);
    tables.put("DeviceFileEvents", devices::fileEvents);
    tables.put("DeviceProcessEvents", devices::processEvents);
    tables.put("DeviceNetworkEvents", devices::networkEvents);
    tables.put("DeviceInfo", devices::info);
    return tables;
  }

  private static void put(ObjectNode target, String column, @Nullable Object value) {
    switch (value) {
      case null -> target.putNull(column);
      case Instant instant -> target.put(column, LabJson.defenderTime(instant));
      case Long number -> target.put(column, number.longValue());
      case BigDecimal number -> target.put(column, number);
      case Boolean flag -> target.put(column, flag.booleanValue());
      default -> target.put(column, value.toString());
    }
  }
}
