import Configuration
import TerminalUI

/// A commented configuration file that holds all defaults.
public enum ConfigurationExample {
  public static var lines: [String] {
    let head = [
      "# Configuration of facetui. Every line shows a default; change what you want and delete the rest.", "",
    ]
    return head + Configuration.example(styles: Theme.names.mapValues { Theme.neutral[keyPath: $0].setting }) + keys
  }

  private static var keys: [String] {
    let head = [
      "# Keys of each screen: \"key\" = \"command\". A key may be several, such as gg or g<Enter>; \"unbind\" takes its",
      "# command away. Under [keys] alone they count for all screens that have the command.",
    ]
    return head
      + Scope.allCases.flatMap { scope -> [String] in
        let rows = Keymap.standard.rows.filter { $0.scope == scope.name && $0.command != "interrupt" }
        return ["[keys.\(scope.name)]"] + rows.flatMap { row in row.keys.map { line($0, row) } } + [""]
      }
  }

  private static func line(_ key: String, _ row: KeyRow) -> String {
    let text = Value.text(key).toml + " = " + Value.text(row.command).toml
    return text + String(repeating: " ", count: max(1, 34 - text.count)) + "# " + row.help
  }
}
