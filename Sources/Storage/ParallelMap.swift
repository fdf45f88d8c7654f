import Foundation
import Synchronization

extension Array where Element: Sendable {
  /// - Throws: the error of the first element that has one.
  func mapInParallel<Value: Sendable>(_ transform: @Sendable (Element) throws -> Value) throws -> [Value] {
    guard count > 1 else { return try map(transform) }
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try transform(self[index]) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { $0 }.compactMap { try $0?.get() }
  }
}
