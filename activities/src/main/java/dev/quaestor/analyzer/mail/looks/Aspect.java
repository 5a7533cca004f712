package dev.quaestor.analyzer.mail.looks;

import java.util.List;

/** One way of looking at a mail. Pure; throws at nothing that a mail can carry. */
interface Aspect {
  List<Sign> see(SeenMail mail);
}
