/**
 * Names and addresses on the net as such: their parts, which domain is whose, which letters look
 * alike. Facts and lists, no judgement.
 */
@NullMarked
package dev.quaestor.analyzer.host;

import org.jspecify.annotations.NullMarked;
