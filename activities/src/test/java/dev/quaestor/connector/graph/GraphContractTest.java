package dev.quaestor.connector.graph;

import com.google.common.hash.Hashing;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.AccountControlContract;
import dev.quaestor.connector.capability.AttachmentQuarantineContract;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.Exempt;
import dev.quaestor.connector.capability.MailForwardingContract;
import dev.quaestor.connector.capability.MailRemediationContract;
import dev.quaestor.connector.capability.MailSearchContract;
import dev.quaestor.connector.capability.MailboxRulesContract;
import dev.quaestor.connector.capability.UserDirectoryContract;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.lab.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import tools.jackson.databind.JsonNode;

/** The contracts of all that Graph offers, kept in front of the lab tenant. */
class GraphContractTest {
  private static final UserAccount DOE =
      new UserAccount(
          "1d9c9b0e-6c1f-4a07-9a35-0f4f5c1f2a01", "j.doe@contoso.example", null, null, null);

  /** Another directory's id: an address or an id of its own the lab takes for somebody's. */
  private static final UserAccount NOBODY =
      new UserAccount("keycloak-4711", null, null, null, null);

  private static final String MEGAN = "megan@contoso.example";
  private static final String ADELE = "adele@contoso.example";
  private static final String KIM = "kim@contoso.example";

  private static LabBackEnds lab;
  private static BackEnd graph;
  private static BackEnd inBulk;

  @BeforeAll
  static void open() {
    lab = new LabBackEnds();
    graph = lab.graph(Map.of());
    inBulk = lab.graph(Map.of("mail-remediation", "analyzed-emails"));
  }

