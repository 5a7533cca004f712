package dev.quaestor.mail;

import dev.quaestor.entity.MailMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that was read.
 *
 * @param reporter the mailbox it lay in, or who reported it; null when nothing says
 * @param unread why a part of it was not read, as sentences for people
 * @param filter what a mail filter wrote into it; whoever sent it may have written that
 */
public record ReadMail(
    MailMessage message, @Nullable String reporter, List<String> unread, FilterWord filter) {}
