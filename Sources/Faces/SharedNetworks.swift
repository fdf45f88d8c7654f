import Inference
import Synchronization

/// What analysers share that work at the same time: networks, which are loaded once and go when the last analyser goes,
/// and the memory in which they run.
public final class SharedNetworks: Sendable {
  private struct Entry: Sendable {
    weak var model: Model?
  }

  /// Activations of a few of the largest passes, which look at photos of many small faces, or of many others.
  let scratch = Scratch(mostBytes: 64 << 20)
  /// Pictures that are larger than the first decoding of a JPEG.
  let room = MemoryRoom(bytes: 36 << 20)

  private let entries = Mutex<[String: Entry]>([:])

  private let instructionSet: InstructionSet?

  /// - Parameter instructionSet: nil for the one that FACETUI_KERNELS names, or the fastest.
  public init(instructionSet: InstructionSet? = nil) { self.instructionSet = instructionSet }

  /// Whoever asks for a network while it is being loaded waits for it.
  func model(_ path: String) throws(FaceError) -> Model {
    do {
      return try entries.withLock { (entries) throws(InferenceError) in
        if let model = entries[path]?.model { return model }
        let model = try Model(path: path, instructionSet: instructionSet)
        entries[path] = Entry(model: model)
        return model
      }
    } catch {
      throw .network(error)
    }
  }
}
