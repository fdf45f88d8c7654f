extension ImageLoad {
  /// The same as loading the batch's tensor.
  func run(_ batch: PixelBatch, to: UnsafeMutablePointer<Float>) {
    let tables = (0..<channels).map { channel in batch.values.map { $0 * scale[channel] + shift[channel] } }
    for image in 0..<images {
      let start = to + image * channels * pixels
      if image < batch.pictures.count {
        write(batch.pictures[image], batch.order, tables, start)
      } else {
        fill(start, pixels, tables)
      }
    }
  }

  private func write(
    _ picture: PixelBatch.Picture, _ order: [Int], _ tables: [[Float]], _ to: UnsafeMutablePointer<Float>
  ) {
    let (columns, rows) = (min(picture.width, width), min(picture.height, pixels / max(width, 1)))
    picture.bytes.withUnsafeBufferPointer { bytes in
      guard let first = bytes.baseAddress else { return }
      for y in 0..<rows {
        let line = to + y * width * channels
        for channel in 0..<channels {
          tables[channel].withUnsafeBufferPointer {
            spread(first + y * picture.width * channels + order[channel], columns, through: $0, line + channel)
          }
        }
        fill(line + columns * channels, width - columns, tables)
      }
    }
    fill(to + rows * width * channels, pixels - rows * width, tables)
  }

  @inline(__always)
  private func spread(
    _ from: UnsafePointer<UInt8>, _ count: Int, through table: UnsafeBufferPointer<Float>,
    _ to: UnsafeMutablePointer<Float>
  ) {
    for x in 0..<count { to[x * channels] = table[Int(from[x * channels])] }
  }

  private func fill(_ to: UnsafeMutablePointer<Float>, _ count: Int, _ tables: [[Float]]) {
    for (channel, table) in tables.enumerated() {
      for x in 0..<count { to[x * channels + channel] = table[0] }
    }
  }
}
