import KernelInterface

func binary(_ operation: BinaryOperation, _ operands: BinaryOperands) {
  if case .identity = operands.activation { return combine(operation, operands) }
  // Piece by piece, so that the activation finds its input still in the first-level cache.
  let pixelsAtOnce = max(1, 4096 / max(1, operands.channels))
  var first = 0
  while first < operands.pixels {
    let piece = slice(operands, first: first, count: min(pixelsAtOnce, operands.pixels - first))
    combine(operation, piece)
    elementwise(
      ElementwiseOperands(
        input: UnsafePointer(piece.output), output: piece.output, pixels: piece.pixels, channels: piece.channels,
        activation: piece.activation))
    first += pixelsAtOnce
  }
}

private func slice(_ operands: BinaryOperands, first: Int, count: Int) -> BinaryOperands {
  var piece = operands
  piece.a += first * operands.channels
  piece.output += first * operands.channels
  piece.pixels = count
  switch operands.broadcast {
  case .none: piece.b += first * operands.channels
  case .pixel: piece.b += first
  case .channel, .scalar: break
  }
  return piece
}

private func combine(_ operation: BinaryOperation, _ operands: BinaryOperands) {
  switch operation {
  case .add: combine(operands) { $0 + $1 }
  case .subtract: combine(operands) { $0 - $1 }
  case .multiply: combine(operands) { $0 * $1 }
  case .divide: combine(operands) { $0 / $1 }
  }
}

@inline(__always)
private func combine(_ operands: BinaryOperands, _ operation: (Panel, Panel) -> Panel) {
  let channels = operands.channels
  let b = operands.b
  switch operands.broadcast {
  case .none:
    combine(operands, pixels: 1, channels: operands.pixels * channels, operation) { _, index, count in
      load(b + index, count: count)
    }
  case .scalar:
    let value = Panel(repeating: b[0])
    combine(operands, pixels: 1, channels: operands.pixels * channels, operation) { _, _, _ in value }
  case .channel:
    combine(operands, pixels: operands.pixels, channels: channels, operation) { _, channel, count in
      load(b + channel, count: count)
    }
  case .pixel:
    combine(operands, pixels: operands.pixels, channels: channels, operation) { pixel, _, _ in
      Panel(repeating: b[pixel])
    }
  }
}

/// `second` gives the lanes of b that belong to (pixel, channel, count).
@inline(__always)
private func combine(
  _ operands: BinaryOperands, pixels: Int, channels: Int, _ operation: (Panel, Panel) -> Panel,
  second: (Int, Int, Int) -> Panel
) {
  for pixel in 0..<pixels {
    let a = operands.a + pixel * channels
    let output = operands.output + pixel * channels
    var channel = 0
    while channel + panelWidth <= channels {
      store(operation(load(a + channel), second(pixel, channel, panelWidth)), output + channel)
      channel += panelWidth
    }
    let rest = channels - channel
    if rest > 0 {
      store(operation(load(a + channel, count: rest), second(pixel, channel, rest)), output + channel, count: rest)
    }
  }
}
