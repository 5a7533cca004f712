package dev.quaestor.execution;

import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Away;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks back ends, and turns each way in which they can fail to answer into an answer: except that
 * what may pass is thrown while patience covers it.
 */
final class BackEndQuestion {
  private static final Logger LOG = LoggerFactory.getLogger(BackEndQuestion.class);

  /** After so many failures in a row the rest is not asked for one by one: the back end is down. */
  private static final int GIVE_UP_AFTER = 3;

  private final Patience patience;
  private final AtomicReference<Duration> leftAlone = new AtomicReference<>(Duration.ZERO);

  /** Of each piece that was asked for by itself. */
  private final Map<EntityKey, Duration> waits = new ConcurrentHashMap<>();

  /**
   * @param patience which breakage is thrown, to be tried again; the rest is an answer
   */
  BackEndQuestion(Patience patience) {
    this.patience = patience;
  }

  /**
   * Asks the offers in turn about all things, each about what those before did not know.
   *
   * @return an answer about each thing; none at all when nobody offers to be asked
   */
  <C, E extends Entity, V> Answers<V> aboutAll(
      List<C> offers, List<E> things, BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    if (offers.isEmpty() || things.isEmpty()) {
      return Answers.none();
    }
    var answers = new LinkedHashMap<EntityKey, Lookup<V>>();
    things.forEach(thing -> answers.put(thing.key(), new Lookup.NotThere<>()));
    for (var offer : offers) {
      var open =
          things.stream()
              .filter(thing -> !(answers.get(thing.key()) instanceof Lookup.Known<V>))
              .toList();
      if (!open.isEmpty()) {
        ask(offer, open, find, answers);
      }
    }
    return new Answers<>(answers);
  }

  /**
   * Asks each connector about all things, side by side, so that what each says for itself is known.
   * One that is away counts where none of the others knows a thing: only then is it thrown while
   * patience covers it.
   */
  <C extends Capability, E extends Entity, V> Told<V> ofEach(
      List<Offer<C>> offers, List<E> things, BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    if (offers.isEmpty() || things.isEmpty()) {
      return new Told<>(Answers.none(), Map.of());
    }
    var names = offers.stream().map(Offer::connector).distinct().toList();
    var words =
        ParallelCalls.each(
            names,
            name ->
                word(
                    offers.stream()
                        .filter(offer -> offer.connector().equals(name))
                        .map(Offer::capability)
                        .toList(),
                    things,
                    find));
    var together = new LinkedHashMap<EntityKey, Lookup<V>>();
    for (var thing : things) {
      var answer = foremost(words.stream().map(word -> word.answers().about(thing.key())).toList());
      if (!(answer instanceof Lookup.Known<V>)) {
        words.stream()
            .flatMap(word -> Stream.ofNullable(word.broke()))
            .findFirst()
            .ifPresent(
                broke -> {
                  throw broke;
                });
      }
      together.put(thing.key(), answer);
    }
    var each = new LinkedHashMap<String, Answers<V>>();
    for (int i = 0; i < names.size(); i++) {
      each.put(names.get(i), words.get(i).answers());
    }
    return new Told<>(new Answers<>(together), each);
  }

  /**
   * @param broke what may pass, and patience covers
   */
  private record Word<V>(Answers<V> answers, @Nullable ConnectorException broke) {}

  private <C, E extends Entity, V> Word<V> word(
      List<C> offers, List<E> things, BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    try {
      return new Word<>(aboutAll(offers, things, find), null);
    } catch (ConnectorException broke) {
      var unsaid = new LinkedHashMap<EntityKey, Lookup<V>>();
      things.forEach(thing -> unsaid.put(thing.key(), couldNotLook(broke)));
      return new Word<>(new Answers<>(unsaid), broke);
    }
  }

  private static <V> Lookup<V> foremost(List<Lookup<V>> words) {
    return words.stream()
        .filter(Lookup.Known.class::isInstance)
        .findFirst()
        .or(() -> words.stream().filter(Lookup.CouldNotLook.class::isInstance).findFirst())
        .orElseGet(Lookup.NotThere::new);
  }

