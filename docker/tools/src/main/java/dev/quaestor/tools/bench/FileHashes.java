package dev.quaestor.tools.bench;

/** By what a file is known, in lower-case hex. */
public record FileHashes(String sha1, String sha256) {}
