package dev.quaestor.analyzer.url;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.HostAddress;
import dev.quaestor.analyzer.host.UrlParts;
import dev.quaestor.evidence.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the parts of a host name and the path below it look like. One finding: its reasons are
 * mostly ways of one purpose. Adds up to {@value #MOST}, which is Suspicious and never Malicious: a
 * name is no proof.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>a top level in the middle</td><td>45</td><td>{@code login.bank.com.other.example} is read
 *       from the left, and led from the right</td></tr>
 *   <tr><td>a place known of malware</td><td>45</td><td>published of whole families</td></tr>
 *   <tr><td>a brand as a part of another's name</td><td>40</td><td>the same, shorter</td></tr>
 *   <tr><td>a name almost like a brand's</td><td>30</td><td>typing errors are bought to be made</td></tr>
 *   <tr><td>a brand inside of the name</td><td>22</td><td>resellers and fans do it; with an alarm
 *       word or a cheap ending 40</td></tr>
 *   <tr><td>a place to sign in below a cheap ending</td><td>40</td><td>who has accounts to guard
 *       buys a better name</td></tr>
 *   <tr><td>a free ending; a dynamic name</td><td>40; 34</td><td>nobody had to pay or to say who they
 *       are; hobbyists use them, too: worth a person's look</td></tr>
 *   <tr><td>two alarm words</td><td>32</td><td>{@code account-verify}</td></tr>
 *   <tr><td>letters drawn by lot</td><td>28</td><td>people do not type such names</td></tr>
 *   <tr><td>a program to fetch</td><td>20</td><td>downloads are mostly that</td></tr>
 *   <tr><td>a cheap ending</td><td>18</td><td>honest beginners buy them, too</td></tr>
 *   <tr><td>an alarm word</td><td>18</td><td>every shop has a login</td></tr>
 * </table>
 */
final class HostShape {
  private static final int MOST = 60;
  private static final int TOP_LEVEL_INSIDE = 45;
  private static final int KNOWN_GATE = 45;
  private static final int BRAND_AS_PART = 40;
  private static final int BRAND_PRESSED = 40;
  private static final int BRAND_ALIKE = 30;
  private static final int DRAWN_BY_LOT = 28;
  private static final int TWO_ALARMS = 32;
  private static final int FREE = 40;
  private static final int SIGN_IN_CHEAPLY = 40;
  private static final int DYNAMIC_NAME = 34;
  private static final int BRAND_INSIDE = 22;
  private static final int PROGRAM = 20;
  private static final int CHEAP = 18;
  private static final int ALARM = 18;

  /** Given away for nothing until 2023; what is left of them is mostly abuse. */
  private static final Set<String> FREE_ENDINGS = Set.of("tk", "ml", "ga", "cf", "gq");

  /** Sold for next to nothing; at the top of the abuse lists of registries, year by year. */
  private static final Set<String> CHEAP_ENDINGS =
      Set.of(
          "xyz",
          "top",
          "online",
          "site",
          "website",
          "space",
          "store",
          "icu",
          "cam",
          "sbs",
          "cfd",
          "click",
          "club",
          "live",
          "digital",
          "pw",
          "buzz",
          "rest",
          "monster",
          "fun",
          "cyou",
          "bond",
          "quest",
          "lol",
          "mom",
          "zip",
          "mov",
          "work",
          "trade",
          "stream",
          "download",
          "bid",
          "loan",
          "win",
          "review",
          "racing",
          "date",
          "faith",
          "science",
          "party",
          "men",
          "gdn",
          "ooo",
          "su",
          "cc",
          "biz",
          "foundation",
          "skin",
          "autos",
          "beauty",
          "hair",
          "makeup",
          "yachts",
          "boats",
          "homes",
          "lat",
          "vip",
          "shop",
          "link",
          "uno",
          "fit",
          "life",
          "world",
          "ltd",
          "support");

  private static final Pattern ALARM_WORD =
      Pattern.compile(
          "log-?in|log-?on|sign-?in|account|secur(?:e|ity)|verif(?:y|ication)|update|auth|sso|portal"
              + "|web-?mail|recover|restor|wallet|billing|confirm|passw|unlock|alert|notif|invoice"
              + "|actualizacion|seguridad|owa|m365|office365|okta|outlook");
  private static final Pattern SIGN_IN =
      Pattern.compile(
          "(?:^|\\.)(?:log-?[io]n|sign-?in|(?:my)?accounts?|auth|sso\\d?|verify|secure|owa|okta|adfs)(?:\\.|-|$)");
  private static final Pattern INNER_TOP_LEVEL = Pattern.compile("com|net|org|gov|edu");
  private static final Pattern GATE =
      Pattern.compile(
          // LokiBot's and Pony's addresses as every report on them has them, and their panels.
          "/fre[.,]php|/gate\\.php|/panel/(?:\\w+/)*\\w+\\.php|/pvqdq929bsx_a_d_m1n_a\\.php"
              + "|/(?:xmrig|kinsing)[^/]*$|/\\.[a-z0-9]{1,10}/",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern RUNS =
      Pattern.compile(
          "\\.(?:exe|scr|msi|hta|jar|bat|cmd|vbs|ps1|apk|sh|elf|mips(?:el)?|arm\\d?l?|x86(?:_64)?|i[3-6]86"
              + "|sparc|ppc|m68k|sh4)(?:[?#].*)?$",
          Pattern.CASE_INSENSITIVE);

  private static final Brands BRANDS = Brands.shipped();

  /** A reason and what it weighs. */
  private record Reason(int weight, String words) {}

  private HostShape() {}

  static Optional<Finding> judge(UrlParts parts) {
    var host = parts.asciiHost();
    var reasons = Stream.of(name(host), path(parts.rest())).flatMap(List::stream).toList();
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    var sum = reasons.stream().mapToInt(Reason::weight).sum();
    var words =
        reasons.stream()
            .sorted(Comparator.comparingInt(Reason::weight).reversed())
            .map(Reason::words)
            .distinct()
            .limit(3)
            .toList();
    return Optional.of(
        Finding.weighs(
            UrlJudgement.SOURCE,
            UrlJudgement.SHAPE,
            Math.min(MOST, sum),
            "The address has " + String.join(", and ", words) + "."));
  }

  static List<Reason> path(String rest) {
    if (GATE.matcher(rest).find()) {
      return List.of(new Reason(KNOWN_GATE, "a path that is typical of malware"));
    }
    return RUNS.matcher(rest).find()
        ? List.of(new Reason(PROGRAM, "a program to download"))
        : List.of();
  }

  private static List<Reason> name(String host) {
    if (host.isEmpty() || HostAddress.of(host).isPresent()) {
      return List.of();
    }
    var reasons = new ArrayList<Reason>();
    var site = Domains.registrable(host);
    var own = site.substring(0, Math.max(0, site.indexOf('.')));
    var below =
        host.length() > site.length() ? host.substring(0, host.length() - site.length() - 1) : "";
    var ending = host.substring(host.lastIndexOf('.') + 1);
    ending(host, ending, below, reasons);
    if (CHEAP_ENDINGS.contains(ending) && SIGN_IN.matcher(below).find()) {
      reasons.add(new Reason(SIGN_IN_CHEAPLY, "a sign-in page under a cheap top-level domain"));
    } else if (!isTheBrandsOwn(host, site)) {
      words(own, below, reasons);
    }
    brand(site, own, below, reasons);
    if (isDrawnByLot(own)) {
      reasons.add(new Reason(DRAWN_BY_LOT, "a name that looks randomly generated"));
    }
    return reasons;
  }

  /** Where a brand lets people sign in; not where it lets them publish. */
  private static boolean isTheBrandsOwn(String host, String site) {
    return BRANDS.usedBy(site).isPresent() && Domains.isWellKnown(host);
  }

  private static void ending(String host, String ending, String below, List<Reason> reasons) {
    if (FREE_ENDINGS.contains(ending)) {
      reasons.add(new Reason(FREE, "a top-level domain that was given away for free"));
    } else if (CHEAP_ENDINGS.contains(ending)) {
      reasons.add(new Reason(CHEAP, "a top-level domain that costs next to nothing"));
    }
    if (Domains.isDynamic(host)) {
      reasons.add(new Reason(DYNAMIC_NAME, "a name that anyone can point anywhere"));
    }
    if (Stream.of(below.split("\\.")).skip(1).anyMatch(l -> INNER_TOP_LEVEL.matcher(l).matches())) {
      reasons.add(new Reason(TOP_LEVEL_INSIDE, "the end of another site's name in the middle"));
    }
  }

  private static void words(String own, String below, List<Reason> reasons) {
    var inOwn = alarms(own);
    var inBelow = alarms(below);
    // Half of all sites have their login below; in the bought name there is mostly one word.
    if (inOwn >= 2 || (inOwn == 1 && inBelow >= 1)) {
      reasons.add(new Reason(TWO_ALARMS, "several alarming words"));
    } else if (inOwn + inBelow > 0) {
      reasons.add(new Reason(ALARM, "an alarming word"));
    }
  }

  private static void brand(String site, String own, String below, List<Reason> reasons) {
    if (BRANDS.asPart(below, site).isPresent()) {
      reasons.add(new Reason(BRAND_AS_PART, "a brand's name as part of another name"));
    } else if (BRANDS.within(own, site).isPresent()) {
      var pressed = !reasons.isEmpty();
      reasons.add(
          new Reason(pressed ? BRAND_PRESSED : BRAND_INSIDE, "a brand's name within another name"));
    } else if (BRANDS.imitatedBy(site).isPresent()) {
      reasons.add(new Reason(BRAND_ALIKE, "a name spelled almost like a brand's"));
    }
  }

  /** Long, and with digits strewn in or hardly a vowel. */
  static boolean isDrawnByLot(String label) {
    if (label.length() < 8 || label.startsWith("xn--")) {
      return false;
    }
    var letters = label.chars().filter(Character::isLetter).count();
    var vowels = label.chars().filter(c -> "aeiouy".indexOf(c) >= 0).count();
    var changes = 0;
    var consonants = 0;
    var longest = 0;
    for (int i = 0; i < label.length(); i++) {
      var c = label.charAt(i);
      if (i > 0 && Character.isDigit(c) != Character.isDigit(label.charAt(i - 1))) {
        changes++;
      }
      consonants = Character.isLetter(c) && "aeiouy".indexOf(c) < 0 ? consonants + 1 : 0;
      longest = Math.max(longest, consonants);
    }
    return changes >= 4
        || (letters >= 9 && vowels * 6 <= letters)
        || (longest >= 6 && label.length() >= 10);
  }

  private static int alarms(String text) {
    var count = 0;
    for (var words = ALARM_WORD.matcher(text); words.find(); ) {
      count++;
    }
    return count;
  }
}
