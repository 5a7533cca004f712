package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What credential phishing says: something is wrong with an account, mailbox, payment or parcel, it
 * must be put right soon, and the way leads through this mail. Honest services say one or two of
 * these; three at once are the recipe.
 */
final class Bait {
  private static final int WHOLE = 40;
  private static final int ASKS = 30;
  private static final int STORY_ONLY = 20;
  private static final int PRESSURE_ONLY = 10;
  private static final String SENTENCE =
      "It says that something is wrong with an account and must be fixed through this mail.";

  private static final String ACCOUNT =
      "(?:account|access|mailbox|e-?mail|membership|card|profile|online banking|apple "
          + "id|password)s?";
  private static final String LOST =
      "(?:suspen|limit|lock(?:ed|out)|restrict|block|disabl|de-?activat|clos(?:ed|ure)"
          + "|terminat|on hold|interrupt|expir|delet|permanently)\\w*";

  /** The account is or will be lost. */
  private static final List<Pattern> LOSS =
      patterns(
          "\\b(?:your|the|my|user|online) (?:\\w+ ){0,3}" + ACCOUNT + "\\b.{0,50}\\b" + LOST,
          "\\b" + LOST + " (?:\\w+ ){0,4}(?:your|the) (?:\\w+ ){0,2}" + ACCOUNT + "\\b");

  /** The story: each of them is told by honest services, too, about one thing at a time. */
  private static final List<Pattern> STORY =
      patterns(
          // Prove who you are, or give your data again.
          "\\b(?:verify|verification|confirm|update|validat|re-?validat|upgrad|restor|re-?activat|"
              + "unlock|rectify|renew|re-?confirm)\\w* (?:of )?(?:your|you|the|jour|ur)\\b.{0,30}"
              + "\\b(?:account|information|identity|details|e-?mail|mailbox|password|billing|"
              + "payment|profile|records?|card|access|ownership|informations)\\b",
          "\\b(?:account|identity|e-?mail|mailbox|card) (?:verification|validation|confirmation|"
              + "upgrade|update|de-?activation|maintenance|re-?validation)\\b",
          // Somebody else was there.
          "\\b(?:unusual|suspicious|unauthori[sz]ed|unrecogni[sz]ed|fraudulent|abnormal|irregular)"
              + " (?:\\w+ ){0,3}(?:activit|sign|log|access|transaction|attempt|device|location|use)",
          // The mailbox is full, old, or holds mail back.
          "\\b(?:mailbox|mail ?box|storage|quota|inbox)\\b.{0,60}"
              + "\\b(?:full|exceed|limit|low|quota|upgrade|size|running out|gb\\b|mb\\b)",
          "\\bexceed\\w* (?:its|the|your|it's) (?:\\w+ ){0,3}(?:limit|quota|size|storage)",
          "\\b(?:pending|undelivered|unreceived|stuck|clustered|incoming|held|quarantined|failed|"
              + "blocked) (?:\\w+ ){0,3}(?:e-?mails?|messages?|mails?)\\b",
          "\\bpassword\\b.{0,30}\\b(?:expir|will be|has been reset|same|current|change|reset)",
          // A bill, a refund, a payment that went wrong.
          "\\b(?:problem|trouble|issues?\\b|unable|fail(?:ed|ure)?|declin|missing|incorrect|hold)\\w*"
              + "\\b.{0,50}\\b(?:billing|payment|charge|debit|card|account information|information)",
          "\\b(?:pending|incoming|tax|due|outstanding|e-?) ?-?(?:payment|refund|transfer|invoice|"
              + "deposit|remittance)\\b",
          // A parcel that waits.
          "\\b(?:package|parcel|shipment|delivery|courier)\\b.{0,70}\\b(?:on "
              + "hold|pending|unable|could"
              + " not|cannot|fail|waiting|returned|fees?|costs?|stopped|arrived|confirm|delivered)",
          // A document, a fax, a voice message that somebody left.
          "\\b(?:shared|sent you|received) (?:\\w+ ){0,5}(?:documents?|files?|folder|invoice)\\b",
          "\\b(?:new|received|recived|have|left|missed) (?:\\w+ ){0,3}(?:voice "
              + "?-?(?:mail|message|note|call)s?"
              + "|fax(?:es)?|secure (?:message|document)|e-?document|encrypted message)\\b",
          "\\b(?:view|review|open|retrieve|play|release|restore|read)\\b (?:\\w+ "
              + "){0,3}(?:documents?|voice"
              + " ?mail|voice ?message|fax|invoice|attached|attachment|statement|e-?mails|messages"
              + " below)\\b|\\bdownload (?:\\w+ ){0,3}(?:attach\\w+|documents?|invoice|statement|receipt)",
          // The mailbox's ownership, a new system to move to.
          "\\b(?:web ?-?mail|e-?mail|mailbox|outlook web|owa)\\b.{0,60}\\b(?:needs? (?:\\w+ "
              + "){0,2}(?:verif|upgrad|updat|valid|confirm)|ownership|migrat|"
              + "disconnect|shut ?down|de-?activat|re-?activat|activate|new (?:version|system|server))",
          // The same in other languages.
          "\\b(?:votre compte|ihr(?:e|en|es|em)? "
              + "(?:konto|id|account|passwort|zugang|ausweis)|(?:su|tu)"
              + " cuenta|sua conta|(?:il )?(?:suo|tuo) (?:conto|account)|uw (?:rekening|account|pas))\\b"
              + ".{0,200}(?:suspen|bloqu|bloc|gesperrt|eingeschr|deaktiv|limit|verifi|bestatig|aktualis|"
              + "actuali|confirm|atuali|inusual|incomum|ungewohn|suspect|geblokkeerd|scad)");

