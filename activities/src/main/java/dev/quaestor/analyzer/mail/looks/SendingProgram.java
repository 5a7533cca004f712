package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The program that wrote a mail, as its headers have it. Programs that send unasked mail copy the
 * headers of well-known ones and forget those that belong to them.
 */
final class SendingProgram implements Aspect {
  private static final int NONSENSE = 30;
  private static final int FORGED_OUTLOOK = 26;
  private static final int HALF_OUTLOOK = 12;
  private static final int GAVE_NO_ID = 12;
  private static final int FORGED_ID = 22;
  private static final int BROKEN_ID = 20;
  private static final int BULK_MAILER = 18;
  private static final int URGENT = 10;

  private static final Pattern LONG_WORD = Pattern.compile("\\w{14,}");
  private static final Pattern DIGIT = Pattern.compile("\\d");
  private static final Pattern SMALL_LETTER = Pattern.compile("[a-z]");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
  private static final Pattern BULK =
      Pattern.compile(
          "\\b(?:bulk|mass ?mail|e-?mail blast|stealth|group "
              + "?mail|diffondi|achi-kochi|jixing|smtpit|"
              + "postmaster general|extractor|aristotle|dynamic mailer|avalanche|rapid ?mail|emailer pro)");

  /** Outlook and Outlook Express number their mails so; no other program did. */
  private static final Pattern OUTLOOK_ID =
      Pattern.compile("<[0-9a-f]{8,12}\\$[0-9a-f]{8}\\$[0-9a-f]{8}@[^>]*>");

  private static final Pattern WELL_FORMED = Pattern.compile("<[^<>@\\s]+@[^<>@\\s]+>.*");

  /** An id that a server gave on the way, because the program had given none. */
  private static final Pattern GIVEN_ON_THE_WAY =
      Pattern.compile("<\\d{12,14}\\.[A-Za-z0-9]+@.*|<[A-Z0-9.-]{10,}@.*|<E[0-9A-Za-z-]{14,}@.*");

  @Override
  public List<Sign> see(SeenMail mail) {
    var signs = new ArrayList<Sign>();
    if (!mail.travelled()) {
      return signs;
    }
    var program = mail.first("x-mailer").or(() -> mail.first("user-agent")).orElse("");
    var id = mail.first("message-id").orElse("");
    outlook(mail, program, id, signs);
    if (isRandom(program.strip())) {
      add(signs, "PROGRAM_NONSENSE", NONSENSE, "The name of the program that wrote it is made up.");
    }
    if (BULK.matcher(program.toLowerCase(Locale.ROOT)).find()) {
      add(signs, "PROGRAM_BULK", BULK_MAILER, "It was written by a program for mass mailings.");
    }
    if (!id.isEmpty() && !WELL_FORMED.matcher(id).matches()) {
      add(signs, "PROGRAM_BROKEN_ID", BROKEN_ID, "Its Message-ID is not a valid one.");
    }
    if (id.isEmpty() || Route.numbered(mail, id)) {
      add(
          signs,
          "PROGRAM_GAVE_NO_ID",
          GAVE_NO_ID,
          "The program that sent it gave it no Message-ID.");
    }
    if (mail.first("x-priority").filter(p -> p.strip().startsWith("1")).isPresent()) {
      add(signs, "PROGRAM_URGENT", URGENT, "It is marked as most urgent.");
    }
    return signs;
  }

  private static boolean isRandom(String program) {
    return LONG_WORD.matches(program)
        && DIGIT.matcher(program).find()
        && SMALL_LETTER.matcher(program).find()
        && CAPITAL.matcher(program).find();
  }

  private static void outlook(SeenMail mail, String program, String id, List<Sign> signs) {
    var claimed = program.contains("Microsoft Outlook") || program.contains("Outlook Express");
    if (mail.has("x-msmail-priority") && !mail.has("x-mimeole") && !program.contains("Exchange")) {
      add(
          signs,
          "PROGRAM_NOT_OUTLOOK",
          claimed ? FORGED_OUTLOOK : HALF_OUTLOOK,
          "It has only some of Outlook's headers, as forged mail does.");
    }
    if (program.contains("Outlook Express")
        && !id.isEmpty()
        && !OUTLOOK_ID.matcher(id).matches()
        && !GIVEN_ON_THE_WAY.matcher(id).matches()) {
      add(
          signs,
          "PROGRAM_NOT_OUTLOOK_EXPRESS",
          FORGED_OUTLOOK,
          "It claims to be written by Outlook Express, which numbers mail differently.");
    }
    if (!claimed && OUTLOOK_ID.matcher(id).matches() && !mail.has("x-mimeole")) {
      add(
          signs,
          "PROGRAM_BORROWED_ID",
          FORGED_ID,
          "It is numbered like Outlook's mail, but Outlook did not write it.");
    }
  }

  private static void add(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.PROGRAM, code, weight, sentence));
  }
}
