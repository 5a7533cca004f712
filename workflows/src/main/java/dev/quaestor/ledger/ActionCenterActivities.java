package dev.quaestor.ledger;

import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.indicator.IndicatorQuery;
import dev.quaestor.policy.PolicySnapshot;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port to the ledger, hosted by the starter on the task queue {@code action-center}. All calls
 * may be repeated: what is recorded already is not recorded again.
 */
@ActivityInterface
public interface ActionCenterActivities {

  /**
   * Opens a case, or finds it open already. While too many run it records the case as queued and
   * fails with {@code FailureType.NO_ROOM}, which is tried again for as long as it takes, at no
   * cost to the case's history.
   *
   * @return the policy in force, to be pinned to this case; the same one when called again
   */
  @ActivityMethod(name = "OpenCase")
  PolicySnapshot open(CaseOpening opening);

  /**
   * Appends events and brings the Action Center's tables up to date, all or nothing. An entry whose
   * stream and number are there already is skipped.
   */
  @ActivityMethod(name = "RecordEvents")
  void record(LedgerBatch batch);

  /**
   * The organisation's indicators that stand now and speak of these things. Reads only; asked only
   * where {@link PolicySnapshot#indicators} says that there are any.
   */
  @ActivityMethod(name = "ConsultIndicators")
  List<IndicatorMatch> indicators(IndicatorQuery query);

  /**
   * What an alert says that was too large to be sent along: its JSON, of which the content is the
   * SHA-256. Reads only.
   *
   * @return null when it is not kept here
   */
  @ActivityMethod(name = "FetchAlert")
  byte @Nullable [] alert(String content);

  /** Under what an order by hand stands, before anything of it is recorded. Reads only. */
  @ActivityMethod(name = "FetchTerms")
  OrderTerms terms(String actionId);

  /** What it would take to undo an action, as it stands. Reads only. */
  @ActivityMethod(name = "FetchReceipt")
  UndoBrief brief(String actionId);

  /** The actions of a case whose effect was taken back, by whomever. Reads only. */
  @ActivityMethod(name = "FetchUndone")
  List<String> undone(String investigationId);

  /**
   * Says, before an action looks at the world, that it will want a state: whoever would end that
   * state from now on is told so. What its run ends with makes it a hold or drops it. One that
   * {@link Claim#ends} it is about to end it until its run has ended. The same claim again only
   * adds names.
   */
  @ActivityMethod(name = "ClaimState")
  Claimed claim(Claim claim);

  /**
   * {@link #record} and then {@link #claim} of each, all or nothing: a case says what it will do in
   * the call in which its actions claim what they will want.
   *
   * @return one for each claim, in their order
   */
  @ActivityMethod(name = "BeginActions")
  List<Claimed> begin(Undertaking undertaking);

  /** Of those that held a state before it ended, what is over with it. Reads only. */
  @ActivityMethod(name = "FetchEnded")
  List<UndoBrief.Ending> ended(StateEnd end);

  /**
   * Lets an action go of the state that it wanted, and decides in one step whether that is then to
   * be taken back: only one undo of it runs at a time, and none while another action holds it.
   * Asked again by the same undoer, it decides anew.
   *
   * @return {@link LetGo.TakeBack} to whoever must take it back now
   */
  @ActivityMethod(name = "LetGo")
  LetGo letGo(LettingGo wish);
}
