/**
 * A small reader of MIME: enough for raw mails that are delivered into the lab and for multipart
 * uploads.
 *
 * <p>Why this room exists: the lab depends on nothing of the engine, and shows mail the way the
 * vendor's API does. It never fails on a malformed message: what cannot be read is shown as it
 * came.
 */
@NullMarked
package dev.quaestor.lab.mime;

import org.jspecify.annotations.NullMarked;
