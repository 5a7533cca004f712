package dev.quaestor.execution;

import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.connector.capability.MailSearch.Location;
import dev.quaestor.connector.capability.MailSearch.Similar;

/**
 * All that was looked up for a batch.
 *
 * @param context what analyzers see
 * @param similar messages like each message, or of each cluster
 * @param locations where each message is now
 */
record Gathered(Context context, Answers<Similar> similar, Answers<Location> locations) {}
