package dev.quaestor.execution;

import dev.quaestor.analyzer.ContentWord;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.LatelySeen;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.ContentScan;
import dev.quaestor.connector.capability.ContentScan.Answer;
import dev.quaestor.connector.capability.ContentScan.Content;
import dev.quaestor.connector.capability.ContentScan.Form;
import dev.quaestor.connector.capability.ContentScan.Reason;
import dev.quaestor.connector.capability.MailReading.Body;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.TimeBudget;
import dev.quaestor.text.Sha256;
import dev.quaestor.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every engine look through the bytes that are at hand of a batch: of mail that was fetched,
 * and of files that lie in the vault. Nothing is fetched for it. An engine that is away is an
 * answer, for which no batch is tried again.
 */
final class ContentScans {
  private static final Logger LOG = LoggerFactory.getLogger(ContentScans.class);

  /** In this worker; a scan costs whoever does it some tenths of a second of a core. */
  private static final int AT_ONCE = 4;

  /** For a batch; what is left then is looked at again, as if the engine were away. */
  private static final Duration ALL = Duration.ofSeconds(30);

  private static final int MOST_CONTENTS = 200;
  private static final Duration TO_TAKE_APART = Duration.ofSeconds(5);

  /** A batch that is tried again for another back end's sake is not scanned again. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final @Nullable Vault vault;
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final LatelySeen<String, Answer> lately = new LatelySeen<>(KEPT);

  /**
   * @param vault null where there is none
   */
  ContentScans(@Nullable Vault vault) {
    this.vault = vault;
  }

  /**
   * A piece of evidence whose bytes may be at hand.
   *
   * @param bytes read when their turn comes, so that those of one batch are never all in memory
   */
  private record AtHand(EntityKey of, Supplier<Optional<Hashed>> bytes) {}

  private record Hashed(String sha256, Content content) {}

  /** What each engine says of each piece whose bytes are at hand. */
  Map<EntityKey, List<ContentWord>> of(
      Connectors connectors, ExaminationRequest request, Function<EntityKey, List<Body>> bodies) {
    var engines = connectors.offers(ContentScan.class);
    if (engines.isEmpty()) {
      return Map.of();
    }
    var time = new TimeBudget(ALL, System::nanoTime);
    var atHand = request.evidence().stream().flatMap(e -> atHand(e, bodies).stream()).toList();
    var words = new LinkedHashMap<EntityKey, List<ContentWord>>();
    try (var calls = new ParallelCalls(permits)) {
      var running = new ArrayList<Future<List<ContentWord>>>();
      for (int n = 0; n < atHand.size(); n++) {
        var one = atHand.get(n);
        var beyond = n >= MOST_CONTENTS;
        running.add(calls.submit(() -> words(engines, one, beyond, time)));
      }
      for (int n = 0; n < atHand.size(); n++) {
        words
            .computeIfAbsent(atHand.get(n).of(), key -> new ArrayList<>())
            .addAll(ParallelCalls.result(running.get(n)));
      }
    }
    return words;
  }

  private List<AtHand> atHand(Evidence evidence, Function<EntityKey, List<Body>> bodies) {
    return switch (evidence.entity()) {
      case MailMessage mail ->
          bodies.apply(mail.key()).stream()
              .map(body -> new AtHand(mail.key(), () -> Optional.of(hashed(body))))
              .toList();
      case FileArtifact file -> List.of(new AtHand(file.key(), () -> inVault(file)));
      default -> List.of();
    };
  }

  private static Hashed hashed(Body body) {
    var bytes = body.bytes();
    return new Hashed(Sha256.of(bytes), Content.of(Form.MAIL, bytes));
  }

  private Optional<Hashed> inVault(FileArtifact file) {
    var kept = vault;
    var sha256 = file.sha256() == null ? "" : file.sha256().toLowerCase(Locale.ROOT);
    if (kept == null || sha256.length() != 64 || !isHex(sha256)) {
      return Optional.empty();
    }
    try (var body = kept.open(sha256).orElse(null)) {
      if (body == null) {
        return Optional.empty();
      }
      var size = body.transferTo(OutputStream.nullOutputStream());
      return Optional.of(
          new Hashed(sha256, new Content(Form.FILE, size, () -> opened(kept, sha256))));
    } catch (IOException unreadable) {
      LOG.warn("a file in the vault cannot be read: {}", unreadable.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static InputStream opened(Vault vault, String sha256) throws IOException {
    return vault.open(sha256).orElseThrow(() -> new IOException("it is gone"));
  }

  private List<ContentWord> words(
      List<Offer<ContentScan>> engines, AtHand piece, boolean beyond, TimeBudget time) {
    var found = piece.bytes().get();
    if (found.isEmpty()) {
      return List.of();
    }
    var one = found.get();
    var words = new ArrayList<ContentWord>();
    for (var engine : engines) {
      if (engine.capability().forms().contains(one.content().form())) {
        var answer =
            beyond || time.isSpent()
                ? new Answer.CouldNotLook(
                    Reason.AWAY, "There was no time left for it; it will be scanned later.")
                : scanned(engine, one.sha256(), one.content());
        words.add(new ContentWord(engine.connector(), answer));
        if (one.content().form() == Form.MAIL && answer instanceof Answer.Found) {
          keepWhatIsFound(engine, one.content(), time);
        }
      }
    }
    return words;
  }

  private Answer scanned(Offer<ContentScan> engine, String sha256, Content content) {
    var asked = engine.connector() + " " + content.form() + " " + sha256;
    return lately
        .about(asked)
        .orElseGet(
            () -> {
              var answer = scan(engine, content);
              if (!(answer instanceof Answer.CouldNotLook)) {
                lately.saw(asked, answer);
              }
              return answer;
            });
  }

  private static Answer scan(Offer<ContentScan> engine, Content content) {
    try {
      return engine.capability().scan(content);
    } catch (RuntimeException broke) {
      // One content that breaks an engine's connector must not take the batch with it.
      LOG.error("a scan by {} failed unexpectedly", engine.connector(), broke);
      return new Answer.CouldNotLook(
          Reason.UNREADABLE_ANSWER, engine.connector() + " could not be asked.");
    }
  }

  /**
   * Which attachment it is, an engine that looks through mails does not say. Those in which it
   * finds something when it is given them alone are kept: as pieces of their own they are scanned
   * then.
   */
  private void keepWhatIsFound(Offer<ContentScan> engine, Content mail, TimeBudget time) {
    if (vault == null || !engine.capability().forms().contains(Form.FILE)) {
      return;
    }
    try (var bytes = mail.source().open()) {
      var files =
          MailReader.attachments(
              bytes.readNBytes(MailReader.LARGEST),
              new TimeBudget(TO_TAKE_APART, System::nanoTime));
      for (var file : files.entrySet()) {
        if (!time.isSpent()
            && scanned(engine, file.getKey(), Content.of(Form.FILE, file.getValue()))
                instanceof Answer.Found) {
          vault.store(new ByteArrayInputStream(file.getValue()));
        }
      }
    } catch (IOException | UncheckedIOException unwritable) {
      // The mail is judged all the same.
      LOG.warn("an attachment cannot be kept: {}", unwritable.getClass().getSimpleName());
    }
  }
}
