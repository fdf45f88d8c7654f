import Inference
import Synchronization

/// Loads a network once for all analysers that use it at the same time; when the last of them goes, it goes too.
public final class SharedNetworks: Sendable {
  private struct Entry: Sendable {
    weak var model: Model?
  }

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
