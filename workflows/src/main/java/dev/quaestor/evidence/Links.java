package dev.quaestor.evidence;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.persistent.Positions;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * Which pieces of a case are judged by which others, directly: what runs from a file, starts it or
 * carries it, what carries a link, what grew from a message.
 *
 * @param byKey where each piece stands
 * @param judgedByKey what is judged by the piece of that key
 * @param judgedByHash the mails that carry a file of that hash
 * @param judgedByPlace what starts the program that lies there
 * @param filesByHash the files of a hash, the worst first
 * @param filesByPlace the files that lie there, the worst first
 */
record Links(
    Positions<EntityKey> byKey,
    Positions<EntityKey> judgedByKey,
    Positions<String> judgedByHash,
    Positions<String> judgedByPlace,
    Positions<String> filesByHash,
    Positions<String> filesByPlace) {

  /** More pieces than that no case has. */
  private static final int RANKS = 1 << 28;

  static Links none() {
    return new Links(
        Positions.none(),
        Positions.none(),
        Positions.none(),
        Positions.none(),
        Positions.none(),
        Positions.none());
  }

  OptionalInt of(EntityKey key) {
    return byKey.first(key);
  }

  /** Of the files of that hash the worst, and of those the first. */
  OptionalInt fileOf(String hash) {
    return place(filesByHash.first(hash));
  }

  /** Of the files that lie there the worst, and of those the first. */
  OptionalInt fileAt(String place) {
    return place(filesByPlace.first(place));
  }

  private static OptionalInt place(OptionalInt rank) {
    return rank.isEmpty() ? rank : OptionalInt.of(rank.getAsInt() % RANKS);
  }

  private static int rank(int position, Verdict verdict) {
    return (Verdict.values().length - verdict.ordinal()) * RANKS + position;
  }

  Links with(int position, Assessment piece) {
    return changed(position, piece, true);
  }

  Links without(int position, Assessment piece) {
    return changed(position, piece, false);
  }

  private Links changed(int position, Assessment piece, boolean isIn) {
    var keys = changed(byKey, piece.key(), position, isIn);
    var byKeys = judgedByKey;
    var byHashes = judgedByHash;
    var byPlaces = judgedByPlace;
    var hashes = filesByHash;
    var places = filesByPlace;
    switch (piece.evidence().entity()) {
      case FileArtifact file -> {
        var rank = rank(position, piece.verdict());
        if (file.sha256() != null) {
          hashes = changed(hashes, file.sha256().toLowerCase(Locale.ROOT), rank, isIn);
        }
        var place = Propagation.place(file);
        if (place.isPresent()) {
          places = changed(places, place.get(), rank, isIn);
        }
      }
      case ProcessArtifact process -> {
        if (process.image() != null) {
          byKeys = changed(byKeys, process.image().key(), position, isIn);
        }
      }
      case RegistryEntry r -> byPlaces = changed(byPlaces, Propagation.place(r), position, isIn);
      case ScheduledTask t -> byPlaces = changed(byPlaces, Propagation.place(t), position, isIn);
      case SystemService s -> byPlaces = changed(byPlaces, Propagation.place(s), position, isIn);
      case MailMessage mail -> {
        for (var link : mail.links()) {
          if (!link.target().isBlank()) {
            byKeys = changed(byKeys, new Url(link.target()).key(), position, isIn);
          }
        }
        for (var attachment : mail.attachments()) {
          if (attachment.sha256() != null) {
            var hash = attachment.sha256().toLowerCase(Locale.ROOT);
            byHashes = changed(byHashes, hash, position, isIn);
          }
        }
      }
      case MailCluster cluster -> byKeys = changed(byKeys, cluster.rootMessage(), position, isIn);
      default -> {}
    }
    return new Links(keys, byKeys, byHashes, byPlaces, hashes, places);
  }

  private static Positions<String> changed(
      Positions<String> all, Optional<String> place, int position, boolean isIn) {
    return place.isEmpty() ? all : changed(all, place.get(), position, isIn);
  }

  private static <K extends Comparable<? super K>> Positions<K> changed(
      Positions<K> all, K what, int position, boolean isIn) {
    return isIn ? all.with(what, position) : all.without(what, position);
  }

  /** Adds the pieces that are judged by this one. */
  void addJudgedBy(Assessment piece, SortedSet<Integer> to) {
    to.addAll(judgedByKey.of(piece.key()));
    if (piece.evidence().entity() instanceof FileArtifact file) {
      if (file.sha256() != null) {
        to.addAll(judgedByHash.of(file.sha256().toLowerCase(Locale.ROOT)));
      }
      Propagation.place(file).ifPresent(place -> to.addAll(judgedByPlace.of(place)));
    }
  }
}
