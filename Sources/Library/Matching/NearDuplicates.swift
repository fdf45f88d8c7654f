import Faces
import Foundation
import Search
import Storage

/// Finds files that show the same picture: one resized, saved again, in another format, or with little of its borders cut
/// off. Candidates have their largest face at the same place, with much the same embedding, and no other time by their
/// cameras; then their thumbnails decide, so that pictures of one moment are not taken for copies.
struct NearDuplicates: Sendable {
  private let photos: [Photo]
  private let matrix: EmbeddingMatrix
  /// Faces of strangers seldom reach it; small faces lose much when they are halved.
  private static let leastScore: Float = 0.6
  private static let leastOverlap: Float = 0.6
  /// Logarithm of the ratio of two shapes.
  private static let mostOtherShape: Float = 0.06

  init(_ photos: [Photo], _ matrix: EmbeddingMatrix) { (self.photos, self.matrix) = (photos, matrix) }

  /// - Parameter areCopies: whether two contents show the same picture; asked from several threads.
  /// - Returns: positions of the photos that are one picture, at least two, the best file first.
  func groups(areCopies: @escaping @Sendable (ContentID, [ContentID]) -> [Bool]) -> [[Int]] {
    let byContent = Dictionary(
      grouping: photos.indices.filter { photos[$0].content != nil && !photos[$0].faces.isEmpty }
    ) {
      photos[$0].content
    }
    let anchors = byContent.values.compactMap { $0.min() }.sorted().compactMap { Anchor(photos[$0], at: $0, matrix) }
    var sets = DisjointSets(count: photos.count)
    for same in byContent.values { for photo in same.dropFirst() { sets.join(same[0], photo) } }
    let candidates = candidates(anchors)
    let verdicts = candidates.mapInParallel { first, others in
      guard let content = photos[first].content else { return [Bool]() }
      return areCopies(content, others.compactMap { photos[$0].content })
    }
    for ((first, others), verdicts) in zip(candidates, verdicts) {
      for (other, isCopy) in zip(others, verdicts) where isCopy { sets.join(first, other) }
    }
    return Dictionary(grouping: byContent.values.joined()) { sets.root(of: $0) }.values.filter { $0.count > 1 }
      .map { $0.sorted(by: isBetter) }.sorted { $0[0] < $1[0] }
  }

  private func isBetter(_ a: Int, _ b: Int) -> Bool {
    let (one, other) = (photos[a], photos[b])
    return (other.width * other.height, other.size, a) < (one.width * one.height, one.size, b)
  }

  // MARK: - Candidates

  /// The largest face of a photo.
  private struct Anchor: Sendable {
    let photo: Int
    /// In shares of the photo.
    let left, top, right, bottom: Float
    let shape: Float
    let captured: Int?
    let row: Int
    /// The signs of the first values of the embedding: rows that are much alike share most.
    let signs: UInt64

    init?(_ photo: Photo, at position: Int, _ matrix: EmbeddingMatrix) {
      guard photo.width > 0, photo.height > 0,
        let face = photo.faces.max(by: { $0.box.width * $0.box.height < $1.box.width * $1.box.height }),
        face.id.rawValue >= 0, face.id.rawValue < matrix.count
      else { return nil }
      self.photo = position
      let (width, height) = (Float(photo.width), Float(photo.height))
      (left, right) = (face.box.x / width, (face.box.x + face.box.width) / width)
      (top, bottom) = (face.box.y / height, (face.box.y + face.box.height) / height)
      shape = log(width / height)
      captured = photo.captured?.hashValue
      row = Int(face.id.rawValue)
      signs = matrix[row].prefix(64).reduce(0) { $0 << 1 | ($1 < 0 ? 1 : 0) }
      guard [left, top, right, bottom].allSatisfy({ (-1...2).contains($0) }), right > left, bottom > top else {
        return nil
      }
    }

    /// Neighbours are at most a cell apart, in place and size.
    var cell: Cell {
      Cell(
        x: Int32(((left + right) * 8).rounded(.down)), y: Int32(((top + bottom) * 8).rounded(.down)),
        size: Int32((2 * log2(max(1e-3, bottom - top))).rounded(.down)))
    }

    func mayBe(_ other: Anchor) -> Bool {
      // At the least score a quarter to a third of the signs differ.
      guard (signs ^ other.signs).nonzeroBitCount <= 26, abs(shape - other.shape) <= mostOtherShape else {
        return false
      }
      if let captured, let time = other.captured, captured != time { return false }
      let width = min(right, other.right) - max(left, other.left)
      let height = min(bottom, other.bottom) - max(top, other.top)
      guard width > 0, height > 0 else { return false }
      let common = width * height
      return common >= leastOverlap * (area + other.area - common)
    }

    private var area: Float { (right - left) * (bottom - top) }
  }

  private struct Cell: Hashable { var x, y, size: Int32 }

  /// Photos with those before them that they may be copies of.
  private func candidates(_ anchors: [Anchor]) -> [(Int, [Int])] {
    var cells: [Cell: [Int]] = [:]
    var found: [(Int, [Int])] = []
    for (index, anchor) in anchors.enumerated() {
      let cell = anchor.cell
      var others: [Int] = []
      for x in -1...1 as ClosedRange<Int32> {
        for y in -1...1 as ClosedRange<Int32> {
          for size in -1...1 as ClosedRange<Int32> {
            for other in cells[Cell(x: cell.x + x, y: cell.y + y, size: cell.size + size)] ?? []
            where anchor.mayBe(anchors[other]) { others.append(other) }
          }
        }
      }
      cells[cell, default: []].append(index)
      let alike = others.filter { score(anchor.row, anchors[$0].row) >= Self.leastScore }
      if !alike.isEmpty { found.append((anchor.photo, alike.map { anchors[$0].photo })) }
    }
    return found
  }

  private func score(_ a: Int, _ b: Int) -> Float { zip(matrix[a], matrix[b]).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// Numbers that are joined to sets.
private struct DisjointSets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(of number: Int) -> Int {
    var number = number
    while parents[number] != number {
      parents[number] = parents[parents[number]]
      number = parents[number]
    }
    return number
  }

  mutating func join(_ a: Int, _ b: Int) {
    let (first, second) = (root(of: a), root(of: b))
    parents[max(first, second)] = min(first, second)
  }
}
