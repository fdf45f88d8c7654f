/// "1 file", "3400 files", "0 files".
public func plural(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
