import SystemPackage

/// What a file's name says about it. Pictures are then judged by their content, names that say nothing by the first
/// bytes of the file; what is surely something else is not opened.
enum PictureName: Equatable {
  case picture
  /// Completes the sentence "a.txt: …".
  case other(String)
  case unknown

  init(_ path: FilePath) {
    let ending = path.extension?.lowercased() ?? ""
    if Self.pictureEndings.contains(ending) {
      self = .picture
    } else if Self.otherEndings.contains(ending) {
      self = .other("not a picture by its name (.\(ending))")
    } else {
      self = .unknown
    }
  }

  /// Why a file of that name is not opened.
  var reason: String? {
    switch self {
    case .other(let reason): reason
    case .picture, .unknown: nil
    }
  }

  /// nil where the name says nothing.
  var kind: FileKind? {
    switch self {
    case .picture: .picture
    case .other: .other
    case .unknown: nil
    }
  }

  /// Of a file whose name says nothing and whose first bytes are no picture's.
  static let noPicture = "not a picture by its first bytes"

  private static let pictureEndings: Set<String> = [
    "jpg", "jpeg", "jpe", "jfif", "jif", "png", "apng", "heic", "heif", "heics", "hif", "webp", "gif", "tif", "tiff",
    "bmp", "dib", "avif", "avifs", "jxl", "jp2", "jpx", "j2k", "pnm", "ppm", "pgm", "mpo",
    // Of cameras.
    "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "iiq", "kdc", "mef", "mos", "mrw", "nef", "nrw",
    "orf", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "x3f",
  ]

  /// What lies beside photos, or in folders that hold much else.
  private static let otherEndings: Set<String> = [
    // Videos and sound.
    "mp4", "m4v", "mov", "avi", "mkv", "webm", "mpg", "mpeg", "mts", "m2ts", "3gp", "wmv", "flv", "ogv", "vob", "insv",
    "lrv", "mp3", "m4a", "aac", "wav", "flac", "ogg", "opus", "wma", "amr", "aiff", "mid", "srt", "vtt",
    // What programs write beside photos.
    "xmp", "aae", "pp3", "dop", "cos", "psd", "psb", "xcf", "kra", "ai", "eps", "svg", "ico", "cur", "lrcat",
    "lrdata", "lrtemplate", "modd", "moff", "ini", "db", "sqlite", "sqlite3", "db-wal", "db-shm", "db-journal", "lnk",
    "url", "desktop", "directory", "picasa", "nomedia", "cube", "icc", "icm", "gpx", "kml", "kmz", "fit", "nmea",
    // Documents and data.
    "txt", "md", "rst", "log", "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "tsv", "ppt", "pptx",
    "odp", "epub", "html", "htm", "css", "xml", "json", "jsonl", "yaml", "yml", "toml", "cfg", "conf", "tex", "bib",
    "eml", "ics", "vcf", "parquet", "npy", "npz", "h5", "onnx", "pth", "pt", "safetensors", "ttf", "otf", "woff",
    "woff2",
    // Archives and images of disks.
    "zip", "tar", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "iso", "img", "dmg", "deb", "rpm", "jar", "apk", "cab",
    // Programs and their sources.
    "exe", "msi", "dll", "so", "a", "o", "dylib", "bin", "sh", "bash", "bat", "cmd", "ps1", "c", "h", "cc", "cpp",
    "hpp", "m", "mm", "swift", "swiftmodule", "swiftdoc", "rs", "go", "py", "pyc", "rb", "pl", "php", "js", "mjs", "ts",
    "tsx", "jsx", "map", "java", "class", "kt", "cs", "lua", "sql", "r", "ipynb", "cmake", "mk", "patch", "diff",
    "lock",
    "asc", "sig", "pem", "key", "crt", "md5", "sha1", "sha256", "torrent",
  ]
}
