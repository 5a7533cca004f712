package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds messages across mailboxes. */
public interface MailSearch extends Capability {

  /**
   * What a search brought.
   *
   * @param messages at most as many as were asked for, newest first, each once per mailbox
   * @param count how many there are in all
   * @param unsearched why some of the mail could not be looked through, one sentence: more may be
   *     there; null when all was
   */
  record Similar(List<MailCluster.Member> messages, int count, @Nullable String unsearched) {
    public Similar {
      messages = List.copyOf(messages);
    }

    public Similar(List<MailCluster.Member> messages, int count) {
      this(messages, count, null);
    }
  }

  /**
   * Every copy, in every mailbox, of messages that agree with all the criteria.
   *
   * @param criteria fields of {@link Field} by their wire names; values are data, whatever they
   *     hold
   * @param since how far back
   * @param limit how many messages to list; the count is of all
   * @throws IllegalArgumentException when there is no criterion, or one of an unknown field
   */
  Similar similar(List<MailCluster.Criterion> criteria, Instant since, int limit);

  /**
   * Why mail can never be searched by these here, whoever asks and however often: that is a limit,
   * and nothing that keeps a thing from having been examined. Whoever asks all the same is refused.
   *
   * @return one sentence for people; empty where it can be searched
   */
  default Optional<String> unsearchable(List<MailCluster.Criterion> criteria) {
    return Optional.empty();
  }

  /**
   * The back end's own fingerprints of bodies, to search by {@link Field#CLUSTER_ID}.
   *
   * @return by the key of the message as it was asked for; one that is missing has none
   */
  default Map<EntityKey, String> clusterIds(List<MailMessage> messages, Instant since) {
    return Map.of();
  }

  /**
   * Where a message is now.
   *
   * @param folderId the back end's id of the folder
   * @param folderName well-known or display name
   */
  record Location(String messageId, String folderId, @Nullable String folderName) {}

  /**
   * Where the messages are now.
   *
   * @return by the key of the message as it was asked for; one that is missing is in no folder of
   *     its mailbox any more, or has no recipient or Message-ID to look by
   */
  Map<EntityKey, Location> locate(List<MailMessage> messages);
}
