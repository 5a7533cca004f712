package dev.quaestor.starter.ocsf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code metadata}, alike in every event. */
final class Envelope {
  /** The schema that the events are valid against. */
  static final String SCHEMA_VERSION = "1.3.0";

  private Envelope() {}

  /**
   * @param correlationUid the investigation, which the events of its actions share
   */
  static Attributes metadata(
      Occurrence told, @Nullable String correlationUid, List<String> profiles) {
    return new Attributes()
        .put("version", SCHEMA_VERSION)
        .put(
            "product",
            new Attributes()
                .put("name", "Quaestor")
                .put("vendor_name", "Quaestor")
                .put("uid", "quaestor")
                .put("version", version()))
        .put("uid", told.uid())
        .put("sequence", told.id())
        .put("correlation_uid", correlationUid)
        .put("log_name", "ledger")
        .put("log_provider", "Quaestor")
        .put("original_time", told.at().toString())
        .put("logged_time", told.recordedAt())
        .texts("profiles", profiles);
  }

  private static @Nullable String version() {
    return Envelope.class.getPackage().getImplementationVersion();
  }
}
