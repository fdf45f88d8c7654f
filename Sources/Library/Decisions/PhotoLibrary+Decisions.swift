import Faces
import Journal
import PathText
import SystemPackage

extension LibraryOptions {
  /// Where the user's decisions are kept: `journal.jsonl` in the data folder.
  public func journalPath() throws(LibraryError) -> FilePath { try dataFolder().appending("journal.jsonl") }
}

extension PhotoLibrary {
  func journalPath() throws(LibraryError) -> FilePath {
    var options = LibraryOptions()
    options.dataDirectory = dataDirectory
    return try options.journalPath()
  }

  var guestPhotos: [(photo: Photo, content: ContentID)] { contents.withLock { $0.guests.withContents } }

  /// Of the library's photos, or of a guest's.
  func anyFace(_ id: FaceID) -> (photo: Photo, face: Face)? {
    contents.withLock { $0.face(id) ?? $0.guests.face(id) }
  }

  /// What a photo is called in the journal. Reads the file.
  /// - Throws: `.file` where it cannot be read, or has other bytes than those in which its faces were found.
  func key(of photo: Photo) throws(LibraryError) -> PhotoKey {
    let file = photo.path.isAbsolute ? photo.path : absolute(photo.path)
    let key: PhotoKey
    do { key = PhotoKey(contents: try FileReader.read(file).bytes) } catch {
      throw .file(file.text, reason: "nothing was decided about it: \(error.reason)")
    }
    guard photo.path.isAbsolute || key.content == photo.content else {
      throw .file(file.text, reason: "nothing was decided about it, as it changed since it was looked at; look again")
    }
    return key
  }
}
