package dev.quaestor.policy;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which alerts get no investigation. Pure. Of one property any value is enough; of several
 * properties all must match, and what is said of a file (hash, name, folder) must hold of one and
 * the same file.
 */
public final class Suppressions {
  private final List<Policy.Suppression> suppressions;
  private final DeviceGroups groups;

  public Suppressions(Policy policy) {
    this.suppressions = policy.suppressions();
    this.groups = new DeviceGroups(policy);
  }

  /**
   * The first suppression that speaks of this alert and has not run out.
   *
   * @param title the alert's title
   * @param named what the alert itself names, devices among it; where the suppression is for some
   *     devices, each device that is named must be one of them
   * @param now the time at which it is asked
   */
  public Optional<Policy.Suppression> of(String title, List<Entity> named, Instant now) {
    return suppressions.stream()
        .filter(s -> s.until() == null || now.isBefore(s.until()))
        .filter(s -> s.titles().isEmpty() || Wildcard.matchesAny(s.titles(), title.strip()))
        .filter(s -> s.devices().isEmpty() || devices(s, named))
        .filter(s -> files(s, named))
        .filter(s -> s.addresses().isEmpty() || addresses(s, named))
        .filter(s -> s.urls().isEmpty() || urls(s, named))
        .filter(s -> s.commandLines().isEmpty() || commandLines(s, named))
        .findFirst();
  }

  private boolean devices(Policy.Suppression suppression, List<Entity> named) {
    var devices = named.stream().filter(Device.class::isInstance).map(Device.class::cast).toList();
    return !devices.isEmpty()
        && devices.stream()
            .allMatch(
                d ->
                    Stream.concat(
                            DeviceGroups.labels(d),
                            groups.groupOf(d).map(DeviceGroup::name).stream())
                        .anyMatch(l -> Wildcard.matchesAny(suppression.devices(), l)));
  }

  /** What a file is known by; a mail's attachment is a file without a folder. */
  private record Seen(List<String> hashes, List<String> paths, List<String> names) {
    static Seen of(FileArtifact file) {
      var paths = file.imagePath().map(FolderPath::readings).orElse(List.of());
      return new Seen(
          Stream.of(file.sha256(), file.sha1(), file.md5()).filter(Objects::nonNull).toList(),
          paths,
          paths.isEmpty()
              ? Stream.ofNullable(file.name()).toList()
              : paths.stream().map(FolderPath::nameOf).toList());
    }

    static Seen of(MailMessage.Attachment attachment) {
      return new Seen(
          Stream.ofNullable(attachment.sha256()).toList(),
          List.of(),
          Stream.ofNullable(attachment.name()).toList());
    }
  }

  private static boolean files(Policy.Suppression suppression, List<Entity> named) {
    return (suppression.hashes().isEmpty()
            && suppression.fileNames().isEmpty()
            && suppression.folders().isEmpty())
        || named.stream().flatMap(Suppressions::seen).anyMatch(f -> speaksOf(suppression, f));
  }

  private static Stream<Seen> seen(Entity entity) {
    if (entity instanceof MailMessage mail) {
      return mail.attachments().stream().map(Seen::of);
    }
    var file = entity instanceof ProcessArtifact process ? process.image() : entity;
    return file instanceof FileArtifact f ? f.places().map(Seen::of) : Stream.empty();
  }

  private static boolean speaksOf(Policy.Suppression suppression, Seen file) {
    return (suppression.hashes().isEmpty()
            || file.hashes().stream()
                .anyMatch(
                    h ->
                        suppression.hashes().stream().anyMatch(w -> w.strip().equalsIgnoreCase(h))))
        && (suppression.fileNames().isEmpty()
            || all(file.names(), n -> Wildcard.matchesAny(suppression.fileNames(), n)))
        && (suppression.folders().isEmpty()
            || all(file.paths(), p -> liesIn(suppression.folders(), FolderPath.folderOf(p))));
  }

  /** As an exclusion, a suppression must not be found by writing a path oddly. */
  private static boolean all(List<String> readings, Predicate<String> condition) {
    return !readings.isEmpty() && readings.stream().allMatch(condition);
  }

  private static boolean liesIn(List<String> patterns, String folder) {
    return patterns.stream()
        .flatMap(p -> FolderPath.patternReadings(p).stream())
        .anyMatch(p -> Wildcard.matches(p, folder) || Wildcard.matches(p, folder + "/"));
  }

  private static boolean addresses(Policy.Suppression suppression, List<Entity> named) {
    var wanted = suppression.addresses().stream().map(Suppressions::oneSpelling).toList();
    return named.stream()
        .filter(IpAddress.class::isInstance)
        .map(e -> oneSpelling(((IpAddress) e).value()))
        .anyMatch(a -> Wildcard.matchesAny(wanted, a));
  }

  /** A pattern is no address and stays what it is, but for the case of its letters. */
  private static String oneSpelling(String address) {
    var text = address.strip().toLowerCase(Locale.ROOT);
    var plain = text.startsWith("::ffff:") && text.indexOf('.') > 0 ? text.substring(7) : text;
    return IpLiteral.of(plain).map(IpLiteral::canonical).orElse(plain);
  }

  private static boolean urls(Policy.Suppression suppression, List<Entity> named) {
    return named.stream()
        .filter(Url.class::isInstance)
        .map(e -> address((Url) e))
        .anyMatch(
            found ->
                suppression.urls().stream()
                    .anyMatch(
                        wanted ->
                            Wildcard.matches(address(new Url(wanted)), found)
                                || (!wanted.contains("://")
                                    && Wildcard.matches("*://" + wanted.strip(), found))));
  }

  private static String address(Url url) {
    return url.key().value().substring("url:".length());
  }

  private static boolean commandLines(Policy.Suppression suppression, List<Entity> named) {
    var wanted = suppression.commandLines().stream().map(Suppressions::spaced).toList();
    return named.stream()
        .filter(ProcessArtifact.class::isInstance)
        .map(e -> ((ProcessArtifact) e).commandLine())
        .filter(Objects::nonNull)
        .anyMatch(c -> Wildcard.matchesAny(wanted, spaced(c)));
  }

  /** How many blanks lie between two words says nothing. */
  private static String spaced(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
