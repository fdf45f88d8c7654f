/// Counts what an ONNX file will become in memory before it is decoded.
///
/// Two bytes of a file can ask for an object of hundreds, so that a file of some megabytes would fill the memory while
/// it is decoded. Honest files consist of few messages and much tensor data.
struct MessageCount {
  /// Fields and elements; a node has about thirty. A large file leaves room for less, as it is there twice for a moment.
  private let most: Int
  /// Bytes beside tensor data.
  static let mostText = 32 << 20

  init(fileSize: Int) { most = fileSize > 128 << 20 ? 1 << 18 : 1 << 20 }

  private(set) var fields = 0
  private(set) var text = 0

  /// - Throws: where the file holds too many parts. What is damaged is left to the decoder.
  static func check(_ bytes: [UInt8]) throws(GraphError) {
    var count = MessageCount(fileSize: bytes.count)
    try count.walk(bytes[...], .model, depth: 0)
  }

  /// The messages of onnx.proto, as far as files for inference hold them.
  private enum Message {
    case model, graph, node, attribute, tensor, value, type, tensorType, shape, dimension, entry

    enum Content {
      case message(Message)
      case text, data
      /// Elements side by side, or a message that is not looked into: every byte may become an object.
      case elements
    }

    func content(_ field: UInt64) -> Content {
      switch (self, field) {
      case (.model, 7): .message(.graph)
      case (.model, 8), (.model, 14): .message(.entry)
      case (.graph, 1): .message(.node)
      case (.graph, 5): .message(.tensor)
      case (.graph, 11), (.graph, 12), (.graph, 13): .message(.value)
      case (.graph, 16), (.node, 9), (.value, 4), (.tensor, 13), (.tensor, 16): .message(.entry)
      case (.node, 5): .message(.attribute)
      case (.attribute, 5), (.attribute, 10): .message(.tensor)
      case (.attribute, 6), (.attribute, 11): .message(.graph)
      case (.value, 2): .message(.type)
      case (.type, 1): .message(.tensorType)
      case (.tensorType, 2): .message(.shape)
      case (.shape, 1): .message(.dimension)
      case (.tensor, 4), (.tensor, 9), (.tensor, 10): .data
      case (.model, 2...6), (.graph, 2), (.graph, 10), (.node, 1...8), (.attribute, 1), (.attribute, 4),
        (.attribute, 9), (.attribute, 13), (.attribute, 21), (.tensor, 6), (.tensor, 8), (.tensor, 12), (.value, 1),
        (.value, 3), (.type, 6), (.dimension, 2), (.dimension, 3), (.entry, 1), (.entry, 2):
        .text
      default: .elements
      }
    }
  }

  private mutating func walk(_ bytes: ArraySlice<UInt8>, _ message: Message, depth: Int) throws(GraphError) {
    guard depth < 32 else { throw .invalid("its parts are nested too deeply") }
    var rest = bytes
    while let tag = Self.varint(&rest) {
      try add(fields: 1)
      switch tag & 7 {
      case 0: _ = Self.varint(&rest)
      case 1: rest = rest.dropFirst(8)
      case 5: rest = rest.dropFirst(4)
      case 2:
        guard let length = Self.varint(&rest), length <= rest.count else { return }
        let part = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        switch message.content(tag >> 3) {
        case .message(let inner): try walk(part, inner, depth: depth + 1)
        case .text: try add(text: part.count)
        case .elements: try add(fields: part.count)
        case .data: break
        }
      default: break
      }
    }
  }

  private mutating func add(fields: Int = 0, text: Int = 0) throws(GraphError) {
    self.fields += fields
    self.text += text
    guard self.fields <= most else { throw .invalid("it consists of more than \(most) parts") }
    guard self.text <= Self.mostText else { throw .invalid("it holds more than \(Self.mostText >> 20) MiB of names") }
  }

  private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    return nil
  }
}
