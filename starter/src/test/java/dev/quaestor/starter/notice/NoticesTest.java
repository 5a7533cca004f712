package dev.quaestor.starter.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.secret.Secret;
import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.LedgerSchema;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real ledger, a real mail server and a real chat. */
class NoticesTest {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final String PAGE = "https://quaestor.example";

  private final Post post = new Post();
  private final Map<String, Long> numbers = new HashMap<>();
  private final List<Notices> running = new ArrayList<>();
  private final List<String> chats = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;
  private HikariDataSource database;
  private Ledger ledger;
  private HttpServer chat;

  @BeforeEach
  void open() throws IOException {
    database = new HikariDataSource();
    database.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    database.setUsername("sa");
    LedgerSchema.migrate(database);
    var policies = new PolicyStore(database, InstantSource.system());
    ledger = new Ledger(database, policies, new SimpleMeterRegistry());
    policies.putFirst(
        "name: default",
        new Policy("default", List.of(), null, List.of(), List.of(), null, null, null),
        "setup");
    chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    chat.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (answer == 200) {
            chats.add(body);
          }
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    chat.start();
  }

  @AfterEach
  void close() {
    running.forEach(Notices::stop);
    post.close();
    chat.stop(0);
    database.close();
  }

  private String chatUrl() {
    return "http://127.0.0.1:" + chat.getAddress().getPort() + "/hook";
  }

  private static NoticeProperties.Receiver receiver(
      String name, NoticeProperties.Kind kind, List<String> to, List<String> names) {
    return receiver(name, kind, to, names, null);
  }

  private static NoticeProperties.Receiver receiver(
      @Nullable String name,
      NoticeProperties.@Nullable Kind kind,
      List<String> to,
      List<String> names,
      @Nullable Set<Area> areas) {
    return new NoticeProperties.Receiver(
        name,
        kind,
        to.stream().map(Secret::of).toList(),
        Set.of(Occasion.values()),
        names,
        areas,
        null,
        SOON,
        Duration.ofSeconds(5),
        Duration.ofDays(3),
        Duration.ofMillis(20),
        Duration.ofMillis(100));
  }

  private static NoticeProperties.Receiver mail(String name, String... names) {
    return receiver(
        name, NoticeProperties.Kind.MAIL, List.of(name + "@soc.example"), List.of(names));
  }

  private NoticeProperties.Mail server() {
    return new NoticeProperties.Mail(
        "127.0.0.1",
        post.port(),
        "Quaestor <quaestor@soc.example>",
        NoticeProperties.Tls.NONE,
        null,
        null);
  }

  private Notices made(
      @Nullable String page, NoticeProperties.Mail mail, NoticeProperties.Receiver... receivers) {
    var feed = new EventFeed(database, InstantSource.system());
    return new Notices(
        new NoticeProperties(List.of(receivers), mail),
        new PublicAddress(page),
        new NoticeRun.Sources(
            feed, ledger, new DeliveryStore(database, feed, InstantSource.system())),
        new SimpleMeterRegistry(),
        new SharedGauges(database, new SimpleMeterRegistry(), InstantSource.system()),
        Duration.ofMillis(20));
  }

  private void start(NoticeProperties.Receiver... receivers) {
    var notices = made(PAGE, server(), receivers);
    notices.start();
    running.add(notices);
  }

  private void record(String caseId, LedgerEvent... events) {
    var entries = new ArrayList<LedgerEntry>();
    for (var event : events) {
      entries.add(new LedgerEntry(numbers.merge(caseId, 1L, Long::sum), Instant.now(), event));
    }
    ledger.record(new LedgerBatch(caseId, caseId, entries));
  }

  private String open(String id, String title) {
    ledger.open(
        new CaseOpening(
            id, "investigation/" + id, "run-1", title, Severity.HIGH, "svc", Instant.now(), null));
    record(
        id,
        new LedgerEvent.AlertAdded(
            "al-" + id,
            AlertSource.QUAESTOR,
            title,
            Severity.HIGH,
            List.of("T1059"),
            Instant.now(),
            "alert-" + id,
            "said",
            1,
            null,
            null));
    return id;
  }

