import Foundation

/// A column of a list of matches that is there where it is asked for.
public enum MatchColumn: Sendable, Equatable {
  case chanceOfError, copies

  var name: String {
    switch self {
    case .chanceOfError: "chance_of_error"
    case .copies: "copies"
    }
  }

  /// A number; nil where there is none.
  func text(of row: MatchExport.Row) -> String? {
    switch self {
    case .chanceOfError: row.chanceOfError.map { String(format: "%.2g", $0) }
    case .copies: row.copies.map(String.init)
    }
  }
}
