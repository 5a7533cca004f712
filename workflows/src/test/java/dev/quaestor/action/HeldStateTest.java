package dev.quaestor.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeldStateTest {
  private static final String SHA256 = "ab".repeat(32);
  private static final String SHA1 = "cd".repeat(20);
  private static final String OTHER_SHA1 = "ef".repeat(20);
  private static final String MEGAN = "megan@corp.example";
  private static final String ID = "<m1@evil.example>";

  private static FileArtifact file(@Nullable String sha256, @Nullable String sha1) {
    return new FileArtifact("d1", "bad.exe", "C:\\Users", sha256, sha1, null, null, null);
  }

  private static FileArtifact only(@Nullable String sha256, @Nullable String sha1) {
    return new FileArtifact("d1", null, null, sha256, sha1, null, null, null);
  }

  private static MailMessage mail(@Nullable String network, @Nullable String id) {
    return new MailMessage(
        network, id, MEGAN, null, null, null, null, null, null, null, List.of(), List.of(),
        List.of(), List.of());
  }

  private static MailCluster.Member member(@Nullable String network, String id) {
    return new MailCluster.Member(MEGAN, network, id, null);
  }

  private static MailCluster cluster(MailCluster.Member... members) {
    return new MailCluster(
        mail(null, ID).key(),
        List.of(new MailCluster.Criterion("Subject", "Win")),
        List.of(members),
        members.length);
  }

  private static Receipt found(String network, String id, MessageResult result) {
    return new Receipt.Messages(
        List.of(
            new MovedMessage(
                MEGAN, id, network, "inbox", "Inbox", "a", "b", "away", result, null)));
  }

  private static HeldState held(RemediationAction action) {
    return HeldState.of(action, null).orElseThrow();
  }

  private static HeldState held(RemediationAction action, Receipt receipt) {
    return HeldState.of(action, receipt).orElseThrow();
  }

  private static String key(Entity entity) {
    return entity.key().value();
  }

  @Test
  void aFileIsKnownByEachOfItsHashes() {
    assertThat(held(new DeviceAction.StopAndQuarantineFile(file(SHA256, SHA1))).names())
        .contains(key(only(SHA256, null)), key(only(null, SHA1)));
  }

  @Test
  void aFileIsKnownByTheHashThatItWasLockedAwayBy() {
    var quarantine = new DeviceAction.StopAndQuarantineFile(file(SHA256, null));

    assertThat(held(quarantine).names()).doesNotContain(key(only(null, OTHER_SHA1)));
    assertThat(held(quarantine, new Receipt.LockedAway(OTHER_SHA1)).names())
        .contains(key(only(SHA256, null)), key(only(null, OTHER_SHA1)));
  }

  @Test
  void theSameFileOnAnotherDeviceIsAnotherOne() {
    var there = new FileArtifact("d2", "bad.exe", "C:\\Users", SHA256, SHA1, null, null, null);

    assertThat(held(new DeviceAction.StopAndQuarantineFile(there)).names())
        .doesNotContainAnyElementsOf(
            held(new DeviceAction.StopAndQuarantineFile(file(SHA256, SHA1))).names());
  }

  @Test
  void aUserIsKnownByIdAndByName() {
    var user = new UserAccount("u-1", "j.doe@corp.example", null, null, null);
    var byName = new UserAccount(null, "j.doe@corp.example", null, null, null);

    assertThat(held(new IdentityAction.DisableUser(user)).names())
        .containsExactly(key(user), key(byName));
    assertThat(held(new IdentityAction.DisableUser(byName)).names()).containsExactly(key(byName));
  }

  @Test
  void aThingIsKnownByWhatItsBackEndCallsIt() {
    var byName = new UserAccount(null, "j.doe@corp.example", null, null, null);
    var told = new UserAccount("u-1", "j.doe@corp.example", null, null, null);

    assertThat(HeldState.of(new IdentityAction.DisableUser(byName), null, told).orElseThrow())
        .isEqualTo(new HeldState(ActionType.DISABLE_USER, List.of(key(byName), key(told))));
  }

  @Test
  void aMessageIsKnownByEachOfItsIds() {
    assertThat(held(new EmailAction.SoftDeleteEmail(mail("net-1", ID))).names())
        .containsExactly(key(mail(null, ID)), key(mail("net-1", null)));
    assertThat(held(new EmailAction.SoftDeleteEmail(mail("net-1", null))).names())
        .containsExactly(key(mail("net-1", null)));
  }

  @Test
  void aMessageIsKnownByTheIdThatItsMailboxTold() {
    var byNetworkId = new EmailAction.SoftDeleteEmail(mail("net-1", null));

    assertThat(held(byNetworkId, found("net-1", ID, MessageResult.MOVED)).names())
        .containsExactlyInAnyOrder(key(mail("net-1", null)), key(mail(null, ID)));
  }

  @Test
  void aMemberWithoutAMessageIdIsKnownByTheOtherOne() {
    assertThat(held(new EmailAction.SoftDeleteEmail(cluster(member("net-1", "")))).names())
        .containsExactly(key(mail("net-1", null)));
  }

  @Test
  void eachMessageOfAClusterIsHeldByItself() {
    var both = cluster(member("net-1", ID), member(null, "<m2@evil.example>"));

    assertThat(held(new EmailAction.SoftDeleteEmail(both)).names())
        .containsExactly(
            key(mail(null, ID)), key(mail("net-1", null)), key(mail(null, "<m2@evil.example>")));
    assertThat(HeldState.messages(new EmailAction.SoftDeleteEmail(both), null)).hasSize(2);
  }

  @Test
  void whatCameToAClusterBeforeItWasActedOnIsHeldToo() {
    var one = new EmailAction.SoftDeleteEmail(cluster(member(null, ID)));

    assertThat(held(one, found("net-2", "<m2@evil.example>", MessageResult.MOVED)).names())
        .contains(key(mail("net-2", null)), key(mail(null, "<m2@evil.example>")));
  }

  @Test
  void whatIsBeyondReachIsNotHeldByWhatWasFoundOfIt() {
    var one = new EmailAction.SoftDeleteEmail(cluster(member(null, ID)));

    for (var beyond : List.of(MessageResult.FAILED, MessageResult.NEVER_SEEN)) {
      assertThat(held(one, found("net-2", "<m2@evil.example>", beyond)).names())
          .containsExactly(key(mail(null, ID)));
    }
    assertThat(held(one, found("net-2", "<m2@evil.example>", MessageResult.GONE)).names())
        .contains(key(mail("net-2", null)));
  }

  private static Stream<RemediationAction> away() {
    return Stream.of(
        new EmailAction.SoftDeleteEmail(mail(null, ID)),
        new EmailAction.QuarantineEmail(mail(null, ID)),
        new EmailAction.MoveEmailToJunk(mail(null, ID)),
        new EmailAction.MoveEmailToDeletedItems(mail(null, ID)));
  }

  @ParameterizedTest
  @MethodSource("away")
  void whereverAMessageIsTakenToItIsAway(RemediationAction action) {
    assertThat(held(action).kind()).isEqualTo(ActionType.SOFT_DELETE_EMAIL);
  }

  @Test
  void whatIsMovedBeforeItsUserIsHeldByItself() {
    assertThat(held(new EmailAction.MoveEmailToInbox(mail(null, ID))).kind())
        .isEqualTo(ActionType.MOVE_EMAIL_TO_INBOX);
  }

  @Test
  void thePartsOfAMessageShareWhatIsKeptOfItAndAreNotTheWhole() {
    var one = held(new EmailAction.QuarantineAttachment(mail(null, ID), SHA256));

    assertThat(one.kind()).isEqualTo(ActionType.QUARANTINE_ATTACHMENT);
    assertThat(one.names()).containsExactly(key(mail(null, ID)));
    assertThat(one)
        .isEqualTo(held(new EmailAction.QuarantineAttachment(mail(null, ID), "12".repeat(32))));
  }

  @Test
  void aFileThatIsDeletedAndOneThatIsLockedAwayAreBothOutOfTheirPlace() {
    assertThat(held(new LiveResponseAction.DeleteFile(file(SHA256, SHA1))))
        .isEqualTo(held(new DeviceAction.StopAndQuarantineFile(file(SHA256, SHA1))));
  }

  @Test
  void nothingIsHeldThatCannotBeTakenBack() {
    assertThat(HeldState.of(new EmailAction.HardDeleteEmail(mail(null, ID)), null)).isEmpty();
  }

  @Test
  void twoStatesTogetherAreKnownByTheNamesOfBothOnce() {
    var state = new HeldState(ActionType.ISOLATE_DEVICE, List.of("a", "b"));

    assertThat(state.and(new HeldState(ActionType.ISOLATE_DEVICE, List.of("b", "c"))))
        .isEqualTo(new HeldState(ActionType.ISOLATE_DEVICE, List.of("a", "b", "c")));
  }

  private static HeldState stopped(String name) {
    return held(new LiveResponseAction.StopService(new SystemService("d1", name, null)));
  }

  @Test
  void aUnitIsOneWithItsEndingAndWithout() {
    assertThat(stopped("evil").names()).containsAll(stopped("evil.service").names());
    assertThat(stopped("evil").names())
        .doesNotContainAnyElementsOf(stopped("good.service").names());
    assertThat(stopped("evil.service").names())
        .doesNotContainAnyElementsOf(stopped("evil.socket").names());
  }
}
