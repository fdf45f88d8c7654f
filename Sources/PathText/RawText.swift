/// The code points that stand for single bytes in a text: U+10FE00 and the byte, of a private plane.
private let byteCodePoints: ClosedRange<UInt32> = 0x10FE00...0x10FEFF

extension String {
  /// Text that holds any bytes, so that names of files which are not UTF-8 can go where only text can. A byte that is
  /// not part of well-formed UTF-8, or is a control character below U+0020 or U+007F, becomes a code point of
  /// U+10FE00–U+10FEFF, and so do the bytes of what stands in that range itself: `rawBytes` gives all of them back.
  /// - Parameter kept: control characters that stay as they are.
  package init(raw bytes: some Sequence<UInt8>, keeping kept: Set<UInt8> = []) {
    let bytes = Array(bytes)
    var scalars = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var source = bytes.makeIterator()
    var place = 0
    while true {
      switch parser.parseScalar(from: &source) {
      case .emptyInput:
        self.init(scalars)
        return
      case .valid(let encoded) where Self.isText(Unicode.UTF8.decode(encoded), kept):
        scalars.append(Unicode.UTF8.decode(encoded))
        place += encoded.count
      case .valid(let encoded):
        scalars.append(contentsOf: bytes[place..<place + encoded.count].compactMap(Unicode.Scalar.init(byte:)))
        place += encoded.count
      case .error(let length):
        scalars.append(contentsOf: bytes[place..<place + length].compactMap(Unicode.Scalar.init(byte:)))
        place += length
      }
    }
  }

  private static func isText(_ scalar: Unicode.Scalar, _ kept: Set<UInt8>) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F: kept.contains(UInt8(scalar.value))
    case byteCodePoints: false
    default: true
    }
  }

  /// The bytes of which `init(raw:keeping:)` made this text; those of its UTF-8 where it was made otherwise.
  package var rawBytes: [UInt8] {
    unicodeScalars.flatMap { scalar in scalar.byte.map { [$0] } ?? Array(scalar.utf8) }
  }
}

extension Unicode.Scalar {
  init?(byte: UInt8) { self.init(byteCodePoints.lowerBound + UInt32(byte)) }

  /// The byte that it stands for in a text made of raw bytes.
  var byte: UInt8? {
    byteCodePoints.contains(value) ? UInt8(value - byteCodePoints.lowerBound) : nil
  }
}
