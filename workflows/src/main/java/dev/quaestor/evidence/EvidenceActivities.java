package dev.quaestor.evidence;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Looking at evidence. Reads only: calling it twice changes nothing. */
@ActivityInterface
public interface EvidenceActivities {

  /**
   * How many pieces one call takes of an ordinary case; see {@link ExaminationRequest#batchSize}.
   */
  int BATCH_SIZE = 50;

  /**
   * How often a batch is tried at once while a back end fails; the last attempt answers with what
   * it has.
   */
  int ATTEMPTS = 4;

  /**
   * Looks up every piece of a batch on the connectors that know it and lets the analyzers judge it.
   *
   * <p>A back end that is down, throttles or does not know the thing is a finding of effect {@link
   * Finding.Effect#BLIND} on the pieces concerned, after the activity's own retries: it never fails
   * the batch for the others. Where that may pass, {@link Examination#away} says so, and the piece
   * is to be asked for again later. One that wants to be left alone for longer than seconds is away
   * at once: whoever waits for the answer acts on what is known. Heartbeats.
   *
   * <p>What {@link ExaminationRequest#playbook()} names is asked about closely: what was done there
   * lately is among {@link Examination#related()}, and a kind of trace that nobody can tell of is a
   * finding of effect {@link Finding.Effect#INCONCLUSIVE}.
   *
   * <p>{@link ExaminationRequest#byItself()} has it ask nobody, for when even that took too long.
   *
   * @return one examination for each piece asked for, in the same order
   */
  @ActivityMethod(name = "ExamineEvidence")
  List<Examination> examine(ExaminationRequest request);
}
