package dev.quaestor.analyzer.mail.looks;

import java.util.List;

/**
 * What credential phishing says: something is wrong with an account, mailbox, payment or parcel, it
 * must be put right soon, and the way leads through this mail. Honest services say one or two of
 * these; three at once are the recipe.
 */
final class Bait {
  private static final String ACCOUNT =
      "(?:account|access|mailbox|e-?mail|membership|card|profile|online banking|apple id|password)s?";
  private static final String LOST =
      "(?:suspen|limit(?!ed time)|lock(?:ed|out)|restrict|block|disabl|de-?activat|clos(?:ed|ure)"
          + "|terminat|on hold|interrupt|expir|delet|permanently)\\w*";

  static final PhraseFamily PHRASES =
      PhraseFamily.of(
          Sign.Family.BAIT,
          List.of(10, 25, 40),
          "It says that something is wrong with an account and must be put right through this mail.",
          // The account is or will be lost.
          "\\b(?:your|the|my|user|online) (?:\\w+ ){0,3}" + ACCOUNT + "\\b.{0,50}\\b" + LOST,
          "\\b" + LOST + " (?:\\w+ ){0,4}(?:your|the) (?:\\w+ ){0,2}" + ACCOUNT + "\\b",
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
              + "blocked|suspended) (?:\\w+ ){0,3}(?:e-?mails?|messages?|mails?)\\b",
          "\\bpassword\\b.{0,30}\\b(?:expir|will be|has been reset|same|current|change|reset)",
          // Or else, and soon.
          "\\b(?:fail(?:ure|ing)?|refus\\w+|neglect\\w*) to (?:\\w+ ){0,2}(?:do|verify|update|confirm|"
              + "comply|validate|upgrade|respond|renew|complete|perform|adhere)",
          "\\b(?:within|in|next|only|have) (?:the )?(?:next )?(?:12|24|36|48|72|one|two|three|2|3|5|7)"
              + " ?(?:\\(\\w+\\) )?(?:working |business )?(?:hours?|hrs?|days?)\\b",
          "\\bto (?:avoid|prevent|continue|keep|regain|maintain|remove|fix|resolve|enjoy)\\b.{0,50}"
              + "\\b(?:account|access|service|interruption|suspension|limitation|restriction|using|"
              + "problem|closure|login)",
          // The way leads through this mail.
          "\\b(?:click|clicking|log ?in|login|sign ?in|logon|log on|kindly|proceed|follow)\\b"
              + ".{0,40}\\b(?:here|below|link|button|attach\\w+|to (?:verify|update|confirm|continue|"
              + "re))",
          // A bill, a refund, a payment that went wrong.
          "\\b(?:problem|trouble|issue|unable|fail(?:ed|ure)?|declin|missing|incorrect|hold)\\w*"
              + "\\b.{0,50}\\b(?:billing|payment|charge|debit|card|account information|information)",
          "\\b(?:pending|incoming|tax|due|outstanding|e-?) ?-?(?:payment|refund|transfer|invoice|"
              + "deposit|remittance)\\b",
          // A parcel that waits.
          "\\b(?:package|parcel|shipment|delivery|courier)\\b.{0,70}\\b(?:on hold|pending|unable|could"
              + " not|cannot|fail|waiting|returned|fees?|costs?|stopped|arrived|confirm|delivered)",
          // A document, a fax, a voice message that somebody left.
          "\\b(?:shared|sent you|received|sent|new|have) (?:\\w+ ){0,5}(?:document|files?|folder|"
              + "voice ?-?(?:mail|message|note)|fax|secure message)\\b",
          "\\b(?:view|review|download|open|retrieve|play|release|access)\\b (?:\\w+ ){0,3}(?:document|"
              + "files?|messages?|voice ?mail|fax|invoice|attachments?|attached|statement|e-?mails)",
          // Who says so.
          "\\b(?:help ?-?desk|service desk|it support|it-service|web ?-?mail|security team|mail"
              + " (?:admin|server|team)|system administrator|account (?:services?|team)|support"
              + " team|customer (?:care|support|service)s?|administrator|admin team|e-?mail admin)",
          "\\b(?:for (?:your )?(?:security|safety|protection)|security (?:reasons?|update|measure|"
              + "alert|notice|upgrade)|protect your)\\b");

  private Bait() {}

  /** How many of the recipe's parts a mail has. */
  static int parts(SeenMail mail) {
    return PHRASES.count(mail.words());
  }
}
