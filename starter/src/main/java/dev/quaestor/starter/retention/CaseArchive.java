package dev.quaestor.starter.retention;

import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.CaseRemoval;
import dev.quaestor.starter.ledger.CaseReport;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.RemovedCase;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.view.InvestigationView;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.QuaestorJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Puts a case into a folder: one compressed file of JSON lines, by the month in which it ended. The
 * first line is the report as the API gives it, each other one an event as it is recorded, so that
 * {@code zcat FILE | tail -n +2 | sha256sum} is what the ledger keeps of them.
 */
final class CaseArchive {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);

  private static final int LONGEST_NAME = 100;
  private static final byte[] END_OF_LINE = {'\n'};

  /** Nobody: the report says what is, and not what somebody may do about it. */
  private static final Caller READER =
      new Caller("quaestor:archive", "Quaestor", Set.of(), Scope.ALL, null);

  private final Path folder;
  private final Ledger ledger;
  private final CaseRemoval cases;

  /**
   * @param folder is made when it is not there
   */
  CaseArchive(Path folder, Ledger ledger, CaseRemoval cases) {
    this.folder = folder.toAbsolutePath().normalize();
    this.ledger = ledger;
    this.cases = cases;
  }

  /** What was written, under its name in the folder. */
  record Archived(String name, RemovedCase.Traces traces) {}

  /**
   * Writes it, beside and moved into place when it is whole and on the disk. The same again is
   * written over. Empty when the case is gone.
   *
   * @throws IOException when it cannot be written; then nothing is under its name, or what was
   *     there before
   */
  Optional<Archived> put(CaseRemoval.Due due) throws IOException {
    var report = ledger.report(due.investigationId());
    return report.isEmpty() ? Optional.empty() : Optional.of(put(due, report.get()));
  }

  private Archived put(CaseRemoval.Due due, CaseReport report) throws IOException {
    var name = MONTH.format(due.endedAt()) + "/" + fileName(due.investigationId()) + ".jsonl.gz";
    var place = folder.resolve(name);
    var month = Files.createDirectories(place.getParent());
    var draft = Files.createTempFile(month, ".draft-", null);
    try {
      RemovedCase.Traces traces;
      try (var file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        traces = write(due, report, Channels.newOutputStream(file));
      }
      try (var file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      for (var made : new Path[] {month, folder}) {
        // Its name survives a power cut as well.
        try (var entry = FileChannel.open(made, StandardOpenOption.READ)) {
          entry.force(true);
        }
      }
      return new Archived(name, traces);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private RemovedCase.Traces write(CaseRemoval.Due due, CaseReport report, OutputStream file)
      throws IOException {
    try (var out = new BufferedOutputStream(new GZIPOutputStream(file))) {
      out.write(QuaestorJson.mapper().writeValueAsBytes(InvestigationView.of(report, READER)));
      out.write(END_OF_LINE);
      return cases.traces(
          due.investigationId(),
          line -> {
            try {
              out.write(line);
              out.write(END_OF_LINE);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static String fileName(String id) {
    boolean plain =
        !id.isEmpty()
            && id.length() <= LONGEST_NAME
            && id.charAt(0) != '.'
            && id.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_'
                            || c == '.');
    return plain ? id : Sha256.of(id);
  }
}
