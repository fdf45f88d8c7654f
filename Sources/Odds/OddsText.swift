import Foundation

/// A chance of error in words.
public enum OddsText {
  /// "about 1 wrong in 2,300 here", and shorter forms of it; two digits.
  /// - Parameter chance: of error, 0 to 1.
  public static func forms(chance: Double) -> [String] {
    guard chance < 0.5 else { return ["more likely wrong than right here", "likely wrong here", "likely wrong"] }
    let exact = 1 / max(chance, 1e-9)
    let unit = max(1, pow(10, floor(log10(exact)) - 1))
    let count = Int((exact / unit).rounded() * unit)
    guard count < 1_000_000 else {
      return ["less than 1 wrong in 1,000,000 here", "under 1 in 1,000,000 wrong", "hardly wrong"]
    }
    let text = count < 1000 ? "\(count)" : "\(count / 1000),\(String(count % 1000 + 1000).dropFirst())"
    return ["about 1 wrong in \(text) here", "1 wrong in \(text) here", "1 in \(text) wrong"]
  }
}