  private static LedgerEvent.ActionPlanned waits(String id, String because) {
    return new LedgerEvent.ActionPlanned(
        id,
        new DeviceAction.IsolateDevice(Device.ofId("dev-" + id), DeviceAction.Isolation.FULL),
        ActionSource.AUTOMATED_DEVICE_ACTION,
        Gate.APPROVAL,
        "rule-1",
        because,
        null,
        "hash",
        new Decision.Pending(Instant.now().plus(Duration.ofDays(7)).minusSeconds(60)),
        null,
        null,
        null);
  }

  private static LedgerEvent.ActionDecided approved(String id) {
    return new LedgerEvent.ActionDecided(
        id,
        new Decision.ByPerson(
            true, "ann", true, Decision.Channel.UPDATE, null, "d", Instant.now()));
  }

  private static void await(BooleanSupplier wish, String otherwise) throws InterruptedException {
    var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!wish.getAsBoolean()) {
      assertThat(System.nanoTime()).as(otherwise).isLessThan(until);
      Thread.sleep(10);
    }
  }

  private void awaitMails(int many) throws InterruptedException {
    await(() -> post.mails().size() >= many, "too few mails came");
    // Whatever is one too many would come now.
    Thread.sleep(SOON.multipliedBy(2));
    assertThat(post.mails()).hasSize(many);
  }

  @Test
  void aMailSaysWhatWaitsWhyAndWhatIfNobodyAnswers() throws Exception {
    start(mail("soc"));
    open("inv-1", "Credential theft");
    record("inv-1", waits("act-1", "The device runs malware."));
    awaitMails(1);

    var mail = post.mails().getFirst();
    assertThat(mail.getSubject())
        .startsWith("Isolate device dev-act-1")
        .endsWith("waits for a decision (High, 6 d 23 h left)");
    assertThat(mail.getFrom()[0].toString()).contains("quaestor@soc.example");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(Post.plain(mail))
        .contains(
            "Why: The device runs malware.",
            "Investigation: Credential theft",
            "Who may decide: ",
            "If nobody answers: ",
            PAGE + "/actions/act-1",
            "Times are in UTC.");
    assertThat(Post.html(mail)).containsOnlyOnce("<a ").doesNotContain("<img", "http://");
  }

  @Test
  void severalActionsOfOneInvestigationAreOneNotice() throws Exception {
    start(mail("soc"));
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."), waits("act-2", "Two."));
    record("inv-1", waits("act-3", "Three."));
    awaitMails(1);

    assertThat(post.mails().getFirst().getSubject())
        .isEqualTo("Theft: 3 actions wait for a decision (High, 6 d 23 h left)");
    assertThat(Post.plain(post.mails().getFirst()))
        .contains("One.", "Two.", "Three.", PAGE + "/investigations/inv-1");
  }

  @Test
  void nobodyIsCalledForWhatIsDecidedMeanwhileNorTwiceForTheSame() throws Exception {
    start(mail("soc"));
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."), waits("act-2", "Two."));
    record("inv-1", approved("act-1"));
    awaitMails(1);
    assertThat(post.mails().getFirst().getSubject()).contains("dev-act-2");

    record("inv-1", waits("act-2", "Two, planned again."));
    record("inv-1", approved("act-2"), new LedgerEvent.Reminded("act-2", 1));
    Thread.sleep(SOON.multipliedBy(3));
    assertThat(post.mails()).hasSize(1);
  }

  @Test
  void whatOthersWroteIsNoHeaderNoLinkAndNoMarkup() throws Exception {
    start(
        mail("soc"), receiver("slack", NoticeProperties.Kind.SLACK, List.of(chatUrl()), List.of()));
    open("inv-1", "x\r\nBcc: all@victim.example\r\n\r\n<b>hi</b> <!channel> @all");
    record(
        "inv-1",
        waits("act-1", "<a href=\"http://evil.example\">here</a> @here [x](http://evil.example)"),
        waits("act-2", "Two."));
    awaitMails(1);
    await(() -> chats.size() == 1, "nothing was said in the chat");

    var mail = post.mails().getFirst();
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getSubject()).startsWith("x Bcc: all@victim[.]example <b>hi</b>");
    assertThat(post.recipients()).singleElement().asString().contains("soc@soc.example");
    assertThat(Post.plain(mail)).contains("hxxp://evil[.]example").doesNotContain("http://");
    assertThat(Post.html(mail)).doesNotContain("<b>", "<a href=\"http:", "<!channel");
    var text = QuaestorJson.mapper().readTree(chats.getFirst()).path("text").asString();
    assertThat(text)
        .contains("<" + PAGE + "/investigations/inv-1>")
        .doesNotContain("<!channel", "@all", "@here", "](", "http://");
  }

  @Test
  void aReceiverThatWasAwayIsToldOnceItIsBack() throws Exception {
    post.die();
    answer = 503;
    start(
        mail("soc"), receiver("teams", NoticeProperties.Kind.TEAMS, List.of(chatUrl()), List.of()));
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."));
    await(
        () -> running.getFirst().states().stream().allMatch(s -> s.failing() > 0), "nothing fails");
    post.comeBack();
    answer = 200;
    awaitMails(1);
    await(() -> chats.size() == 1, "nothing was said in the chat");

    var card =
        QuaestorJson.mapper()
            .readTree(chats.getFirst())
            .path("attachments")
            .path(0)
            .path("content");
    assertThat(card.path("body").path(0).path("type").asString()).isEqualTo("RichTextBlock");
    assertThat(card.path("actions").path(0).path("url").asString())
        .isEqualTo(PAGE + "/actions/act-1");
  }

  @Test
  void anAddressThatIsGoneKeepsNobodyElseFromKnowing() throws Exception {
    post.refuse("gone@");
    start(
        receiver(
            "soc",
            NoticeProperties.Kind.MAIL,
            List.of("gone@soc.example", "here@soc.example"),
            List.of()));
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."));
    awaitMails(1);

    assertThat(post.recipients()).singleElement().asString().contains("here@");
  }

  @Test
  void aServerThatOffersNoTlsHearsNeitherThePasswordNorTheNotice() throws Exception {
    var notices =
        made(
            PAGE,
            new NoticeProperties.Mail(
                "127.0.0.1",
                post.port(),
                "quaestor@soc.example",
                NoticeProperties.Tls.STARTTLS,
                "quaestor",
                Secret.of("s3cret")),
            mail("soc"));
    notices.start();
    running.add(notices);
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."));
    await(() -> notices.states().getFirst().failing() > 0, "nothing fails");

    assertThat(post.heard()).isNotEmpty().noneMatch(line -> line.startsWith("AUTH"));
    assertThat(post.recipients()).isEmpty();
    assertThat(notices.states().toString()).doesNotContain("s3cret");
  }

  @Test
  void ofTwoStartersOneSends() throws Exception {
    start(mail("soc"));
    start(mail("soc"));
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."));
    awaitMails(1);
  }

  @Test
  void anEscalationGoesToThoseWhomThePolicyNames() throws Exception {
    start(mail("approvers"), mail("leads", "SOC leads"));
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."));
    awaitMails(2);
    record("inv-1", new LedgerEvent.Escalated("act-1", 1, List.of("soc leads")));
    awaitMails(3);
    assertThat(post.mails().getLast().getAllRecipients()[0].toString()).contains("leads@");
    assertThat(post.mails().getLast().getSubject()).contains("still waits, and nobody has decided");

    record("inv-1", new LedgerEvent.Escalated("act-1", 2, List.of("a name that nobody has")));
    awaitMails(5);
  }

  @Test
  void whatFailsExpiresOrEndsBadlyIsToldWithoutADecisionToMake() throws Exception {
    start(mail("soc"));
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."));
    awaitMails(1);
    record("inv-1", new LedgerEvent.ActionDecided("act-1", new Decision.Expired(Instant.now())));
    awaitMails(2);
    assertThat(post.mails().get(1).getSubject())
        .endsWith("was not decided in time and is not done (High)");

    open("inv-2", "Fraud");
    record(
        "inv-2",
        waits("act-2", "One."),
        approved("act-2"),
        new LedgerEvent.ActionProgressed(
            "act-2", new Outcome.Failed("DEVICE_GONE", "The device is gone.")));
    awaitMails(3);
    assertThat(post.mails().get(2).getSubject()).endsWith("failed (High)");
    assertThat(Post.plain(post.mails().get(2))).contains("What happened: The device is gone.");
    record(
        "inv-2",
        new LedgerEvent.StatusChanged(
            InvestigationStatus.PARTIALLY_REMEDIATED, "One action failed."));
    awaitMails(4);
    assertThat(post.mails().get(3).getSubject()).isEqualTo("Fraud needs attention (High)");
  }

  @Test
  void whoIsConfinedToAnAreaIsToldOfNothingElse() throws Exception {
    start(
        receiver(
            "post",
            NoticeProperties.Kind.MAIL,
            List.of("post@soc.example"),
            List.of(),
            Set.of(Area.EMAIL)),
        mail("soc"));
    open("inv-1", "Theft");
    record("inv-1", waits("act-1", "One."));
    awaitMails(1);

    assertThat(post.mails().getFirst().getAllRecipients()[0].toString()).contains("soc@soc");
  }

  @Test
  void aWrongConfigurationIsRefusedNamingTheField() {
    var good = mail("soc");
    refused("quaestor.web.public-url is missing", null, server(), good);
    refused("quaestor.web.public-url must be https", "http://page.example", server(), good);
    refused("two notices are named soc", PAGE, server(), good, good);
    refused(
        "notice soc: to is missing",
        PAGE,
        server(),
        receiver("soc", NoticeProperties.Kind.MAIL, List.of(), List.of()));
    refused(
        "notice soc: kind is missing",
        PAGE,
        server(),
        receiver("soc", null, List.of("a@b.example"), List.of(), null));
    refused(
        "notice soc: to[1] is not an address",
        PAGE,
        server(),
        receiver(
            "soc",
            NoticeProperties.Kind.MAIL,
            List.of("a@b.example", "a@b.example\r\nBcc: c@d.example"),
            List.of()));
    refused(
        "notice soc: to must be https",
        PAGE,
        server(),
        receiver(
            "soc", NoticeProperties.Kind.SLACK, List.of("http://chat.example/secret"), List.of()));
    refused(
        "quaestor.mail: host is missing",
        PAGE,
        new NoticeProperties.Mail(
            null, null, "a@b.example", NoticeProperties.Tls.STARTTLS, null, null),
        good);
    refused(
        "quaestor.mail: from is missing",
        PAGE,
        new NoticeProperties.Mail(
            "127.0.0.1", null, null, NoticeProperties.Tls.STARTTLS, null, null),
        good);
    refused(
        "quaestor.mail: tls must be",
        PAGE,
        new NoticeProperties.Mail(
            "mail.example", null, "a@b.example", NoticeProperties.Tls.NONE, null, null),
        good);
    refused(
        "quaestor.mail: username and password",
        PAGE,
        new NoticeProperties.Mail(
            "mail.example", null, "a@b.example", NoticeProperties.Tls.TLS, "u", null),
        good);
  }

  private void refused(
      String why,
      @Nullable String page,
      NoticeProperties.Mail mail,
      NoticeProperties.Receiver... receivers) {
    assertThatThrownBy(() -> made(page, mail, receivers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("secret", "chat.example");
  }

  @Test
  void aTestNoticeSaysThatItIsOneAndIsRecordedWithWhoSentIt() throws Exception {
    var notices = made(PAGE, server(), mail("approvers"));
    notices.start();
    running.add(notices);

    var result = notices.test("approvers", "Ann\r\nBcc: everybody@corp.example").orElseThrow();

    assertThat(result.delivered()).isTrue();
    var told = post.mails().getFirst();
    assertThat(Post.plain(told))
        .contains("This is a test")
        .contains("Nothing waits for you because of it.");
    assertThat(told.getHeader("Bcc")).isNull();
    assertThat(post.recipients()).noneMatch(to -> to.contains("everybody"));
    var state = notices.states().getFirst();
    assertThat(state.testedAt()).isNotNull();
    assertThat(state.testedBy()).startsWith("Ann");
    assertThat(state.testSaid()).isEqualTo(result.sentence());
    assertThat(notices.test("nobody", "Ann")).isEmpty();
  }

  @Test
  void aTestThatIsNotTakenTellsNothingOfTheAddress() {
    answer = 500;
    var notices =
        made(
            PAGE,
            server(),
            receiver("leads", NoticeProperties.Kind.SLACK, List.of(chatUrl()), List.of()));
    notices.start();
    running.add(notices);

    var result = notices.test("leads", "Ann").orElseThrow();

    assertThat(result.delivered()).isFalse();
    assertThat(notices.states().toString()).doesNotContain("/hook");
    assertThat(result.sentence()).doesNotContain("/hook");
    assertThat(notices.states().getFirst().testSaid()).isEqualTo(result.sentence());
  }
}
