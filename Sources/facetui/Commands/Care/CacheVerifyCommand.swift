import ArgumentParser
import Foundation
import Library
import PathText

struct CacheVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the cache: its files, its records, and a sample of photos looked at again.",
    discussion: """
      Nothing is changed. Photos of the sample come from all parts of the cache alike; one differs where its size, a \
      face's place or its embedding (a cosine below 0.999) is another than what is stored. \
      Exit status: 0 when nothing is wrong, 1 when something is, 2 on an error.
      """)

  @Option(parsing: .unconditional, help: "Photos to look at again; 0 for none.")
  var sample = 20

  @OptionGroup var pack: PackArguments

  func validate() throws {
    guard sample >= 0 else { throw ValidationError("--sample must be 0 or more.") }
  }

  func run() throws {
    let care = try CacheCare(pack.options)
    guard !care.entries.isEmpty else { return try emit(line: "there is no cache at \(care.name)") }
    let line = ProgressLine()
    let result = try care.verify(pack: pack.load(), sample: sample) { line.show($0, of: $1) }
    line.clear()
    try emit(lines: lines(result, care))
    if !result.findings.isEmpty { throw ExitCode.noMatch }
  }

  private func lines(_ result: CacheVerification, _ care: CacheCare) -> [String] {
    var lines = result.findings.flatMap { finding in
      [finding.photos.count == 1 ? "\(finding.photos[0].text): \(finding.what)" : finding.what]
        + (finding.photos.count > 1 ? finding.photos.map { "  \($0.text)" } : []) + ["  \(finding.advice)"]
    }
    let left = result.leftOut == 0 ? "" : "; \(result.leftOut) changed, gone or not to be read since"
    lines.append(
      "\(result.compared) of \(plural(result.photos, "photo", "photos")) looked at again\(left)")
    let count = result.findings.count
    return lines + [
      count == 0
        ? "nothing is wrong with \(care.name)" : "\(plural(count, "thing is", "things are")) wrong with \(care.name)"
    ]
  }
}
