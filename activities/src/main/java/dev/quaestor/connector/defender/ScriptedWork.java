package dev.quaestor.connector.defender;

import com.google.re2j.Pattern;
import dev.quaestor.connector.capability.Asynchronous;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.defender.DeviceScript.Answer;
import java.util.Locale;

/** What all ports over our script share: a session is followed to its end, then it is read. */
abstract class ScriptedWork implements Asynchronous {
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{1,40}");

  protected final DeviceScript script;
  protected final MachineActions actions;

  ScriptedWork(DeviceScript script, MachineActions actions) {
    this.script = script;
    this.actions = actions;
  }

  @Override
  public Progress poll(String ticket) {
    return settle(actions.get(ticket));
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    actions.cancel(ticket, mandate);
  }

  protected final Progress settle(MachineAction session) {
    if (!session.succeeded()) {
      return actions.progress(session);
    }
    return script
        .answer(session)
        .map(ScriptedWork::ended)
        .orElseGet(
            () -> new Progress.InProgress(session.id(), false, "the script has not answered yet"));
  }

  /** The script looks again after it has acted: what it then saw is what counts. */
  private static Progress ended(Answer answer) {
    var refused = answer.refused();
    if (refused != null) {
      return new Progress.Failed(code(refused), answer.detail());
    }
    return answer.changed()
        ? new Progress.Done(answer.detail())
        : new Progress.Already(answer.detail());
  }

  /** The script is ours, its output came over the network: a code is a code. */
  static String code(String said) {
    var code = said.toUpperCase(Locale.ROOT);
    return CODE.matches(code) ? code : "SCRIPT_REFUSED";
  }
}
