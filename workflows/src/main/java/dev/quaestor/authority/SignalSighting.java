package dev.quaestor.authority;

/**
 * A signal, as the run that got it tells it from others: several may come in one task, in one
 * moment, and say the same.
 *
 * @param name of the signal
 * @param position which of the run's signals of that name it is, from 1; a run gets them in the
 *     order in which they stand in its history
 * @param digest the SHA-256 of what it says, so that a miscount finds nobody rather than another
 */
public record SignalSighting(String name, int position, String digest) {}
