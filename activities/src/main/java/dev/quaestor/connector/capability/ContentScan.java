package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/**
 * Looks through the bytes of a mail or of a file and says what it recognises there. Reads only:
 * asking again changes nothing, and nothing is kept that could be acted on.
 *
 * <p>The contents go to the one address that is configured, and nowhere else. That nothing was
 * found is no word that it is harmless: an engine knows what somebody has seen before.
 *
 * @see <a href="https://docs.clamav.net/manual/Usage/Scanning.html">ClamAV: scanning</a>
 * @see <a href="https://docs.rspamd.com/developers/protocol">Rspamd: protocol</a>
 */
public interface ContentScan extends Capability {

  /** What contents are. */
  enum Form {
    /** A raw message (RFC 5322 with MIME). */
    MAIL,
    /** Anything else. */
    FILE
  }

  /** Opens contents anew each time. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /**
   * What is to be looked through.
   *
   * @param size in bytes: so many the source has
   */
  record Content(Form form, long size, Source source) {
    public static Content of(Form form, byte[] bytes) {
      return new Content(form, bytes.length, () -> new ByteArrayInputStream(bytes));
    }
  }

  /** How much a sign says, by what the engine calls it. */
  enum Kind {
    /** A signature of the engine's vendor, of this very malware. */
    SIGNATURE,
    /** A signature of somebody else's, as of a third party or of the organisation. */
    OTHER_SIGNATURE,
    /** A rule of somebody's (YARA). */
    RULE,
    /** Software that some do not want. */
    UNWANTED,
    /** It looks like something. */
    HEURISTIC,
    /** It is encrypted, so that nobody has seen what is in it. */
    ENCRYPTED,
    /** Many points of a filter of mail. */
    MANY_POINTS,
    /** Some. */
    SOME_POINTS
  }

  /**
   * What was recognised.
   *
   * @param name as the engine calls it, in one line and bounded; whoever made the contents, or the
   *     rules, chose it
   */
  record Sign(Kind kind, String name) {
    private static final int LONGEST = 160;

    public Sign {
      name = Excerpt.of(Unseen.replaced(name, " ").strip(), LONGEST);
    }
  }

  /** Why it could not look. */
  enum Reason {
    /** Nobody answers there, or hung up, or has not answered lately. */
    AWAY,
    /** It had not ended when the time was over. */
    TIMED_OUT,
    /** The contents are larger than it takes, or more than it looks through. */
    TOO_LARGE,
    /** It answered that it did not look. */
    REFUSED,
    /** It answered something that makes no sense, too much of it, or a part of it. */
    UNREADABLE_ANSWER
  }

  /** What came of it. A breakage of the engine is an answer too: nobody waits for a scanner. */
  sealed interface Answer {

    /** Looked through, as far as this engine looks. */
    record NothingFound() implements Answer {}

    /** Recognised. Some engines name only the first that they meet. */
    record Found(List<Sign> signs) implements Answer {
      public Found {
        signs = List.copyOf(signs);
        if (signs.isEmpty()) {
          throw new IllegalArgumentException("found nothing");
        }
      }
    }

    /**
     * Not looked through.
     *
     * @param sentence for people; it names the engine and quotes nothing of the contents
     */
    record CouldNotLook(Reason reason, String sentence) implements Answer {}
  }

  /** What it looks through; it is asked about nothing else. */
  Set<Form> forms();

  /**
   * Looks through contents, within the time and the size of its settings. After it has been away it
   * says so for some seconds without asking, so that many who ask do not each wait.
   *
   * @throws java.io.UncheckedIOException when the contents themselves cannot be read
   */
  Answer scan(Content content);
}
