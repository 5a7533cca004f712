/**
 * Collections that stay what they were: adding to one or changing it leaves it alone and shares
 * with the new one all but a few nodes. A case is folded a thousand times, and each fold changes
 * one thing. All of them are gone through in an order that their contents alone decide.
 */
@NullMarked
package dev.quaestor.persistent;

import org.jspecify.annotations.NullMarked;
