extension Configuration {
  /// Reads a TOML document; what is wrong in it becomes problems, all else applies.
  /// - Parameter file: its name in problems and origins.
  public init(toml: String, file: String) {
    self.init()
    self.file = file
    var parser = ConfigurationParser(file: file)
    var scanner = StatementScanner(toml)
    while let statement = scanner.next(), parser.read(statement) {}
    self = parser.configuration
  }
}

private struct ConfigurationParser {
  var configuration = Configuration()
  private let file: String
  /// The table that assignments belong to; nil in one that does not exist.
  private var table: [String]? = []
  private var linesOfKeys: [[String]: Int] = [:]

  init(file: String) {
    self.file = file
    configuration.file = file
  }

  /// - Returns: whether the rest is to be read.
  mutating func read(_ statement: Statement) -> Bool {
    guard configuration.problems.count < Self.mostProblems else {
      complain(statement.start, "there are too many problems; from here on nothing is read")
      return false
    }
    do throws(TOMLError) {
      if statement.isHeader {
        table = nil
        let (path, isList) = try TOMLReader.header(statement.text)
        enter(path, isList, statement)
      } else {
        assign(try TOMLReader.assignment(statement.text), table, statement)
      }
    } catch {
      let place = Place(line: statement.start.line + error.place.line - 1, column: error.place.column)
      complain(place, "this is not TOML: \(error.reason)")
    }
    return true
  }

  /// Keeps a large file of something else from being told line by line.
  private static let mostProblems = 100

  private mutating func complain(_ place: Place, _ reason: String) {
    configuration.problems.append(ConfigurationProblem(file: file, place: place, reason: reason))
  }

  // MARK: Headers

  private mutating func enter(_ path: [String], _ isList: Bool, _ statement: Statement) {
    let name = path.prefix(Self.mostParts).joined(separator: ".")
    guard !isList else { return complain(statement.start, "[[\(name)]] is a list of tables; write [\(name)]") }
    let isKnown = path.first == "keys" && path.count <= 2 || path.count == 1 && Self.tables.contains(path[0])
    guard !isKnown else {
      table = path
      return
    }
    complain(statement.start, "there is no table [\(name)]\(hint(name, among: Self.tables)); it is left out")
  }

  /// Of a name that are shown.
  private static let mostParts = 5

  private static let tables = ["keys"] + Set(Setting.all.map(\.table)).subtracting([""]).sorted()

  // MARK: Assignments

  private mutating func assign(_ assignment: TOMLAssignment, _ table: [String]?, _ statement: Statement) {
    guard let table else { return }
    let path = table + assignment.path
    if case .table(let inner) = assignment.value {
      for assignment in inner { assign(assignment, path, statement) }
    } else {
      assign(assignment.value, path, statement)
    }
  }

  private mutating func assign(_ given: TOMLValue, _ path: [String], _ statement: Statement) {
    let name = path.prefix(Self.mostParts).joined(separator: ".")
    let place = statement.value ?? statement.start
    if let line = linesOfKeys[path] {
      return complain(statement.start, "\(name) is set in line \(line) already; that one counts")
    }
    linesOfKeys[path] = statement.start.line
    guard case .single(let value) = given else {
      return complain(place, "\(name) cannot be a \(given == .date ? "date" : "list")")
    }
    if path[0] == "keys" { return bind(path, value, statement) }
    guard let setting = Setting.named[path.joined(separator: ".")] else {
      return complain(statement.start, "there is no setting \(name)\(hint(name, among: Setting.all.map(\.name)))")
    }
    do throws(ValueError) {
      configuration.set(name, to: try setting.checked(value), from: .file(file, line: place.line))
    } catch {
      complain(place, error.reason)
    }
  }

  private static let mostKeys = 1000

  private mutating func bind(_ path: [String], _ value: Value, _ statement: Statement) {
    let place = statement.value ?? statement.start
    guard path.count == 2 || path.count == 3, case .text(let command) = value else {
      return complain(place, "a key is bound like \"<C-d>\" = \"half-page-down\"")
    }
    guard configuration.keys.count < Self.mostKeys else {
      return complain(statement.start, "\(Self.mostKeys) keys are bound already; this one is left out")
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
