import Foundation
import SwiftProtobuf
import Testing

@testable import Inference

/// Graphs drawn by chance: each ends in a session that runs, or in one sentence.
///
/// `FACETUI_GRAPHS=100000 swift test -c release --filter RandomGraphTests` draws more of them, from
/// `FACETUI_GRAPH_SEED` on (1), prints the seed of each before it is tried, and looks at the memory too.
@Suite("Graphs by chance", .serialized)
struct RandomGraphTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let asked = environment["FACETUI_GRAPHS"].flatMap { Int($0) }
  private static let first = environment["FACETUI_GRAPH_SEED"].flatMap { UInt64($0) } ?? 1
  /// 1 GiB.
  private static let mostKilobytes = 1 << 20

  @Test("every graph is a session or a sentence, and every operator is met in one that runs")
  func graphs() throws {
    var ran: Set<String> = []
    for seed in Self.first..<Self.first + UInt64(Self.asked ?? 200) {
      if Self.asked != nil { FileHandle.standardError.write(Data("graph \(seed)\n".utf8)) }
      let start = ContinuousClock.now
      var graph = RandomGraph(seed: seed)
      for _ in 0..<12 {
        var larger = graph
        let type = larger.chance.pick(RandomGraph.operators)
        let output = larger.grow(type)
        let shape = try run(larger, output: output, seed: seed)
        graph.chance = larger.chance
        guard let shape else { continue }
        larger.values.append(RandomGraph.Value(name: output, shape: shape))
        graph = larger
        ran.insert(type)
      }
      #expect(ContinuousClock.now - start < .seconds(60), "graph \(seed)")
      if Self.asked != nil { #expect(Self.peakKilobytes < Self.mostKilobytes, "graph \(seed)") }
    }
    if Self.asked == nil { #expect(Set(RandomGraph.operators).subtracting(ran).isEmpty) }
  }

  /// The shape of the output, or nil where the network is refused.
  private func run(_ graph: RandomGraph, output: String, seed: UInt64) throws -> [Int]? {
    var graph = graph
    let earlier = graph.values.dropFirst().map(\.name).filter { _ in graph.chance.happens(0.3) }
    let bytes: [UInt8] = try graph.model(outputs: [output] + earlier).serializedBytes()
    do throws(InferenceError) {
      let session = try Session(Model(bytes, path: "/drawn/graph.onnx"))
      #expect(session.activationBytes <= 640 << 20, "graph \(seed)")
      let count = graph.input.reduce(1, *)
      let input = Tensor(shape: graph.input, scalars: Generator.uniform(seed: seed, count: count))
      let first = try session.run(["x": input])
      let second = try session.run(["x": input])
      // What reads memory that is not its own gives other numbers the second time.
      #expect(first.mapValues { $0.scalars.map(\.bitPattern) } == second.mapValues { $0.scalars.map(\.bitPattern) })
      let shape = first[output]?.shape
      #expect(shape?.reduce(1, *) == first[output]?.scalars.count, "graph \(seed)")
      return shape.flatMap { $0.reduce(1, *) < 1 << 16 ? $0 : nil }
    } catch {
      let text = error.description
      #expect(text.contains("/drawn/graph.onnx") && !text.contains("\n"), "graph \(seed): \(text)")
      #expect(text.utf8.count < 1000, "graph \(seed)")
      return nil
    }
  }

  private static var peakKilobytes: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
  }
}
