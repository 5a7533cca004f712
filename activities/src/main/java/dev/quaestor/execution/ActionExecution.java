package dev.quaestor.execution;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Entity;
import dev.quaestor.execution.TargetFacts.OwnFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How one type of action is taken. */
sealed interface ActionExecution {

  /**
   * Who does it, and how.
   *
   * @param connector as the configuration calls it
   * @param changedSince what an undo finds otherwise than it was left, one sentence: somebody
   *     else's newer change; empty when there is none, or the back end does not tell
   */
  record Chosen(String connector, Effect effect, Function<Left, Optional<String>> changedSince) {}

  /** By name, in the order of preference, those who have the power that it takes. */
  List<String> offeredBy(Connectors connectors);

  /** Whether this one can do it, as far as can be said without asking. */
  boolean isAble(RemediationAction wanted, String connector, OwnFacts known, Connectors connectors);

  /**
   * Ties it to the preferred connector among those that know the target and can do it.
   *
   * @param known what stands in the way is judged by; {@link TargetFacts#none()} where that was
   *     done before
   * @return empty when no connector can do it to this target
   * @throws RuntimeException what kept a connector's directories from answering, when none of the
   *     others can do it
   */
  Optional<Chosen> chosen(
      RemediationAction wanted, TargetFacts known, Run run, Connectors connectors);

  /**
   * Why no connector can do it, one sentence for people; empty when one can, or when there is
   * nothing to say.
   */
  Optional<String> obstacle(RemediationAction wanted, TargetFacts known, Connectors connectors);

  /**
   * One run.
   *
   * @param receipt what was recorded before; null when nothing was
   * @param patience for which breakage partial work is given up for a retry
   * @param decided whether what it needs was looked at before: it goes on whatever has become of
   *     its target since
   */
  record Run(Mandate mandate, @Nullable Receipt receipt, Patience patience, boolean decided) {}

  /** The workflow does it by itself; no back end is asked. */
  record NeedsNobody() implements ActionExecution {
    @Override
    public List<String> offeredBy(Connectors connectors) {
      return List.of();
    }

    @Override
    public boolean isAble(
        RemediationAction wanted, String connector, OwnFacts known, Connectors connectors) {
      return false;
    }

    @Override
    public Optional<Chosen> chosen(
        RemediationAction wanted, TargetFacts known, Run run, Connectors connectors) {
      return Optional.empty();
    }

    @Override
    public Optional<String> obstacle(
        RemediationAction wanted, TargetFacts known, Connectors connectors) {
      return Optional.empty();
    }
  }

