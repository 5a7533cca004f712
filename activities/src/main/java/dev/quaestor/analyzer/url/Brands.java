package dev.quaestor.analyzer.url;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Letters;
import dev.quaestor.analyzer.host.Lookalikes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that phishing borrows: those shipped, and those that the organisation configured. */
public final class Brands {
  private static final int SHORTEST_PART = 4;
  private static final int SHORTEST_WITHIN = 6;
  private static final List<Brand> SHIPPED = read();

  /**
   * A name and who may use it.
   *
   * @param word the name as hosts write it
   * @param drawn what the word looks like
   * @param ordinary whether it is an ordinary word, too
   * @param configured whether {@link dev.quaestor.analyzer.mail.SenderAnalyzer} weighs the name
   *     itself
   */
  public record Brand(
      String name,
      Pattern written,
      String word,
      String drawn,
      boolean ordinary,
      boolean configured,
      List<String> domains) {
    public boolean mayBeUsedBy(String domain) {
      return domains.stream().anyMatch(own -> domain.equals(own) || domain.endsWith("." + own));
    }

    public boolean isNamedIn(String text) {
      return written.matcher(text).find();
    }
  }

  private final List<Brand> all;
  private final List<String> domains;

  private Brands(List<Brand> all) {
    this.all = all;
    // What the organisation configured, the sender analyzer compares.
    this.domains =
        all.stream()
            .filter(b -> !b.configured())
            .flatMap(b -> b.domains().stream())
            .distinct()
            .toList();
  }

  static Brands shipped() {
    return new Brands(SHIPPED);
  }

  public static Brands with(AnalysisSettings settings) {
    var configured =
        settings.brands().stream()
            .map(b -> brand(b.name(), Stream.empty(), false, true, b.domains()));
    return new Brands(Stream.concat(configured, SHIPPED.stream()).toList());
  }

  /** The first brand that a text names. */
  public Optional<Brand> namedIn(String text) {
    var latin = Letters.latin(text);
    return all.stream().filter(brand -> brand.isNamedIn(latin)).findFirst();
  }

  /** The first brand whose name a domain may use. */
  public Optional<Brand> usedBy(String domain) {
    return all.stream().filter(brand -> brand.mayBeUsedBy(domain)).findFirst();
  }

  /** The brand's domain that a registrable domain is almost written like. */
  public Optional<String> imitatedBy(String site) {
    var mine = all.stream().anyMatch(brand -> brand.mayBeUsedBy(site));
    return site.isEmpty() || mine
        ? Optional.empty()
        : Lookalikes.imitated(site, domains).map(Lookalikes.Imitation::domain);
  }

  /** A brand that one label below a site is named by, or that such a label begins with. */
  Optional<Brand> asPart(String below, String site) {
    return below.isEmpty()
        ? Optional.empty()
        : all.stream()
            .filter(b -> !b.ordinary() && b.word().length() >= SHORTEST_PART)
            .filter(b -> !b.mayBeUsedBy(site))
            .filter(b -> Stream.of(below.split("[.-]")).anyMatch(l -> l.equals(b.word())))
            .findFirst();
  }

  /**
   * A brand whose name stands in the label that somebody registered. The bare name below another
   * ending is mostly the brand's own.
   */
  Optional<Brand> within(String label, String site) {
    var parts = List.of(label.split("-"));
    var drawn = Lookalikes.skeleton(label.replace("-", ""));
    return all.stream()
        .filter(b -> !b.ordinary() && !b.mayBeUsedBy(site) && !b.word().equals(label))
        .filter(
            b ->
                (b.word().length() >= SHORTEST_PART && parts.contains(b.word()))
                    || (b.word().length() >= SHORTEST_WITHIN && drawn.contains(b.drawn())))
        .findFirst();
  }

  private static List<Brand> read() {
    try (var stream =
        Objects.requireNonNull(
            Brands.class.getResourceAsStream("brands.txt"), "brands.txt is not shipped")) {
      var brands = new ArrayList<Brand>();
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(
              line -> {
                var columns = line.split("\\|", -1);
                var name = columns[0].strip();
                var ordinary = name.startsWith("(");
                brands.add(
                    brand(
                        ordinary ? name.substring(1, name.length() - 1) : name,
                        Stream.of(columns[1].split(",")),
                        ordinary,
                        false,
                        List.of(columns[2].strip().split(" +"))));
              });
      return List.copyOf(brands);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Brand brand(
      String name,
      Stream<String> others,
      boolean ordinary,
      boolean configured,
      List<String> domains) {
    var names =
        Stream.concat(Stream.of(name), others)
            .map(n -> n.strip().toLowerCase(Locale.ROOT))
            .filter(n -> !n.isEmpty())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    var word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return new Brand(
        name,
        Pattern.compile(
            "(?:^|[^\\p{L}\\p{N}])(?:" + names + ")(?:$|[^\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE),
        word,
        Lookalikes.skeleton(word),
        ordinary,
        configured,
        domains);
  }
}
