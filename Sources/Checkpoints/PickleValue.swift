/// What a pickle's stack holds. Everything with parts lies in the pickle's list of objects and is named by its index, so
/// a hostile file can make neither deep nor circular structures that would have to be taken down recursively.
enum PickleValue: Equatable {
  case none
  case bool(Bool)
  case integer(Int)
  case float(Double)
  case text(String)
  case object(Int)
}

struct PickleObject {
  enum Kind {
    case tuple, list
    /// Its items are key, value, key, value; a later pair of the same key counts.
    case dictionary
    case named(PickleClass)
    case storage(StorageReference)
    case tensor(TensorReference)
  }

  var kind: Kind
  var items: [PickleValue] = []
}

/// A storage that lies elsewhere in the file.
struct StorageReference: Equatable {
  var type: ElementType
  var key: String
  /// Elements of the whole storage.
  var count: Int
  /// The elements that this reference sees: all of them but for the views of PyTorch before 0.4.
  var view: Range<Int>
}

struct TensorReference: Equatable {
  var storage: StorageReference
  /// Counted in elements, as the strides.
  var offset: Int
  var shape: [Int]
  var strides: [Int]
}

/// The classes and functions that a state_dict needs, and no other.
enum PickleClass: Equatable {
  case orderedDictionary, rebuildTensor, rebuildParameter, size
  case storage(ElementType)

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", "Size"): self = .size
    case ("torch", let name):
      guard let type = Self.storages[name] else { return nil }
      self = .storage(type)
    default: return nil
    }
  }

  private static let storages: [String: ElementType] = [
    "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
    "LongStorage": .int64, "IntStorage": .int32, "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8,
    "BoolStorage": .bool,
  ]
}

/// The result of a pickle.
struct Pickle {
  var objects: [PickleObject] = []
  var root = PickleValue.none

  func object(_ value: PickleValue) -> PickleObject? {
    guard case .object(let index) = value else { return nil }
    return objects[index]
  }

  func tensor(_ value: PickleValue) -> TensorReference? {
    guard case .tensor(let tensor)? = object(value)?.kind else { return nil }
    return tensor
  }

  func tuple(_ value: PickleValue) -> [PickleValue]? {
    guard let object = object(value), case .tuple = object.kind else { return nil }
    return object.items
  }

  func list(_ value: PickleValue) -> [PickleValue]? {
    guard let object = object(value), case .list = object.kind else { return nil }
    return object.items
  }

  /// The pairs in the file's order.
  func dictionary(_ value: PickleValue) -> [(key: PickleValue, value: PickleValue)]? {
    guard let object = object(value), case .dictionary = object.kind else { return nil }
    return stride(from: 0, to: object.items.count - 1, by: 2).map { (object.items[$0], object.items[$0 + 1]) }
  }

  /// A tuple of whole numbers, as shapes and strides are.
  func integers(_ value: PickleValue) -> [Int]? {
    guard let items = tuple(value) else { return nil }
    let numbers = items.compactMap(\.integer)
    return numbers.count == items.count ? numbers : nil
  }
}

extension PickleValue {
  var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  var text: String? {
    guard case .text(let value) = self else { return nil }
    return value
  }
}
