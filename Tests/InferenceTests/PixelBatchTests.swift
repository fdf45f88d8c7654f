import Testing

@testable import Inference

struct PixelBatchTests {
  private static func picture(width: Int, height: Int, bytes: Int, seed: UInt8) -> PixelBatch.Picture {
    let values = (0..<width * height * bytes).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ Int(seed) &* 91 &+ $0 / 7) }
    return PixelBatch.Picture(width: width, height: height, bytes: values)
  }

  private static let values = (0..<256).map { (Float($0) - 127.5) / 128 }

  @Test(arguments: [[0, 1, 2], [2, 1, 0]])
  func `pictures give what their tensor gives`(order: [Int]) throws {
    let model = try Model(path: Paths.model("recognizer"))
    // Of the right size, smaller, larger, and one that is missing.
    let sizes = [(112, 112), (80, 112), (112, 33), (130, 120)]
    let pictures = sizes.enumerated().map {
      Self.picture(width: $1.0, height: $1.1, bytes: 3, seed: UInt8($0))
    }
    let batch = PixelBatch(pictures, order: order, values: Self.values)
    let session = try Session(model, shapes: ["image": [5, 3, 112, 112]])
    let tensor = batch.tensor(count: 5, width: 112, height: 112)
    let embeddings = try #require(try session.run(batch)["embedding"])
    #expect(try session.run(["image": tensor])["embedding"] == embeddings)
    #expect(Set(embeddings.scalars).count > 500)
  }

  @Test func `a tensor has each picture in the upper left corner`() {
    let pictures = [PixelBatch.Picture(width: 2, height: 1, bytes: [1, 2, 3, 4, 5, 6])]
    let batch = PixelBatch(pictures, order: [2, 1, 0], values: (0..<256).map { Float($0) })
    let tensor = batch.tensor(count: 1, width: 3, height: 2)
    #expect(tensor.shape == [1, 3, 2, 3])
    #expect(tensor.scalars == [3, 6, 0, 0, 0, 0, 2, 5, 0, 0, 0, 0, 1, 4, 0, 0, 0, 0])
  }

  @Test func `pictures with other planes than the network's are refused`() throws {
    let session = try Session(try Model(path: Paths.model("recognizer")), shapes: ["image": [1, 3, 112, 112]])
    let grey = PixelBatch(
      [Self.picture(width: 112, height: 112, bytes: 1, seed: 1)], order: [0], values: Self.values)
    #expect(throws: InferenceError.self) { try session.run(grey) }
  }
}
