import KernelInterface

/// Where the tile's rows find their inputs: for each output pixel the pointers to the segments of its window.
///
/// A segment is one tap (inputChannels floats), or a whole row of the window where its taps lie side by side in
/// memory and are short. Padding is a pointer to zeros; of a whole row that crosses the border a copy is made.
struct Indirection {
  let segments: Int
  let length: Int
  /// segments × `rows` pointers.
  let pointers: UnsafeMutablePointer<UnsafePointer<Float>>

  private let shape: ConvolutionShape
  private let input: UnsafePointer<Float>
  private let rows: Int
  private let wholeRows: Bool
  private let zeros: UnsafeMutablePointer<Float>
  private let patches: UnsafeMutablePointer<Float>
  private let memory: UnsafeMutableRawPointer

  /// `rows` is the number of output pixels in the largest tile.
  init(_ shape: ConvolutionShape, input: UnsafePointer<Float>, rows: Int) {
    self.shape = shape
    self.input = input
    self.rows = rows
    // With more channels the copies at the border cost more than the longer inner loop saves.
    wholeRows =
      shape.kernelWidth > 1 && shape.dilationX == 1 && shape.inputPixelStride == shape.inputChannels
      && shape.inputChannels < 32
    segments = wholeRows ? shape.kernelHeight : shape.taps
    length = wholeRows ? shape.kernelWidth * shape.inputChannels : shape.inputChannels

    let pointerBytes = segments * rows * MemoryLayout<UnsafePointer<Float>>.stride
    let patchCount = wholeRows ? rows * shape.depth : 0
    memory = .allocate(byteCount: pointerBytes + (length + patchCount) * MemoryLayout<Float>.stride, alignment: 64)
    pointers = memory.assumingMemoryBound(to: UnsafePointer<Float>.self)
    zeros = (memory + pointerBytes).assumingMemoryBound(to: Float.self)
    patches = zeros + length
    for index in 0..<length { zeros[index] = 0 }
  }

  func deallocate() { memory.deallocate() }

  /// Points a tile of `tileRows` rows at the output pixels from `first` on; rows beyond `count` repeat the last pixel.
  func fill(first: Int, count: Int, tileRows: Int) {
    var y = first / shape.outputWidth
    var x = first - y * shape.outputWidth
    for row in 0..<tileRows {
      fillRow(row, y: y, x: x, tileRows: tileRows)
      if row + 1 < count {
        x += 1
        if x == shape.outputWidth {
          x = 0
          y += 1
        }
      }
    }
  }

  @inline(__always)
  private func fillRow(_ row: Int, y: Int, x: Int, tileRows: Int) {
    let top = y * shape.strideY - shape.padTop
    let left = x * shape.strideX - shape.padLeft
    let right = left + (shape.kernelWidth - 1) * shape.dilationX
    let isInside = left >= 0 && right < shape.inputWidth
    var target = pointers + row
    for i in 0..<shape.kernelHeight {
      let inputY = top + i * shape.dilationY
      let isRowInside = inputY >= 0 && inputY < shape.inputHeight
      let start = input + (inputY * shape.inputWidth + left) * shape.inputPixelStride
      if wholeRows {
        target.pointee =
          !isRowInside ? UnsafePointer(zeros) : isInside ? start : patch(row, i, inputY: inputY, left: left)
        target += tileRows
      } else {
        for j in 0..<shape.kernelWidth {
          let inputX = left + j * shape.dilationX
          let isTapInside = isRowInside && inputX >= 0 && inputX < shape.inputWidth
          target.pointee =
            isTapInside ? start + j * shape.dilationX * shape.inputPixelStride : UnsafePointer(zeros)
          target += tileRows
        }
      }
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