  /**
   * A port does it.
   *
   * @param takesBack what was done can be taken back whatever has become of its target, as long as
   *     that is there; who is known to be able to comes first all the same
   */
  record ByPort<C extends Capability, A extends RemediationAction, T extends Entity>(
      Class<C> port,
      Class<A> action,
      Class<T> target,
      Obstacle<C, T> onTarget,
      Obstacle<C, A> onAction,
      Drift<C, A> drift,
      Binding<C, A> binding,
      boolean takesBack)
      implements ActionExecution {

    /** The same, where also the action's own parameters can stand in the way. */
    ByPort<C, A, T> unless(Obstacle<C, A> parameters) {
      return new ByPort<>(port, action, target, onTarget, parameters, drift, binding, takesBack);
    }

    /** The same, where the back end tells whether somebody has changed since what it takes back. */
    ByPort<C, A, T> onlyIfUnchanged(Drift<C, A> since) {
      return new ByPort<>(port, action, target, onTarget, onAction, since, binding, takesBack);
    }

    /** The same, where it takes back what was done. */
    ByPort<C, A, T> whateverHasBecomeOfIt() {
      return new ByPort<>(port, action, target, onTarget, onAction, drift, binding, true);
    }

    /** Whether this is about such things at all, and some connector has the port. */
    boolean isAbout(Entity entity, Connectors connectors) {
      return target.isInstance(entity) && !connectors.offering(port).isEmpty();
    }

    /**
     * Why no connector can do it to this thing; empty when one can. To be asked only of what it is
     * about.
     */
    Optional<String> obstacle(Entity entity, TargetFacts known, Connectors connectors) {
      return foremost(
          connectors, entity, known, (c, facts) -> onTarget.of(c, target.cast(entity), facts));
    }

    /**
     * Who would do it to this thing, the preferred one first; one alone where that does it for all.
     * Empty where nobody can, and where several may and none of them has told all that it was
     * asked.
     */
    List<String> doers(Entity entity, TargetFacts known, Connectors connectors, boolean byEach) {
      var able =
          offers(connectors, entity).stream()
              .filter(
                  offer -> {
                    var facts = judged(known.of(offer.connector()));
                    return onTarget.of(offer.capability(), target.cast(entity), facts).isEmpty()
                        && facts.unknownTo(offer.connector()).isEmpty();
                  })
              .map(Offer::connector)
              .distinct()
              .toList();
      return able.stream()
          .filter(name -> byEach || able.size() == 1 || known.of(name).complete())
          .limit(byEach ? able.size() : 1)
          .toList();
    }

    /** Without those whose mailbox it is not. */
    private List<Offer<C>> offers(Connectors connectors, Entity entity) {
      var claims = new MailboxClaims(connectors);
      if (claims.severalEstates(entity).isPresent()) {
        return List.of();
      }
      return connectors.offers(port).stream()
          .filter(offer -> claims.allows(offer.connector(), entity))
          .toList();
    }

    private OwnFacts judged(OwnFacts facts) {
      return takesBack ? facts.unjudged() : facts;
    }

    @Override
    public Optional<String> obstacle(
        RemediationAction wanted, TargetFacts known, Connectors connectors) {
      return isAbout(wanted.target(), connectors)
          ? foremost(connectors, wanted.target(), known, (c, facts) -> obstacle(c, wanted, facts))
              .filter(said -> !said.isBlank())
          : Optional.empty();
    }

    @Override
    public List<String> offeredBy(Connectors connectors) {
      return connectors.offers(port).stream().map(Offer::connector).distinct().toList();
    }

    @Override
    public boolean isAble(
        RemediationAction wanted, String connector, OwnFacts known, Connectors connectors) {
      return target.isInstance(wanted.target())
          && offers(connectors, wanted.target()).stream()
              .filter(offer -> offer.connector().equals(connector))
              .anyMatch(offer -> isAble(offer, wanted, known));
    }

    private boolean isAble(Offer<C> offer, RemediationAction wanted, OwnFacts known) {
      return obstacle(offer.capability(), wanted, known).isEmpty()
          && known.unknownTo(offer.connector()).isEmpty();
    }

    private Optional<String> obstacle(C connector, RemediationAction wanted, OwnFacts known) {
      return onTarget
          .of(connector, target.cast(wanted.target()), known)
          .or(() -> onAction.of(connector, action.cast(wanted), known));
    }

    @Override
    public Optional<Chosen> chosen(
        RemediationAction wanted, TargetFacts known, Run run, Connectors connectors) {
      if (!target.isInstance(wanted.target())) {
        return Optional.empty();
      }
      var offers = offers(connectors, wanted.target());
      var told = offers.stream().filter(offer -> !known.isAway(offer.connector())).toList();
      var away = offers.stream().filter(offer -> known.isAway(offer.connector())).toList();
      var able =
          first(told, wanted, known, facts -> facts)
              .or(
                  () ->
                      takesBack || run.decided()
                          ? first(told, wanted, known, OwnFacts::unjudged)
                          : Optional.empty())
              .or(() -> run.decided() ? only(away, wanted, known) : Optional.empty());
      if (able.isEmpty() && !away.isEmpty()) {
        throw outage(away, known);
      }
      return able.map(offer -> chosen(offer, action.cast(wanted), run, connectors));
    }

    private Chosen chosen(Offer<C> offer, A wanted, Run run, Connectors connectors) {
      var port = new MailboxClaims(connectors).confined(offer, this.port);
      return new Chosen(
          offer.connector(),
          binding.bind(port, wanted, run),
          left -> drift.since(port, wanted, left, run.mandate()));
    }

    private Optional<Offer<C>> first(
        List<Offer<C>> offers,
        RemediationAction wanted,
        TargetFacts known,
        UnaryOperator<OwnFacts> view) {
      return offers.stream()
          .filter(offer -> isAble(offer, wanted, view.apply(known.of(offer.connector()))))
          .findFirst();
    }

    /** Nobody else can have been meant when it was decided. */
    private Optional<Offer<C>> only(
        List<Offer<C>> away, RemediationAction wanted, TargetFacts known) {
      var able = away.stream().filter(o -> isAble(o, wanted, known.of(o.connector()))).toList();
      return able.size() == 1 ? Optional.of(able.getFirst()) : Optional.empty();
    }

    /** The first that time can cure. */
    private RuntimeException outage(List<Offer<C>> away, TargetFacts known) {
      var broke = away.stream().map(offer -> known.outage(offer.connector())).toList();
      return broke.stream()
          .filter(one -> one instanceof ConnectorException passing && passing.isPassing())
          .findFirst()
          .orElseGet(broke::getFirst);
    }

    /**
     * What the preferred connector says, unless another one can do it: among those that know the
     * target, where there are such. Where it is a stranger to all of them, all are heard.
     */
    private Optional<String> foremost(
        Connectors connectors,
        Entity entity,
        TargetFacts known,
        BiFunction<C, OwnFacts, Optional<String>> ask) {
      var claims = new MailboxClaims(connectors);
      var several = claims.severalEstates(entity);
      if (several.isPresent()) {
        return several;
      }
      var knowing = new ArrayList<String>();
      var open = new ArrayList<String>();
      var strangers = new LinkedHashSet<String>();
      for (var offer : connectors.offers(port)) {
        var elsewhere = claims.obstacle(offer.connector(), entity);
        if (elsewhere.isPresent()) {
          strangers.add(elsewhere.get());
          continue;
        }
        var facts = known.of(offer.connector());
        var judged = judged(facts);
        var obstacle =
            ask.apply(offer.capability(), judged).or(() -> judged.unknownTo(offer.connector()));
        if (obstacle.isEmpty()) {
          return obstacle;
        }
        (facts.knows() ? knowing : facts.isStranger() ? strangers : open).add(obstacle.get());
      }
      return told(knowing).or(() -> told(open)).or(() -> all(strangers));
    }

    /** That there is nothing to say is said only where nobody else says more. */
    private static Optional<String> told(List<String> obstacles) {
      return obstacles.stream()
          .filter(said -> !said.isBlank())
          .findFirst()
          .or(() -> obstacles.stream().findFirst());
    }

    private static Optional<String> all(LinkedHashSet<String> obstacles) {
      return obstacles.isEmpty()
          ? Optional.empty()
          : Optional.of(
              String.join("; ", obstacles.stream().filter(said -> !said.isBlank()).toList()));
    }
  }

  /** What stands in the way, one sentence; empty for nothing. */
  @FunctionalInterface
  interface Obstacle<C, X> {
    Optional<String> of(C port, X what, OwnFacts known);
  }

  /** What was changed since by somebody else, one sentence; empty for nothing. */
  @FunctionalInterface
  interface Drift<C, A> {
    Optional<String> since(C port, A action, Left left, Mandate mandate);
  }

  @FunctionalInterface
  interface Binding<C, A> {
    Effect bind(C port, A action, Run run);
  }

  static <C extends Capability, A extends RemediationAction, T extends Entity> ByPort<C, A, T> of(
      Class<C> port,
      Class<A> action,
      Class<T> target,
      Obstacle<C, T> obstacle,
      Binding<C, A> binding) {
    return new ByPort<>(
        port,
        action,
        target,
        obstacle,
        (c, a, known) -> Optional.empty(),
        (c, a, left, mandate) -> Optional.empty(),
        binding,
        false);
  }
}
