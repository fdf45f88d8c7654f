/// Finds the tensors in what a pickle says, and fetches their numbers.
struct StateDict {
  /// Where programs put the state_dict in a dictionary of other things.
  private static let outerKeys = ["state_dict", "model_state_dict", "model", "net", "backbone"]

  private let entries: [(name: String, tensor: TensorReference)]

  init(_ pickle: Pickle) throws(CheckpointProblem) {
    var root = pickle.root
    for _ in 0..<2 {
      guard let pairs = pickle.dictionary(root) else { throw .invalid("it is no dictionary of tensors") }
      if pairs.contains(where: { pickle.tensor($0.value) != nil }) { break }
      guard let inner = Self.outerKeys.lazy.compactMap({ key in pairs.last { $0.key.text == key } }).first else {
        let keys = pairs.prefix(8).compactMap(\.key.text?.excerpt).joined(separator: ", ")
        throw .invalid("it holds no tensors, but \(keys.isEmpty ? "nothing" : keys)")
      }
      root = inner.value
    }
    entries = try Self.entries(pickle.dictionary(root) ?? [], of: pickle)
  }

  private static func entries(
    _ pairs: [(key: PickleValue, value: PickleValue)], of pickle: Pickle
  ) throws(CheckpointProblem) -> [(name: String, tensor: TensorReference)] {
    var entries: [(name: String, tensor: TensorReference)] = []
    var names: Set<String> = []
    for pair in pairs {
      guard let name = pair.key.text else { throw .invalid("a tensor in it has no name") }
      guard let tensor = pickle.tensor(pair.value) else { throw .invalid("\(name.excerpt) in it is no tensor") }
      guard names.insert(name).inserted else { throw .invalid("\(name.excerpt) stands in it twice") }
      entries.append((name, tensor))
    }
    return entries
  }

  /// - Parameter storage: all bytes of a storage; nil where the file does not hold it.
  func tensors(
    isBigEndian: Bool, fileSize: Int, storage: (StorageReference) throws(CheckpointProblem) -> Bytes?
  ) throws(CheckpointProblem) -> [String: Checkpoint.Tensor] {
    var tensors: [String: Checkpoint.Tensor] = [:]
    var budget = ElementBudget(fileSize: fileSize)
    for (name, tensor) in entries {
      let type = tensor.storage.type
      guard let bytes = try storage(tensor.storage) else {
        throw .invalid("the numbers of \(name.excerpt) are missing")
      }
      guard bytes.count / type.size >= tensor.storage.count else {
        throw .invalid("the numbers of \(name.excerpt) are cut off")
      }
      let view = tensor.storage.view
      let part = try bytes.part(from: view.lowerBound * type.size, count: view.count * type.size)
      let indices = try ElementIndices(
        shape: tensor.shape, strides: tensor.strides, offset: tensor.offset, capacity: view.count)
      try budget.spend(indices.count)
      tensors[name] = Checkpoint.Tensor(
        shape: tensor.shape, scalars: type.scalars(part, isBigEndian: isBigEndian, indices: indices))
    }
    return tensors
  }
}
