package dev.quaestor.connector.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.connector.capability.MailForwarding;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.MailboxRules;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a real Dovecot can tell of mailboxes, beside the contracts. */
class MailboxesAsRootTest {
  private static final String MEGAN = "megan@contoso.example";
  private static final String KIM = "kim@contoso.example";
  private static final String ID = "<1@evil.example>";
  private static final Instant CAME = Instant.parse("2026-11-02T03:04:05Z");
  private static final byte[] RAW =
      "From: a@evil.example\r\nSubject: Urgent\r\nMessage-ID: <1@evil.example>\r\n\r\n8-bit: \u00e9\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  private static RealDovecot dovecot;

  @BeforeAll
  static void open() throws Exception {
    dovecot = RealDovecot.up(MEGAN, KIM);
  }

  @AfterAll
  static void close() throws Exception {
    if (dovecot != null) {
      dovecot.close();
    }
  }

  @BeforeEach
  void reset() {
    dovecot.reset();
  }

  @AfterEach
  void mend() {
    dovecot.comeBack();
  }

  private static <C extends Capability> C port(Connector connector, Class<C> port) {
    return connector.capabilities().stream()
        .filter(port::isInstance)
        .map(port::cast)
        .findFirst()
        .orElseThrow();
  }

  private static MailRemediation mail() {
    return port(dovecot.connector(), MailRemediation.class);
  }

  private static MailMessage named(String id) {
    return MailMessage.named(null, id, MEGAN);
  }

  private static Mandate mandate() {
    return new Mandate("act-1", "");
  }

  private static MovedMessage only(MailRemediation.Results results) {
    assertThat(results.broke()).isNull();
    assertThat(results.messages()).hasSize(1);
    return results.messages().getFirst();
  }

  private static MovedMessage moved(Destination destination) {
    var one = only(mail().move(mail().locate(named(ID), Aim.AWAY), destination, mandate()));
    assertThat(one.result()).isEqualTo(MessageResult.MOVED);
    return one;
  }

  private static MovedMessage restored(MovedMessage message) {
    return only(mail().restore(List.of(message), mandate()));
  }

