/// A tensor whose values are known before the network runs: weights, shapes, axes.
struct Constant: Sendable, Equatable {
  enum Values: Sendable, Equatable {
    case floats([Float])
    case integers([Int])
  }

  var shape: [Int]
  var values: Values

  var floats: [Float]? {
    if case .floats(let floats) = values { floats } else { nil }
  }

  var integers: [Int]? {
    if case .integers(let integers) = values { integers } else { nil }
  }

  var bytes: Int {
    switch values {
    case .floats(let floats): floats.count * MemoryLayout<Float>.stride
    case .integers(let integers): integers.count * MemoryLayout<Int>.stride
    }
  }

  static func vector(_ integers: [Int]) -> Constant {
    Constant(shape: [integers.count], values: .integers(integers))
  }

  static func vector(_ floats: [Float]) -> Constant {
    Constant(shape: [floats.count], values: .floats(floats))
  }
}
