package dev.quaestor.analyzer.file;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.analyzer.vendor.VendorVerdictAnalyzer;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the world knows of a file's hash. A process is judged by its image.
 *
 * <p>A file that nobody has judged stays Unknown: that is said as {@link Finding#blind}, because a
 * new piece of malware and a home-made tool look the same here.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>malware</td><td>100</td><td>a determination of this very content</td></tr>
 *   <tr><td>unwanted</td><td>50</td><td>Suspicious: whether it is wanted here is for a person</td></tr>
 *   <tr><td>clean</td><td>-60</td><td>against a vendor's Suspicious it wins, against a Malicious it
 *       leaves Suspicious, so that two who disagree are put before a person</td></tr>
 *   <tr><td>signed and common</td><td>-30</td><td>signatures are stolen, and common is not good</td></tr>
 *   <tr><td>rare and unsigned</td><td>15</td><td>true of every new malware and of every home-made
 *       tool</td></tr>
 * </table>
 */
public final class FileReputationAnalyzer implements Analyzer {
  private static final String SOURCE = "fileReputation";
  private static final int MALWARE = 100;
  private static final int UNWANTED = 50;
  private static final int CLEAN = -60;
  private static final int SIGNED_AND_COMMON = -30;
  private static final int RARE_AND_UNSIGNED = 15;

  private static final long RARE = 100;

  /**
   * What runs what others wrote: that it is itself clean says nothing of what it was made to do.
   */
  private static final Set<String> INTERPRETERS =
      Set.of(
          "powershell.exe",
          "pwsh.exe",
          "cmd.exe",
          "wscript.exe",
          "cscript.exe",
          "mshta.exe",
          "rundll32.exe",
          "regsvr32.exe",
          "msbuild.exe",
          "installutil.exe",
          "wmic.exe",
          "certutil.exe",
          "bitsadmin.exe",
          "msiexec.exe",
          "schtasks.exe",
          "reg.exe",
          "net.exe",
          "python.exe",
          "java.exe",
          "javaw.exe",
          "node.exe",
          "bash",
          "sh",
          "dash",
          "zsh",
          "python",
          "python3",
          "perl",
          "ruby",
          "php",
          "node",
          "java",
          "curl",
          "wget");

  @Override
  public Set<EntityKind> kinds() {
    return EnumSet.of(EntityKind.FILE, EntityKind.PROCESS);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    return switch (evidence.entity()) {
      case FileArtifact file -> judge(evidence, file, false, context);
      case ProcessArtifact process -> image(evidence, process.image(), context);
      default -> List.of();
    };
  }

  private static List<Finding> image(
      Evidence evidence, @Nullable FileArtifact image, Context context) {
    return image == null ? List.of() : judge(evidence, image, isInterpreter(image), context);
  }

  private static List<Finding> judge(
      Evidence evidence, FileArtifact file, boolean interpreter, Context context) {
    return switch (context.files().about(file.key())) {
      case Lookup.Known<KnownFile> known ->
          context.filesOf().size() < 2
              ? known(evidence, known.value(), interpreter)
              : ofEach(evidence, file, interpreter, context);
      case Lookup.NotThere<KnownFile> none ->
          List.of(
              unjudged(
                  evidence,
                  "FILE_NOT_KNOWN",
                  "No back end has ever seen this file, which is neither a good nor a bad sign."));
      case Lookup.CouldNotLook<KnownFile> down ->
          List.of(Finding.blind(SOURCE, down.code(), down.sentence()));
      case Lookup.NobodyToAsk<KnownFile> nobody ->
          List.of(
              unjudged(
                  evidence,
                  "NOBODY_KNOWS_FILES",
                  hasHash(file)
                      ? "No configured back end knows files."
                      : "Without a hash, no back end can be asked about the file."));
    };
  }

  /**
   * A finding of each that knows it, under its name. Who says what another has said weighs nothing
   * more, one calming word is as good as two, and that one has not judged it counts only where
   * nobody has. Who could not be asked may know it as malware.
   */
  private static List<Finding> ofEach(
      Evidence evidence, FileArtifact file, boolean interpreter, Context context) {
    var isJudged =
        context.known(file).stream().anyMatch(f -> f.determination() != Determination.UNKNOWN);
    var said = new HashSet<String>();
    var findings = new ArrayList<Finding>();
    context
        .filesOf()
        .forEach(
            (connector, answers) -> {
              switch (answers.about(file.key())) {
                case Lookup.Known<KnownFile> k ->
                    known(evidence, k.value(), interpreter).stream()
                        .map(f -> isJudged && isOpen(f) ? weightless(f) : f)
                        .map(f -> said.add(f.weight() < 0 ? CALMING : f.code()) ? f : weightless(f))
                        .map(f -> under(SOURCE + ":" + connector, f))
                        .forEach(findings::add);
                case Lookup.CouldNotLook<KnownFile> down ->
                    findings.add(
                        Finding.blind(SOURCE + ":" + connector, down.code(), down.sentence()));
                case Lookup.NotThere<KnownFile> none -> {}
                case Lookup.NobodyToAsk<KnownFile> nobody -> {}
              }
            });
    return findings;
  }

  private static final String CALMING = "calming";

  private static boolean isOpen(Finding finding) {
    return finding.effect() == Finding.Effect.INCONCLUSIVE
        && finding.code().equals("FILE_NOT_JUDGED");
  }

  private static Finding under(String source, Finding f) {
    return new Finding(
        source, f.code(), f.sentence(), f.weight(), f.effect(), f.within(), f.addedBy());
  }

  private static Finding weightless(Finding finding) {
    return Finding.nothing(SOURCE, finding.code(), finding.sentence());
  }

  private static List<Finding> known(Evidence evidence, KnownFile file, boolean interpreter) {
    var isProcess = evidence.entity().kind() == EntityKind.PROCESS;
    var what = isProcess ? "The file that it runs from" : "The file";
    return switch (file.determination()) {
      case MALWARE ->
          List.of(
              Finding.weighs(
                  SOURCE, "FILE_MALWARE", MALWARE, what + " is known as malware" + named(file)));
      case PUA ->
          List.of(
              Finding.weighs(
                  SOURCE,
                  "FILE_UNWANTED",
                  UNWANTED,
                  what + " is known as potentially unwanted" + named(file)));
      case CLEAN -> List.of(clean(evidence, isProcess, interpreter));
      case UNKNOWN -> undetermined(evidence, file, isProcess, what);
    };
  }

  private static Finding clean(Evidence evidence, boolean isProcess, boolean interpreter) {
    if (!isProcess) {
      return Finding.weighs(SOURCE, "FILE_CLEAN", CLEAN, "The file is known as clean.");
    }
    return interpreter
        ? unjudged(
            evidence,
            "IMAGE_CLEAN_COMMAND_UNJUDGED",
            "The program is known as clean, but it runs other people's code, which nobody "
                + "has judged.")
        : Finding.nothing(
            SOURCE, "IMAGE_CLEAN", "The file that the process runs from is known as clean.");
  }

  private static List<Finding> undetermined(
      Evidence evidence, KnownFile file, boolean isProcess, String what) {
    var findings = new ArrayList<Finding>();
    var prevalence = file.globalPrevalence();
    var signed = file.isValidlySigned();
    if (signed && file.isWidespread() && !isProcess) {
      return List.of(
          Finding.weighs(
              SOURCE,
              "FILE_SIGNED_AND_COMMON",
              SIGNED_AND_COMMON,
              "The file is validly signed by %s and was seen on many machines (%d)."
                  .formatted(shown(file.signer()), prevalence)));
    }
    if (!signed && prevalence != null && prevalence <= RARE) {
      findings.add(
          Finding.weighs(
              SOURCE,
              "FILE_RARE_AND_UNSIGNED",
              RARE_AND_UNSIGNED,
              what
                  + " is not validly signed and was seen on no more than %s."
                      .formatted(Counted.of(prevalence, "machine", "machines"))));
    }
    findings.add(
        unjudged(evidence, "FILE_NOT_JUDGED", what + " is known, but no back end has judged it."));
    return findings;
  }

  private static Finding unjudged(Evidence evidence, String code, String sentence) {
    return VendorVerdictAnalyzer.cleared(evidence)
        ? Finding.nothing(SOURCE, code, sentence)
        : Finding.inconclusive(SOURCE, code, sentence);
  }

  private static boolean isInterpreter(FileArtifact image) {
    return image.name() != null && INTERPRETERS.contains(image.name().toLowerCase(Locale.ROOT));
  }

  private static boolean hasHash(FileArtifact file) {
    return file.sha256() != null || file.sha1() != null || file.md5() != null;
  }

  private static String named(KnownFile file) {
    return file.determinationValue() == null ? "." : ": " + shown(file.determinationValue()) + ".";
  }

  private static String shown(@Nullable String text) {
    return text == null ? "an unnamed signer" : Excerpt.head(text, 80);
  }
}
