/// Reads a pickle: a stack machine that can make numbers, text, tuples, lists, dictionaries and references to tensors,
/// and calls nothing.
struct PickleMachine {
  /// A state_dict takes about forty instructions for each tensor, so that these are enough for 6,000. What a program of
  /// so many makes stays below 100 MB.
  private static let mostInstructions = 1 << 18
  /// Bytes of a storage's key, which is a number.
  private static let longestKey = 256

  private var reader: ByteReader
  private var pickle = Pickle()
  private var stack: [PickleValue] = []
  /// Where in the stack the open marks stand.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  /// Values that instructions copied from one container into another; what is on the stack is only moved.
  private var copies = 0

  /// Reads one pickle.
  /// - Parameter consumed: set to how many bytes it took.
  static func read(_ bytes: Bytes, consumed: inout Int) throws(CheckpointProblem) -> Pickle {
    var machine = PickleMachine(reader: ByteReader(bytes))
    try machine.run()
    consumed = machine.reader.position
    return machine.pickle
  }

  private init(reader: ByteReader) { self.reader = reader }

  private mutating func run() throws(CheckpointProblem) {
    for _ in 0..<Self.mostInstructions {
      let byte = try reader.integer(UInt8.self)
      guard let opcode = Opcode(rawValue: byte) else { throw .refused("pickle instruction \(Opcode.name(byte))") }
      if opcode == .stop {
        pickle.root = try pop()
        return
      }
      try step(opcode)
    }
    throw .invalid("its pickle is far longer than that of a state_dict")
  }

  private mutating func step(_ opcode: Opcode) throws(CheckpointProblem) {
    if let value = try literal(opcode) { return stack.append(value) }
    switch opcode {
    case .proto:
      let version = try reader.integer(UInt8.self)
      guard (2...5).contains(version) else { throw .invalid("its pickle has the unknown protocol \(version)") }
    case .frame: _ = try reader.take(8)
    case .mark: marks.append(stack.count)
    case .emptyTuple: push(.tuple, [])
    case .tuple: push(.tuple, try popToMark())
    case .tuple1: push(.tuple, try pop(1))
    case .tuple2: push(.tuple, try pop(2))
    case .tuple3: push(.tuple, try pop(3))
    case .emptyList: push(.list, [])
    case .append: try extendList(try pop(1))
    case .appends: try extendList(try popToMark())
    case .emptyDict: push(.dictionary, [])
    case .setItem: try extendDictionary(try pop(2))
    case .setItems: try extendDictionary(try popToMark())
    case .binPut: memo[Int(try reader.integer(UInt8.self))] = try top()
    case .longBinPut: memo[Int(try reader.integer(UInt32.self))] = try top()
    case .memoize: memo[memo.count] = try top()
    case .binGet: try recall(Int(try reader.integer(UInt8.self)))
    case .longBinGet: try recall(Int(try reader.integer(UInt32.self)))
    case .global:
      let module = try reader.line(limit: 256)
      try pushClass(module: module, name: try reader.line(limit: 256))
    case .stackGlobal:
      let names = try pop(2)
      guard let module = names[0].text, let name = names[1].text else { throw Self.damaged }
      try pushClass(module: module, name: name)
    case .reduce: try reduce()
    case .build: try build()
    case .binPersId: try pushStorage(try pop())
    default: throw Self.damaged
    }
  }

  // MARK: - Literals

  /// - Returns: nil where the instruction is of another kind.
  private mutating func literal(_ opcode: Opcode) throws(CheckpointProblem) -> PickleValue? {
    switch opcode {
    case .none: PickleValue.none
    case .newTrue: .bool(true)
    case .newFalse: .bool(false)
    case .binInt: .integer(Int(try reader.integer(Int32.self)))
    case .binInt1: .integer(Int(try reader.integer(UInt8.self)))
    case .binInt2: .integer(Int(try reader.integer(UInt16.self)))
    case .long1: .integer(try long(Int(try reader.integer(UInt8.self))))
    // The only number in a pickle that is big-endian.
    case .binFloat: .float(Double(bitPattern: UInt64(try reader.integer(UInt64.self)).byteSwapped))
    case .binUnicode, .binString: .text(try reader.take(Int(try reader.integer(UInt32.self))).text())
    case .shortBinUnicode, .shortBinString: .text(try reader.take(Int(try reader.integer(UInt8.self))).text())
    default: nil
    }
  }

  /// Two's complement, little-endian, of any length up to eight bytes.
  private mutating func long(_ length: Int) throws(CheckpointProblem) -> Int {
    guard length <= 8 else { throw .invalid("it holds a whole number of \(length) bytes") }
    var value = 0
    var last: UInt8 = 0
    for index in 0..<length {
      last = try reader.integer(UInt8.self)
      value |= Int(last) << (8 * index)
    }
    return last >= 0x80 && length < 8 ? value - (1 << (8 * length)) : value
  }

  // MARK: - Stack

  private static let damaged = CheckpointProblem.invalid("its pickle is damaged")

