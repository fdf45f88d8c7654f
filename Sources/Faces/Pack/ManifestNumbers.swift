import Foundation

/// The numbers of a pack.json, decoded one after the other: of one that its type cannot hold the decoder of the whole
/// does not tell the key.
struct ManifestNumbers: Decodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Unfit: Error { let reason: String }

  private static let whole: Set<String> = ["inputSize", "dimensions"]

  /// - Returns: a reason where a number is at fault.
  static func problem(in json: [UInt8]) -> String? {
    do {
      _ = try JSONDecoder().decode(ManifestNumbers.self, from: Data(json))
      return nil
    } catch {
      return (error as? Unfit)?.reason
    }
  }

  init(from decoder: any Decoder) throws {
    let root = try decoder.container(keyedBy: Key.self)
    for part in ["detector", "recogniser", "thresholds"].map(Key.init(stringValue:)) {
      guard let values = try? root.nestedContainer(keyedBy: Key.self, forKey: part) else { continue }
      for key in values.allKeys { try Self.check(values, key, of: part) }
    }
  }

  private static func check(_ values: KeyedDecodingContainer<Key>, _ key: Key, of part: Key) throws {
    let isWhole = whole.contains(key.stringValue)
    do {
      if isWhole {
        _ = try values.decode(Int.self, forKey: key)
      } else {
        _ = try values.decode(Float.self, forKey: key)
      }
    } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
      return
    } catch {
      let wanted = isWhole ? "a whole number" : "a number"
      throw Unfit(reason: "\"\(part.stringValue).\(key.stringValue)\" must be \(wanted) of usual size")
    }
  }
}