  @BeforeEach
  void reset() {
    lab.lab.reset();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Nested
  class Knowing extends UserDirectoryContract {
    @Override
    protected BackEnd backEnd() {
      return graph;
    }

    @Override
    protected UserAccount known() {
      return DOE;
    }

    @Override
    protected UserAccount stranger() {
      return NOBODY;
    }
  }

  @Nested
  @Exempt(
      law = "whoMaySignInIsEnabledAlready",
      because =
          "Entra ID keeps no mark of whose change it was, so that a user who was enabled by a call"
              + " whose answer was lost looks like one whom nobody has disabled")
  class Holding extends AccountControlContract {
    @Override
    protected BackEnd backEnd() {
      return graph;
    }

    @Override
    protected UserAccount known() {
      return DOE;
    }

    @Override
    protected UserAccount stranger() {
      return NOBODY;
    }

    private JsonNode doe() {
      return lab.lab.user("j.doe@contoso.example").orElseThrow();
    }

    @Override
    protected boolean maySignIn() {
      return doe().path("accountEnabled").asBoolean();
    }

    @Override
    protected boolean isSignedIn() {
      return !doe().path("sessionsRevoked").asBoolean();
    }

    @Override
    protected boolean mustChangePassword() {
      return doe().path("mustChangePassword").asBoolean();
    }

    @Override
    protected boolean isMarked() {
      return doe().path("riskState").asString().equals("confirmedCompromised");
    }
  }

  private static Stream<JsonNode> copies(String mailbox, String messageId, String folder) {
    return lab.lab
        .mailbox(mailbox)
        .orElseThrow()
        .path("folders")
        .path(folder)
        .valueStream()
        .filter(m -> m.path("internetMessageId").asString().equals(messageId));
  }

  private static Optional<String> place(MailMessage message) {
    var mailbox = String.valueOf(message.recipient());
    return lab.lab
        .mailbox(mailbox)
        .orElseThrow()
        .path("folders")
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(folder -> !folder.equals("recoverableitemspurges"))
        .filter(
            folder ->
                copies(mailbox, String.valueOf(message.internetMessageId()), folder)
                    .findAny()
                    .isPresent())
        .findFirst();
  }

  private static Set<EntityKey> campaign() {
    var keys = new HashSet<EntityKey>();
    for (var mailbox : lab.lab.state().path("mailboxes")) {
      for (var folder : mailbox.path("folders")) {
        for (var message : folder) {
          if (message.path("from").asString().endsWith("@" + LabBackEnds.PHISH_DOMAIN)) {
            var id = message.path("internetMessageId").asString();
            keys.add(MailMessage.named(null, id, mailbox.path("address").asString()).key());
          }
        }
      }
    }
    return keys;
  }

  /** As Graph answers for a mailbox on premises or without a licence. */
  private static void doesNotServe(String mailbox) {
    lab.lab.fault(
        Fault.error("* /v1.0/users/" + mailbox + "/**", 1000, 404, "MailboxNotEnabledForRESTAPI"));
  }

  @Nested
  class Searching extends MailSearchContract {
    @Override
    protected BackEnd backEnd() {
      return graph;
    }

    @Override
    protected List<MailCluster.Criterion> criteria() {
      return List.of(
          Field.SUBJECT.is(LabBackEnds.PHISH_SUBJECT),
          Field.SENDER_DOMAIN.is("WOODGROVE-SUPPORT.example"));
    }

    @Override
    protected Set<EntityKey> alike() {
      return campaign();
    }

    @Override
    protected MailMessage there() {
      return LabBackEnds.phishOf(MEGAN);
    }

    @Override
    protected String folder() {
      return "Inbox";
    }

    @Override
    protected MailMessage notThere() {
      return LabBackEnds.phishOf(KIM);
    }
  }

  @Nested
  class Moving extends MailRemediationContract {
    @Override
    protected BackEnd backEnd() {
      return graph;
    }

    MailMessage phishOf(String mailbox) {
      return LabBackEnds.phishOf(mailbox);
    }

    @Override
    protected MailMessage one() {
      return phishOf(MEGAN);
    }

    @Override
    protected MailMessage sibling() {
      return phishOf(ADELE);
    }

    @Override
    protected MailMessage neverThere() {
      return phishOf(KIM);
    }

    @Override
    protected MailMessage outOfReach() {
      doesNotServe(ADELE);
      return sibling();
    }

    @Override
    protected MailCluster cluster() {
      return LabBackEnds.campaign();
    }

    @Override
    protected Set<EntityKey> alike() {
      return campaign();
    }

    @Override
    protected Optional<String> place(MailMessage message) {
      return GraphContractTest.place(message);
    }
  }

  /** The same where bulk remediation is configured, of which no network id is known. */
  @Nested
  class MovingByMessageIdThoughInBulk extends Moving {
    @Override
    protected BackEnd backEnd() {
      return inBulk;
    }
  }

  /** The same by Defender for Office's bulk remediation, which goes by network ids. */
  @Nested
  class MovingInBulk extends Moving {
    @Override
    MailMessage phishOf(String mailbox) {
      return MailMessage.named("7f3b1c52-8d0e-4a51-9a3e-08de2a6f1101", LabBackEnds.PHISH, mailbox);
    }

    @Override
    protected BackEnd backEnd() {
      return inBulk;
    }
  }

  @Nested
  class TakingOut extends AttachmentQuarantineContract {
    private static final String ID = "<with-attachment@evil.example>";
    private static final byte[] CONTENT = "not a program".getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void deliver() {
      var raw =
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
              .formatted(ID, Base64.getEncoder().encodeToString(CONTENT))
              .replace("\n", "\r\n");
      lab.lab.deliver(raw.getBytes(StandardCharsets.UTF_8), List.of(ADELE));
    }

    @Override
    protected BackEnd backEnd() {
      return graph;
    }

    @Override
    protected MailMessage carrying() {
      return MailMessage.named(null, ID, ADELE);
    }

    @Override
    protected String sha256() {
      return Hashing.sha256().hashBytes(CONTENT).toString();
    }

    @Override
    protected List<String> attached() {
      return copies(ADELE, ID, "inbox")
          .flatMap(m -> m.path("attachments").valueStream())
          .map(JsonNode::asString)
          .toList();
    }
  }

  @Nested
  class Ruling extends MailboxRulesContract {
    @Override
    protected BackEnd backEnd() {
      return graph;
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
      doesNotServe(ADELE);
      return plain();
    }
  }

  @Nested
  class TurningOff extends MailForwardingContract {
    @BeforeEach
    void makeOneThatDoesBoth() {
      port()
          .restore(
              gone(),
              """
              {"displayName":"both","isEnabled":true,"conditions":{},"actions":{"markAsRead":true,
               "forwardTo":[{"emailAddress":{"address":"kim@contoso.example"}},
                            {"emailAddress":{"address":"drop@evil.example"}}]}}
              """,
              mandate());
    }

    @Override
    protected BackEnd backEnd() {
      return graph;
    }

    private static MailboxRule named(String mailbox, String name) {
      return lab.lab
          .mailbox(mailbox)
          .orElseThrow()
          .path("rules")
          .valueStream()
          .filter(rule -> rule.path("displayName").asString().equals(name))
          .map(rule -> new MailboxRule(mailbox, rule.path("id").asString(), name, true, List.of()))
          .findFirst()
          .orElseThrow();
    }

    @Override
    protected MailboxRule outward() {
      return named(MEGAN, "..");
    }

    @Override
    protected MailboxRule both() {
      return named(ADELE, "both");
    }

    @Override
    protected MailboxRule inward() {
      return named(MEGAN, "Invoices to Kim");
    }

    @Override
    protected MailboxRule gone() {
      return new MailboxRule(ADELE, "AQAAgone=", "gone", true, List.of());
    }

    @Override
    protected JsonNode asItIs(MailboxRule rule) {
      return lab.lab
          .mailbox(rule.mailbox())
          .orElseThrow()
          .path("rules")
          .valueStream()
          .filter(json -> json.path("id").asString().equals(rule.ruleId()))
          .findFirst()
          .orElseThrow();
    }

    @Override
    protected boolean sendsOutside(MailboxRule rule) {
      return asItIs(rule).path("isEnabled").asBoolean()
          && asItIs(rule).path("actions").toString().contains("@evil.example");
    }

    @Override
    protected void somebodyChanges(MailboxRule rule) {
      port()
          .restore(
              rule,
              """
              {"displayName":"..","isEnabled":true,"conditions":{},
               "actions":{"moveToFolder":"archive"}}
              """,
              mandate());
    }
  }
}
