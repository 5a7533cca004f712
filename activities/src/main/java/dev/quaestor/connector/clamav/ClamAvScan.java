package dev.quaestor.connector.clamav;

import dev.quaestor.connector.LatelyAway;
import dev.quaestor.connector.capability.ContentScan;
import dev.quaestor.connector.capability.ContentScan.Answer.CouldNotLook;
import dev.quaestor.connector.capability.ContentScan.Answer.Found;
import dev.quaestor.connector.capability.ContentScan.Answer.NothingFound;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What clamd recognises. A mail is taken apart by clamd, attachments and archives in it too. */
final class ClamAvScan implements ContentScan {
  private static final Duration LEFT_ALONE = Duration.ofSeconds(15);
  private static final String BEGINS = "stream: ";
  private static final String FOUND = " FOUND";
  private static final String ERROR = " ERROR";

  private final ClamAvSettings settings;
  private final Clamd clamd;
  private final LatelyAway away = new LatelyAway(LEFT_ALONE);

  ClamAvScan(ClamAvSettings settings, Clamd clamd) {
    this.settings = settings;
    this.clamd = clamd;
  }

  @Override
  public Set<Form> forms() {
    return Set.of(Form.MAIL, Form.FILE);
  }

  @Override
  public Answer scan(Content content) {
    if (content.size() > settings.maxSize()) {
      return unlooked(
          Reason.TOO_LARGE, "is given nothing that is larger than %d bytes", settings.maxSize());
    }
    if (away.isSo()) {
      return unlooked(Reason.AWAY, "has not answered within the last seconds");
    }
    try {
      var answer = answer(clamd.stream(content));
      away.over();
      return answer;
    } catch (Clamd.Late late) {
      away.met();
      return unlooked(Reason.TIMED_OUT, "had not ended after %d ms", settings.timeout().toMillis());
    } catch (Clamd.Senseless senseless) {
      return unlooked(Reason.UNREADABLE_ANSWER, "cannot be understood: %s", senseless.what());
    } catch (IOException gone) {
      away.met();
      return unlooked(Reason.AWAY, "does not answer (%s)", gone.getClass().getSimpleName());
    } catch (UnresolvedAddressException unknown) {
      away.met();
      return unlooked(Reason.AWAY, "has a name that leads nowhere");
    }
  }

  private Answer answer(String said) {
    if (said.startsWith("INSTREAM size limit exceeded")) {
      return unlooked(Reason.TOO_LARGE, "takes nothing so large (its StreamMaxLength)");
    }
    if (said.equals(BEGINS + "OK")) {
      return new NothingFound();
    }
    if (said.startsWith(BEGINS) && said.endsWith(FOUND)) {
      var name =
          said.substring(
              BEGINS.length(), Math.max(BEGINS.length(), said.length() - FOUND.length()));
      if (!name.isBlank()) {
        return found(name);
      }
    }
    return said.endsWith(ERROR)
        ? unlooked(Reason.REFUSED, "could not look through it")
        : unlooked(Reason.UNREADABLE_ANSWER, "cannot be understood");
  }

  private Answer found(String name) {
    return name.startsWith("Heuristics.Limits.Exceeded")
        ? unlooked(Reason.TOO_LARGE, "stopped before the end, at one of its own limits")
        : new Found(List.of(new Sign(kind(name), name)));
  }

  /**
   * By the name's form, which the vendor documents.
   *
   * @see <a href="https://docs.clamav.net/manual/Signatures/SignatureNames.html">signature
   *     names</a>
   */
  static Kind kind(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("heuristics.encrypted.")) {
      return Kind.ENCRYPTED;
    }
    if (lower.startsWith("heuristics.")) {
      return Kind.HEURISTIC;
    }
    if (lower.startsWith("yara.")) {
      return Kind.RULE;
    }
    if (lower.startsWith("pua.")) {
      return Kind.UNWANTED;
    }
    return lower.endsWith(".unofficial") ? Kind.OTHER_SIGNATURE : Kind.SIGNATURE;
  }

  private Answer unlooked(Reason reason, String predicate, Object... values) {
    return new CouldNotLook(
        reason, "%s %s.".formatted(settings.connector(), predicate.formatted(values)));
  }
}
