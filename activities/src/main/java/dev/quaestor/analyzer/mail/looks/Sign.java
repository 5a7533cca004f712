package dev.quaestor.analyzer.mail.looks;

/**
 * Something that a mail shows.
 *
 * @param family what it is a form of; of one family only the strongest sign counts
 * @param code UPPER_SNAKE
 * @param weight as in {@link dev.quaestor.evidence.Finding}; negative for what speaks for it
 * @param sentence for people
 */
record Sign(Family family, String code, int weight, String sentence) {

  Sign weighing(int other) {
    return new Sign(family, code, other, sentence);
  }

  /** What families have in common. */
  enum Group {
    /** It pretends to be somebody, or to know something of the reader. */
    PRETENCE,
    /** It hides who sent it and how. */
    DISGUISE,
    /** It sells something. Those who were asked to do so do it in the same words. */
    SALES,
    /** It is part of something honest. */
    HONEST
  }

  /** What signs are forms of. */
  enum Family {
    /** Whom it pretends to come from. */
    IMPERSONATION(Group.PRETENCE),
    /** What it wants of the reader's accounts. */
    BAIT(Group.PRETENCE),
    /** A treasure for which a stranger needs help. */
    ADVANCE_FEE(Group.PRETENCE),
    /** Threats to publish. */
    EXTORTION(Group.PRETENCE),
    /** Links that tell who clicks. */
    MARKED_LINKS(Group.PRETENCE),
    /** Forms that ask for secrets. */
    SECRETS(Group.PRETENCE),
    /** The servers that it came through. */
    ROUTE(Group.DISGUISE),
    /** When it says that it was written. */
    DATE(Group.DISGUISE),
    /** The program that wrote it. */
    PROGRAM(Group.DISGUISE),
    /** Whom it is addressed to. */
    ADDRESSING(Group.DISGUISE),
    /** How its sender is called. */
    SENDER(Group.DISGUISE),
    /** A subject that differs from copy to copy, or says itself that it is an advertisement. */
    SUBJECT_FORM(Group.DISGUISE),
    /** Encodings and declarations that only hide or forget. */
    ENCODING(Group.DISGUISE),
    /** Text that readers see and filters do not, or the reverse. */
    HIDING(Group.DISGUISE),
    /** Loans, debts, insurance. */
    LOANS(Group.SALES),
    /** Medicine and what is sold as such. */
    MEDICINE(Group.SALES),
    /** Pornography and dating. */
    ADULT(Group.SALES),
    /** Income without work. */
    INCOME(Group.SALES),
    /** Addresses, mailings, traffic for sale. */
    MAILINGS(Group.SALES),
    /** Shares to be talked up. */
    SHARES(Group.SALES),
    /** Anything else for sale. */
    GOODS(Group.SALES),
    /** How to be left alone, as unasked mail words it. */
    REMOVAL(Group.SALES),
    /** That it is lawful and was asked for. */
    EXCUSE(Group.SALES),
    /** No risk, no cost, now or never. */
    PROMISE(Group.SALES),
    /** Whom it addresses. */
    GREETING(Group.SALES),
    /** Capitals, exclamation marks, sums of money. */
    SHOUTING(Group.SALES),
    /** What the subject cries. */
    SUBJECT(Group.SALES),
    /** How its parts are built. */
    STRUCTURE(Group.SALES),
    /** Large and red letters, forms. */
    LOUDNESS(Group.SALES),
    /** Where its links lead. */
    LINKS(Group.SALES),
    /** What our own mail server confirmed. */
    CONFIRMED(Group.HONEST);

    private final Group group;

    Family(Group group) {
      this.group = group;
    }

    Group group() {
      return group;
    }
  }
}
