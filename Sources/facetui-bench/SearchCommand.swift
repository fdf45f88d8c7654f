import ArgumentParser
import Foundation
import Inference
import Search

/// Times one query against many embeddings.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Time the search for the best rows of a matrix of embeddings.",
    discussion: """
      With --serve it prints `ready` and answers each line of standard input: `float32 THREADS RUNS`, `int8 THREADS RUNS` \
      and `rank THREADS RUNS` with the times of that many searches in milliseconds, `read THREADS RUNS` with those of \
      adding up all values of as much memory as the matrix takes, `rows float32` and `rows int8` with the best rows.
      """)

  @Option(help: "Embeddings.")
  var count = 1_000_000
  @Option(help: "Length of an embedding.")
  var dimensions = 128
  @Option(help: "Threads that share one search.")
  var threads = 1
  @Option(help: "Rows that a search finds.")
  var top = 100
  @Flag(help: "Search in 8 bits, and compare the result with the search in float32.")
  var int8 = false
  @Option(name: .customLong("repeat"), help: "Timed searches.")
  var repetitions = 20
  @Option(help: "The query and then the embeddings as little-endian float32; default: random ones.")
  var data: String?
  @Flag(help: "Answer requests on standard input.")
  var serve = false

  func validate() throws {
    guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64.") }
    guard (1...10_000_000).contains(count) else { throw ValidationError("--count must be from 1 to 10000000.") }
    guard (1...4096).contains(dimensions) else { throw ValidationError("--dimensions must be from 1 to 4096.") }
    guard (1...count).contains(top) else { throw ValidationError("--top must be from 1 to the count.") }
    guard (1...1_000_000).contains(repetitions) else { throw ValidationError("--repeat must be at least 1.") }
  }

  func run() throws {
    let bench = try SearchBench(count: count, dimensions: dimensions, top: top, data: data)
    if serve { return try answerRequests(bench) }
    if int8 {
      let same = bench.rows(.int8) == bench.rows(.float32)
      print("the best \(top) rows are \(same ? "the same in int8 as in float32" : "DIFFERENT in int8 and float32")")
    }
    for kind in int8 ? [.float32, .int8, .rank, .read] : [SearchBench.Kind.float32, .rank, .read] {
      let times = bench.times(kind, threads: threads, repetitions).sorted()
      let rate = Double(bench.bytes(kind)) / (times[0] * 1e6)
      print(
        "\(kind.rawValue), \(threads) thread(s): median \(times.median.rounded(3)) ms, min \(times[0].rounded(3)) ms, "
          + "\(rate.rounded(1)) GB/s")
    }
  }

  private func answerRequests(_ bench: SearchBench) throws {
    var answer = "ready"
    while true {
      print(answer)
      fflush(nil)
      guard let line = readLine() else { return }
      answer = try respond(line, bench)
    }
  }

  private func respond(_ line: String, _ bench: SearchBench) throws -> String {
    let words = line.split(separator: " ").map(String.init)
    if words.count == 2, words[0] == "rows", let kind = SearchBench.Kind(rawValue: words[1]) {
      return bench.rows(kind).map { "\($0.row)" }.joined(separator: " ")
    }
    guard words.count == 3, let kind = SearchBench.Kind(rawValue: words[0]), let threads = Int(words[1]),
      (1...64).contains(threads), let runs = Int(words[2]), runs > 0
    else { throw ValidationError("\"\(line)\" is not a request.") }
    return bench.times(kind, threads: threads, runs).map { $0.rounded(4) }.joined(separator: " ")
  }
}