  /**
   * Asks all offers about one thing, side by side, and puts together what they have. One that is
   * away is thrown, while patience covers it, only where none of the others has anything.
   *
   * @param records whose records an offer reads: those that read the same ones are asked in turn,
   *     and no further than the first that has something
   * @param isSomething whether an answer is worth having
   * @param and puts two together, that of the preferred first
   */
  <C, V> Heard<V> ofAll(
      List<C> offers,
      Function<C, Object> records,
      Function<C, V> find,
      Predicate<V> isSomething,
      BinaryOperator<V> and) {
    if (offers.isEmpty()) {
      return new Heard<>(new Lookup.NobodyToAsk<>(), null);
    }
    var sources =
        offers.stream()
            .collect(Collectors.groupingBy(records, LinkedHashMap::new, Collectors.toList()));
    var words =
        ParallelCalls.each(
            List.copyOf(sources.sequencedValues()), some -> inTurn(some, find, isSomething));
    var found =
        words.stream()
            .map(Spoken::answer)
            .filter(answer -> answer instanceof Lookup.Known<V> k && isSomething.test(k.value()))
            .map(answer -> ((Lookup.Known<V>) answer).value())
            .reduce(and);
    if (found.isEmpty()) {
      words.stream()
          .flatMap(word -> Stream.ofNullable(word.broke()))
          .findFirst()
          .ifPresent(
              broke -> {
                throw broke;
              });
    }
    var down =
        words.stream()
            .map(Spoken::answer)
            .filter(Lookup.CouldNotLook.class::isInstance)
            .map(answer -> (Lookup.CouldNotLook<V>) answer)
            .findFirst();
    return found
        .map(all -> new Heard<V>(new Lookup.Known<>(all), down.orElse(null)))
        .orElseGet(
            () -> new Heard<>(down.<Lookup<V>>map(d -> d).orElse(words.getFirst().answer()), null));
  }

  /**
   * @param broke what may pass, and patience covers
   */
  private record Spoken<V>(Lookup<V> answer, @Nullable ConnectorException broke) {}

  private <C, V> Spoken<V> inTurn(List<C> same, Function<C, V> find, Predicate<V> isSomething) {
    Lookup<V> answer = new Lookup.NotThere<>();
    try {
      for (var offer : same) {
        var next = attempt(() -> find.apply(offer));
        if (next instanceof Lookup.Known<V> known && isSomething.test(known.value())) {
          return new Spoken<>(next, null);
        }
        answer = answer instanceof Lookup.CouldNotLook<V> ? answer : next;
      }
      return new Spoken<>(answer, null);
    } catch (ConnectorException broke) {
      leaveAlone(broke);
      return new Spoken<>(couldNotLook(broke), broke);
    }
  }

  private void leaveAlone(ConnectorException failed) {
    failed
        .retryAfter()
        .ifPresent(wait -> leftAlone.accumulateAndGet(wait, BackEndQuestion::longer));
  }

  private <C, E extends Entity, V> void ask(
      C offer,
      List<E> things,
      BiFunction<C, List<E>, Map<EntityKey, V>> find,
      Map<EntityKey, Lookup<V>> answers) {
    var refused = new AtomicReference<@Nullable ConnectorException>();
    var found = attempt(() -> find.apply(offer, things), refused::set);
    if (found instanceof Lookup.Known<Map<EntityKey, V>> known) {
      known.value().forEach((key, value) -> answers.put(key, new Lookup.Known<>(value)));
    } else if (found instanceof Lookup.CouldNotLook<Map<EntityKey, V>> down) {
      if (things.size() == 1) {
        blame(things, down, refused.get(), answers);
      } else {
        askOneByOne(offer, things, find, answers);
      }
    }
  }

