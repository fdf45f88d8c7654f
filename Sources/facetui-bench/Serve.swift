import ArgumentParser
import Foundation
import Inference

/// Times one network on request, so that a script can let several engines take turns.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time an ONNX model as often as standard input says.",
    discussion: """
      Prints `idle` and waits for a line; loads the model, runs it once, and prints `ready`, the number of values of \
      each output, and the bytes of the activations; writes the outputs. Then every line of standard input holds a \
      number of runs, and is answered with a line of their times in milliseconds.
      """)

  @OptionGroup
  var network: NetworkOptions
  @Option(help: "The input's values as little-endian float32; the model must have one input.")
  var input: String
  @Option(help: "Where the values of all outputs go, in the model's order, as little-endian float32.")
  var output: String

  func run() throws {
    let scalars = try readScalars()
    answer("idle")
    guard readLine() != nil else { return }
    let model = try network.load()
    let session = try network.session(model)
    guard session.inputShapes.count == 1, let (name, shape) = session.inputShapes.first,
      shape.reduce(1, *) == scalars.count
    else { throw ValidationError("\(input) does not hold the one input that \(network.model) takes.") }
    let inputs = [name: Tensor(shape: shape, scalars: scalars)]
    let results = try session.run(inputs)
    let outputs = model.outputs.compactMap { results[$0.name]?.scalars }
    answer("ready \(outputs.map { "\($0.count)" }.joined(separator: " ")) activations \(session.activationBytes)")
    let data = outputs.reduce(into: Data()) { data, scalars in scalars.withUnsafeBytes { data.append(contentsOf: $0) } }
    try data.write(to: URL(fileURLWithPath: output))
    while let line = readLine() {
      guard let count = Int(line), count > 0 else { throw ValidationError("\"\(line)\" is not a number of runs.") }
      answer(try times(session, inputs, count).map { $0.rounded(4) }.joined(separator: " "))
    }
  }

  private func readScalars() throws -> [Float] {
    let data = try Data(contentsOf: URL(fileURLWithPath: input))
    return [Float](unsafeUninitializedCapacity: data.count / MemoryLayout<Float>.stride) { target, count in
      count = data.copyBytes(to: target) / MemoryLayout<Float>.stride
    }
  }

  private func times(_ session: Session, _ inputs: [String: Tensor], _ count: Int) throws -> [Double] {
    let clock = ContinuousClock()
    return try (0..<count).map { _ in
      let start = clock.now
      _ = try session.run(inputs)
      return (clock.now - start).milliseconds
    }
  }

  private func answer(_ line: String) {
    print(line)
    fflush(nil)
  }
}
