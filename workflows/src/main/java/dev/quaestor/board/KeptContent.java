package dev.quaestor.board;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What intake saw of an examined mail. It stands here once, instead of in every event that tells of
 * the mail, because a mail that is looked at again must not look better for want of it.
 */
record KeptContent(EntityKey entityKey, MailContent content) {
  /** The most characters of all together: the state must fit into one value of Temporal. */
  private static final int MOST_CHARACTERS = 256 * 1024;

  /** With that of a mail whose examination answered without it, as long as there is room. */
  static List<KeptContent> adding(List<KeptContent> kept, Entity known, Entity answer) {
    var content = contentOf(known);
    if (content == null
        || contentOf(answer) != null
        || kept.stream().anyMatch(k -> k.entityKey.equals(known.key()))) {
      return kept;
    }
    var all =
        Stream.concat(kept.stream(), Stream.of(new KeptContent(known.key(), content))).toList();
    return all.stream().mapToInt(KeptContent::characters).sum() <= MOST_CHARACTERS ? all : kept;
  }

  /** As the alert named it. */
  static Evidence restored(Evidence evidence, List<KeptContent> kept) {
    return evidence.entity() instanceof MailMessage mail && mail.content() == null
        ? kept.stream()
            .filter(k -> k.entityKey.equals(mail.key()))
            .findFirst()
            .map(k -> evidence.withEntity(mail.withContent(k.content)))
            .orElse(evidence)
        : evidence;
  }

  private static @Nullable MailContent contentOf(Entity entity) {
    return entity instanceof MailMessage mail ? mail.content() : null;
  }

  private int characters() {
    return (content.excerpt() == null ? 0 : content.excerpt().length())
        + content.headers().stream().mapToInt(String::length).sum();
  }
}
