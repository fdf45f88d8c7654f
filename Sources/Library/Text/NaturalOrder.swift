import SystemPackage

/// The order of names as people sort them: numbers by their value ("2" before "10"), capital letters like small ones.
/// Names that are alike in this are ordered by their bytes, so that two names are never equal.
enum NaturalOrder {
  typealias Name = Slice<UnsafeBufferPointer<UInt8>>

  static func precedes(_ a: Name, _ b: Name) -> Bool {
    var (first, second) = (Tokens(a), Tokens(b))
    while let x = first.next() {
      guard let y = second.next() else { return false }
      if x.unit != y.unit { return x.unit < y.unit }
      if let order = Self.order(x.digits, y.digits) { return order }
    }
    return second.next() != nil || a.lexicographicallyPrecedes(b)
  }

  /// - Returns: whether the first number is smaller; nil for equal ones. Neither begins with 0.
  private static func order(_ a: Name, _ b: Name) -> Bool? {
    if a.count != b.count { return a.count < b.count }
    return a.elementsEqual(b) ? nil : a.lexicographicallyPrecedes(b)
  }

  private struct Token {
    /// A scalar in lower case, or a byte that is not UTF-8 beyond all scalars; of a number the digit 0.
    var unit: UInt32
    /// Of a number, without zeros before it; else empty.
    var digits: Name
  }

  private struct Tokens {
    private var rest: Name

    init(_ name: Name) { rest = name }

    mutating func next() -> Token? {
      guard let byte = rest.first else { return nil }
      if isDigit(byte) { return number() }
      let length = byte < 0x80 ? 1 : max(1, scalarLength)
      let unit = byte < 0x80 ? lowered(byte) : scalar(length)
      rest = rest.dropFirst(length)
      return Token(unit: unit, digits: rest.prefix(0))
    }

    private mutating func number() -> Token {
      let digits = rest.prefix(while: isDigit)
      rest = rest[digits.endIndex...]
      return Token(unit: 0x30, digits: digits.drop { $0 == 0x30 })
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private func lowered(_ byte: UInt8) -> UInt32 {
      UInt32(byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }

    /// Bytes of the scalar at the start; 0 where there is none.
    private var scalarLength: Int {
      var decoder = Unicode.UTF8.ForwardParser()
      var bytes = rest.makeIterator()
      guard case .valid(let scalar) = decoder.parseScalar(from: &bytes) else { return 0 }
      return scalar.count
    }

    private func scalar(_ length: Int) -> UInt32 {
      guard length > 1, let scalar = String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first else {
        return 0x11_0000 + UInt32(rest[rest.startIndex])
      }
      return scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar.value
    }
  }
}
