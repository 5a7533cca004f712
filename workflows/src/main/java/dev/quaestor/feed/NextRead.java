package dev.quaestor.feed;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What is to be done about a source now. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NextRead.Read.class, name = "read"),
  @JsonSubTypes.Type(value = NextRead.Rest.class, name = "rest"),
})
public sealed interface NextRead {

  /** It is to be asked this. */
  record Read(AlertQuery query) implements NextRead {}

  /**
   * Nothing until the next round.
   *
   * @param why one sentence, for whoever opens the round in Temporal's Web UI
   * @param toTell whether something is to be said in the source's alerts
   */
  record Rest(String why, boolean toTell) implements NextRead {}
}
