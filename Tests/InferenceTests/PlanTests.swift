import Testing

@testable import Inference

@Suite("Views and memory")
struct PlanTests {
  @Test("an NHWC image transposed to N, H, W, C and reshaped needs no copy")
  func freeTranspose() throws {
    let image = View.standard([2, 3, 4, 5])
    #expect(image.pixelStride == 3)
    let rows = try #require(image.transposed([0, 2, 3, 1]).reshaped(to: [2, 20, 3]))
    #expect(rows.isRowMajor)
    #expect(image.reshaped(to: [2, 60]) == nil)
  }

  @Test("one pixel flattens without a copy")
  func freeFlatten() {
    #expect(View.standard([2, 8, 1, 1]).reshaped(to: [2, 8])?.isRowMajor == true)
  }

  @Test("channels of a slice stay together, and have the pixel stride of the whole")
  func channelSlice() {
    let slice = View.standard([1, 8, 3, 3]).sliced(axis: 1, start: 2, count: 4)
    #expect(slice.pixelStride == 8)
    #expect(!slice.isDense)
    #expect(slice.denseLike().pixelStride == 4)
  }

  @Test("a row of an image is no image that lies evenly")
  func spatialSlice() {
    #expect(View.standard([1, 8, 3, 3]).sliced(axis: 3, start: 0, count: 2).pixelStride == nil)
    #expect(View.standard([1, 8, 3, 3]).sliced(axis: 2, start: 1, count: 2).pixelStride == 8)
  }

  @Test("a copy moves every element to its place")
  func copies() {
    let from = View.rowMajor([2, 3, 4]).transposed([2, 0, 1])
    let source = (0..<24).map(Float.init)
    var target = [Float](repeating: -1, count: 24)
    StridedCopy(from: from, to: .rowMajor([4, 2, 3])).run(from: source, to: &target)
    let expected = (0..<4).flatMap { k in (0..<6).map { Float($0 * 4 + k) } }
    #expect(target == expected)
  }

  @Test("buffers that live at one time never share memory; others do")
  func layout() {
    var seed: UInt64 = 0
    for _ in 0..<50 {
      seed += 1
      let numbers = Generator.uniform(seed: seed, count: 60)
      let buffers = (0..<20).map { index in
        let first = Int(numbers[3 * index] * 30)
        return BufferLifetime(
          count: 1 + Int(numbers[3 * index + 1] * 1000), first: first, last: first + Int(numbers[3 * index + 2] * 6))
      }
      let layout = MemoryPlan.layout(buffers)
      for a in buffers.indices {
        #expect(layout.offsets[a] % 16 == 0)
        #expect(layout.offsets[a] + buffers[a].count <= layout.count)
        for b in buffers.indices where a < b {
          let meet = buffers[a].first <= buffers[b].last && buffers[b].first <= buffers[a].last
          let overlap =
            layout.offsets[a] < layout.offsets[b] + buffers[b].count
            && layout.offsets[b] < layout.offsets[a] + buffers[a].count
          #expect(!(meet && overlap))
        }
      }
      #expect(layout.count < buffers.map(\.count).reduce(0, +))
    }
  }

  @Test("all parts of a loop run exactly once, on however many threads")
  func workers() {
    let pool = WorkerPool(threads: 3)
    let counts = AlignedBuffer(count: 1000)
    for _ in 0..<200 {
      pool.run(units: 1000, work: 1 << 20) { part in
        for index in part { counts.pointer[index] += 1 }
      }
    }
    #expect((0..<1000).allSatisfy { counts.pointer[$0] == 200 })
  }

  @Test("ONNX's slice bounds")
  func slices() throws {
    func indices(_ start: Int, _ end: Int, _ step: Int, of length: Int) throws -> [Int] {
      let range = try SliceRange(start: start, end: end, step: step, length: length)
      return (0..<range.count).map { range.start + $0 * range.step }
    }
    #expect(try indices(1, 3, 1, of: 5) == [1, 2])
    #expect(try indices(-2, .max, 1, of: 5) == [3, 4])
    #expect(try indices(-1, .min, -2, of: 5) == [4, 2, 0])
    #expect(try indices(3, 3, 1, of: 5) == [])
    #expect(try indices(.min, .max, .max, of: 5) == [0])
    #expect(throws: GraphError.self) { try indices(0, 5, 0, of: 5) }
  }
}
