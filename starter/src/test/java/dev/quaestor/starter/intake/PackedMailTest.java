package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.entity.MailMessage.Link;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packing hides nothing: what is packed is read, or said not to have been. */
class PackedMailTest {
  private static final byte[] PROGRAM = ascii("MZ and more");
  private static final String TYPES = "[Content_Types].xml";
  private static final byte[] PLAIN_TYPES =
      ascii("<Types><Override PartName='/word/document.xml' ContentType='x.main+xml'/></Types>");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Pairs of a name and its content. */
  private static byte[] zip(Object... files) throws IOException {
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      for (int i = 0; i < files.length; i += 2) {
        out.putNextEntry(new ZipEntry((String) files[i]));
        out.write((byte[]) files[i + 1]);
        out.closeEntry();
      }
    }
    return zip.toByteArray();
  }

  private static MailMessage carrying(String name, byte[] content) {
    var mail =
        """
        From: a@x.example
        To: b@x.example
        Message-ID: <1@x.example>
        Content-Type: application/octet-stream; name="%s"
        Content-Transfer-Encoding: base64

        %s
        """
            .formatted(name, Base64.getMimeEncoder().encodeToString(content));
    return entities(one(mail), MailMessage.class).getFirst();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9})
  void anArchiveInAnArchiveIsOpened(int levels) throws IOException {
    var archive = zip("run.exe", PROGRAM);
    for (int i = 1; i < levels; i++) {
      archive = zip("l.zip", archive);
    }
    var mail = carrying("n.zip", archive);
    assertThat(mail.attachments()).hasSize(levels + 1);
    assertThat(mail.attachments().getLast().name()).isEqualTo("run.exe");
    assertThat(mail.attachments().getLast().detectedType()).contains("executable");
    assertThat(mail.content().unread()).isEmpty();
  }

  @Test
  void archivesDeeperThanAnybodyPacksThemAreSaid() throws IOException {
    var archive = zip("run.exe", PROGRAM);
    for (int i = 1; i < 40; i++) {
      archive = zip("l.zip", archive);
    }
    assertThat(carrying("n.zip", archive).content().unread()).anyMatch(s -> s.contains("levels"));
  }

  @Test
  void allArchivesTogetherUnpackNoMoreThanOne() throws IOException {
    var zeros = zip("zeros", new byte[15 * 1024 * 1024]);
    assertThat(carrying("n.zip", zip("a.zip", zeros, "b.zip", zeros)).content().unread())
        .containsExactly("The contents of the archive b.zip were not read completely.");
  }

  @ParameterizedTest
  @CsvSource({
    "a.rar, 526172211a0700",
    "a.7z, 377abcaf271c0004",
    "a.tar.gz, 1f8b080000000000",
    "a.lzh, 1d6d2d6c68352d",
    "x.zip, 504b03041400010008000000",
  })
  void whatIsNotOpenedInAnArchiveIsSaidToo(String name, String hex) throws IOException {
    var mail = carrying("n.zip", zip(name, HexFormat.of().parseHex(hex)));
    assertThat(mail.content().unread())
        .containsExactly("The archive %s was not opened.".formatted(name));
  }

  @Test
  void aMessageInAnArchiveIsReadAndNeverTakenForTheOneReported() throws IOException {
    var inner = "From: x@evil.example\nTo: a@x.example\nMessage-ID: <2@evil.example>\n\n";
    var mail = carrying("n.zip", zip("a.eml", ascii(inner + "http://evil.example/\n")));
    assertThat(mail.sender()).isEqualTo("a@x.example");
    assertThat(mail.links()).extracting(Link::target).containsExactly("http://evil.example/");
  }

  @ParameterizedTest
  @ValueSource(strings = {TYPES, "META-INF/MANIFEST.MF"})
  void whatBeginsLikeADocumentIsUnpackedUnlessItIsNamedSo(String first) throws IOException {
    var mail = carrying("n.zip", zip(first, PLAIN_TYPES, "run.exe", PROGRAM));
    assertThat(mail.attachments()).extracting(Attachment::name).contains("run.exe");
  }

  @Test
  void whatAnArchiveHidesFromOneWayOfReadingItIsSaid() throws IOException {
    var first = zip("a.txt", ascii("a"));
    var both = zip("a.txt", ascii("a"), "run.exe", PROGRAM);
    // Between the two files there stand other bytes, as the directory allows.
    var length = 0;
    while (both[length + 4] != 'P' || both[length + 5] != 'K' || both[length + 6] != 3) {
      length++;
    }
    var gap = new ByteArrayOutputStream();
    gap.write(both, 0, length + 4);
    gap.write(0);
    gap.write(both, length + 4, both.length - length - 4);
    assertThat(carrying("n.zip", gap.toByteArray()).content().unread())
        .containsExactly("The contents of the archive n.zip were not read completely.");

    var after = new ByteArrayOutputStream();
    after.write(first);
    after.write(both);
    assertThat(carrying("n.zip", after.toByteArray()).content().unread()).isNotEmpty();

    var before = new ByteArrayOutputStream();
    before.write(ascii("#!/bin/sh"));
    before.write(both);
    assertThat(carrying("n.zip", before.toByteArray()).content().unread())
        .containsExactly("The archive n.zip was not opened.");
  }

  @ParameterizedTest
  @CsvSource({
    "word/vbaProject.bin, x",
    "word/VBAPROJECT.BIN, x",
    "xl/macrosheets/sheet1.xml, x",
    "word/any.bin, application/vnd.ms-office.vbaProject",
    "word/document.xml, application/vnd.ms-word.document.macroEnabled.main+xml",
  })
  void theMacrosOfADocumentAreToldWhateverItIsCalled(String part, String type) throws IOException {
    var types = ascii("<Types><Override PartName='/p' ContentType='%s'/></Types>".formatted(type));
    var document = zip(TYPES, types, "word/filler.xml", new byte[9000], part, ascii("x"));
    for (var mail :
        List.of(carrying("a.docx", document), carrying("n.zip", zip("a.docx", document)))) {
      assertThat(mail.attachments().getLast().detectedType())
          .isEqualTo("application/vnd.ms-office.macroenabled");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"word/embeddings/oleObject1.bin", "word/activeX/activeX1.bin"})
  void whatIsEmbeddedInADocumentIsSaidNotToBeRead(String part) throws IOException {
    var document = zip(TYPES, PLAIN_TYPES, "word/document.xml", ascii("x"), part, PROGRAM);
    assertThat(carrying("a.docx", document).content().unread())
        .containsExactly("The files embedded in the document a.docx were not read.");
  }

  @Test
  void aDocumentThatHoldsNothingElseIsRead() throws IOException {
    var document = zip(TYPES, PLAIN_TYPES, "word/document.xml", ascii("x"));
    var mail = carrying("a.docx", document);
    assertThat(mail.attachments())
        .singleElement()
        .satisfies(a -> assertThat(a.detectedType()).contains("officedocument"));
    assertThat(mail.content().unread()).isEmpty();
  }

  @Test
  void aDocumentWhoseTypesAreWrittenInRiddlesIsNotRead() throws IOException {
    var types = ascii("<Types><Override ContentType='application/vba&#x50;roject'/></Types>");
    assertThat(carrying("a.docx", zip(TYPES, types)).content().unread())
        .containsExactly("The contents of the document a.docx were not read.");
  }

  @ParameterizedTest
  @CsvSource({
    "_VBA_PROJECT, macroenabled, 0",
    "Ole10Native, x-ole-storage, 1",
    "__properties_version1.0, x-ole-storage, 1",
    "WordDocument, x-ole-storage, 0",
  })
  void theOldFormatTellsItsPartsByName(String name, String type, int unread) {
    var document = new ByteArrayOutputStream();
    document.writeBytes(HexFormat.of().parseHex("d0cf11e0a1b11ae1"));
    document.writeBytes(name.getBytes(StandardCharsets.UTF_16LE));
    var mail = carrying("a.doc", document.toByteArray());
    assertThat(mail.attachments().getFirst().detectedType()).contains(type);
    assertThat(mail.content().unread()).hasSize(unread);
  }
}
