import KernelInterface

/// Addresses that far apart share a set of the first-level cache.
private let pageFloats = 1024

/// Where the tile's rows find their inputs: for each output pixel the pointers to the segments of its window.
///
/// A segment is one tap (inputChannels floats), or a whole row of the window where its taps lie side by side in
/// memory and are short. Padding is a pointer to zeros; of a whole row that crosses the border a copy is made.
struct Indirection {
  let segments: Int
  let length: Int
  private let pointers: UnsafeMutablePointer<UnsafePointer<Float>>

  private let shape: ConvolutionShape
  private let input: UnsafePointer<Float>
  /// Whether a segment is a row of the window: a few channels side by side.
  let wholeRows: Bool
  /// Whether neighbouring windows lie so far apart that the first-level cache puts them all in the same place.
  let collides: Bool
  /// The last window origins at which the window lies inside the image.
  private let lastTop, lastLeft: Int
  /// From the window's origin to each segment, in floats.
  private let offsets: UnsafeMutablePointer<Int>
  /// The origins of the windows of the tile's rows.
  private let origins: UnsafeMutablePointer<UnsafePointer<Float>>
  private let zeros: UnsafeMutablePointer<Float>
  private let patches: UnsafeMutablePointer<Float>
  private let memory: UnsafeMutableRawPointer

  /// `rows` is the number of output pixels in the largest tile.
  init(_ shape: ConvolutionShape, input: UnsafePointer<Float>, rows: Int) {
    self.shape = shape
    self.input = input
    // With more channels the copies at the border cost more than the longer inner loop saves.
    wholeRows =
      shape.kernelWidth > 1 && shape.dilationX == 1 && shape.inputPixelStride == shape.inputChannels
      && shape.inputChannels < 32
    segments = wholeRows ? shape.kernelHeight : shape.taps
    length = wholeRows ? shape.kernelWidth * shape.inputChannels : shape.inputChannels
    collides = shape.strideX * shape.inputPixelStride % pageFloats == 0 && shape.taps > 1
    lastTop = shape.inputHeight - 1 - (shape.kernelHeight - 1) * shape.dilationY
    lastLeft = shape.inputWidth - 1 - (shape.kernelWidth - 1) * shape.dilationX

    let words = segments * rows + segments + rows
    var floats = length
    if wholeRows { floats += rows * shape.depth }
    if collides { floats += rows * segments * (length + panelWidth) }
    memory = .allocate(
      byteCount: words * MemoryLayout<Int>.stride + floats * MemoryLayout<Float>.stride, alignment: 64)
    pointers = memory.assumingMemoryBound(to: UnsafePointer<Float>.self)
    origins = pointers + segments * rows
    offsets = UnsafeMutableRawPointer(origins + rows).assumingMemoryBound(to: Int.self)
    zeros = UnsafeMutableRawPointer(offsets + segments).assumingMemoryBound(to: Float.self)
    patches = zeros + length
    for index in 0..<length { zeros[index] = 0 }
    fillOffsets()
  }

  /// The inputs of the pixels from `first` on, if they lie in one row and their windows inside the image.
  @inline(__always)
  func evenInputs(first: Int, count: Int) -> EvenInputs? {
    let y = first / shape.outputWidth
    let x = first - y * shape.outputWidth
    let top = y * shape.strideY - shape.padTop
    let left = x * shape.strideX - shape.padLeft
    let isInside =
      x + count <= shape.outputWidth && top >= 0 && top <= lastTop && left >= 0
      && left + (count - 1) * shape.strideX <= lastLeft
    guard isInside, !collides else { return nil }
    return EvenInputs(
      origin: input + (top * shape.inputWidth + left) * shape.inputPixelStride,
      distance: shape.strideX * shape.inputPixelStride, offsets: offsets)
  }

  /// The columns of the output whose windows cross neither side of the image.
  @inline(__always)
  var insideColumns: Range<Int> {
    let first = min((shape.padLeft + shape.strideX - 1) / shape.strideX, shape.outputWidth)
    let end = lastLeft < 0 ? 0 : min(shape.outputWidth, (lastLeft + shape.padLeft) / shape.strideX + 1)
    return first..<max(first, end)
  }

