import Foundation
import Synchronization

extension Array where Element: Sendable {
  /// - Throws: the error of the first element that has one.
  package func mapInParallel<Value: Sendable, Failure>(
    _ transform: @Sendable (Element) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let results = Mutex([Result<Value, Failure>?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { () throws(Failure) in try transform(self[index]) }
      results.withLock { $0[index] = result }
    }
    var values: [Value] = []
    for result in results.withLock({ $0 }) { if let result { values.append(try result.get()) } }
    return values
  }
}
