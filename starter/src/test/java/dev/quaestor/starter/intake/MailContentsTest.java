package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.entities;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MailContentsTest {
  private static final String HEAD =
      """
      Received: from a.example (a.example [203.0.113.1]) by mx.contoso.example; Mon, 23 Nov 2026 08:00:00 +0000
      From: Anna <anna@a.example>
      To: megan@contoso.example
      Subject: Hello
      Message-ID: <1@a.example>
      X-Mailer: Outlook
      X-Secret: not for a history
      """;

  private static MailContent content(String message) {
    var read = new AlertReader().read(message.getBytes(StandardCharsets.UTF_8), null, null);
    var mail = entities(((Reading.Read) read).alerts().getFirst(), MailMessage.class).getFirst();
    return Objects.requireNonNull(mail.content());
  }

  private static MailContent page(String html) {
    return content(HEAD + "Content-Type: text/html; charset=utf-8\n\n" + html);
  }

  @Test
  void chosenHeadersAreKeptAndOthersAreNot() {
    assertThat(content(HEAD + "\nHi").headers())
        .contains("x-mailer: Outlook", "message-id: <1@a.example>")
        .anyMatch(h -> h.startsWith("received: from a.example"))
        .noneMatch(h -> h.contains("history"));
  }

  @Test
  void theExcerptIsWhatAReaderSees() {
    assertThat(page("<style>p{}</style><p>Dear <b>Megan</b></p><p hidden>x</p>").excerpt())
        .startsWith("Dear Megan");
  }

  @Test
  void aLongTextKeepsItsBeginningAndItsEnd() {
    var excerpt = content(HEAD + "\nfirst " + "word ".repeat(5000) + "last").excerpt();
    assertThat(excerpt).hasSizeLessThanOrEqualTo(MailContent.LONGEST_EXCERPT);
    assertThat(excerpt).startsWith("first").endsWith("last");
  }

  @Test
  void headersWithoutEndFitTheBudget() {
    var many = ("Received: from " + "x".repeat(900) + "\n").repeat(200);
    var headers = content(many + HEAD + "\nHi").headers();
    assertThat(headers.stream().mapToInt(String::length).sum())
        .isLessThanOrEqualTo(MailContent.HEADERS_BUDGET);
    assertThat(headers).contains("message-id: <1@a.example>");
  }

  @Test
  void theMarkupIsCounted() {
    var markup =
        page("""
                <body bgcolor="#ffffff"><form action="x"><input type="password"></form>
                <a href="https://b.example"><img src="i" width="1" height="1"></a>
                <font size="7" color="red">LOUD</font>
                <font color="#ffffff">nobody reads this</font>
                <p>pass<!-- x -->word pass<!-- y -->word</p><script>1</script>
                """)
            .markup();
    assertThat(markup.htmlParts()).isEqualTo(1);
    assertThat(markup.forms()).isEqualTo(1);
    assertThat(markup.secretFields()).isEqualTo(1);
    assertThat(markup.linkedImages()).isEqualTo(1);
    assertThat(markup.tinyImages()).isEqualTo(1);
    assertThat(markup.loudElements()).isEqualTo(1);
    assertThat(markup.invisibleCharacters()).isEqualTo("nobody reads this".length());
    assertThat(markup.splitWords()).isEqualTo(2);
    assertThat(markup.scripts()).isEqualTo(1);
  }

  @Test
  void plainTextInBase64IsCounted() {
    var encoded = Base64.getEncoder().encodeToString("plain".getBytes(StandardCharsets.US_ASCII));
    assertThat(
            content(HEAD + "Content-Transfer-Encoding: base64\n\n" + encoded)
                .markup()
                .encodedTextParts())
        .isEqualTo(1);
  }

  @Test
  void aHistoryWrittenBeforeThereWasAContentIsStillRead() {
    var old =
        "{\"type\":\"mailMessage\",\"internetMessageId\":\"<1@a.example>\",\"links\":[],\"attachments\":[]}";
    assertThat(QuaestorJson.mapper().readValue(old, MailMessage.class).content()).isNull();
  }
}
