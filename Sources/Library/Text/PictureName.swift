import SystemPackage

/// What a file's name says about it. Pictures are then judged by their content; everything else is not opened.
enum PictureName {
  /// - Returns: nil for the name of a picture that is worth reading.
  static func reasonAgainst(_ path: FilePath) -> String? {
    let ending = path.extension?.lowercased()
    guard let ending else { return "not a picture: its name has no ending" }
    if rawEndings.contains(ending) { return "camera raw files are not read yet (.\(ending))" }
    return pictureEndings.contains(ending) ? nil : "not a picture by its name (.\(ending))"
  }

  static func isPicture(_ path: FilePath) -> Bool {
    guard let ending = path.extension?.lowercased() else { return false }
    return pictureEndings.contains(ending) || rawEndings.contains(ending)
  }

  private static let pictureEndings: Set<String> = [
    "jpg", "jpeg", "jpe", "jfif", "jif", "png", "apng", "heic", "heif", "heics", "hif", "webp", "gif", "tif", "tiff",
    "bmp", "dib", "avif", "jxl", "jp2", "jpx", "j2k", "pnm", "ppm", "pgm",
  ]

  /// They are large, and no content under these names could be read.
  private static let rawEndings: Set<String> = [
    "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "iiq", "kdc", "mef", "mos", "mrw", "nef", "nrw",
    "orf", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "x3f",
  ]
}

extension Photo {
  /// Whether the file has the name of a picture. The others are accounted for and never shown among the photos.
  public var isPicture: Bool { PictureName.isPicture(path) }
}
