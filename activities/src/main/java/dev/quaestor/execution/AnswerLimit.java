package dev.quaestor.execution;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps one answer to so many bytes for each fifty pieces: what Temporal takes as one value, which
 * is two MiB and not for the answer alone, and what a worker reads into its memory at once. What a
 * piece says of itself always stays: what goes is what the heaviest pieces led to, listed messages
 * of clusters first, because an action searches for them again. Pure: the same answer is always cut
 * alike.
 */
final class AnswerLimit {
  /** The most bytes of JSON that one answer of an ordinary batch has. */
  static final int MOST_BYTES = 3 * 512 * 1024;

  /** Room for the sentence that says what is missing. */
  private static final int SENTENCE_BYTES = 400;

  private AnswerLimit() {}

  static List<Examination> applied(List<Examination> answer) {
    return applied(answer, MOST_BYTES * Math.max(1, answer.size() / EvidenceActivities.BATCH_SIZE));
  }

  static List<Examination> applied(List<Examination> answer, int mostBytes) {
    var whole = answer.stream().mapToInt(AnswerLimit::bytes).toArray();
    if (Arrays.stream(whole).sum() <= mostBytes) {
      return answer;
    }
    var bare = answer.stream().map(AnswerLimit::bare).mapToInt(AnswerLimit::bytes).toArray();
    var room = mostBytes - Arrays.stream(bare).sum();
    var lightestFirst =
        IntStream.range(0, whole.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> whole[i] - bare[i]))
            .toList();
    var cut = new ArrayList<>(answer);
    for (int done = 0; done < whole.length; done++) {
      // What the light ones leave of their share is for the heavier ones.
      var share = Math.max(0, room / (whole.length - done));
      int at = lightestFirst.get(done);
      var load = whole[at] - bare[at];
      if (load > share) {
        cut.set(at, new Packing(answer.get(at), share - SENTENCE_BYTES).packed());
      }
      room -= Math.min(load, share);
    }
    return List.copyOf(cut);
  }

  private static Examination bare(Examination x) {
    return with(x, listing(x.entity(), 0), x.findings(), List.of());
  }

  private static Examination with(
      Examination x, Entity entity, List<Finding> findings, List<Evidence> related) {
    return new Examination(
        x.key(),
        entity,
        findings,
        related,
        x.offered(),
        x.withheld(),
        x.confirmed(),
        x.away(),
        x.doers(),
        x.names());
  }

  /** The same with only so many of its messages listed. */
  private static Entity listing(Entity entity, int most) {
    return entity instanceof MailCluster c
        ? new MailCluster(
            c.rootMessage(),
            c.criteria(),
            c.messages().subList(0, Math.min(most, c.messages().size())),
            Math.max(c.count(), c.messages().size()))
        : entity;
  }

  /** As it stands in a list, with the comma. */
  private static int bytes(Object value) {
    return QuaestorJson.mapper().writeValueAsBytes(value).length + 1;
  }

  /** One piece on its way into the room that is left for what it led to. */
  private static final class Packing {
    private final Examination whole;
    private int room;
    private int thingsLeftOut;
    private int messagesLeftOut;

    Packing(Examination whole, int room) {
      this.whole = whole;
      this.room = room;
    }

    Examination packed() {
      var related = new ArrayList<Evidence>();
      for (var evidence : whole.related()) {
        var weight = bytes(evidence.withEntity(listing(evidence.entity(), 0)));
        if (weight <= room) {
          room -= weight;
          related.add(evidence);
        } else {
          thingsLeftOut++;
        }
      }
      var entity = listed(whole.entity());
      related.replaceAll(e -> e.withEntity(listed(e.entity())));
      if (thingsLeftOut == 0 && messagesLeftOut == 0) {
        return with(whole, entity, whole.findings(), related);
      }
      var findings = new ArrayList<>(whole.findings());
      findings.add(leftOut());
      return with(whole, entity, findings, related);
    }

    private Entity listed(Entity entity) {
      if (!(entity instanceof MailCluster cluster)) {
        return entity;
      }
      var fitting = 0;
      for (var member : cluster.messages()) {
        var weight = bytes(member);
        if (weight > room) {
          break;
        }
        room -= weight;
        fitting++;
      }
      messagesLeftOut += cluster.messages().size() - fitting;
      return listing(cluster, fitting);
    }

    /** Of what was left out nobody knows whether it is clean. */
    private Finding leftOut() {
      if (thingsLeftOut == 0 && !whole.findings().isEmpty()) {
        return Finding.nothing(
            "quaestor",
            "MESSAGES_NOT_LISTED",
            "The list leaves out %s; an action finds them again."
                .formatted(Counted.of(messagesLeftOut, "similar message", "similar messages")));
      }
      return Finding.inconclusive(
          "quaestor",
          "ANSWER_CUT",
          "It led to too much for one answer: %s and %s were left out."
              .formatted(
                  Counted.of(thingsLeftOut, "other thing", "other things"),
                  Counted.of(messagesLeftOut, "message", "messages")));
    }
  }
}