  func deallocate() { memory.deallocate() }

  private func fillOffsets() {
    let columns = wholeRows ? 1 : shape.kernelWidth
    for segment in 0..<segments {
      let y = segment / columns * shape.dilationY
      let x = segment % columns * shape.dilationX
      offsets[segment] = (y * shape.inputWidth + x) * shape.inputPixelStride
    }
  }

  /// Points a tile of `tileRows` rows at the output pixels from `first` on; rows beyond `count` repeat the last pixel.
  @inline(__always)
  func fill(first: Int, count: Int, tileRows: Int) -> PointedInputs {
    var y = first / shape.outputWidth
    var x = first - y * shape.outputWidth
    var outside: UInt = 0
    for row in 0..<tileRows {
      let top = y * shape.strideY - shape.padTop
      let left = x * shape.strideX - shape.padLeft
      origins[row] = input + (top * shape.inputWidth + left) * shape.inputPixelStride
      if top < 0 || top > lastTop || left < 0 || left > lastLeft { outside |= 1 << UInt(row) }
      if row + 1 < count {
        x += 1
        if x == shape.outputWidth {
          x = 0
          y += 1
        }
      }
    }
    var target = pointers
    for segment in 0..<segments {
      let offset = offsets[segment]
      for row in 0..<tileRows { target[row] = origins[row] + offset }
      target += tileRows
    }
    if outside != 0 { mend(outside, first: first, count: count, tileRows: tileRows) }
    if collides { spread(tileRows: tileRows) }
    return PointedInputs(pointers: UnsafePointer(pointers), tileRows: tileRows)
  }

  /// Replaces the pointers of the rows in the bit set `outside`, whose windows leave the image.
  @inline(never)
  private func mend(_ outside: UInt, first: Int, count: Int, tileRows: Int) {
    for row in 0..<tileRows where outside >> UInt(row) & 1 != 0 {
      let pixel = first + min(row, count - 1)
      let y = pixel / shape.outputWidth
      let x = pixel - y * shape.outputWidth
      mendRow(
        row, top: y * shape.strideY - shape.padTop, left: x * shape.strideX - shape.padLeft, tileRows: tileRows)
    }
  }

  private func mendRow(_ row: Int, top: Int, left: Int, tileRows: Int) {
    for i in 0..<shape.kernelHeight {
      let inputY = top + i * shape.dilationY
      let isRowInside = inputY >= 0 && inputY < shape.inputHeight
      if wholeRows {
        if !isRowInside {
          pointers[i * tileRows + row] = UnsafePointer(zeros)
        } else if left < 0 || left > lastLeft {
          pointers[i * tileRows + row] = patch(row, i, inputY: inputY, left: left)
        }
      } else {
        for j in 0..<shape.kernelWidth {
          let inputX = left + j * shape.dilationX
          if !isRowInside || inputX < 0 || inputX >= shape.inputWidth {
            pointers[(i * shape.kernelWidth + j) * tileRows + row] = UnsafePointer(zeros)
          }
        }
      }
    }
  }

  /// Copies all segments to places that the cache keeps apart.
  @inline(never)
  private func spread(tileRows: Int) {
    var copy = patches
    for index in 0..<segments * tileRows {
      copy.update(from: pointers[index], count: length)
      pointers[index] = UnsafePointer(copy)
      copy += length + panelWidth
    }
  }

  /// A copy of row `i` of the window with zeros where it leaves the image.
  private func patch(_ row: Int, _ i: Int, inputY: Int, left: Int) -> UnsafePointer<Float> {
    let channels = shape.inputChannels
    let copy = patches + (row * shape.kernelHeight + i) * length
    for j in 0..<shape.kernelWidth {
      let x = left + j
      let source = input + (inputY * shape.inputWidth + x) * channels
      let isInside = x >= 0 && x < shape.inputWidth
      for channel in 0..<channels { copy[j * channels + channel] = isInside ? source[channel] : 0 }
    }
    return UnsafePointer(copy)
  }
}
