package dev.quaestor.lookup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.entity.MailCluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer, or why there is none. Answers are bounded so that they fit a payload; what was left
 * out is said.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LookupAnswer.Rows.class, name = "rows"),
  @JsonSubTypes.Type(value = LookupAnswer.Mail.class, name = "mail"),
  @JsonSubTypes.Type(value = LookupAnswer.Files.class, name = "files"),
  @JsonSubTypes.Type(value = LookupAnswer.ScriptList.class, name = "scriptList"),
  @JsonSubTypes.Type(value = LookupAnswer.Hosts.class, name = "hosts"),
  @JsonSubTypes.Type(value = LookupAnswer.Refused.class, name = "refused"),
})
public sealed interface LookupAnswer {
  /** The code of what was refused for the language that it is written in, which nobody was sent. */
  String LANGUAGE = "LANGUAGE";

  /** A column; the type in the vendor's words. */
  record Column(String name, String type) {}

  /**
   * What a hunt brought.
   *
   * @param truncated whether rows were left out for size
   */
  record Rows(List<Column> columns, List<Map<String, Object>> rows, boolean truncated)
      implements LookupAnswer {}

  /**
   * Messages found.
   *
   * @param count how many there are in all
   * @param apart by the connectors in whose mailboxes they are, where those are several: each is
   *     acted on apart
   */
  record Mail(
      List<MailCluster.Member> messages,
      int count,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MailOfEstate> apart)
      implements LookupAnswer {
    public Mail {
      messages = List.copyOf(messages);
      apart = apart == null ? List.of() : List.copyOf(apart);
    }

    public Mail(List<MailCluster.Member> messages, int count) {
      this(messages, count, List.of());
    }
  }

  /**
   * Those of the messages that are in one connector's mailboxes.
   *
   * @param estate the connector's name
   * @param count how many there are
   */
  record MailOfEstate(String estate, List<MailCluster.Member> messages, int count) {
    public MailOfEstate {
      messages = List.copyOf(messages);
    }
  }

  /** What one back end knows of a file; a null was not said. */
  record FileFacts(
      String source,
      @Nullable String sha1,
      @Nullable String sha256,
      @Nullable String md5,
      String determination,
      @Nullable String determinationValue,
      @Nullable Long globalPrevalence,
      @Nullable Long size,
      @Nullable String signer,
      @Nullable Boolean signerValid) {}

  /** One entry for each back end that knows the file; empty when none does. */
  record Files(List<FileFacts> files) implements LookupAnswer {}

  /** One script of a library. */
  record Script(
      String name,
      @Nullable String description,
      @Nullable String sha256,
      boolean hasParameters,
      @Nullable String parametersDescription,
      @Nullable Instant lastUpdatedAt) {}

  /** The scripts of the library. */
  record ScriptList(List<Script> scripts) implements LookupAnswer {}

  /**
   * The hosts that are meant, as far as that is certain: a name that several have is nobody's.
   *
   * @param names of one host each, as {@link dev.quaestor.evidence.Examination#names}
   */
  record Hosts(List<List<String>> names) implements LookupAnswer {}

  /**
   * The back end said no, or is not there.
   *
   * @param code the failure type's name, {@code UNSUPPORTED} where no connector can answer, or
   *     {@link #LANGUAGE}
   */
  record Refused(String code, String sentence) implements LookupAnswer {}
}
