import Library
import SystemPackage

/// A photo as the user types it, and the number of a face.
struct PhotoName {
  var text: String
  /// From 1; nil for the largest.
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
    var text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    if text.hasPrefix(folder + "/") { text.removeFirst(folder.count + 1) }
    guard !text.isEmpty else { throw CommandError("the name of a photo is expected") }
    if let photo = photos[FilePath(text)] { return photo }
    let ends = photos.all.filter { $0.path.string.hasSuffix("/" + text) }
    if ends.count == 1 { return ends[0] }
    guard ends.isEmpty else {
      let some = ends.prefix(2).map(\.path.string).joined(separator: ", ")
      throw CommandError("\(grouped(ends.count)) photos are called so: \(some)\(ends.count > 2 ? ", …" : "")")
    }
    if text.hasPrefix("/") || text.hasPrefix("~") {
      throw CommandError(
        "\(text) is not among the photos here; facetui find --query searches with photos from elsewhere")
    }
    throw CommandError("no photo here is called \(text)")
  }
}
