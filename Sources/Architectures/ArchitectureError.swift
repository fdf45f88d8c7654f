import Inference

/// Why a checkpoint does not fill an architecture: one sentence for the user, with the file's name.
public enum ArchitectureError: Error, Equatable, CustomStringConvertible {
  case unknown(String)
  /// `wrong` says each tensor's shape and the one that it should have.
  case mismatch(path: String, architecture: String, missing: [String], extra: [String], wrong: [String])
  case tooLarge(path: String)

  public var description: String {
    switch self {
    case .unknown(let name): "no architecture \(name); there are \(Architecture.names.joined(separator: ", "))"
    case .tooLarge(let path): "\(path): the network would be too large for an ONNX file"
    case .mismatch(let path, let architecture, let missing, let extra, let wrong):
      "\(path): is no \(architecture): "
        + [("missing", missing), ("not part of it", extra), ("of another shape", wrong)].filter { !$0.1.isEmpty }
        .map { "\($0.0): \(Self.list($0.1))" }.joined(separator: "; ") + Self.hint(missing: missing, extra: extra)
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = 4
    let rest = names.count > shown ? " and \(names.count - shown) more" : ""
    return names.prefix(shown).map { $0.shortened(to: 200) }.joined(separator: ", ") + rest
  }

  private static func hint(missing: [String], extra: [String]) -> String {
    if extra.contains(where: { $0.contains(".se.") }) { return " (try --squeeze-excite)" }
    if missing.contains(where: { $0.contains(".se.") }) { return " (try without --squeeze-excite)" }
    return ""
  }
}
