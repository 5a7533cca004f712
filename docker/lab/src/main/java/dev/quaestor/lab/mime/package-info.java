/**
 * What the lab reads of MIME, with mime4j: raw mails that are delivered into the lab, and multipart
 * uploads.
 *
 * <p>Why this room exists: the lab depends on nothing of the engine, and shows mail the way the
 * vendor's API does. It never fails on a malformed message: what can be read of it is shown.
 */
@NullMarked
package dev.quaestor.lab.mime;

import org.jspecify.annotations.NullMarked;