  private mutating func push(_ kind: PickleObject.Kind, _ items: [PickleValue]) {
    pickle.objects.append(PickleObject(kind: kind, items: items))
    stack.append(.object(pickle.objects.count - 1))
  }

  private func top() throws(CheckpointProblem) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw Self.damaged }
    return value
  }

  private mutating func pop() throws(CheckpointProblem) -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws(CheckpointProblem) -> [PickleValue] {
    guard stack.count - count >= marks.last ?? 0 else { throw Self.damaged }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(CheckpointProblem) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw Self.damaged }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func recall(_ index: Int) throws(CheckpointProblem) {
    guard let value = memo[index] else { throw Self.damaged }
    stack.append(value)
  }

  // MARK: - Containers

  private mutating func extendList(_ items: [PickleValue]) throws(CheckpointProblem) {
    guard case .object(let index) = try top(), case .list = pickle.objects[index].kind else { throw Self.damaged }
    pickle.objects[index].items += items
  }

  private mutating func extendDictionary(_ items: [PickleValue]) throws(CheckpointProblem) {
    guard items.count.isMultiple(of: 2), case .object(let index) = try top(),
      case .dictionary = pickle.objects[index].kind
    else { throw Self.damaged }
    pickle.objects[index].items += items
  }

  // MARK: - Classes

  private mutating func pushClass(module: String, name: String) throws(CheckpointProblem) {
    guard let known = PickleClass(module: module, name: name) else {
      throw .refused("class \("\(module).\(name)".excerpt)")
    }
    push(.named(known), [])
  }

  private mutating func reduce() throws(CheckpointProblem) {
    let pair = try pop(2)
    guard case .named(let function)? = pickle.object(pair[0])?.kind, let arguments = pickle.tuple(pair[1]) else {
      throw Self.damaged
    }
    switch function {
    case .orderedDictionary: push(.dictionary, try items(ofDictionary: arguments))
    case .rebuildTensor: push(.tensor(try tensor(arguments)), [])
    case .rebuildParameter:
      guard let tensor = arguments.first, pickle.tensor(tensor) != nil else { throw Self.damaged }
      stack.append(tensor)
    case .size:
      guard arguments.count == 1, let size = pickle.tuple(arguments[0]) else { throw Self.damaged }
      push(.tuple, size)
    case .storage: throw Self.damaged
    }
  }

  /// Python 2 hands a list of lists of key and value to the class; Python 3 makes it empty.
  private mutating func items(ofDictionary arguments: [PickleValue]) throws(CheckpointProblem) -> [PickleValue] {
    guard let first = arguments.first else { return [] }
    guard arguments.count == 1, let pairs = pickle.list(first) else { throw Self.damaged }
    var items: [PickleValue] = []
    for pair in pairs {
      guard let pair = pickle.list(pair) ?? pickle.tuple(pair), pair.count == 2 else { throw Self.damaged }
      items += pair
    }
    copies += items.count
    guard copies <= Self.mostInstructions else { throw .invalid("its pickle copies the same lists again and again") }
    return items
  }

  /// Storage, offset, shape, strides; what follows does not matter without gradients.
  private func tensor(_ arguments: [PickleValue]) throws(CheckpointProblem) -> TensorReference {
    guard arguments.count >= 4, case .storage(let storage)? = pickle.object(arguments[0])?.kind,
      let offset = arguments[1].integer, let shape = pickle.integers(arguments[2]),
      let strides = pickle.integers(arguments[3])
    else { throw Self.damaged }
    guard max(shape.count, strides.count) <= ElementIndices.mostAxes else {
      throw .invalid("a tensor has the shape \(shape.excerpt) with the strides \(strides.excerpt)")
    }
    return TensorReference(storage: storage, offset: offset, shape: shape, strides: strides)
  }

  /// An ordered dictionary's attributes: PyTorch's `_metadata`, which holds version numbers.
  private mutating func build() throws(CheckpointProblem) {
    _ = try pop()
    guard case .dictionary? = pickle.object(try top())?.kind else { throw Self.damaged }
  }

  /// `("storage", class, key, device, count)`, in older files with a view of another storage behind it.
  private mutating func pushStorage(_ id: PickleValue) throws(CheckpointProblem) {
    guard let parts = pickle.tuple(id), let kind = parts.first?.text else { throw Self.damaged }
    guard kind == "storage" else { throw .refused("persistent \(kind.excerpt)") }
    guard parts.count >= 5, case .named(.storage(let type))? = pickle.object(parts[1])?.kind, let key = parts[2].text,
      let count = parts[4].integer, count >= 0, key.utf8.count <= Self.longestKey
    else { throw Self.damaged }
    var view = 0..<count
    if parts.count > 5, let place = pickle.tuple(parts[5]) {
      guard place.count == 3, let start = place[1].integer, let size = place[2].integer, start >= 0, size >= 0,
        start <= count, size <= count - start
      else { throw Self.damaged }
      view = start..<start + size
    }
    push(.storage(StorageReference(type: type, key: key, count: count, view: view)), [])
  }
}
