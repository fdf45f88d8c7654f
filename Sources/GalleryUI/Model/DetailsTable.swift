import Imaging
import Library
import SystemPackage

/// What the files of photos told of themselves, for those that were asked for last.
struct DetailsTable: Sendable {
  enum Answer: Sendable, Equatable {
    case asked
    case known(PhotoDetails)
    case failed(String)
  }

  private struct Key: Hashable {
    let path: FilePath
    let stamp: PhotoStamp
  }

  private static let capacity = 200
  private var answers: [Key: Answer] = [:]
  /// The oldest first.
  private var order: [Key] = []

  subscript(photo: Photo) -> Answer? { answers[Key(path: photo.path, stamp: photo.stamp)] }

  mutating func set(_ answer: Answer, for path: FilePath, _ stamp: PhotoStamp) {
    let key = Key(path: path, stamp: stamp)
    if answers.updateValue(answer, forKey: key) == nil { order.append(key) }
    guard order.count > Self.capacity else { return }
    answers[order.removeFirst()] = nil
  }
}
