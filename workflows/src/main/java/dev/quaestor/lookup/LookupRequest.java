package dev.quaestor.lookup;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One question. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LookupRequest.Hunt.class, name = "hunt"),
  @JsonSubTypes.Type(value = LookupRequest.FindMail.class, name = "findMail"),
  @JsonSubTypes.Type(value = LookupRequest.KnownFile.class, name = "knownFile"),
  @JsonSubTypes.Type(value = LookupRequest.Scripts.class, name = "scripts"),
  @JsonSubTypes.Type(value = LookupRequest.Hosts.class, name = "hosts"),
})
public sealed interface LookupRequest {

  /**
   * A hunting query, passed on as it stands.
   *
   * @param backEnd the name of a connector; null for the preferred one that knows the language
   * @param timespan how far back, where the back end takes it apart from the query; null for its
   *     own default
   * @param language what the query is written in; null for that of the named connector, and for
   *     Kusto query language where none is named
   */
  record Hunt(
      String query,
      @Nullable String backEnd,
      @Nullable Duration timespan,
      @Nullable HuntingLanguage language)
      implements LookupRequest {}

  /**
   * Messages in all mailboxes that agree with all criteria.
   *
   * @param criteria as a {@link MailCluster} carries them
   * @param limit how many messages to list; the count is of all
   */
  record FindMail(List<MailCluster.Criterion> criteria, Instant since, int limit)
      implements LookupRequest {
    public FindMail {
      criteria = List.copyOf(criteria);
    }
  }

  /** What the back ends know of a file, by its strongest hash. */
  record KnownFile(FileArtifact file) implements LookupRequest {}

  /** The scripts of the live response library. */
  record Scripts() implements LookupRequest {}

  /**
   * Which hosts are meant.
   *
   * @param called ids and names of devices
   */
  record Hosts(List<String> called) implements LookupRequest {
    public Hosts {
      called = List.copyOf(called);
    }
  }
}
