package dev.quaestor.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That who should be asked about a piece of evidence could not be asked now, and may be later: it
 * has not been looked at, whatever was found of it.
 *
 * @param because what was the matter, one sentence for people
 * @param notBefore when the back end wants to be asked again; null when it did not say
 */
public record Away(String because, @Nullable Instant notBefore) {}
