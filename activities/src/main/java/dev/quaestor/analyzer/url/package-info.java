/**
 * URLs judged by their looks alone: nothing here touches a network, because looking at a phishing
 * page tells its owner that somebody did.
 */
@NullMarked
package dev.quaestor.analyzer.url;

import org.jspecify.annotations.NullMarked;