  /** How the story is pressed; in advertising as well, so nothing without a story. */
  private static final List<Pattern> PRESSURE =
      patterns(
          // Or else, and soon.
          "\\b(?:fail(?:ure|ing)?|refus\\w+|neglect\\w*) to (?:\\w+ "
              + "){0,2}(?:do|verify|update|confirm|"
              + "comply|validate|upgrade|respond|renew|complete|perform|adhere)",
          "\\b(?:within|in|next|only|have) (?:the )?(?:next "
              + ")?(?:12|24|36|48|72|one|two|three|2|3|5|7)"
              + " ?(?:\\(\\w+\\) )?(?:working |business )?(?:hours?|hrs?|days?)\\b",
          "\\bto (?:avoid|prevent|continue|keep|regain|maintain|remove|fix|resolve|enjoy)\\b.{0,50}"
              + "\\b(?:account|access|service|interruption|suspension|limitation|restriction|using|"
              + "problem|closure|login)",
          // The way leads through this mail.
          "\\b(?:click|clicking|log ?in|login|sign ?in|logon|log on|kindly|proceed|follow)\\b"
              + ".{0,40}\\b(?:here|below|link|button|attach\\w+|to (?:verify|update|confirm|continue|"
              + "re))",
          // Who says so.
          "\\b(?:help ?-?desk|service desk|it support|it-service|web ?-?mail|security team|mail"
              + " (?:admin|server|team)|system administrator|account (?:services?|team)|support"
              + " team|customer (?:care|support|service)s?|administrator|admin team|e-?mail admin)",
          "\\b(?:for (?:your )?(?:security|safety|protection)|security (?:reasons?|update|measure|"
              + "alert|notice|upgrade)|protect your)\\b");

  private final int story;
  private final int pressure;

  private Bait(int story, int pressure) {
    this.story = story;
    this.pressure = pressure;
  }

  static Bait in(String words) {
    return new Bait(
        count(LOSS, withoutOffers(words)) + count(STORY, words), count(PRESSURE, words));
  }

  /** An e-mail address is no account, and a limited time is no limit to one. */
  private static String withoutOffers(String words) {
    return words.replace("mail address", "mail_address").replace("limited time", "a time");
  }

  /** Whether it says that something is wrong. */
  boolean tellsStory() {
    return story > 0;
  }

  /** Whether it asks the reader to do something about an account. */
  boolean asks() {
    return story > 0 && story + pressure >= 2;
  }

  /** Whether it is the whole recipe. */
  boolean isWhole() {
    return story > 0 && story + pressure >= 3;
  }

  Optional<Sign> sign() {
    if (isWhole()) {
      return sign("BAIT_WHOLE", WHOLE);
    }
    if (asks()) {
      return sign("BAIT_ASKS", ASKS);
    }
    if (story > 0) {
      return sign("BAIT_STORY", STORY_ONLY);
    }
    return pressure >= 3 ? sign("BAIT_PRESSURE", PRESSURE_ONLY) : Optional.empty();
  }

  private static Optional<Sign> sign(String code, int weight) {
    return Optional.of(new Sign(Sign.Family.BAIT, code, weight, SENTENCE));
  }

  private static int count(List<Pattern> patterns, String words) {
    return (int) patterns.stream().filter(p -> p.matcher(words).find()).count();
  }

  private static List<Pattern> patterns(String... patterns) {
    return Stream.of(patterns).map(Pattern::compile).toList();
  }
}
