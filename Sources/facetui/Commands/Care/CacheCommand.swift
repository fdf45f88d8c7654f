import ArgumentParser

struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Look after the cache: what is in it, whether it is sound, what may go.",
    discussion: """
      What is known of photos that were deleted is removed by itself after 90 days (keep-deleted in the configuration); \
      facetui forget <folder> removes what is known of a folder.
      """,
    subcommands: [
      CacheStatsCommand.self, CacheVerifyCommand.self, CachePruneCommand.self, CacheClearCommand.self,
    ])
}
