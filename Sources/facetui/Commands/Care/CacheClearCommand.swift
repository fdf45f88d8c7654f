import ArgumentParser
import Foundation
import Library
import PathText

struct CacheClearCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear", abstract: "Remove the cache with its log, and the thumbnails.",
    discussion: """
      The files are overwritten before. Nothing is lost that facetui index cannot find again; what facetui learn has \
      learnt stays. Another facetui that is running goes on with what it has read, and begins a new cache when it stores \
      something.
      """)

  @Flag(help: "Do not ask.")
  var yes = false

  @OptionGroup var cache: CacheArguments

  func run() throws {
    let care = try CacheCare(cache.options)
    let entries = care.entries
    guard !entries.isEmpty else { return try emit(line: "there is no cache at \(care.name)") }
    if !yes {
      let what = "\(plural(entries.count, "file", "files")) (\(byteText(care.bytes)))"
      guard let answer = ask("Remove the cache \(care.name) and its thumbnails, \(what)?") else {
        complain("facetui: there is nobody to ask whether to remove \(care.name); --yes removes it")
        throw ExitCode(2)
      }
      guard answer else {
        complain("nothing was removed")
        throw ExitCode.noMatch
      }
    }
    let (removed, isInUse) = try care.clear()
    let bytes = removed.reduce(0) { $0 + $1.bytes }
    try emit(line: "removed \(plural(removed.count, "file", "files")); \(byteText(bytes)) came back")
    if isInUse {
      complain(
        "facetui: another facetui has the cache open: it goes on with what it has read, begins a new cache when it stores "
          + "something, and the old one's bytes stay on the disk until it ends")
    }
  }
}
