package dev.quaestor.connector.http;

import java.util.Optional;

/**
 * Which part of a back end a call counts against where it limits its parts each by themselves: one
 * mailbox that wants to be left alone says nothing of the others.
 */
@FunctionalInterface
public interface Allotment {
  /** Empty for what counts against no such part. */
  Optional<String> of(Request request);
}
