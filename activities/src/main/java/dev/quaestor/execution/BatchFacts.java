package dev.quaestor.execution;

import dev.quaestor.analyzer.ContentWord;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.MailSearch.Location;
import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.EntityKey;
import java.util.List;
import java.util.Map;

/**
 * All that was looked up for a batch.
 *
 * @param context what analyzers see
 * @param alike messages like each message, by each pair of fields, or of each cluster
 * @param locations where each message is now, by what it is known by in full
 * @param contradictions of files whose hashes are not one file's, why
 * @param ids what mail is known by beside what it was named by
 * @param told what each connector's own directories say, by which it is judged what it can do
 */
record BatchFacts(
    Context context,
    Map<EntityKey, List<SimilarMail>> alike,
    Answers<Location> locations,
    Map<EntityKey, String> contradictions,
    ReadIds ids,
    Directories told) {

  /**
   * By connector.
   *
   * @param hosts which host each device is
   */
  record Directories(HostIdentity hosts, Told<KnownUser> users, Told<KnownFile> files) {
    Told<KnownDevice> devices() {
      return hosts.told();
    }
  }

  /** The same with what engines say of bytes. */
  BatchFacts with(Map<EntityKey, List<ContentWord>> scanned) {
    return new BatchFacts(context.with(scanned), alike, locations, contradictions, ids, told);
  }

  List<SimilarMail> alikeTo(EntityKey key) {
    return alike.getOrDefault(key, List.of());
  }

  /** The likes by the first pair of fields, which says most. */
  Heard<Similar> similar(EntityKey key) {
    var all = alikeTo(key);
    return all.isEmpty() ? new Heard<>(new Lookup.NobodyToAsk<>(), null) : all.getFirst().similar();
  }
}
