/**
 * OData query options ({@code $filter}, {@code $orderby}, {@code $top}, {@code $skip}, {@code
 * $select}) over JSON entities.
 *
 * <p>Why this room exists: both vendors list with the same options, and both refuse a filter on a
 * property that does not allow it. Only the documented properties are filterable here too.
 */
@NullMarked
package dev.quaestor.lab.odata;

import org.jspecify.annotations.NullMarked;
