import ArgumentParser
import Foundation
import Library
import PathText
import SystemPackage

struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Remove all that is known of a folder's photos, thumbnails included.",
    discussion: """
      The folder, or photo, need not be there. Faces of photos that lie in other folders as well stay; the photos \
      themselves are not touched, and the next facetui that is given the folder looks at them anew. What is removed is \
      overwritten. Exit status: 0 when something was known, 1 when nothing was, 2 on an error.
      """)

  @Argument(help: "The folder, or a photo.", completion: .directory)
  var folder: FilePath

  @Flag(help: "Do not ask, which is done on a terminal only.")
  var yes = false

  @OptionGroup var cache: CacheArguments

  func run() throws {
    let care = try CacheCare(cache.options)
    let count = care.exists ? try care.count(in: folder) : 0
    guard count > 0 else {
      complain("facetui: nothing is known of \(folder.text)")
      throw ExitCode.noMatch
    }
    if !yes, ask("Forget all that is known of \(plural(count, "photo", "photos")) of \(folder.text)?") == false {
      complain("nothing was removed")
      throw ExitCode.noMatch
    }
    let outcome = try care.forget(folder)
    try emit(line: outcome.sentence("removed"))
    for remark in outcome.remarks { complain("facetui: \(remark)") }
    if try PhotoLibrary.hasCorrection(folder: folder, options: cache.options) {
      complain("facetui: what was learnt in \(folder.text) stays; facetui learn --forget \(folder.text) removes it")
    }
  }
}
