package dev.quaestor.analyzer.host;

import com.google.common.net.InternetDomainName;
import java.util.List;
import java.util.Optional;

/**
 * The Public Suffix List as Guava ships it, both of its halves: what registries run, and what
 * companies let their customers publish below.
 *
 * <p>The list grows with each release of the library. So it is asked by activities only, whose
 * answers a history keeps; a workflow that asked it would replay differently after an upgrade.
 */
final class PublicSuffixes {
  /** More than any suffix has. What is left of them says nothing of who registered a name. */
  private static final int LABELS_READ = 10;

  private PublicSuffixes() {}

  /** The suffix and one label more; of a name below no known suffix the last two labels. */
  static String registrable(String host) {
    var labels = labels(host);
    var suffix = known(labels).map(name -> name.publicSuffix());
    var length = suffix.map(s -> s == null ? 1 : s.parts().size()).orElse(1) + 1;
    return labels.size() <= length
        ? host
        : String.join(".", labels.subList(labels.size() - length, labels.size()));
  }

  /** Whether it is, or is below, a suffix that no registry runs. */
  static boolean isBelowPrivate(String host) {
    return known(labels(host))
        .filter(name -> name.hasPublicSuffix())
        .filter(
            name ->
                !String.valueOf(name.publicSuffix()).equals(String.valueOf(name.registrySuffix())))
        .isPresent();
  }

  /** Whether others than its owner have names of their own right below it. */
  static boolean isSuffix(String host) {
    return InternetDomainName.isValid(host) && InternetDomainName.from(host).isPublicSuffix();
  }

  private static List<String> labels(String host) {
    var plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return List.of(plain.split("\\.", -1));
  }

  /**
   * The longest end of a name that the library takes. It refuses labels that no registry would sell
   * and that resolve all the same ({@code -x.r2.dev}), and whoever runs a zone may use them.
   */
  private static Optional<InternetDomainName> known(List<String> labels) {
    for (int from = Math.max(0, labels.size() - LABELS_READ); from < labels.size(); from++) {
      var end = String.join(".", labels.subList(from, labels.size()));
      if (InternetDomainName.isValid(end)) {
        return Optional.of(InternetDomainName.from(end));
      }
    }
    return Optional.empty();
  }
}
