import ArgumentParser
import Faces
import Foundation
import Library
import PathText

struct CachePruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove what is known of photos that were deleted, of unused packs, and thumbnails.",
    discussion: """
      Looks whether the photos are there, and removes records of those that have been gone for longer than --days; a photo \
      that is found gone for the first time counts from now on. Photos on a drive or in a folder that is away stay, and so \
      do faces of a photo that lies elsewhere as well. A pack is unused that no run has used for so long and that is not \
      at hand. What is removed is overwritten.
      """)

  @Option(
    parsing: .unconditional,
    help: "Days since the photos are gone (default: keep-deleted in the configuration, 90).")
  var days: Int?

  @Flag(help: "Do not wait: --days 0.")
  var now = false

  @Flag(name: .customLong("dry-run"), help: "Only say what would be removed.")
  var isTrial = false

  @OptionGroup var pack: PackArguments

  func validate() throws {
    guard (0...36_500).contains(days ?? 0) else { throw ValidationError("--days must be between 0 and 36500.") }
    guard !now || days == nil else { throw ValidationError("Give either --days or --now.") }
  }

  func run() throws {
    let options = pack.options
    let care = try CacheCare(options)
    guard care.exists else { return try emit(line: "there is no cache at \(care.name)") }
    let limit = now ? 0 : days ?? options.keepDeleted
    let outcome = try care.prune(days: limit, keeping: packsAtHand(), isTrial: isTrial)
    try emit(line: outcome.sentence(isTrial ? "would remove" : "removed"))
    for remark in outcome.remarks { complain("facetui: \(remark)") }
    for (folder, gone) in outcome.away.sorted(by: { $0.key.string < $1.key.string }) {
      complain(
        "facetui: \(plural(gone.photos, "photo", "photos")) of \(folder.text) may be on a drive that is away, and what is "
          + "known of \(gone.photos == 1 ? "it" : "them") stays; facetui forget \(folder.text) removes it")
    }
  }

  /// Also those that an option or the configuration names.
  private func packsAtHand() throws -> Set<String> {
    var identities = Set(ModelPack.available().compactMap { try? $0.pack.get().identity })
    if let named = try? pack.load(verifies: false) { identities.insert(named.identity) }
    return identities
  }
}
