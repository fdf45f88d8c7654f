import ArgumentParser
import Inference

/// Times one network on noise.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Time an ONNX model on random pixels.")

  @Argument(help: "The ONNX file.")
  var model: String
  @Option(help: "Shape of the input, as 1x3x112x112; open dimensions need it.")
  var shape: String?
  @Option(help: "Threads that share each operator.")
  var threads = 1
  @Option(name: .customLong("repeat"), help: "Timed runs.")
  var repetitions = 20
  @Option(help: "portable, avx2 or avx512; default: FACETUI_KERNELS, or the fastest.")
  var kernels: String?
  @Flag(help: "Print the time of every operator against the processor's peak.")
  var profile = false

  func validate() throws {
    guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64.") }
    guard (1...1_000_000).contains(repetitions) else { throw ValidationError("--repeat must be at least 1.") }
  }

  func run() throws {
    let set = try kernels.map { name in
      guard let set = InstructionSet(rawValue: name) else { throw ValidationError("--kernels \(name) is unknown.") }
      return set
    }
    let model = try Model(path: model, instructionSet: set)
    let shapes = try inputShapes(model)
    let clock = ContinuousClock()
    let created = clock.now
    let session = try Session(model, shapes: shapes, threads: threads)
    let creation = clock.now - created
    let inputs = session.inputShapes.mapValues(noise)
    for _ in 0..<3 { _ = try session.run(inputs) }
    if profile { return try printProfile(session, inputs, model) }
    var times: [Double] = []
    var processorTimes: [Double] = []
    for _ in 0..<repetitions {
      let start = (clock.now, processorMilliseconds())
      _ = try session.run(inputs)
      times.append((clock.now - start.0).milliseconds)
      processorTimes.append(processorMilliseconds() - start.1)
    }
    let kernels = model.instructionSet.rawValue
    print(
      "\(kernels), \(threads) thread(s): median \(times.median.rounded(2)) ms, min \(times.sorted()[0].rounded(2)) ms, "
        + "processor median \(processorTimes.median.rounded(2)) ms, min \(processorTimes.sorted()[0].rounded(2)) ms, "
        + "session \(creation.milliseconds.rounded(2)) ms, activations \(session.activationBytes / 1024) KiB")
  }

  private func inputShapes(_ model: Model) throws -> [String: [Int]] {
    guard let shape else { return [:] }
    let dimensions = shape.split(separator: "x").map { Int($0) }
    guard !dimensions.isEmpty, !dimensions.contains(nil) else {
      throw ValidationError("--shape \(shape) is not of the form 1x3x112x112.")
    }
    guard model.inputs.count == 1 else { throw ValidationError("--shape needs a model with one input.") }
    return [model.inputs[0].name: dimensions.compactMap { $0 }]
  }

  /// Grey levels 0 to 255.
  private func noise(_ shape: [Int]) -> Tensor {
    var generator = SystemRandomNumberGenerator()
    let count = shape.reduce(1, *)
    return Tensor(shape: shape, scalars: (0..<count).map { _ in Float(UInt8.random(in: 0...255, using: &generator)) })
  }

  private func printProfile(_ session: Session, _ inputs: [String: Tensor], _ model: Model) throws {
    let runs = try (0..<repetitions).map { _ in try session.profile(inputs) }
    let peak = model.instructionSet.measuredPeak() * Double(threads)
    // The minimum, as long steps are interrupted more often than short ones.
    let steps = runs[0].indices.map { index in
      (step: runs[0][index], milliseconds: runs.map { $0[index].seconds * 1000 }.min() ?? 0)
    }
    let total = steps.map(\.milliseconds).reduce(0, +)
    print("   ms      %  GFLOP/s  % of peak  operator")
    for (step, milliseconds) in steps {
      let rate = Double(step.operations) / (milliseconds * 1e6)
      let columns = [
        milliseconds.padded(6, 3), (100 * milliseconds / total).padded(6, 1), rate.padded(8, 1),
        (100 * rate * 1e9 / peak).padded(10, 1),
      ]
      print(columns.joined(separator: " ") + "  \(step.kind)  \(step.node)")
    }
    let operations = steps.map(\.step.operations).reduce(0, +)
    print(
      "\(total.rounded(2)) ms in all, \((Double(operations) / (total * 1e6)).rounded(1)) GFLOP/s of "
        + "\((peak / 1e9).rounded(1)) (\(model.instructionSet.rawValue), \(threads) thread(s))")
  }
}
