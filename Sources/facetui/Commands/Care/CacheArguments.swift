import ArgumentParser
import Configuration
import Foundation
import Library
import PathText
import SystemPackage

/// Which cache, for commands that look at no photo.
struct CacheArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The cache in this folder instead of ~/.cache/facetui.", valueName: "dir"))
  var cache: FilePath?

  @OptionGroup var configuration: ConfigurationArguments

  var settings: Configuration { configuration.settings }

  var options: LibraryOptions {
    var options = LibraryOptions()
    options.cacheDirectory = cache ?? settings.cacheFolder
    options.keepDeleted = settings.keepDeleted
    return options
  }
}

/// Asks a question on the terminal.
/// - Returns: nil where nobody can be asked.
func ask(_ question: String) -> Bool? {
  guard isatty(0) == 1, isatty(2) == 1 else { return nil }
  FileHandle.standardError.write(Data("\(StandIn.resolved(question).shown()) [y/N] ".utf8))
  let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
  return ["y", "yes"].contains(answer)
}

/// "1.4 MB", "640 bytes"; a megabyte has a million bytes.
func byteText(_ bytes: Int64) -> String {
  let units: [(Int64, String)] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")]
  guard let (size, unit) = units.first(where: { bytes >= $0.0 }) else {
    return plural(Int(bytes), "byte", "bytes")
  }
  return String(format: "%.1f %@", Double(bytes) / Double(size), unit)
}

/// "2026-11-29", in the local calendar.
func dayText(_ seconds: Int64) -> String {
  let date = Date(timeIntervalSince1970: Double(seconds))
  let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: date)
  return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
}

extension CacheCare.Outcome {
  /// "removed 12 photos with 15 faces, 3 contents that no file has, 40 thumbnails; 1.2 MB came back"
  /// - Parameter verb: "removed", "would remove".
  func sentence(_ verb: String) -> String {
    let parts = [
      removal.photos == 0 ? nil : plural(removal.photos, "photo", "photos"),
      removal.contents == 0
        ? nil : plural(removal.contents, "content", "contents") + " that no file has",
      removal.packs.isEmpty ? nil : "the results of \(removal.packs.joined(separator: ", "))",
      removal.faces == 0 ? nil : plural(removal.faces, "face", "faces"),
      removal.thumbnails == 0 ? nil : plural(removal.thumbnails, "thumbnail", "thumbnails"),
    ].compactMap(\.self)
    let what = parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    return "\(verb) \(what)" + (verb == "removed" ? "; \(byteText(bytes)) came back" : "")
  }

  /// What the user should know beside that; each a sentence.
  var remarks: [String] {
    isGone
      ? []
      : [
        "another facetui reads the cache just now, so that what was removed still stands in the file's log; "
          + "facetui cache prune empties it later"
      ]
  }
}
