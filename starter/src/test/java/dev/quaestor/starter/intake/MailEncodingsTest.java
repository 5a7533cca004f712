package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.starter.intake.json.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mail's bytes say, however they are labelled, packed and broken. */
class MailEncodingsTest {
  private static final String FROM = "From: a@x.example\nMessage-ID: <1@x.example>\n";

  private static MailMessage message(byte[] mail) {
    return entities(one(mail), MailMessage.class).getFirst();
  }

  private static MailMessage message(String mail) {
    return message(mail.getBytes(StandardCharsets.UTF_8));
  }

  private static MailMessage file(String name) throws IOException {
    try (var stream = MailEncodingsTest.class.getResourceAsStream("/mail/" + name)) {
      return message(Objects.requireNonNull(stream).readAllBytes());
    }
  }

  private static String text(String header, byte[] body) {
    var mail = new ByteArrayOutputStream();
    mail.writeBytes((FROM + header + "\n\n").getBytes(StandardCharsets.US_ASCII));
    mail.writeBytes(body);
    return String.valueOf(Objects.requireNonNull(message(mail.toByteArray()).content()).excerpt());
  }

  private static String subject(String subject) {
    return String.valueOf(message(FROM + "Subject: " + subject + "\n\nhi").subject());
  }

  @Test
  void whatIsValidUtf8IsUtf8() throws IOException {
    assertThat(file("utf8-undeclared.eml").links())
        .extracting(Link::target)
        .containsExactly("http://мойсайт.example/вход");
  }

  @Test
  void gb2312IsReadAsBrowsersReadIt() throws IOException {
    var mail = file("gb2312.eml");
    assertThat(mail.subject()).startsWith("我把镜头拉近些，你们看看").doesNotContain("\ufffd");
    assertThat(mail.content().excerpt()).startsWith("我把镜头拉近些，你们看看").doesNotContain("\ufffd");
  }

  @ParameterizedTest
  @CsvSource({
    "iso-8859-1, windows-1252, “Größe” €",
    "latin1, windows-1252, “Größe” €",
    "ISO-8859-9, windows-1254, “Şifre”",
    "ks_c_5601-1987, x-windows-949, 계정 확인",
    "euc-kr, x-windows-949, 똠방각하",
    "shift_jis, windows-31j, ①口座",
    "big5, Big5-HKSCS, 帳號驗證",
    "x-sjis, windows-31j, 口座",
    "cp1251, windows-1251, счёт",
    "'\"windows-1251\"', windows-1251, счёт",
    "iso_8859-15, ISO-8859-15, 5 €",
    "utf8, UTF-8, счёт",
    "UTF_8, UTF-8, счёт",
    "iso-2022-kr, ISO-2022-KR, 계정",
    "iso-2022-jp, ISO-2022-JP, 口座を確認",
    "no-such-charset, UTF-8, счёт",
    "no-such-charset, windows-1252, Größe",
    "us-ascii, UTF-8, Größe",
    "us-ascii, windows-1252, Größe",
    "utf-8, windows-1252, Größe",
  })
  void aLabelMeansWhatReadersProgramsTakeItFor(String label, String charset, String words) {
    var header = "Content-Type: text/plain; charset=" + label;
    assertThat(text(header, words.getBytes(Charset.forName(charset)))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, Größe",
    "windows-1252, Größe und Maß",
    "windows-1251, Подтвердите ваш счёт немедленно",
    "KOI8-R, Подтвердите ваш счёт немедленно",
    "GB18030, 请立即验证您的帐户",
    "ISO-2022-JP, 口座を確認",
  })
  void whatIsNotLabelledIsReadByItsLooks(String charset, String words) {
    assertThat(text("X: y", words.getBytes(Charset.forName(charset)))).isEqualTo(words);
  }

