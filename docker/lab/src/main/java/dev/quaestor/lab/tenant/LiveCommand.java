package dev.quaestor.lab.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One command of a live response session: what was asked, and what came of it. */
public final class LiveCommand {

  private final int index;
  private final String type;
  private final Map<String, String> parameters;
  private @Nullable Instant start;
  private @Nullable Instant end;
  private String status = "Created";
  private List<String> errors = List.of();
  private byte @Nullable [] result;

  public LiveCommand(int index, String type, Map<String, String> parameters) {
    this.index = index;
    this.type = type;
    this.parameters = parameters;
  }

  public int index() {
    return index;
  }

  public String type() {
    return type;
  }

  public Map<String, String> parameters() {
    return parameters;
  }

  String parameter(String key) {
    return parameters.getOrDefault(key, "");
  }

  public @Nullable Instant start() {
    return start;
  }

  public @Nullable Instant end() {
    return end;
  }

  /** Created, Completed or Failed. */
  public String status() {
    return status;
  }

  public List<String> errors() {
    return errors;
  }

  /** What the result link serves, or null: not finished, failed, or a PutFile, which has none. */
  public byte @Nullable [] result() {
    return result;
  }

  void completed(Instant at, byte @Nullable [] output) {
    start = at;
    end = at;
    status = "Completed";
    result = output;
  }

  void failed(Instant at, String error) {
    start = at;
    end = at;
    status = "Failed";
    errors = List.of(error);
  }

  boolean hasFailed() {
    return status.equals("Failed");
  }
}
