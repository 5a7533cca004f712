package dev.quaestor.lab.hunting;

import dev.quaestor.lab.hunting.HuntingTable.Row;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.tenant.Tenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /**
   * Puts a row into a table of the schema, whose time is now when it says none.
   *
   * @throws QueryException when there is no such table, or none of its columns is called so
   */
  public void record(String table, ObjectNode row) {
    Supplier<HuntingTable> known = tables().get(table);
    if (known == null) {
      throw new QueryException("Failed to resolve table '" + table + "'");
    }
    HuntingTable columns = known.get();
    row.propertyNames().forEach(columns::typeOf);
    ObjectNode kept = row.deepCopy();
    if (!kept.has("Timestamp")) {
      kept.put("Timestamp", tenant.clock().instant().toString());
    }
    columns.columns().keySet().forEach(column -> columns.cell(column, kept.get(column)));
    tenant.telemetry().computeIfAbsent(table, name -> new ArrayList<>()).add(kept);
  }

  private HuntingTable withRecorded(String name, HuntingTable table) {
    List<ObjectNode> recorded = tenant.telemetry().getOrDefault(name, List.of());
    List<Row> rows = HuntingTable.copy(table.rows());
    for (ObjectNode cells : recorded) {
      Row row = new Row();
      table
          .columns()
          .keySet()
          .forEach(column -> row.set(column, table.cell(column, cells.get(column))));
      rows.add(row);
    }
    return table.withRows(rows);
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
    tables.put("DeviceRegistryEvents", DeviceTables::registryEvents);
    tables.put("DeviceEvents", DeviceTables::otherEvents);
    tables.put("EntraIdSignInEvents", DeviceTables::signIns);
    tables.replaceAll((name, table) -> () -> withRecorded(name, table.get()));
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
