package dev.quaestor.starter.api;

import com.google.re2j.Pattern;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.starter.Lookups;
import dev.quaestor.starter.TemporalException;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Sighting;
import dev.quaestor.starter.view.ActionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Files", description = "What is known about a file")
@RestController
@RequestMapping("/api/v1/files")
class FilesController {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}");

  private static final int MOST = 200;

  private final Lookups lookups;
  private final Ledger ledger;

  FilesController(Lookups lookups, Ledger ledger) {
    this.lookups = lookups;
    this.ledger = ledger;
  }

  /** What one back end knows; what it did not say is absent. */
  @Schema(name = "FileFacts")
  record FactsView(
      String source,
      @Nullable String sha1,
      @Nullable String sha256,
      @Nullable String md5,
      String determination,
      @Nullable String determinationValue,
      @Nullable Long globalPrevalence,
      @Nullable Long size,
      @Nullable String signer,
      @Nullable Boolean signerValid) {
    static FactsView of(LookupAnswer.FileFacts facts) {
      return new FactsView(
          facts.source(),
          facts.sha1(),
          facts.sha256(),
          facts.md5(),
          facts.determination(),
          facts.determinationValue(),
          facts.globalPrevalence(),
          facts.size(),
          facts.signer(),
          facts.signerValid());
    }
  }

  /** Where a case saw it: the file itself, or what carries or runs it. */
  @Schema(name = "FileSighting")
  record SightingView(
      String investigationId,
      String entityKey,
      String label,
      @Nullable String deviceId,
      Verdict verdict,
      RemediationStatus remediationStatus,
      Instant at) {
    static SightingView of(Sighting sighting) {
      var entity = sighting.assessment().evidence().entity();
      return new SightingView(
          sighting.investigationId(),
          entity.key().value(),
          entity.label(),
          entity instanceof OnDevice on ? on.deviceId() : null,
          sighting.assessment().verdict(),
          sighting.status(),
          sighting.seenAt());
    }
  }

  /**
   * All that is known.
   *
   * @param notAsked why no back end could be asked; absent when they were
   * @param seen in which cases, the newest first
   * @param actions that were taken or proposed on it, the newest first
   */
  @Schema(name = "FileInformation")
  record FileView(
      String hash,
      List<FactsView> knownBy,
      @Nullable String notAsked,
      List<SightingView> seen,
      List<ActionView> actions) {}

  private record Known(List<FactsView> facts, @Nullable String notAsked) {}

  @Operation(
      summary = "What is known about a file",
      description =
          "By SHA-256, SHA-1 or MD5: what the back ends say about it, in which "
              + "investigations and on which devices it was seen with which verdict, and what was "
              + "done to it.")
  @GetMapping("/{hash}")
  @Allowed({AccessRole.ANALYST, AccessRole.DEVICE_APPROVER, AccessRole.EMAIL_APPROVER})
  FileView file(@PathVariable String hash, @Parameter(hidden = true) Caller caller) {
    var digits = hash.strip().toLowerCase(Locale.ROOT);
    if (!HASH.matches(digits)) {
      throw new ProblemException(
          ApiProblem.badField("hash", "must be 64 (SHA-256), 40 (SHA-1) or 32 (MD5) hex digits"));
    }
    var known = known(digits, caller);
    return new FileView(
        digits,
        known.facts(),
        known.notAsked(),
        ledger.sightings(digits, MOST).stream().map(SightingView::of).toList(),
        ledger.actionsNaming(List.of(digits), null, MOST).stream().map(ActionView::of).toList());
  }

  /** What the ledger knows is worth having even when nobody else can be asked. */
  private Known known(String hash, Caller caller) {
    var file =
        new FileArtifact(
            null,
            null,
            null,
            hash.length() == 64 ? hash : null,
            hash.length() == 40 ? hash : null,
            hash.length() == 32 ? hash : null,
            null,
            null);
    try {
      var answer =
          lookups.ask(new LookupRequest.KnownFile(file), "File information for " + caller.name());
      if (answer instanceof LookupAnswer.Files files) {
        return new Known(files.files().stream().map(FactsView::of).toList(), null);
      }
      return new Known(
          List.of(),
          answer instanceof LookupAnswer.Refused refused
              ? ApiTexts.shown(refused.sentence())
              : "The worker's answer does not match the question");
    } catch (TemporalException e) {
      return new Known(List.of(), String.valueOf(e.getMessage()));
    }
  }
}
