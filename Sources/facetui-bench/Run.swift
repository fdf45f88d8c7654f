import ArgumentParser
import Inference

/// Times one network on noise.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Time an ONNX model on random pixels.")

  @OptionGroup
  var network: NetworkOptions
  @Option(name: .customLong("repeat"), help: "Timed runs.")
  var repetitions = 20
  @Flag(help: "Print the time of every operator against the processor's peak.")
  var profile = false

  func validate() throws {
    guard (1...1_000_000).contains(repetitions) else { throw ValidationError("--repeat must be at least 1.") }
  }

  func run() throws {
    let model = try network.load()
    let clock = ContinuousClock()
    let created = clock.now
    let session = try network.session(model)
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
    let heading = "\(model.instructionSet.rawValue), \(network.threads) thread(s)"
    print(
      "\(heading): median \(times.median.rounded(2)) ms, min \(times.sorted()[0].rounded(2)) ms, "
        + "processor median \(processorTimes.median.rounded(2)) ms, min \(processorTimes.sorted()[0].rounded(2)) ms, "
        + "session \(creation.milliseconds.rounded(2)) ms, activations \(session.activationBytes / 1024) KiB")
  }

  /// Grey levels 0 to 255.
  private func noise(_ shape: [Int]) -> Tensor {
    var generator = SystemRandomNumberGenerator()
    let count = shape.reduce(1, *)
    return Tensor(shape: shape, scalars: (0..<count).map { _ in Float(UInt8.random(in: 0...255, using: &generator)) })
  }

  private func printProfile(_ session: Session, _ inputs: [String: Tensor], _ model: Model) throws {
    let runs = try (0..<repetitions).map { _ in try session.profile(inputs) }
    let peak = model.instructionSet.measuredPeak() * Double(network.threads)
    // The minimum, as long steps are interrupted more often than short ones.
    let steps = runs[0].indices.map { index in
      (step: runs[0][index], milliseconds: runs.map { $0[index].seconds * 1000 }.min() ?? 0)
    }
    let total = steps.map(\.milliseconds).reduce(0, +)
    let bandwidth = measuredBandwidth()
    print("   ms      %  GFLOP/s  % of peak  FLOP/byte  % of roof  operator")
    for (step, milliseconds) in steps {
      let rate = Double(step.operations) / (milliseconds * 1e6)
      let intensity = Double(step.operations) / Double(max(1, step.bytes))
      let roof = min(peak, intensity * bandwidth)
      let columns = [
        milliseconds.padded(6, 3), (100 * milliseconds / total).padded(6, 1), rate.padded(8, 1),
        (100 * rate * 1e9 / peak).padded(10, 1), intensity.padded(10, 1),
        (roof > 0 ? 100 * rate * 1e9 / roof : 0).padded(10, 1),
      ]
      print(columns.joined(separator: " ") + "  \(step.kind)  \(step.node)")
    }
    let operations = steps.map(\.step.operations).reduce(0, +)
    print(
      "\(total.rounded(2)) ms in all, \((Double(operations) / (total * 1e6)).rounded(1)) GFLOP/s of "
        + "\((peak / 1e9).rounded(1)), \((bandwidth / 1e9).rounded(1)) GB/s from memory (\(model.instructionSet.rawValue), \(network.threads) thread(s))"
    )
  }
}