  @Test
  void aPageMayLabelItself() {
    var page = "<html><meta charset=\"euc-kr\"><p>계정</p></html>";
    assertThat(text("Content-Type: text/html", page.getBytes(Charset.forName("x-windows-949"))))
        .isEqualTo("계정");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "=?utf-8?B?R3LDtsOf?=|Größ",
        "=?utf-8?B?R3LD?= =?utf-8?B?tsOf?=|Größ",
        "=?utf-8?Q?Gr=C3?= =?UTF-8?Q?=B6=C3=9F?=|Größ",
        "=?utf-8*de?Q?Gr=C3=B6=C3=9F?=|Größ",
        "a=?utf-8?Q?Gr=C3=B6=C3=9F?=b|aGrößb",
        "=?iso-8859-1?Q?Gr=F6=DF?=|Größ",
        "=?utf-8?B?R3LDtsOf|=?utf-8?B?R3LDtsOf",
        "=?utf-8?B?R3L DtsOf?=|Größ",
        "=?utf-8?Q?100%_=ZZ?=|100% =ZZ",
        "=?no-such?Q?Gr=C3=B6=C3=9F?=|Größ",
        "=?utf-8?X?abc?=|=?utf-8?X?abc?=",
      })
  void encodedWordsAreReadHoweverTheyAreTorn(String written, String read) {
    assertThat(subject(written)).isEqualTo(read);
  }

  @Test
  void aFileInUuencodeIsTheFile() throws IOException {
    var quote =
        file("uuencode-part.eml").attachments().stream()
            .filter(a -> "quote.exe".equals(a.name()))
            .findFirst()
            .orElseThrow();
    assertThat(quote.sha256())
        .isEqualTo("83f4c505cf5e27a96a2148f4f1c986016319a7aa71914677a0fbc307bd9e136b");
    assertThat(quote.detectedType()).contains("executable");
  }

  @Test
  void filesThatStandInTheTextAreAttachments() {
    var mail =
        message(
            FROM
                + "\nSee:\nbegin 644 a b.exe\n%35J0``,`\n`\nend\nBye, begin 644 things.\n"
                + "begin 644 of a sentence\nthat goes on.\n");
    assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("a b.exe");
    assertThat(mail.content().excerpt()).startsWith("See: Bye").endsWith("goes on.");
    var yenc = message(FROM + "\n=ybegin line=128 size=2 name=c.exe\nw\u0084\n=yend size=2\n");
    assertThat(yenc.attachments()).extracting(Attachment::name).containsExactly("c.exe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "base64|aHR0cDovL2V2aWwuZXhhbXBsZS8=",
        "BASE64|aHR0c!DovL2V2 aWwuZXhh*bXBsZS8",
        "\"base64\"|aHR0cDovLw==ZXZpbC5leGFtcGxlLw==",
        "base64; x=y|aHR0cDovL2V2aWwuZXhhbXBsZS8=-",
        "quoted-printable|http://ev=69l.example/=",
        "Quoted-Printable|http://evil=2Eexample/",
        "8bit|http://evil.example/",
        "nonsense|http://evil.example/",
      })
  void aBrokenTransferEncodingHidesNothing(String encoding, String body) {
    var mail = message(FROM + "Content-Transfer-Encoding: " + encoding + "\n\n" + body);
    assertThat(mail.links()).extracting(Link::target).containsExactly("http://evil.example/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/mixed",
        "multipart/mixed; boundary=other",
        "multipart/mixed; boundary=\"\"",
        "multipart/alternative; charset=x",
      })
  void partsAreFoundThoughTheirBoundaryIsNotTheOneDeclared(String type) {
    var mail =
        message(
            FROM
                + "Content-Type: "
                + type
                + "\n\n--b\nContent-Type: text/html\n\n<a href='http://evil.example/'>x</a>\n"
                + "--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1\n--b--\n");
    assertThat(mail.links()).extracting(Link::target).contains("http://evil.example/");
    assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("a.pdf");
  }

  @Test
  void partsThatNothingSeparatesAreText() {
    var mail =
        message(FROM + "Content-Type: multipart/mixed; boundary=b\n\nhttp://evil.example/ here\n");
    assertThat(mail.links()).extracting(Link::target).containsExactly("http://evil.example/");
  }

  @Test
  void aMessageInsideIsReadToo() {
    var inner =
        "From: x@evil.example\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nhttp://evil.example/\n"
            + "--i\nContent-Type: application/pdf; name=in.pdf\n\n%PDF-1\n--i--\n";
    for (var type : new String[] {"message/rfc822", "application/octet-stream; name=a.eml"}) {
      var mail =
          message(
              FROM
                  + "To: b@y.example\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: "
                  + type
                  + "\n\n"
                  + inner
                  + "\n--o--\n");
      assertThat(mail.sender()).isEqualTo("a@x.example");
      assertThat(mail.links()).extracting(Link::target).containsExactly("http://evil.example/");
      assertThat(mail.attachments()).extracting(Attachment::name).contains("in.pdf");
    }
  }

  @Test
  void whatIsInAnArchiveIsSaidByNameAndContent() throws IOException {
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("in/quote.pdf.exe"));
      out.write("MZ and more".getBytes(StandardCharsets.US_ASCII));
      out.closeEntry();
    }
    var mail = message(attached("a.zip", zip.toByteArray()));
    assertThat(mail.attachments())
        .extracting(Attachment::name)
        .containsExactly("a.zip", "in/quote.pdf.exe");
    assertThat(mail.attachments().getLast().detectedType()).contains("executable");
    assertThat(mail.content().unread()).isEmpty();
  }

  private static byte[] attached(String name, byte[] content) {
    var mail = new ByteArrayOutputStream();
    mail.writeBytes(
        (FROM
                + "Content-Type: application/octet-stream; name="
                + name
                + "\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(content))
            .getBytes(StandardCharsets.US_ASCII));
    return mail.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "winmail.dat, 789f3e2201000190, TNEF",
    "a.rar, 526172211a0700, archive a.rar was not opened",
    "a.7z, 377abcaf271c0004, archive a.7z was not opened",
    "a.zip, 504b03041400010008000000, archive a.zip was not opened",
    "a.zip, 504b03041400000008000000, The contents of the archive a.zip",
    "a.gz, 1f8b080000000000, archive a.gz was not opened",
  })
  void whatNobodyOpensIsSaidAndSoNeverClean(String name, String hex, String said) {
    assertThat(message(attached(name, HexFormat.of().parseHex(hex))).content().unread())
        .singleElement()
        .asString()
        .contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "d0cf11e0a1b11ae10000, .eml",
    "504b0304140000000800, ZIP",
    "504b0304140001000800, ZIP",
    "377abcaf271c0004, 7-Zip",
    "526172211a0700, RAR",
    "1f8b08000000, gzip",
    "425a68393141, bzip2",
    "789f3e220100, winmail.dat",
  })
  void aFileThatIsNoMessageIsRefusedByName(String hex, String said) {
    for (var type : new String[] {null, "message/rfc822", "application/octet-stream"}) {
      var reading = new AlertReader().read(HexFormat.of().parseHex(hex), type, null);
      assertThat(reading).isInstanceOf(Reading.Refused.class);
      assertThat(((Reading.Refused) reading).problems())
          .singleElement()
          .asString()
          .contains(said)
          .contains(".eml");
    }
  }
}
