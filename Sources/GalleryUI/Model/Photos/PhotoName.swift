import Library
import SystemPackage

/// A photo as the user types it, and the number of a face.
struct PhotoName {
  var text: String
  /// From 1; nil where nobody says.
  var number: Int?

  /// A photo whose own name ends in "#2" wins over face 2 of a shorter name.
  init(_ text: String, isName: (String) -> Bool) {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    if !isName(text), parts.count > 1, let number = Int(parts[parts.count - 1]) {
      (self.text, self.number) = (parts.dropLast().joined(separator: "#"), number)
    } else {
      self.text = text
    }
  }
}

extension State {
  /// - Parameter text: relative to the folder, beginning with the folder as it was given, or the end of one path.
  func photo(named text: String) throws(CommandError) -> Photo {
    let named = photos(named: text)
    if named.count == 1 { return named[0] }
    guard !text.isEmpty else { throw CommandError("the name of a photo is expected") }
    guard named.isEmpty else {
      let some = named.prefix(2).map(\.path.string).joined(separator: ", ")
      throw CommandError("\(grouped(named.count)) photos are called so: \(some)\(named.count > 2 ? ", …" : "")")
    }
    throw CommandError("no photo here is called \(text)")
  }

  /// All of the library that a text may stand for.
  func photos(named text: String) -> [Photo] {
    var text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    if text.hasPrefix(folder + "/") { text.removeFirst(folder.count + 1) }
    guard !text.isEmpty else { return [] }
    let path = FilePath(text)
    if !path.isAbsolute, let photo = photos[path] { return [photo] }
    return photos.all.filter { $0.path.string.hasSuffix("/" + text) }
  }
}