  private static RealDovecot.Lying lying() {
    var all = dovecot.holding(MEGAN, ID);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static Instant arrival() throws IOException {
    return Files.getLastModifiedTime(lying().file()).toInstant();
  }

  @Test
  void flagsAndTheTimeOfArrivalStayOnBothWays() throws IOException {
    dovecot.deliver(MEGAN, "", "FS", CAME, RAW);

    var away = moved(Destination.QUARANTINE);
    assertThat(lying().flags()).isEqualTo("FS");
    assertThat(arrival()).isEqualTo(CAME);
    restored(away);

    assertThat(lying().folder()).isEqualTo("INBOX");
    assertThat(lying().flags()).isEqualTo("FS");
    assertThat(arrival()).isEqualTo(CAME);
    assertThat(Files.readAllBytes(lying().file())).isEqualTo(RAW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "R&D",
        "%",
        "*",
        "a\"b\\c",
        "\u00c9t\u00e9 \u53f0\u5317",
        "{3}",
        "(NIL)",
        "q2 OK done",
        " space ",
        "INBOX2"
      })
  void aFolderMayBeCalledAnything(String folder) {
    dovecot.deliver(MEGAN, folder, "", CAME, RAW);

    var away = moved(Destination.JUNK);
    assertThat(away.folderName()).isEqualTo(folder);
    assertThat(lying().folder()).isEqualTo("Junk");

    assertThat(restored(away).result()).isEqualTo(MessageResult.MOVED);
    assertThat(lying().folder()).isEqualTo(folder);
  }

  private static void again(String folder) throws IOException {
    // As Dovecot does it when somebody deletes a folder and makes it again.
    try (var all = Files.list(dovecot.home(MEGAN).resolve("Maildir").resolve("." + folder))) {
      for (var file : all.filter(f -> f.getFileName().toString().startsWith("dovecot")).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aFolderThatWasMadeAgainDoesNotBreakIt() throws IOException {
    dovecot.deliver(MEGAN, "Work", "", CAME, RAW);
    var located = mail().locate(named(ID), Aim.AWAY);
    again("Work");

    var away = only(mail().move(located, Destination.JUNK, mandate()));
    assertThat(away.result()).isEqualTo(MessageResult.MOVED);
    again("Junk");

    assertThat(restored(away).result()).isEqualTo(MessageResult.MOVED);
    assertThat(lying().folder()).isEqualTo("Work");
  }

  @Test
  void aNumberThatIsAnotherMessagesByNowIsNotMoved() throws IOException {
    dovecot.deliver(MEGAN, "Work", "", CAME, RAW);
    var located = mail().locate(named(ID), Aim.AWAY).getFirst();
    Files.delete(lying().file());
    dovecot.deliver(
        MEGAN,
        "Work",
        "",
        CAME,
        new String(RAW, StandardCharsets.ISO_8859_1)
            .replace("Urgent", "Innocent")
            .getBytes(StandardCharsets.ISO_8859_1));
    var id = MessageId.of(located.idBefore()).orElseThrow();
    var reused =
        new MovedMessage(
            MEGAN,
            ID,
            null,
            located.folderBefore(),
            located.folderName(),
            new MessageId(id.validity(), id.uid() + 1, id.size(), id.hash()).toString(),
            null,
            null,
            MessageResult.PENDING,
            null);

    assertThat(only(mail().move(List.of(located), Destination.JUNK, mandate())).result())
        .isEqualTo(MessageResult.GONE);
    assertThat(only(mail().move(List.of(reused), Destination.JUNK, mandate())).result())
        .isEqualTo(MessageResult.GONE);
    assertThat(lying().folder()).isEqualTo("Work");
  }

  @Test
  void theFolderThatItWasInIsGoneIsSaid() throws IOException {
    dovecot.deliver(MEGAN, "Work", "", CAME, RAW);
    var away = moved(Destination.JUNK);
    try (var files = Files.walk(dovecot.home(MEGAN).resolve("Maildir/.Work"))) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }

    var back = restored(away);
    assertThat(back.result()).isEqualTo(MessageResult.FAILED);
    assertThat(back.detail()).isEqualTo("the folder that it was in no longer exists");
    assertThat(lying().folder()).isEqualTo("Junk");

    var endless =
        new MovedMessage(
            MEGAN,
            ID,
            null,
            "f".repeat(4096),
            "f",
            away.idBefore(),
            away.idAfter(),
            away.folderAfter(),
            MessageResult.MOVED,
            null);
    assertThat(restored(endless).result()).isEqualTo(MessageResult.FAILED);
  }

  @Test
  void aMessageWithoutAMessageIdIsFoundAllTheSame() {
    dovecot.deliver(MEGAN, "", "From: a@evil.example\nSubject: Urgent offer\n\nClick.\n");
    dovecot.deliver(MEGAN, "", "From: a@evil.example\nSubject: Urgent\n\nClick here.\n");
    var found =
        port(dovecot.connector(), MailSearch.class)
            .similar(List.of(Field.SUBJECT.is("Urgent offer")), Instant.EPOCH, 10);
    assertThat(found.messages()).hasSize(1);
    var message = found.messages().getFirst().message();

    var away = only(mail().move(mail().locate(message, Aim.AWAY), Destination.JUNK, mandate()));

    assertThat(away.result()).isEqualTo(MessageResult.MOVED);
    assertThat(dovecot.place(MEGAN, "offer")).contains("Junk");
    assertThat(dovecot.place(MEGAN, "Click here")).contains("INBOX");
  }

  @Test
  void twoCopiesOfOneMessageAreBothMovedAndBothComeBack() {
    dovecot.deliver(MEGAN, "", "", CAME, RAW);
    dovecot.deliver(MEGAN, "", "", CAME, RAW);
    var located = mail().locate(named(ID), Aim.AWAY);
    assertThat(located).hasSize(2);

    var away = mail().move(located, Destination.JUNK, mandate());
    var again = mail().move(located, Destination.JUNK, mandate());

    assertThat(away.messages()).extracting(MovedMessage::result).containsOnly(MessageResult.MOVED);
    assertThat(again.messages()).extracting(MovedMessage::result).containsOnly(MessageResult.MOVED);
    assertThat(dovecot.holding(MEGAN, ID))
        .extracting(RealDovecot.Lying::folder)
        .containsOnly("Junk");
    mail().restore(away.messages(), mandate());
    assertThat(dovecot.holding(MEGAN, ID))
        .extracting(RealDovecot.Lying::folder)
        .containsOnly("INBOX");
  }

  @Test
  void whateverMomentTheLineIsCutInItIsDoneOnce() {
    for (int chunks = 1; chunks < 40; chunks++) {
      dovecot.reset();
      dovecot.deliver(MEGAN, "", "S", CAME, RAW);
      dovecot.deliver(KIM, "", "", CAME, RAW);
      var located = mail().locate(named(ID), Aim.AWAY);

      dovecot.imapLine.cutAfter(chunks);
      var first = attempt(() -> mail().move(located, Destination.QUARANTINE, mandate()));
      var whole = dovecot.imapLine.isWhole();
      dovecot.comeBack();
      assertThat(first).isNotIn(MessageResult.GONE, MessageResult.ALREADY_THERE);
      var away = only(mail().move(located, Destination.QUARANTINE, mandate()));
      assertThat(away.result()).as("after " + chunks).isEqualTo(MessageResult.MOVED);
      assertThat(away.keptAs()).isNotNull();
      assertThat(lying().folder()).isEqualTo("Quarantine");

      dovecot.imapLine.cutAfter(chunks);
      attempt(() -> mail().restore(List.of(away), mandate()));
      dovecot.comeBack();
      assertThat(restored(away).result()).isIn(MessageResult.MOVED, MessageResult.ALREADY_THERE);
      assertThat(lying().folder()).isEqualTo("INBOX");
      assertThat(lying().flags()).isEqualTo("S");
      assertThat(dovecot.place(KIM, ID)).contains("INBOX");
      if (whole) {
        return;
      }
    }
    throw new AssertionError("never done without a cut");
  }

  private static MessageResult attempt(Supplier<MailRemediation.Results> act) {
    try {
      return act.get().messages().getFirst().result();
    } catch (ConnectorException broke) {
      assertThat(broke.isPassing()).isTrue();
      return MessageResult.FAILED;
    }
  }

  @Test
  void whatTheServerSaysOfTheNewNumberIsNotBelieved() {
    dovecot.deliver(
        MEGAN, "Junk", "", CAME, "Subject: another\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    dovecot.deliver(MEGAN, "", "", CAME, RAW);
    for (var lie :
        List.of(
            "COPYUID 1 1 1", "COPYUID 99999999999999999999 1 1", "COPYUID", "COPYUID 1 1 9:1")) {
      dovecot.imapLine.saysInstead("\\[COPYUID [^\\]]*\\]", "[" + lie + "]");

      var away = moved(Destination.JUNK);

      assertThat(MessageId.of(away.idAfter()).orElseThrow().hash())
          .isEqualTo(MessageId.of(away.idBefore()).orElseThrow().hash());
      assertThat(restored(away).result()).as(lie).isEqualTo(MessageResult.MOVED);
      assertThat(lying().folder()).isEqualTo("INBOX");
    }
  }

  @Test
  void aMessageIsReadByteForByte() {
    dovecot.deliver(MEGAN, "Work", "", CAME, RAW);
    var reading = port(dovecot.connector(), MailReading.class);

    var found = reading.fetch(List.of(named(ID), named("<2@evil.example>")), Instant.EPOCH);

    assertThat(found).containsOnlyKeys(named(ID).key());
    var copies = Objects.requireNonNull(found.get(named(ID).key()));
    assertThat(copies.whole()).isTrue();
    assertThat(copies.bodies()).hasSize(1);
    assertThat(copies.bodies().getFirst().bytes()).isEqualTo(RAW);
    assertThat(lying().flags()).as("nobody has read it").isEmpty();

    var somewhere = MailMessage.named(null, ID, null);
    assertThat(reading.fetch(List.of(somewhere), Instant.EPOCH)).containsOnlyKeys(somewhere.key());
    var stranger = MailMessage.named(null, ID, "megan@fabrikam.example");
    assertThat(reading.fetch(List.of(stranger), Instant.EPOCH)).isEmpty();
  }

  @Test
  void aMailboxThatCannotBeSearchedIsSaidBesideWhatIsFound() {
    dovecot.deliver(MEGAN, "", "", CAME, RAW);
    var settings = new HashMap<>(settings());
    settings.put("mailboxes", MEGAN + ",ghost@contoso.example");
    var search = port(dovecot.connector(settings), MailSearch.class);

    var found = search.similar(List.of(Field.INTERNET_MESSAGE_ID.is(ID)), Instant.EPOCH, 10);
    assertThat(found.count()).isEqualTo(1);
    assertThat(found.unsearched()).contains("1 mailbox").contains("ghost@contoso.example");

    assertThatThrownBy(
            () -> search.similar(List.of(Field.INTERNET_MESSAGE_ID.is("<9@x>")), Instant.EPOCH, 10))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            broke -> assertThat(broke.kind()).as(broke.getMessage()).isEqualTo(Kind.OUT_OF_REACH));
    for (var field : List.of(Field.URL, Field.FILE_HASH)) {
      assertThatThrownBy(() -> search.similar(List.of(field.is("x")), Instant.EPOCH, 10))
          .isInstanceOfSatisfying(
              ConnectorException.class, broke -> assertThat(broke.kind()).isEqualTo(Kind.REJECTED));
    }
  }

  @Test
  void withoutAListOfMailboxesNothingIsSearchedAndThatIsSaid() {
    var settings = new HashMap<>(settings());
    settings.remove("mailboxes");
    var search = port(dovecot.connector(settings), MailSearch.class);

    assertThatThrownBy(
            () -> search.similar(List.of(Field.INTERNET_MESSAGE_ID.is(ID)), Instant.EPOCH, 10))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("no list of mailboxes");
  }

  private static Map<String, String> settings() {
    return RealDovecot.settings(dovecot.imap, dovecot.sieve, List.of(MEGAN, KIM));
  }

  private static CredentialCheck check(Map<String, String> more) {
    var settings = new HashMap<>(settings());
    settings.putAll(more);
    return port(dovecot.connector(settings), CredentialCheck.class);
  }

  private static Kind broken(CredentialCheck check) {
    try {
      check.access();
    } catch (ConnectorException broke) {
      assertThat(broke).hasMessageNotContaining("wrong-one");
      return broke.kind();
    }
    throw new AssertionError("it was let in");
  }

  @Test
  void theCredentialIsTriedAndAWrongOneIsRefused() {
    assertThat(check(Map.of()).access().given()).isEmpty();
    assertThat(check(Map.of()).sentence())
        .isEqualTo("127.0.0.1:" + dovecot.imap + " as quaestor, for mailboxes of contoso.example");
    assertThat(broken(check(Map.of("master-password", "wrong-one")))).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(broken(check(Map.of("master-user", "megan@contoso.example"))))
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  /** Else it would be seen for the first time when a forwarding is to be stopped. */
  @Test
  void scriptsThatCannotBeReachedAreToldAtTheStart() {
    assertThat(broken(check(Map.of("sieve-port", "1")))).isEqualTo(Kind.DOWN);
  }

  @Test
  void theCertificateIsCheckedOfMailAndOfScripts() {
    var ca = dovecot.folder.resolve("certificate.pem").toString();
    assertThat(
            check(Map.of("tls", "starttls", "host", "localhost", "ca-file", ca)).access().given())
        .isEmpty();

    var secure = String.valueOf(dovecot.imaps);
    assertThat(
            check(Map.of("tls", "implicit", "port", secure, "host", "localhost", "ca-file", ca))
                .access()
                .given())
        .isEmpty();
    assertThat(broken(check(Map.of("tls", "implicit", "port", secure, "host", "localhost"))))
        .isEqualTo(Kind.DOWN);

    // Nobody has signed it whom this machine knows; and it is of another name.
    assertThat(broken(check(Map.of("tls", "starttls", "host", "localhost")))).isEqualTo(Kind.DOWN);
    assertThat(broken(check(Map.of("tls", "starttls", "ca-file", ca)))).isEqualTo(Kind.DOWN);
    assertThat(dovecot.log()).doesNotContain(RealDovecot.PASSWORD);
  }

  @Test
  void whatAnIncludedScriptSendsOutsideIsTakenOutToo() {
    dovecot.activate(MEGAN, "more", "redirect \"drop@evil.example\";\n");
    dovecot.activate(
        MEGAN,
        "main",
        "require \"include\";\ninclude :personal \"more\";\ninclude :optional \"none\";\n");
    var rule = new MailboxRule(MEGAN, "main", "main", true, List.of());
    var forwarding = port(dovecot.connector(), MailForwarding.class);
    var before = forwarding.image(rule).orElseThrow();
    assertThat(before.enabled()).isTrue();
    var state = dovecot.state();

    assertThat(forwarding.turnOff(rule, mandate())).isInstanceOf(Progress.Done.class);

    assertThat(forwarding.image(rule).orElseThrow().enabled()).isFalse();
    assertThat(forwarding.forwards(rule)).isFalse();
    assertThat(dovecot.active(MEGAN)).hasValueSatisfying(s -> assertThat(s).contains("quaestor-"));

    assertThat(forwarding.restore(rule, before.before(), mandate()))
        .isInstanceOf(Progress.Done.class);
    assertThat(dovecot.state()).isEqualTo(state);
  }

  @Test
  void aScriptThatItsUserHasChangedSinceIsNeverOverwritten() {
    dovecot.activate(MEGAN, "main", "redirect \"drop@evil.example\";\n");
    var rule = new MailboxRule(MEGAN, "main", "main", true, List.of());
    var forwarding = port(dovecot.connector(), MailForwarding.class);
    var before = forwarding.image(rule).orElseThrow();
    forwarding.turnOff(rule, mandate());
    dovecot.activate(MEGAN, "main", "keep; # mine\n");

    assertThat(forwarding.restore(rule, before.before(), mandate()))
        .isInstanceOfSatisfying(
            Progress.Failed.class, failed -> assertThat(failed.code()).isEqualTo("CHANGED_SINCE"));
    assertThat(dovecot.active(MEGAN)).contains("keep; # mine\n");
  }

  @Test
  void aScriptThatCannotBeReadIsNoEmptyOne() {
    dovecot.activate(MEGAN, "main", "redirect \"drop@evil.example");
    var rules = port(dovecot.connector(), MailboxRules.class);

    assertThatThrownBy(() -> rules.rules(List.of(new Mailbox(MEGAN, null))))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            broke -> assertThat(broke.kind()).isEqualTo(Kind.MALFORMED_ANSWER));
  }
}
