package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.evidence.Withheld;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What its own back end knows of a file, and what therefore nobody does to it unasked. */
class TrustedFileTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static FileArtifact file(@Nullable String signer) {
    return new FileArtifact(
        "d", "powershell.exe", "C:\\Windows\\System32", "ab".repeat(32), null, null, 1L, signer);
  }

  private static KnownFile known(
      Determination determination,
      @Nullable Long prevalence,
      @Nullable String signer,
      @Nullable Boolean valid) {
    return new KnownFile(null, null, null, determination, null, prevalence, 1L, signer, valid);
  }

  private static List<Withheld> withheld(FileArtifact file, KnownFile known) {
    return withheld(file, files -> Map.of(file.key(), known));
  }

  private static List<Withheld> withheld(FileArtifact file, FileReputation world) {
    return examine(file, world).withheld();
  }

  private static Examination examine(FileArtifact file, FileReputation world) {
    var execution =
        new EvidenceExecution(
            new Connectors(List.of(new BackEnd(List.of(world)))),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.fixed(NOW),
            () -> broke -> false);
    return execution.examine(new ExaminationRequest("case", List.of(named(file)), NOW)).getFirst();
  }

  private record BackEnd(List<Capability> capabilities) implements Connector {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft Windows",
        "Microsoft Corporation",
        "CN=Microsoft Windows, O=Microsoft Corporation",
        "Apple Inc. - OS X Software Signing",
        "Canonical Ltd. Secure Boot Signing",
        "Red Hat, Inc."
      })
  void whatTheSystemsOwnVendorSignedIsNotTakenAwayUnasked(String signer) {
    var withheld = withheld(file(null), known(Determination.UNKNOWN, null, signer, true));

    assertThat(withheld)
        .extracting(Withheld::type)
        .containsExactly(ActionType.STOP_AND_QUARANTINE_FILE, ActionType.DELETE_FILE);
    assertThat(withheld)
        .allSatisfy(
            w -> {
              assertThat(w.waitsForAPerson()).isTrue();
              assertThat(w.because())
                  .isEqualTo(
                      "The file is validly signed by %s; it is part of the operating system"
                          .formatted(signer));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft Windows Hardware Compatibility Publisher",
        "Microsofty Ltd.",
        "The Microsoft Fan Club"
      })
  void whatTheVendorOnlyVouchesForIsNotTheSystems(String signer) {
    assertThat(withheld(file(null), known(Determination.UNKNOWN, 3L, signer, true))).isEmpty();
  }

  @Test
  void aSignedAndWidespreadFileIsToldWithItsPrevalence() {
    assertThat(
            withheld(file(null), known(Determination.MALWARE, 2_400_311L, "Contoso Software", true))
                .getFirst()
                .because())
        .isEqualTo(
            "The file is validly signed by Contoso Software, seen on 2400311 machines worldwide");
  }

  @Test
  void aFileThatIsKnownAsCleanIsAskedAboutThoughNobodySignedIt() {
    assertThat(withheld(file(null), known(Determination.CLEAN, 12L, null, null)).getFirst())
        .isEqualTo(
            Withheld.unlessAgreed(
                ActionType.STOP_AND_QUARANTINE_FILE,
                "The file is known as clean, seen on 12 machines worldwide"));
  }

  @Test
  void aRareFileABrokenSignatureAndAnUnsignedOneAreNoReasonToAsk() {
    assertThat(withheld(file(null), known(Determination.UNKNOWN, 12L, "Contoso", true))).isEmpty();
    assertThat(
            withheld(
                file(null), known(Determination.UNKNOWN, 2_000_000L, "Microsoft Windows", false)))
        .isEmpty();
    assertThat(withheld(file(null), known(Determination.MALWARE, 2_000_000L, null, null)))
        .isEmpty();
  }

  @Test
  void whatAnAlertSaysOfTheSignerHidesNothing() {
    assertThat(
            withheld(
                file("Evil Ltd."),
                known(Determination.UNKNOWN, 9_000_000L, "Microsoft Windows", true)))
        .isNotEmpty();
    assertThat(withheld(file("Microsoft Windows"), files -> Map.of())).isEmpty();
  }

  @Test
  void whatIsNamedByItsPathMayBeSuchAFile() {
    var byPath =
        new FileArtifact(
            "d", "powershell.exe", "C:\\Windows\\System32", null, null, null, null, null);
    var byMd5 =
        new FileArtifact("d", "a.exe", "C:\\Windows", null, null, "cd".repeat(16), null, null);

    for (var file : List.of(byPath, byMd5)) {
      assertThat(withheld(file, files -> Map.of()))
          .filteredOn(Withheld::waitsForAPerson)
          .extracting(w -> w.type() + ": " + w.because())
          .contains(
              "DELETE_FILE: It is named by its path, and it could not be looked up which file lies"
                  + " there");
    }
  }

  @Test
  void whatNobodyCanBeAskedAboutMayBeSuchAFile() {
    var execution =
        new EvidenceExecution(
            new Connectors(List.of()),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.fixed(NOW),
            () -> broke -> false);

    assertThat(
            execution
                .examine(new ExaminationRequest("case", List.of(named(file(null))), NOW))
                .getFirst()
                .withheld())
        .filteredOn(Withheld::waitsForAPerson)
        .extracting(Withheld::because)
        .containsOnly("Nobody can be asked whether this is a signed and widespread program");
  }

  private static FileArtifact told(String sha256, @Nullable String sha1, @Nullable String md5) {
    return new FileArtifact("d", "a.exe", "C:\\", sha256, sha1, md5, null, null);
  }

  private static final KnownFile BACKUP_TOOL =
      new KnownFile(
          "11".repeat(20),
          "22".repeat(32),
          "33".repeat(16),
          Determination.CLEAN,
          null,
          null,
          null,
          null,
          null);

  private static final FileReputation KNOWS_THE_TOOL =
      files -> {
        var found = new HashMap<EntityKey, KnownFile>();
        for (var file : files) {
          var strongest = file.strongestHash().orElseThrow();
          if (List.of("11".repeat(20), "22".repeat(32)).contains(strongest)) {
            found.put(file.key(), BACKUP_TOOL);
          }
        }
        return found;
      };

  @Test
  void hashesThatAreNotOneFilesLeaveItUnknownAndUntouched() {
    var otherSha256 = told("ff".repeat(32), "11".repeat(20), null);
    var otherSha1 = told("22".repeat(32), "ee".repeat(20), null);
    var otherMd5 = told("22".repeat(32), null, "ee".repeat(16));

    for (var file : List.of(otherSha256, otherSha1, otherMd5)) {
      var examined = examine(file, KNOWS_THE_TOOL);
      assertThat(examined.findings()).extracting(Finding::code).contains("HASHES_CONTRADICT");
      assertThat(VerdictRules.conclude(examined.findings())).isEqualTo(Verdict.UNKNOWN);
      assertThat(examined.withheld())
          .filteredOn(Withheld::waitsForAPerson)
          .allSatisfy(w -> assertThat(w.because()).contains("another file's"))
          .isNotEmpty();
    }
    var one = told("22".repeat(32), "11".repeat(20), "33".repeat(16));
    assertThat(VerdictRules.conclude(examine(one, KNOWS_THE_TOOL).findings()))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
    var unseen = told("ff".repeat(32), "ee".repeat(20), null);
    assertThat(examine(unseen, KNOWS_THE_TOOL).findings())
        .extracting(Finding::code)
        .doesNotContain("HASHES_CONTRADICT");
  }

  @Test
  void whatCouldNotBeLookedUpMayBeSuchAFile() {
    FileReputation down =
        files -> {
          throw new ConnectorException(ConnectorException.Kind.DOWN, "away");
        };

    assertThat(withheld(file(null), down))
        .extracting(Withheld::because)
        .containsOnly("It could not be looked up whether this is a signed and widespread program");
  }
}
