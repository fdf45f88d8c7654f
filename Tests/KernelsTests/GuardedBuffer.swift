import Glibc

/// Floats that end at a page nobody may touch, so that reading or writing behind them ends the test run at once.
/// In front of them lie canary values.
final class GuardedBuffer {
  static let canary: Float = -12_345.5

  let count: Int
  let pointer: UnsafeMutablePointer<Float>
  private let memory: UnsafeMutableRawPointer
  private let byteCount: Int

  init(count: Int, fill: (Int) -> Float) {
    let page = Int(getpagesize())
    let pages = (count * MemoryLayout<Float>.stride + page - 1) / page + 1
    byteCount = (pages + 1) * page
    self.count = count
    guard let memory = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED, mprotect(memory + pages * page, page, PROT_NONE) == 0
    else { fatalError("no memory for a test buffer") }
    self.memory = memory
    let floats = memory.bindMemory(to: Float.self, capacity: pages * page / MemoryLayout<Float>.stride)
    let total = pages * page / MemoryLayout<Float>.stride
    pointer = floats + (total - count)
    for index in 0..<(total - count) { floats[index] = Self.canary }
    for index in 0..<count { pointer[index] = fill(index) }
  }

  convenience init(_ values: [Float]) {
    self.init(count: values.count) { values[$0] }
  }

  deinit { munmap(memory, byteCount) }

  var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  var canariesInFrontAreIntact: Bool {
    (1...16).allSatisfy { pointer[-$0] == Self.canary }
  }
}

/// The same numbers in every run (xorshift).
struct Pseudorandom {
  private var state: UInt32

  init(seed: Int) {
    state = UInt32(truncatingIfNeeded: seed &* 2_654_435_761) | 1
  }

  /// In -1 ..< 1.
  mutating func next() -> Float {
    state ^= state << 13
    state ^= state >> 17
    state ^= state << 5
    return Float(state >> 8) / 8_388_608 - 1
  }

  mutating func floats(_ count: Int) -> [Float] {
    (0..<count).map { _ in next() }
  }
}