  /** One bad piece fails its whole batch, so that all are blamed unless each is asked by itself. */
  private <C, E extends Entity, V> void askOneByOne(
      C offer,
      List<E> things,
      BiFunction<C, List<E>, Map<EntityKey, V>> find,
      Map<EntityKey, Lookup<V>> answers) {
    int failures = 0;
    for (int i = 0; i < things.size(); i++) {
      var thing = things.get(i);
      var refused = new AtomicReference<@Nullable ConnectorException>();
      var found = attempt(() -> find.apply(offer, List.of(thing)), refused::set);
      if (found instanceof Lookup.Known<Map<EntityKey, V>> known) {
        failures = 0;
        known.value().forEach((key, value) -> answers.put(key, new Lookup.Known<>(value)));
      } else if (found instanceof Lookup.CouldNotLook<Map<EntityKey, V>> down) {
        var said = refused.get();
        // A mailbox that is not served, or wants to be left alone, says nothing of the next one.
        failures = said != null && said.isOfPart() ? 0 : failures + 1;
        var givesUp = failures >= GIVE_UP_AFTER;
        blame(givesUp ? things.subList(i, things.size()) : List.of(thing), down, said, answers);
        if (givesUp) {
          return;
        }
      }
    }
  }

  private <E extends Entity, V> void blame(
      List<E> things,
      Lookup.CouldNotLook<?> down,
      @Nullable ConnectorException refused,
      Map<EntityKey, Lookup<V>> answers) {
    var wait =
        refused == null
            ? Duration.ZERO
            : Objects.requireNonNullElse(refused.retryAfter().orElse(null), Duration.ZERO);
    for (var thing : things) {
      answers.put(thing.key(), new Lookup.CouldNotLook<>(down.code(), down.sentence()));
      if (refused != null && mayPass(refused.kind())) {
        waits.merge(thing.key(), wait, BackEndQuestion::longer);
      }
    }
  }

  /**
   * Calls once.
   *
   * @throws ConnectorException when it may pass and patience covers it
   */
  <V> Lookup<V> attempt(java.util.function.Supplier<V> call) {
    return attempt(call, refused -> {});
  }

  private <V> Lookup<V> attempt(
      java.util.function.Supplier<V> call, Consumer<ConnectorException> refused) {
    try {
      return new Lookup.Known<>(call.get());
    } catch (ConnectorException failed) {
      if (failed.kind() == ConnectorException.Kind.NOT_FOUND) {
        return new Lookup.NotThere<>();
      }
      refused.accept(failed);
      if (mayPass(failed.kind())) {
        if (patience.covers(failed)) {
          throw failed;
        }
        leaveAlone(failed);
      }
      return couldNotLook(failed);
    } catch (RuntimeException bug) {
      // One piece that breaks a connector must not take the other forty-nine with it.
      LOG.error("A look-up failed in an unexpected way", bug);
      return new Lookup.CouldNotLook<>(
          "LOOK_UP_BROKE",
          "The look-up failed unexpectedly (%s).".formatted(bug.getClass().getSimpleName()));
    }
  }

  private static <V> Lookup<V> couldNotLook(ConnectorException failed) {
    return new Lookup.CouldNotLook<>(
        ActivityFailures.type(failed.kind()).name(),
        Excerpt.head("Could not look: " + failed.getMessage(), 300));
  }

  /**
   * That a piece is to be looked at again, when one of these says that a back end is away.
   *
   * @param now when back ends wanted to be left alone for as long as they said
   */
  Optional<Away> away(EntityKey piece, List<Finding> findings, Instant now) {
    // What was asked about another thing for its sake is known by that one's name.
    var wait = waits.getOrDefault(piece, Objects.requireNonNull(leftAlone.get()));
    return findings.stream()
        .filter(f -> f.effect() == Finding.Effect.BLIND && PASSING.contains(f.code()))
        .findFirst()
        .map(f -> new Away(f.sentence(), wait.isZero() ? null : now.plus(wait)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static final Set<String> PASSING =
      Stream.of(ConnectorException.Kind.values())
          .filter(BackEndQuestion::mayPass)
          .map(kind -> ActivityFailures.type(kind).name())
          .collect(Collectors.toSet());

  /**
   * What time can cure. Refused credentials need an operator: the case goes on without, and says
   * so.
   */
  private static boolean mayPass(ConnectorException.Kind kind) {
    return switch (kind) {
      case THROTTLED, DOWN, DEVICE_AWAY -> true;
      case UNAUTHORIZED, REJECTED, NOT_FOUND, OUT_OF_REACH, MALFORMED_ANSWER -> false;
    };
  }
}
