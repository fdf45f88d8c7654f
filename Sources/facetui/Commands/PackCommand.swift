import Architectures
import ArgumentParser
import Checkpoints
import Faces
import Library
import PathText
import SystemPackage

struct PackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack", abstract: "Make model packs.", subcommands: [Import.self])

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Make a pack of a recogniser: a PyTorch checkpoint or an ONNX file.",
      discussion: """
        A checkpoint (.pth, .pt, .safetensors) needs --architecture: \(Architecture.names.joined(separator: ", ")). \
        Nothing in it is executed. What is not in the file is assumed, and said.
        """)

    enum Alignment: String, ExpressibleByArgument, CaseIterable {
      case fivePoint = "five-point"
      case resize
    }

    @Argument(help: "The recogniser.", completion: .file())
    var file: String

    @Option(parsing: .unconditional, help: ArgumentHelp("What a checkpoint's tensors belong to.", valueName: "name"))
    var architecture: String?

    @Flag(help: "The blocks of resnet_face18 have squeeze-and-excitation.")
    var squeezeExcite = false

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Take the detector of this pack, or this ONNX file.", valueName: "pack|file"))
    var detector: String?

    @Option(help: "How a face is cut out: five-point or resize (the square around its box).")
    var alignment: Alignment = .fivePoint

    @Option(help: "What to do with the mirrored face: sum, concatenate or none.")
    var mirror: MirrorUse?

    @Option(help: "Order of the colours in an ONNX file's input: rgb or bgr.")
    var colour: ColourOrder?

    @Option(parsing: .unconditional, help: "A colour value x in 0…255 enters an ONNX file as (x − mean) · scale.")
    var mean: Float?

    @Option(parsing: .unconditional, help: "See --mean.")
    var scale: Float?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Scores from strict to lenient.", valueName: "safe,balanced,everything"))
    var thresholds: String = "0.45,0.4,0.33"

    @Option(parsing: .unconditional, help: "For facetui models to show.")
    var licence = "unknown; ask whoever made the recogniser"

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("The pack's folder, which must not be there yet; its name names it.", valueName: "dir"))
    var output: String

    func validate() throws {
      if isONNX, architecture != nil || squeezeExcite {
        throw ValidationError(
          "--architecture and --squeeze-excite go with checkpoints; an ONNX file holds its network.")
      }
      if !isONNX, architecture == nil {
        throw ValidationError(
          "A checkpoint needs --architecture, one of \(Architecture.names.joined(separator: ", ")).")
      }
      if !isONNX, colour != nil || mean != nil || scale != nil {
        throw ValidationError("--colour, --mean and --scale go with ONNX files; an architecture knows its own.")
      }
      if colour == .grey { throw ValidationError("--colour is rgb or bgr; a grey input shows in the file.") }
      if cuts == nil { throw ValidationError("--thresholds are three numbers, as in 0.45,0.4,0.33.") }
      if let mean, !mean.isFinite { throw ValidationError("--mean must be a number.") }
      if let scale, !(scale > 0 && scale.isFinite) { throw ValidationError("--scale must be a number above 0.") }
    }

    func run() throws {
      var assumptions: [String] = []
      var recogniser = try isONNX ? inspected(&assumptions) : filled(&assumptions)
      recogniser.template = alignment == .resize ? .resize : .arcface
      if let mirror { recogniser.mirror = mirror }
      assumptions.append("thresholds \(thresholds); facetui eval shows what they give (--thresholds)")
      var detector = try detectorImport()
      let pack = try ModelPack.create(
        at: outputFolder(), licence: String(decoding: licence.rawBytes, as: UTF8.self), recogniser: &recogniser,
        detector: &detector, thresholds: cuts ?? [])
      try emit(lines: report(recogniser, pack, assumptions))
    }

    /// A pack is named after its folder, and names are text.
    private func outputFolder() throws -> String {
      let path = FilePath(text: output)
      guard !StandIn.isNeedless(for: path) else { return output }
      guard let name = path.lastComponent, let text = String(validating: name) else {
        throw ValidationError("--output must end with a name in UTF-8; it becomes the pack's.")
      }
      let parent = path.removingLastComponent()
      do throws(Errno) {
        return "\(try StandIn.folder(parent))/\(text)"
      } catch {
        throw LibraryError.folder(parent.text, reason: "it cannot be made: \(error)")
      }
    }

    private var isONNX: Bool { file.lowercased().hasSuffix(".onnx") }

    private var cuts: [Float]? {
      let numbers = thresholds.split(separator: ",").map { Float($0) }
      let known = numbers.compactMap(\.self)
      return known.count == 3 && numbers.count == 3 ? known : nil
    }

    private func inspected(_ assumptions: inout [String]) throws -> RecogniserImport {
      var recogniser = try RecogniserImport(onnx: StandIn.name(of: file), assumptions: &assumptions)
      if let colour, recogniser.colour != .grey { recogniser.colour = colour }
      if let mean { recogniser.mean = mean }
      if let scale { recogniser.scale = scale }
      return recogniser
    }

    private func filled(_ assumptions: inout [String]) throws -> RecogniserImport {
      let architecture = try Architecture(name: architecture ?? "", squeezeExcite: squeezeExcite)
      if squeezeExcite, !architecture.takesSqueezeExcite {
        throw ValidationError("--squeeze-excite goes with resnet_face18.")
      }
      let network = try architecture.network(try Checkpoint(path: StandIn.name(of: file)))
      var recogniser = RecogniserImport(
        network: network.bytes, isGrey: architecture.isGrey, inputSize: architecture.side,
        dimensions: network.dimensions)
      // As the projects do from which these checkpoints come.
      if architecture.isGrey { recogniser.mirror = .concatenate }
      assumptions.append("the usual training of \(architecture.name): values (x − 127.5) / 127.5")
      return recogniser
    }

    private func detectorImport() throws -> DetectorImport {
      guard let detector else { return try DetectorImport(pack: try ModelPack.load()) }
      if detector.lowercased().hasSuffix(".onnx") { return try DetectorImport(onnx: StandIn.name(of: detector)) }
      return try DetectorImport(pack: try ModelPack.load(detector))
    }

    private func report(_ recogniser: RecogniserImport, _ pack: ModelPack, _ assumptions: [String]) -> [String] {
      let lines = [
        "pack        \(pack.name), \(pack.folder)",
        "input       \(recogniser.inputSize)×\(recogniser.inputSize), \(recogniser.colour.rawValue), "
          + "(x − \(recogniser.mean)) · \(recogniser.scale)",
        "alignment   \(alignment.rawValue)",
        "embedding   \(pack.dimensions) numbers, mirror: \(recogniser.mirror.rawValue)",
      ]
      return lines + assumptions.map { "assumed     \($0)" }
    }
  }
}

extension MirrorUse: ExpressibleByArgument {}
extension ColourOrder: ExpressibleByArgument {}
