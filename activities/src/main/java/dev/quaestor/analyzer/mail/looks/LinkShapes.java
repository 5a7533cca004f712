package dev.quaestor.analyzer.mail.looks;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the links of a mail have in common with those of unasked mail. Where a link leads is judged
 * with the link itself; here counts what only the mail tells.
 */
final class LinkShapes implements Aspect {
  private static final int NAMES_READER = 25;
  private static final int CLICK_ADDRESS = 12;
  private static final int LEAVE = 8;

  private static final Pattern LEAVING =
      Pattern.compile("remov|unsub|opt-?out|optout|takemeoff|/out/|bye|delete");
  private static final Pattern REWARDED =
      Pattern.compile("[?&](?:aff(?:id|iliate)?|afid|refid|ref|pid|id|code|camp|mb)=\\w");

  @Override
  public List<Sign> see(SeenMail mail) {
    var signs = new ArrayList<Sign>();
    var recipient = mail.mail().recipient();
    var reader = recipient == null ? "" : recipient.toLowerCase(Locale.ROOT);
    var bait = Bait.in(mail.words()).asks();
    var leaves = false;
    var rewarded = false;
    for (var target : mail.linkTargets().map(t -> t.toLowerCase(Locale.ROOT)).toList()) {
      var leaving = LEAVING.matcher(target).find();
      leaves |= leaving;
      rewarded |= REWARDED.matcher(target).find();
      if (reader.indexOf('@') > 0
          && !leaving
          && bait
          && (target.contains(reader) || target.contains(reader.replace("@", "%40")))) {
        signs.add(
            new Sign(
                Sign.Family.MARKED_LINKS,
                "LINK_NAMES_READER",
                NAMES_READER,
                "A link in it tells the site who clicked."));
      }
    }
    if (leaves) {
      add(
          signs,
          rewarded ? "LINK_SOLD" : "LINK_TO_LEAVE",
          rewarded ? CLICK_ADDRESS : LEAVE,
          "A link in it leads to an unsubscribe page.");
    }
    return signs;
  }

  private static void add(List<Sign> signs, String code, int weight, String sentence) {
    signs.add(new Sign(Sign.Family.LINKS, code, weight, sentence));
  }
}
