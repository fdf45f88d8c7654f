/// The sliding window of a convolution or a pool, with ONNX's attributes checked.
struct Window: Sendable, Hashable {
  enum AutoPad: Sendable { case explicit, sameUpper, sameLower, valid }

  /// Height and width; nil where a convolution leaves it to the shape of its weights.
  var kernel: [Int]?
  var strides = [1, 1]
  var dilations = [1, 1]
  /// Top, left, bottom, right.
  var pads = [0, 0, 0, 0]
  var autoPad = AutoPad.explicit
  var roundsUp = false

  /// Taps of the largest window of a convolution: 128×128, where the largest of a face network is 14×14.
  static let largestTaps = 1 << 14

  static let pointwise = Window(kernel: [1, 1])

  /// Whether zeros from outside of the image can reach a result.
  var mayPad: Bool {
    switch autoPad {
    case .explicit: pads != [0, 0, 0, 0]
    case .sameUpper, .sameLower: true
    case .valid: false
    }
  }

  struct Extent: Equatable {
    var output: Int
    var padBefore: Int
  }

  /// Output size and leading padding along axis 0 (height) or 1 (width).
  func extent(axis: Int, input: Int, kernel: Int) throws(GraphError) -> Extent {
    let stride = strides[axis]
    let span = dilations[axis] * (kernel - 1) + 1
    switch autoPad {
    case .sameUpper, .sameLower:
      let output = (input + stride - 1) / stride
      let total = max(0, (output - 1) * stride + span - input)
      return Extent(output: output, padBefore: autoPad == .sameUpper ? total / 2 : total - total / 2)
    case .explicit, .valid:
      let before = autoPad == .valid ? 0 : pads[axis]
      let after = autoPad == .valid ? 0 : pads[axis + 2]
      let room = input + before + after - span
      guard room >= 0 else { throw .invalid("a window of \(span) does not fit into \(input) padded pixels") }
      var output = (roundsUp ? room + stride - 1 : room) / stride + 1
      // A window that would start in the trailing padding is not counted.
      if roundsUp, (output - 1) * stride >= input + before { output -= 1 }
      return Extent(output: output, padBefore: before)
    }
  }
}
