import TOMLKit

extension Configuration {
  /// Reads a TOML document; what is wrong in it becomes problems, all else applies.
  /// - Parameter file: its name in problems and origins.
  public init(toml: String, file: String) {
    self.init()
    self.file = file
    var parser = ConfigurationParser(file: file)
    for statement in Statement.all(in: toml) { parser.read(statement) }
    self = parser.configuration
  }
}

private struct ConfigurationParser {
  var configuration = Configuration()
  private let file: String
  /// The table that assignments belong to; nil in one that does not exist.
  private var table: [String]? = []
  private var linesOfKeys: [String: Int] = [:]

  init(file: String) {
    self.file = file
    configuration.file = file
  }

  mutating func read(_ statement: Statement) {
    let document: TOMLTable
    do {
      guard !statement.text.unicodeScalars.contains("\0") else {
        return complain(statement.start, "it holds a NUL character")
      }
      document = try TOMLTable(string: statement.text)
    } catch let error as TOMLParseError {
      let (line, column) = (error.source.begin.line, error.source.begin.column)
      if statement.isHeader { table = nil }
      return complain(
        Place(line: statement.start.line + line - 1, column: column), "this is not TOML: \(sentence(error))")
    } catch {
      return complain(statement.start, "this is not TOML")
    }
    if statement.isHeader { enter(document, statement) } else { assign(document, [], statement) }
  }

  private func sentence(_ error: TOMLParseError) -> String {
    let prefix = "Error while parsing "
    return error.description.hasPrefix(prefix)
      ? String(error.description.dropFirst(prefix.count)) : error.description
  }

  private mutating func complain(_ place: Place, _ reason: String) {
    configuration.problems.append(ConfigurationProblem(file: file, place: place, reason: reason))
  }

  // MARK: Headers

  private mutating func enter(_ document: TOMLTable, _ statement: Statement) {
    var path: [String] = []
    var inner: TOMLTable? = document
    while let current = inner, let key = current.keys.first {
      path.append(key)
      guard let next = current[key]?.table else {
        table = nil
        return complain(statement.start, "[[\(key)]] is a list of tables; write [\(key)]")
      }
      inner = next
    }
    let isKnown = path.first == "keys" && path.count <= 2 || path.count == 1 && Self.tables.contains(path[0])
    table = isKnown ? path : nil
    guard !isKnown else { return }
    let name = path.joined(separator: ".")
    complain(statement.start, "there is no table [\(name)]\(hint(name, among: Self.tables)); it is left out")
  }

  private static let tables = ["keys"] + Set(Setting.all.map(\.table)).subtracting([""]).sorted()

  // MARK: Assignments

  private mutating func assign(_ document: TOMLTable, _ path: [String], _ statement: Statement) {
    guard let table else { return }
    for key in document.keys.sorted() {
      let path = path + [key]
      guard path.count < 10, let node = document[key] else { continue }
      if let inner = node.table {
        assign(inner, path, statement)
      } else {
        assign(node, table + path, statement)
      }
    }
  }

  private mutating func assign(_ node: any TOMLValueConvertible, _ path: [String], _ statement: Statement) {
    let name = path.joined(separator: ".")
    let place = statement.value ?? statement.start
    if let line = linesOfKeys[name] {
      return complain(statement.start, "\(name) is set in line \(line) already; that one counts")
    }
    linesOfKeys[name] = statement.start.line
    guard let value = Value(node) else {
      return complain(place, "\(name) cannot be \(node.type == .array ? "a list" : "a \(node.type)")")
    }
    if path[0] == "keys" { return bind(path, value, statement) }
    guard let setting = Setting.named[name] else {
      return complain(statement.start, "there is no setting \(name)\(hint(name, among: Setting.all.map(\.name)))")
    }
    do throws(ValueError) {
      configuration.set(name, to: try setting.checked(value), from: .file(file, line: place.line))
    } catch {
      complain(place, error.reason)
    }
  }

  private mutating func bind(_ path: [String], _ value: Value, _ statement: Statement) {
    let place = statement.value ?? statement.start
    guard path.count == 2 || path.count == 3, case .text(let command) = value else {
      return complain(place, "a key is bound like \"<C-d>\" = \"half-page-down\"")
    }
    configuration.keys.append(
      KeySetting(
        scope: path.count == 3 ? path[1] : nil, keys: path[path.count - 1], command: command, file: file,
        place: statement.start, commandPlace: place))
  }

  /// The setting with the same last name, or one that is written nearly so.
  private func hint(_ name: String, among names: [String]) -> String {
    let last = name.split(separator: ".").last
    let same = names.first { $0 != name && $0.split(separator: ".").last == last }
    return (same ?? nearest(to: name, among: names)).map { "; did you mean \($0)?" } ?? ""
  }
}

extension Value {
  /// nil for lists and dates.
  fileprivate init?(_ node: any TOMLValueConvertible) {
    switch node.type {
    case .string: self = .text(node.string ?? "")
    case .int: self = .whole(node.int ?? 0)
    case .double:
      guard let number = node.double, number.isFinite else { return nil }
      self = .number(number)
    case .bool: self = .flag(node.bool ?? false)
    default: return nil
    }
  }
}
