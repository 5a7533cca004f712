package dev.quaestor.connector.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.mail.AttachmentCut;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.TimeBudget;
import dev.quaestor.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentCutTest {
  private static final byte[] BAD = "not a program".getBytes(StandardCharsets.UTF_8);
  private static final String HASH = Sha256.of(BAD);

  private static final String MAIL =
      """
      From: mallory@evil.example
      Subject: Invoice
      Message-ID: <1@evil.example>
      Content-Type: multipart/mixed;
        boundary="b=_1"

      preamble
      --b=_1
      Content-Type: multipart/alternative; boundary=inner

      --inner
      Content-Type: text/plain

      Read on. --b=_1 is no boundary here.
      --inner--
      --b=_1\s
      Content-Type: application/octet-stream; name="bad.exe"
      Content-Transfer-Encoding: base64

      %s
      --b=_1
      Content-Type: text/plain
      Content-Disposition: attachment; filename=good.txt

      Nothing here.
      --b=_1--
      epilogue
      """
          .formatted(Base64.getEncoder().encodeToString(BAD));

  private static List<String> attached(byte[] mail) {
    var read = MailReader.itself(mail, new TimeBudget(Duration.ofSeconds(10), System::nanoTime));
    return Objects.requireNonNull(read).message().attachments().stream()
        .map(attachment -> String.valueOf(attachment.name()))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void onePartIsReplacedAndAllOtherBytesStay(String lineEnd) {
    var mail = MAIL.replace("\n", lineEnd);

    var cut = AttachmentCut.without(bytes(mail), HASH, "Taken.").orElseThrow();

    var text = new String(cut, StandardCharsets.UTF_8);
    var from = mail.indexOf("Content-Type: application/octet-stream");
    var until = mail.indexOf(lineEnd + "--b=_1" + lineEnd + "Content-Type: text/plain", from);
    assertThat(text).startsWith(mail.substring(0, from)).endsWith(mail.substring(until));
    assertThat(attached(cut)).containsExactly(AttachmentCut.STUB, "good.txt");
    assertThat(text).doesNotContain(Base64.getEncoder().encodeToString(BAD));
  }

  @Test
  void itIsFoundInAMessageThatIsAttached() {
    var outer =
        """
        From: kim@contoso.example
        Content-Type: multipart/mixed; boundary=outer

        --outer
        Content-Type: message/rfc822

        %s
        --outer--
        """
            .formatted(MAIL);

    var cut = AttachmentCut.without(bytes(outer), HASH, "Taken.").orElseThrow();

    assertThat(attached(cut)).doesNotContain("bad.exe").contains("good.txt");
  }

  @Test
  void whatDoesNotCarryItIsLeft() {
    assertThat(AttachmentCut.without(bytes(MAIL), "0".repeat(64), "")).isEmpty();
    assertThat(AttachmentCut.without(new byte[0], HASH, "")).isEmpty();
    // The message itself is no attachment of its own.
    assertThat(
            AttachmentCut.without(
                bytes("\r\n" + new String(BAD, StandardCharsets.UTF_8)), HASH, ""))
        .isEmpty();
  }

  @Test
  void whatIsNestedWithoutEndIsLeftSoon() {
    var endless = "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(20_000);

    assertThat(AttachmentCut.without(bytes(endless), HASH, "")).isEmpty();
  }
}
