package dev.quaestor.execution;

import static dev.quaestor.action.ActionType.DELETE_FILE;
import static dev.quaestor.action.ActionType.STOP_AND_QUARANTINE_FILE;

import com.google.re2j.Pattern;
import dev.quaestor.action.ActionType;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that many machines run, as its own back end knows it: taking it away can harm more than
 * what it is accused of, so that nobody does it without a person. What could not be looked up may
 * be such a file.
 */
final class TrustedFile {
  private static final List<ActionType> TAKING_AWAY =
      List.of(STOP_AND_QUARANTINE_FILE, DELETE_FILE);

  /** Those who make operating systems, by the names in their certificates. */
  private static final Pattern SYSTEM_VENDOR =
      Pattern.compile(
          "(?i)(?:CN=)?(?:Microsoft|Apple Inc|Software Signing|Canonical|Red Hat|SUSE|Debian"
              + "|Oracle America)\\b.*");

  /** What Microsoft signs for others to load. */
  private static final Pattern FOR_OTHERS =
      Pattern.compile("(?i).*(?:Hardware Compatibility|Early Launch).*");

  private static final int LONGEST_NAME = 80;

  private TrustedFile() {}

  /** Empty for all other things, and for a file of which nothing speaks against it. */
  static List<Withheld> withheld(Entity entity, BatchFacts gathered) {
    return entity instanceof FileArtifact file
        ? because(file, gathered).stream()
            .flatMap(said -> TAKING_AWAY.stream().map(type -> Withheld.unlessAgreed(type, said)))
            .toList()
        : List.of();
  }

  private static Optional<String> because(FileArtifact file, BatchFacts gathered) {
    // Whatever is known of an MD5: nobody compares it with what lies at the path.
    if (file.sha256() == null && file.sha1() == null) {
      return Optional.of(
          "It is named by its path, and it could not be looked up which file lies there");
    }
    return Optional.ofNullable(gathered.contradictions().get(file.key()))
        .or(
            () ->
                gathered.context().known(file).stream()
                    .flatMap(known -> because(known).stream())
                    .findFirst())
        .or(() -> because(gathered.context().files().about(file.key())));
  }

  private static Optional<String> because(Lookup<KnownFile> lookup) {
    return switch (lookup) {
      case Lookup.Known<KnownFile> known -> because(known.value());
      case Lookup.CouldNotLook<KnownFile> down ->
          Optional.of("It could not be looked up whether this is a signed and widespread program");
      // Looked: what nobody has ever seen is not widespread; the device compares the hash.
      case Lookup.NotThere<KnownFile> none -> Optional.empty();
      case Lookup.NobodyToAsk<KnownFile> nobody ->
          Optional.of("Nobody can be asked whether this is a signed and widespread program");
    };
  }

  private static Optional<String> because(KnownFile file) {
    var ofTheSystem = isOfTheSystem(file);
    if (!ofTheSystem
        && file.determination() != Determination.CLEAN
        && !(file.isValidlySigned() && file.isWidespread())) {
      return Optional.empty();
    }
    var facts =
        Stream.of(
                file.determination() == Determination.CLEAN
                    ? Optional.of("known as clean")
                    : Optional.<String>empty(),
                file.isValidlySigned()
                    ? Optional.of("validly signed by " + signer(file))
                    : Optional.<String>empty(),
                Optional.ofNullable(file.globalPrevalence())
                    .map(
                        seen ->
                            "seen on %s worldwide"
                                .formatted(Counted.of(seen, "machine", "machines"))))
            .flatMap(Optional::stream)
            .toList();
    return Optional.of(
        "The file is "
            + String.join(", ", facts)
            + (ofTheSystem ? "; it is part of the operating system" : ""));
  }

  private static boolean isOfTheSystem(KnownFile file) {
    var signer = file.signer();
    return file.isValidlySigned()
        && signer != null
        && SYSTEM_VENDOR.matches(signer)
        && !FOR_OTHERS.matches(signer);
  }

  private static String signer(KnownFile file) {
    return file.signer() == null ? "an unnamed signer" : Excerpt.of(file.signer(), LONGEST_NAME);
  }
}
