package dev.quaestor.analyzer.mail.looks;

/**
 * Something that a mail shows.
 *
 * @param family what it is a form of; of one family only the strongest sign counts
 * @param code UPPER_SNAKE
 * @param weight as in {@link dev.quaestor.evidence.Finding}; negative for what honest mail shows
 * @param sentence for people
 */
record Sign(Family family, String code, int weight, String sentence) {

  /** What signs are forms of. */
  enum Family {
    /** Whom it pretends to come from. */
    IMPERSONATION,
    /** What it wants of the reader's accounts. */
    BAIT,
    /** A treasure for which a stranger needs help. */
    ADVANCE_FEE,
    /** Loans, debts, insurance. */
    LOANS,
    /** Medicine and what is sold as such. */
    MEDICINE,
    /** Pornography and dating. */
    ADULT,
    /** Income without work. */
    INCOME,
    /** Addresses, mailings, traffic for sale. */
    MAILINGS,
    /** Shares to be talked up. */
    SHARES,
    /** Anything else for sale. */
    GOODS,
    /** How to be left alone, as unasked mail words it. */
    REMOVAL,
    /** That it is lawful and was asked for. */
    EXCUSE,
    /** No risk, no cost, now or never. */
    PROMISE,
    /** Whom it addresses. */
    GREETING,
    /** Capitals, exclamation marks, sums of money. */
    SHOUTING,
    /** Oddities of the subject. */
    SUBJECT,
    /** The servers that it came through. */
    ROUTE,
    /** When it says that it was written. */
    DATE,
    /** The program that wrote it. */
    PROGRAM,
    /** Whom it is addressed to and from whom. */
    ADDRESSING,
    /** How its parts are built. */
    STRUCTURE,
    /** Text that readers see and filters do not, or the reverse. */
    HIDING,
    /** Large and red letters. */
    LOUDNESS,
    /** Forms and scripts. */
    ACTIVE_CONTENT,
    /** Where its links lead. */
    LINKS,
    /** What only a conversation or a list has. */
    CORRESPONDENCE
  }
}
